"""The gradient chapter of a surface lesson: the slope along each parameter, the steepest way."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import (
    RIGHT,
    Animation,
    AnimationGroup,
    FadeIn,
    FadeOut,
    LaggedStart,
    Mobject,
    VGroup,
    VMobject,
    rush_into,
)

from gradreel.scenes import regions, theme
from gradreel.scenes.chapter import Chapter
from gradreel.scenes.drawing.items import Arrow, Stroke
from gradreel.scenes.parts.digits.numbers import number, power_of_ten
from gradreel.scenes.parts.digits.printed import printed
from gradreel.scenes.parts.formulas.update import first_steps
from gradreel.scenes.parts.geometry.motion import drawing, moving
from gradreel.scenes.parts.geometry.points import draw_up_to, trace
from gradreel.scenes.parts.in_space.rising import rising, rising_time
from gradreel.scenes.parts.in_space.viewpoint import beside, seen_share
from gradreel.scenes.parts.lettering.text import Glyphs, words
from gradreel.scenes.parts.maps.map_lines import MapLines
from gradreel.scenes.parts.maps.over_floor import laying
from gradreel.scenes.parts.maps.right_angle import contour_line, contour_through
from gradreel.scenes.parts.plots.places import sides_of_kink
from gradreel.scenes.sentences import surface as texts
from gradreel.scenes.sentences.catalogue import text
from gradreel.scenes.surface import chapters, poses
from gradreel.scenes.surface.fan import Fan
from gradreel.scenes.surface.gradient_rows import GradientRows
from gradreel.scenes.surface.legs import leg_along, shared_leg
from gradreel.scenes.surface.rule import first_rule
from gradreel.scenes.surface.slice_plot import Slice, SlicePlot
from gradreel.scenes.surface.start_picture import StartPicture
from gradreel.scenes.surface.step_map import StepMap
from gradreel.scenes.surface.tangent import tangent_in_space

_SLICE = 1.2  # seconds in which a slice is drawn
_EMERGE = 0.8  # seconds in which a slice comes into its plot
_LEGS = 1.6  # seconds in which the legs of a tangent are drawn, at least
_WALKED = 1.5  # of that time: how much sooner they are drawn; then the formula appears
_NUMBERS, _LOOK = 1.4, 0.4  # seconds in which all slopes appear, and to look at them
_GROWTH, _ZOOM = 1.2, 1.8  # seconds in which arrows become true: on the same map, or on a wider one
_GOING = 0.4  # seconds in which all but the map fades at the end


class SurfaceGradient(Chapter):
    """The slopes of two slices; then, from above, the steepest of all ways down."""

    plan = chapters.GRADIENT
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
            name, place = self.rows.gradient, first_rule(self.recording, self.objective).facts[0]
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
        self.flat: list[Mobject] = []  # the last slice in its plot
        self.noted: Sequence[Glyphs] = ()
        self.picture = self.carry_on(StartPicture)
        self.space = self.picture.space
        self.here, self.grad = self.run.parameters[0], self.readable.grad[0]
        self.start = printed(self.objective, self.here)
        self.rows = GradientRows(
            self.objective, self.notation, self.start, self.grad, self._slopes(), self.computed
        )
        self.slices = [Slice(self.space, self.here, axis) for axis in range(len(self.grad))]
        self.say(texts.start(self.start.texts, float(self.run.loss[0])))

        def mark(share: float) -> None:
            self.picture.drop.set_opacity(share)

        self.play(self._turning(0), moving(self.picture.drop, mark))
        self.opened = self.renderer.time
        self.gone: list[Animation] = [moving(self.picture.drop, lambda share: mark(1.0 - share))]

    def _slope(self, axis: int, name: str) -> None:
        """Show the slice along a parameter, its tangent, and its slope: by legs, as a formula."""
        slope, kinked = float(self.grad[axis]), self._kinked(axis)
        curve = self.space.slice(axis, float(self.here[1 - axis]), theme.colors().loss)
        curve.drawn = 0.0
        self.space.raise_above(self.picture.ball)
        turned = [self._turning(axis)] if axis else []  # to the first one it has turned before
        self.play(drawing(curve, max(_SLICE, self.unread)), *turned)
        self.hold()
        tangent = tangent_in_space(self.space, self.here, axis, slope, float(self.run.loss[0]))
        self.space.raise_above(self.picture.ball)
        plot = None if kinked else self._flat(axis, slope)
        if kinked:
            self.say(texts.kink(name, slope))
        elif plot:
            self.say(texts.legs(name, slope, plot.along, plot.up))
        else:
            self.say(texts.slope(name, slope))
        written = [FadeIn(self.rows.partials[axis]), FadeIn(self.rows.names[axis])]
        if plot:
            self._walk(plot, tangent, written, after=_SLICE if axis == 0 else 0.0)
        else:
            shown = [] if kinked else [self._showing(tangent)]
            gone = [*self.gone, *map(FadeOut, self.flat)]
            self.play(*shown, *written, *gone, run_time=0.8)
        self.gone = self._putting_away(curve, tangent)
        self.flat = [plot, plot.labels] if plot else []

    def _flat(self, axis: int, slope: float) -> SlicePlot | None:
        """The slice in a plot of its own; None if its tangent would have no legs there."""
        soft, heights = self.space.landscape.heights.soft, [part.height for part in self.slices]
        if soft is not None or not slope or not heights[axis]:
            return None
        landscape = self.space.landscape
        widths = landscape.high - landscape.low
        longest = shared_leg(widths, self.grad, np.array(heights))
        along = leg_along(float(widths[axis]), slope, heights[axis], longest)
        loss = self.notation.loss
        return SlicePlot(self.space, self.slices[axis], slope, along, loss, self.computed)

    def _walk(
        self, plot: SlicePlot, tangent: Arrow, written: Sequence[Animation], after: float
    ) -> None:
        """Bring the slice into its plot, draw the legs there, and then write the formula.

        The next slice is drawn in the seconds `after`, while the sentence is still being read.
        """
        gone = [*self.gone, *(FadeOut(part, run_time=_GOING) for part in self.flat)]
        axes = FadeIn(VGroup(plot.axes, plot.dot), rate_func=rush_into)
        self.play(axes, moving(plot.curve, plot.emerge, _EMERGE), *gone)
        self.add(plot)
        seconds = max(_LEGS, self.unread - after)
        walked = moving(plot, lambda share: plot.walk(min(1.0, _WALKED * share)), seconds, True)
        coming = [*map(FadeIn, plot.labels), AnimationGroup(*written)]
        self.play(
            self._showing(tangent), walked, LaggedStart(*coming, lag_ratio=1.0, run_time=seconds)
        )

    def _turning(self, axis: int) -> Animation:
        """The flight of the eye to where a slice is seen from beside, unless a hill is there."""
        view = beside(self.space.eye.view, axis)
        if seen_share(self.space.landscape, self.space.at(self.here[None]), view) < 1.0:
            view = self.space.eye.view
        return self.space.fly(regions.current().surface.space.corners, view)

    def _showing(self, tangent: Arrow) -> Animation:
        def show(share: float) -> None:
            tangent.set_opacity(share)

        return moving(self.space, show, _EMERGE)

    def _putting_away(self, curve: Stroke, tangent: Arrow) -> list[Animation]:
        """Animations that remove a slice and its tangent."""
        seen = tangent.opacity

        def fade(share: float) -> None:
            curve.set_opacity(1.0 - share)
            tangent.set_opacity((1.0 - share) * seen)

        return [moving(self.space, fade)]

    def _kinked(self, axis: int) -> bool:
        landscape = self.space.landscape
        width = float((landscape.high - landscape.low)[axis])
        return sides_of_kink(self.objective, self.here, axis, width) is not None

    def _slopes(self) -> list[str]:
        """The slopes as printed in the first step, where it is computed from them."""
        if self.chart.framing.points:
            return [step.operands[2] for step in first_steps(self.objective, self.run)]
        return [number(float(part)) for part in self.grad]

    def _rise(self) -> None:
        """Raise the eye until the floor is a map."""
        flat = self.chart.map.map
        self.hold()
        self.say("surface-which-way" if self.grad.any() else "surface-from-above")
        self.play(*self.gone, *map(FadeOut, self.flat), run_time=0.4)
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
        rows = (self.rows.gradient, self.rows.negative)
        gradient, negative = (FadeIn(row, shift=0.1 * RIGHT) for row in rows)
        length, name = map(FadeIn, self.rows.names[2:])
        self.hold()
        self.say("surface-gradient")
        self.play(*map(FadeOut, (self.meaning, self.fan.numbers[0])), run_time=_GOING)
        self.noted = self.chart.note_scale()
        self.computed(framing.times)
        zooms = framing.both != framing.around

        def grow(share: float) -> None:
            self.fan.grow(framing.uphill, share)
            if zooms:
                self.lines.fade(share)

        growing = self.chart.map.zoom(framing.both, _ZOOM if zooms else _GROWTH, grow)
        self.play(gradient, growing, length, *map(FadeIn, self.noted))
        self.play(negative, name, self.fan.oppose(framing.uphill))
