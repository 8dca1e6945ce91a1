"""The race of a fit lesson: methods side by side, on one map."""

from __future__ import annotations

from gradreel.scenes.fit import chapters, poses
from gradreel.scenes.race import Race


class FitRace(Race):
    """All methods on one map, by steps and then by what they cost."""

    plan = chapters.RACE
    opens = poses.FOUND
    closes = poses.FOUND
