"""Our GIF of a descent against the one that manim's own writer makes of the same frames."""

from __future__ import annotations

import time
from collections.abc import Iterator
from fractions import Fraction
from itertools import islice
from pathlib import Path
from statistics import mean
from typing import Any

import av
import numpy as np
from manim import tempconfig
from numpy.typing import NDArray
from PIL import Image

from bench.figure import Figure, Plan
from bench.recording import recorded
from bench.stock import stock_settings
from gradreel.pipeline.gif.frame_store import FrameStore
from gradreel.pipeline.gif.make import make_gif
from gradreel.pipeline.gif.settings import GifSettings
from gradreel.pipeline.video.render import draw
from gradreel.scenes.drawing.camera import StageCamera, StageRenderer
from gradreel.scenes.lesson import chapter_named
from gradreel.solver.recording import Recording

_SCENARIOS = ("quadratic", "noisy-line")
_EVERY = 8  # frames: one in so many is compared, enough for a mean
_ORDER = GifSettings(chapter="step")  # all of whose frame is shown, as manim does


def gifs(plan: Plan) -> list[Figure]:
    """Size, similarity and time: all three are drawn by our camera."""
    figures = []
    for name in _SCENARIOS:
        recording = recorded(plan, name)
        with FrameStore() as true:
            scene = draw(recording, _ORDER.chapter, _ORDER.drawn, true, looping=True)
            skipped = round(scene.opened * _ORDER.fps)
            started = time.perf_counter()
            ours = make_gif(recording, _ORDER, plan.folder / f"{name}.gif").path
            our_time = time.perf_counter() - started
            started = time.perf_counter()
            theirs = _manims(recording, plan.folder / f"stock-gif-{name}")
            their_time = time.perf_counter() - started
            similarity, their_similarity = _ssim(ours, true, skipped), _ssim(theirs, true)
        size, their_size = ours.stat().st_size, theirs.stat().st_size
        title = f"{name} {_ORDER.chapter}, GIF of 640 pixels"
        sizes = f"{size / 1e3:.0f} kB against {their_size / 1e3:.0f} kB"
        alike = f"{similarity:.5f} against {their_similarity:.5f}"
        times = f"{our_time:.1f} s against {their_time:.1f} s"
        figures += [
            Figure(f"{title}: of manim's size", size / their_size, "times", 0.6, "at most", sizes),
            Figure(
                f"{title}: SSIM, of manim's",
                similarity / their_similarity,
                "times",
                1,
                "at least",
                alike,
            ),
            Figure(
                f"{title}: of manim's time", our_time / their_time, "times", 1, "at most", times
            ),
        ]
    return figures


def _manims(recording: Recording, folder: Path) -> Path:
    """The same chapter, written by manim."""
    quality = _ORDER.drawn
    size = {"pixel_width": quality.width, "pixel_height": quality.height}
    with (
        stock_settings("l", str(folder)),
        tempconfig({**size, "frame_rate": quality.fps, "format": "gif"}),
    ):
        kind = chapter_named(recording.scenario, _ORDER.chapter)
        scene = kind(recording, StageRenderer(camera_class=StageCamera))
        scene.closing = True
        scene.render()
    (path,) = folder.rglob("*.gif")
    return path


def _ssim(path: Path, store: FrameStore, skipped: int = 0) -> float:
    """The mean SSIM of some frames of a GIF and the true ones from `skipped` on; 1 if equal."""
    graph = av.filter.Graph()
    ssim, sink = graph.add("ssim"), graph.add("buffersink")
    width, height = _ORDER.drawn.width, _ORDER.drawn.height
    kind, unit = av.VideoFormat("gbrp", width, height), Fraction(1, 100)
    pads = [graph.add_buffer(width=width, height=height, format=kind, time_base=unit) for _ in "ab"]
    for number, pad in enumerate(pads):
        pad.link_to(ssim, 0, number)
    ssim.link_to(sink)
    graph.configure()
    values = []
    pairs = zip(_frames(path), islice(_true_frames(store), skipped, None), strict=False)
    for number, pair in enumerate(pairs):
        if number % _EVERY:
            continue
        for pad, pixels in zip(pads, pair, strict=True):
            frame = av.VideoFrame.from_ndarray(pixels, format="rgb24").reformat(format="gbrp")
            frame.pts, frame.time_base = number, unit
            pad.push(frame)
        answer: Any = sink.pull()
        values.append(float(answer.metadata["lavfi.ssim.All"]))
    return mean(values)


def _frames(path: Path) -> Iterator[NDArray[np.uint8]]:
    """The frames of a GIF, one for each frame of the chapter."""
    with Image.open(path) as image:
        for number in range(getattr(image, "n_frames", 1)):
            image.seek(number)
            pixels = np.asarray(image.convert("RGB"))
            for _ in range(round(image.info["duration"] * _ORDER.fps / 1000)):
                yield pixels


def _true_frames(store: FrameStore) -> Iterator[NDArray[np.uint8]]:
    numbers = range(len(store.lengths))
    for pixels, length in zip(store.pictures(numbers), store.lengths, strict=True):
        for _ in range(length):
            yield pixels
