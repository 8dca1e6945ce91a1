"""The race of a surface lesson: methods side by side, on one map."""

from __future__ import annotations

from gradreel.scenes.race import Race
from gradreel.scenes.surface import chapters, poses


class SurfaceRace(Race):
    """All methods on one map, by steps and then by what they cost."""

    plan = chapters.RACE
    opens = poses.DESCENDED
    closes = poses.DESCENDED
