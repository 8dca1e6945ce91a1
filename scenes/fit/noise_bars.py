"""The loss of the best line compared with the variance of the noise: bars, and a formula."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
from manim import VGroup

from gradreel.scenes import regions, theme
from gradreel.scenes.parts.digits.balance import balanced
from gradreel.scenes.parts.digits.numbers import numbers_apart
from gradreel.scenes.parts.formulas.formula import factor, value
from gradreel.scenes.parts.geometry.box import Pair
from gradreel.scenes.parts.geometry.points import polyline, trace
from gradreel.scenes.parts.lettering.text import words
from gradreel.scenes.parts.lettering.typeset import in_math, upright
from gradreel.scenes.sentences.catalogue import text

_THICK = 14.0  # stroke width of a bar
# In screen units.
_ROW = 0.36  # from bar to bar
_HALF = 0.1  # half the height of a letter
_GAP = 0.2  # between a bar and its number


class NoiseBars(VGroup):
    """Two bars to the same scale, with names and numbers, below and to the right of a corner.

    `draw` draws a share of them; they begin without length.
    """

    def __init__(self, loss: float, variance: float, corner: Pair) -> None:
        super().__init__()
        left, top = corner
        names = (text("label-loss-left"), text("label-noise"))
        colors = (theme.colors().loss, theme.colors().residual)
        labels = [
            words(f"{name} {number_}", theme.TICK, color)
            for name, number_, color in zip(
                names, numbers_apart([loss, variance]), colors, strict=True
            )
        ]
        begin = left + max(float(label.width) for label in labels) + _GAP
        unit = (regions.safe().right - begin) / max(loss, variance)
        self._bars, self._ends = VGroup(), []
        for row, (label, size, color) in enumerate(
            zip(labels, (loss, variance), colors, strict=True)
        ):
            y = top - row * _ROW
            self._ends.append(np.array([(begin, y, 0.0), (begin + unit * size, y, 0.0)]))
            self._bars.add(polyline(self._ends[-1], color, _THICK))
            self.add(label.on_baseline((left, y - _HALF, 0.0)))
        self.add(self._bars)

    def draw(self, share: float) -> None:
        """Draw both up to a share of their length."""
        for bar, (start, end) in zip(self._bars, self._ends, strict=True):
            trace(bar, np.array([start, start + share * (end - start)]))


def noise_formulas(low: float, high: float, variance: float) -> tuple[str, str]:
    """The variance of uniform noise between two numbers, with its name, as Typst math.

    The second formula leaves out the result, which a bar has.
    """
    found = balanced(_uniform_variance, (high, low), variance)
    most, least = found.operands
    square = f"frac(({value(most)} - {factor(least)})^2, 12)"
    named = in_math(f"{upright(text('label-noise'))} = {square}", theme.colors().residual)
    return f"{named} {found.sign} {value(found.result)}", named


def _uniform_variance(high: Decimal, low: Decimal) -> Decimal:
    return (high - low) ** 2 / 12
