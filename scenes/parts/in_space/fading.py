"""Fades: a space as one picture; between two pictures only what differs, and what moves glides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
from manim import Animation, FadeIn, FadeOut, Mobject, UpdateFromAlphaFunc, VMobject, linear, smooth

from gradreel.scenarios.arrays import Array
from gradreel.scenes.drawing.layers import appearance_of
from gradreel.scenes.parts.geometry.motion import moving
from gradreel.scenes.parts.in_space.space import Space
from gradreel.scenes.parts.in_space.twins import similar, twins
from gradreel.scenes.parts.lettering.same_texts import middle, same_texts
from gradreel.scenes.parts.plots.gliding import Glide, axes_besides, glides, led

_Way = tuple[Array, Array]  # from some points (n, 3) to others

# Shares of the time of an exchange: when the old has left, and when the new begins to come. Where
# axes glide, they do so in between, or else they would be seen through both.
_LEFT, _COMES = 0.56, 0.44
_LEFT_BEFORE, GLIDE, _COMES_AFTER = 0.4, (0.25, 0.85), 0.65


def coming(mobjects: Iterable[Mobject]) -> list[Animation]:
    """Animations in which mobjects fade in."""
    parts = _parts(mobjects)
    return [moving(m, m.reveal) if isinstance(m, Space) else FadeIn(m) for m in parts]


def going(mobjects: Iterable[Mobject]) -> list[Animation]:
    """Animations in which mobjects fade out; spaces remain in the scene, invisible."""
    parts = _parts(mobjects)
    return [_leaving(m) if isinstance(m, Space) else FadeOut(m) for m in parts]


def exchanging(old: Mobject, new: Sequence[Mobject], one_by_one: bool = False) -> list[Animation]:
    """Animations in which one picture replaces another; what is in both does not fade.

    Axes that show the same elsewhere glide from one place to the other, and so does all that is in
    them. A text that both pictures have goes from one place to the other, too. What then has a twin
    does not fade: two half transparent shapes would be fainter than one. What is similar fades
    while the other comes. Else, the new comes when the old is gone, so that no words are seen
    through others, and nothing glides over them; `one_by_one`, also of what is similar the old has
    left before anything glides (`GLIDE`). The old mobjects remain in the scene, invisible.
    """
    leaving, arriving = _leaves([old]), _leaves(new)
    looks = {leaf: appearance_of(leaf) for leaf in (*leaving, *arriving)}
    in_both = {looks[leaf] for leaf in leaving} & {looks[leaf] for leaf in arriving}
    staying = [leaf for leaf in leaving if looks[leaf] in in_both]
    gone, come = (
        [leaf for leaf in leaves if looks[leaf] not in in_both] for leaves in (leaving, arriving)
    )
    # A new mobject needs an animation even if nothing of it fades, to get into the scene.
    fades: dict[Mobject, list[_Fade]] = {top: [] for top in (*leaving.values(), *arriving.values())}
    axes = glides([old], new)
    ways = _ways([old], new, gone, come, axes)
    before, after = ({leaf: _end(leaf, ways) for leaf in leaves} for leaves in (gone, come))
    alike, near = twins(before, after), set() if one_by_one else similar(before, after)
    # What stays is drawn by the picture of which more fades around it, and so stays between that.
    # Of twins the old one is seen all the time, and what stays keeps its side of it.
    fading = [leaf for leaf in come if leaf not in alike]
    kept = _meeting(gone, staying) > _meeting(fading, staying)
    phases = (_LEFT_BEFORE, _COMES_AFTER) if any(way.leads for way in axes) else (_LEFT, _COMES)
    if one_by_one:
        phases = GLIDE
    for leaf, top in leaving.items():
        first, last = (kept, kept) if looks[leaf] in in_both else (True, leaf in alike)
        during = GLIDE if leaf in near else (0.0, phases[0])
        fades[top].append(_Fade(leaf, float(first), float(last), 0.0, during, ways.get(leaf)))
    for leaf, top in arriving.items():
        first, last = (not kept,) * 2 if looks[leaf] in in_both else (False, leaf not in alike)
        during = GLIDE if leaf in near else (phases[1], 1.0)
        fades[top].append(_Fade(leaf, float(first), float(last), 1.0, during, ways.get(leaf)))
    spaces = _spaces([old], new)
    return [*spaces, *(Exchange(top, changes) for top, changes in fades.items())]


def _ways(
    old: Sequence[Mobject],
    new: Sequence[Mobject],
    leaving: Sequence[VMobject],
    arriving: Sequence[VMobject],
    axes: Sequence[Glide],
) -> dict[VMobject, _Way]:
    """The ways of shapes that go with axes, and of texts in both pictures.

    Numbers of axes go with these or not at all.
    """
    other_starts = axes_besides(old, [way.start for way in axes])
    other_ends = axes_besides(new, [way.end for way in axes])
    goals, sources = (
        {leaf: points for leaf in leaves if (points := led(leaf, axes, others, back)) is not None}
        for leaves, others, back in ((leaving, other_starts, False), (arriving, other_ends, True))
    )
    fixed = {part for other in (*other_starts, *other_ends) for part in other.get_family()}
    before, after = ([leaf for leaf in some if leaf not in fixed] for some in (leaving, arriving))
    for text, same in same_texts(before, after, goals):
        if len(text.points) == len(same.points):  # also if they differ in size
            goals[text], sources[same] = same.points.copy(), text.points.copy()
        else:
            shift = middle(same.points) - middle(text.points)
            goals[text], sources[same] = text.points + shift, same.points - shift
    ways = {leaf: (leaf.points.copy(), goal) for leaf, goal in goals.items()}
    return ways | {leaf: (source, leaf.points.copy()) for leaf, source in sources.items()}


def _end(leaf: VMobject, ways: Mapping[VMobject, _Way]) -> Array:
    """The points (n, 3) of a shape at the end of its way."""
    return ways[leaf][1] if leaf in ways else leaf.points


class _Fade:
    """The change of a shape's opacity, from `first` to `last`, as shares of its usual one.

    In the end it has the share `final`. It fades `during` a part of the time, between two shares of
    it. On its `way` it goes from some points (n, 3) to others.
    """

    def __init__(
        self,
        shape: VMobject,
        first: float,
        last: float,
        final: float,
        during: tuple[float, float],
        way: _Way | None,
    ) -> None:
        self.shape, self.way, self._during = shape, way, during
        self._first, self._last, self._final = first, last, final
        self._alphas = [rgbas[:, 3].copy() for rgbas in self._rgbas()]

    def show(self, share: float) -> None:
        """Set the opacity, and the place, after a share of the time."""
        if self.way:
            (start, end), gone = self.way, float(smooth(within(share, *GLIDE)))
            self.shape.points = start + gone * (end - start) if share < 1.0 else end
        change = within(share, *self._during)
        visible = self._first + change * (self._last - self._first) if share < 1.0 else self._final
        for rgbas, alphas in zip(self._rgbas(), self._alphas, strict=True):
            rgbas[:, 3] = visible * alphas

    def _rgbas(self) -> list[Array]:
        shape = self.shape
        return [shape.fill_rgbas, shape.stroke_rgbas, shape.background_stroke_rgbas]


class Exchange(UpdateFromAlphaFunc):
    """The part of an exchange in which the shapes of a mobject fade, and some go elsewhere."""

    def __init__(self, top: Mobject, fades: Sequence[_Fade]) -> None:
        self.going = [fade.shape for fade in fades if fade.way]

        def show(_: Mobject, share: float) -> None:
            for fade in fades:
                fade.show(share)

        super().__init__(top, show, rate_func=linear)


def within(share: float, start: float, end: float) -> float:
    """How far something has come that takes place between two shares of the time."""
    return min(1.0, max(0.0, (share - start) / (end - start)))


def _spaces(old: Iterable[Mobject], new: Iterable[Mobject]) -> list[Animation]:
    """Animations of the spaces in two pictures; one becomes the other without a darker moment."""
    leaving, arriving = (
        [part for part in _parts(some) if isinstance(part, Space)] for some in (old, new)
    )
    both = bool(leaving and arriving)

    def fade(space: Space, leaves: bool) -> Animation:
        def show(share: float) -> None:
            if leaves:
                space.reveal(1.0 - (smooth(share) if both else within(share, 0.0, _LEFT)))
            else:
                space.reveal(smooth(share) if both else within(share, _COMES, 1.0))

        return moving(space, show, steady=True)

    return [*(fade(space, True) for space in leaving), *(fade(space, False) for space in arriving)]


def _leaves(mobjects: Iterable[Mobject]) -> dict[VMobject, Mobject]:
    """All shapes in mobjects, except those of a space, each with the mobject it belongs to."""
    return {
        leaf: top
        for top in _parts(mobjects)
        if not isinstance(top, Space)
        for leaf in top.get_family()
        if isinstance(leaf, VMobject) and len(leaf.points)
    }


def _meeting(leaves: Sequence[VMobject], others: Sequence[VMobject]) -> int:
    """How many shapes reach into the room that others take together."""
    if not others:
        return 0
    room = np.concatenate([leaf.points for leaf in others])
    low, high = room.min(axis=0), room.max(axis=0)
    ends = ((leaf.points.min(axis=0), leaf.points.max(axis=0)) for leaf in leaves)
    return sum(bool((first <= high).all() and (last >= low).all()) for first, last in ends)


def _leaving(space: Space) -> Animation:
    return moving(space, lambda share: space.reveal(1.0 - share))


def _parts(mobjects: Iterable[Mobject]) -> Iterator[Mobject]:
    """Mobjects; a group that contains a space is replaced by its members."""
    for mobject in mobjects:
        family = mobject.get_family()
        if any(isinstance(part, Space) for part in family[1:]):
            yield from _parts(mobject.submobjects)
        else:
            yield mobject
