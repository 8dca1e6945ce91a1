"""The whole descent of a curve lesson in one picture."""

from __future__ import annotations

import numpy as np
from manim import VGroup, VMobject

from gradreel.scenes import theme
from gradreel.scenes.parts.box import Pair
from gradreel.scenes.parts.curve_plot import CurvePlot
from gradreel.scenes.parts.formula import symbol
from gradreel.scenes.parts.loss_curve import mark_radius
from gradreel.scenes.parts.loss_name import loss_name
from gradreel.scenes.parts.notation import notation_of
from gradreel.scenes.parts.points import discs, polyline
from gradreel.scenes.parts.room import axes_within, keep_in_room
from gradreel.scenes.parts.views import drawn_domain
from gradreel.solver.objective import Objective
from gradreel.solver.recording import Recording

_SAMPLES = 201  # of the part of the curve that the run has passed
_DOT = 0.14  # radius of where the run is


def plot_of(recording: Recording, objective: Objective, low: Pair, high: Pair) -> CurvePlot:
    """The curve about all places of the first run, between two corners of the screen."""
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
    """The dot at a place on the curve, if that is drawn."""
    spot = plot.at(np.array([x]))
    return discs(spot[plot.within(spot)], _DOT, theme.colors().here)


def descended(recording: Recording, objective: Objective, low: Pair, high: Pair) -> VGroup:
    """The curve with all places of the first run, between two corners of the screen."""
    places = recording.runs[0].parameters[:, 0]
    plot = plot_of(recording, objective, low, high)
    spots = plot.at(places)
    spots = spots[plot.within(spots)]
    ends = np.clip([places.min(), places.max()], *plot.x).tolist()
    way = polyline(plot.line((ends[0], ends[1]), _SAMPLES), theme.colors().here, 6.0)
    marks = discs(spots, mark_radius(len(spots), 0.07), theme.colors().here)
    here = discs(spots[-1:], _DOT, theme.colors().here)
    return VGroup(plot, way, marks, here)
