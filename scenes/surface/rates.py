"""The learning-rates chapter of a surface lesson: the runs side by side."""

from __future__ import annotations

import numpy as np
from manim import FadeIn, VGroup

from gradreel.scenes import timing
from gradreel.scenes.all_runs import AllRuns
from gradreel.scenes.parts.motion import moving
from gradreel.scenes.parts.runs import labels_of
from gradreel.scenes.parts.views import first_domain
from gradreel.scenes.sentences import surface as texts
from gradreel.scenes.sentences.runs import in_common
from gradreel.scenes.sentences.summary import summary
from gradreel.scenes.surface import chapters, poses
from gradreel.scenes.surface.panels import MOST_PANELS, WITH_CURVES, SurfaceRunPanel, panel_places
from gradreel.solver.recording import RunRecord

_DECADES = 1e4
_LONGEST = 6.6  # seconds for all the steps


class SurfaceRates(AllRuns):
    """Every run on a map of one scale, which grows with a run that leaves it; losses below.

    Many runs share one map.
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
        runs = self.recording.runs
        domain = first_domain(self.recording, runs)
        self.span = np.ptp(list(domain.values()), axis=1)
        visited = np.concatenate([run.parameters for run in runs])
        ceiling = _ceiling(runs)
        losses = [np.minimum(run.loss, ceiling) for run in runs]
        panels = [
            SurfaceRunPanel(
                run,
                name,
                self.objective,
                domain,
                visited,
                losses,
                self.notation,
                place,
                self.computed,
            )
            for run, name, place in zip(
                runs, labels_of(self.recording.scenario), panel_places(len(runs)), strict=True
            )
        ]
        moving_parts = VGroup(*(panel.moving_parts for panel in panels))
        self.appear(*(panel.static_parts for panel in panels), moving_parts)
        self.say(in_common([run.run for run in runs]))
        if any(panel.map.logarithmic for panel in panels):
            self.hold()
            self.say("surface-levels")
        self._descend(panels, moving_parts)
        self.hold()
        self._judge(panels)

    def _descend(self, panels: list[SurfaceRunPanel], moving_parts: VGroup) -> None:
        whole = timing.descent_time(max(panel.run.steps for panel in panels))

        def advance(share: float) -> None:
            step = timing.step_at(share * whole)
            self.reach(step)
            for panel in panels:
                panel.draw_to(step)

        self.play(moving(moving_parts, advance, min(whole, _LONGEST) or 0.2, steady=True))

    def _judge(self, panels: list[SurfaceRunPanel]) -> None:
        """The outcome of every run, and the reason where the loss is quadratic."""
        self.play(*(FadeIn(panel.verdict[0]) for panel in panels), run_time=0.6)
        reasons = [panel.verdict[1] for panel in panels if len(panel.verdict) > 1]
        if len(panels) > WITH_CURVES or not reasons:
            self.say(summary(self.recording, self.objective.minimum, self.span))
            self.say_limit()
            return
        self.say(texts.factor(self.notation, len(reasons) == len(panels)))
        self.play(*(FadeIn(reason) for reason in reasons), run_time=0.8)
        self.hold()
        self.say_sizes()
        if len(reasons) < len(panels):
            self.hold()
            self.say(summary(self.recording, self.objective.minimum, self.span))


def _ceiling(runs: tuple[RunRecord, ...]) -> float:
    """The largest loss drawn: a run that explodes must not flatten its own first steps."""
    staying = [run for run in runs if not run.ending.outcome.flees]
    highest = max((float(run.loss.max()) for run in staying), default=-np.inf)
    start = max(float(run.loss[0]) for run in runs)
    lowest = min(float(run.loss.min()) for run in runs)
    if lowest > 0.0:  # then as far above the start as others are below, where drawn by logarithm
        return max(highest, start * max(start / lowest, _DECADES))
    return max(highest, start + 3.0 * (start - lowest))
