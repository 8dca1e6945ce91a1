"""A row of names with their numbers."""

from __future__ import annotations

from collections.abc import Sequence

from manim import VGroup

from scenes import theme
from scenes.parts.text import Counter, maths

_SLOT = 2.05  # holds the longest number


class Figures(VGroup):
    """`a = 1   b = 2`: names as Typst math with colours, and values that `write` replaces.

    `left` is the left end of the baseline.
    """

    def __init__(self, names: Sequence[tuple[str, str]], left: tuple[float, float]) -> None:
        super().__init__()
        self._values: list[Counter] = []
        for slot, (name, color) in enumerate(names):
            place = (left[0] + slot * _SLOT, left[1], 0.0)
            label = maths(f"{name} =", theme.LABEL, color).on_baseline(place)
            value = Counter("", theme.LABEL, color)
            value.on_baseline((label.get_right()[0] + 0.1, left[1], 0.0))
            self._values.append(value)
            self.add(label, value)

    def write(self, *texts: str) -> None:
        """Show a text after each name."""
        for value, text in zip(self._values, texts, strict=True):
            value.write(text)
