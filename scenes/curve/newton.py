"""The chapter about Newton's method on a curve: a parabola that bends like it, and the jump."""

from __future__ import annotations

import numpy as np
from manim import FadeIn, FadeOut, VGroup, VMobject

from gradreel.scenes import theme
from gradreel.scenes.curve import chapters, poses
from gradreel.scenes.curve.parabola_numbers import ParabolaNumbers
from gradreel.scenes.curve.walk import WalkChapter
from gradreel.scenes.methods.osculating import Osculating
from gradreel.scenes.parts.geometry.motion import moving
from gradreel.scenes.parts.geometry.points import draw_up_to, polyline
from gradreel.scenes.parts.maps.best_mark import CROSS
from gradreel.scenes.sentences import methods as texts
from gradreel.scenes.sentences.runs import own_step

_MOST = 3  # steps that are shown, each with its parabola
_SAMPLES = 301  # points of the parabola
_ARM = 0.1  # screen units: half the width of the cross
_DRAW, _FADE = 1.4, 0.4  # seconds
_LEAST = 0.01  # of the axis: a shorter step is not seen


class CurveNewton(WalkChapter):
    """At each of the first steps the parabola that bends like the loss, and its lowest point."""

    plan = chapters.NEWTON
    opens = poses.TOUCHED
    closes = poses.TOUCHED
    _climbed = False  # whether it has been said that the loss rises

    def story(self) -> None:
        self.place()
        self.say(own_step(self.run))
        steps = self._steps
        if not steps:
            self.hold()
            return
        for step in range(steps):
            self._jump(step)
        self.hold()
        self.say(texts.losses(self.run, steps))

    @property
    def _steps(self) -> int:
        width = float(np.ptp(self.stage.curve.x))
        moves = np.abs(np.diff(self.run.parameters[: _MOST + 1, 0])) > _LEAST * width
        return min(self.walkable, (*moves.tolist(), False).index(False))

    def _jump(self, step: int) -> None:
        """Draw the parabola of a step, and go to where it is level."""
        self.make_room(step)
        bowl, curve = Osculating.of_step(self.run, step), self.stage.curve
        if step < 2:
            self.hold()
            self.say("method-osculating-again") if step else self.say(texts.osculating(bowl))
        places = np.linspace(*curve.x, _SAMPLES)
        way = curve.cut(curve.place(places, bowl.value(places[:, None])))
        parabola = VMobject(stroke_color=theme.colors().residual, stroke_width=4.0)
        drawn = moving(parabola, lambda share: draw_up_to(parabola, way, share), _DRAW)
        numbers = self._numbers(step)
        self.play(drawn, *(FadeIn(part.bends) for part in numbers))
        level = curve.place(bowl.level[0], bowl.value(bowl.level))
        mark = VGroup()
        if curve.within(level):
            mark.add(polyline(level + _ARM * CROSS, theme.colors().residual, 4.0))
            mark.add(
                polyline(
                    curve.dashed(level, curve.foot(bowl.level[0])), theme.colors().residual, 2.5
                )
            )
        self.play(FadeIn(mark), *(FadeIn(part.level) for part in numbers), run_time=_FADE)
        if step == 0:
            self.hold()
            self.say(texts.jump(bowl, self.run, self.objective.quadratic))
        self.walk(step)
        if not self._climbed and (climbs := texts.climbs(self.run, step)):
            self.hold()
            self.say(climbs)
            self._climbed = True
        gone = parabola, mark, self.arrow, *numbers
        self.play(*map(FadeOut, gone), run_time=_FADE)

    def _numbers(self, step: int) -> list[ParabolaNumbers]:
        """The numbers of a step's parabola, where there is room: not where there are data."""
        scenario = self.recording.scenario
        if scenario.fit is not None:
            return []
        bowl = Osculating.of_step(self.readable, step)
        return [ParabolaNumbers(bowl, scenario, self.computed)]
