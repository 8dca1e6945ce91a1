"""A chapter to a small picture that moves, in as few bytes as are allowed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from rich.filesize import decimal

from gradreel.pipeline.gif.frame_sequence import FrameSequence
from gradreel.pipeline.gif.frame_store import FrameStore
from gradreel.pipeline.gif.gif_file import TooLargeError, write_gif
from gradreel.pipeline.gif.pillow_file import write_with_pillow
from gradreel.pipeline.gif.settings import NARROWEST, GifFile, GifSettings
from gradreel.pipeline.video.clip import RenderError
from gradreel.pipeline.video.render import draw
from gradreel.scenarios.files import write_atomically
from gradreel.solver.recording import Recording

HOLD = 2  # seconds for which the last picture is shown, beyond those of the chapter

# Numbers of colours; of the other formats, qualities. A PNG is always exact.
_DETAILS = {"gif": (256, 128, 64), "webp": (90, 75, 50), "avif": (80, 60, 40), "apng": (100,)}
_SHARES = (0.85, 0.7, 0.6, 0.5)  # of the width
_SMOOTH, _JERKY = 10, 5  # frames a second


class Look(NamedTuple):
    """Every how many frames there is a picture, its size in pixels, and its detail."""

    step: int
    size: tuple[int, int]
    detail: int


def make_gif(recording: Recording, settings: GifSettings, path: Path) -> GifFile:
    """Draw a chapter and write the best picture of it that is allowed to `path`.

    The file appears only when it is whole. Raises KeyError for a chapter that the lesson does not
    have, and RenderError where no picture is small enough.
    """
    with FrameStore() as reel, write_atomically(path) as temporary:
        scene = draw(recording, settings.chapter, settings.drawn, reel, closing=True)
        # What does not move shows the first picture alone: it must not be an empty stage.
        reel.skip(round(scene.opened * settings.drawn.fps))
        reel.hold(HOLD * settings.drawn.fps)
        looks = looks_of(settings)
        chosen = _best(looks, _Try(reel, settings, temporary))
        if chosen is None:
            size = _Try(reel, settings, temporary).write(looks[-1])
            raise RenderError(_refusal(settings, size))
    seconds = sum(reel.lengths) / settings.drawn.fps
    fps = settings.drawn.fps / chosen.step
    words = _detail(settings.format, chosen.detail)
    return GifFile(path, seconds, chosen.size, fps, words, chosen != looks[0])


def looks_of(settings: GifSettings) -> list[Look]:
    """How a picture may look, from the best to the smallest.

    What the eye misses least goes first: half the colours, which pictures of a few hues hardly
    need; then every second frame, for a descent can be followed as well at ten a second; then
    colours again, where the first bands show. Width goes last, because small type must be read.
    """
    width, first = settings.width, settings.drawn.fps // settings.fps
    details = _DETAILS[settings.format]
    steps = [step for step in (1, 2, 4) if step == 1 or settings.fps / step >= _SMOOTH]
    looks = [(step, 1.0, detail) for step in steps for detail in details[:2]]
    looks += [(steps[-1], 1.0, detail) for detail in details[2:]]
    looks += [(steps[-1], share, detail) for share in _SHARES for detail in details[1:] or details]
    if settings.fps / (2 * steps[-1]) >= _JERKY:
        looks.append((2 * steps[-1], _SHARES[-1], details[-1]))
    return [
        Look(step * first, _size(max(NARROWEST, round(share * width))), detail)
        for step, share, detail in looks
    ]


def _size(width: int) -> tuple[int, int]:
    return width, round(width * 9 / 16)


class _Try:
    """Writes a reel in one look after the other to the same path."""

    def __init__(self, reel: FrameStore, settings: GifSettings, path: Path) -> None:
        self._reel, self._settings, self._path = reel, settings, path
        self.written: Look | None = None

    def write(self, look: Look, limit: int | None = None) -> int:
        """Write the file; its size in bytes. Raises TooLargeError beyond the limit."""
        delay = 100 // self._settings.drawn.fps
        strip = FrameSequence(self._reel, delay, look.step, look.size)
        self.written = None
        if self._settings.format == "gif":
            write_gif(strip, look.detail, self._path, limit)
        else:
            write_with_pillow(strip, self._settings.format, look.detail, self._path)
        size = self._path.stat().st_size
        if limit is not None and size > limit:
            raise TooLargeError
        self.written = look
        return size

    def fits(self, look: Look) -> bool:
        """Write the file, if it keeps to its limit."""
        try:
            self.write(look, self._settings.max_size)
        except TooLargeError:
            return False
        return True


def _best(looks: Sequence[Look], attempt: _Try) -> Look | None:
    """The first look that is small enough, written; none where none is.

    Each takes fewer bytes than the one before it, so that few need to be tried.
    """
    if attempt.fits(looks[0]):
        return looks[0]
    low, high = 1, len(looks)
    while low < high:
        middle = (low + high) // 2
        if attempt.fits(looks[middle]):
            high = middle
        else:
            low = middle + 1
    if low == len(looks):
        return None
    if attempt.written != looks[low]:
        attempt.write(looks[low])
    return looks[low]


def _detail(format: str, detail: int) -> str:
    if format == "apng":
        return "exact"
    return f"{detail} colours" if format == "gif" else f"quality {detail}"


def _refusal(settings: GifSettings, size: int) -> str:
    assert settings.max_size is not None
    over = decimal(size - settings.max_size)
    return (
        f"it takes {decimal(size)} at the least, {over} more than the {decimal(settings.max_size)} "
        "allowed; allow more, or show a shorter chapter"
    )
