"""The names of runs at their heads: each goes with its dot, and fades where dots come together."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import VGroup

from gradreel.scenarios.arrays import Array, Mask
from gradreel.scenes import theme
from gradreel.scenes.parts.descents.run_legend import fitting
from gradreel.scenes.parts.geometry.box import Box
from gradreel.scenes.parts.lettering.plate import Plate
from gradreel.scenes.parts.lettering.text import words

# In screen units.
_AWAY = 0.24  # from the middle of a dot up, or down, to its name
_INSIDE = 0.1  # between a name and the border of the picture
# Between dots: closer ones have no names, farther ones whole ones. In between, which is little,
# they fade; and the same between a name and another dot, and between the letters of two names.
_TOGETHER, _APART = 0.35, 0.4
_TOUCH, _CLEAR = 0.12, 0.16
_ONE, _TWO = 0.2, 0.25


class HeadNames(VGroup):
    """A name at each dot, in the colour of its run; a legend names those that are not shown.

    They are above and below in turn, so that more of them have room. Of names that would overlap,
    that of the first run stays. Those longer than a picture of a `width` are shortened.
    """

    def __init__(self, names: Sequence[str], colors: Sequence[str], width: float) -> None:
        super().__init__()
        room = [width - 2 * _INSIDE] * len(names)
        fitted = fitting(names, lambda name: words(name, theme.TICK).width, room)
        self._texts = [
            words(name, theme.TICK, color) for name, color in zip(fitted, colors, strict=True)
        ]
        self._plates = [Plate(text) for text in self._texts]
        self._opaque = [float(plate.get_fill_opacity()) for plate in self._plates]
        for plate, text in zip(self._plates, self._texts, strict=True):
            self.add(VGroup(plate, text))

    def place(self, dots: Array, inside: Mask, resting: Mask, box: Box) -> None:
        """Move the names to dots (n, 3), of which some are inside a picture; others have none.

        No name of a dot that rests is half faded, because it might stay so.
        """
        sizes = np.array([(text.width, text.height) for text in self._texts]) / 2
        low = np.array(box.corner) + sizes + _INSIDE
        high = np.array(box.corner) + np.array(box.size) - sizes - _INSIDE
        sides = np.where(np.arange(len(dots)) % 2, -1.0, 1.0)
        beside = np.stack([np.zeros(len(dots)), sides * (_AWAY + sizes[:, 1])], axis=1)
        middles = np.clip(dots[:, :2] + beside, low, np.maximum(low, high))
        shares = np.where(inside, _apart(dots[:, :2], inside), 0.0)
        for index, middle in enumerate(middles):
            gaps = _gaps(middle, sizes[index], dots[inside, :2], np.zeros(2))
            clear = _ramp(gaps, _TOUCH, _CLEAR).min(initial=1.0)
            others = _gaps(middle, sizes[index], middles[:index], sizes[:index])
            hidden = shares[:index] * (1.0 - _ramp(others, _ONE, _TWO))
            # It is gone before the other is half there.
            shares[index] *= clear * max(0.0, 1.0 - 2.0 * hidden.max(initial=0.0))
            if resting[index]:
                shares[index] = round(shares[index])
            self._show(index, middle, float(shares[index]))

    def _show(self, index: int, middle: Array, share: float) -> None:
        self[index].move_to((*middle, 0.0))
        self._plates[index].set_fill(opacity=share * self._opaque[index])
        self._texts[index].set_fill(opacity=share)


def _apart(dots: Array, inside: Mask) -> Array:
    """How far each dot (n, 2) is from all others in a picture: 0 if close, 1 if clear of them."""
    distances = np.linalg.norm(dots[:, None] - dots[None], axis=2)
    distances[:, ~inside] = np.inf
    np.fill_diagonal(distances, np.inf)
    return _ramp(distances.min(axis=1), _TOGETHER, _APART)


def _gaps(middle: Array, half: Array, others: Array, halves: Array) -> Array:
    """The gaps (n,) between a box and others, from their middles and half sizes."""
    return np.asarray((np.abs(others - middle) - half - halves).max(axis=1, initial=-np.inf))


def _ramp(value: Array, low: float, high: float) -> Array:
    return np.clip((value - low) / (high - low), 0.0, 1.0)
