"""The chapter of a fit lesson that shows all runs together."""

from __future__ import annotations

from gradreel.scenes.all_runs import AllRuns
from gradreel.scenes.fit import chapters


class FitStarts(AllRuns):
    """Every run on one map, each in its colour, with its loss curve."""

    plan = chapters.STARTS

    def story(self) -> None:
        self.show_all_runs()
