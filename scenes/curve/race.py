"""The race of a curve lesson: methods side by side, on one curve."""

from __future__ import annotations

from gradreel.scenes.curve import chapters, poses
from gradreel.scenes.race import Race


class CurveRace(Race):
    """All methods on one curve, by steps and then by what they cost."""

    plan = chapters.RACE
    opens = poses.DESCENDED
    closes = poses.DESCENDED
