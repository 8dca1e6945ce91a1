"""The chapter of a fit lesson about all runs."""

from __future__ import annotations

import numpy as np

from gradreel.scenarios.arrays import Array
from gradreel.scenes.all_runs import AllRuns
from gradreel.scenes.fit import chapters, poses
from gradreel.scenes.parts.geometry.box import Box
from gradreel.scenes.parts.geometry.interpolation import rows_up_to
from gradreel.scenes.parts.plots.plot import Plot
from gradreel.scenes.parts.plots.room import keep_in_room
from gradreel.scenes.parts.plots.scatter import Scatter
from gradreel.scenes.together import Together
from gradreel.solver.run_record import RunRecord


class LinesTogether(Together):
    """All runs on one map, and beside it the data with the line of each."""

    def beside(self, staying: list[RunRecord], room: Box) -> Plot:
        """The data, in axes that also include the first lines."""
        starts = np.array([run.parameters[0] for run in self.runs])
        return keep_in_room(
            lambda box: Scatter(self.objective, self.recording.scenario, box, starts), room
        )

    def curve(self, plot: Plot, run: RunRecord, step: float) -> Array:
        """The line of a run at a step, as screen points (n, 3)."""
        assert isinstance(plot, Scatter)
        return plot.line(rows_up_to(run.parameters, step)[-1])


class FitStarts(AllRuns):
    """All runs on one map, each in its colour, with its line among the data."""

    plan = chapters.STARTS
    opens = poses.FOUND
    closes = poses.FOUND
    together_of = LinesTogether

    def story(self) -> None:
        self.show_all_runs()
