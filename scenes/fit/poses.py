"""The pictures in which one chapter of a fit lesson ends and the next begins."""

from __future__ import annotations

from manim import VGroup

from gradreel.scenarios.arrays import Array
from gradreel.scenes import regions
from gradreel.scenes.fit.data_with_lines import data_with_ends, data_with_lines, scatter_of
from gradreel.scenes.fit.stage import FitStage
from gradreel.scenes.parts.geometry.box import Box
from gradreel.scenes.parts.plots.room import keep_in_room
from gradreel.scenes.parts.plots.scatter import Scatter
from gradreel.scenes.pose import Pose
from gradreel.solver.objective import Objective
from gradreel.solver.recording import Recording


def _data(recording: Recording, objective: Objective) -> Scatter:
    return keep_in_room(
        lambda box: scatter_of(recording, objective, box), regions.current().fit.guess_data
    )


def _guessed(recording: Recording, objective: Objective) -> VGroup:
    start = recording.runs[0].parameters[:1]
    return _lines(recording, objective, start, regions.current().fit.guess_data)


def _side_by_side(recording: Recording, objective: Objective) -> VGroup:
    frame = regions.current().fit
    boxes = frame.views_data, frame.views_map, frame.views_figures
    stage = FitStage(recording, objective, *boxes, computed=float)
    return VGroup(stage, stage.residuals, stage.line, stage.dot, stage.figures)


def _found(recording: Recording, objective: Objective) -> VGroup:
    ends = recording.runs[0].parameters[[0, -1]]
    return _lines(recording, objective, ends, regions.current().fit.result_data)


def _recapped(recording: Recording, objective: Objective) -> VGroup:
    return data_with_ends(recording, objective, *regions.current().recap.picture.corners)


def _lines(recording: Recording, objective: Objective, lines: Array, box: Box) -> VGroup:
    return keep_in_room(
        lambda box: data_with_lines(recording, objective, lines, box),
        box,
        leftmost=lambda picture: float(picture[0].get_left()[0]),
    )


DATA = Pose("the data", _data)
GUESSED = Pose("the data with the first guess", _guessed)
SIDE_BY_SIDE = Pose("the data with the first guess beside the map of the loss", _side_by_side)
FOUND = Pose("the data with the first and the last line", _found)
RECAPPED = Pose("the same, beside the recipe of the recap", _recapped)
