"""Writes a sequence as an animated WebP, PNG or AVIF."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PIL import Image

from gradreel.pipeline.gif.frame_sequence import FrameSequence

_SETTINGS: dict[str, tuple[str, dict[str, Any]]] = {
    "webp": ("WEBP", {"method": 4, "allow_mixed": True, "kmin": 0, "kmax": 0}),
    "avif": ("AVIF", {"speed": 7, "max_threads": 1}),
    "apng": ("PNG", {}),
}


def write_with_pillow(sequence: FrameSequence, format: str, quality: int, path: Path) -> None:
    """Write a sequence as an animation that loops forever, in a quality from 1 to 100.

    A PNG is always exact. Raises OSError if the file cannot be written.
    """
    name, settings = _SETTINGS[format]
    delays = [10 * delay for delay in sequence.delays.values()]
    Pictures(sequence).save(
        path, name, save_all=True, duration=delays, loop=0, quality=quality, **settings
    )
    if format == "avif":
        path.write_bytes(_without_times(path.read_bytes()))


def _without_times(data: bytes) -> bytes:
    """An AVIF without its creation times, so that the same pictures give the same bytes.

    ISO/IEC 14496-12: a header's name and version are followed by two times of 4 or 8 bytes each.
    """
    undated = bytearray(data)
    for header in (b"mvhd", b"tkhd", b"mdhd"):
        at = data.find(header)
        if at >= 0:  # a single picture has none of them
            size = 16 if data[at + 4] == 1 else 8
            undated[at + 8 : at + 8 + size] = bytes(size)
    return bytes(undated)


class Pictures(Image.Image):
    """A sequence as an animated image of Pillow's, with one picture in memory at a time."""

    def __init__(self, sequence: FrameSequence) -> None:
        super().__init__()
        self._mode, self._size = "RGB", sequence.size
        self.n_frames = len(sequence.delays)
        self.is_animated = self.n_frames > 1
        self._sequence = sequence
        self._left = sequence.pictures()
        self._at = -1
        self.seek(0)

    def tell(self) -> int:
        return self._at

    def seek(self, frame: int) -> None:
        """Go to a picture. Raises EOFError beyond the last."""
        if frame >= self.n_frames:
            raise EOFError
        if frame < self._at:
            self._left, self._at = self._sequence.pictures(), -1
        while self._at < frame:
            self._at += 1
            self.im = Image.fromarray(next(self._left)).im
