"""The pictures in which one chapter of a fit lesson ends and the next begins."""

from __future__ import annotations

from manim import VGroup

from gradreel.scenes import regions
from gradreel.scenes.fit.data_with_lines import data_with_lines
from gradreel.scenes.fit.stage import FitStage
from gradreel.scenes.pose import Pose
from gradreel.solver.objective import Objective
from gradreel.solver.recording import Recording


def _guessed(recording: Recording, objective: Objective) -> VGroup:
    start = recording.runs[0].parameters[:1]
    return data_with_lines(recording, objective, start, *regions.current().fit.guess_data.corners)


def _side_by_side(recording: Recording, objective: Objective) -> VGroup:
    frame = regions.current().fit
    boxes = frame.views_data, frame.views_map, frame.views_figures
    stage = FitStage(recording, objective, *boxes, computed=float)
    return VGroup(stage, stage.residuals, stage.line, stage.dot)


def _found(recording: Recording, objective: Objective) -> VGroup:
    ends = recording.runs[0].parameters[[0, -1]]
    return data_with_lines(recording, objective, ends, *regions.current().fit.result_data.corners)


GUESSED = Pose("the data with the first guess", _guessed)
SIDE_BY_SIDE = Pose("the data with the first guess beside the map of the loss", _side_by_side)
FOUND = Pose("the data with the first and the last line", _found)
