"""Clips in place of rendered ones, for tests of what is made of clips."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from pipeline.clip import Clip
from pipeline.encode import Encoder
from pipeline.quality import Quality
from pipeline.workers import Done, Job
from scenes.timing import Sentence

SECONDS = 2
SENTENCES = (
    Sentence(2 / 15, 16 / 15, "A <script>alert(1)</script> -->  <b>&lt;b&gt;</b>."),
    Sentence(16 / 15, 29 / 15, "From −2 to {\\an8} 3.1×10⁻⁹⁷ & on?"),
)


def render_jobs(jobs: list[Job], folder: Path) -> Iterator[Done]:
    """As `pipeline.workers.render_jobs`, but every chapter is a grey that becomes lighter."""
    folder.mkdir(parents=True, exist_ok=True)
    for position, job in enumerate(jobs):
        path = folder / f".{position}.{job.format}"
        clip = stand_in(job.chapter, path, job.quality, job.format)
        yield Done(position, clip, time.monotonic())


def stand_in(chapter: str, path: Path, quality: Quality, format: str) -> Clip:
    """A clip of two seconds and two sentences, in which nothing of a text may become a tag."""
    frames = SECONDS * quality.fps
    picture = np.full((quality.height, quality.width, 4), 255, dtype=np.uint8)
    with Encoder(path, quality, format) as encoder:
        for frame in range(frames):
            picture[..., :3] = 50 + 150 * frame // frames
            encoder.write(picture)
    return Clip(chapter, f"<{chapter}> & -->", path, frames, SENTENCES)
