"""The guess chapter of a curve lesson about data: its model, and what its loss is made of."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
from manim import RIGHT, UP, Animation, FadeIn, FadeOut, VGroup

from gradreel.scenes import theme
from gradreel.scenes.chapter import Chapter
from gradreel.scenes.curve import chapters, poses
from gradreel.scenes.curve.new_input import turning_height
from gradreel.scenes.curve.stage import CurveStage
from gradreel.scenes.fit.squares import Squares, bar_corners, level_mark
from gradreel.scenes.parts.digits.numbers import fixed, number, round_to
from gradreel.scenes.parts.digits.printed import printed
from gradreel.scenes.parts.formulas.about import mean_square_formula, model_formula
from gradreel.scenes.parts.formulas.formula import symbol
from gradreel.scenes.parts.geometry.box import Box
from gradreel.scenes.parts.geometry.motion import moving
from gradreel.scenes.parts.geometry.points import between, discs, draw_up_to, trace
from gradreel.scenes.parts.lettering.text import Counter, maths
from gradreel.scenes.parts.lettering.typeset import in_math
from gradreel.scenes.sentences import curve as texts
from gradreel.scenes.sentences import fit as of_data

_SWING = 0.3  # of the parameter's axis: how far the line turns to either side of the start
_FOR_RESULT = 0.7  # screen units above the bars for the loss in numbers
_ALONE = 12  # squares: each is a shape, and all others together are one
_SAMPLES = 161  # points of the curve: few, because it is drawn anew in every frame
_THIN = 2.5  # stroke width of a residual
_APART = 0.8  # screen units between the model and the value of its parameter
_MOST_DECIMALS = 4  # of a moving parameter: more could not be read
_RING = 0.16  # screen units: the radius of the ring around the point that all lines share
_AROUND = 1.0  # seconds from the start to the first of the lines, and back from the last


class CurveGuess(Chapter):
    """The line turns; its residuals, their squares, and the mean of these: a loss for each line."""

    plan = chapters.GUESS
    opens = poses.DATA
    closes = poses.START

    def story(self) -> None:
        self.stage = CurveStage(self.recording, self.objective)
        assert self.stage.data
        self.data = self.stage.data
        self.start = float(self.run.parameters[0, 0])
        self.passing = VGroup()
        self._line()
        self._turn()
        if self.run.loss[0] <= self.objective.loss_noise(self.run.parameters[0]):
            self.say(of_data.no_residuals(self.recording.scenario))
        else:
            self._residuals()
            self._mean()
        self._curve()

    def _line(self) -> None:
        """Show the model, and its line at the start."""
        data, scenario = self.data, self.recording.scenario
        self.appear(data)
        self.say(texts.model(scenario, self.notation))
        output = in_math(self.notation.output, theme.colors().model)
        self.formula = maths(f"{output} = {model_formula(scenario)}", theme.FORMULA)
        self.stage.row(self.formula, 0)
        name = symbol(scenario.parameters[0])
        self.chosen = maths(in_math(f"{name} =", theme.colors().here), theme.FORMULA)
        self.stage.row(self.chosen, 0)
        self.chosen.next_to(self.formula, RIGHT, buff=_APART)
        self.chosen.shift((self.formula.origin[1] - self.chosen.origin[1]) * UP)
        self.counter = Counter("", theme.FORMULA, theme.colors().here, in_formula=True)
        self.counter.on_baseline((self.chosen.get_right()[0] + 0.16, self.chosen.origin[1], 0.0))
        self._stand(self.start)
        line = data.line(np.array([self.start]))
        self.stage.model.set_points(np.empty((0, 3)))
        self.add(self.stage.model)
        draw = moving(
            self.stage.model,
            lambda share: draw_up_to(self.stage.model, line, share),
            max(1.4, self.unread),
        )
        self.play(draw, FadeIn(self.formula), FadeIn(VGroup(self.chosen, self.counter)))

    def _stand(self, parameter: float) -> None:
        """Show the line for a parameter, and its residuals."""
        self.stage.stand(parameter)
        shown = printed(self.objective, self.run.parameters[0]).texts[0]
        if parameter != self.start:
            shown = self._moving(parameter)
        self.counter.write(shown)

    def _moving(self, parameter: float) -> str:
        """A moving parameter as text, to about a hundredth of its axis."""
        step = float(np.ptp(self.stage.curve.x)) / 100
        near = self.computed(round_to(parameter, step))
        places = max(0, -math.floor(math.log10(step)))
        return fixed(near, places) if places <= _MOST_DECIMALS else number(near)

    def _turn(self) -> None:
        """Show that other parameters give other lines."""
        low, high = self.stage.curve.x
        far = _SWING * (high - low)
        ends = [min(self.start + far, high), max(self.start - far, low)]
        height = turning_height(self.objective)
        seen = height is not None and self.data.x[0] < 0.0 < self.data.x[1]
        self.say(texts.turns(self.recording.scenario, height if seen else None))
        point = self.data.place(0.0, height if seen else np.nan)
        self.pivot = discs(point[None][[seen]], _RING, theme.colors().ink, 0.0)
        self.pivot.set_stroke(theme.colors().ink, _THIN)
        stops = [self.start, *ends, self.start]
        seconds, moved = max(2.4, self.unread), VGroup(self.stage.model, self.counter)
        arriving = [FadeIn(self.pivot)]
        for start, end in pairwise(stops):
            self.play(self._turning(moved, start, end, seconds / 3), *arriving)
            arriving = []
        self._stand(self.start)

    def _turning(self, moved: VGroup, start: float, end: float, seconds: float) -> Animation:
        return moving(moved, lambda s: self._stand(start + s * (end - start)), seconds)

    def _residuals(self) -> None:
        """Open a gap between each point and the line."""
        self.say(of_data.residual(self.recording.scenario))
        starts, ends = self.data.residuals(np.array([self.start]), self.stage.sample)
        lines, count = self.stage.residuals, len(starts)
        trace(lines, between(starts[:0], starts[:0]))
        self.add(lines)
        self.bring_to_front(self.data.dots)

        def grow(share: float) -> None:
            opened = np.clip(share * (count + 1) / 2 - np.arange(count) / 2, 0.0, 1.0)[:, None]
            trace(lines, between(starts, starts + opened * (ends - starts)))

        self.play(moving(lines, grow, max(2.0, self.unread), steady=True), FadeOut(self.pivot))

    def _mean(self) -> None:
        """Turn the squares into bars, which level out at the loss."""
        loss = float(self.run.loss[0])
        self.say(texts.mean_square(self.recording.scenario, self.notation.loss, number(loss)))
        starts, ends = self.data.residuals(np.array([self.start]), self.stage.sample)
        room = self.data.box.left, self.data.box.right
        squares = Squares(starts, ends, room, range(min(len(starts), _ALONE)))
        self.add(squares, self.stage.residuals, self.data.dots)
        every = range(len(squares))
        self.play(moving(squares, lambda share: squares.unfold(every, share), 1.0))
        definition = maths(mean_square_formula(self.recording.scenario), theme.LABEL)
        self.stage.row(definition, 1)
        plot = self.stage.curve.box
        bars = Box.between(plot.corner, (plot.right, plot.top - _FOR_RESULT))
        sizes = (
            self.objective.predict(
                self.run.parameters[0], self.data.inputs[self.stage.sample][:, None]
            )
            - self.data.outputs[self.stage.sample]
        )
        corners, unit = bar_corners(sizes**2, bars)
        self.play(
            moving(squares, lambda share: squares.reshape(corners, share), 1.4),
            FadeIn(definition),
        )
        height = bars.bottom + unit * loss
        line, shown = level_mark(bars, height, self.notation.loss, loss, theme.FORMULA)
        level = moving(squares, lambda share: squares.level(corners, height, share), 1.4)
        self.play(level)
        self.play(FadeIn(line), FadeIn(shown), run_time=0.6)
        self.hold()
        self.passing = VGroup(squares, line, shown)

    def _curve(self) -> None:
        """Draw the curve by moving over all parameters: each has its loss."""
        curve, stage = self.stage.curve, self.stage
        self.hold()
        self.say(texts.every_loss(self.recording.scenario))
        low, high = curve.x
        moved = VGroup(stage.residuals, stage.model, stage.dot, curve.curve, self.counter)
        stage.stand(self.start)
        trace(curve.curve, curve.line((low, low), 2)[:0])
        self.add(stage.residuals, stage.model, stage.dot)
        go = self._turning(moved, self.start, low, _AROUND)
        self.play(FadeOut(self.passing), FadeIn(curve), FadeIn(stage.dot), go)

        def sweep(share: float) -> None:
            place = low + share * (high - low)
            self._stand(place)
            trace(curve.curve, curve.line((low, place), _SAMPLES))

        self.play(moving(moved, sweep, max(2.2, self.unread - _AROUND)))
        self.play(self._turning(moved, high, self.start, _AROUND))
