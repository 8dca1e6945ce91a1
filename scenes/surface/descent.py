"""The descent chapter of a surface lesson: the recorded run, step by step."""

from __future__ import annotations

import numpy as np

from gradreel.scenes import regions, theme, timing
from gradreel.scenes.chapter import Chapter
from gradreel.scenes.parts.formula import symbol
from gradreel.scenes.parts.interpolation import rows_up_to
from gradreel.scenes.parts.loss_curve import LossCurve, mark_radius
from gradreel.scenes.parts.lowest import lower_than_end, seen_as
from gradreel.scenes.parts.motion import moving
from gradreel.scenes.parts.numbers import rate
from gradreel.scenes.parts.readable import ReadableColumns
from gradreel.scenes.parts.readout import Readout
from gradreel.scenes.parts.zoom_note import ZoomNote
from gradreel.scenes.sentences.catalogue import text, worded
from gradreel.scenes.sentences.runs import goes_down, lower_place
from gradreel.scenes.surface import chapters
from gradreel.scenes.surface.stage import SurfaceStage

_SLOW_STEPS = 2  # shown one by one, with their numbers, before the rest
_LONGEST = 10.0  # seconds for the steps after the slow ones
_SHORTEST = 4.0  # of what these may take, however much is said
_ZOOMING = 5.0  # seconds that the rest of a run takes at least when the axes follow it


class SurfaceDescent(Chapter):
    """The dot goes down the surface; the loss curve and the numbers keep step with it."""

    plan = chapters.DESCENT

    def story(self) -> None:
        own, loss = self.notation, self.notation.loss
        self.stage = SurfaceStage(self.recording, self.objective)
        self.space = self.stage.space
        self._prepare()
        frame = regions.current().surface
        self.curve = LossCurve(self.run.loss, frame.loss, own.loss_axes)
        names = [(f'"{text("label-step")}" {own.step}', theme.colors().muted)]
        names += [(symbol(n), theme.colors().here) for n in self.objective.parameters]
        names += [
            (loss, theme.colors().loss),
            (f"norm(nabla {loss})", theme.colors().gradient),
            (own.rate, theme.colors().step),
        ]
        shown = self.readable
        slopes = np.linalg.norm(shown.grad, axis=1)
        self.columns = ReadableColumns([*shown.parameters.T, shown.loss, slopes])
        self.readout = Readout(names, frame.readout_right, frame.readout_width, leading=0.44)
        self._show(0.0)
        self.appear(self.space, self.curve, self.readout, self.note)
        self.say(goes_down(self.run))
        for step in range(min(_SLOW_STEPS, self.run.steps)):
            self._take_slowly(step)
        self.hold()
        if self.run.steps > _SLOW_STEPS:
            least = _ZOOMING if self.stage.window.grows else 0.0
            seconds = min(max(self._duration, least), self._longest)
            self.play(moving(self.space, self._advance, seconds, steady=True))
        self._show(self.run.steps)
        self.say(self.run.ending.message)
        end = self.run.parameters[-1]
        for there in self.run.beyond if self.space.inside(end[None])[0] else ():
            self.play(self.stage.refused(end, there))
        self.explain()
        self._point_lower()

    def _prepare(self) -> None:
        start = self.space.at(self.run.parameters[:1])
        self.shadow = self.space.stroke(start, theme.colors().here, 2.5)
        self.shadow.set_opacity(0.75)
        # A dark edge, because the trail also crosses what is nearly of its colour.
        self.edge = self.space.stroke(start, theme.colors().background, 8.0).set_opacity(0.6)
        self.trail = self.space.stroke(start, theme.colors().here, 4.0)
        radius = mark_radius(len(self.run.loss), 0.075)
        self.marks = self.space.balls(start, theme.colors().here, radius)
        self.start = self.space.balls(start, theme.colors().ink, 0.08)
        self.ball = self.space.balls(start, theme.colors().here, 0.12)
        self.arrow = self.space.arrow(start[0], start[0], theme.colors().step).set_opacity(0.0)
        self.note = ZoomNote(
            self.stage.window, regions.current().surface.zoom_note_right, self.computed
        )

    def _point_lower(self) -> None:
        """A mark where the picture is lower than the end, if the run will not get there."""
        domain = self.stage.window.domain(self.run.steps)
        place = lower_than_end(self.run, self.objective, domain)
        if place is None:
            return
        self.hold()
        self.say(lower_place([self.computed(near) for near in seen_as(place, domain)]))
        self.play(self.stage.point(place), run_time=0.6)

    def _take_slowly(self, step: int) -> None:
        """The axes make room for the step, if they must; then the arrow, then the move."""
        window = self.stage.window
        if window.scale(step + 1.0) > window.scale(step):
            self.play(moving(self.space, lambda share: self._show(step, step + share), 1.0))
        way = self.space.path(self.run.parameters[step : step + 2])
        if not len(way):
            return
        self.arrow.set_points(np.array([way[0], way[0]])).set_opacity(1.0)
        self.play(self.arrow.animate.set_points(np.array([way[0], way[-1]])), run_time=0.6)
        self.play(moving(self.space, lambda share: self._show(step + share, step + 1.0), 0.8))
        self.play(self.arrow.animate.set_opacity(0.0), run_time=0.2)

    def _advance(self, share: float) -> None:
        seconds = timing.descent_time(_SLOW_STEPS) + share * self._duration
        self._show(min(timing.step_at(seconds), float(self.run.steps)))

    @property
    def _longest(self) -> float:
        """Seconds for those steps at most: where there is more to say, there is less to wait."""
        reading = sum(timing.reading_time(worded(said)) for said in self.troubles)
        return max(_SHORTEST, _LONGEST - reading)

    @property
    def _duration(self) -> float:
        """Seconds for the steps after the slow ones."""
        return timing.descent_time(self.run.steps) - timing.descent_time(_SLOW_STEPS)

    def _show(self, step: float, seen: float | None = None) -> None:
        """Put everything where it is at a step, in the window of the step `seen` (the same)."""
        self.reach(step)
        seen = step if seen is None else seen
        self.stage.follow(seen)
        passed = rows_up_to(self.run.parameters, step)
        reached, now = passed[:-1], passed[-1:]
        path = self.space.path(passed)
        self.edge.set_points(path)
        self.trail.set_points(path)
        self.shadow.set_points(self.space.ground(passed[self.space.inside(passed)]))
        self.marks.set_points(self.space.at(reached[self.space.inside(reached)]))
        self.start.set_points(self.space.at(reached[:1]))
        self.ball.set_points(self.space.at(now))
        self.ball.set_opacity(float(self.space.inside(now)[0]))
        self.curve.draw_to(step)
        whole = len(reached) - 1
        self.readout.write(str(whole), *self.columns.row(whole), rate(self.run.run.lr))
        self.note.show_step(seen)
