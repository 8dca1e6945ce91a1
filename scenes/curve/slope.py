"""The slope chapter of a curve lesson: how the slope is found."""

from __future__ import annotations

import numpy as np
from manim import Animation, FadeIn, FadeOut, VGroup, smooth

from gradreel.scenes import regions, theme
from gradreel.scenes.chapter import Chapter
from gradreel.scenes.curve import chapters, poses
from gradreel.scenes.curve.above_curve import put_above
from gradreel.scenes.curve.confirmation import confirmed, shown
from gradreel.scenes.curve.confirmation_table import confirmation_table
from gradreel.scenes.curve.derivation import Derivation, derivation
from gradreel.scenes.curve.derivation_rows import DerivationRows, stacked
from gradreel.scenes.curve.expansion_rows import readable_rows
from gradreel.scenes.curve.multiplying_out import multiply_out
from gradreel.scenes.curve.secant import Secant, secant
from gradreel.scenes.curve.secant_line import SecantLine
from gradreel.scenes.curve.stage import CurveStage
from gradreel.scenes.parts.digits.numbers import exact, number
from gradreel.scenes.parts.digits.printed import printed
from gradreel.scenes.parts.digits.reading import numbers_in
from gradreel.scenes.parts.formulas.about import objective_formulas
from gradreel.scenes.parts.formulas.formula import symbol, typst_math, value
from gradreel.scenes.parts.formulas.notation import spoken
from gradreel.scenes.parts.geometry.motion import moving
from gradreel.scenes.parts.geometry.points import trace
from gradreel.scenes.parts.lettering.text import Markup, maths
from gradreel.scenes.parts.lettering.typeset import in_math, upright
from gradreel.scenes.parts.lettering.underline import Underline
from gradreel.scenes.parts.lettering.writing import written
from gradreel.scenes.parts.plots.places import closer, neighbour, second_place, sides_of_kink
from gradreel.scenes.sentences import curve as texts
from gradreel.scenes.sentences.catalogue import text

_GLIDE = 0.4  # of the time from one distance to the next; in the rest its numbers can be read
_STOP = 1.3  # seconds from one distance to the next
_LINE = 0.8  # seconds for a line of a derivation, at least
_GONE = 0.3  # opacity of what becomes 0 with h: still seen, but no part of the formula any more


