"""The slope chapter of a curve lesson: how the slope is found."""

from __future__ import annotations

import numpy as np
from manim import DOWN, UP, FadeOut, VGroup, VMobject, smooth

from gradreel.scenes import theme
from gradreel.scenes.chapter import Chapter
from gradreel.scenes.curve import chapters, poses
from gradreel.scenes.curve.stage import DOT, CurveStage, covers
from gradreel.scenes.parts.formula import symbol, value
from gradreel.scenes.parts.motion import moving
from gradreel.scenes.parts.numbers import number
from gradreel.scenes.parts.places import (
    DIGITS_OF_H,
    as_shown,
    closer,
    neighbour,
    sides_of_kink,
)
from gradreel.scenes.parts.points import place_discs, trace
from gradreel.scenes.parts.printed import printed
from gradreel.scenes.parts.text import Counter, Markup, maths, words
from gradreel.scenes.parts.typeset import in_math
from gradreel.scenes.sentences import curve as texts

_GLIDE = 0.5  # of the time from one distance to the next: then its numbers can be read
_STOP = 0.64  # seconds from one distance to the next
_SEEN = 0.5  # of the screen: a leg so high has its number
_SAMPLES = 401  # of the curve, to find out whether a number stands off it
_BESIDE = 0.12  # from a leg to its name


