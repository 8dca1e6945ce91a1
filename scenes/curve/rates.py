"""The learning-rates chapter of a curve lesson: the runs side by side."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import cast

import numpy as np

from gradreel.scenes.curve import chapters, poses
from gradreel.scenes.curve.panels import (
    IN_ONE_ROW,
    MOST_PANELS,
    CurveRunPanel,
    panel_places,
    window,
)
from gradreel.scenes.parts.runs import labels_of
from gradreel.scenes.parts.verdict import factors
from gradreel.scenes.parts.views import drawn_domain
from gradreel.scenes.rates import Panel, Rates


class CurveRates(Rates):
    """Every run on the curve, in axes of one scale, which grow for a run that leaves them."""

    plan = chapters.RATES
    opens = poses.DESCENDED
    closes = poses.DESCENDED
    most_panels, with_line = MOST_PANELS, IN_ONE_ROW
    longest = 3.0

    def make_panels(self) -> list[Panel]:
        scenario, runs = self.recording.scenario, self.recording.runs
        (name,) = scenario.parameters
        staying = [run for run in runs if not run.ending.outcome.flees]
        self.domain = drawn_domain(self.recording, staying)[name]
        self.span = np.ptp([self.domain], axis=1)
        start = max(float(run.loss[0]) for run in runs)
        labels, places = labels_of(scenario), panel_places(len(runs))
        return [
            CurveRunPanel(
                run,
                label,
                color,
                self.objective,
                (self.domain, window(self.domain, run.parameters[:, 0].tolist())),
                name,
                self.notation,
                start,
                place,
                self.computed,
                partial(self.below, run, place.box, place.roomy, numbered=place.numbered),
                factors(self.objective, run),
            )
            for run, label, color, place in zip(runs, labels, self.colors, places, strict=True)
        ]

    def draw_to(self, panels: Sequence[Panel], step: float) -> None:
        for panel in panels:
            curve = cast(CurveRunPanel, panel)
            curve.draw_to(step, window(self.domain, curve.reach(step)))
