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
    pictures = _leaves([old]), _leaves(new)
    before, after = ({look_of(leaf) for leaf in leaves} for leaves in pictures)
    # Also where nothing of it fades: it has to be there.
    fades: dict[Mobject, list[_Fade]] = {top: [] for top in pictures[1].values()}
    for leaves, other in zip(pictures, (after, before), strict=True):
        for leaf, top in leaves.items():
            comes = leaves is pictures[1]
            if not comes or look_of(leaf) not in other:
                fades.setdefault(top, []).append(_Fade(leaf, comes, look_of(leaf) in other))
    spaces = [*_spaces([old], gone=True), *_spaces(new, gone=False)]
    return [*spaces, *(_fading(top, changes) for top, changes in fades.items())]


class _Fade:
    """The opacity of a shape that comes, or goes: at once, if it stays in the other picture."""

    def __init__(self, shape: VMobject, comes: bool, at_once: bool) -> None:
        self._shape, self._comes, self._at_once = shape, comes, at_once
        self._alphas = [rgbas[:, 3].copy() for rgbas in self._rgbas()]

    def show(self, share: float) -> None:
        """Show it as it is after a share of the time."""
        seen = share if self._comes else 0.0 if self._at_once else 1.0 - share
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
