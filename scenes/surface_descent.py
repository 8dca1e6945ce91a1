"""The descent chapter of a surface lesson: the recorded run, step by step."""

from __future__ import annotations

import numpy as np

from scenes import theme, timing
from scenes.chapter import Chapter
from scenes.parts.about import loss_symbol
from scenes.parts.formula import symbol
from scenes.parts.loss_curve import LossCurve, mark_radius
from scenes.parts.motion import moving
from scenes.parts.numbers import number
from scenes.parts.readout import Readout
from scenes.parts.space import Landscape, Space
from scenes.parts.views import drawn_domain


class SurfaceDescent(Chapter):
    """The dot goes down the surface; the loss curve and the numbers keep step with it."""

    name = "descent"
    heading = "The descent"

    def story(self) -> None:
        loss = loss_symbol(self.trajectory.scenario)
        landscape = Landscape(self.objective, drawn_domain(self.trajectory))
        self.space = Space(landscape, ((-6.6, -2.75), (1.6, 3.1)), loss)
        self.space.contours()
        self._prepare()
        self.curve = LossCurve(self.run.loss, (2.75, 0.6), (3.3, 2.1), loss)
        names = [("k", theme.MUTED), *((symbol(n), theme.HERE) for n in self.objective.parameters)]
        names += [(loss, theme.LOSS), (f"norm(nabla {loss})", theme.GRADIENT)]
        self.readout = Readout(names, (theme.SAFE_X - 0.2, -0.75), 3.6)
        self._show(0.0)
        self.appear(self.space, self.curve, self.readout)
        rate = number(self.run.run.lr)
        self.say(
            f"{self.run.run.optimizer} with learning rate {rate}: the same rule, again and again."
        )
        self.hold()
        seconds = timing.on_beat(timing.descent_time(self.run.steps))
        self.play(moving(self.space, self._advance, seconds, steady=True))
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

    def _advance(self, share: float) -> None:
        seconds = share * timing.descent_time(self.run.steps)
        self._show(min(timing.step_at(seconds), float(self.run.steps)))

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
