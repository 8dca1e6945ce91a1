"""Frames exactly as they were drawn, kept on disk instead of in memory."""

from __future__ import annotations

import tempfile
import zlib
from collections.abc import Collection, Iterator, Sequence
from types import TracebackType
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]  # (height, width, 3) of RGB


class _Packed(NamedTuple):
    """Where in the file those rows of a picture are that differ from the picture before it."""

    offset: int
    size: int
    top: int
    bottom: int


class FrameStore:
    """Takes the frames of a chapter, and returns its pictures as often as needed.

    Successive frames that are equal are one picture; `lengths` holds its number of frames. The
    pictures are kept in a temporary file, each as its difference from the one before, so that a
    store of any length needs memory for only a few. Raises OSError if the file cannot be written.
    """

    def __init__(self) -> None:
        self.lengths: list[int] = []
        self._file = tempfile.TemporaryFile()  # noqa: SIM115
        self._packed: list[_Packed] = []
        self._last: NDArray[np.uint32] | None = None

    def write(self, pixels: NDArray[np.uint8], repeat: int = 1) -> None:
        """Append a copy of a frame (height, width, 4) of uint8 RGBA, shown for `repeat` frames."""
        frame = np.ascontiguousarray(pixels).view(np.uint32)[..., 0]
        if self._last is None:
            self._last = np.zeros_like(frame)
        change = frame ^ self._last
        rows = np.flatnonzero(change.any(axis=1))
        if not len(rows) and self.lengths:
            self.lengths[-1] += repeat
            return
        top, bottom = (int(rows[0]), int(rows[-1]) + 1) if len(rows) else (0, 0)
        data = zlib.compress(change[top:bottom].tobytes(), 1)
        self._packed.append(_Packed(self._file.seek(0, 2), len(data), top, bottom))
        self._file.write(data)
        self.lengths.append(repeat)
        np.copyto(self._last, frame)

    def skip(self, frames: int) -> None:
        """Drop so many frames from the beginning."""
        for number, length in enumerate(self.lengths):
            self.lengths[number] = max(0, length - frames)
            frames = max(0, frames - length)

    def rest(self, frames: int) -> None:
        """Show the last picture for so many frames, however long it was held."""
        self.lengths[-1] = frames

    def pictures(self, wanted: Collection[int]) -> Iterator[Pixels]:
        """The pictures with these numbers, counted from 0, in their order; each is a copy."""
        assert self._last is not None
        frame = np.zeros_like(self._last)
        for number, packed in enumerate(self._packed):
            self._file.seek(packed.offset)
            change = np.frombuffer(zlib.decompress(self._file.read(packed.size)), np.uint32)
            frame[packed.top : packed.bottom] ^= change.reshape(-1, frame.shape[1])
            if number in wanted:
                yield np.ascontiguousarray(frame.view(np.uint8).reshape(*frame.shape, 4)[..., :3])

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()


def thinned(lengths: Sequence[int], step: int) -> dict[int, int]:
    """The pictures that remain when only every `step`-th frame is shown, each with its new length.

    `lengths` are the numbers of frames of all pictures; the total stays the same.
    """
    starts: dict[int, int] = {}
    now = 0
    for number, frames in enumerate(lengths):
        sampled = -(-now // step) * step  # the first sampled frame from here on
        now += frames
        if sampled < now:
            starts[number] = sampled
    ends = [*starts.values(), now][1:]
    return {n: end - start for (n, start), end in zip(starts.items(), ends, strict=True)}
