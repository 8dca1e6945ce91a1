"""The data in a title, with a first line that is drawn through them."""

from __future__ import annotations

from collections.abc import Sequence

from manim import Animation, Create

from gradreel.scenes.fit.data_with_lines import data_with_lines
from gradreel.scenes.parts.geometry.box import Pair
from gradreel.scenes.parts.plots.room import axes_within
from gradreel.solver.objective import Objective
from gradreel.solver.recording import Recording

_AT_LEAST = 1.0  # seconds for the residuals to appear


class FirstLine:
    """The `data` between two corners of the screen, which also include the inputs `also`.

    The line of the start, and its residuals, have animations in which they are drawn.
    """

    def __init__(
        self,
        recording: Recording,
        objective: Objective,
        low: Pair,
        high: Pair,
        also: Sequence[float] = (),
    ) -> None:
        start = recording.runs[0].parameters[:1]
        parts = data_with_lines(recording, objective, start, axes_within(low, high), also)
        self.data, self._residuals, self._line = parts

    def drawing(self, seconds: float) -> Animation:
        """The line is drawn."""
        return Create(self._line, run_time=seconds)

    def erring(self, seconds: float) -> Animation:
        """The residuals appear: they are the error in question."""
        return Create(self._residuals, run_time=max(_AT_LEAST, seconds))
