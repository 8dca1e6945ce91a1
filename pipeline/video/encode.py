"""Encodes frames into video files, span by span."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from fractions import Fraction
from pathlib import Path
from queue import Queue
from threading import Thread
from types import TracebackType
from typing import Any, Self

import av
import numpy as np
from av.video.reformatter import ColorRange, Colorspace
from numpy.typing import NDArray

from gradreel.pipeline.quality import Quality
from gradreel.pipeline.video.codecs import add_stream, clip_options, new_encoder

# Frames that are encoded together, so that it does not matter who encodes the others. x264 would
# begin anew after 250 at the latest, so this costs few bytes.
SPAN = 240
_AHEAD = 3  # buffers for frames between the caller and the encoder, so that neither waits long


class Encoder:
    """Encodes frames (height, width, 4) of uint8 RGBA into one silent video file.

    Constant frame rate, yuv420p, BT.709. The same frames give the same bytes. A thread encodes
    while the caller draws. The file is finished at the end of a `with` block that raises nothing;
    without any frame there is none. Raises OSError if the file cannot be written, at the latest at
    the end of the block.
    """

    def __init__(self, path: Path, quality: Quality, format: str) -> None:
        self._quality, self._format = quality, format
        self._container = av.open(str(path), "w", format=format, options=clip_options(format))
        self._stream = add_stream(self._container, quality, format)
        self._codec: Any = self._stream.codec_context
        self._convert = av.video.reformatter.VideoReformatter()
        self.frames = 0
        self._began = self._coded = self._written = 0
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
        picture.time_base = Fraction(1, self._quality.fps)
        for _ in range(repeat):
            if self._coded == self._began + SPAN:
                self._mux(self._codec.encode(None))
                self._began = self._coded
                self._codec = new_encoder(self._quality, self._format)
            picture.pts = self._coded - self._began
            self._mux(self._codec.encode(picture))
            self._coded += 1

    def _mux(self, packets: Iterable[Any]) -> None:
        """Write packets of a span, each decoded a frame after the one before."""
        for packet in packets:
            packet.pts += self._began
            packet.dts = self._written - self._codec.reorder_depth
            packet.duration, packet.stream = 1, self._stream
            self._container.mux(packet)
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
            if self.frames:
                self._mux(self._codec.encode(None))
            self._container.close()
            return
        # The first failure is the one to report: closing may fail for the same reason.
        with suppress(OSError):
            self._container.close()
        if error is None:
            raise self._failure
