"""What rendering hands on: clips of chapters, videos of lessons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from gradreel.scenarios.errors import GradreelError
from gradreel.scenes.timing import Reached, Sentence


class RenderError(GradreelError):
    """A video or a picture could not be made."""


@dataclass(frozen=True)
class Clip:
    """A rendered chapter: its name and title, its file, its length in frames, its sentences.

    `reached` are the steps that it shows its runs taking, where it does.
    """

    chapter: str
    title: str
    path: Path
    frames: int
    sentences: tuple[Sentence, ...]
    reached: tuple[Reached, ...] = ()

    @classmethod
    def read(cls, path: Path, value: Mapping[str, Any]) -> Clip:
        """The clip at a path, of which `value` is all else, as JSON has it."""
        sentences = tuple(Sentence(**sentence) for sentence in value["sentences"])
        reached = tuple(Reached(**step) for step in value["reached"])
        return cls(value["chapter"], value["title"], path, value["frames"], sentences, reached)


@dataclass(frozen=True)
class Caption:
    """A sentence of a video and the milliseconds from and until which it is shown."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Video:
    """A finished video file, its length in seconds and its captions, in their order.

    `took` is how many seconds passed from its first chapter's begin until it was finished; None
    where the video was there already.
    """

    path: Path
    seconds: float
    captions: tuple[Caption, ...]
    took: float | None = None

    @property
    def value(self) -> dict[str, Any]:
        """All but the path and the time it took, as JSON has it."""
        return {"seconds": self.seconds, "captions": [asdict(c) for c in self.captions]}

    @classmethod
    def read(cls, path: Path, value: Mapping[str, Any]) -> Video:
        """The video at a path, of which `value` is all else, as JSON has it."""
        return cls(path, value["seconds"], tuple(Caption(**c) for c in value["captions"]))
