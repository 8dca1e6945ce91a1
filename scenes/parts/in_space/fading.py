"""Fades: a space as one picture, and between two pictures only what differs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from manim import Animation, FadeIn, FadeOut, Mobject, VMobject

from gradreel.scenarios.arrays import Array
from gradreel.scenes.drawing.layers import appearance_of
from gradreel.scenes.parts.geometry.motion import moving
from gradreel.scenes.parts.in_space.space import Space


def coming(mobjects: Iterable[Mobject]) -> list[Animation]:
    """Animations in which mobjects fade in."""
    parts = _parts(mobjects)
    return [moving(m, m.reveal) if isinstance(m, Space) else FadeIn(m) for m in parts]


def going(mobjects: Iterable[Mobject]) -> list[Animation]:
    """Animations in which mobjects fade out; spaces remain in the scene, invisible."""
    parts = _parts(mobjects)
    return [_leaving(m) if isinstance(m, Space) else FadeOut(m) for m in parts]


def exchanging(old: Mobject, new: Sequence[Mobject]) -> list[Animation]:
    """Animations in which one picture replaces another; what is in both does not fade.

    The old mobjects remain in the scene, invisible.
    """
    leaving, arriving = _leaves([old]), _leaves(new)
    looks = {leaf: appearance_of(leaf) for leaf in (*leaving, *arriving)}
    old_looks, new_looks = ({looks[leaf] for leaf in leaves} for leaves in (leaving, arriving))
    # A new mobject needs an animation even if nothing of it fades, to get into the scene.
    fades: dict[Mobject, list[_Fade]] = {top: [] for top in arriving.values()}
    for leaf, top in leaving.items():
        first = 0.0 if looks[leaf] in new_looks else 1.0  # what stays is drawn by the new picture
        fades.setdefault(top, []).append(_Fade(leaf, first, 0.0))
    for leaf, top in arriving.items():
        if looks[leaf] not in old_looks:
            fades[top].append(_Fade(leaf, 0.0, 1.0))
    spaces = [*_spaces([old], leave=True), *_spaces(new, leave=False)]
    return [*spaces, *(_fading(top, changes) for top, changes in fades.items())]


class _Fade:
    """The change of a shape's opacity, from `first` to `last`, as shares of its usual one."""

    def __init__(self, shape: VMobject, first: float, last: float) -> None:
        self._shape, self._first, self._last = shape, first, last
        self._alphas = [rgbas[:, 3].copy() for rgbas in self._rgbas()]

    def show(self, share: float) -> None:
        """Set the opacity after a share of the time."""
        visible = self._first + share * (self._last - self._first)
        for rgbas, alphas in zip(self._rgbas(), self._alphas, strict=True):
            rgbas[:, 3] = visible * alphas

    def _rgbas(self) -> list[Array]:
        shape = self._shape
        return [shape.fill_rgbas, shape.stroke_rgbas, shape.background_stroke_rgbas]


def _fading(top: Mobject, fades: list[_Fade]) -> Animation:
    def show(share: float) -> None:
        for fade in fades:
            fade.show(share)

    return moving(top, show)


def _spaces(mobjects: Iterable[Mobject], leave: bool) -> list[Animation]:
    found = [part for part in _parts(mobjects) if isinstance(part, Space)]
    return [_leaving(space) if leave else moving(space, space.reveal) for space in found]


def _leaves(mobjects: Iterable[Mobject]) -> dict[VMobject, Mobject]:
    """All shapes in mobjects, except those of a space, each with the mobject it belongs to."""
    return {
        leaf: top
        for top in _parts(mobjects)
        if not isinstance(top, Space)
        for leaf in top.get_family()
        if isinstance(leaf, VMobject) and len(leaf.points)
    }


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
