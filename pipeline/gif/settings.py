"""The settings of an animated picture, and a description of the finished one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from gradreel.pipeline.quality import Quality
from gradreel.scenarios.formats import RATES, GifFormat

GIF_FORMATS: tuple[str, ...] = get_args(GifFormat)

_SLOWEST = 15  # frames a second at which a chapter is played: one for each of its beats
_DRAWN = 20  # a multiple of all that is slower


@dataclass(frozen=True)
class GifSettings:
    """Which chapter to show, and the upper limits of width (pixels), frame rate and file size."""

    chapter: str = "descent"
    width: int = 640
    fps: int = 20
    max_size: int | None = None
    format: str = "gif"

    @property
    def drawn(self) -> Quality:
        """The size and the frame rate at which the chapter is drawn before frames are left out."""
        fps = self.fps if self.fps >= _SLOWEST else _DRAWN
        return Quality(self.width, round(self.width * 9 / 16), fps)


def settings_like(quality: Quality | None, width: int | None, fps: int | None) -> tuple[int, int]:
    """The width and the frame rate that are given; else near those of a quality, or the usual."""
    usual = GifSettings()
    if quality is None:
        return width or usual.width, fps or usual.fps
    return width or quality.width, fps or max(rate for rate in RATES if rate <= quality.fps)


@dataclass(frozen=True)
class GifFile:
    """A finished animated picture: its file, duration, size in pixels, frame rate and detail.

    `reduced` says whether that is less than was asked for. `took` is how many seconds it took;
    None if it was up to date.
    """

    path: Path
    seconds: float
    size: tuple[int, int]
    fps: float
    detail: str
    reduced: bool
    took: float | None = None

    @classmethod
    def read(cls, path: Path, value: Mapping[str, Any]) -> GifFile:
        """The picture at a path; `value` holds its other fields, as read from JSON."""
        width, height = value["size"]
        return cls(**{**value, "path": path, "size": (width, height)})
