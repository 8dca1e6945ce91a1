"""Draws the contact sheet of a lesson: frames from all its chapters, each with its caption."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import av
from PIL import Image

from gradreel.pipeline.quality import QUALITIES
from gradreel.pipeline.video.captions import captions_of, milliseconds
from gradreel.pipeline.video.clip import Clip
from gradreel.scenarios import Scenario
from gradreel.scenes.parts.compiler import png
from gradreel.scenes.parts.typeset import colored, quoted, typeset
from gradreel.scenes.theme import THEMES

QUALITY = QUALITIES["l"]
_FRAMES = 32  # on a sheet, roughly: enough to follow a lesson, and each still legible
_COLUMNS = 5  # with 32 frames in 7 rows, the sheet is nearly square
# Pixels.
_WIDTH, _HEIGHT = QUALITY.width // 2, QUALITY.height // 2  # of a frame: its headings stay legible
_WORDS = 88  # the height below a frame: a line for its time and chapter, and two for its caption
_GAP, _MARGIN, _HEAD = 28, 40, 70  # between frames; around all; for the title, twice its size
_TYPE, _TITLE = 19, 34  # of type; in a frame of this size the sentence itself has only 12 pixels


class Moment(NamedTuple):
    """A frame of a lesson: its chapter, its time in the lesson, and its caption."""

    picture: Image.Image
    chapter: str
    milliseconds: int
    caption: str


def moments(clips: Sequence[Clip]) -> Iterator[Moment]:
    """About 32 moments, evenly spread, at least one from each clip."""
    fps, first = QUALITY.fps, 0
    captions = captions_of(clips, fps)
    for clip, chosen in zip(clips, spread([clip.frames for clip in clips]), strict=True):
        for frame, picture in _pictures(clip.path, chosen):
            time = milliseconds(first + frame, fps)
            said = (caption.text for caption in captions if caption.start <= time < caption.end)
            yield Moment(picture, clip.chapter, time, next(said, ""))
        first += clip.frames


def spread(lengths: Sequence[int]) -> list[list[int]]:
    """The frames to show of chapters with these numbers of frames, evenly spread in each."""
    total = sum(lengths)
    counts = [max(1, round(_FRAMES * length / total)) for length in lengths]
    return [
        [(2 * part + 1) * length // (2 * count) for part in range(count)]
        for length, count in zip(lengths, counts, strict=True)
    ]


def _pictures(path: Path, chosen: Sequence[int]) -> Iterator[tuple[int, Image.Image]]:
    """The chosen frames of a clip, with their numbers."""
    with av.open(str(path)) as source:
        for number, frame in enumerate(source.decode(video=0)):
            if number in chosen:
                picture = Image.fromarray(frame.to_ndarray(format="rgb24"))
                yield number, picture.resize((_WIDTH, _HEIGHT), Image.Resampling.LANCZOS)


def sheet(scenario: Scenario, shown: Sequence[Moment]) -> Image.Image:
    """The moments in rows, in the colours of the scenario's theme, below its title."""
    places = [
        (
            _MARGIN + (_WIDTH + _GAP) * (index % _COLUMNS),
            _MARGIN + _HEAD + (_HEIGHT + _WORDS + _GAP) * (index // _COLUMNS),
        )
        for index in range(len(shown))
    ]
    room = _COLUMNS * _WIDTH + (_COLUMNS - 1) * _GAP
    height = places[-1][1] + _HEIGHT + _WORDS + _MARGIN
    theme, title = THEMES[scenario.theme], quoted(scenario.title)
    size = min(_TITLE, room / typeset(title).width)
    page = f"""
#set page(width: {room + 2 * _MARGIN}pt, height: {height}pt, fill: rgb("{theme.background}"))
#set text(size: {_TYPE}pt, fill: rgb("{theme.ink}"))
{_placed(_MARGIN, _MARGIN, f"#text(size: {size}pt)[{title}]")}
"""
    for moment, (x, y) in zip(shown, places, strict=True):
        frame = f'#rect(width: {_WIDTH + 2}pt, height: {_HEIGHT + 2}pt, fill: rgb("{theme.muted}"))'
        page += _placed(x - 1, y - 1, frame)
        page += _placed(x, y + _HEIGHT + 6, _words(moment, theme.muted))
    image = Image.open(io.BytesIO(png(page))).convert("RGB")
    for moment, place in zip(shown, places, strict=True):
        image.paste(moment.picture, place)
    return image


def _placed(x: int, y: int, markup: str) -> str:
    return f"#place(top + left, dx: {x}pt, dy: {y}pt)[{markup}]\n"


def _words(moment: Moment, muted: str) -> str:
    """The text below a frame: its time and chapter, then the caption."""
    seconds, rest = divmod(moment.milliseconds, 1000)
    time = f"{seconds // 60}:{seconds % 60:02}.{rest // 100}"
    line = colored(f"{quoted(time)} #h(1fr) {quoted(moment.chapter)}", muted)
    size = f"width: {_WIDTH}pt, height: {_WORDS - 6}pt"
    return f"#block({size}, clip: true)[{line} \\ {quoted(moment.caption)}]"
