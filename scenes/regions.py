"""Where everything stands in the frame that is drawn.

Chapters and stages take their places from here, and hold none of their own.
"""

from __future__ import annotations

from gradreel.scenes.frame_places import Regions
from gradreel.scenes.parts.box import Box
from gradreel.scenes.wide_frame import WIDE

FRAMES = {"16:9": WIDE}


def current() -> Regions:
    """The places in the frame that is drawn."""
    return FRAMES["16:9"]


def safe() -> Box:
    """The safe area of the frame that is drawn."""
    return current().safe
