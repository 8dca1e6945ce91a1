"""One picture of a chapter, as its video shows it at a moment."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import cairo
from PIL import Image

from gradreel.pipeline.making import Progress, Report
from gradreel.pipeline.order import check_chapter, drawn_plainly
from gradreel.pipeline.quality import Quality
from gradreel.pipeline.render import stage
from gradreel.scenarios import Scenario, ScenarioError
from gradreel.scenarios.files import write_atomically
from gradreel.scenes.chapter import Chapter
from gradreel.scenes.drawing.opengl import MISSING
from gradreel.scenes.drawing.vector import VectorCamera
from gradreel.scenes.glimpse import Glimpse
from gradreel.scenes.lesson import chapter_named
from gradreel.scenes.parts.signs import check_signs
from gradreel.scenes.title import Poster
from gradreel.solver.trajectory import Trajectory

_POSTER = Quality(1280, 720, 30)

SceneOf = Callable[[Glimpse], Chapter]


@dataclass(frozen=True)
class StillOrder:
    """Which picture to draw of each scenario, and below which folder.

    `at` is a second of the chapter; None is its last full picture, before it clears the stage.
    """

    chapter: str
    at: float | None
    format: str
    quality: Quality
    folder: Path

    def target(self, scenario: Scenario) -> Path:
        """Where the picture of a scenario goes; the name says the second if one was chosen."""
        # In as many digits as it takes to tell any two seconds apart.
        second = "" if self.at is None else f"-{self.at!r}".removesuffix(".0") + "s"
        return self.folder / scenario.name / f"{self.chapter}{second}.{self.format}"


def make_stills(scenarios: Sequence[Scenario], order: StillOrder, report: Report) -> Iterator[Path]:
    """Draw the picture of every scenario; yields each file as soon as it is there.

    Raises ScenarioError where a lesson lacks the chapter or the chapter the second, and OSError
    where a file cannot be written.
    """
    from gradreel.solver.descent import (
        record,  # torch, which a worker that has its data must not load
    )

    check_signs(scenarios)
    check_chapter(scenarios, order.chapter)
    total = len(scenarios)
    report(Progress(0, total, "", MISSING if any(map(drawn_plainly, scenarios)) else ""))
    for done, scenario in enumerate(scenarios, start=1):
        target = order.target(scenario)
        draw_still(record(scenario), order.chapter, order.at, order.format, order.quality, target)
        report(Progress(done, total, f"{scenario.name}: {order.chapter}"))
        yield target


def draw_still(
    trajectory: Trajectory,
    chapter: str,
    at: float | None,
    format: str,
    quality: Quality,
    path: Path,
) -> None:
    """Draw a chapter at a second (None: its last full picture) into `path`, as png or svg.

    The same picture is the same bytes. Raises KeyError for a chapter that the lesson does not
    have, and ScenarioError for a second that the chapter does not have.
    """
    scene = partial(chapter_named(trajectory.scenario, chapter), trajectory)
    _write(path, _DRAWN[format](scene, at, quality))


def draw_poster(trajectory: Trajectory, path: Path) -> None:
    """Draw the picture that stands for a lesson where it cannot play, as png into `path`."""
    _write(path, _png(partial(Poster, trajectory), None, _POSTER))


def _write(path: Path, picture: bytes) -> None:
    with write_atomically(path) as temporary:
        temporary.write_bytes(picture)


def _png(scene_of: SceneOf, at: float | None, quality: Quality) -> bytes:
    with stage(quality):
        glimpse = Glimpse(at)
        _play(scene_of, glimpse)
    file = io.BytesIO()
    Image.fromarray(glimpse.camera.pixel_array[..., :3]).save(file, "PNG", optimize=True)
    return file.getvalue()


def _svg(scene_of: SceneOf, at: float | None, quality: Quality) -> bytes:
    file = io.BytesIO()
    with stage(quality), cairo.SVGSurface(file, quality.width, quality.height) as surface:
        surface.set_document_unit(cairo.SVGUnit.PX)
        _play(scene_of, Glimpse(at, partial(VectorCamera, surface)))
    return _renumbered(file.getvalue())


_DRAWN = {"png": _png, "svg": _svg}


def _play(scene_of: SceneOf, glimpse: Glimpse) -> None:
    """Play a chapter until its picture is drawn."""
    scene = scene_of(glimpse)
    scene.render()
    if not glimpse.drawn:
        name, length = scene.trajectory.scenario.name, f"{glimpse.time:.1f} s"
        raise ScenarioError([f"{name}: {scene.name} lasts {length}: try a second before, or last"])


def _renumbered(svg: bytes) -> bytes:
    """A drawing whose names are numbered from 1 on; cairo counts on from drawing to drawing."""
    names = dict.fromkeys(re.findall(rb'\bid="([^"]+)"', svg))
    numbers = {name: b"s%d" % number for number, name in enumerate(names, start=1)}
    used = rb'(\bid="|href="#|url\(#)([^")]+)'
    return re.sub(used, lambda found: found[1] + numbers[found[2]], svg)
