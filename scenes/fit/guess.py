"""The guess chapter of a fit lesson: points, a line, residuals, squares, their mean."""

from __future__ import annotations

import numpy as np
from manim import DOWN, LEFT, FadeIn, FadeOut, Polygon, VGroup

from gradreel.scenes import regions, theme
from gradreel.scenes.chapter import Chapter
from gradreel.scenes.fit import chapters
from gradreel.scenes.fit.squares import Squares, square_about
from gradreel.scenes.fit.stage import with_residuals
from gradreel.scenes.parts.about import (
    mean_over_points,
    model_formula,
    residual_formula,
    scaling_formula,
)
from gradreel.scenes.parts.equation import narrowed
from gradreel.scenes.parts.formula import symbol, value
from gradreel.scenes.parts.motion import moving
from gradreel.scenes.parts.numbers import number
from gradreel.scenes.parts.points import place_discs, polyline, trace
from gradreel.scenes.parts.printed import printed
from gradreel.scenes.parts.room import keep_in_room
from gradreel.scenes.parts.scatter import Scatter, between
from gradreel.scenes.parts.text import Markup, maths
from gradreel.scenes.parts.typeset import in_math
from gradreel.scenes.sentences import fit as texts

_SEEN_ABOVE = 1000  # so many points are drawn again above the moving squares
_WIDEST = 2.2  # side of the square of the mean on the screen
_AIR = 0.1  # above it, at the least


class FitGuess(Chapter):
    """How wrong a line is: residuals, their squares, and the mean of these, the loss."""

    plan = chapters.GUESS

    def story(self) -> None:
        self.start = self.run.parameters[0]
        scenario = self.recording.scenario
        self.scatter = keep_in_room(
            lambda box: Scatter(self.objective, scenario, box, self.start[None]),
            regions.current().fit.guess_data,
        )
        self._points()
        self._line()
        if self.run.loss[0] <= self.objective.loss_noise(self.start):
            self.say(texts.no_residuals(self.recording.scenario))
            return
        self._residuals()
        self._squares()

    def _points(self) -> None:
        scatter = self.scatter
        order = np.argsort(scatter.centers[:, 0], kind="stable")
        place_discs(scatter.dots, scatter.centers[:0], scatter.radius)
        self.appear(scatter)
        self.say(texts.points(self.recording.scenario))

        def sprinkle(share: float) -> None:
            shown = order[: round(share * len(order))]
            place_discs(scatter.dots, scatter.centers[shown], scatter.radius)

        self.play(moving(scatter.dots, sprinkle, 1.6))
        self.hold()

    def _line(self) -> None:
        names = self.recording.scenario.parameters
        start = printed(self.objective, self.start).texts
        self.say(texts.first_guess(self.recording.scenario, start))
        y = in_math(self.notation.output, theme.colors().model)
        model = maths(f"{y} = {model_formula(self.recording.scenario)}", theme.FORMULA)
        values = ", quad ".join(
            in_math(f"{symbol(n)} = {value(v)}", theme.colors().here)
            for n, v in zip(names, start, strict=True)
        )
        chosen = maths(values, theme.FORMULA)
        scaled = scaling_formula(self.recording.scenario)
        column = regions.current().fit.guess_column
        rows = [model, *([maths(scaled, theme.FORMULA)] if scaled else []), chosen]
        for formula in rows:
            narrowed(formula, column.width)
        self.formulas = VGroup(*rows).arrange(DOWN, buff=0.3, aligned_edge=LEFT)
        self.formulas.move_to((column.left, column.top, 0), aligned_edge=LEFT)
        whole = self.scatter.line(self.start)
        self.line = polyline(whole[:0], theme.colors().model, 5.0)
        self.add(self.line)

        def draw(share: float) -> None:
            count = max(2, round(share * 60))
            shares = np.linspace(0, share, count)[:, None]
            if len(whole) == 2:
                trace(self.line, whole[0] + shares * (whole[1] - whole[0]))
            else:
                trace(self.line, whole[: round(share * len(whole))])

        self.play(moving(self.line, draw, 1.2), FadeIn(self.formulas))
        self.hold()

    def _residuals(self) -> None:
        count = len(self.scatter.inputs)
        self.picked = with_residuals(self.scatter.inputs)
        drawn = int(self.computed(len(self.picked)))
        self.say(texts.residuals(self.recording.scenario, drawn, count))
        starts, ends = self.scatter.residuals(self.start, self.picked)
        lines = polyline(between(starts, starts), theme.colors().residual, 2.5, stroke_opacity=0.8)
        self.residuals = lines
        self.add(lines)

        def grow(share: float) -> None:
            trace(lines, between(starts, starts + share * (ends - starts)))

        self.play(moving(lines, grow, 1.2))
        self.hold()

    def _squares(self) -> None:
        self.say(texts.squares(self.recording.scenario))
        count = len(self.scatter.inputs)
        starts, ends = self.scatter.residuals(self.start, self.picked)
        box = self.scatter.box
        squares = Squares(starts, ends, (box.left, box.right))
        self.add(squares)
        if count <= _SEEN_ABOVE:
            self.add(self.scatter.dots)
        self.play(moving(squares, squares.unfold, 1.8))
        self.hold()
        self._mean(squares)

    def _mean(self, squares: Squares) -> None:
        loss = float(self.run.loss[0])
        self.say(texts.mean_square(self.recording.scenario, number(loss)))
        scale = self.scatter.unit[1]
        result = maths(in_math(f"{self.notation.loss} = {value(loss)}", theme.colors().loss), 0.6)
        definition = self._definition()
        left, middle = regions.current().fit.mean_square
        room = regions.safe().right - left - 0.35 - float(result.width)
        below = 2 * (float(definition.get_bottom()[1]) - _AIR - middle)
        side = min(float(np.sqrt(loss)) * scale, _WIDEST, max(room, 1.0), below)
        corners = square_about((left + side / 2, middle), side)
        self.play(moving(squares, lambda share: squares.gather(corners, share), 1.8))
        result.next_to((left + side, middle, 0), buff=0.35)
        narrowed(result, regions.safe().right - float(result.get_left()[0]))
        mean = Polygon(*corners, color=theme.colors().loss, fill_opacity=0.45, stroke_width=3.0)
        turned = (FadeOut(squares), FadeIn(mean))
        self.play(*turned, FadeIn(definition), FadeIn(result), run_time=0.8)

    def _definition(self) -> Markup:
        """The loss as the mean of all squares, below the other formulas."""
        scenario = self.recording.scenario
        square = in_math(f"({residual_formula(scenario)})^2", theme.colors().residual)
        mean_of = (
            f"{in_math(self.notation.loss, theme.colors().loss)} = {mean_over_points(scenario)}"
        )
        definition = maths(f"{mean_of} {square}", theme.FORMULA)
        definition.next_to(self.formulas, DOWN, buff=0.3, aligned_edge=LEFT)
        narrowed(definition, regions.current().fit.guess_column.width)
        return definition
