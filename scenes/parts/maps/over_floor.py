"""A map over the floor of a space: one becomes the other, and neither gets darker meanwhile."""

from __future__ import annotations

from collections.abc import Sequence

from manim import Animation, FadeIn, FadeOut, VMobject, smooth, squish_rate_func

from gradreel.scenes.parts.geometry.motion import moving
from gradreel.scenes.parts.in_space.space import Space
from gradreel.scenes.parts.maps.contours import BAND_OPACITY
from gradreel.scenes.parts.maps.handed_over import HandedOver

_SOON = 0.4  # of the time, in which the dot covers the ball: while that is still seen well


def beneath(share: float) -> float:
    """How visible a space is below a map at a share of its opacity.

    A map covers a half: if the space faded by the same share, the bands of both would be darker in
    between than either.
    """
    return (1.0 - share) / (1.0 - BAND_OPACITY * share)


def laying(
    space: Space, parts: Sequence[VMobject], dot: VMobject, run_time: float
) -> list[Animation]:
    """Animations in which a map in parts, with its dot, comes to lie over a space seen from above.

    Its numbers take the place of those of the floor. The space remains in the scene, invisible.
    """
    numbers = HandedOver(space.labels, parts)

    def show(share: float) -> None:
        space.eye.visible = beneath(share)
        numbers.show(share)

    first = squish_rate_func(smooth, 0.0, _SOON)
    covering = FadeIn(dot, run_time=run_time, rate_func=first)
    # The last one, because a fade would show all numbers of the map alike.
    return [*_fades(FadeIn, parts, run_time), covering, moving(space, show, run_time)]


def lifting(
    space: Space, parts: Sequence[VMobject], dot: VMobject, run_time: float
) -> list[Animation]:
    """Animations in which the map goes again; its parts leave the scene."""
    numbers = HandedOver(space.labels, parts)

    def show(share: float) -> None:
        space.eye.visible = beneath(1.0 - share)
        numbers.show(1.0 - share)

    last = squish_rate_func(smooth, 1.0 - _SOON, 1.0)
    uncovering = FadeOut(dot, run_time=run_time, rate_func=last)
    return [*_fades(FadeOut, parts, run_time), uncovering, moving(space, show, run_time)]


def _fades(
    fade: type[FadeIn] | type[FadeOut], parts: Sequence[VMobject], run_time: float
) -> list[Animation]:
    return [fade(part, run_time=run_time) for part in parts if part.family_members_with_points()]
