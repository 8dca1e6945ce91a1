"""The places in the current frame.

Chapters and stages take all their places from here, and hold no coordinates themselves.
"""

from __future__ import annotations

from gradreel.scenes.frame_places import Regions
from gradreel.scenes.parts.geometry.box import Box
from gradreel.scenes.wide_frame import WIDE

FRAMES = {"16:9": WIDE}


def current() -> Regions:
    """The places in the frame that is being drawn."""
    return FRAMES["16:9"]


def safe() -> Box:
    """The safe area of the frame that is being drawn."""
    return current().safe
