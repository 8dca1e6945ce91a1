"""The result chapter of a fit lesson: what was found, and what remains."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import DOWN, LEFT, UP, Animation, FadeIn, FadeOut, VGroup, VMobject

from gradreel.scenarios.arrays import Array
from gradreel.scenes import regions, theme
from gradreel.scenes.chapter import Chapter
from gradreel.scenes.fit import chapters, poses
from gradreel.scenes.fit.equally_good import free_change, shared_point, swinging
from gradreel.scenes.fit.found_formula import formula_above
from gradreel.scenes.fit.found_line import FoundLine
from gradreel.scenes.fit.noise_bars import NoiseBars, noise_formulas
from gradreel.scenes.fit.stage import BEYOND, ENTER, is_seen, note_above, with_residuals
from gradreel.scenes.parts.digits.numbers import number
from gradreel.scenes.parts.formulas.about import model_formula
from gradreel.scenes.parts.formulas.equation import narrowed
from gradreel.scenes.parts.formulas.fit_about import (
    intercept,
    noise_mean,
    noise_shifts,
    noise_variance,
)
from gradreel.scenes.parts.formulas.formula import factor, symbol, value
from gradreel.scenes.parts.geometry.box import Box
from gradreel.scenes.parts.geometry.lines import dashes
from gradreel.scenes.parts.geometry.motion import moving
from gradreel.scenes.parts.geometry.points import between, discs, polyline, trace
from gradreel.scenes.parts.lettering.text import Markup, maths, words
from gradreel.scenes.parts.lettering.typeset import in_math
from gradreel.scenes.parts.lettering.underline import Underline
from gradreel.scenes.parts.plots.room import keep_in_room
from gradreel.scenes.parts.plots.scatter import Scatter
from gradreel.scenes.sentences import fit as texts
from gradreel.scenes.sentences.catalogue import text
from gradreel.scenes.sentences.runs import counted
from gradreel.solver.ending import Outcome

_AIR = 0.4  # screen units above each formula
_NARROWEST, _LOWEST = 0.8, -2.85  # the least scale and the lowest end of formulas below the table
_SIZE = 0.42  # em in screen units of formulas: little larger than the numbers in the table
# Seconds, at least, for the noise to appear, and for its mean to lift the line; for their sum.
_WIDENING, _LIFTING, _SUM = 3.2, 2.0, 1.8
# For the lines below numbers: seconds, at least, and their share of the time to read the sentence.
_PASSING, _SLOWLY = 0.8, 0.8
_NEAR = 3.0  # heights of the data: a line farther away is not included


class FitResult(Chapter):
    """The line that was found, compared with the truth, or with what the data allow."""

    plan = chapters.RESULT
    opens = poses.FOUND
    closes = poses.FOUND

    def story(self) -> None:
        scenario = self.recording.scenario
        self.finding = found = FoundLine(self.recording, self.objective, self.readable)
        self.fit, self.data, self.end = found.fit, found.data, found.end
        self.names = self.fit.written.parameters
        self.loss, self.best = float(self.readable.loss[-1]), self.objective.minimum
        included = [self.end] if found.better is None else [self.end, found.better]
        self.heads = [maths(symbol(name), theme.LABEL, theme.colors().here) for name in self.names]
        # Long names of parameters make the picture narrower.
        self.frame = regions.current().fit
        longer = max(0.0, max(head.width for head in self.heads) - self.frame.result_head)
        self.left = self.frame.result_columns[0] - longer
        corner, (width, height) = self.frame.result_data
        self.scatter = keep_in_room(
            lambda box: Scatter(self.objective, scenario, box, np.array(included), _NEAR),
            Box(corner, (width - longer, height)),
        )
        self.line = self.scatter.stroke(self.end)
        self.ends, self.bests = self._printed()
        note, seen = note_above(self.scatter), is_seen(self.scatter.line(self.end))
        note.write("" if seen else text(BEYOND[0]))
        self.appear(self.scatter, self.line, self._table(), note, run_time=ENTER)
        if above := formula_above(found, self.scatter) if seen else []:
            self.play(*map(FadeIn, above), run_time=ENTER)
        generated = bool(self.data.truth and self.data.noise)
        self._tell_end(generated)
        if self.unread:
            self.play(*self._underlining(self.found, max(_PASSING, _SLOWLY * self.unread)))
        self.hold()
        if not found.arrived:
            self._unfinished()
        elif generated:
            self._truth()
        else:
            self._largest_residual()

    def _in_units(self, parameters: Array) -> Array:
        """Parameters (p,) of the run in the units of the data, which this chapter uses."""
        return self.fit.parsed.in_units(parameters)

    def _tell_end(self, generated: bool) -> None:
        """Say how the run ended, and whether other lines are as good.

        For `generated` points, what was found is compared with what they were generated with.
        """
        scenario, outcome = self.recording.scenario, self.run.ending.outcome
        end, back = self.ends[:-1], self.fit.scale is not None
        if not self.finding.arrived:
            sentence_of = texts.stopped if outcome.settled else texts.not_arrived
            sentence = sentence_of(self.names, end, self.run.steps, back)
            self.say(counted(sentence, scenario, self.run))
        elif self.best is None:
            self._tell_one_of_many(end, back)
        elif outcome is Outcome.AT_START or not self.run.grad[0].any():
            self.say(texts.already_best(scenario, self.names, end))
        elif back or not generated:
            self.say(texts.found(self.names, end, back))

    def _tell_one_of_many(self, end: Sequence[str], back: bool) -> None:
        """Say what was found, and which others are as good."""
        scenario, names, found = self.recording.scenario, self.names, self.found
        change = free_change(self.objective, self.end, self.scatter)
        told = texts.found_one(scenario, names, end, back)
        self.say(told if change.any() else texts.found(names, end, back))
        self.play(*self._underlining(found, max(_PASSING, _SLOWLY * self.unread)))
        self.hold()
        if not change.any():
            self.say(texts.same_line(scenario, names))
            return
        point = shared_point(self.objective, self.fit.parsed, self.end, self.scatter.inputs)
        for number_ in point or ():
            self.computed(number_)
        self.say(texts.as_good(scenario, point))
        self.play(swinging(self.line, self.scatter, self.end, change, self.unread))

    # The numbers, in a table

    def _table(self) -> VGroup:
        head = text("label-found" if self.finding.arrived else "label-at-the-end")
        self.found = self._column(head, 0, self.ends, theme.colors().model)
        table = VGroup(self.found)
        loss = maths(self.notation.loss, theme.LABEL, theme.colors().loss)
        for row, head_of_row in enumerate([*self.heads, loss], start=1):
            table.add(head_of_row.on_baseline((self.left, self._row(row), 0.0)))
        # The lower end of the table, and later of the formulas below it.
        self.below = self._row(len(self.names) + 1)
        return table

    def _row(self, index: int) -> float:
        """The baseline of a row of the table; its head is row 0."""
        return self.frame.result_top - index * self.frame.result_leading

    def _printed(self) -> tuple[list[str], list[str]]:
        """The printed parameters and loss of the end and, if that is better, of the best."""
        ends, losses = self.finding.rows
        for number_ in (*losses, *np.ravel([self._in_units(end) for end in ends]).tolist()):
            self.computed(number_)
        columns, _ = self.finding.printed
        return columns[0], columns[1] if len(columns) > 1 else []

    def _column(self, head: str, column: int, shown: list[str], color: str) -> VGroup:
        """A head with numbers below it, flush right."""
        cells = VGroup(words(head, theme.LABEL, color), *(words(t, theme.LABEL) for t in shown))
        for row, cell in enumerate(cells):
            cell.on_baseline((0.0, self._row(row), 0.0))
            cell.shift((self.frame.result_columns[column + 1] - cell.get_right()[0], 0.0, 0.0))
        return cells

    def _underlining(self, column: VGroup, seconds: float) -> list[Animation]:
        """Animations of lines that pass below the parameters of a column."""
        _, *cells, _ = column
        return [Underline(cell, theme.colors().ink).passing(seconds) for cell in cells]

    def _unfinished(self) -> None:
        if self.best is None or not self.bests:
            return
        line = polyline(dashes(self.scatter.line(self.best)), theme.colors().loss, 4.0)
        column = self._column(text("label-best"), 1, self.bests, theme.colors().loss)
        *lowest, loss = self.bests
        self.say(texts.best(self.recording.scenario, lowest, loss))
        self.play(FadeIn(line), FadeIn(column), run_time=0.8)
        self.play(*self._underlining(column, max(_PASSING, _SLOWLY * self.unread)))
        self.hold()

    def _note(self, *versions: str) -> None:
        """Add a formula below the table and earlier ones, in the first version that fits."""
        room = regions.safe().right - self.left
        notes = [maths(version, _SIZE) for version in versions]
        note = next((note for note in notes if self._has_room(note, room)), notes[-1])
        narrowed(note, room)
        left = (self.left, self.below, 0)
        note.next_to(left, DOWN, buff=_AIR).align_to(left, LEFT)
        self.below = float(note.get_bottom()[1])
        self.play(FadeIn(note), run_time=0.6)

    def _has_room(self, note: Markup, room: float) -> bool:
        share = room / max(room, float(note.width))
        return share >= _NARROWEST and self.below - _AIR - share * note.height >= _LOWEST

    # Data that were generated

    def _truth(self) -> None:
        assert self.data.truth is not None
        assert self.data.noise is not None
        truth = np.array([self.data.truth[name] for name in self.names])
        descended = self.fit.parsed.of_units(truth)
        line = polyline(dashes(self.scatter.line(descended)), theme.colors().ink, 3.5)
        column = self._column(
            text("label-true"), 1, [number(value) for value in truth], theme.colors().ink
        )
        low, high = map(self.computed, self.data.noise)
        self.say(texts.made_with(self.names, truth, self.data.noise))
        self.play(FadeIn(line), FadeIn(column), run_time=0.8)
        passing = self._underlining(column, seconds := max(_WIDENING, self.unread))
        if low < high:
            band = VMobject(fill_color=theme.colors().residual, fill_opacity=0.28, stroke_width=0.0)
            self.add(band, self.scatter.dots, line, self.line)
            widen = moving(
                band,
                lambda share: self._widen(band, descended, low, low + share * (high - low)),
                seconds,
            )
            self.play(widen, *passing)
        self.hold()
        shifts, mean = intercept(self.fit.written), self.computed(noise_mean(self.data))
        if low < high or mean:
            self._shift(truth, mean, shifts, line)
        if mean == 0.0 or shifts:
            self._remains(low, high)

    def _widen(self, band: VMobject, truth: Array, low: float, high: float) -> None:
        """Draw the strip of noise above the true line, from the least noise up to a larger one."""
        box, true_line = self.scatter.box, self.scatter.line(truth)
        true_line = true_line[np.isfinite(true_line).all(axis=1)]
        unit = self.scatter.unit[1]
        edge = np.vstack([true_line + low * unit * UP, (true_line + high * unit * UP)[::-1]])
        edge[:, 1] = edge[:, 1].clip(box.bottom, box.top)
        trace(band, np.vstack([edge, edge[:1]]))

    def _shift(self, truth: Array, mean: float, shifts: str | None, line: VMobject) -> None:
        """Show how the mean of the noise lifts the true line to where the best one is."""
        shifted = (shifts, float(truth[self.names.index(shifts)])) if shifts else None
        self.say(texts.noise_shift(self.recording.scenario, mean, shifted))
        if mean and shifted:
            lifted, lift = line.copy(), mean * self.scatter.unit[1] * UP
            self.add(lifted)
            seconds = max(_LIFTING, self.unread - _SUM)
            self.play(lifted.animate.shift(lift), run_time=seconds)
            name, true = shifted
            self.computed(true + mean)
            sum_ = noise_shifts(true, mean)
            was, added = sum_.operands
            left = f"{value(was)} + {in_math(factor(added), theme.colors().residual)}"
            shown = f"{left} {sum_.sign} {value(sum_.result)}"
            self._note(f"{in_math(symbol(name), theme.colors().here)} approx {shown}")
            self.play(FadeOut(lifted), run_time=0.4)
        self.hold()

    def _remains(self, low: float, high: float) -> None:
        """Compare the mean square of the remaining residuals with the variance of the noise."""
        variance, scatter = self.computed(noise_variance(self.data)), self.scatter
        self.say(texts.what_remains(self.loss, variance))
        starts, ends = scatter.residuals(self.end, with_residuals(scatter.inputs))
        left = polyline(between(ends, ends), theme.colors().residual, 2.5, stroke_opacity=0.8)
        self.add(left, self.line)

        def grow(share: float) -> None:
            trace(left, between(ends, ends + share * (starts - ends)))

        self.play(moving(left, grow, 1.4))
        if variance:
            self._note(*noise_formulas(low, high, variance))
            bars = NoiseBars(self.loss, variance, (self.left, self.below - _AIR))
            if float(bars.get_bottom()[1]) >= _LOWEST:
                self.add(bars)
                self.play(moving(bars, bars.draw, 1.2))
        self.hold()

    # Data from elsewhere

    def _largest_residual(self) -> None:
        if self.loss == 0.0:
            self.say(texts.largest_residual(self.recording.scenario, 0.0, 0.0))
            self.hold()
            return
        predicted = self.objective.predict(self.end, self.scatter.inputs[:, None])
        missed = self.scatter.outputs - predicted
        worst = np.array([np.argmax(np.abs(missed))])
        start, end = self.scatter.residuals(self.end, worst)
        mark = VGroup(
            polyline(np.vstack([start, end]), theme.colors().residual, 4.0),
            discs(start, self.scatter.radius * 1.3, theme.colors().residual),
        )
        size = self.computed(float(np.abs(missed).max()))
        self.say(texts.largest_residual(self.recording.scenario, self.loss, size))
        self.play(FadeIn(mark), run_time=0.8)
        model = model_formula(self.recording.scenario, of_point=True, in_units=True)
        miss = in_math(f"{model} - {self.notation.output_at_point}", theme.colors().ink)
        self._note(f"max abs({miss}) = {in_math(value(size), theme.colors().residual)}")
        self.hold()
        self.play(FadeOut(mark), run_time=0.4)
