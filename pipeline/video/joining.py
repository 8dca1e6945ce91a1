"""Joins video files without encoding anything again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from itertools import accumulate, cycle, islice, takewhile
from pathlib import Path
from typing import Any, NamedTuple

import av

from gradreel.pipeline.video.codecs import clip_options


class Mark(NamedTuple):
    """A chapter mark, to which players can jump: its title and its length in frames."""

    title: str
    frames: int


def join(clips: Sequence[Path], target: Path, format: str, marks: Sequence[Mark] = ()) -> int:
    """Copy the packets of clips, one clip after another, into a file; return the number of frames.

    The marks become the chapters of the video, one after another from its start. The clips must
    come from encoders with one quality and format. Raises ValueError if they do not fit together.
    """
    options = {"fflags": "+bitexact"}
    if format != "webm":
        options["movflags"] = "+faststart"

    def runs(sources: Sequence[Iterator[Any]]) -> Iterator[list[Any]]:
        return map(list, sources)

    return _copy(clips, runs, target, format, options, marks)


def gather(parts: Sequence[Path], span: int, target: Path, format: str) -> int:
    """Copy the packets of parts into a clip, a span of each in turn; return the number of frames.

    The parts must come from encoders with one quality and format, in which `span` frames are
    encoded together. Raises ValueError if they do not fit together.
    """

    def runs(sources: Sequence[Iterator[Any]]) -> Iterator[list[Any]]:
        in_turn = (list(islice(source, span)) for source in cycle(sources))
        return takewhile(bool, in_turn)

    return _copy(parts, runs, target, format, clip_options(format), ())


def _copy(
    paths: Sequence[Path],
    runs: Callable[[Sequence[Iterator[Any]]], Iterable[list[Any]]],
    target: Path,
    format: str,
    options: dict[str, str],
    marks: Sequence[Mark],
) -> int:
    """Copy runs of the packets of files, each begun anew by an encoder, one after another."""
    shown = 0
    with ExitStack() as stack:
        output = stack.enter_context(av.open(str(target), "w", format=format, options=options))
        sources = [stack.enter_context(av.open(str(path))) for path in paths]
        videos: list[Any] = [source.streams.video[0] for source in sources]
        for path, video in zip(paths, videos, strict=True):
            if _head(video) != _head(videos[0]):
                raise ValueError(f"{path.name} was encoded with other settings")
        stream: Any = output.add_stream_from_template(videos[0])
        stream.codec_context.framerate = videos[0].average_rate
        stream.codec_context.bit_rate = 0  # else that of the first file is written for all
        output.set_chapters(_chapters(marks, videos[0].average_rate))
        packets = [_timed(source, video) for source, video in zip(sources, videos, strict=True)]
        for run in runs(packets):
            later = shown - run[0].pts
            for packet in run:
                packet.pts += later
                if packet.dts is not None:
                    packet.dts += later
                packet.stream = stream
                output.mux(packet)
            shown += len(run)
    return shown


def _timed(source: Any, video: Any) -> Iterator[Any]:
    """The packets of a video, timed in frames."""
    rate = video.average_rate
    for packet in source.demux(video):
        if packet.size == 0:
            continue
        packet.pts, packet.dts = (
            None if time is None else round(time * packet.time_base * rate)
            for time in (packet.pts, packet.dts)
        )
        packet.time_base, packet.duration = 1 / rate, 1
        yield packet


def _chapters(marks: Sequence[Mark], rate: Any) -> list[Any]:
    """The marks as PyAV takes them, timed in frames."""
    ends = accumulate(mark.frames for mark in marks)
    return [
        {
            "id": number,
            "start": end - mark.frames,
            "end": end,
            "time_base": 1 / rate,
            "metadata": {"title": mark.title},
        }
        for number, (mark, end) in enumerate(zip(marks, ends, strict=True), start=1)
    ]


def _head(video: Any) -> tuple[Any, ...]:
    context = video.codec_context
    return (context.name, context.width, context.height, video.average_rate, context.extradata)
