"""The results of rendering: clips of chapters, videos of lessons."""

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

    `reached` are the recorded steps that it shows being taken, if any, and when.
    """

    chapter: str
    title: str
    path: Path
    frames: int
    sentences: tuple[Sentence, ...]
    reached: tuple[Reached, ...] = ()

    @property
    def value(self) -> dict[str, Any]:
        """All fields but the path, for JSON."""
        return {key: value for key, value in asdict(self).items() if key != "path"}

    @classmethod
    def read(cls, path: Path, value: Mapping[str, Any]) -> Clip:
        """The clip at a path; `value` holds its other fields, as read from JSON."""
        sentences = tuple(Sentence(**sentence) for sentence in value["sentences"])
        reached = tuple(Reached(**step) for step in value["reached"])
        return cls(value["chapter"], value["title"], path, value["frames"], sentences, reached)


@dataclass(frozen=True)
class Part:
    """A part of a chapter, by its number, of so many that draw a span each in turn."""

    number: int
    count: int

    def has(self, span: int) -> bool:
        """Whether a span, counted from 0, belongs to it."""
        return span % self.count == self.number


@dataclass(frozen=True)
class Caption:
    """A sentence of a video and the milliseconds between which it is shown."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Video:
    """A finished video file, its length in seconds and its captions, in order.

    `took` is how many seconds passed between the start of its first chapter and its completion;
    None if it was up to date.
    """

    path: Path
    seconds: float
    captions: tuple[Caption, ...]
    took: float | None = None

    @property
    def value(self) -> dict[str, Any]:
        """All fields but the path and the time it took, for JSON."""
        return {"seconds": self.seconds, "captions": [asdict(c) for c in self.captions]}

    @classmethod
    def read(cls, path: Path, value: Mapping[str, Any]) -> Video:
        """The video at a path; `value` holds its other fields, as read from JSON."""
        return cls(path, value["seconds"], tuple(Caption(**c) for c in value["captions"]))
