"""The result chapter of a fit lesson: what was found, and what remains."""

from __future__ import annotations

import numpy as np
from manim import DOWN, LEFT, UP, FadeIn, FadeOut, VGroup, VMobject

from gradreel.scenarios.arrays import Array
from gradreel.scenes import regions, theme
from gradreel.scenes.chapter import Chapter
from gradreel.scenes.fit import chapters
from gradreel.scenes.fit.noise_bars import noise_bars, noise_formula
from gradreel.scenes.fit.stage import BEYOND, is_seen, note_above
from gradreel.scenes.parts.about import model_formula
from gradreel.scenes.parts.box import Box
from gradreel.scenes.parts.equation import narrowed
from gradreel.scenes.parts.fit_about import (
    data_of,
    fit_of,
    intercept,
    is_straight,
    noise_mean,
    noise_shifts,
    noise_variance,
    place_to_predict,
    predicted_by,
)
from gradreel.scenes.parts.formula import factor, symbol, value
from gradreel.scenes.parts.found import printed_fits
from gradreel.scenes.parts.lines import dashes
from gradreel.scenes.parts.motion import moving
from gradreel.scenes.parts.numbers import exact, number
from gradreel.scenes.parts.points import discs, polyline, trace
from gradreel.scenes.parts.room import keep_in_room
from gradreel.scenes.parts.scatter import Scatter
from gradreel.scenes.parts.text import Markup, maths, words
from gradreel.scenes.parts.typeset import in_math
from gradreel.scenes.sentences import fit as texts
from gradreel.scenes.sentences.catalogue import text
from gradreel.solver.ending import Outcome

_AIR = 0.4  # above each formula
_ALIKE = 0.01  # of the height of the points: predictions that are closer look the same
_TINY = 1e-12  # where all outputs are equal, and their range is no measure
_NARROWEST, _LOWEST = 0.8, -2.85  # share of its size, and lower end, of a formula below the table
_NEAR = 3.0  # heights of the data: a line farther away is not followed


