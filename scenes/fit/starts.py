"""The chapter of a fit lesson that shows all runs together."""

from __future__ import annotations

from gradreel.scenarios import Scenario
from gradreel.scenes.all_runs import AllRuns
from gradreel.scenes.sentences import fit as texts


class FitStarts(AllRuns):
    """Every run on one map, each in its colour, with its loss curve."""

    name = "starts"
    heading = texts.STARTS
    default = "noisy-line"

    @classmethod
    def fits(cls, scenario: Scenario) -> bool:
        return len(scenario.runs) > 1

    def story(self) -> None:
        self.show_all_runs()
