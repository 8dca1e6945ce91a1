"""The whole descent of a curve lesson in one picture."""

from __future__ import annotations

import numpy as np
from manim import VGroup, VMobject

from gradreel.scenarios.arrays import Array
from gradreel.scenes import theme
from gradreel.scenes.parts.descents.loss_curve import mark_radius
from gradreel.scenes.parts.formulas.formula import symbol
from gradreel.scenes.parts.formulas.notation import notation_of
from gradreel.scenes.parts.geometry.box import Pair
from gradreel.scenes.parts.geometry.interpolation import rows_up_to
from gradreel.scenes.parts.geometry.points import discs, place_discs, trace
from gradreel.scenes.parts.maps.views import drawn_domain
from gradreel.scenes.parts.plots.curve_plot import CurvePlot
from gradreel.scenes.parts.plots.loss_name import loss_name
from gradreel.scenes.parts.plots.room import axes_within, keep_in_room
from gradreel.solver.objective import Objective
from gradreel.solver.recording import Recording

_SAMPLES = 201  # points of the part of the curve that the run has passed
_DOT = 0.14  # screen units: the radius of the dot where the run is


def plot_of(recording: Recording, objective: Objective, low: Pair, high: Pair) -> CurvePlot:
    """The curve around all places of the first run, between two corners of the screen."""
    scenario, run = recording.scenario, recording.runs[0]
    (name,) = scenario.parameters
    names = (symbol(name), loss_name(notation_of(scenario).loss))
    first, last = drawn_domain(recording, best=objective.minimum)[name]
    near = run.loss[((run.parameters >= first) & (run.parameters <= last))[:, 0]]
    box = axes_within(low, high)
    return keep_in_room(
        lambda box: CurvePlot(objective, (first, last), box, names, near), box, box.left - low[0]
    )


def dot_at(plot: CurvePlot, x: float) -> VMobject:
    """The dot at a place on the curve; empty if the curve is not drawn there."""
    spot = plot.at(np.array([x]))
    return discs(spot[plot.within(spot)], _DOT, theme.colors().here)


class DescendedCurve(VGroup):
    """The curve with all places of the first run, between two corners of the screen.

    `draw_to` shows the run at another step; `at` returns where parameters are on the screen.
    """

    def __init__(self, recording: Recording, objective: Objective, low: Pair, high: Pair) -> None:
        super().__init__()
        self._places = recording.runs[0].parameters[:, 0]
        self.plot = plot_of(recording, objective, low, high)
        color = theme.colors().here
        self._way = VMobject(stroke_color=color, stroke_width=6.0)
        self._marks, self._dot = (discs(np.empty((0, 3)), _DOT, color) for _ in range(2))
        self.add(self.plot, self._way, self._marks, self._dot)
        self.draw_to(float(len(self._places) - 1))

    def draw_to(self, step: float, visible: float = 1.0) -> None:
        """Show the run up to a step, which may lie between two recorded ones.

        The run is `visible`, from not at all (0) to wholly (1).
        """
        passed = rows_up_to(self._places, step)
        ends = np.clip([passed.min(), passed.max()], *self.plot.x).tolist()
        trace(self._way, self.plot.line((ends[0], ends[1]), _SAMPLES))
        place_discs(self._marks, self._seen(passed), mark_radius(len(self._places), 0.07))
        place_discs(self._dot, self._seen(passed[-1:]), _DOT)
        self._way.set_stroke(opacity=visible)
        for shape in (self._marks, self._dot):
            shape.set_fill(opacity=visible)

    def at(self, x: float) -> Array | None:
        """Where a place on the curve is on the screen; None if it is not shown."""
        return next(iter(self._seen(np.array([x]))), None)

    def _seen(self, places: Array) -> Array:
        spots = self.plot.at(places)
        return np.asarray(spots[self.plot.within(spots)])
