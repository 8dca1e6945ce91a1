"""The one-step chapter of a surface lesson: slopes, gradient, rule, move."""

from __future__ import annotations

import numpy as np
from manim import DOWN, LEFT, FadeIn, FadeOut, VGroup

from scenes import theme
from scenes.chapter import Chapter
from scenes.parts.about import loss_symbol
from scenes.parts.formula import factor, symbol, typst_math, value
from scenes.parts.landscape import Landscape
from scenes.parts.motion import moving
from scenes.parts.numbers import number
from scenes.parts.space import Space
from scenes.parts.text import Markup, in_math, maths
from scenes.parts.typeset import Array
from scenes.parts.verdict import follows_gradient
from scenes.parts.views import drawn_domain

_COLUMN = 2.1  # left edge of the formulas
_TANGENT = 0.55  # half a tangent's length, in space units
_TOO_WIDE = 1.4  # times the column: set so small, a formula could not be read
_ARROW = 0.55  # the gradient's arrow on the floor, in space units


class SurfaceStep(Chapter):
    """Both slopes with their numbers, the gradient uphill, then one step the other way."""

    name = "step"
    heading = "One step"

    def story(self) -> None:
        self._place()
        self._slopes()
        self._directions()
        if self.run.steps:
            self._move()
        else:
            self.say(self.run.ending.sentence)

    def _place(self) -> None:
        room = ((-6.6, -2.75), (1.6, 3.1))
        landscape = Landscape(self.objective, drawn_domain(self.trajectory))
        loss = loss_symbol(self.trajectory.scenario)
        self.space = Space(landscape, room, loss, self.run.parameters)
        self.contours = self.space.contours()
        self.here, self.there = self.run.parameters[0], self.run.parameters[:2][-1]
        self.grad = self.run.grad[0]
        self.ball = self.space.balls(self.space.at(self.here), theme.HERE, 0.12)
        self.appear(self.space)
        place = ", ".join(number(v) for v in self.here)
        self.say(f"We start at ({place}), where the loss is {number(self.run.loss[0])}.")
        self.hold()

    def _slopes(self) -> None:
        self.say("In each direction a tangent tells how steep the surface is here.")
        rows, self.tangents = VGroup(), []
        for axis, name in enumerate(self.trajectory.scenario.parameters):
            tangent = self.space.stroke(self._tangent(axis), theme.GRADIENT, 5.0, lift=0.5)
            self.tangents.append(tangent.set_opacity(0.0))
            row = maths(self._slope(axis, name, whole=True), theme.FORMULA)
            if row.width > _TOO_WIDE * (theme.SAFE_X - _COLUMN):
                row = maths(self._slope(axis, name, whole=False), theme.FORMULA)
            row.next_to((_COLUMN, 2.2 - 1.3 * axis, 0), buff=0)
            rows.add(_narrowed(row))
            self.play(tangent.animate.set_opacity(1.0), FadeIn(row), run_time=0.8)
            self.wait(0.8)
        self.rows = rows
        self.hold()

    def _slope(self, axis: int, name: str, whole: bool) -> str:
        """A partial derivative and its value here, with its formula between them if `whole`."""
        loss = in_math(loss_symbol(self.trajectory.scenario), theme.LOSS)
        left = f"(partial {loss}) / (partial {in_math(symbol(name), theme.HERE)})"
        slope = in_math(value(self.grad[axis]), theme.GRADIENT)
        if not (whole and self.objective.partials):
            return f"{left} = {slope}"
        partial = typst_math(
            self.objective.partials[axis], dict.fromkeys(self.objective.parameters, theme.HERE)
        )
        return f"{left} = {partial} = {slope}"

    def _tangent(self, axis: int) -> Array:
        """Both ends of the tangent along a parameter, in world points of a fixed length."""
        low, high = self.space.landscape.low, self.space.landscape.high
        nudge = np.zeros(2)
        nudge[axis] = (high - low)[axis] / 2
        share = self.space.landscape.share(
            self.run.loss[0] + np.array([-1, 1]) * (self.grad @ nudge)
        )
        ends = self.space.raised(self.here + np.outer([-1, 1], nudge), share)
        middle = self.space.at(self.here)
        reach = np.linalg.norm(ends[1] - middle)
        return middle + (ends - middle) * (_TANGENT / reach)

    def _directions(self) -> None:
        self.say("Together they are the gradient: the way uphill on the floor.")
        foot = self.space.ground(self.here)
        span = self.space.landscape.high - self.space.landscape.low
        uphill = np.append(self.grad / span * 2, 0.0)
        uphill *= _ARROW / (np.linalg.norm(uphill) or 1.0)
        above = self.space.at(self.here)
        self.drop = self.space.stroke(np.array([above, foot]), theme.MUTED, 2.0).set_opacity(0.0)
        self.gradient = self.space.arrow(foot, foot, theme.GRADIENT)
        fade = self.space.sheet.animate.set_opacity(0.35)
        self.play(fade, self.drop.animate.set_opacity(0.8), run_time=0.6)
        grown = self.gradient.animate.set_points(np.array([foot, foot + uphill]))
        self.play(grown, run_time=0.9)
        self.hold()
        plain = follows_gradient(self.run)
        self.say(f"Its opposite leads downhill{', and that is where we go' if plain else ''}.")
        downhill = self.space.arrow(foot, foot, theme.STEP)
        self.marks = [*self.tangents, self.drop, self.gradient, downhill]
        grown = downhill.animate.set_points(np.array([foot, foot - uphill]))
        self.play(self.gradient.animate.set_opacity(0.25), grown, run_time=0.9)
        self.hold()

    def _move(self) -> None:
        rate = number(self.run.run.lr)
        plain = follows_gradient(self.run)
        name = self.run.run.optimizer
        self.say(
            f"The learning rate {rate} says how far."
            if plain
            else f"{name} makes its own step of the gradient, with the learning rate {rate}."
        )
        marks = [item.animate.set_opacity(0.0) for item in self.marks]
        solid = self.space.sheet.animate.set_opacity(1.0)
        self.play(FadeOut(self.rows), solid, *marks, run_time=0.6)
        for axis, name in enumerate(self.trajectory.scenario.parameters):
            rule = _narrowed(maths(self._rule(name, plain), theme.FORMULA))
            numbers = _narrowed(maths(self._numbers(axis, name, plain), theme.FORMULA))
            rule.move_to((_COLUMN, 2.4 - 2.0 * axis, 0), aligned_edge=LEFT)
            numbers.next_to(rule, DOWN, buff=0.3).align_to(rule, LEFT)
            self.play(FadeIn(rule), run_time=0.6)
            self.play(FadeIn(numbers), run_time=0.6)
        start, end = self.space.at(self.here), self.space.at(self.there)
        step = self.space.arrow(start, start, theme.STEP)
        ghost = self.space.balls(end, theme.STEP, 0.10).set_opacity(0.0)
        grown = step.animate.set_points(np.array([start, end]))
        self.play(ghost.animate.set_opacity(0.6), grown, run_time=0.8)
        self.hold()
        before, after = number(self.run.loss[0]), number(self.run.loss[1])
        falls = "falls" if self.run.loss[1] < self.run.loss[0] else "does not fall"
        self.say(f"One step: the loss {falls}, from {before} to {after}.")
        self.play(moving(self.ball, self._slide, 1.6))
        self.play(*(item.animate.set_opacity(0.0) for item in (step, ghost)), run_time=0.4)

    def _slide(self, share: float) -> None:
        where = self.here + share * (self.there - self.here)
        self.ball.set_points(self.space.at(where))

    def _rule(self, name: str, plain: bool) -> str:
        """The update of one parameter in symbols."""
        x, eta = in_math(symbol(name), theme.HERE), in_math("eta", theme.STEP)
        slope = f"(partial {loss_symbol(self.trajectory.scenario)}) / (partial {symbol(name)})"
        if plain:
            return f"{x} arrow.l {x} - {eta} dot {in_math(slope, theme.GRADIENT)}"
        return f"{x} arrow.l {x} + {in_math(f'Delta {symbol(name)}', theme.STEP)}"

    def _numbers(self, axis: int, name: str, plain: bool) -> str:
        """The same update in the recorded numbers."""
        here, there = (in_math(value(p[axis]), theme.HERE) for p in (self.here, self.there))
        if plain:
            rate = in_math(value(self.run.lr[0]), theme.STEP)
            grad = in_math(factor(self.grad[axis]), theme.GRADIENT)
            return f"{here} - {rate} dot {grad} = {there}"
        step = in_math(factor(self.there[axis] - self.here[axis]), theme.STEP)
        return f"{here} + {step} = {there}"


def _narrowed(formula: Markup) -> Markup:
    """Make a formula fit between the column's left edge and the safe area's right."""
    width = theme.SAFE_X - _COLUMN
    if formula.width > width:
        formula.scale(width / formula.width, about_point=formula.get_left())
    return formula
