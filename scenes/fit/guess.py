"""The guess chapter of a fit lesson: points, a line, residuals, squares, their mean."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import numpy as np
from manim import DOWN, LEFT, RIGHT, Animation, FadeIn, FadeOut, ReplacementTransform, VGroup

from gradreel.scenarios.arrays import Array
from gradreel.scenes import regions, theme
from gradreel.scenes.chapter import Chapter
from gradreel.scenes.fit import chapters, poses
from gradreel.scenes.fit.rise_and_run import RiseAndRun
from gradreel.scenes.fit.squares import Squares, bar_corners, level_mark, thirds
from gradreel.scenes.fit.stage import ENTER, with_residuals
from gradreel.scenes.parts.digits.balance import Balance, balanced
from gradreel.scenes.parts.digits.numbers import number
from gradreel.scenes.parts.digits.printed import printed
from gradreel.scenes.parts.formulas.about import model_formula, scaling_formula
from gradreel.scenes.parts.formulas.equation import Equation, narrowed, slot
from gradreel.scenes.parts.formulas.fit_about import columns_of, fit_of, line_of
from gradreel.scenes.parts.formulas.formula import symbol, value
from gradreel.scenes.parts.formulas.mean_square import mean_square_formula, mean_square_names
from gradreel.scenes.parts.geometry.box import Box
from gradreel.scenes.parts.geometry.motion import moving
from gradreel.scenes.parts.geometry.points import between, draw_up_to, polyline, trace
from gradreel.scenes.parts.lettering.plate import on_plate
from gradreel.scenes.parts.lettering.text import maths
from gradreel.scenes.parts.lettering.typeset import in_math, upright
from gradreel.scenes.parts.plots.room import keep_in_room
from gradreel.scenes.parts.plots.scatter import Scatter
from gradreel.scenes.sentences import fit as texts

_LEGS = 2.4  # seconds to show slope and intercept
_ASIDE = 0.12  # screen units between a residual and its size
_SEEN_ABOVE = 1000  # points: up to so many are drawn again above the moving squares
_RESULT = 0.6  # em in screen units of the loss, the result: larger than a formula
_FOR_RESULT = 0.75  # screen units above the bars for the loss in numbers


class FitGuess(Chapter):
    """How wrong a line is: residuals, their squares, and the mean of these, the loss."""

    plan = chapters.GUESS
    opens = poses.DATA
    closes = poses.GUESSED

    def story(self) -> None:
        self.start = self.run.parameters[0]
        scenario = self.recording.scenario
        self.scatter = keep_in_room(
            lambda box: Scatter(self.objective, scenario, box, self.start[None]),
            regions.current().fit.guess_data,
        )
        self.appear(self.scatter, run_time=ENTER)
        self._line()
        if self.run.loss[0] <= self.objective.loss_noise(self.start):
            self.say(texts.no_residuals(self.recording.scenario))
            return
        self._residuals()
        self._mean()

    def _line(self) -> None:
        scenario, start = self.recording.scenario, printed(self.objective, self.start).texts
        self.say(texts.first_guess(scenario, start))
        self.formulas = self._written(start)
        line = self.scatter.line(self.start)
        self.line = polyline(line[:0], theme.colors().model, 5.0)
        self.add(self.line)
        draw = moving(self.line, lambda share: draw_up_to(self.line, line, share), 1.4)
        self.play(draw, FadeIn(self.formulas))
        self.marks = VGroup()
        slope, constant = line_of(fit_of(scenario))
        if slope:
            marks = RiseAndRun(self.scatter, self._height, bool(constant), self.computed)
            self.marks.add(marks)
            self.play(moving(marks, marks.draw, _LEGS))
        self.hold()

    def _height(self, x: float) -> float:
        """The height of the line at an input."""
        return float(self.objective.predict(self.start, np.array([[x]]))[0])

    def _written(self, start: Sequence[str]) -> VGroup:
        """The model and the parameters of the first guess, in the column beside the picture."""
        scenario = self.recording.scenario
        y = in_math(self.notation.output, theme.colors().model)
        values = ", quad ".join(
            in_math(f"{symbol(n)} = {value(v)}", theme.colors().here)
            for n, v in zip(scenario.parameters, start, strict=True)
        )
        scaled = scaling_formula(scenario)
        column = regions.current().fit.guess_column
        definitions = [f"{y} = {model_formula(scenario)}", *([scaled] if scaled else []), values]
        rows = [maths(formula, theme.FORMULA) for formula in definitions]
        for row in rows:
            narrowed(row, column.width)
        formulas = VGroup(*rows).arrange(DOWN, buff=0.3, aligned_edge=LEFT)
        return formulas.move_to((column.left, column.top, 0), aligned_edge=LEFT)

    def _residuals(self) -> None:
        """Show one residual and its square, then three, then all."""
        scenario, scatter = self.recording.scenario, self.scatter
        self.picked = with_residuals(scatter.inputs)
        predicted = self.objective.predict(self.start, scatter.inputs[self.picked][:, None])
        gaps = predicted - scatter.outputs[self.picked]
        self.sizes = np.abs(gaps)
        starts, ends = scatter.residuals(self.start, self.picked)
        first, *others = thirds(self.sizes)
        rest = sorted({*range(len(self.sizes))} - {first, *others})
        lines = polyline(between(starts, starts), theme.colors().residual, 2.5, stroke_opacity=0.8)
        room = scatter.box.left, scatter.box.right
        # On the left, squares would cover the numbers of the axis.
        spare = regions.current().fit.guess_column.left - _ASIDE - scatter.box.right
        self.squares = squares = Squares(starts, ends, room, [first, *others], spare)
        self.add(squares, lines)
        if len(scatter.inputs) <= _SEEN_ABOVE:
            self.add(scatter.dots, self.marks)
        drawn: list[int] = []

        def growing(which: Sequence[int], seconds: float) -> Animation:
            before = between(starts[drawn], ends[drawn])
            drawn.extend(which)

            def grow(share: float) -> None:
                tips = starts[which] + share * (ends[which] - starts[which])
                trace(lines, np.vstack([before, between(starts[which], tips)]))

            return moving(lines, grow, seconds)

        def opening(shapes: Sequence[int], seconds: float) -> Animation:
            return moving(squares, lambda share: squares.unfold(shapes, share), seconds)

        self.say(texts.residual(scenario))
        self.play(growing([first], 1.6), FadeOut(self.marks))
        squared = self._squared(float(gaps[first]))
        measured = self._measured(squared.operands[0], (starts[first] + ends[first]) / 2)
        self.play(FadeIn(measured), run_time=0.6)
        self.hold()
        self.say("fit-square", output=texts.columns(scenario)[1])
        self.number = square = self._square_of(squared)
        base, result = square.pieces
        plate, label = measured
        size, *unit = label
        fading = [FadeOut(part, run_time=0.4) for part in (plate, *unit)]
        self.play(opening([0], 1.4), ReplacementTransform(size, base, run_time=1.4), *fading)
        self.play(FadeIn(square.rest), FadeIn(result), run_time=0.6)
        self.add(square)
        self.hold()
        if not others:
            return
        self.say(texts.squares(scenario, int(self.computed(len(self.picked)))))
        self.play(growing(others, 0.7))
        self.play(opening([1, 2][: len(others)], 0.9))
        if rest:
            self.play(growing(rest, 0.8))
            self.play(opening([3], 1.2), moving(squares, squares.join, 1.2))
        self.hold()

    def _measured(self, size: str, place: Array) -> VGroup:
        """A residual beside the middle of its gap; the label has a part for the unit, if any."""
        unit = columns_of(self.recording.scenario)[1].unit
        shown = in_math(value(size), theme.colors().residual)
        label = maths(f"{shown} {upright(f' {unit}')}" if unit else shown, theme.LABEL)
        return on_plate(label.next_to(place, RIGHT, buff=_ASIDE))

    def _squared(self, gap: float) -> Balance:
        """A residual and its square, as printed."""
        return balanced(_square, (self.computed(gap),), self.computed(gap**2))

    def _square_of(self, squared: Balance) -> Equation:
        """The square of a residual in numbers, below the other formulas; pieces: base and value."""
        color = theme.colors().residual
        pieces = [(value(squared.operands[0]), color), (value(squared.result), color)]
        square = Equation(f"{slot(squared.operands[0])}^2 {squared.sign} {{}}", pieces)
        square.rest.set_fill(color)
        narrowed(square, regions.current().fit.guess_column.width)
        return square.next_to(self.formulas, DOWN, buff=0.45, aligned_edge=LEFT)

    def _mean(self) -> None:
        """Turn the squares into bars, which level out at the loss."""
        loss, squares = float(self.run.loss[0]), self.squares
        self.say(texts.mean_square(self.recording.scenario, number(loss)))
        definition = self._definition()
        room = regions.current().fit.guess_bars
        top = min(room.top, float(definition.get_bottom()[1]) - _FOR_RESULT)
        bars, unit = bar_corners(self.sizes**2, Box.between(room.corner, (room.right, top)))
        self.play(
            moving(squares, lambda share: squares.reshape(bars, share), 1.5),
            FadeOut(self.number, run_time=0.5),
        )
        height = room.bottom + unit * loss
        levelling = moving(squares, lambda share: squares.level(bars, height, share), 1.4)
        self.play(levelling, FadeIn(definition, run_time=0.6))
        line, result = level_mark(room, height, self.notation.loss, loss, _RESULT)
        self.play(FadeIn(line), FadeIn(result), run_time=0.6)

    def _definition(self) -> VGroup:
        """The loss as the mean of all squares, below the other formulas, with its words."""
        definition = maths(mean_square_formula(self.recording.scenario), theme.LABEL)
        definition.next_to(self.formulas, DOWN, buff=0.3, aligned_edge=LEFT)
        narrowed(definition, regions.current().fit.guess_column.width)
        return VGroup(definition, mean_square_names(definition, self.recording.scenario))


def _square(size: Decimal) -> Decimal:
    return size * size
