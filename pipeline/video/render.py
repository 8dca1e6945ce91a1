"""Renders a chapter to a clip: the only place that touches manim's configuration."""

from __future__ import annotations

import logging
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, Protocol, TypeVar

import numpy as np
from manim import Scene, SceneFileWriter, config, tempconfig
from numpy.typing import NDArray

from gradreel.pipeline.quality import Quality
from gradreel.pipeline.stopping import stop_if_asked
from gradreel.pipeline.video.clip import Clip, Part
from gradreel.pipeline.video.encode import SPAN, Encoder
from gradreel.scenarios.files import write_atomically
from gradreel.scenes.chapter import Chapter
from gradreel.scenes.drawing.camera import StageCamera, StageRenderer
from gradreel.scenes.drawing.excerpt import Excerpt
from gradreel.scenes.lesson import chapter_named
from gradreel.solver.recording import Recording

S = TypeVar("S", bound=Scene)


class Sink(Protocol):
    """An object that takes the frames of a chapter."""

    def write(self, pixels: NDArray[np.uint8], repeat: int = 1) -> None:
        """Take a frame (height, width, 4) of uint8 RGBA, shown for `repeat` frames.

        The array is overwritten as soon as this returns.
        """


class _FrameWriter(SceneFileWriter):
    """manim's file writer without files: every frame goes straight to the sink."""

    def __init__(self, settings: Any, sink: Sink) -> None:
        super().__init__(settings)
        self._sink = sink

    def write_frame(self, pixels: Any, *, repeat: int = 1) -> None:
        stop_if_asked()
        self._sink.write(pixels, repeat)


@contextmanager
def stage(quality: Quality) -> Iterator[None]:
    """Configure manim for pictures of a quality, and to write no files of its own."""
    log = logging.getLogger("manim")
    level, drawn, drawn_by_numpy = log.level, random.getstate(), np.random.get_state()
    # It warns of waits shorter than a frame, which small frame rates make.
    log.setLevel(logging.ERROR)
    settings = {
        "pixel_width": quality.width,
        "pixel_height": quality.height,
        "frame_rate": quality.fps,
        "dry_run": True,
        "disable_caching": True,
        "progress_bar": "none",
        "seed": 0,
    }
    # Places without a finite value are not drawn, so numpy need not warn about them.
    try:
        with tempconfig(settings), np.errstate(all="ignore"):
            # manim's frame keeps its height; the width follows the picture's proportions.
            config.frame_width = config.frame_height * quality.width / quality.height
            yield
    finally:
        # manim seeds what a script around us may be drawing random numbers from.
        random.setstate(drawn)
        np.random.set_state(drawn_by_numpy)
        log.setLevel(level)


def perform(
    scene_of: Callable[[StageRenderer], S],
    quality: Quality,
    sink: Sink,
    renderer_of: Callable[..., StageRenderer] = StageRenderer,
) -> S:
    """Play a scene into a sink, frame by frame, with one of our renderers; return the scene."""
    with stage(quality):
        renderer = renderer_of(
            camera_class=StageCamera,
            file_writer_class=partial(_FrameWriter, sink=sink),
        )
        scene = scene_of(renderer)
        scene.render()
    return scene


def draw(
    recording: Recording, chapter: str, quality: Quality, sink: Sink, looping: bool = False
) -> Chapter:
    """Play a chapter into a sink; return the chapter.

    With `looping` it is played as for a picture that loops: its last picture stays, and where only
    a part of it is shown then, it says its first sentence alone, below that part. Raises KeyError
    if the lesson has no such chapter.
    """
    kind = chapter_named(recording.scenario, chapter)

    def scene_of(renderer: StageRenderer) -> Chapter:
        scene = kind(recording, renderer)
        scene.closing = scene.closing or looping
        scene.loop = kind.loop(recording.scenario) if looping else None
        return scene

    return perform(scene_of, quality, sink)


def render_chapter(
    recording: Recording, chapter: str, quality: Quality, format: str, path: Path
) -> Clip:
    """Draw a chapter and encode it to `path`, which appears only when it is complete.

    Raises KeyError if the lesson has no such chapter.
    """
    with write_atomically(path) as temporary, Encoder(temporary, quality, format) as encoder:
        scene = draw(recording, chapter, quality, encoder)
    return _clip(scene, recording, path, encoder.frames)


def render_part(
    recording: Recording, chapter: str, quality: Quality, format: str, path: Path, part: Part
) -> Clip:
    """Draw a part of a chapter, and encode it to `path`; its clip tells of all that it passed over.

    Of a chapter that is too short for so many parts, the file may be empty. Raises KeyError if the
    lesson has no such chapter.
    """
    kind = chapter_named(recording.scenario, chapter)
    with write_atomically(path) as temporary, Encoder(temporary, quality, format) as encoder:
        renderer_of = partial(Excerpt, lambda frame: part.has(frame // SPAN))
        scene = perform(partial(kind, recording), quality, encoder, renderer_of)
        assert isinstance(scene.renderer, Excerpt)
    return _clip(scene, recording, path, scene.renderer.frames)


def _clip(scene: Chapter, recording: Recording, path: Path, frames: int) -> Clip:
    plan, said, reached = scene.plan, tuple(scene.sentences), tuple(scene.reached)
    return Clip(plan.name, plan.title(recording.scenario), path, frames, said, reached)
