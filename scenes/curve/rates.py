"""The learning-rates chapter of a curve lesson: the runs side by side."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, partial
from typing import cast

import numpy as np

from gradreel.scenarios.arrays import Limits
from gradreel.scenes import regions, theme
from gradreel.scenes.curve import chapters, poses
from gradreel.scenes.curve.line_below import BESIDE, LineBelow
from gradreel.scenes.curve.panels import (
    IN_ONE_ROW,
    MOST_PANELS,
    CurvePanelPlace,
    CurveRunPanel,
    panel_places,
    window,
)
from gradreel.scenes.parts.descents.below import Below
from gradreel.scenes.parts.descents.runs import labels_of
from gradreel.scenes.parts.descents.verdict import factors, times
from gradreel.scenes.parts.geometry.box import Box
from gradreel.scenes.parts.lettering.text import maths
from gradreel.scenes.parts.maps.views import drawn_domain
from gradreel.scenes.rates import Rates
from gradreel.scenes.run_panel import FIRST_STEPS, Panel
from gradreel.scenes.sentences.runs import counter
from gradreel.solver.run_record import RunRecord

# In screen units: panels are so much higher if data are below them.
_RAISED = 0.55
_APART = 0.1  # from a panel to the numbers of the next one
_NUMBERS = 0.55  # from the curve down to the data: the numbers of its axis are between them


class CurveRates(Rates):
    """Every run on the curve, in axes of the same scale, which grow with a run that leaves them."""

    plan = chapters.RATES
    opens = poses.DESCENDED
    closes = poses.DESCENDED
    most_panels, with_line = MOST_PANELS, IN_ONE_ROW
    longest = 3.0

    def make_panels(self) -> list[Panel]:
        gap = regions.current().curve.panel_gap
        panels = self._panels(gap)
        wider = max((p.numbers for p in panels if not p.first), default=0.0) + _APART
        return [*(panels if wider <= gap else self._panels(wider))]

    def _panels(self, gap: float) -> list[CurveRunPanel]:
        scenario, runs = self.recording.scenario, self.recording.runs
        (name,) = scenario.parameters
        staying = [run for run in runs if not run.ending.outcome.flees]
        self.domain = drawn_domain(self.recording, staying)[name]
        self.span = np.ptp([self.domain], axis=1)
        start = max(float(run.loss[0]) for run in runs)
        labels = labels_of(scenario)
        places = panel_places(len(runs), gap, _RAISED if scenario.fit else 0.0)
        return [
            CurveRunPanel(
                run,
                label,
                color,
                self.objective,
                self._resting(run),
                name,
                self.notation,
                start,
                place,
                self.computed,
                counter(self.recording.scenario, run),
                partial(self._below, run, place),
                factors(self.factors(run)),
            )
            for run, label, color, place in zip(runs, labels, self.colors, places, strict=True)
        ]

    def _resting(self, run: RunRecord) -> list[Limits]:
        """The limits at which the axes of a run rest."""
        places = run.parameters[:, 0].tolist()
        return [
            self.domain,
            *(window(self.domain, part) for part in (places[: FIRST_STEPS + 1], places)),
        ]

    def _below(self, run: RunRecord, place: CurvePanelPlace) -> Below | None:
        """What is below the curve of a run: with data, their line."""
        scenario = self.recording.scenario
        if scenario.fit is None or not place.roomy:
            return self.below(
                run, place.box, place.roomy, numbered=place.numbered, named=place.last
            )
        box, (width, height) = place.box, regions.current().curve.panel_data
        # Beside the last picture, a factor has to stay in the safe area.
        farthest = regions.safe().right - self._widest_factor - BESIDE - width
        left = min(box.left + (box.width - width) / 2, farthest)
        room = Box((left, box.bottom - _NUMBERS - height), (width, height))
        return LineBelow(self.objective, scenario, run, self.domain, room, self.factors(run))

    @cached_property
    def _widest_factor(self) -> float:
        printed = [text for run in self.recording.runs for text in self.factors(run)]
        return max((maths(times(text), theme.TICK).width for text in printed), default=0.0)

    def draw_to(self, panels: Sequence[Panel], step: float) -> None:
        for panel in panels:
            curve = cast(CurveRunPanel, panel)
            curve.draw_to(step, window(self.domain, curve.reach(step)))