class FitResult(Chapter):
    """The line that was found beside the truth, or beside what the data allow."""

    plan = chapters.RESULT

    def story(self) -> None:
        scenario = self.recording.scenario
        self.fit, self.data = fit_of(scenario), data_of(scenario)
        self.names = self.fit.written.parameters
        self.end, self.loss = self.run.parameters[-1], float(self.readable.loss[-1])
        self.best = self.objective.minimum
        self.arrived = self.run.ending.outcome.settled and self._looks_best()
        seen = [self.end] if self.arrived or self.best is None else [self.end, self.best]
        self.heads = [maths(symbol(name), theme.LABEL, theme.colors().here) for name in self.names]
        # Long names of parameters take their room from the picture.
        self.frame = regions.current().fit
        longer = max(0.0, max(head.width for head in self.heads) - self.frame.result_head)
        self.left = self.frame.result_columns[0] - longer
        corner, (width, height) = self.frame.result_data
        self.scatter = keep_in_room(
            lambda box: Scatter(self.objective, scenario, box, np.array(seen), _NEAR),
            Box(corner, (width - longer, height)),
        )
        self.line = self.scatter.stroke(self.end)
        self.ends, self.bests = self._printed()
        note = note_above(self.scatter)
        if not is_seen(self.scatter.line(self.end)):
            note.write(text(BEYOND[0]))
        self.appear(self.scatter, self.line, self._table(), note)
        self._tell_end()
        self.hold()
        if not self.arrived:
            self._unfinished()
        elif self.data.truth and self.data.noise:
            self._truth()
        else:
            self._largest_residual()
        if not self.run.ending.outcome.flees:
            self._prediction()

    def _in_units(self, parameters: Array) -> Array:
        """Parameters (p,) of the run in the units of the data, which this chapter speaks of."""
        return self.fit.parsed.in_units(parameters)

    def _looks_best(self) -> bool:
        """Whether what the end predicts for the points looks like what the best would."""
        if self.best is None:
            return True
        inputs = np.array(self.data.inputs)
        ends, best = (self.objective.predict(p, inputs) for p in (self.end, self.best))
        return bool(np.abs(ends - best).max() <= _ALIKE * max(np.ptp(self.data.outputs), _TINY))

    def _tell_end(self) -> None:
        """What became of the run, and whether others are as good."""
        scenario, outcome = self.recording.scenario, self.run.ending.outcome
        end, back = self.ends[:-1], self.fit.scale is not None
        if not self.arrived:
            sentence_of = texts.stopped if outcome.settled else texts.not_arrived
            self.say(sentence_of(self.names, end, self.run.steps, back))
        elif self.best is None:
            self.say(texts.found_one(scenario, self.names, end, back))
            self.hold()
            self.say(texts.as_good(scenario, self._shared_point()))
        elif outcome is Outcome.AT_START or not self.run.grad[0].any():
            self.say(texts.already_best(scenario, self.names, end))
        else:
            self.say(texts.found(self.names, end, back))

    def _shared_point(self) -> tuple[float, float] | None:
        """The point that all the best lines go through: their points have one input only."""
        x = self.scatter.inputs
        if len(self.names) < 2 or not is_straight(self.fit.parsed) or np.ptp(x) > 0:
            return None
        return self.computed(float(x[0])), self._predicted(self.end, float(x[0]))

    # The numbers, in a table

    def _table(self) -> VGroup:
        head = text("label-found" if self.arrived else "label-at-the-end")
        table = VGroup(self._column(head, 0, self.ends, theme.colors().model))
        loss = maths(self.notation.loss, theme.LABEL, theme.colors().loss)
        for row, head_of_row in enumerate([*self.heads, loss], start=1):
            table.add(head_of_row.on_baseline((self.left, self._row(row), 0.0)))
        # The lower end of the table and of the formulas that come below it.
        self.below = self._row(len(self.names) + 1)
        return table

    def _row(self, index: int) -> float:
        """The baseline of a row of the table; its head is row 0."""
        return self.frame.result_top - index * self.frame.result_leading

    def _printed(self) -> tuple[list[str], list[str]]:
        """Parameters and loss of the end and, unless that is as good, of the best beside it."""
        ends, losses = [self.readable.parameters[-1]], [self.loss]
        if not (self.arrived or self.best is None or self.objective.minimum_loss is None):
            ends, losses = [*ends, self.best], [*losses, self.objective.minimum_loss]
        for number_ in (*losses, *np.ravel([self._in_units(end) for end in ends]).tolist()):
            self.computed(number_)
        at = place_to_predict(self.scatter.inputs)
        columns, self.holds = printed_fits(self.objective, self.fit, ends, losses, at)
        return columns[0], columns[1] if len(columns) > 1 else []

    def _column(self, head: str, column: int, shown: list[str], color: str) -> VGroup:
        """A head and numbers below it, flush right."""
        cells = VGroup(words(head, theme.LABEL, color), *(words(t, theme.LABEL) for t in shown))
        for row, cell in enumerate(cells):
            cell.on_baseline((0.0, self._row(row), 0.0))
            cell.shift((self.frame.result_columns[column + 1] - cell.get_right()[0], 0.0, 0.0))
        return cells

    def _unfinished(self) -> None:
        if self.best is None or not self.bests:
            return
        line = polyline(dashes(self.scatter.line(self.best)), theme.colors().loss, 4.0)
        column = self._column(text("label-best"), 1, self.bests, theme.colors().loss)
        *lowest, loss = self.bests
        self.say(texts.best(self.recording.scenario, lowest, loss))
        self.play(FadeIn(line), FadeIn(column), run_time=0.8)
        self.hold()

    def _note(self, *ways: str) -> None:
        """A formula below the table, each under the one before: in the first way that has room."""
        room, notes = regions.safe().right - self.left, [maths(way) for way in ways]
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
        shown = [FadeIn(line), FadeIn(column)]
        if low < high:
            band = self._band(descended, low, high)
            self.add(band, self.scatter.dots, line, self.line)
            shown.append(FadeIn(band))
        self.play(*shown, run_time=1.0)
        self.hold()
        shifts = intercept(self.fit.written)
        mean = self.computed(noise_mean(self.data))
        if low < high or mean:
            self._shift(truth, mean, shifts)
        if mean == 0.0 or shifts:
            self._remains(low, high)

    def _band(self, truth: Array, low: float, high: float) -> VMobject:
        """The strip that holds all points: the true line, and the noise upward of it."""
        box, way = self.scatter.box, self.scatter.line(truth)
        way = way[np.isfinite(way).all(axis=1)]
        unit = self.scatter.unit[1]
        edge = np.vstack([way + low * unit * UP, (way + high * unit * UP)[::-1]])
        edge[:, 1] = edge[:, 1].clip(box.bottom, box.top)
        band = VMobject(fill_color=theme.colors().residual, fill_opacity=0.28, stroke_width=0.0)
        return trace(band, np.vstack([edge, edge[:1]]))

    def _shift(self, truth: Array, mean: float, shifts: str | None) -> None:
        """What the mean of the noise does to the line."""
        shifted = (shifts, float(truth[self.names.index(shifts)])) if shifts else None
        self.say(texts.noise_shift(self.recording.scenario, mean, shifted))
        if mean and shifted:
            name, true = shifted
            self.computed(true + mean)
            sum_ = noise_shifts(true, mean)
            was, added = sum_.operands
            left = f"{value(was)} + {in_math(factor(added), theme.colors().residual)}"
            shown = f"{left} {sum_.sign} {value(sum_.result)}"
            self._note(f"{in_math(symbol(name), theme.colors().here)} approx {shown}")
        self.hold()

    def _remains(self, low: float, high: float) -> None:
        """The final loss beside the variance of the noise."""
        variance, bars = self.computed(noise_variance(self.data)), VGroup()
        self.say(texts.what_remains(self.loss, variance))
        if variance:
            shown = noise_formula(low, high, variance)
            self._note(f"{in_math(self.notation.loss, theme.colors().loss)} approx {shown}")
            made = noise_bars(self.loss, variance, (self.left, self.below - _AIR))
            if float(made.get_bottom()[1]) >= _LOWEST:
                self.play(FadeIn(bars := made), run_time=0.6)
        self.hold()
        self.play(FadeOut(bars), run_time=0.4)

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
        miss = in_math(f"{self.notation.output_at_point} - ({model})", theme.colors().ink)
        self._note(f"max abs({miss}) = {in_math(value(size), theme.colors().residual)}")
        self.hold()
        self.play(FadeOut(mark), run_time=0.4)

    def _prediction(self) -> None:
        x = self.computed(place_to_predict(self.scatter.inputs))
        y = self._predicted(self.end, x)
        other = None if self.arrived else self.best
        best = None if other is None else self._predicted(other, x)
        axes = self.scatter
        place = axes.place(x, y)
        foot, side = axes.place(x, axes.y[0]), axes.place(axes.x[0], y)
        self.say(texts.prediction(self.recording.scenario, x, y, best, not self.holds))
        legs = np.array([foot, place]), np.array([place, side])
        path = np.vstack([dashes(axes.cut(leg)) for leg in legs])
        guide = polyline(path[:0], theme.colors().model, 3.5)
        dot = discs(place[None][axes.within(place[None])], 0.13, theme.colors().model)
        dot.set_stroke(theme.colors().ink, 2.5)
        self.add(guide)

        def draw(share: float) -> None:
            trace(guide, path[: max(2, round(share * len(path)))])

        self.play(moving(guide, draw, 1.4))
        self.play(FadeIn(dot), run_time=0.4)
        line = in_math(self.notation.output, theme.colors().model)
        sign = "=" if self.holds else "approx"
        left, told = f"{line} ({value(exact(x))})", in_math(value(y), theme.colors().model)
        made = predicted_by(self.fit.written, self.ends[:-1], exact(x)) if self.holds else ""
        ways = [f"= {made} = {told}", f"= {made} \\ = {told}"] if made else []
        self._note(*(f"{left} {way}" for way in ways), f"{left} {sign} {told}")

    def _predicted(self, parameters: Array, x: float) -> float:
        return self.computed(float(self.objective.predict(parameters, np.array([[x]]))[0]))
