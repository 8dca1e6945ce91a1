"""The learning-rates chapter of a curve lesson: the runs side by side."""

from __future__ import annotations

import numpy as np
from manim import FadeIn, VGroup

from gradreel.scenes import timing
from gradreel.scenes.all_runs import AllRuns
from gradreel.scenes.curve import chapters, poses
from gradreel.scenes.curve.panels import (
    MOST_PANELS,
    CurveRunPanel,
    panel_places,
    shared_losses,
    window,
)
from gradreel.scenes.parts.motion import moving
from gradreel.scenes.parts.runs import labels_of
from gradreel.scenes.parts.views import drawn_domain
from gradreel.scenes.sentences.runs import in_common
from gradreel.scenes.sentences.summary import summary

_LONGEST = 3.8  # seconds for all the steps


class CurveRates(AllRuns):
    """Every run on the curve, in axes of one scale that grow with a run that leaves them.

    Many runs share one curve.
    """

    plan = chapters.RATES
    opens = poses.DESCENDED
    closes = poses.DESCENDED

    def story(self) -> None:
        if len(self.recording.runs) > MOST_PANELS:
            self.show_all_runs()
        else:
            self._side_by_side()

    def _side_by_side(self) -> None:
        scenario = self.recording.scenario
        runs = self.recording.runs
        (name,) = scenario.parameters
        staying = [run for run in runs if not run.ending.outcome.flees]
        self.domain = drawn_domain(self.recording, staying)[name]
        self.span = np.ptp([self.domain], axis=1)
        losses = shared_losses(runs)
        start = max(float(run.loss[0]) for run in runs)
        last = window(self.domain, np.concatenate([run.parameters[:, 0] for run in runs]).tolist())
        resting = (self.domain, last)
        self.panels = [
            CurveRunPanel(
                run, label, self.objective, resting, name, self.notation, losses, start, place
            )
            for run, label, place in zip(
                runs, labels_of(scenario), panel_places(len(runs)), strict=True
            )
        ]
        self.appear(
            *(part for panel in self.panels for part in (panel.static_parts, panel.moving_parts))
        )
        self.say(in_common([run.run for run in runs]))
        self._descend()
        self.hold()
        self._judge()

    def _descend(self) -> None:
        whole = timing.descent_time(max(panel.run.steps for panel in self.panels))
        moving_parts = VGroup(*(panel.moving_parts for panel in self.panels))

        def advance(share: float) -> None:
            step = timing.step_at(share * whole)
            self.reach(step)
            places = [place for panel in self.panels for place in panel.reach(step)]
            limits = window(self.domain, places)
            for panel in self.panels:
                panel.draw_to(step, limits)

        self.play(moving(moving_parts, advance, min(whole, _LONGEST) or 0.2, steady=True))

    def _judge(self) -> None:
        """The outcome of every run, and the reason where the loss is quadratic."""
        outcomes = [panel.verdict[0] for panel in self.panels]
        reasons = [panel.verdict[1] for panel in self.panels if len(panel.verdict) > 1]
        self.play(*(FadeIn(words) for words in outcomes), run_time=0.6)
        if len(reasons) == len(self.panels):
            self.say("curve-factors")
            self.play(*(FadeIn(reason) for reason in reasons), run_time=0.8)
            self.hold()
            self.say_sizes()
            return
        self.say(summary(self.recording, self.objective.minimum, self.span))
        if reasons:
            self.play(*(FadeIn(reason) for reason in reasons), run_time=0.8)
        self.say_limit()
