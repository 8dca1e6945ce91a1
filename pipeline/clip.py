"""What rendering hands on: clips of chapters, videos of lessons."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from scenes.timing import Sentence


class RenderError(RuntimeError):
    """A video could not be made; the message is one sentence for the user."""


@dataclass(frozen=True)
class Clip:
    """A rendered chapter: its file, its length in frames, and when which sentence is shown."""

    chapter: str
    path: Path
    frames: int
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True)
class Video:
    """A finished video file and its length in seconds.

    `took` is how many seconds passed from its first chapter's begin until it was finished; None
    where the video was there already.
    """

    path: Path
    seconds: float
    took: float | None = None
