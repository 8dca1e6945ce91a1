"""The form of the [output] of a scenario file: what is built from it, and how."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema

from gradreel.scenarios.formats import (
    MOST_CELLS,
    MOST_STEPS,
    NARROWEST,
    WIDEST,
    FrameRate,
    GifFormat,
    StillFormat,
    VideoFormat,
    bytes_of,
)
from gradreel.scenarios.frozen import Frozen
from gradreel.scenarios.showing_form import ChapterNames
from gradreel.scenarios.value_forms import Name, as_list, at_most, one_or_more

OutputName = Literal[
    "lesson", "captions", "poster", "csv", "gif", "recording", "still", "storyboard", "map"
]
USUAL_CHAPTER = ("descent",)  # of animated pictures and stills: every lesson has it
USUAL_OUTPUTS: tuple[OutputName, ...] = ("lesson", "captions", "poster")
MAX_OUTPUTS = 20  # entries: there are 9 kinds, and repeats do no harm
MAX_MOMENTS = 20  # of a chapter: more are a video


def _bytes(size: Any) -> int:
    count = bytes_of(size) if isinstance(size, str) else 0
    if not count:
        raise ValueError('must be a size in quotes, as in "500kB" or "1MB"')
    return count


def _moments(value: Any) -> tuple[float | None, ...]:
    """Seconds, or none for the last complete picture, of one moment or of several."""
    moments = value if isinstance(value, list) else [value]
    if not 1 <= len(moments) <= MAX_MOMENTS:
        raise ValueError(f"must be 1 to {MAX_MOMENTS} moments, as in [4.5, 9]")
    return tuple(dict.fromkeys(map(_moment, moments)))


def _moment(value: Any) -> float | None:
    if value == "last":
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e6:
        raise ValueError('must be a time in seconds, as in 4.5, or "last"')
    return float(value)


def _without_repeats(names: tuple[OutputName, ...]) -> tuple[OutputName, ...]:
    return tuple(dict.fromkeys(names))


Cells = Annotated[int, Field(strict=True, ge=2, le=MOST_CELLS)]
Chapters = Annotated[
    ChapterNames, BeforeValidator(as_list), WithJsonSchema(one_or_more({"type": "string"}))
]
Moments = Annotated[
    tuple[float | None, ...],
    BeforeValidator(_moments),
    WithJsonSchema(one_or_more({"anyOf": [{"type": "number", "minimum": 0}, {"const": "last"}]})),
]


class SettingsTable(Frozen):
    """The settings of an output; what is not set is as its command has it."""

    @property
    def given(self) -> dict[str, Any]:
        """Those that are set, by name."""
        return {name: getattr(self, name) for name in self.model_fields_set}


class LessonSettings(SettingsTable):
    """The video, as of gradreel render."""

    format: VideoFormat | None = Field(None, description="of the video: mp4 without it")


class GifSettingsTable(SettingsTable):
    """The animated picture, as of gradreel gif."""

    chapter: Chapters = Field(USUAL_CHAPTER, description="what it shows, or a list: one for each")
    width: Annotated[int, Field(strict=True, ge=NARROWEST, le=WIDEST)] | None = Field(
        None, description="in pixels: 640 without it"
    )
    fps: FrameRate | None = Field(
        None, description="the largest number of frames per second: 20 without it"
    )
    max_size: Annotated[int, BeforeValidator(_bytes), WithJsonSchema({"type": "string"})] | None = (
        Field(None, description='the largest size of the file, as in "500kB" or "1MB"')
    )
    format: GifFormat | None = Field(None, description="of the picture: gif without it")


class StillSettings(SettingsTable):
    """The picture of a chapter, as of gradreel still."""

    chapter: Chapters = Field(USUAL_CHAPTER, description="what it shows, or a list: one for each")
    at: Moments = Field(
        (None,), description='seconds within the chapter, or "last" for its last picture, or a list'
    )
    format: StillFormat | None = Field(None, description="of the picture: png without it")
    bare: Annotated[bool, Field(strict=True)] = Field(
        False, description="without the ground, the heading and the sentence"
    )


class MapTable(SettingsTable):
    """The map of descents, as of gradreel map."""

    over: tuple[Name, Name] | None = Field(
        None, description="what changes across and upward: two parameters, lr or momentum"
    )
    grid: tuple[Cells, Cells] | None = Field(
        None, description="cells across and upward: [400, 300] without it"
    )
    steps: Annotated[int, Field(strict=True, ge=1, le=MOST_STEPS)] | None = Field(
        None, description="the most steps of a descent: 1000 without it"
    )


class OutputTable(Frozen):
    """What `gradreel batch` builds, and how."""

    make: Annotated[
        tuple[OutputName, ...],
        Field(min_length=1),
        at_most(MAX_OUTPUTS),
        AfterValidator(_without_repeats),
    ] = Field(USUAL_OUTPUTS, description="the outputs to build, in a folder of the scenario's own")
    lesson: LessonSettings = Field(LessonSettings(), description="settings of the video")
    gif: GifSettingsTable = Field(
        GifSettingsTable(), description="settings of the animated picture"
    )
    still: StillSettings = Field(StillSettings(), description="settings of the still")
    map: MapTable = Field(MapTable(), description="settings of the map")

    @property
    def chapters(self) -> list[tuple[str, str]]:
        """The chapters that are asked for, each after the output that shows it."""
        asked = {"gif": self.gif.chapter, "still": self.still.chapter}
        return [
            (name, chapter)
            for name, chapters in asked.items()
            if chapters != USUAL_CHAPTER
            for chapter in chapters
        ]
