"""The pictures in which one chapter of a curve lesson ends and the next begins."""

from __future__ import annotations

from manim import VGroup

from gradreel.scenes import regions
from gradreel.scenes.curve.descended import DescendedCurve
from gradreel.scenes.curve.stage import ROOM, CurveStage
from gradreel.scenes.pose import Pose
from gradreel.solver.objective import Objective
from gradreel.solver.recording import Recording


def _data(recording: Recording, objective: Objective) -> VGroup:
    data = CurveStage(recording, objective).data
    assert data
    return VGroup(data, data.dots)


def _start(recording: Recording, objective: Objective) -> VGroup:
    stage = _at_start(recording, objective)
    stage.movers.remove(stage.drop, stage.tangent)
    return VGroup(stage, stage.movers)


def _touched(recording: Recording, objective: Objective) -> VGroup:
    stage = _at_start(recording, objective)
    return VGroup(stage, stage.movers)


def _at_start(recording: Recording, objective: Objective) -> CurveStage:
    run = recording.runs[0]
    minus_slope = -float(run.grad[0, 0])
    downhill = (minus_slope > 0.0) - (minus_slope < 0.0)
    stage = CurveStage(recording, objective, follows=True, beyond=ROOM * downhill)
    stage.stand(float(run.parameters[0, 0]))
    return stage


def _descended(recording: Recording, objective: Objective) -> VGroup:
    return DescendedCurve(recording, objective, *regions.current().curve.whole.corners)


def _recapped(recording: Recording, objective: Objective) -> VGroup:
    return DescendedCurve(recording, objective, *regions.current().recap.picture.corners)


DATA = Pose("the data", _data)
START = Pose("the curve with the start", _start)
TOUCHED = Pose("the curve with the start and its tangent", _touched)
DESCENDED = Pose("the curve with the whole way of the first run", _descended)
RECAPPED = Pose("the same, beside the recipe of the recap", _recapped)
