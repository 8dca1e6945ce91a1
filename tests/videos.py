"""Reading videos back, for the tests of what makes them."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any

import av
import numpy as np


@dataclass(frozen=True)
class VideoReading:
    """A video file, decoded to its end."""

    path: Path
    size: tuple[int, int]
    pixel_format: str
    color: tuple[int, ...]
    rate: Fraction
    seconds: float
    times: tuple[float, ...]
    thumbnails: np.ndarray  # (frames, 54, 96) of uint8, a luminance each

    @property
    def frames(self) -> int:
        return len(self.times)

    @cached_property
    def contrast(self) -> np.ndarray:
        """The standard deviation of each frame's thumbnail."""
        return self.thumbnails.std(axis=(1, 2))

    def lasts(self, frames: int, fps: int) -> bool:
        """Whether it has so many frames, one after the other without a gap, and ends with them."""
        expected = np.arange(self.frames) / fps
        # Matroska counts whole milliseconds, and so does MP4 in the duration of the whole; in
        # Matroska that may end where the last frame begins.
        early = 1 / fps if self.path.suffix == ".webm" else 0.0
        return (
            self.frames == frames
            and bool(np.all(np.abs(np.array(self.times) - expected) < 0.0011))
            and -early - 0.0011 < self.seconds - frames / fps < 0.0011
        )


def read(path: Path) -> VideoReading:
    with av.open(str(path)) as container:
        stream: Any = container.streams.video[0]
        # The titles of an MP4's chapters are a stream of data.
        assert [s.type for s in container.streams if s.type != "data"] == ["video"]
        codec = stream.codec_context
        times, thumbnails = [], []
        for frame in container.decode(stream):
            assert not frame.is_corrupt
            times.append(float(frame.time))
            small = frame.reformat(96, 54, "gray")
            thumbnails.append(small.to_ndarray())
        return VideoReading(
            path,
            (codec.width, codec.height),
            codec.pix_fmt,
            (codec.color_primaries, codec.color_trc, codec.colorspace, int(codec.color_range)),
            stream.average_rate,
            container.duration / av.time_base,
            tuple(times),
            np.array(thumbnails),
        )


def boxes(path: Path) -> list[str]:
    """The names of an MP4's outermost boxes, in their order."""
    data, names, at = path.read_bytes(), [], 0
    while at < len(data):
        names.append(data[at + 4 : at + 8].decode())
        at += int.from_bytes(data[at : at + 4], "big")
    return names
