"""The forms of the keys of a scenario file that say how its lesson is shown."""

from __future__ import annotations

from collections import Counter
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema

from gradreel.scenarios.frozen import Frozen
from gradreel.scenarios.showing import USUAL_PAUSE
from gradreel.scenarios.value_forms import Bounded, Name, Text, at_most, one_line
from gradreel.scenarios.words import shown

MAX_CHAPTERS = 20  # no kind of lesson has more
MAX_PATTERN = 4000  # characters: the longest pattern of the catalogue has about 2,300
MAX_PATTERNS = 400  # messages: the catalogue has about as many
SLOWEST, FASTEST = 0.5, 2.0  # beyond them a lesson is tiring, or cannot be followed
SHORTEST, LONGEST = 1.0, 30.0  # seconds to predict
MAX_SUBTITLE = 80  # characters: two lines below the title
MAX_UNIT, MAX_LOSS = 8, 20  # characters: both stand in sentences


def _distinct(names: tuple[str, ...]) -> tuple[str, ...]:
    twice = next((name for name, times in Counter(names).items() if times > 1), None)
    if twice is not None:
        raise ValueError(f"has {shown(twice)} twice: leave out one of them")
    return names


def _seconds(value: Any) -> float:
    """The seconds of a pause: of true the usual ones, of false none."""
    if isinstance(value, bool):
        return USUAL_PAUSE if value else 0.0
    if not isinstance(value, int | float) or not SHORTEST <= value <= LONGEST:
        limits = f"{SHORTEST:g} to {LONGEST:g}"
        raise ValueError(f"must be a number of seconds from {limits}, or false for none")
    return float(value)


def _named(value: Any) -> Any:
    """A name alone as that of a column without a unit."""
    return {"name": value} if isinstance(value, str) else value


def _without_digits(unit: str) -> str:
    if any(char.isdigit() for char in unit):
        raise ValueError("must have no digits, which would look like a part of the number")
    return unit


ChapterNames = Annotated[
    tuple[Name, ...], Field(min_length=1), at_most(MAX_CHAPTERS), AfterValidator(_distinct)
]
Pattern = Annotated[Text, Field(max_length=MAX_PATTERN)]
Patterns = Annotated[dict[str, Pattern], Field(max_length=MAX_PATTERNS)]
Subtitle = Annotated[Text, Field(max_length=MAX_SUBTITLE), AfterValidator(one_line)]
LossWord = Annotated[Text, Field(max_length=MAX_LOSS), AfterValidator(one_line)]
Pace = Annotated[float, Field(strict=True, ge=SLOWEST, le=FASTEST, allow_inf_nan=False)]


class WordTable(Frozen):
    """What a column of the data is called."""

    name: Name = Field(description="such as hours")
    unit: Annotated[
        Text, Field(max_length=MAX_UNIT), AfterValidator(one_line), AfterValidator(_without_digits)
    ] = Field("", description="such as h")


ColumnWord = Annotated[WordTable, BeforeValidator(_named)]


class WordsTable(Frozen):
    """Words of your own, on axes, in sentences and in captions."""

    x: ColumnWord | None = Field(
        None, description="the input of the data: a name, or a table of name and unit"
    )
    y: ColumnWord | None = Field(
        None, description="the output of the data: a name, or a table of name and unit"
    )
    loss: LossWord | None = Field(None, description="what the loss is called, such as cost")


class PredictTable(Frozen):
    """What viewers and models predict."""

    pause: Annotated[
        float,
        BeforeValidator(_seconds),
        WithJsonSchema(
            {"anyOf": [{"type": "boolean"}, {"type": "number", "minimum": 1, "maximum": 30}]}
        ),
    ] = Field(USUAL_PAUSE, description="seconds in which viewers may predict; false for none")
    x: Bounded | None = Field(None, description="the input for which a fitted model predicts")
