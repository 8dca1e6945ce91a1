"""The stage of a curve lesson: the loss curve, the line among the data, room for formulas."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from manim import DL, LEFT, RIGHT, UP, UR, Animation, VGroup, VMobject

from gradreel.scenarios.arrays import Array
from gradreel.scenes import regions, theme
from gradreel.scenes.curve.axis_step import AxisStep
from gradreel.scenes.curve.close_limits import close_limits
from gradreel.scenes.curve.new_input import new_input, origin_near
from gradreel.scenes.curve.zoomed_curve import ZoomedCurve
from gradreel.scenes.parts.formulas.equation import narrowed
from gradreel.scenes.parts.formulas.fit_about import data_of
from gradreel.scenes.parts.formulas.formula import symbol
from gradreel.scenes.parts.formulas.notation import notation_of
from gradreel.scenes.parts.geometry.box import Box, Pair
from gradreel.scenes.parts.geometry.interpolation import rows_up_to
from gradreel.scenes.parts.geometry.lines import FlatArrow, place_arrow
from gradreel.scenes.parts.geometry.motion import moving
from gradreel.scenes.parts.geometry.points import Discs, discs, place_discs, polyline, trace
from gradreel.scenes.parts.geometry.points import between as segments
from gradreel.scenes.parts.lettering.text import Markup
from gradreel.scenes.parts.maps.framing import between
from gradreel.scenes.parts.maps.views import drawn_domain, first_domain, with_room
from gradreel.scenes.parts.maps.window import Window
from gradreel.scenes.parts.plots.curve_axes import CurveAxes
from gradreel.scenes.parts.plots.curve_plot import CurvePlot
from gradreel.scenes.parts.plots.loss_name import loss_name
from gradreel.scenes.parts.plots.places import second_place, sides_of_kink
from gradreel.scenes.parts.plots.room import keep_in_room
from gradreel.scenes.parts.plots.scatter import Scatter, sampled
from gradreel.solver.objective import Objective
from gradreel.solver.recording import Recording

DOT = 0.12  # screen units: the radius of the dot
ROOM = 0.15  # of the axis, downhill of the start, for the arrow of a slope
_MOST_RESIDUALS = 50  # more would be one dark area
_ASIDE = (0.42, 0.6, 0.8, 1.0)  # screen units to a label, to be tried
_FAR = [1.4, 1.8]  # the same, where all that is nearer is taken
_ABOVE = 0.3  # screen units from the end of a tangent to a label
_SAMPLES = 2001  # points of the curve, to find a place for a label that is clear of it
_AIR = 0.06  # screen units around a label


class CurveStage(VGroup):
    """The axes of a lesson, and what moves in them: `dot`, `drop`, `tangent`, and for data the
    `fit`: the line of the `model` with its `residuals`, and in front of them the points.

    The data, with the origin and a `new` input, are left out if the curve is `alone`. A share
    `beyond` of the axis is free on one side of the start (see `with_room`). If the stage `follows`
    a run that leaves the axes, these grow with it, in the `window`. If it `comes_close`, and the
    first step is short, `zoom` shows that from close, between the limits `close`.
    """

    def __init__(
        self,
        recording: Recording,
        objective: Objective,
        wide: Box | None = None,
        halves: tuple[Box, Box] | None = None,
        follows: bool = False,
        beyond: float = 0.0,
        alone: bool = False,
        comes_close: bool = False,
    ) -> None:
        super().__init__()
        scenario, run = recording.scenario, recording.runs[0]
        # A function, because manim's fades copy everything that is not.
        self._slope: Callable[[float], float] = lambda x: float(objective.gradient([x])[0])
        self._kinked: Callable[[float], bool] = lambda x: (
            sides_of_kink(objective, np.array([x]), 0, float(np.ptp(self.curve.x))) is not None
        )
        (self._name,) = scenario.parameters
        drawn = (first_domain if follows else drawn_domain)(recording)
        drawn = with_room(drawn, run.parameters[0], np.array([beyond]))
        self.window = Window(drawn, run.parameters)
        domain, visited = drawn[self._name], run.parameters[:, 0]
        near = (visited >= domain[0]) & (visited <= domain[1])
        self.data: Scatter | None = None
        frame = regions.current().curve
        box, ticks = wide or frame.wide, (6, 5)
        if scenario.fit and not alone:
            left, box = halves or (frame.data, frame.narrow)
            ticks = (5, 4)
            self.data = _scatter(recording, objective, left, visited[near])
            self.sample = sampled(self.data.inputs, _MOST_RESIDUALS)
            self.add(self.data.remove(self.data.dots))
        names = (symbol(self._name), loss_name(notation_of(scenario).loss))
        self._loss = np.array(run.loss)
        self._scale = 1.0
        room = box.left - regions.safe().left
        self.curve: CurveAxes
        self.zoomed: ZoomedCurve | None = None
        losses = run.loss[near]
        self._held = np.array([[some.min(), some.max()] for some in (losses, run.loss[:2])])
        possible = comes_close and not self.window.grows
        self.close = close_limits(domain, visited, box.width) if possible else None
        if self.close is not None:
            sides = [domain, self.close]
            self.curve = self.zoomed = keep_in_room(
                lambda box: ZoomedCurve(objective, sides, box, names, [*self._held], ticks),
                box,
                room,
                lambda curve: curve.leftmost,
            )
        elif follows and self.window.grows:
            resting = [self._limits(step) for step in (0.0, run.steps)]
            held = [run.loss[:1], run.loss[: self.window.lost]]
            self.curve = self.zoomed = keep_in_room(
                lambda box: ZoomedCurve(objective, resting, box, names, held, ticks),
                box,
                room,
                lambda curve: curve.leftmost,
            )
        else:
            self.curve = keep_in_room(
                lambda box: CurvePlot(objective, domain, box, names, losses, ticks),
                box,
                room,
            )
        self.add(self.curve)
        self.dot = Discs(fill_color=theme.colors().here, fill_opacity=1.0, stroke_width=0.0)
        self.drop = VMobject(stroke_color=theme.colors().here, stroke_width=2.5)
        self.tangent = VMobject(stroke_color=theme.colors().gradient, stroke_width=5.0)
        self.model = VMobject(stroke_color=theme.colors().model, stroke_width=5.0)
        self.residuals = VMobject(stroke_color=theme.colors().residual, stroke_width=3.0)
        self.fit = VGroup(self.residuals, self.model, *([self.data.dots] if self.data else []))
        self.movers = VGroup(self.fit, self.drop, self.tangent, self.dot)

    @property
    def narrow(self) -> bool:
        """Whether the formulas are above the curve, because data are beside it."""
        return self.data is not None

    @property
    def _formulas(self) -> tuple[Pair, Pair]:
        frame = regions.current().curve
        return frame.narrow_formulas if self.narrow else frame.formulas

    @property
    def room(self) -> float:
        """The width of the room for formulas."""
        return regions.safe().right - self._formulas[0][0]

    def follow(self, step: float) -> bool:
        """Draw the part of the curve for a step, and return whether it has changed."""
        scale = self.window.scale(step)
        if self.zoomed is None or scale == self._scale:
            return False
        self._scale = scale
        reached = rows_up_to(self._loss, step)[: self.window.lost]
        self.zoomed.zoom_to(self._limits(step), np.array([reached.min(), reached.max()]))
        return True

    def zoom(self, share: float, x: float) -> None:
        """Go a share of the way to a close view of the first step; everything stays at a place."""
        if self.zoomed is None or self.close is None:
            self.stand(x)
            return
        home = self._limits(0.0)
        limits = between({self._name: home}, {self._name: self.close}, share)[self._name]
        whole, closest, now = (float(np.ptp(ends)) for ends in (home, self.close, limits))
        apart = (now - closest) / (whole - closest)
        self.zoomed.zoom_to(limits, self._held[1] + apart * (self._held[0] - self._held[1]))
        self.stand(x)

    def _limits(self, step: float) -> tuple[float, float]:
        return self.window.domain(step)[self._name]

    def stand(self, x: float) -> None:
        """Move everything to a place; at a kink, and outside of the axes, there is no tangent."""
        point = self.curve.at(x)[None]
        seen = self.curve.within(point)
        place_discs(self.dot, point[seen], DOT)
        trace(self.drop, self.curve.drop(x))
        touching = self.curve.tangent(x, self._slope(x))
        trace(self.tangent, touching[:0] if self._kinked(x) or not seen.all() else touching)
        if self.data:
            trace(self.model, self.data.line(np.array([x])))
            points, feet = self.data.residuals(np.array([x]), self.sample)
            trace(self.residuals, segments(points, feet))

    def step(self, here: float, target: float, shape: AxisStep | None = None) -> Animation:
        """An animation of a step on the axis between two places, in a `shape` or a new one."""
        shown = shape or AxisStep()
        return moving(shown, lambda share: shown.put(self.curve, here, target, share))

    def seen(self, x: float) -> bool:
        """Whether a place is on the axis as it is drawn now."""
        return bool(self.curve.within(self.curve.foot(x)))

    def ghost(self, x: float) -> VGroup:
        """The dot at another place, where a step will lead, with its line to the axis."""
        point = self.curve.at(x)[None]
        shown = VGroup(polyline(self.curve.drop(x), theme.colors().step, 2.5))
        return shown.add(discs(point[self.curve.within(point)], DOT, theme.colors().step, 0.6))

    def level(self, x: float) -> VMobject:
        """A line from the curve at a place to the axis of the loss."""
        point = self.curve.at(x)
        across = self.curve.dashed(point, np.array([self.curve.box.left, point[1], 0.0]))
        return polyline(across, theme.colors().loss, 2.0)

    def fall(self, shape: FlatArrow, here: float, there: float) -> list[Animation]:
        """An animation of an arrow on the axis of the loss, as high as the dot in a step.

        Empty if the two losses are equal, or not both in the axes.
        """
        before, after = self.curve.at(np.array([here, there]))
        if not self.curve.within(np.array([before, after])).all() or before[1] == after[1]:
            return []
        left, box = np.array([self.curve.box.left, before[1], 0.0]), self.curve.box

        def grow(share: float) -> None:
            height = np.clip(self.curve.at(here + share * (there - here))[1], box.bottom, box.top)
            place_arrow(shape, left, np.array([box.left, height, 0.0]))

        return [moving(shape, grow)]

    def row(self, formula: VGroup, index: int, spare: float = 0.0) -> None:
        """Put a formula into row 0 or 1 of the room for formulas, with spare room on its right."""
        formula.move_to((*self._formulas[index], 0), aligned_edge=LEFT)
        narrowed(formula, self.room - spare)

    def beside(self, label: Markup, x: float, slope: float) -> Markup:
        """Put a label beside the tangent at a place, within the axes and clear of the curve.

        It is on the upper side of the tangent if possible, else on the other, or near its ends.
        """
        tangent = self.curve.tangent(x, slope)
        direction = tangent[1] - tangent[0]
        away = np.array([-direction[1], direction[0], 0.0])
        away = away / (np.linalg.norm(away) or 1.0)
        upward = away if away[1] >= 0 else -away
        drawn = self.curve.at(np.linspace(*self.curve.x, _SAMPLES))
        kept_clear = np.vstack([drawn, self._dropped(x), self._across(x), self.curve.above])
        here, ends = self.curve.at(x), tangent[np.isfinite(tangent[:, 0])]
        tried = [(spot, away) for spot in (here, *ends) for away in _ASIDE]
        tried += [(here, away) for away in _FAR]
        for spot, shift in ((p, away * way) for p, away in tried for way in (upward, -upward)):
            self._beside(label, spot + shift, shift)
            below = float(label.get_bottom()[1]) < self.curve.box.bottom  # it would cover numbers
            if not below and not covers(label, kept_clear):
                return label
        end = tangent[int(np.nanargmax(tangent[:, 1]))]
        return self._beside(label, end + _ABOVE * UP, UP)

    def _beside(self, label: Markup, point: Array, away: Array) -> Markup:
        """Put a label beside a point, in the direction `away` (3,), within the axes."""
        away = away / (np.linalg.norm(away) or 1.0)
        edge = LEFT if away[0] > 0.35 else RIGHT if away[0] < -0.35 else np.zeros(3)
        label.move_to(point, aligned_edge=edge)
        inward = max(0.0, self.curve.box.left + 0.1 - label.get_left()[0])
        outward = max(0.0, label.get_right()[0] - self.curve.box.right)
        return label.shift((inward - outward) * RIGHT)

    def _across(self, x: float) -> Array:
        """Points of the line from the upright axis to the curve at a place, (n, 3)."""
        point = self.curve.at(x)
        return np.linspace((self.curve.box.left, point[1], 0.0), point, _SAMPLES)

    def _dropped(self, x: float) -> Array:
        """Points from a place on the curve down to the axis, (n, 3)."""
        return np.linspace(self.curve.at(x), self.curve.foot(x), 50)


def _scatter(recording: Recording, objective: Objective, box: Box, shown: Array) -> Scatter:
    """The data, with room for the lines of the parameters `shown` (n,).

    These are the same in all chapters of a lesson, and so is the picture.
    """
    scenario, start = recording.scenario, float(recording.runs[0].parameters[0, 0])
    (domain,) = drawn_domain(recording).values()
    other = second_place(objective, domain, start)
    seen = [shown.min(), shown.max(), *([] if other is None else [other])]
    inputs = np.array(data_of(scenario).inputs)[:, 0]
    new = new_input(inputs) if scenario.showing.asked is None else scenario.showing.asked
    also = [*origin_near(objective, inputs), new]
    return keep_in_room(
        lambda box: Scatter(objective, scenario, box, np.array(seen)[:, None], also=also),
        box,
        box.left - regions.safe().left,
    )


def covers(label: VMobject, points: Array) -> bool:
    """Whether a label covers any of some screen points (n, 3), or nearly."""
    low, high = label.get_corner(DL)[:2] - _AIR, label.get_corner(UR)[:2] + _AIR
    return bool(((points[:, :2] > low) & (points[:, :2] < high)).all(axis=1).any())


def touch(first: VMobject, second: VMobject, gap: float) -> bool:
    """Whether two labels on one line are less than a gap apart."""
    left, right = sorted((first, second), key=lambda label: float(label.get_center()[0]))
    return bool(right.get_left()[0] - left.get_right()[0] < gap)
