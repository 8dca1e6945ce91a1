"""The numbers of the step that the descent on a curve has reached, above the curve."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from manim import VGroup

from gradreel.scenes import regions, theme
from gradreel.scenes.parts.descents.step_table import StepTable
from gradreel.scenes.parts.digits.reading import numbers_in
from gradreel.scenes.parts.formulas.figures import Figures
from gradreel.scenes.parts.lettering.text import Counter
from gradreel.scenes.sentences.catalogue import text


class StepFigures(VGroup):
    """`step 3`, and below it the parameter and the loss, by `names` as Typst math with colours.

    They are those of a `table`. If the `loss` of the parameter as printed there is not the printed
    one at some of the `explained` steps, all have `≈`, so that the sign does not come and go.
    """

    def __init__(
        self,
        names: Sequence[tuple[str, str]],
        epochs: bool,
        table: StepTable,
        loss: Callable[[float], float],
        explained: int,
    ) -> None:
        frame = regions.current().curve
        self._counted = "label-epoch-count" if epochs else "label-step-count"
        self._count = Counter("", theme.LABEL, theme.colors().muted)
        self._count.on_baseline((*frame.descent_count, 0.0))
        self._figures = Figures(names, frame.descent_figures)

        def is_about(step: int) -> bool:
            _, parameter, printed = table.at(step)
            return table.written(1, loss(numbers_in(parameter)[0].signed)) != printed

        # Functions, because manim's fades copy everything that is not.
        self._is_about = is_about
        self._row: Callable[[int], list[str]] = lambda step: table.at(step)
        self._about = any(is_about(step) for step in range(1, explained + 1))
        super().__init__(self._count, self._figures)

    def put(self, step: int) -> None:
        """Show the values of a step."""
        count, *values = self._row(step)
        self._count.write(text(self._counted, step=count))
        self._figures.write(*values, about=(step > 0 and self._about) or self._is_about(step))
