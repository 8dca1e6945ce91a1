"""The picture of a lesson: the whole way that its first run went."""

from __future__ import annotations

import numpy as np
from manim import Group, Mobject, VGroup

from gradreel.scenes import theme
from gradreel.scenes.parts.curve_plot import CurvePlot
from gradreel.scenes.parts.formula import symbol
from gradreel.scenes.parts.landscape import Landscape
from gradreel.scenes.parts.loss_curve import mark_radius
from gradreel.scenes.parts.notation import notation_of
from gradreel.scenes.parts.places import sides_of_kink
from gradreel.scenes.parts.plot import discs, polyline
from gradreel.scenes.parts.scatter import Scatter, between, sampled
from gradreel.scenes.parts.space import Space
from gradreel.scenes.parts.typeset import Array
from gradreel.scenes.parts.views import drawn_domain
from gradreel.solver.objective import Objective
from gradreel.solver.recording import Recording

_MOST_RESIDUALS = 200
_SAMPLES = 201  # of the part of a curve that a run has passed
_LOW = 3.0  # a room in which the labels of a surface would run into each other
_ROOM_FOR_NUMBERS = 0.55  # below axes, and half of it above them
_ROOM_BESIDE = 0.75
_ROOM_FOR_NAME = 0.6  # of the axis, on its right


def portrait(
    recording: Recording,
    objective: Objective,
    low: tuple[float, float],
    high: tuple[float, float],
) -> Mobject:
    """A still picture of the first run between two corners of the screen."""
    places = recording.runs[0].parameters
    if recording.scenario.lesson == "surface":
        return _surface(recording, objective, (low, high), places)
    corner = (low[0] + _ROOM_BESIDE, low[1] + _ROOM_FOR_NUMBERS)
    box = (
        corner,
        (high[0] - corner[0] - _ROOM_FOR_NAME, high[1] - corner[1] - _ROOM_FOR_NUMBERS / 2),
    )
    if recording.scenario.lesson == "curve":
        return _curve(recording, objective, box, places)
    return _fit(recording, objective, box, places)


Box = tuple[tuple[float, float], tuple[float, float]]


def _surface(recording: Recording, objective: Objective, room: Box, places: Array) -> Group:
    domain = drawn_domain(recording, best=objective.minimum)
    landscape = Landscape(objective, domain, places)
    space = Space(landscape, room, notation_of(recording.scenario).loss, places)
    space.contours()
    if room[1][1] - room[0][1] < _LOW:
        space.remove(space.labels)
    if len(places) > 1:
        space.stroke(space.path(places), theme.HERE, 4.0)
    inside = places[space.inside(places)]
    for ball, radius in ((inside[:-1], 0.06), (inside[-1:], 0.13)):
        if len(ball):
            space.balls(space.at(ball), theme.HERE, radius)
    return space


def _curve(recording: Recording, objective: Objective, box: Box, places: Array) -> VGroup:
    scenario, run = recording.scenario, recording.runs[0]
    (name,) = scenario.parameters
    names = (symbol(name), notation_of(scenario).loss)
    low, high = drawn_domain(recording, best=objective.minimum)[name]
    near = run.loss[((run.parameters >= low) & (run.parameters <= high))[:, 0]]
    plot = CurvePlot(objective, (low, high), *box, names, near)
    spots = plot.at(places[:, 0])
    spots = spots[plot.within(spots)]
    marks = discs(spots, mark_radius(len(spots), 0.07), theme.HERE)
    here = discs(spots[-1:], 0.14, theme.HERE)
    if len(places) > 1:
        first, last = np.clip([places.min(), places.max()], low, high).tolist()
        line = polyline(plot.line((first, last), _SAMPLES), theme.HERE, 6.0)
    else:
        touching = plot.tangent(float(places[0, 0]), float(run.grad[0, 0]))
        kinked = sides_of_kink(objective, places[0], 0, high - low)
        line = polyline(touching[:0] if kinked else touching, theme.GRADIENT, 5.0)
    return VGroup(plot, line, marks, here)


def _fit(recording: Recording, objective: Objective, box: Box, places: Array) -> VGroup:
    start, here = places[0], places[-1]
    scatter = Scatter(objective, recording.scenario, *box, np.array([start]))
    which = sampled(scatter.x, _MOST_RESIDUALS)
    residuals = polyline(
        between(*scatter.residuals(here, which)), theme.RESIDUAL, 2.0, stroke_opacity=0.6
    )
    picture = VGroup(scatter, residuals)
    if len(places) > 1:
        ghost = scatter.stroke(start, 3.0).set_stroke(opacity=0.4)
        picture.add(ghost)
    return picture.add(scatter.stroke(here))
