"""Clips to a lesson video, joined without encoding anything again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pipeline.clip import Clip, Video
from pipeline.encode import join
from pipeline.quality import Quality
from scenarios.files import write_atomically


def assemble(clips: Sequence[Clip], target: Path, quality: Quality, format: str) -> Video:
    """Join the clips, in their order, into the video `target`, which appears only when whole."""
    with write_atomically(target) as temporary:
        frames = join([clip.path for clip in clips], temporary, format)
    return Video(target, frames / quality.fps)
