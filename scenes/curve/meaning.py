"""The meaning chapter of a curve lesson: the slope says which way is down, and how steep it is."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import sympy
from manim import DOWN, LEFT, UL, Animation, FadeIn, FadeOut, VGroup

from gradreel.scenes import theme
from gradreel.scenes.chapter import Chapter
from gradreel.scenes.curve import chapters, poses
from gradreel.scenes.curve.slope_arrow import Against, SlopeArrow, scale_note, shortened
from gradreel.scenes.curve.stage import ROOM, CurveStage
from gradreel.scenes.parts.digits.numbers import exact, number, shared_decimals, with_decimals
from gradreel.scenes.parts.digits.printed import printed
from gradreel.scenes.parts.digits.reading import numbers_in
from gradreel.scenes.parts.formulas.formula import symbol, typst_math, value
from gradreel.scenes.parts.geometry.motion import moving
from gradreel.scenes.parts.geometry.ripple import Ripple
from gradreel.scenes.parts.lettering.text import Counter, maths
from gradreel.scenes.parts.lettering.typeset import in_math
from gradreel.scenes.parts.plots.places import second_place, sides_of_kink
from gradreel.scenes.sentences import curve as texts
from gradreel.solver.numbers import DIGITS, digits_for, rounded

_LOOKS = 33  # places between two others, where the curve may be steeper than at both
_REST = 0.8  # seconds at a place, before the dot goes on
_BACK = 1.0  # seconds from the lowest place back to the start
_EXCHANGE = 0.4  # seconds in which an equation replaces the numbers, and these come back
_BETWEEN = 0.3  # screen units between the lines of an equation


class CurveMeaning(Chapter):
    """Two places on the curve: the sign of the slope says which way is down, its size how steep."""

    plan = chapters.MEANING
    opens = poses.TOUCHED
    closes = poses.TOUCHED

    def story(self) -> None:
        downhill = -float(np.sign(self.run.grad[0, 0]))
        self.stage = CurveStage(self.recording, self.objective, beyond=ROOM * downhill)
        self.x = float(self.run.parameters[0, 0])
        self.place = printed(self.objective, self.run.parameters[0])
        self.slope = float(self.run.grad[0, 0])
        self.other = second_place(self.objective, self.stage.curve.x, self.x)
        width = float(np.ptp(self.stage.curve.x))
        self.kinked = sides_of_kink(self.objective, self.run.parameters[0], 0, width) is not None
        self.lowest, self.seen = self._lowest()
        self._prepare()
        self._first()
        if self.slope == 0.0 or self.kinked:
            return
        if self.other is not None:
            self._second(self.other)
        self._which_way()
        # With data, there would also be a line to explain, for which there is no time.
        formula = self.recording.scenario.fit is None
        solution = VGroup()
        if formula and self.other is not None and self.objective.minimum is not None:
            solution = self._why_not_solve(float(self.objective.minimum[0]))
        if self.lowest is not None:
            if len(solution):
                self.play(FadeOut(solution), FadeIn(self.rows), run_time=_EXCHANGE)
            self.play(self._going(self.lowest, self.x, _BACK))

    def _which_way(self) -> None:
        """Say what sign and size tell, and go to the lowest place, or back to the start."""
        self.say(texts.which_way(self.seen))
        if self.other is not None:
            goal = self.x if self.lowest is None else self.lowest
            self.play(self._going(self.other, goal, max(2.4, self.unread - _REST)))
        self.hold(_REST if self.lowest is not None else 0.0)

    def _why_not_solve(self, best: float) -> VGroup:
        """Tell why one does not solve for slope 0, and solve where that is one step."""
        solution = self._solution(best)
        self.say(texts.why_not_solve(solved=len(solution) > 0))
        if len(solution):  # which says the same as the numbers
            self.play(FadeOut(self.rows), run_time=_EXCHANGE)
        for row in solution:
            self.appear(row)
            self.wait(_REST)
        if not len(solution):
            self.attend(self.stage.curve.at(best))
        self.hold()
        return solution

    def _solution(self, best: float) -> VGroup:
        """The equation for slope 0, solved, in place of the numbers; empty if it has others."""
        (slope,), x = self.objective.partials, symbol(self.parameter)
        (variable,) = slope.free_symbols or {None}
        if variable is None or not slope.is_polynomial(variable) or sympy.degree(slope) != 1:
            return VGroup()
        colors, loss = theme.colors(), self.notation.loss
        sign = "=" if self._is_level(float(rounded(best))) else "approx"
        left = in_math(f"{loss}'({in_math(x, colors.here)})", colors.gradient)
        equations = (
            f"{left} = {typst_math(slope, {self.parameter: colors.here})} = 0",
            in_math(f"{x} {sign} {value(number(best))}", colors.here),
        )
        self.computed(best)
        rows = VGroup(*map(maths, equations)).arrange(DOWN, buff=_BETWEEN, aligned_edge=LEFT)
        rows.move_to(self.rows, aligned_edge=UL)
        return rows if rows.width <= self.stage.room else VGroup()

    def _prepare(self) -> None:
        scenario = self.recording.scenario
        loss, self.parameter = self.notation.loss, scenario.parameters[0]
        derivative = f"{loss}'({symbol(self.parameter)})"
        row = maths(in_math(f"{symbol(self.parameter)} =", theme.colors().here))
        slope = maths(in_math(f"{derivative} =", theme.colors().gradient))
        self.stage.row(row, 0)
        self.stage.row(slope, 1)
        self.numbers = [
            Counter("", theme.FORMULA, color, in_formula=True)
            for color in (theme.colors().here, theme.colors().gradient)
        ]
        for counter, left in zip(self.numbers, (row, slope), strict=True):
            counter.on_baseline((left.get_right()[0] + 0.16, left.origin[1], 0))
        self.rows = VGroup(row, slope, *self.numbers)
        places = [self.x] if self.other is None else [self.x, self.other]
        on_the_way = np.linspace(places[0], places[-1], _LOOKS).tolist()
        arrows = [Against(x, -self._slope(x)) for x in (*places, *on_the_way)]
        lowest = self.objective.minimum
        best = None if lowest is None else float(lowest[0])
        self.digits = digits_for(np.array(places))
        self.decimals = shared_decimals(places, self.digits)
        slopes = [self._slope(place) for place in places]
        passed = [with_decimals(x, self.decimals, self.digits) for x in on_the_way]
        slopes_passed = [self._slope(numbers_in(text)[0].signed) for text in passed]
        self.slope_decimals = _needed(shared_decimals(slopes, DIGITS + 1), slopes_passed)
        self.times = shortened(self.stage.curve.x, arrows, best)
        self.slope_arrow = SlopeArrow(self.stage.curve, f"-{derivative}", self.times or 1)

    def _slope(self, x: float) -> float:
        if x == self.lowest:
            return 0.0
        return self.slope if x == self.x else float(self.objective.gradient([x])[0])

    def _lowest(self) -> tuple[float | None, bool]:
        """The lowest place, if it is level there as printed, and whether one is on the axis."""
        best, (low, high) = self.objective.minimum, self.stage.curve.x
        if self.other is None or best is None or not low < best[0] < high:
            return None, False
        place = float(rounded(float(best[0])))
        return place if self._is_level(place) else None, True

    def _is_level(self, place: float) -> bool:
        """Whether the slope at a place is 0, but for rounding."""
        noise = float(self.objective.gradient_noise([place])[0])
        return abs(float(self.objective.gradient([place])[0])) <= noise

    def _first(self) -> None:
        self._show(self.x)
        if self.kinked:
            self.stage.movers.remove(self.stage.tangent)
        self.add(self.stage, self.stage.movers)
        self.appear(self.stage, self.stage.movers, self.rows)
        if self.kinked:
            self.say(texts.kink(self.parameter, self.place.texts[0], self.slope))
            return
        if self.slope == 0.0:
            self.say("curve-flat")
            return
        self.say(texts.slope_here(self.recording.scenario, self.slope))
        self.play(Ripple(self.stage.curve.at(self.x)).spreading(1))
        if self.times is not None:
            self._grow(self.times, max(1.0, self.unread))
        self.hold()

    def _grow(self, times: int, seconds: float) -> None:
        """Let the arrow grow from the place to its whole length."""
        shown = [FadeIn(self.slope_arrow.label, run_time=0.6)]
        if times != 1:
            shown.append(FadeIn(scale_note(self.computed(times)), run_time=0.6))

        def grow(share: float) -> None:
            self.slope_arrow.grow(self.x, -self.slope, share)

        self.play(moving(self.slope_arrow.arrow, grow, seconds), *shown)

    def _second(self, place: float) -> None:
        self.add(self.stage.dot.copy().set_opacity(0.35))
        shown = self.computed(place)
        self.say(texts.slope_there(self.parameter, shown, self._slope(place), self.slope))
        self.play(self._going(self.x, place, max(2.4, self.unread - _REST)))
        self.hold(_REST)

    def _going(self, here: float, target: float, seconds: float) -> Animation:
        """The animation of the dot to another place, with its tangent, numbers and arrow."""
        movers = VGroup(self.stage.movers, self.rows)
        if self.times is not None:
            movers.add(self.slope_arrow)
        return moving(
            movers, lambda share: self._show((1 - share) * here + share * target), seconds
        )

    def _show(self, x: float) -> None:
        self.stage.stand(x)
        ends = {self.x: self.place.texts[0]}
        if self.other is not None:
            ends[self.other] = exact(self.other)
        if self.lowest is not None:
            ends[self.lowest] = number(self.lowest)
        text = ends.get(x) or with_decimals(x, self.decimals, self.digits)
        printed_x = self.computed(numbers_in(text)[0].signed)
        slope = self._slope(x) if x in (self.x, self.lowest) else self._slope(printed_x)
        self.slope_arrow.put(x, -slope)
        rising = number(slope) if x in ends else self._written(slope)
        for counter, shown in zip(self.numbers, (text, rising), strict=True):
            counter.write(shown)

    def _written(self, slope: float) -> str:
        """A slope with fixed decimals, so that no digit jumps, if they leave it enough digits."""
        fixed, usual = with_decimals(slope, self.slope_decimals), number(slope)
        off, allowed = (abs(numbers_in(text)[0].signed - slope) for text in (fixed, usual))
        return fixed if off <= allowed else usual


def _needed(most: int | None, values: Sequence[float]) -> int | None:
    """How many of at most so many decimals it takes to print values: none of them is always 0."""
    if most is None:
        return None
    fewest = (n for n in range(most) if all(round(v, n) == round(v, most) for v in values))
    return next(fewest, most)
