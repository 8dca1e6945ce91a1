"""Names with numbers that change with the descent."""

from __future__ import annotations

from collections.abc import Sequence

from manim import RIGHT, VGroup

from gradreel.scenes import theme
from gradreel.scenes.parts.lettering.text import Counter, maths


class Readout(VGroup):
    """Rows of a name (Typst math) and a value, flush right, which `write` replaces.

    `right` is the right end of the first row's baseline; names begin `width` to the left of it.
    """

    def __init__(
        self,
        names: Sequence[tuple[str, str]],
        right: tuple[float, float],
        width: float,
        size: float = theme.LABEL,
        leading: float = 0.46,
    ) -> None:
        super().__init__()
        self._values: list[Counter] = []
        for row, (name, color) in enumerate(names):
            y = right[1] - row * leading
            self.add(maths(name, size, color).on_baseline((right[0] - width, y, 0)))
            value = Counter("", size, color, align=RIGHT).on_baseline((right[0], y, 0))
            self._values.append(value)
            self.add(value)

    def write(self, *texts: str) -> None:
        """Show a text in each row."""
        for value, text in zip(self._values, texts, strict=True):
            value.write(text)