class CurveSlope(Chapter):
    """Two points and the line through them; the points meet, and the line is the tangent."""

    plan = chapters.SLOPE
    opens = poses.START
    closes = poses.START

    def story(self) -> None:
        self.stage = CurveStage(self.recording, self.objective, alone=True)
        self.x = float(self.run.parameters[0, 0])
        self.place = printed(self.objective, self.run.parameters[0])
        self.h = neighbour(self.objective, self.stage.curve.x, self.x)
        scenario = self.recording.scenario
        self.loss, self.symbol = self.notation.loss, symbol(scenario.parameters[0])
        self.sides = sides_of_kink(self.objective, self.run.parameters[0], 0, self._width)
        self._ask()
        self._secant()
        if self.sides:
            self._kink(*self.sides)
        else:
            self._limit()

    @property
    def _width(self) -> float:
        return float(np.ptp(self.stage.curve.x))

    def _ask(self) -> None:
        self.stage.stand(self.x)
        self.appear(self.stage, self.stage.dot)
        self.say(texts.how_steep(self.recording.scenario, self.place.texts[0]))
        self.hold()

    def _secant(self) -> None:
        self.line = VMobject(stroke_color=theme.colors().gradient, stroke_width=5.0)
        self.legs = VMobject(stroke_color=theme.colors().ink, stroke_width=2.5)
        self.other = VMobject(fill_color=theme.colors().ink, fill_opacity=1.0, stroke_width=0.0)
        self.leg_name = maths(self.notation.distance, theme.LABEL)
        self.rise = Counter("", theme.LABEL)
        self.drawn = self.stage.curve.at(np.linspace(*self.stage.curve.x, _SAMPLES))
        self.movers = VGroup(self.legs, self.line, self.other, self.leg_name, self.rise)
        self.quotient = maths(f"{self._fraction()} =", theme.FORMULA)
        slopes = [self._quotient(h) for h in closer(self.h)]
        shown = [number(slope) for slope in slopes]
        spare = max(words(text, theme.FORMULA).width for text in shown) + 0.2
        self.stage.row(self.quotient, 0, spare)
        self.distance = maths(f"{self.notation.distance} =", theme.FORMULA)
        self.stage.row(self.distance, 1)
        self.slope_number = Counter("", theme.FORMULA, theme.colors().gradient)
        self.h_number = Counter("", theme.FORMULA)
        for counter, left in ((self.slope_number, self.quotient), (self.h_number, self.distance)):
            # A fraction's own baseline is that of its line of writing.
            counter.on_baseline((left.get_right()[0] + 0.16, left.get_center()[1] - 0.16, 0))
        self._spread(self.h)
        self._write(self.h)
        self.say("curve-secant")
        self.appear(self.other, self.legs, self.leg_name, self.rise)
        self.appear(self.line, self.quotient, self.distance, self.slope_number, self.h_number)
        self.bring_to_front(self.other, self.stage.dot)
        self.hold(1.0)

    def _limit(self) -> None:
        self.say(texts.limit(self.notation))
        self._shrink(self.h)
        self.say("curve-derivative")
        slope = float(self.run.grad[0, 0])
        trace(self.line, self.stage.curve.tangent(self.x, slope))
        derivative = in_math(f"{self.loss}'({self.symbol})", theme.colors().gradient)
        tends = f"lim_({self.notation.distance} arrow 0)"
        limit = maths(f"{derivative} = {tends} {self._fraction()}", theme.FORMULA)
        result = maths(
            in_math(
                f"{self.loss}'({in_math(value(self.place.texts[0]), theme.colors().here)})"
                f" {self.place.sign} {value(slope)}",
                theme.colors().gradient,
            )
        )
        self._conclude(limit, result)

    def _shrink(self, h: float) -> None:
        """Let the second point come closer, from a distance h on."""
        everything = VGroup(self.movers, self.stage.dot, self.slope_number, self.h_number)
        stops = closer(h)
        self._spread(h)
        self._write(h)

        def come(share: float) -> None:
            past = min(int(share * (len(stops) - 1)), len(stops) - 2)
            gone = smooth(min(1.0, (share * (len(stops) - 1) - past) / _GLIDE))
            before, after = stops[past : past + 2]
            self._spread(before + gone * (after - before))
            self._write(after if gone > 0.5 else before)

        if len(stops) > 1:
            self.play(moving(everything, come, _STOP * (len(stops) - 1), steady=True))
        self.hold()

    def _kink(self, before: float, after: float) -> None:
        """The second point comes from either side, to a slope of its own on each."""
        near, beyond = map(self.computed, (after, before) if self.h > 0 else (before, after))
        self.say(texts.from_one_side(self.notation, near))
        self._shrink(self.h)
        self.say(texts.from_other_side(beyond))
        if np.isfinite(self.objective.value([self.x - self.h])):
            self._shrink(-self.h)
        self._conclude(*(self._limit_from(sign, s) for sign, s in (("-", before), ("+", after))))

    def _limit_from(self, sign: str, slope: float) -> Markup:
        tends = f"lim_({self.notation.distance} arrow 0^{sign})"
        shown = in_math(value(slope), theme.colors().gradient)
        return maths(f"{tends} {self._fraction()} = {shown}", theme.FORMULA)

    def _conclude(self, *formulas: Markup) -> None:
        """Put formulas in place of what moved."""
        for row, formula in enumerate(formulas):
            self.stage.row(formula, row)
        old = [self.quotient, self.distance, self.slope_number, self.h_number, self.other]
        old += [self.legs, self.rise]
        self.play(*(FadeOut(item) for item in old), run_time=0.4)
        self.appear(*formulas)

    def _fraction(self) -> str:
        x, h = in_math(self.symbol, theme.colors().here), self.notation.distance
        return f"({self.loss}({x} + {h}) - {self.loss}({x})) / {h}"

    def _spread(self, h: float) -> None:
        """Put the second point at a distance h."""
        curve = self.stage.curve
        first, second = curve.at(self.x), curve.at(self.x + h)
        ahead = np.sign(h) * (second - first)
        left, right = (first, second) if h > 0 else (second, first)
        trace(self.line, curve.through(left, right, ahead))
        corner = np.array([second[0], first[1], 0.0])
        trace(self.legs, np.vstack([curve.dashed(first, corner), curve.dashed(corner, second)]))
        place_discs(self.other, second[None][curve.within(second[None])], 0.8 * DOT)
        under = second[1] >= first[1] and first[1] > curve.box.bottom + 0.5
        self.leg_name.next_to((first + corner) / 2, DOWN if under else UP, 0.12)
        wide = min(1.0, max(0.0, abs(corner[0] - first[0]) / 0.4 - 1.0))
        self.leg_name.set_opacity(wide)
        self.upright = first, second

    def _write(self, h: float) -> None:
        """The numbers that belong to a distance: itself, the rise on it, and the slope."""
        self.rise.write(number(self.computed(self._rise(h))))
        self._put_rise(float(np.sign(h)))
        self.slope_number.write(number(self.computed(self._quotient(h))))
        self.h_number.write(number(self.computed(as_shown(h)), DIGITS_OF_H))

    def _put_rise(self, side: float) -> None:
        """The number of the rise stands beside its leg, if there is room off all lines."""
        first, second = self.upright
        across = _BESIDE if side > 0.0 else -_BESIDE - self.rise.width
        middle = (first[1] + second[1]) / 2
        self.rise.on_baseline((second[0] + across, middle - 0.1, 0.0))
        straight = first + np.linspace(-2.0, 3.0, 500)[:, None] * (second - first)
        if abs(second[1] - first[1]) < _SEEN or covers(
            self.rise, np.vstack([self.drawn, straight])
        ):
            self.rise.write("")

    def _quotient(self, h: float) -> float:
        """The slope of the line through two points at a distance h as it is printed."""
        return self._rise(h) / as_shown(h)

    def _rise(self, h: float) -> float:
        """How much higher the second of these points is."""
        x, h = float(self.place.typed[0]), as_shown(h)
        return float(self.objective.value([x + h]) - self.objective.value([x]))
