"""The chapter of a fit lesson that shows all runs together."""

from __future__ import annotations

import numpy as np
from manim import FadeIn, VGroup, VMobject

from scenarios import Scenario
from scenes import theme, timing
from scenes.chapter import Chapter
from scenes.parts.clip import cut_to_box
from scenes.parts.fit_stage import spaced
from scenes.parts.loss_curve import loss_axes, mark_radius
from scenes.parts.loss_map import loss_view
from scenes.parts.motion import moving
from scenes.parts.plot import discs, place_discs, trace
from scenes.parts.runs import labels_of, where_it_ended
from scenes.parts.snug import snug
from scenes.parts.text import words
from scenes.parts.typeset import Array
from scenes.parts.views import drawn_domain
from scenes.parts.walk import walked
from scenes.sentences import fit as texts
from scenes.sentences.runs import in_common
from scenes.sentences.summary import summary
from solver.trajectory import RunRecord

_MAP = ((-5.75, -2.15), (5.5, 4.75))
_CURVES = (1.35, 4.6)  # left edge and width
_TOP = 2.6
_LEGEND = (1.0, -2.3)  # left end of the last row's baseline
_LEADING = 0.42
_APART = 0.03  # between marks on the screen
_LONGEST = 4.2  # seconds for all the steps
_ROWS = 6  # that fit below the curves


class FitStarts(Chapter):
    """Every run on one map, each in its colour, with its loss curve."""

    name = "starts"
    heading = texts.STARTS
    default = "noisy-line"
    most_runs = None

    @classmethod
    def fits(cls, scenario: Scenario) -> bool:
        return len(scenario.runs) > 1

    def story(self) -> None:
        runs = self.trajectory.runs
        self.colors = [theme.RUNS[k % len(theme.RUNS)] for k in range(len(runs))]
        # A run that leaves must not shrink what the others do to nothing.
        staying = [run for run in runs if not run.ending.outcome.flees] or runs
        domain = drawn_domain(self.trajectory, staying, self.objective.minimum)
        self.span = np.ptp(list(domain.values()), axis=1)
        visited = np.concatenate([run.parameters for run in staying])
        self.view = snug(
            lambda corner, size: loss_view(
                self.objective, domain, corner, size, self.notation.loss, visited
            ),
            *_MAP,
        )
        self.rows = min(len(runs), _ROWS)
        bottom = _LEGEND[1] + (self.rows - 1) * _LEADING + 1.1
        box = (_CURVES[0], bottom), (_CURVES[1], _TOP - bottom)
        starts = [float(run.loss[0]) for run in runs]
        ceiling = max([*starts, *(float(run.loss.max()) for run in staying)])
        shown = [np.minimum(run.loss, ceiling) for run in runs]
        self.plot = snug(
            lambda corner, size: loss_axes(shown, corner, size, self.notation.loss_axes), *box
        )
        self.steps = max(run.steps for run in runs)
        rings = VGroup()
        self.movers = VGroup()
        self.parts = []
        for run, color in zip(runs, self.colors, strict=True):
            rings.add(self._ring(run.parameters[:1], color))
            trail = VMobject(stroke_color=color, stroke_width=2.5)
            marks = discs(np.empty((0, 3)), 0.05, color)
            dot = discs(np.empty((0, 3)), 0.1, color)
            curve = VMobject(stroke_color=color, stroke_width=3.5)
            self.parts.append((trail, marks, dot, curve))
            self.movers.add(curve, trail, marks, dot)
        self._show(0.0)
        legend, ends = self._legend()
        self.appear(self.view, self.plot, rings, legend, self.movers)
        self.say(in_common(self.trajectory.scenario.runs))
        self.hold()
        if self.steps:
            seconds = min(timing.descent_time(self.steps), _LONGEST)
            self.play(moving(self.movers, self._advance, seconds, steady=True))
        self._show(self.steps)
        self.say(summary(self.trajectory, self.objective.minimum, self.span))
        self.play(FadeIn(ends), run_time=0.6)

    def _ring(self, start: Array, color: str) -> VMobject:
        """A ring about the start, hollow."""
        ring = discs(self.view.at(start)[self.view.inside(start)], 0.11, color, 0.0)
        return ring.set_stroke(color, 3.0, 1.0)

    def _legend(self) -> tuple[VGroup, VGroup]:
        """The names of the runs, and where they ended."""
        runs, names, ends = self.trajectory.runs, VGroup(), VGroup()
        labels = labels_of(self.trajectory.scenario)
        left, bottom = _LEGEND
        shown = self.rows if len(runs) == self.rows else self.rows - 1
        for row in range(self.rows):
            y = bottom + (self.rows - 1 - row) * _LEADING
            if row == shown:
                rest = words(f"and {len(runs) - shown} more", theme.TICK, theme.MUTED)
                names.add(rest.on_baseline((left + 0.35, y, 0.0)))
                break
            spot = discs(np.array([[left + 0.1, y + 0.09, 0.0]]), 0.09, self.colors[row])
            name = words(labels[row], theme.TICK)
            names.add(spot, name.on_baseline((left + 0.35, y, 0.0)))
            end = words(where_it_ended(runs[row]), theme.TICK, theme.MUTED)
            end.on_baseline((0.0, y, 0.0))
            ends.add(end.shift((theme.SAFE_X - end.get_right()[0], 0.0, 0.0)))
        return names, ends

    def _advance(self, share: float) -> None:
        seconds = share * timing.descent_time(self.steps)
        self._show(min(timing.step_at(seconds), float(self.steps)))

    def _show(self, step: float) -> None:
        self.reach(step)
        for run, (trail, marks, dot, curve) in zip(self.trajectory.runs, self.parts, strict=True):
            way, losses = walked(run.parameters, step), walked(run.loss, step)
            reached, now, seen = way[:-1], way[-1:], self._seen(run, way)
            trace(trail, self.view.path(way[:seen]))
            spots = self.view.at(reached[:seen][self.view.inside(reached[:seen])])
            spots = spots[spaced(spots, _APART)]
            place_discs(marks, spots, mark_radius(len(run.loss), 0.08))
            place_discs(dot, self.view.at(now)[self.view.inside(now)], 0.1)
            steps = np.append(np.arange(len(reached)), min(step, run.steps))
            points = self.plot.at(steps, losses)
            trace(curve, cut_to_box(points, self.plot.corner, self.plot.corner + self.plot.size))

    def _seen(self, run: RunRecord, way: Array) -> int | None:
        """How many places of a way are drawn: of a run that diverged, until it leaves the map.

        After that it would only sweep across what the others do.
        """
        outside = ~self.view.inside(way)
        left = run.ending.outcome.flees and bool(outside.any())
        return int(np.argmax(outside)) + 1 if left else None
