"""Joins clips into a video without encoding anything again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path

from gradreel.pipeline.quality import Quality
from gradreel.pipeline.video.captions import captions_of
from gradreel.pipeline.video.clip import Clip, Video
from gradreel.pipeline.video.encode import SPAN
from gradreel.pipeline.video.joining import Mark, gather, join
from gradreel.scenarios.files import write_atomically
from gradreel.scenes.timing import Reached


def assemble(clips: Sequence[Clip], target: Path, quality: Quality, format: str) -> Video:
    """Join the clips, in order, into the video `target`, which appears only when it is complete.

    If there are several clips, they become the chapters of the video.
    """
    marks = [Mark(clip.title, clip.frames) for clip in clips] if len(clips) > 1 else []
    with write_atomically(target) as temporary:
        join([clip.path for clip in clips], temporary, format, marks)
    return video_of(clips, target, quality)


def gathered(parts: Sequence[Clip], path: Path, format: str) -> Clip:
    """The clip at a path that the parts of a chapter, in order, are put together into."""
    with write_atomically(path) as temporary:
        drawn = [part.path for part in parts if part.path.stat().st_size]
        gather(drawn, SPAN, temporary, format)
    first, *_ = parts
    # Each part has seen some moments only: the earliest to show a step is the one that counts.
    reached: list[Reached] = []
    steps = chain.from_iterable(part.reached for part in parts)
    for seen in sorted(steps, key=lambda seen: (seen.second, seen.step)):
        if not reached or seen.step > reached[-1].step:
            reached.append(seen)
    return replace(first, path=path, reached=tuple(reached))


def video_of(clips: Sequence[Clip], path: Path, quality: Quality) -> Video:
    """A description of the video at a path that these clips were, or will be, joined into."""
    frames = sum(clip.frames for clip in clips)
    return Video(path, frames / quality.fps, captions_of(clips, quality.fps))
