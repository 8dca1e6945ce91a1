"""The gradient chapter of a surface lesson: the slope along each parameter, the steepest way."""

from __future__ import annotations

from collections.abc import Sequence

from manim import DOWN, LEFT, RIGHT, Animation, FadeIn, FadeOut, LaggedStart, Mobject, VMobject

from gradreel.scenes import regions, theme
from gradreel.scenes.chapter import Chapter
from gradreel.scenes.drawing.items import Stroke
from gradreel.scenes.parts.digits.numbers import number, power_of_ten
from gradreel.scenes.parts.digits.printed import printed
from gradreel.scenes.parts.formulas.formula import symbol, typst_math, value
from gradreel.scenes.parts.formulas.update import first_steps
from gradreel.scenes.parts.geometry.motion import drawing, moving
from gradreel.scenes.parts.geometry.points import draw_up_to, trace
from gradreel.scenes.parts.in_space.rising import rising, rising_time
from gradreel.scenes.parts.in_space.viewpoint import beside, seen_share
from gradreel.scenes.parts.lettering.text import Glyphs, Markup, maths, words
from gradreel.scenes.parts.lettering.typeset import in_math
from gradreel.scenes.parts.maps.map_lines import MapLines
from gradreel.scenes.parts.maps.over_floor import laying
from gradreel.scenes.parts.maps.right_angle import contour_line, contour_through
from gradreel.scenes.parts.plots.places import sides_of_kink
from gradreel.scenes.sentences import surface as texts
from gradreel.scenes.sentences.catalogue import text
from gradreel.scenes.surface import chapters, poses
from gradreel.scenes.surface.fan import Fan
from gradreel.scenes.surface.rule import first_rule, gradient_equation
from gradreel.scenes.surface.stage import one_size
from gradreel.scenes.surface.start_picture import StartPicture
from gradreel.scenes.surface.step_map import StepMap
from gradreel.scenes.surface.tangent import Tangent, shared_leg

_TOO_WIDE = 1.2  # times the room: wider formulas, made to fit, could not be read
_SLICE = 1.2  # seconds in which a slice is drawn
_LEGS = 1.6  # seconds in which the legs of a tangent are drawn, at least
_NUMBERS, _LOOK = 1.8, 0.4  # seconds in which all slopes appear, and to look at them
_GROWTH, _ZOOM = 1.2, 1.8  # seconds in which arrows become true: on the same map, or on a wider one
_GOING = 0.4  # seconds in which all but the map fades at the end
_BELOW = 0.1  # screen units from a formula down to its words


