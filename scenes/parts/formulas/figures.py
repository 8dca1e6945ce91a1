"""A row of names with their numbers."""

from __future__ import annotations

from collections.abc import Sequence

from manim import VGroup

from gradreel.scenes import regions, theme
from gradreel.scenes.parts.lettering.text import Counter, maths

_SLOT = 2.05  # screen units: room for a short name and the longest number
_NUMBER = 1.6  # screen units: room for the longest number and the gap before the next name


class Figures(VGroup):
    """`a = 1   b = 2`: names (Typst math) with colours, and values that `write` replaces.

    `left` is the left end of the baseline; with long names, the row begins farther left.
    """

    def __init__(self, names: Sequence[tuple[str, str]], left: tuple[float, float]) -> None:
        super().__init__()
        self._values: list[Counter] = []
        labels = [maths(f"{name} =", theme.LABEL, color) for name, color in names]
        slots = [max(_SLOT, float(label.width) + _NUMBER) for label in labels]
        x = min(left[0], regions.safe().right - sum(slots))
        for label, slot, (_, color) in zip(labels, slots, names, strict=True):
            label.on_baseline((x, left[1], 0.0))
            value = Counter("", theme.LABEL, color)
            value.on_baseline((label.get_right()[0] + 0.1, left[1], 0.0))
            self._values.append(value)
            self.add(label, value)
            x += slot
        (name, color), self._exact = names[-1], labels[-1]
        self._about = maths(f"{name} approx", theme.LABEL, color)
        self._about.on_baseline(self._exact.origin).set_opacity(0.0)
        self.add(self._about)

    def write(self, *texts: str, about: bool = False) -> None:
        """Show a text after each name; the last one after `≈` if it is only `about` right."""
        self._exact.set_opacity(float(not about))
        self._about.set_opacity(float(about))
        for value, text in zip(self._values, texts, strict=True):
            value.write(text)

    @property
    def shown(self) -> list[str]:
        """The texts after the names."""
        return [value.note.says for value in self._values]
