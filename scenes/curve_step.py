"""The one-step chapter of a curve lesson: the rule, its numbers from the picture, the move."""

from __future__ import annotations

import numpy as np
from manim import DOWN, LEFT, RIGHT, FadeIn, FadeOut, ReplacementTransform, VGroup, VMobject

from scenes import theme
from scenes.chapter import Chapter
from scenes.parts.about import loss_symbol
from scenes.parts.curve_stage import DOT, CurveStage
from scenes.parts.equation import Equation
from scenes.parts.formula import symbol, value
from scenes.parts.lines import arrow, place_arrow
from scenes.parts.motion import moving
from scenes.parts.numbers import number
from scenes.parts.plot import discs, polyline
from scenes.parts.text import Markup, maths
from scenes.parts.verdict import follows_gradient

_BELOW = 0.72  # from the axis down to the numbers of the two places


class CurveStep(Chapter):
    """The recorded first step: numbers fly from the picture into the rule, then the dot moves."""

    name = "step"
    heading = "One step"
    default = "parabola"

    def story(self) -> None:
        self.stage = CurveStage(self.trajectory, self.objective)
        self.here = float(self.run.parameters[0, 0])
        self._place()
        if not self.run.steps:
            self.say(self.run.ending.sentence)
            return
        self.there = float(self.run.parameters[1, 0])
        self._label()
        self._rule()
        self._fill()
        self._move()

    def _place(self) -> None:
        self.stage.stand(self.here)
        self.appear(self.stage, self.stage.movers)
        name, loss = self.trajectory.scenario.parameters[0], number(self.run.loss[0])
        self.say(f"We start at {name} = {number(self.here)}, where the loss is {loss}.")

    def _label(self) -> None:
        """The numbers that the picture already holds: the place and the slope."""
        slope = float(self.run.grad[0, 0])
        self.slope = maths(value(slope), theme.SENTENCE, theme.GRADIENT)
        self.stage.beside(self.slope, self.here, slope)
        self.marks = [maths(value(x), theme.LABEL, theme.HERE) for x in (self.here, self.there)]
        feet = [self.stage.curve.foot(x) for x in (self.here, self.there)]
        for mark, foot in zip(self.marks, feet, strict=True):
            mark.move_to(foot + _BELOW * DOWN)
        if self.stage.curve.holds(feet[1]):
            _apart(*self.marks)
        self.appear(self.slope, self.marks[0])
        self.hold()

    def _rule(self) -> None:
        name = symbol(self.trajectory.scenario.parameters[0])
        prime = f"{loss_symbol(self.trajectory.scenario)}'"
        rate, optimizer = number(self.run.lr[0]), self.run.run.optimizer
        self.plain = follows_gradient(self.run)
        # A name that has an index already gets no second one.
        indexed = "_" not in name
        before, after = (f"{name}_0", f"{name}_1") if indexed else (name, name)
        new, old = (after, theme.HERE), (before, theme.HERE)
        becomes = "{} = {}" if indexed else "{} arrow.l {}"
        if self.plain:
            self.say(f"Step against the slope; the learning rate, {rate}, says how far.")
            slope = (f"{prime}({before})", theme.GRADIENT)
            self.rule = Equation(becomes + " - {} dot {}", [new, old, ("eta", theme.STEP), slope])
        else:
            self.say(f"{optimizer} makes its own step of the slope, with the learning rate {rate}.")
            self.rule = Equation(becomes + " + {}", [new, old, (f"Delta {name}", theme.STEP)])
        self.stage.row(self.rule, 0)
        self.appear(self.rule)
        self.hold()

    def _fill(self) -> None:
        """Each number flies from where it stands in the picture to its place in the rule."""
        start, end = (value(self.here), theme.HERE), (value(self.there), theme.HERE)
        sources: list[VGroup | VMobject] = [self.marks[0], self.rule.pieces[2]]
        if self.plain:
            slope = float(self.run.grad[0, 0])
            factors = [(value(float(self.run.lr[0])), theme.STEP), (value(slope), theme.GRADIENT)]
            template = "{} - {} dot ({}) = {}" if slope < 0 else "{} - {} dot {} = {}"
            sources.append(self.slope)
        else:
            change = self.there - self.here
            factors = [(value(change), theme.STEP)]
            template = "{} + ({}) = {}" if change < 0 else "{} + {} = {}"
        line = Equation(template, [start, *factors, end])
        self.stage.row(line, 1)
        self.appear(line.rest, run_time=0.4)
        for source, piece in zip(sources, line.pieces, strict=False):
            self.play(ReplacementTransform(source.copy(), piece), run_time=0.9)
        self.result = line.pieces[-1]
        self.play(FadeIn(self.result), run_time=0.6)
        self.wait(0.4)

    def _move(self) -> None:
        curve = self.stage.curve
        start, end = curve.foot(self.here), curve.foot(self.there)
        end[0] = np.clip(end[0], curve.low[0], curve.high[0])
        step = arrow(theme.STEP)

        def grow(share: float) -> None:
            place_arrow(step, start, start + share * (end - start))

        growth = [moving(step, grow)]
        if curve.holds(curve.foot(self.there)):
            growth.append(ReplacementTransform(self.result.copy(), self.marks[1]))
        self.play(*growth, run_time=1.0)
        ghost = self._ghost()
        self.appear(ghost)
        falls = "falls" if self.run.loss[1] < self.run.loss[0] else "does not fall"
        before, after = (number(loss) for loss in self.run.loss[:2])
        self.say(f"One step: the loss {falls}, from {before} to {after}.")
        self.play(FadeOut(self.slope), run_time=0.4)
        way = self.there - self.here
        walk = moving(self.stage.movers, lambda s: self.stage.stand(self.here + s * way), 2.0)
        self.play(walk)
        self.play(FadeOut(ghost), run_time=0.3)

    def _ghost(self) -> VGroup:
        """The dot where the step will lead, with its line to the axis."""
        curve = self.stage.curve
        place = curve.at(self.there)
        ghost = VGroup(polyline(curve.drop(self.there), theme.STEP, 2.5))
        if curve.holds(place):
            ghost.add(discs(place[None], DOT, theme.STEP, 0.6))
        return ghost


def _apart(first: Markup, second: Markup) -> None:
    """Push two labels of one row apart where they would touch."""
    left, right = sorted((first, second), key=lambda label: float(label.get_center()[0]))
    lacking = 0.2 - (right.get_left()[0] - left.get_right()[0])
    if lacking > 0:
        left.shift(lacking / 2 * LEFT)
        right.shift(lacking / 2 * RIGHT)