class SurfaceGradient(Chapter):
    """The slopes of two slices; then, from above, the steepest of all ways down."""

    plan = chapters.GRADIENT
    tangent: Tangent | None = None
    opens = poses.UNDER_GLASS
    closes = poses.FROM_ABOVE

    def story(self) -> None:
        self._place()
        for axis, name in enumerate(self.recording.scenario.parameters):
            self._slope(axis, name)
        self._rise()
        if self.grad.any():
            self._compare()
            self._name()
        elif not any(map(self._kinked, range(len(self.grad)))):
            self.say("surface-flat")

    def pose_left(self) -> list[Mobject]:
        chart, framing = self.chart.map, self.chart.framing
        kept: list[Mobject] = [self.chart]
        motions: list[Animation] = []
        passing = list(chart.arrows)
        if framing.points:
            name, place = self.rows[2], first_rule(self.recording, self.objective).facts[0]
            kept.append(name)
            motions.append(name.animate.scale(place.height / name.height).move_to(place).build())
            passing.remove(self.fan.downhill)
        else:
            self.chart.notes.remove(*self.noted)
            motions += map(FadeOut, self.noted)
        seen = {arrow: arrow.get_fill_opacity() for arrow in passing}

        def fade(share: float) -> None:
            for arrow in passing:
                arrow.set_opacity((1.0 - min(1.0, 2.0 * share)) * seen[arrow])
            self.lines.fade(share)

        # What stands on the map has gone before the zoom would show that it does not follow.
        gone = [fading.set_run_time(_GOING) for fading in self.leaving(*kept)]
        self.play(chart.zoom(framing.taken, 0.8, fade), *motions, *gone)
        return kept

    def _place(self) -> None:
        """Move the surface aside to make room for formulas."""
        self.chart = StepMap(self.recording, self.objective)
        self.lines = MapLines(self.chart.map)
        self.noted: Sequence[Glyphs] = ()
        self.picture = self.carry_on(StartPicture)
        self.space = self.picture.space
        self.here, self.grad = self.run.parameters[0], self.readable.grad[0]
        self.start = printed(self.objective, self.here)
        self.rows = self._rows(self.recording.scenario.parameters)
        self.say(texts.start(self.start.texts, float(self.run.loss[0])))

        def mark(share: float) -> None:
            self.picture.drop.set_opacity(share)

        self.play(self._turning(0), moving(self.picture.drop, mark))
        self.opened = self.renderer.time
        self.gone: list[Animation] = [moving(self.picture.drop, lambda share: mark(1.0 - share))]

    def _slope(self, axis: int, name: str) -> None:
        """Show the slice along a parameter, its tangent with legs, and its slope as a formula."""
        slope, kinked = float(self.grad[axis]), self._kinked(axis)
        curve = self.space.slice(axis, float(self.here[1 - axis]), theme.colors().loss)
        curve.drawn = 0.0
        self.space.raise_above(self.picture.ball)
        drawn = [drawing(curve, max(_SLICE, self.unread))]
        if before := self.tangent:
            turned = self._turning(axis)
            following = moving(before.labels, lambda _: before.follow(), turned.run_time)
            drawn += [turned, following]
        self.play(*drawn)
        self.hold()
        loss, texts_beside = float(self.run.loss[0]), [*self.rows, *self.names]
        longest = shared_leg(self.space, self.grad)
        tangent = Tangent(self.space, self.here, axis, slope, loss, texts_beside, longest)
        self.tangent = tangent
        self.space.raise_above(self.picture.ball)
        if kinked:
            self.say(texts.kink(name, slope))
        elif tangent.has_legs:
            along, up = self.computed(tangent.along), self.computed(tangent.up)
            self.computed(abs(up))
            self.say(texts.legs(name, slope, along, up))
        else:
            self.say(texts.slope(name, slope))
        written = [FadeIn(self.rows[axis]), FadeIn(self.names[axis]), *self.gone]
        if tangent.has_legs and not kinked:
            # The next slice is drawn while the sentence is still being read.
            after = _SLICE if axis == 0 else 0.0
            seconds = max(_LEGS, self.unread - after)
            walked = moving(self.space, tangent.walk, seconds, steady=True)
            labels = LaggedStart(*map(FadeIn, tangent.labels), lag_ratio=1.0, run_time=seconds)
            self.play(walked, labels, *written)
        else:
            shown = moving(self.space, lambda share: tangent.show(0.0 if kinked else share))
            self.play(shown, *written, run_time=0.8)
        self.gone = self._putting_away(curve, tangent)

    def _turning(self, axis: int) -> Animation:
        """The flight of the eye to where a slice is seen from beside, unless a hill is there."""
        view = beside(self.space.eye.view, axis)
        if seen_share(self.space.landscape, self.space.at(self.here[None]), view) < 1.0:
            view = self.space.eye.view
        return self.space.fly(regions.current().surface.space.corners, view)

    def _putting_away(self, curve: Stroke, tangent: Tangent) -> list[Animation]:
        """Animations that remove a slice and its tangent."""
        seen = tangent.items[0].opacity

        def fade(share: float) -> None:
            curve.set_opacity(1.0 - share)
            tangent.show((1.0 - share) * seen)

        labels = [FadeOut(label) for label in tangent.labels if label in self.mobjects]
        return [moving(self.space, fade), *labels]

    def _kinked(self, axis: int) -> bool:
        landscape = self.space.landscape
        width = float((landscape.high - landscape.low)[axis])
        return sides_of_kink(self.objective, self.here, axis, width) is not None

    def _rows(self, names: tuple[str, ...]) -> list[Markup]:
        """The rows of partial derivatives, and of the gradient they form, in the same size."""
        rows = [
            maths(self._partial(axis, name, with_formula=True)) for axis, name in enumerate(names)
        ]
        if max(row.width for row in rows) > _TOO_WIDE * regions.current().surface.column.width:
            rows = [
                maths(self._partial(axis, name, with_formula=False))
                for axis, name in enumerate(names)
            ]
        rows.append(gradient_equation(self.notation, self._slopes()))
        minus = ", ".join(value(self.computed(-float(part))) for part in self.grad)
        color = theme.colors().step
        # Right after a word, a minus would be set as if it took away from it.
        name = f'"{text("label-against")}" thick {in_math(f"-nabla {self.notation.loss}", color)}'
        rows.append(maths(f"{name} = {in_math(f'({minus})', color)}"))
        left = one_size(rows)
        for y, row in zip(regions.current().surface.rows, rows, strict=True):
            row.move_to((left, y, 0), aligned_edge=LEFT)
        self.names = [
            words(
                self.notation.written(text("label-slope-along", name=name)),
                theme.TICK,
                theme.colors().gradient,
            )
            .next_to(row, DOWN, buff=_BELOW)
            .align_to(row, LEFT)
            for name, row in zip(names, rows, strict=False)
        ]
        return rows

    def _slopes(self) -> list[str]:
        """The slopes as printed in the first step, where it is computed from them."""
        if self.chart.framing.points:
            return [step.operands[2] for step in first_steps(self.objective, self.run)]
        return [number(float(part)) for part in self.grad]

    def _partial(self, axis: int, name: str, with_formula: bool) -> str:
        """A partial derivative and its value here, with or without its formula in between."""
        fraction = f"(partial {self.notation.loss}) / (partial {symbol(name)})"
        left = in_math(fraction, theme.colors().gradient)
        slope = in_math(value(self.grad[axis]), theme.colors().gradient)
        formula = self.objective.partials[axis] if self.objective.partials else None
        # A formula that is a number in digits is its own value.
        if not with_formula or formula is None or formula.is_Integer or formula.is_Float:
            return f"{left} = {slope}"
        colors = dict.fromkeys(self.objective.parameters, theme.colors().here)
        return f"{left} = {typst_math(formula, colors)} {self.start.sign} {slope}"

    def _rise(self) -> None:
        """Raise the eye until the floor is a map."""
        flat = self.chart.map.map
        self.hold()
        self.say("surface-which-way" if self.grad.any() else "surface-from-above")
        self.play(*self.gone, run_time=0.4)
        view, room = self.space.eye.view, regions.current().surface.space.corners

        def rise(share: float) -> None:
            self.space.set_view(rising(view, room, flat.box.corners, share))

        self.play(moving(self.space, rise, rising_time(view), steady=True))
        self.play(*laying(self.space, self.chart.parts, self.chart.map.dot, 0.5))
        self.remove(*self.chart.parts, self.chart.map.dot)
        self.add(self.chart)
        self.remove(self.picture)

    def _compare(self) -> None:
        """Ask which of a dozen directions is the steepest way down, and answer."""
        framing, chart = self.chart.framing, self.chart.map
        self.fan = Fan(chart, self.grad, framing.reach)
        self.play(chart.zoom(framing.around, 1.4, self.fan.open))
        self.fan.number()
        self.let_guess()  # around the dot, the ring would lie on the arrows
        for slope in (self.fan.slopes / self.fan.unit).tolist():
            self.computed(slope)
        steepest, *others = self.fan.numbers
        # The answer comes last, when there is something to compare it with.
        self.meaning = self._meaning()
        coming = map(FadeIn, [self.meaning, *others, steepest])
        self.play(LaggedStart(*coming, lag_ratio=0.3, run_time=_NUMBERS))
        self.hold(_LOOK)

    def _meaning(self) -> Glyphs:
        """What the numbers around the dot are, and in which unit, above the map."""
        unit = power_of_ten(self.computed(self.fan.unit))
        what = text("label-slopes") if unit == "1" else text("label-slopes-in", unit=unit)
        return self.chart.above(words(what, theme.TICK))

    def _name(self) -> None:
        """Show that the steepest way is at a right angle to the contour line, and name it."""
        framing, chart = self.chart.framing, self.chart.map
        places = contour_through(chart.map, self.objective, chart.here, chart.map.contour)

        def contour() -> VMobject:
            return trace(contour_line(), chart.map.cut(chart.map.at(places)))

        self.say(texts.steepest(framing.equal))
        self.play(*self.fan.narrowing(), run_time=0.8)
        line, points = self.lines.add(contour), chart.map.cut(chart.map.at(places))
        draw_up_to(line, points, 0.0)
        self.play(moving(line, lambda share: draw_up_to(line, points, share), 1.4))
        if framing.equal:
            corner = self.lines.add(self.fan.right_angle)
            self.play(FadeIn(corner), run_time=0.6)
        self._draw_true()

    def _draw_true(self) -> None:
        """Let the gradient grow, then the steepest arrow come to the same length; name both."""
        framing = self.chart.framing
        gradient, opposite = (FadeIn(row, shift=0.1 * RIGHT) for row in self.rows[2:])
        self.play(*map(FadeOut, (self.meaning, self.fan.numbers[0])), run_time=_GOING)
        self.noted = self.chart.note_scale()
        self.computed(framing.times)
        zooms = framing.both != framing.around

        def grow(share: float) -> None:
            self.fan.grow(framing.uphill, share)
            if zooms:
                self.lines.fade(share)

        growing = self.chart.map.zoom(framing.both, _ZOOM if zooms else _GROWTH, grow)
        self.play(gradient, growing, *map(FadeIn, self.noted))
        self.play(opposite, self.fan.oppose(framing.uphill))
