"""Our encoder settings against manim's: size and similarity to the same frames."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from statistics import mean
from typing import Any

import av

from bench.figure import Figure, Plan
from bench.recording import recorded
from gradreel.pipeline.video import codecs
from gradreel.pipeline.video.render import render_chapter
from gradreel.solver.recording import Recording

_CHAPTERS = (("quadratic", "descent"), ("noisy-line", "descent"))
_MANIM = {"crf": "23", "threads": "1"}  # libx264's other defaults, as manim leaves them
_LOSSLESS = {"preset": "ultrafast", "qp": "0", "threads": "1"}
_EVERY = 8  # frames: one in so many is compared, enough for a mean
_VIF = tuple(f"lavfi.vif.scale.{scale}" for scale in range(4))


def encoding(plan: Plan) -> list[Figure]:
    """Size, SSIM and VIF (visual information fidelity, what VMAF is mostly made of)."""
    figures = []
    for scenario, chapter in _CHAPTERS:
        recorded(plan, scenario)
        recording = Recording.load(plan.folder / f"{scenario}.npz")
        true = plan.folder / f"{scenario}-true.mp4"
        settings = codecs._CODECS["mp4"]
        codecs._CODECS["mp4"] = ("libx264", _LOSSLESS)
        try:
            render_chapter(recording, chapter, plan.quality, "mp4", true)
        finally:
            codecs._CODECS["mp4"] = settings
        ours, theirs = (
            _encoded(true, plan.folder / f"{scenario}-{name}.mp4", options)
            for name, options in (("ours", settings[1]), ("manim", _MANIM))
        )
        size = ours.stat().st_size / theirs.stat().st_size
        name = f"{scenario} {chapter}, encoded"
        figures.append(Figure(f"{name}: of manim's size", size, "times", 1.3, "at most"))
        for measure, similarity in (("SSIM", _ssim), ("VIF", _vif)):
            us, them = similarity(ours, true), similarity(theirs, true)
            note = f"{us:.5f} against {them:.5f}"
            title = f"{name}: {measure} to the true frames, of manim's"
            figures.append(Figure(title, us / them, "times", 1.0, "at least", note))
    return figures


def _encoded(source: Path, target: Path, options: dict[str, str]) -> Path:
    """The frames of a video, encoded with other options of libx264."""
    with av.open(str(source)) as frames, av.open(str(target), "w") as output:
        video: Any = frames.streams.video[0]
        stream: Any = output.add_stream("libx264", rate=video.average_rate, options=options)
        stream.width, stream.height, stream.pix_fmt = video.width, video.height, "yuv420p"
        for frame in frames.decode(video):
            # Leave the choice of key frames to the encoder.
            frame.pict_type = av.video.frame.PictureType.NONE
            output.mux(stream.encode(frame))
        output.mux(stream.encode(None))
    return target


def _ssim(path: Path, true: Path) -> float:
    return mean(float(row["lavfi.ssim.All"]) for row in _compared("ssim", path, true))


def _vif(path: Path, true: Path) -> float:
    return mean(float(row[scale]) for row in _compared("vif", path, true) for scale in _VIF)


def _compared(filter_name: str, path: Path, true: Path) -> Iterator[dict[str, str]]:
    """The values of an FFmpeg filter that compares some frames of a video with the true ones."""
    with av.open(str(path)) as left, av.open(str(true)) as right:
        graph = av.filter.Graph()
        similarity, sink = graph.add(filter_name), graph.add("buffersink")
        inputs = []
        for pad, container in enumerate((left, right)):
            inputs.append(graph.add_buffer(template=container.streams.video[0]))
            inputs[-1].link_to(similarity, 0, pad)
        similarity.link_to(sink)
        graph.configure()
        pairs = zip(left.decode(video=0), right.decode(video=0), strict=True)
        for index, frames in enumerate(pairs):
            if index % _EVERY:
                continue
            for source, frame in zip(inputs, frames, strict=True):
                source.push(frame)
            answer: Any = sink.pull()
            yield answer.metadata
