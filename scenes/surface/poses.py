"""The pictures in which one chapter of a surface lesson ends and the next begins."""

from __future__ import annotations

from gradreel.scenes import regions
from gradreel.scenes.pose import Pose
from gradreel.scenes.surface.start_picture import StartPicture
from gradreel.scenes.surface.step_map import StepMap
from gradreel.scenes.surface.trail import DescendedPicture
from gradreel.solver.objective import Objective
from gradreel.solver.recording import Recording


def _from_the_side(recording: Recording, objective: Objective) -> StartPicture:
    picture = StartPicture(recording, objective, revealed=False)
    return picture.placed(regions.current().surface.space_level.corners, level=True)


def _under_glass(recording: Recording, objective: Objective) -> StartPicture:
    picture = StartPicture(recording, objective, revealed=True)
    return picture.under_glass().placed(regions.current().surface.space_alone.corners)


def _from_above(recording: Recording, objective: Objective) -> StepMap:
    return StepMap(recording, objective).taken_over(recording, objective)


def _beside(recording: Recording, objective: Objective) -> StartPicture:
    return StartPicture(recording, objective, revealed=True).solid()


FROM_THE_SIDE = Pose("axes from the side, with the start", _from_the_side)
UNDER_GLASS = Pose("the surface alone, transparent, with the start", _under_glass)
FROM_ABOVE = Pose("the map from above, with the start and the way down of a step", _from_above)
BESIDE = Pose("the surface beside room for more, with the start", _beside)
DESCENDED = Pose("the surface with the whole way of the first run", DescendedPicture)
