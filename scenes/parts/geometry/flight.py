"""Texts that fly: to a place, around what is in the way, or into the place of another text."""

from __future__ import annotations

import numpy as np
from manim import Mobject, ReplacementTransform, UpdateFromAlphaFunc, VMobject, smooth

from gradreel.scenarios.arrays import Array
from gradreel.scenes import theme

_SMALL = 0.5  # of its height: how large it is when it arrives
_SHRUNK, _FADING = 0.25, 0.75  # shares of the way after which it is so small, and begins to fade
_SPREAD = 0.25  # share of the way to a formula after which the halo is whole
_HALO = 16.0  # stroke width, half of it beyond the letters: as wide as the gap between them


class Becoming(ReplacementTransform):
    """The animation in which the copy of a text flies to where it stands in a formula.

    Formulas on its way are hidden around its letters, which could not be read in front of others.
    """

    def __init__(self, copy: VMobject, piece: VMobject) -> None:
        # Both ends are without the halo, but in its colour, or it would turn black on the way.
        super().__init__(_with_halo(copy, 0.0), _with_halo(piece, 0.0))
        self._copy = copy

    def interpolate_mobject(self, alpha: float) -> None:
        """Place the letters, and their halo, which is there only while they are under way."""
        super().interpolate_mobject(alpha)
        share = self.rate_func(alpha)
        self._copy.set_background_stroke(width=_HALO * min(1.0, share / _SPREAD, 2 - 2 * share))


class Flight(UpdateFromAlphaFunc):
    """The animation of a text past screen points (n, 3); at the last one it has faded."""

    def __init__(self, shape: VMobject, stops: Array, run_time: float) -> None:
        way = np.vstack([shape.get_center(), stops])
        passed = np.append(0.0, np.cumsum(np.linalg.norm(np.diff(way, axis=0), axis=1)))
        height = float(_with_halo(shape).height)

        def fly(_: Mobject, share: float) -> None:
            place = np.array([np.interp(share * passed[-1], passed, along) for along in way.T])
            smaller = 1.0 - (1.0 - _SMALL) * min(1.0, share / _SHRUNK)
            shape.scale(smaller * height / float(shape.height)).move_to(place)
            seen = min(1.0, (1.0 - share) / (1.0 - _FADING))
            # Nothing is written where it arrives, where so small a text would drown in its halo.
            halo = smaller * _HALO * max(0.0, 1.0 - share / _FADING)
            shape.set_fill(opacity=seen).set_background_stroke(width=halo)

        super().__init__(shape, fly, run_time=run_time, rate_func=smooth)


def _with_halo(shape: VMobject, width: float = _HALO) -> VMobject:
    """The shape itself, with a piece of the background around it."""
    shape.set_background_stroke(color=theme.colors().background, width=width)
    return shape
