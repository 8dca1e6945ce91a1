"""The chapter about Newton's method on a surface: a bowl that bends like the loss, and the jump."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from contourpy import contour_generator
from manim import Animation, FadeIn, FadeOut, Mobject, VGroup, VMobject

from gradreel.scenes import theme
from gradreel.scenes.chapter import Chapter
from gradreel.scenes.methods.osculating import Osculating
from gradreel.scenes.parts.geometry.motion import moving
from gradreel.scenes.parts.geometry.points import joined, polyline
from gradreel.scenes.parts.maps.best_mark import CROSS
from gradreel.scenes.parts.maps.close_map import CloseMap
from gradreel.scenes.parts.plots.loss_name import loss_name
from gradreel.scenes.returning import return_to_start
from gradreel.scenes.sentences import methods as texts
from gradreel.scenes.sentences.runs import own_step
from gradreel.scenes.surface import chapters, poses
from gradreel.scenes.surface.bowl_slice import BowlSlice
from gradreel.scenes.surface.step_map import BOWLS, StepMap

_LEVELS = np.arange(1, 7) / 3  # contour lines, at shares of the distance from where it is level
_GRID = 121  # points along each side, from which contour lines are found
_SEEN = 0.04  # of the map's width: around a shorter step, contour lines would merge into one
_ARM = 0.1  # screen units: half the width of the cross
_CLOSER, _BOWL, _JUMP, _HOME = 1.8, 1.6, 1.2, 1.2  # seconds
_QUICKER = 0.6  # times as long: each bowl after the first


class SurfaceNewton(Chapter):
    """At each of the first steps the bowl that bends like the loss there, and its lowest point."""

    plan = chapters.NEWTON
    opens = poses.FROM_ABOVE
    closes = poses.FROM_ABOVE
    _climbed = False  # whether it has been said that the loss rises

    def story(self) -> None:
        self.chart = self.carry_on(StepMap)
        self.map, self.framing = self.chart.map, self.chart.framing
        self.say(own_step(self.run))
        if not self.framing.bowls:
            self.hold()
            return
        self.play(self.map.zoom(self.framing.bowls[0], _CLOSER))
        for step in range(self._steps):
            self._jump(step)
        self.hold()
        self.say(texts.losses(self.run, self._steps))

    @property
    def _steps(self) -> int:
        """How many steps are shown: those that can be told apart."""
        spans = np.ptp(list(self.framing.bowls[0].values()), axis=1)
        moves = np.abs(np.diff(self.run.parameters[: BOWLS + 1], axis=0)) / spans
        seen = self.map.map.within(self.map.map.at(self.run.parameters[1 : len(moves) + 1]))
        shown = (moves.max(axis=1) > _SEEN) & seen
        return max(1, (*shown.tolist(), False).index(False))

    def _jump(self, step: int) -> None:
        """Show the bowl of a step, then the step to where it is level."""
        bowl = Osculating.of_step(self.run, step)
        drawn = VGroup(*_contours(self.map, bowl)).set_stroke(opacity=0.0)
        self.map.lay(drawn)
        slice_ = BowlSlice(self.objective, bowl, loss_name(self.notation.loss))
        if step < 2:
            self.hold()
            self.say("method-osculating-again") if step else self.say(texts.osculating(bowl))
        pace = 1.0 if step == 0 else _QUICKER
        self.play(FadeIn(slice_), FadeIn(slice_.dot), run_time=pace)
        grown = moving(slice_.bowl, slice_.grow, pace * _BOWL)
        self.play(grown, _showing(drawn, 0.0, 1.0, pace * _BOWL))
        self.add(slice_.dot)
        self.play(FadeIn(slice_.level), run_time=0.4)
        if step == 0:
            self.hold()
            self.say(texts.jump(bowl, self.run, self.objective.quadratic))
        here, there = self.run.parameters[step : step + 2]
        arrow = self.map.arrow(here, here, theme.colors().step)
        self.play(self.map.growth(arrow, there, pace * _JUMP))
        change = there - here

        def go(share: float) -> None:
            self.map.stand(here + share * change)
            slice_.stand(here + share * change)

        self.play(moving(VGroup(self.map.dot, slice_.dot), go, pace * _JUMP))
        if not self._climbed and (climbs := texts.climbs(self.run, step)):
            self.hold()
            self.say(climbs)
            self._climbed = True

        def fade(share: float) -> None:
            arrow.set_opacity(1.0 - share)

        gone = moving(arrow, fade, 0.4)
        parts = slice_, slice_.bowl, slice_.dot, slice_.level
        self.play(*map(FadeOut, parts), gone, _showing(drawn, 1.0, 0.0, 0.4), run_time=0.4)

    def pose_left(self) -> list[Mobject]:
        start, end = self.framing.here, self.map.here.copy()

        def back(share: float) -> None:
            self.map.stand(end + share * (start - end))

        return_to_start(self, [self.chart], self.map.zoom(self.framing.home, _HOME, back))
        return [self.chart]


def _showing(drawn: VGroup, first: float, last: float, seconds: float) -> Animation:
    """An animation of the opacity of lines."""

    def show(share: float) -> None:
        drawn.set_stroke(opacity=first + share * (last - first))

    return moving(drawn, show, seconds)


def _contours(chart: CloseMap, bowl: Osculating) -> Iterator[VMobject]:
    """The contour lines of a bowl on a map, and a cross where it is level."""
    axes = [np.linspace(*limits, _GRID) for limits in chart.domain.values()]
    values = bowl.value(np.stack(np.meshgrid(*axes), axis=-1))
    level = bowl.value(bowl.level)
    rise = abs(bowl.loss - float(level)) or 1.0
    found = contour_generator(axes[0], axes[1], values)
    shares = np.concatenate([-(_LEVELS**2), _LEVELS**2])
    lines = [line for share in shares for line in found.lines(float(level + share * rise))]
    ink = theme.colors().residual
    yield polyline(joined(chart.map.at(np.asarray(line)) for line in lines), ink, 2.5)
    middle = chart.map.at(bowl.level)
    if chart.map.within(middle):
        yield polyline(middle + _ARM * CROSS, ink, 4.0)
