"""What a fitted model predicts for a new input: in words, in a picture, and in numbers."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from manim import Animation, VGroup

from gradreel.scenes import theme
from gradreel.scenes.fit.found_line import FoundLine
from gradreel.scenes.parts.fit_about import predicted_by
from gradreel.scenes.parts.formula import value
from gradreel.scenes.parts.lines import dashes
from gradreel.scenes.parts.motion import moving
from gradreel.scenes.parts.notation import notation_of
from gradreel.scenes.parts.numbers import exact
from gradreel.scenes.parts.points import discs, place_discs, polyline, trace
from gradreel.scenes.parts.reading import numbers_in
from gradreel.scenes.parts.scatter import Scatter
from gradreel.scenes.parts.text import Markup, maths
from gradreel.scenes.parts.typeset import in_math
from gradreel.scenes.sentences import fit as texts
from gradreel.solver.message import Message

_DOT = 0.13  # larger than any point of the data


class LinePrediction(VGroup):
    """A dashed way up from the input to the line, and from there to the axis of the output."""

    def __init__(
        self, finding: FoundLine, scatter: Scatter, computed: Callable[[float], float]
    ) -> None:
        super().__init__()
        self._finding, self._computed = finding, computed
        self.x, self.y = computed(finding.asked), computed(finding.predicted(finding.end))
        place = scatter.place(self.x, self.y)
        feet = scatter.place(self.x, scatter.y[0]), scatter.place(scatter.x[0], self.y)
        legs = np.array([feet[0], place]), np.array([place, feet[1]])
        self._path = np.vstack([dashes(scatter.cut(leg)) for leg in legs])
        self._place = place[None][scatter.within(place[None])]
        self._guide = polyline(self._path[:0], theme.colors().model, 3.5)
        self._dot = discs(self._place[:0], _DOT, theme.colors().model)
        self._dot.set_stroke(theme.colors().ink, 2.5)
        self.add(self._guide, self._dot)

    def sentence(self) -> Message:
        """What is predicted, and by the best line where that is another."""
        finding = self._finding
        better = finding.better
        best = None if better is None else self._computed(finding.predicted(better))
        holds = finding.printed[1]
        return texts.prediction(finding.recording.scenario, self.x, self.y, best, not holds)

    def going(self, run_time: float) -> Animation:
        """The way is drawn, and the dot comes where it turns."""

        def draw(share: float) -> None:
            trace(self._guide, self._path[: max(2, round(share * len(self._path)))])
            place_discs(self._dot, self._place if share > 0.5 else self._place[:0], _DOT)

        return moving(self, draw, run_time)

    def formula(self) -> Markup:
        """The prediction with what it is made of, where the printed parameters make it."""
        finding = self._finding
        columns, holds = finding.printed
        output = notation_of(finding.recording.scenario).output
        left = f"{in_math(output, theme.colors().model)} ({value(exact(self.x))})"
        told = in_math(value(self.y), theme.colors().model)
        if not holds:
            return maths(f"{left} approx {told}", theme.LABEL)
        for text in columns[0][:-1]:
            self._computed(numbers_in(text)[0].signed)
        made = predicted_by(finding.fit.written, columns[0][:-1], exact(self.x))
        return maths(f"{left} = {made} = {told}" if made else f"{left} = {told}", theme.LABEL)
