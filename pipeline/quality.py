"""Picture sizes and frame rates by manim's letters, themes, and formats of videos and stills."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

from gradreel.scenarios.formats import StillFormat, VideoFormat


@dataclass(frozen=True)
class Quality:
    """A picture size in pixels and a frame rate in frames a second."""

    width: int
    height: int
    fps: int


QUALITIES: dict[str, Quality] = {
    "l": Quality(854, 480, 15),
    "m": Quality(1280, 720, 30),
    "h": Quality(1920, 1080, 60),
    "p": Quality(2560, 1440, 60),
    "k": Quality(3840, 2160, 60),
}

THEMES: tuple[str, ...] = ("dark", "light")
FORMATS: tuple[str, ...] = get_args(VideoFormat)
STILLS: tuple[str, ...] = get_args(StillFormat)
