"""The descent chapter of a surface lesson: the recorded run, step by step."""

from __future__ import annotations

import numpy as np

from scenes import theme, timing
from scenes.chapter import Chapter
from scenes.parts.about import loss_symbol
from scenes.parts.formula import symbol
from scenes.parts.landscape import Landscape
from scenes.parts.loss_curve import LossCurve, mark_radius
from scenes.parts.motion import moving
from scenes.parts.numbers import number
from scenes.parts.readout import Readout
from scenes.parts.space import Space
from scenes.parts.views import drawn_domain

_SLOW_STEPS = 2


class SurfaceDescent(Chapter):
    """The dot goes down the surface; the loss curve and the numbers keep step with it."""

    name = "descent"
    heading = "The descent"

    def story(self) -> None:
        loss = loss_symbol(self.trajectory.scenario)
        landscape = Landscape(self.objective, drawn_domain(self.trajectory))
        room = ((-6.6, -2.75), (1.6, 3.1))
        self.space = Space(landscape, room, loss, self.run.parameters)
        self.space.contours()
        self._prepare()
        self.curve = LossCurve(self.run.loss, (2.65, 0.55), (3.4, 2.2), loss)
        names = [("k", theme.MUTED), *((symbol(n), theme.HERE) for n in self.objective.parameters)]
        names += [(loss, theme.LOSS), (f"norm(nabla {loss})", theme.GRADIENT)]
        self.readout = Readout(names, (theme.SAFE_X - 0.2, -0.75), 3.6)
        self._show(0.0)
        self.appear(self.space, self.curve, self.readout)
        rate = number(self.run.run.lr)
        self.say(
            f"{self.run.run.optimizer} with learning rate {rate}: the same rule, again and again."
        )
        for step in range(min(_SLOW_STEPS, self.run.steps)):
            self._take_slowly(step)
        self.hold()
        self.play(moving(self.space, self._advance, max(self._duration, 0.2), steady=True))
        self._show(self.run.steps)
        self.say(self.run.ending.sentence)

    def _prepare(self) -> None:
        self._inside = self.space.inside(self.run.parameters)
        start = self.space.at(self.run.parameters[:1])
        self.trail = self.space.stroke(start, theme.HERE, 4.0)
        self.shadow = self.space.stroke(start, theme.HERE, 2.5)
        self.shadow.set_opacity(0.75)
        radius = mark_radius(len(self.run.loss), 0.075)
        self.marks = self.space.balls(start, theme.HERE, radius)
        self.ball = self.space.balls(start, theme.HERE, 0.12)
        self.arrow = self.space.arrow(start[0], start[0], theme.STEP).set_opacity(0.0)

    def _take_slowly(self, step: int) -> None:
        """The arrow first, then the move."""
        if not self._inside[step : step + 2].all():
            return
        start, end = self.space.at(self.run.parameters[step : step + 2])
        self.arrow.set_points(np.array([start, start])).set_opacity(1.0)
        self.play(self.arrow.animate.set_points(np.array([start, end])), run_time=0.6)
        self.play(moving(self.space, lambda share: self._show(step + share), 0.8))
        self.play(self.arrow.animate.set_opacity(0.0), run_time=0.2)

    def _advance(self, share: float) -> None:
        seconds = timing.descent_time(_SLOW_STEPS) + share * self._duration
        self._show(min(timing.step_at(seconds), float(self.run.steps)))

    @property
    def _duration(self) -> float:
        """Seconds for the steps after the slow ones."""
        return timing.descent_time(self.run.steps) - timing.descent_time(_SLOW_STEPS)

    def _show(self, step: float) -> None:
        """Put everything where it is at a step, which may lie between two recorded ones."""
        whole = int(step)
        following = min(whole + 1, self.run.steps)
        reached = self.run.parameters[: whole + 1]
        now = reached[-1] + (step - whole) * (self.run.parameters[following] - reached[-1])
        walked = np.vstack([reached, now])
        self.trail.set_points(self.space.path(walked))
        self.shadow.set_points(self.space.ground(walked[self.space.inside(walked)]))
        self.marks.set_points(self.space.at(reached[self._inside[: whole + 1]]))
        self.ball.set_points(self.space.at(now))
        self.ball.set_opacity(float(self.space.inside(now[None])[0]))
        self.curve.draw_to(step)
        grad = float(np.linalg.norm(self.run.grad[whole]))
        values = [*reached[-1], self.run.loss[whole], grad]
        self.readout.write(str(whole), *(number(float(v)) for v in values))
