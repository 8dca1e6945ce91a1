"""A chapter to a clip: the only place that touches manim's configuration."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from manim import SceneFileWriter, config, tempconfig

from pipeline.clip import Clip
from pipeline.encode import Encoder
from pipeline.quality import Quality
from scenarios.files import write_atomically
from scenes.drawing.camera import StageCamera, StageRenderer
from scenes.lesson import chapter_named
from solver.trajectory import Trajectory


class _FrameWriter(SceneFileWriter):
    """manim's file writer with all files left out: every frame goes straight to our encoder."""

    def __init__(self, settings: Any, encoder: Encoder) -> None:
        super().__init__(settings)
        self._encoder = encoder

    def write_frame(self, pixels: Any, *, repeat: int = 1) -> None:
        self._encoder.write(pixels, repeat)


@contextmanager
def stage(quality: Quality) -> Iterator[None]:
    """manim set up for pictures of a quality, and for no files of its own."""
    logging.getLogger("manim").setLevel(logging.WARNING)
    settings = {
        "pixel_width": quality.width,
        "pixel_height": quality.height,
        "frame_rate": quality.fps,
        "dry_run": True,
        "disable_caching": True,
        "progress_bar": "none",
        "seed": 0,
    }
    with tempconfig(settings):
        # manim's frame keeps its height; the width follows the picture's proportions.
        config.frame_width = config.frame_height * quality.width / quality.height
        yield


def render_chapter(
    trajectory: Trajectory, chapter: str, quality: Quality, format: str, path: Path
) -> Clip:
    """Draw a chapter and encode it to `path`, which appears only when it is whole.

    Raises KeyError for a chapter that the lesson does not have.
    """
    scene_class = chapter_named(trajectory.scenario, chapter)
    with (
        stage(quality),
        write_atomically(path) as temporary,
        Encoder(temporary, quality, format) as encoder,
    ):
        renderer = StageRenderer(
            camera_class=StageCamera,
            file_writer_class=partial(_FrameWriter, encoder=encoder),  # type: ignore[arg-type]
        )
        scene = scene_class(trajectory, renderer)
        scene.render()
    title = scene.heading or scene.trajectory.scenario.title
    return Clip(chapter, title, path, encoder.frames, tuple(scene.sentences))
