"""Draws one picture of a chapter, as its video shows it at a moment."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import cairo
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from gradreel.pipeline.quality import Quality
from gradreel.pipeline.stopping import stop_if_asked
from gradreel.pipeline.video.render import stage
from gradreel.scenarios import ScenarioError
from gradreel.scenarios.files import write_atomically
from gradreel.scenes.chapter import Chapter
from gradreel.scenes.drawing.vector import VectorCamera
from gradreel.scenes.lesson import chapter_named, poster_of
from gradreel.scenes.moment import MomentRenderer
from gradreel.solver.recording import Recording

_NO_DATE = "2000-01-01T00:00:00Z"
_POSTER = Quality(1280, 720, 30)

SceneOf = Callable[[MomentRenderer], Chapter]


class _Moment(MomentRenderer):
    """Draws one moment, unless it is asked to stop on the way there."""

    def during(self, scene: Any, began: float) -> None:
        stop_if_asked()
        super().during(scene, began)


def draw_still(
    recording: Recording,
    chapter: str,
    at: float | None,
    format: str,
    quality: Quality,
    path: Path,
    bare: bool = False,
) -> None:
    """Draw a chapter at `at` seconds (None: its last complete picture) into `path`, in a format.

    What is `bare` has no ground, heading or sentence. The same picture gives the same bytes. Raises
    KeyError if the lesson has no such chapter, and ScenarioError if the chapter is not that long.
    """
    scene = partial(chapter_named(recording.scenario, chapter), recording)
    _write(path, _DRAWN[format](scene, at, quality, bare))


def draw_poster(recording: Recording, path: Path) -> None:
    """Draw the poster of a lesson into `path`, as png."""
    _write(path, _png(partial(poster_of(recording.scenario), recording), None, _POSTER))


def _write(path: Path, picture: bytes) -> None:
    with write_atomically(path) as temporary:
        temporary.write_bytes(picture)


def _png(scene_of: SceneOf, at: float | None, quality: Quality, bare: bool = False) -> bytes:
    with stage(quality):
        moment_renderer = _Moment(at, bare=bare)
        _play(scene_of, moment_renderer)
    pixels = moment_renderer.camera.pixel_array
    return as_png(_unmixed(pixels) if bare else pixels[..., :3])


def _unmixed(pixels: NDArray[Any]) -> NDArray[np.uint8]:
    """Pixels (height, width, 4) as PNG files have them: cairo's are multiplied by their alpha."""
    alpha = pixels[..., 3:].astype(np.float64)
    colours = np.round(255.0 * pixels[..., :3] / np.maximum(alpha, 1.0))
    return np.concatenate([np.minimum(colours, 255.0), alpha], axis=2).astype(np.uint8)


def as_png(pixels: NDArray[Any]) -> bytes:
    """A picture (height, width, 3 or 4) of bytes as a PNG file."""
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG", optimize=True)
    return file.getvalue()


def _svg(scene_of: SceneOf, at: float | None, quality: Quality, bare: bool) -> bytes:
    file = io.BytesIO()
    with cairo.SVGSurface(file, quality.width, quality.height) as surface:
        surface.set_document_unit(cairo.SVGUnit.PX)
        _outline(scene_of, at, quality, bare, surface)
    return _renumbered(file.getvalue())


def _pdf(scene_of: SceneOf, at: float | None, quality: Quality, bare: bool) -> bytes:
    file = io.BytesIO()
    with cairo.PDFSurface(file, quality.width, quality.height) as surface:
        # The same picture gives the same bytes, whenever it is drawn.
        surface.set_metadata(cairo.PDFMetadata.CREATE_DATE, _NO_DATE)
        _outline(scene_of, at, quality, bare, surface)
    return file.getvalue()


def _outline(
    scene_of: SceneOf,
    at: float | None,
    quality: Quality,
    bare: bool,
    surface: cairo.SVGSurface | cairo.PDFSurface,
) -> None:
    with stage(quality):
        _play(scene_of, _Moment(at, partial(VectorCamera, surface), bare))


_DRAWN = {"png": _png, "svg": _svg, "pdf": _pdf}


def _play(scene_of: SceneOf, moment_renderer: MomentRenderer) -> None:
    """Play a chapter until its picture is drawn."""
    scene = scene_of(moment_renderer)
    scene.render()
    if not moment_renderer.drawn:
        lesson, chapter = scene.recording.scenario.name, scene.plan.name
        length = f"{moment_renderer.time:.1f} s"
        raise ScenarioError([f"{lesson}: {chapter} lasts {length}: try a second before, or last"])


def _renumbered(svg: bytes) -> bytes:
    """A drawing with its ids numbered from 1; cairo's numbers go on from drawing to drawing."""
    names = dict.fromkeys(re.findall(rb'\bid="([^"]+)"', svg))
    numbers = {name: b"s%d" % number for number, name in enumerate(names, start=1)}
    used = rb'(\bid="|href="#|url\(#)([^")]+)'
    return re.sub(used, lambda found: found[1] + numbers[found[2]], svg)
