"""The data chapter of a surface lesson: the predictions of a model, their errors, the loss."""

from __future__ import annotations

import numpy as np
from manim import DOWN, LEFT, FadeIn, VGroup

from gradreel.scenarios.arrays import Array
from gradreel.scenes import regions, theme
from gradreel.scenes.chapter import Chapter
from gradreel.scenes.fit.squares import Squares, bar_corners, level_mark
from gradreel.scenes.parts.descents.point_columns import PointColumns
from gradreel.scenes.parts.descents.point_table import MOST_ROWS, PointTable
from gradreel.scenes.parts.digits.numbers import number
from gradreel.scenes.parts.digits.printed import printed
from gradreel.scenes.parts.formulas.about import model_formula, scaling_formula
from gradreel.scenes.parts.formulas.equation import narrowed
from gradreel.scenes.parts.formulas.fit_about import columns_of, data_of
from gradreel.scenes.parts.formulas.mean_square import mean_square_formula, mean_square_names
from gradreel.scenes.parts.geometry.box import Box
from gradreel.scenes.parts.geometry.motion import moving
from gradreel.scenes.parts.lettering.text import maths
from gradreel.scenes.parts.lettering.typeset import in_math, upright
from gradreel.scenes.parts.plots.scatter import sampled
from gradreel.scenes.sentences import curve as of_data
from gradreel.scenes.sentences import surface as texts
from gradreel.scenes.sentences.catalogue import text
from gradreel.scenes.surface import chapters, poses

_SHOWN = 40  # points: the columns of more could not be distinguished
_ALONE = 12  # squares: each is a shape, and all others together are one
_RESULT = 0.6  # em in screen units of the loss, the result: larger than a formula
_FOR_RESULT = 0.75  # screen units above the bars for the loss in numbers
_LOOK = 0.8  # seconds to look at the loss once it is there
_LEADING = 0.3  # screen units between rows of the column


class SurfaceData(Chapter):
    """The points and the model, its predictions, their residuals, and the mean of the squares."""

    plan = chapters.DATA
    opens = poses.FROM_THE_SIDE
    closes = poses.FROM_THE_SIDE

    def story(self) -> None:
        scenario, frame = self.recording.scenario, regions.current().surface
        data, self.start = data_of(scenario), self.run.parameters[0]
        predicted = self.objective.predict(self.start, np.array(data.inputs))
        for prediction in predicted[:MOST_ROWS].tolist():
            self.computed(prediction)
        which = np.sort(sampled(np.arange(len(data.outputs), dtype=float), _SHOWN))
        outputs = np.array(data.outputs)[which]
        self.misses = bool(self.run.loss[0] > self.objective.loss_noise(self.start))
        self.sizes = np.abs(predicted[which] - outputs)
        across = upright(text("label-point"))
        names = across, in_math(columns_of(scenario)[1].letter, theme.colors().data)
        self.columns = PointColumns(
            (which + 1).astype(np.float64), outputs, predicted[which], frame.points, names
        )
        self._model(predicted)
        self._predict(predicted)
        if self.misses:
            self._square()

    def _model(self, predicted: Array) -> None:
        """Show the points, in numbers and side by side, and the model."""
        scenario, frame = self.recording.scenario, regions.current().surface
        output = in_math(self.notation.output, theme.colors().model)
        formulas = [f"{output} = {model_formula(scenario)}", scaling_formula(scenario)]
        rows = [maths(formula, theme.FORMULA) for formula in formulas if formula]
        for row in rows:
            narrowed(row, frame.points_column.width)
        corner = np.array([frame.points_column.left, frame.points_column.top, 0.0])
        self.formulas = VGroup(*rows).arrange(DOWN, buff=_LEADING, aligned_edge=LEFT)
        self.formulas.move_to(corner, aligned_edge=np.array([-1.0, 1.0, 0.0]))
        top = float(self.formulas.get_bottom()[1]) - 2 * _LEADING
        room = Box.between(frame.points_column.corner, (frame.points_column.right, top))
        self.table = PointTable(scenario, predicted, self.start, room)
        self.appear(self.columns, self.formulas)
        self.say(texts.data_model(scenario))
        for part in self.table.given:
            self.play(FadeIn(part), run_time=0.5)
        self.hold()

    def _predict(self, predicted: Array) -> None:
        """Let the predictions rise beside the points, and gaps open in between."""
        scenario = self.recording.scenario
        place = printed(self.objective, self.start)
        self.say(texts.data_predicts(scenario, place, predicted, self.misses))
        rise = moving(self.columns, self.columns.predict, 2.4)
        self.play(rise, FadeIn(self.table.found))
        if self.misses:
            self.hold()
            self.say(texts.residuals(predicted))
            self.play(moving(self.columns, self.columns.miss, max(1.2, self.unread)))
        self.hold()

    def _square(self) -> None:
        """Turn the squares of the residuals into bars, which level out at the loss."""
        scenario, loss = self.recording.scenario, float(self.run.loss[0])
        self.say(of_data.mean_square(scenario, self.notation.loss, number(loss)))
        plot, frame = self.columns, regions.current().surface.points_column
        room = plot.box.left, plot.box.right
        # From the lower ends upward, like bars: otherwise they would turn over on the way to bars.
        rises = (plot.ends[:, 1] > plot.tops[:, 1])[:, None]
        feet, heads = (np.where(rises == up, plot.tops, plot.ends) for up in (True, False))
        squares = Squares(feet, heads, room, range(min(len(self.sizes), _ALONE)))
        self.add(squares, plot.gaps, plot.dots)
        every = range(len(squares))
        self.play(moving(squares, lambda share: squares.unfold(every, share), 1.0))
        definition = maths(mean_square_formula(scenario), theme.LABEL)
        narrowed(definition, frame.width)
        definition.next_to(self.table, DOWN, buff=_LEADING, aligned_edge=LEFT)
        names = mean_square_names(definition, scenario)
        top = float(names.get_bottom()[1]) - _FOR_RESULT
        bars, unit = bar_corners(self.sizes**2, Box.between(frame.corner, (frame.right, top)))
        self.play(moving(squares, lambda share: squares.reshape(bars, share), 1.2))
        height = frame.bottom + unit * loss
        # The squares have passed the place of the formula.
        levelling = moving(squares, lambda share: squares.level(bars, height, share), 1.2)
        self.play(levelling, FadeIn(definition), FadeIn(names))
        line, result = level_mark(frame, height, self.notation.loss, loss, _RESULT)
        self.play(FadeIn(line), FadeIn(result), run_time=0.5)
        self.hold(_LOOK)
