"""Makes an animated picture of a chapter, within a limit of bytes if there is one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from rich.filesize import decimal

from gradreel.pipeline.gif.cutout import Cutout
from gradreel.pipeline.gif.frame_sequence import FrameSequence
from gradreel.pipeline.gif.frame_store import FrameStore
from gradreel.pipeline.gif.gif_file import TooLargeError, write_gif
from gradreel.pipeline.gif.pillow_file import write_with_pillow
from gradreel.pipeline.gif.settings import GifFile, GifSettings
from gradreel.pipeline.video.clip import RenderError
from gradreel.pipeline.video.render import draw
from gradreel.scenarios.files import write_atomically
from gradreel.scenarios.formats import NARROWEST
from gradreel.scenes.lesson import chapter_named
from gradreel.solver.recording import Recording

REST = 2  # seconds that the last picture stays, before the loop starts again

# Numbers of colours for GIF, qualities for the other formats, each for fewer bytes than the one
# before; with the last, banding or blur begins to show. APNG is lossless.
_DETAILS = {"gif": (256, 128, 64), "webp": (90, 75, 50), "avif": (80, 60, 40), "apng": (100,)}
_SHARES = (
    0.85,
    0.7,
    0.6,
    0.5,
)  # of the width: at half of 640 pixels, the smallest capitals are 4 pixels high
_SMOOTH, _JERKY = 10, 5  # frames a second: kept as long as possible, and the last resort


class Encoding(NamedTuple):
    """One way to encode: every `step`-th frame, its size in pixels, and its colours or quality."""

    step: int
    size: tuple[int, int]
    detail: int


def make_gif(recording: Recording, settings: GifSettings, path: Path) -> GifFile:
    """Draw a chapter and write the best animation of it that the settings allow to `path`.

    The file appears only when it is complete. Raises KeyError if the lesson has no such chapter,
    and RenderError if no encoding is small enough.
    """
    with FrameStore() as store, write_atomically(path) as temporary:
        chapter = chapter_named(recording.scenario, settings.chapter)
        cutout = Cutout.of(settings, chapter.loop(recording.scenario))
        scene = draw(recording, settings.chapter, cutout.quality, cutout.into(store), looping=True)
        # Programs that do not animate show the first picture: it must not be an empty stage.
        store.skip(round(scene.opened * settings.drawn.fps))
        store.rest(REST * settings.drawn.fps)
        encodings = encodings_of(settings, cutout.size)
        chosen = _best(encodings, _Attempt(store, settings, temporary))
        if chosen is None:
            size = _Attempt(store, settings, temporary).write(encodings[-1])
            raise RenderError(f"{recording.scenario.name}: {_refusal(settings, size)}")
    seconds = sum(store.lengths) / settings.drawn.fps
    fps = settings.drawn.fps / chosen.step
    words = _detail(settings.format, chosen.detail)
    return GifFile(path, seconds, chosen.size, fps, words, chosen != encodings[0])


def encodings_of(settings: GifSettings, size: tuple[int, int]) -> list[Encoding]:
    """The ways to encode pictures of a size, from the best to the smallest.

    What the eye misses least is given up first: half the colours, which pictures of a few hues
    hardly need; then every second frame, because a descent can be followed as well at ten frames a
    second; then colours again, where banding begins to show. Width is given up last, because small
    type must stay legible.
    """
    first = settings.drawn.fps // settings.fps
    details = _DETAILS[settings.format]
    steps = [step for step in (1, 2, 4) if step == 1 or settings.fps / step >= _SMOOTH]
    order = [(step, 1.0, detail) for step in steps for detail in details[:2]]
    order += [(steps[-1], 1.0, detail) for detail in details[2:]]
    order += [(steps[-1], share, detail) for share in _SHARES for detail in details[1:] or details]
    if settings.fps / (2 * steps[-1]) >= _JERKY:
        order.append((2 * steps[-1], _SHARES[-1], details[-1]))
    return [Encoding(step * first, _smaller(size, share), detail) for step, share, detail in order]


def _smaller(size: tuple[int, int], share: float) -> tuple[int, int]:
    width = max(NARROWEST, round(share * size[0]))
    return width, round(width * size[1] / size[0])


class _Attempt:
    """Writes the frames in one encoding after another to the same path."""

    def __init__(self, store: FrameStore, settings: GifSettings, path: Path) -> None:
        self._store, self._settings, self._path = store, settings, path
        self.written: Encoding | None = None

    def write(self, encoding: Encoding, limit: int | None = None) -> int:
        """Write the file and return its size in bytes. Raises TooLargeError beyond the limit."""
        delay = 100 // self._settings.drawn.fps
        sequence = FrameSequence(self._store, delay, encoding.step, encoding.size)
        self.written = None
        if self._settings.format == "gif":
            write_gif(sequence, encoding.detail, self._path, limit)
        else:
            write_with_pillow(sequence, self._settings.format, encoding.detail, self._path)
        size = self._path.stat().st_size
        if limit is not None and size > limit:
            raise TooLargeError
        self.written = encoding
        return size

    def fits(self, encoding: Encoding) -> bool:
        """Write the file; whether it is within its limit."""
        try:
            self.write(encoding, self._settings.max_size)
        except TooLargeError:
            return False
        return True


def _best(encodings: Sequence[Encoding], attempt: _Attempt) -> Encoding | None:
    """Write the first encoding that is small enough and return it; None if there is none.

    Each takes fewer bytes than the one before it, so that a binary search needs few attempts.
    """
    if attempt.fits(encodings[0]):
        return encodings[0]
    low, high = 1, len(encodings)
    while low < high:
        middle = (low + high) // 2
        if attempt.fits(encodings[middle]):
            high = middle
        else:
            low = middle + 1
    if low == len(encodings):
        return None
    if attempt.written != encodings[low]:
        attempt.write(encodings[low])
    return encodings[low]


def _detail(format: str, detail: int) -> str:
    if format == "apng":
        return "exact"
    return f"{detail} colours" if format == "gif" else f"quality {detail}"


def _refusal(settings: GifSettings, size: int) -> str:
    assert settings.max_size is not None
    over = decimal(size - settings.max_size)
    return (
        f"{settings.chapter}.{settings.format}: it takes {decimal(size)} at the least, {over} more "
        f"than the {decimal(settings.max_size)} allowed; allow more, or show a shorter chapter"
    )
