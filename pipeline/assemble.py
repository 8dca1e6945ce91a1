"""Clips to a lesson video with its captions, joined without encoding anything again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pipeline.captions import captions_of, write_captions
from pipeline.clip import Clip, Video
from pipeline.encode import Mark, join
from pipeline.quality import Quality
from scenarios.files import write_atomically


def assemble(clips: Sequence[Clip], target: Path, quality: Quality, format: str) -> Video:
    """Join the clips, in their order, into the video `target`, with its captions beside it.

    Each file appears only when it is whole. Several clips are the video's chapters.
    """
    marks = [Mark(clip.title, clip.frames) for clip in clips] if len(clips) > 1 else []
    with write_atomically(target) as temporary:
        frames = join([clip.path for clip in clips], temporary, format, marks)
    video = Video(target, frames / quality.fps, captions_of(clips, quality.fps))
    write_captions(video)
    return video
