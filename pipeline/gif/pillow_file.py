"""A strip to an animated WebP, PNG or AVIF."""

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


def write_with_pillow(strip: FrameSequence, format: str, quality: int, path: Path) -> None:
    """Write a strip; it is shown over and over. Quality is 1 to 100; a PNG is always exact.

    Raises OSError where the disk refuses.
    """
    name, settings = _SETTINGS[format]
    delays = [10 * delay for delay in strip.delays.values()]
    Pictures(strip).save(
        path, name, save_all=True, duration=delays, loop=0, quality=quality, **settings
    )
    if format == "avif":
        path.write_bytes(_without_times(path.read_bytes()))


def _without_times(data: bytes) -> bytes:
    """An AVIF that does not say when it was made: the same pictures are to be the same bytes.

    ISO/IEC 14496-12: behind a header's name and version come two times of 4 or 8 bytes.
    """
    undated = bytearray(data)
    for header in (b"mvhd", b"tkhd", b"mdhd"):
        at = data.find(header)
        if at >= 0:  # a single picture has none of them
            size = 16 if data[at + 4] == 1 else 8
            undated[at + 8 : at + 8 + size] = bytes(size)
    return bytes(undated)


class Pictures(Image.Image):
    """A strip as Pillow has animated images: one picture in memory at a time."""

    def __init__(self, strip: FrameSequence) -> None:
        super().__init__()
        self._mode, self._size = "RGB", strip.size
        self.n_frames = len(strip.delays)
        self.is_animated = self.n_frames > 1
        self._strip = strip
        self._left = strip.pictures()
        self._at = -1
        self.seek(0)

    def tell(self) -> int:
        return self._at

    def seek(self, frame: int) -> None:
        """Go to a picture. Raises EOFError beyond the last."""
        if frame >= self.n_frames:
            raise EOFError
        if frame < self._at:
            self._left, self._at = self._strip.pictures(), -1
        while self._at < frame:
            self._at += 1
            self.im = Image.fromarray(next(self._left)).im
