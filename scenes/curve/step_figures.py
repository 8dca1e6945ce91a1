"""The numbers of the step that the descent on a curve has reached, above the curve."""

from __future__ import annotations

from collections.abc import Sequence

from manim import VGroup

from gradreel.scenes import regions, theme
from gradreel.scenes.parts.formulas.figures import Figures
from gradreel.scenes.parts.lettering.text import Counter
from gradreel.scenes.sentences.catalogue import text


class StepFigures(VGroup):
    """`step 3`, and below it the parameter and the loss, by `names` as Typst math with colours."""

    def __init__(self, names: Sequence[tuple[str, str]], epochs: bool) -> None:
        frame = regions.current().curve
        self._counted = "label-epoch-count" if epochs else "label-step-count"
        self._count = Counter("", theme.LABEL, theme.colors().muted)
        self._count.on_baseline((*frame.descent_count, 0.0))
        self._figures = Figures(names, frame.descent_figures)
        super().__init__(self._count, self._figures)

    def write(self, row: Sequence[str], about: bool) -> None:
        """Show a step and its values, as printed; the loss may be only `about` right."""
        step, *values = row
        self._count.write(text(self._counted, step=step))
        self._figures.write(*values, about=about)