class CurveSlope(Chapter):
    """Two points and their secant; as the points meet, it becomes the tangent."""

    plan = chapters.SLOPE
    opens = poses.START
    closes = poses.TOUCHED

    def story(self) -> None:
        self.stage = CurveStage(self.recording, self.objective, alone=True)
        self.x = float(self.run.parameters[0, 0])
        self.place = printed(self.objective, self.run.parameters[0])
        self.h = neighbour(self.objective, self.stage.curve.x, self.x)
        self.name = self.recording.scenario.parameters[0]
        self.loss, self.symbol = self.notation.loss, symbol(self.name)
        self.formula = VGroup()
        self.secants: dict[float, Secant] = {}
        self.formulas: dict[Secant, Markup] = {}
        self.sides = sides_of_kink(
            self.objective, self.run.parameters[0], 0, float(np.ptp(self.stage.curve.x))
        )
        self._ask()
        self._secant()
        if self.sides:
            self._kink(*self.sides)
            return
        self.say(texts.limit(self.notation))
        self._shrink(self.h)
        self._find()

    def _ask(self) -> None:
        self.stage.stand(self.x)
        self.appear(self.stage, self.stage.dot, *self._loss())
        self.say(texts.how_steep(self.recording.scenario, self.place.texts[0]))
        self.attend(self.stage.curve.at(self.x))
        self.hold()

    def _loss(self) -> list[Markup]:
        """The formula of the loss beside the curve; empty if it could not be read there."""
        formula = maths("".join(next(objective_formulas(self.objective, self.recording.scenario))))
        if formula.width > self.stage.room * theme.FORMULA / theme.TICK:
            return []
        self.stage.row(formula, 0)
        self.formula.add(formula)
        return [formula]

    def _secant(self) -> None:
        """Let a second point leave the first; show run, rise and slope."""
        self.pair = SecantLine(self.stage.curve, self.x, spoken(self.notation.distance))
        rise, run = upright(text("label-rise")), upright(text("label-run"))
        self.quotient = maths(f"{rise} / {run} = {self._fraction()}", theme.FORMULA)
        self.stage.row(self.quotient, 0)
        self.say("curve-secant")
        self.pair.draw(self.h, 0.0)
        self.add(self.pair.line, self.pair.other, self.stage.dot)
        self.play(FadeIn(self.pair.other), run_time=0.4)
        moved = VGroup(self.pair.line, self.pair.other, self.stage.dot)
        self.play(moving(moved, lambda share: self.pair.draw(self.h, share), 0.8))
        self.in_numbers = self._row(self._measured(self.h)).copy()
        self._write(self.h)
        run_label, rise_label = self.pair.labels
        leaving = [FadeOut(self.formula)] if len(self.formula) else []
        self.add(self.pair.run, self.stage.dot)
        self.play(FadeIn(self.pair.run), FadeIn(run_label), run_time=0.6)
        self.play(FadeIn(self.pair.rise), FadeIn(rise_label), *leaving, run_time=0.6)
        self.play(FadeIn(self.quotient), run_time=0.6)
        self.appear(self.in_numbers)
        self.hold()

    def _shrink(self, h: float) -> None:
        """Let the second point come closer, from a distance h."""
        everything = VGroup(self.pair, self.stage.dot, self.in_numbers)
        stops = closer(h)
        self.pair.put(h)
        self._write(h)

        def come(share: float) -> None:
            past = min(int(share * (len(stops) - 1)), len(stops) - 2)
            gone = min(1.0, (share * (len(stops) - 1) - past) / _GLIDE)
            before, after = stops[past : past + 2]
            self.pair.put(before + smooth(gone) * (after - before))
            # Between two distances, the numbers are those of neither.
            self._write(before if gone < 0.5 else after)
            for numbers in (self.in_numbers, self.pair.labels):
                numbers.set_fill(opacity=abs(1.0 - 2.0 * gone))

        if len(stops) > 1:
            self.play(moving(everything, come, _STOP * (len(stops) - 1), steady=True))
        self.hold()

    def _write(self, h: float) -> None:
        """Write the numbers for a distance: run, rise and slope."""
        numbers = self._measured(h)
        for number_ in (
            numbers.distance,
            numbers.height,
            numbers.start,
            numbers.rise,
            numbers.slope,
        ):
            self.computed(numbers_in(number_)[0].signed)
        self.pair.write(numbers, float(np.sign(h)))
        self.in_numbers.look_like(self._row(numbers))

    def _measured(self, h: float) -> Secant:
        """The slope over a distance, computed once, because many frames need it."""
        if h not in self.secants:
            self.secants[h] = secant(self.objective, self.place, h)
        return self.secants[h]

    def _row(self, numbers: Secant) -> Markup:
        """A slope in numbers, typeset once; only its result if there is no room for more."""
        if numbers not in self.formulas:
            row = maths(numbers.formula, theme.FORMULA)
            if row.width > self.stage.room * theme.FORMULA / theme.TICK:
                row = maths(numbers.result, theme.FORMULA)
            self.stage.row(row, 1)
            self.formulas[numbers] = row
        return self.formulas[numbers]

    def _find(self) -> None:
        """Find the derivative: work it out, or state and confirm it, or show its value here."""
        trace(self.pair.line, self.stage.curve.tangent(self.x, float(self.run.grad[0, 0])))
        found = derivation(self.objective, self.recording.scenario, self.place)
        if found is not None and self._work_out(found):
            return
        if not self._confirm():
            self._tell()

    def _work_out(self, found: Derivation) -> bool:
        """Work out the quotient for every place, and return whether there is room for that."""
        rows = DerivationRows(found, self._slope_here())
        if not rows.stack():
            return False
        for number_ in found.numbers:
            self.computed(number_)
        if not self._expand(found):
            whole = maths(found.whole, theme.LABEL)
            seen = put_above(whole, self.stage.curve.box)
            multiplied = seen and found.multiplied
            self.say(texts.worked_out(self.notation, self.recording.scenario, multiplied))
            self._make_room(*([FadeIn(whole)] if seen else []))
        lasting = max(_LINE, self.unread / (len(rows.steps) + 1))
        for row in rows.steps:
            self.play(written(row, lasting))
        if len(rows.going):
            self.play(rows.going.animate.set_fill(opacity=_GONE), run_time=lasting)
        self.say("curve-derivative")
        self.appear(rows.derivative)
        line = Underline(rows.derivative, theme.colors().gradient)
        self.play(line.drawing(max(_LINE, self.unread / 2)))
        self.appear(rows.here)
        return True

    def _expand(self, found: Derivation) -> bool:
        """Show how the loss of data becomes a polynomial, and return whether that can be read."""
        scenario = self.recording.scenario
        rows = scenario.fit and readable_rows(scenario, found.coefficients, found.sign)
        if not rows:
            return False
        for number_ in rows.numbers:
            self.computed(number_)
        self.say(texts.multiplied_out(self.notation, scenario))
        self._make_room()
        loss = rows.loss(theme.LABEL)
        multiply_out(self, rows, loss if put_above(loss, self.stage.curve.box) else VGroup())
        self.say(texts.worked_out(self.notation, scenario, multiplied=False))
        return True

    def _confirm(self) -> bool:
        """State the derivative and compare it with short secants; return whether it is known."""
        expression = next(iter(self.objective.partials), None)
        other = second_place(self.objective, self.stage.curve.x, self.x)
        places = [float(self.place.typed[0]), *([] if other is None else [self.computed(other)])]
        found = confirmed(self.objective, self.stage.curve.x, places)
        if expression is None or found is None:
            return False
        here = {self.name: theme.colors().here}
        left = in_math(f"{self.loss}'({in_math(self.symbol, here[self.name])})", _gradient())
        derivative = maths(f"{left} = {typst_math(expression, here)}", theme.FORMULA)
        rows = shown(found, [self.place.texts[0], *map(exact, places[1:])])
        for quantity in (found.h, *(number_ for pair in found.slopes for number_ in pair)):
            self.computed(quantity)
        table = confirmation_table(found.h, rows, self.symbol, self.notation)
        if not stacked([derivative, *table]):
            return False
        self.say(texts.by_rules(self.name))
        self._make_room()
        self.play(written(derivative, max(_LINE, self.unread)))
        self.say(texts.confirmed(self.notation, number(found.h), len(places)))
        head, first, *others = table
        self.appear(head, first)
        for row in others:
            self.play(self._glide(places[0], places[1], max(1.2, self.unread - 0.6)))
            self.appear(row)
        return True

    def _glide(self, here: float, target: float, seconds: float) -> Animation:
        """The animation of the dot to another place, with its tangent."""
        self.remove(self.pair.line)
        moved = VGroup(self.stage.tangent, self.stage.dot)
        return moving(moved, lambda s: self.stage.stand(here + s * (target - here)), seconds)

    def _make_room(self, *coming: Animation) -> None:
        """Remove the numbers of the second point, and move the quotient up."""
        # One by one: as a group they would come to the front, over the dot.
        old = [FadeOut(part) for part in (self.in_numbers, *self.pair.legs)]
        up = self.quotient.animate.move_to(
            (self.quotient.get_x(), regions.current().curve.quotient, 0.0)
        )
        self.play(*old, up, *coming, run_time=0.6)

    def _tell(self) -> None:
        """Say what the limit is, and show the slope here."""
        self.say("curve-derivative-here")
        derivative = in_math(f"{self.loss}'({self.symbol})", _gradient())
        tends = f"lim_({self.notation.distance} arrow 0)"
        limit = maths(f"{derivative} = {tends} {self._fraction()}", theme.FORMULA)
        self._conclude(limit, maths(self._slope_here()))

    def _slope_here(self) -> str:
        """The slope at the start, as Typst math."""
        here = in_math(value(self.place.texts[0]), theme.colors().here)
        slope = value(float(self.run.grad[0, 0]))
        return in_math(f"{self.loss}'({here}) {self.place.sign} {slope}", _gradient())

    def _kink(self, before: float, after: float) -> None:
        """Let the second point come from either side, to a different slope on each."""
        near, beyond = map(self.computed, (after, before) if self.h > 0 else (before, after))
        self.say(texts.from_one_side(self.notation, near))
        self._shrink(self.h)
        self.say(texts.from_other_side(beyond))
        if np.isfinite(self.objective.value([self.x - self.h])):
            self._shrink(-self.h)
        self._conclude(*(self._limit_from(sign, s) for sign, s in (("-", before), ("+", after))))

    def _limit_from(self, sign: str, slope: float) -> Markup:
        tends = f"lim_({self.notation.distance} arrow 0^{sign})"
        shown_ = in_math(value(slope), _gradient())
        return maths(f"{tends} {self._fraction()} = {shown_}", theme.FORMULA)

    def _conclude(self, *formulas: Markup) -> None:
        """Replace what moved by formulas."""
        for row, formula in enumerate(formulas):
            self.stage.row(formula, row)
        gone = (self.quotient, self.in_numbers, *self.pair.legs)
        self.play(*map(FadeOut, gone), run_time=0.4)
        self.appear(*formulas)

    def _fraction(self) -> str:
        x, h = in_math(self.symbol, theme.colors().here), self.notation.distance
        loss = in_math(self.loss, theme.colors().loss)
        return f"({loss} ({x} + {h}) - {loss} ({x})) / {h}"


def _gradient() -> str:
    return theme.colors().gradient
