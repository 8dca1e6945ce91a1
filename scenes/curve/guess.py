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
from gradreel.scenes.curve.square_bars import SquareBars
from gradreel.scenes.curve.stage import CurveStage
from gradreel.scenes.fit.squares import level_mark
from gradreel.scenes.parts.digits.numbers import fixed, number, round_to
from gradreel.scenes.parts.digits.printed import printed
from gradreel.scenes.parts.formulas.about import model_formula
from gradreel.scenes.parts.formulas.formula import symbol
from gradreel.scenes.parts.formulas.mean_square import mean_square_formula, mean_square_names
from gradreel.scenes.parts.geometry.motion import moving
from gradreel.scenes.parts.geometry.points import between, discs, draw_up_to, trace
from gradreel.scenes.parts.lettering.text import Counter, maths
from gradreel.scenes.parts.lettering.typeset import in_math
from gradreel.scenes.sentences import curve as texts
from gradreel.scenes.sentences import fit as of_data
from gradreel.scenes.timing import on_beat

_SWING = 0.3  # of the parameter's axis: how far the line turns to either side of the start
_SEEN = 0.5  # seconds for squares to be looked at, before they become bars, and for their numbers
_SWEEP = 2.8  # seconds to move over all parameters: the line that turns can be followed
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
        self.appear(data, data.dots)
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
        self.add(self.stage.model, data.dots)
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
        moved = VGroup(self.stage.model, self.data.dots, self.counter)
        seconds = max(2.4, self.unread)
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
        loss, scenario = float(self.run.loss[0]), self.recording.scenario
        self.say(texts.mean_square(scenario, self.notation.loss, number(loss)))
        which = self.stage.sample
        starts, ends = self.data.residuals(np.array([self.start]), which)
        predicted = self.objective.predict(self.run.parameters[0], self.data.inputs[which][:, None])
        sizes = (predicted - self.data.outputs[which]) ** 2
        sides = self.data.box.left, self.data.box.right
        bars = SquareBars(starts, ends, sizes, sides, self.stage.curve, self.computed)
        formula, room = mean_square_formula(scenario), self.stage.room
        definition, in_numbers = bars.definition(formula, room)
        self.stage.row(VGroup(definition, in_numbers), 1)
        names = mean_square_names(definition, scenario)
        self.add(bars.squares, self.stage.residuals, self.data.dots)
        self.play(moving(bars.squares, bars.unfold, 1.0), FadeIn(definition), FadeIn(names))
        self.wait(_SEEN)
        self.play(moving(bars.squares, bars.reshape, 1.2))
        if len(in_numbers):
            self.play(FadeIn(in_numbers), FadeIn(bars.numbers), run_time=0.6)
            self.wait(_SEEN)
        height = bars.height_of(loss)
        line, shown = level_mark(bars.box, height, self.notation.loss, loss, theme.FORMULA)
        leaving = [FadeOut(bars.numbers, run_time=0.4)] if len(bars.numbers) else []
        self.play(moving(bars.squares, lambda share: bars.level(loss, share), 1.0), *leaving)
        self.play(FadeIn(line), FadeIn(shown), run_time=0.6)
        self.hold()
        self.passing = VGroup(bars.squares, line, shown, in_numbers, names)

    def _curve(self) -> None:
        """Draw the curve by moving over all parameters: each has its loss."""
        curve, stage = self.stage.curve, self.stage
        self.hold()
        self.say(texts.every_loss(self.recording.scenario))
        if len(self.passing):
            self.play(FadeOut(self.passing), run_time=0.4)
        low, high = curve.x
        moved = VGroup(stage.fit, curve.curve, stage.dot, self.counter)
        stage.stand(self.start)
        trace(curve.curve, curve.line((low, low), 2)[:0])
        self.add(stage.fit, stage.dot)
        go = self._turning(moved, self.start, low, _AROUND)
        self.play(FadeIn(curve), FadeIn(stage.dot), go)
        stops = [low, *self._lowest(), high]
        for start, end in pairwise(stops):
            if start != low:
                self.hold()
                self.say("curve-lowest-wanted")
            self.play(self._drawing(moved, start, end))
        self.play(self._turning(moved, high, self.start, _AROUND))

    def _lowest(self) -> list[float]:
        """The parameter with the lowest loss, if it is known and seen."""
        best = self.objective.minimum
        low, high = self.stage.curve.x
        return [] if best is None or not low < best[0] < high else [float(best[0])]

    def _drawing(self, moved: VGroup, start: float, end: float) -> Animation:
        """The animation in which the curve is drawn on to a parameter, and its line turns."""
        curve = self.stage.curve

        def sweep(share: float) -> None:
            place = start + share * (end - start)
            self._stand(place)
            trace(curve.curve, curve.line((curve.x[0], place), _SAMPLES))

        seconds = _SWEEP * (end - start) / float(np.ptp(curve.x))
        return moving(moved, sweep, max(on_beat(seconds), self.unread - _AROUND))
