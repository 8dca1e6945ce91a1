"""The pictures in which one chapter of a curve lesson ends and the next begins."""

from __future__ import annotations

from manim import VGroup

from gradreel.scenes import regions
from gradreel.scenes.curve.descended import DescendedCurve
from gradreel.scenes.curve.stage import ROOM, CurveStage
from gradreel.scenes.pose import Pose
from gradreel.solver.objective import Objective
from gradreel.solver.recording import Recording


def _start(recording: Recording, objective: Objective) -> VGroup:
    run = recording.runs[0]
    minus_slope = -float(run.grad[0, 0])
    downhill = (minus_slope > 0.0) - (minus_slope < 0.0)
    stage = CurveStage(recording, objective, follows=True, beyond=ROOM * downhill)
    stage.stand(float(run.parameters[0, 0]))
    return VGroup(stage, stage.residuals, stage.model, stage.drop, stage.dot)


def _descended(recording: Recording, objective: Objective) -> VGroup:
    return DescendedCurve(recording, objective, *regions.current().curve.whole.corners)


START = Pose("the curve with the start", _start)
DESCENDED = Pose("the curve with the whole way of the first run", _descended)
