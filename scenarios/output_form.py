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
from gradreel.scenarios.value_forms import Name, at_most

OutputName = Literal[
    "lesson", "captions", "poster", "csv", "gif", "recording", "still", "storyboard", "map"
]
USUAL_OUTPUTS: tuple[OutputName, ...] = ("lesson", "captions", "poster")
MAX_OUTPUTS = 20  # entries: there are 9 kinds, and repeats do no harm


def _bytes(size: Any) -> int:
    count = bytes_of(size) if isinstance(size, str) else 0
    if not count:
        raise ValueError('must be a size in quotes, as in "500kB" or "1MB"')
    return count


def _moment(value: Any) -> float | None:
    """Seconds, or none for the last complete picture."""
    if value == "last":
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e6:
        raise ValueError('must be a time in seconds, as in 4.5, or "last"')
    return float(value)


def _without_repeats(names: tuple[OutputName, ...]) -> tuple[OutputName, ...]:
    return tuple(dict.fromkeys(names))


Cells = Annotated[int, Field(strict=True, ge=2, le=MOST_CELLS)]


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

    chapter: Name | None = Field(None, description="what it shows: descent without it")
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

    chapter: Name | None = Field(None, description="what it shows: descent without it")
    at: Annotated[
        float | None,
        BeforeValidator(_moment),
        WithJsonSchema({"anyOf": [{"type": "number", "minimum": 0}, {"const": "last"}]}),
    ] = Field(None, description='seconds within the chapter, or "last" for its last picture')
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
    def chapters(self) -> dict[str, str]:
        """The chapters that are asked for, by the output that shows them."""
        asked = {"gif": self.gif.chapter, "still": self.still.chapter}
        return {name: chapter for name, chapter in asked.items() if chapter is not None}
