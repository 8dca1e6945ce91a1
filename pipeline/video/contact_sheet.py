"""Draws the contact sheet of a lesson: frames from all its chapters, each with its caption."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import av
from PIL import Image

from gradreel.pipeline.quality import QUALITIES, Quality
from gradreel.pipeline.video.captions import captions_of, milliseconds
from gradreel.pipeline.video.clip import Clip
from gradreel.scenarios import Scenario
from gradreel.scenes.parts.lettering.compiler import png
from gradreel.scenes.parts.lettering.typeset import colored, quoted, typeset
from gradreel.scenes.theme import THEMES

QUALITY = QUALITIES["l"]
_FRAMES = 32  # on a sheet, roughly: enough to follow a lesson, and each still legible
_COLUMNS = 5  # with 32 frames in 7 rows, the sheet is nearly square
# Pixels at this quality; at others all is larger.
_WORDS = 88  # the height below a frame: a line for its time and chapter, and two for its caption
_GAP, _MARGIN, _HEAD = 28, 40, 70  # between frames; around all; for the title, twice its size
_TYPE, _TITLE = 19, 34  # of type; in a frame of this size the sentence itself has only 12 pixels


class Moment(NamedTuple):
    """A frame of a lesson: its chapter, its time in the lesson, and its caption."""

    picture: Image.Image
    chapter: str
    milliseconds: int
    caption: str


def moments(clips: Sequence[Clip], quality: Quality = QUALITY) -> Iterator[Moment]:
    """About 32 moments, evenly spread, at least one from each clip of this quality."""
    fps, first = quality.fps, 0
    captions = captions_of(clips, fps)
    for clip, chosen in zip(clips, spread([clip.frames for clip in clips]), strict=True):
        for frame, picture in _pictures(clip.path, chosen, quality):
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


def _pictures(
    path: Path, chosen: Sequence[int], quality: Quality
) -> Iterator[tuple[int, Image.Image]]:
    """The chosen frames of a clip, with their numbers."""
    with av.open(str(path)) as source:
        for number, frame in enumerate(source.decode(video=0)):
            if number in chosen:
                picture = Image.fromarray(frame.to_ndarray(format="rgb24"))
                yield number, picture.resize(_size(quality), Image.Resampling.LANCZOS)


def sheet(scenario: Scenario, shown: Sequence[Moment], quality: Quality = QUALITY) -> Image.Image:
    """The moments in rows, in the colours of the scenario's theme, below its title."""
    width, height = _size(quality)
    words, gap, margin, head, type_size, title_size = (
        round(pixels * quality.height / QUALITY.height)
        for pixels in (_WORDS, _GAP, _MARGIN, _HEAD, _TYPE, _TITLE)
    )
    places = [
        (
            margin + (width + gap) * (index % _COLUMNS),
            margin + head + (height + words + gap) * (index // _COLUMNS),
        )
        for index in range(len(shown))
    ]
    room = _COLUMNS * width + (_COLUMNS - 1) * gap
    theme, title = THEMES[scenario.theme], quoted(scenario.title)
    size = min(title_size, room / typeset(title).width)
    page = f"""
#set page(
  width: {room + 2 * margin}pt,
  height: {places[-1][1] + height + words + margin}pt,
  fill: rgb("{theme.background}"),
)
#set text(size: {type_size}pt, fill: rgb("{theme.ink}"))
{_placed(margin, margin, f"#text(size: {size}pt)[{title}]")}
"""
    for moment, (x, y) in zip(shown, places, strict=True):
        frame = f'#rect(width: {width + 2}pt, height: {height + 2}pt, fill: rgb("{theme.muted}"))'
        page += _placed(x - 1, y - 1, frame)
        said = f"#block(width: {width}pt, height: {words - 6}pt, clip: true)"
        page += _placed(x, y + height + 6, f"{said}[{_words(moment, theme.muted)}]")
    image = Image.open(io.BytesIO(png(page))).convert("RGB")
    for moment, place in zip(shown, places, strict=True):
        image.paste(moment.picture, place)
    return image


def _size(quality: Quality) -> tuple[int, int]:
    """The size of a frame on a sheet: half of that in the video, where headings stay legible."""
    return quality.width // 2, quality.height // 2


def _placed(x: int, y: int, markup: str) -> str:
    return f"#place(top + left, dx: {x}pt, dy: {y}pt)[{markup}]\n"


def _words(moment: Moment, muted: str) -> str:
    """The text below a frame: its time and chapter, then the caption."""
    seconds, rest = divmod(moment.milliseconds, 1000)
    time = f"{seconds // 60}:{seconds % 60:02}.{rest // 100}"
    line = colored(f"{quoted(time)} #h(1fr) {quoted(moment.chapter)}", muted)
    return f"{line} \\ {quoted(moment.caption)}"
