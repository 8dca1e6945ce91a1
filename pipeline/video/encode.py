"""Encodes frames into video files: the one place that knows codecs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from fractions import Fraction
from itertools import accumulate
from pathlib import Path
from queue import Queue
from threading import Thread
from types import TracebackType
from typing import Any, NamedTuple, Self

import av
import numpy as np
from av.video.reformatter import ColorRange, Colorspace
from numpy.typing import NDArray

from gradreel.pipeline.quality import Quality

# One thread per encoder: chapters are rendered side by side in processes of their own. Lookahead
# with macroblock trees gives the fastest of x264's useful presets more than the default's quality.
_X264 = {
    "preset": "superfast",
    "crf": "21",
    "tune": "animation",
    "x264-params": "mbtree=1:rc-lookahead=20",
    "threads": "1",
}
_CODECS: dict[str, tuple[str, dict[str, str]]] = {
    "mp4": ("libx264", _X264),
    "mov": ("libx264", _X264),
    "webm": (
        "libvpx-vp9",
        {"crf": "31", "b": "0", "deadline": "good", "cpu-used": "5", "threads": "1"},
    ),
}
_AHEAD = 3  # buffers for frames between the caller and the encoder, so that neither waits long
_BT709 = 1  # in the numbering of ITU-T H.273


class Encoder:
    """Encodes frames (height, width, 4) of uint8 RGBA into one silent video file.

    Constant frame rate, yuv420p, BT.709. The same frames give the same bytes. A thread encodes
    while the caller draws. The file is finished at the end of a `with` block that raises nothing.
    Raises OSError if the file cannot be written, at the latest at the end of the block.
    """

    def __init__(self, path: Path, quality: Quality, format: str) -> None:
        codec, options = _CODECS[format]
        self._rate = Fraction(quality.fps)
        self._container = av.open(str(path), "w", format=format, options={"fflags": "+bitexact"})
        stream: Any = self._container.add_stream(codec, rate=self._rate, options=options)
        stream.width, stream.height = quality.width, quality.height
        stream.pix_fmt = "yuv420p"
        context = stream.codec_context
        context.color_range = ColorRange.MPEG
        context.color_primaries = context.color_trc = context.colorspace = _BT709
        self._stream = stream
        self._convert = av.video.reformatter.VideoReformatter()
        self.frames = 0
        self._written = 0
        self._failure: BaseException | None = None
        # The same buffers are reused: new ones of this size cost a page fault for every page.
        self._free: Queue[NDArray[np.uint8]] = Queue()
        for _ in range(_AHEAD):
            self._free.put(np.empty((quality.height, quality.width, 4), dtype=np.uint8))
        self._waiting: Queue[tuple[NDArray[np.uint8], int] | None] = Queue()
        self._thread = Thread(target=self._work, daemon=True)
        self._thread.start()

    def write(self, pixels: NDArray[np.uint8], repeat: int = 1) -> None:
        """Append a copy of a frame, shown for `repeat` frames; it is converted only once."""
        if self._failure:
            raise self._failure
        buffer = self._free.get()
        np.copyto(buffer, pixels)
        self._waiting.put((buffer, repeat))
        self.frames += repeat

    def _work(self) -> None:
        """Encode the waiting frames until the end; after a failure, only discard them."""
        while waiting := self._waiting.get():
            if self._failure is None:
                try:
                    self._encode(*waiting)
                except Exception as failure:
                    self._failure = failure
            self._free.put(waiting[0])

    def _encode(self, pixels: NDArray[np.uint8], repeat: int) -> None:
        picture = self._convert.reformat(
            av.VideoFrame.from_numpy_buffer(pixels, format="rgba"),
            format="yuv420p",
            dst_colorspace=Colorspace.ITU709,
            dst_color_range=ColorRange.MPEG,
            threads=1,
        )
        for _ in range(repeat):
            picture.pts = self._written
            picture.time_base = 1 / self._rate
            self._container.mux(self._stream.encode(picture))
            self._written += 1

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        # After an error, the frames that still wait are not encoded.
        self._failure = self._failure or error
        self._waiting.put(None)
        self._thread.join()
        if self._failure is None:
            self._container.mux(self._stream.encode(None))
            self._container.close()
            return
        # The first failure is the one to report: closing may fail for the same reason.
        with suppress(OSError):
            self._container.close()
        if error is None:
            raise self._failure


class Mark(NamedTuple):
    """A chapter mark, to which players can jump: its title and its length in frames."""

    title: str
    frames: int


def join(clips: list[Path], target: Path, format: str, marks: Sequence[Mark] = ()) -> int:
    """Copy the packets of clips, one clip after another, into a file; return the number of frames.

    The marks become the chapters of the video, one after another from its start. The clips must
    come from encoders with one quality and format, and have at least three frames: for shorter ones
    x264 uses other decoding times. Raises ValueError if they do not fit together.
    """
    options = {"fflags": "+bitexact"}
    if format != "webm":
        options["movflags"] = "+faststart"
    shown = 0
    with av.open(str(target), "w", format=format, options=options) as output:
        stream: Any = None
        for clip in clips:
            with av.open(str(clip)) as source:
                video = source.streams.video[0]
                if stream is None:
                    stream, head = output.add_stream_from_template(video), _head(video)
                    stream.codec_context.framerate = video.average_rate
                    output.set_chapters(_chapters(marks, video.average_rate))
                elif _head(video) != head:
                    raise ValueError(f"{clip.name} was encoded with other settings")
                count = 0
                for packet in _numbered(source, video, shown):
                    packet.stream = stream
                    output.mux(packet)
                    count += 1
                shown += count
    return shown


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


def _numbered(source: Any, video: Any, first: int) -> Iterator[Any]:
    """The packets of a clip, timed in frames counted from `first`."""
    rate = video.average_rate
    for packet in source.demux(video):
        if packet.size == 0:
            continue
        packet.pts, packet.dts = (
            None if time is None else first + round(time * packet.time_base * rate)
            for time in (packet.pts, packet.dts)
        )
        packet.time_base, packet.duration = 1 / rate, 1
        yield packet


def _head(video: Any) -> tuple[Any, ...]:
    context = video.codec_context
    return (context.name, context.width, context.height, video.average_rate, context.extradata)
