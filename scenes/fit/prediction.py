"""What a fitted model predicts for a new input: in words, in a picture, and in numbers."""

from __future__ import annotations

from collections.abc import Callable

from manim import Animation, VGroup

from gradreel.scenes import theme
from gradreel.scenes.fit.found_line import FoundLine
from gradreel.scenes.parts.digits.numbers import exact
from gradreel.scenes.parts.digits.reading import numbers_in
from gradreel.scenes.parts.formulas.fit_about import predicted_by
from gradreel.scenes.parts.formulas.formula import value
from gradreel.scenes.parts.formulas.notation import notation_of
from gradreel.scenes.parts.geometry.motion import moving
from gradreel.scenes.parts.geometry.points import discs, place_discs, polyline, trace
from gradreel.scenes.parts.lettering.text import Markup, maths
from gradreel.scenes.parts.lettering.typeset import in_math
from gradreel.scenes.parts.plots.scatter import Scatter
from gradreel.scenes.sentences import fit as texts
from gradreel.solver.message import Message

_DOT = 0.13  # screen units: a radius larger than that of any data point


class LinePrediction(VGroup):
    """A dashed line up from the input to the fitted line, and from there to the output axis.

    `place` (1, 3) is where it turns, empty if that is not in the picture.
    """

    def __init__(
        self, finding: FoundLine, scatter: Scatter, computed: Callable[[float], float]
    ) -> None:
        super().__init__()
        self._finding, self._computed = finding, computed
        self.x, self.y = computed(finding.asked), computed(finding.predicted(finding.end))
        place = scatter.place(self.x, self.y)
        self._path = scatter.guides(self.x, self.y)
        self.place = place[None][scatter.within(place[None])]
        self._guide = polyline(self._path[:0], theme.colors().model, 3.5)
        self._dot = discs(self.place[:0], _DOT, theme.colors().model)
        self._dot.set_stroke(theme.colors().ink, 2.5)
        self.add(self._guide, self._dot)

    def sentence(self) -> Message:
        """The message about the prediction, and that of the best line if it differs."""
        finding = self._finding
        better = finding.better
        best = None if better is None else self._computed(finding.predicted(better))
        holds = finding.printed[1]
        return texts.prediction(finding.recording.scenario, self.x, self.y, best, not holds)

    def going(self, run_time: float) -> Animation:
        """An animation that draws the dashed line, and the dot where it turns."""

        def draw(share: float) -> None:
            trace(self._guide, self._path[: max(2, round(share * len(self._path)))])
            place_discs(self._dot, self.place if share > 0.5 else self.place[:0], _DOT)

        return moving(self, draw, run_time)

    def formula(self) -> Markup:
        """The prediction, with its computation if the printed parameters give it."""
        finding = self._finding
        columns, holds = finding.printed
        output = notation_of(finding.recording.scenario).output
        left = f"{in_math(output, theme.colors().model)} ({value(exact(self.x))})"
        result = in_math(value(self.y), theme.colors().model)
        if not holds:
            return maths(f"{left} approx {result}", theme.LABEL)
        for text in columns[0][:-1]:
            self._computed(numbers_in(text)[0].signed)
        terms = predicted_by(finding.fit.written, columns[0][:-1], exact(self.x))
        return maths(f"{left} = {terms} = {result}" if terms else f"{left} = {result}", theme.LABEL)
