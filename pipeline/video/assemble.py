"""Joins clips into a video without encoding anything again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from gradreel.pipeline.quality import Quality
from gradreel.pipeline.video.captions import captions_of
from gradreel.pipeline.video.clip import Clip, Video
from gradreel.pipeline.video.joining import Mark, join
from gradreel.scenarios.files import write_atomically


def assemble(clips: Sequence[Clip], target: Path, quality: Quality, format: str) -> Video:
    """Join the clips, in order, into the video `target`, which appears only when it is complete.

    If there are several clips, they become the chapters of the video.
    """
    marks = [Mark(clip.title, clip.frames) for clip in clips] if len(clips) > 1 else []
    with write_atomically(target) as temporary:
        join([clip.path for clip in clips], temporary, format, marks)
    return video_of(clips, target, quality)


def video_of(clips: Sequence[Clip], path: Path, quality: Quality) -> Video:
    """A description of the video at a path that these clips were, or will be, joined into."""
    frames = sum(clip.frames for clip in clips)
    return Video(path, frames / quality.fps, captions_of(clips, quality.fps))
