"""The kinds of values in the tables of a file: numbers, names, ranges, with their limits."""

from __future__ import annotations

import re
import unicodedata
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    ValidatorFunctionWrapHandler,
    WithJsonSchema,
    WrapValidator,
)
from pydantic_core import PydanticCustomError

from gradreel.scenarios.frozen import Number
from gradreel.scenarios.optimizers import NUMBER

MAX_NAME = 40  # characters: labels stand beside curves and in legends
MAX_FAULTY = 1000  # points: pydantic's error for each of 100,000 faulty ones takes a second
# Squares of sums of products of such numbers are still finite.
MAX_MAGNITUDE = 1e30
NARROWEST = 1e-9  # of its ends: leaves millions of float64 numbers in a range, enough for a picture


def bounded(value: float) -> float:
    """Refuses a number whose square, times others, might overflow."""
    if abs(value) > MAX_MAGNITUDE:
        raise ValueError(f"must be between -{MAX_MAGNITUDE:g} and {MAX_MAGNITUDE:g}")
    return value


def _rising(ends: tuple[float, float]) -> tuple[float, float]:
    if ends[0] >= ends[1]:
        raise ValueError("must be [low, high] with low less than high")
    if ends[1] - ends[0] < NARROWEST * max(abs(end) for end in ends):
        raise ValueError("must be wider: beside their size, its ends are too close to each other")
    return ends


def _not_falling(ends: tuple[float, float]) -> tuple[float, float]:
    if ends[0] > ends[1]:
        raise ValueError("must be [low, high] with low at most high")
    return ends


def one_line(text: str) -> str:
    """Refuses text of several lines, or none that can be seen."""
    if any(unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") for char in text):
        raise ValueError("must be one line without control characters")
    # Only invisible characters; those for private use are visible if a font has them.
    if all(unicodedata.category(char) in ("Cc", "Cf", "Zs", "Zl", "Zp") for char in text):
        raise ValueError("must not be empty")
    return text


def at_most(most: int) -> BeforeValidator:
    """Refuses a longer list before its entries are validated, all of which may be faulty."""

    def checked(value: Any) -> Any:
        if isinstance(value, list) and len(value) > most:
            raise PydanticCustomError("too_long", "too long", {"max_length": most})
        return value

    return BeforeValidator(checked)


def mostly_points(value: Any) -> Any:
    """Refuses a long list that holds anything but points with one sentence, not one for each."""
    if isinstance(value, list) and len(value) > MAX_FAULTY:
        faulty = [number for number, point in enumerate(value) if not _is_point(point)]
        if len(faulty) > MAX_FAULTY:
            raise ValueError(
                f"has {len(faulty)} entries that are not lists of numbers, "
                f"the first of them number {faulty[0]} (counted from 0)"
            )
    return value


def _is_point(value: Any) -> bool:
    return isinstance(value, list) and all(type(number) in (int, float) for number in value)


def _or_formula(value: Any, number: ValidatorFunctionWrapHandler) -> Any:
    """A number in quotes is no formula, and its fault is that of any other text."""
    if isinstance(value, str) and re.search("[a-z]", value) and not NUMBER.fullmatch(value):
        return value
    return number(value)


def as_list(value: Any) -> Any:
    """A single name as a list of one."""
    return (value,) if isinstance(value, str) else value


def one_or_more(item: dict[str, Any]) -> dict[str, Any]:
    """The JSON Schema of a value or of a list of such."""
    return {"anyOf": [item, {"type": "array", "items": item, "minItems": 1}]}


Bounded = Annotated[Number, AfterValidator(bounded)]
Positive = Annotated[float, Field(strict=True, gt=0, allow_inf_nan=False)]
Rate = Annotated[
    Positive,
    WrapValidator(_or_formula),
    WithJsonSchema({"anyOf": [{"type": "number", "exclusiveMinimum": 0}, {"type": "string"}]}),
]
Start = dict[str, Bounded]
Text = Annotated[str, Field(strict=True)]
Name = Annotated[Text, Field(max_length=MAX_NAME), AfterValidator(one_line)]
Ends = Annotated[tuple[Bounded, Bounded], AfterValidator(_rising)]
NoiseEnds = Annotated[tuple[Bounded, Bounded], AfterValidator(_not_falling)]
