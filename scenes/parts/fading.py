"""How things come and go: a space as one picture, and of two pictures only what differs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from manim import Animation, FadeIn, FadeOut, Mobject, VMobject

from gradreel.scenarios.arrays import Array
from gradreel.scenes.drawing.layers import look_of
from gradreel.scenes.parts.motion import moving
from gradreel.scenes.parts.space import Space


def coming(mobjects: Iterable[Mobject]) -> list[Animation]:
    """Animations in which mobjects come."""
    parts = _parts(mobjects)
    return [moving(m, m.reveal) if isinstance(m, Space) else FadeIn(m) for m in parts]


def going(mobjects: Iterable[Mobject]) -> list[Animation]:
    """Animations in which mobjects go; a space is still there afterwards, and not seen."""
    parts = _parts(mobjects)
    return [_leaving(m) if isinstance(m, Space) else FadeOut(m) for m in parts]


def exchanging(old: Mobject, new: Sequence[Mobject]) -> list[Animation]:
    """Animations in which one picture goes while another comes: what is in both never fades.

    What has gone is still there afterwards, and not seen.
    """
    leaving, arriving = _leaves([old]), _leaves(new)
    looks = {leaf: look_of(leaf) for leaf in (*leaving, *arriving)}
    before, after = ({looks[leaf] for leaf in leaves} for leaves in (leaving, arriving))
    # Also where nothing of it fades: it has to be there.
    fades: dict[Mobject, list[_Fade]] = {top: [] for top in arriving.values()}
    for leaf, top in leaving.items():
        first = 0.0 if looks[leaf] in after else 1.0  # what stays is seen in the new picture
        fades.setdefault(top, []).append(_Fade(leaf, first, 0.0))
    for leaf, top in arriving.items():
        if looks[leaf] not in before:
            fades[top].append(_Fade(leaf, 0.0, 1.0))
    spaces = [*_spaces([old], gone=True), *_spaces(new, gone=False)]
    return [*spaces, *(_fading(top, changes) for top, changes in fades.items())]


class _Fade:
    """How opaque a shape is at first and at last, in shares of what it is by itself."""

    def __init__(self, shape: VMobject, first: float, last: float) -> None:
        self._shape, self._first, self._last = shape, first, last
        self._alphas = [rgbas[:, 3].copy() for rgbas in self._rgbas()]

    def show(self, share: float) -> None:
        """Show it as it is after a share of the time."""
        seen = self._first + share * (self._last - self._first)
        for rgbas, alphas in zip(self._rgbas(), self._alphas, strict=True):
            rgbas[:, 3] = seen * alphas

    def _rgbas(self) -> list[Array]:
        shape = self._shape
        return [shape.fill_rgbas, shape.stroke_rgbas, shape.background_stroke_rgbas]


def _fading(top: Mobject, fades: list[_Fade]) -> Animation:
    def show(share: float) -> None:
        for fade in fades:
            fade.show(share)

    return moving(top, show)


def _spaces(mobjects: Iterable[Mobject], gone: bool) -> list[Animation]:
    found = [part for part in _parts(mobjects) if isinstance(part, Space)]
    return [_leaving(space) if gone else moving(space, space.reveal) for space in found]


def _leaves(mobjects: Iterable[Mobject]) -> dict[VMobject, Mobject]:
    """The shapes that are drawn of mobjects, but for those of a space, each with its mobject."""
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
    """Mobjects, and instead of a group that holds a space what is in it."""
    for mobject in mobjects:
        family = mobject.get_family()
        if any(isinstance(part, Space) for part in family[1:]):
            yield from _parts(mobject.submobjects)
        else:
            yield mobject
