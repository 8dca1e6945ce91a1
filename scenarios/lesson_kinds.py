"""The kinds of lesson: what each needs of a scenario, as far as files are checked against it.

The chapters are in scenes/lesson.py, so that checking a file loads nothing that draws.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError


@dataclass(frozen=True)
class LessonKind:
    """A kind of lesson.

    `parameters` lists how many parameters it can show, `needs_data` says whether they belong to a
    model with data of one input, and `subject` is what it shows, for use in a sentence. With
    `many_starts` it shows more runs than have styles of their own, if these differ only in their
    starts. `in_space` says whether its pictures are three-dimensional, `epochs` whether it calls a
    step that uses all data an epoch, `predicts` for which inputs a fitted model predicts: none,
    any, or one that is not among the data. `loss` lists letters for the loss of a formula, most
    wanted first: a scenario may use some of them itself. `example` is a formula or model to begin
    with.
    """

    name: str
    subject: str
    parameters: tuple[int, ...]
    loss: tuple[str, ...] = ()
    needs_data: bool = False
    many_starts: bool = False
    in_space: bool = False
    epochs: bool = False
    predicts: Literal["", "any", "new"] = ""
    example: str = ""


KINDS: dict[str, LessonKind] = {
    kind.name: kind
    for kind in (
        LessonKind(
            name="surface",
            subject="a surface",
            parameters=(2,),
            loss=("z", "f", "g", "F"),
            many_starts=True,
            in_space=True,
            example="x**2 + y**2/2",
        ),
        LessonKind(
            name="curve",
            subject="a curve",
            parameters=(1,),
            loss=("f", "g", "F", "p"),
            epochs=True,
            predicts="new",
            example="x**4/4 - x**2 + x/4",
        ),
        LessonKind(
            name="fit",
            subject="a line or curve",
            parameters=(1, 2),
            needs_data=True,
            epochs=True,
            predicts="any",
            example="a*x + b",
        ),
    )
}


def listed_kinds() -> str:
    """The names of all kinds as pydantic lists choices: 'surface', 'curve' or 'fit'."""
    *others, last = (f"'{name}'" for name in KINDS)
    return f"{', '.join(others)} or {last}"


def _known(value: Any) -> Any:
    if value not in [*KINDS]:
        # pydantic's error for a Literal, which type checkers do not allow to be computed.
        context = {"expected": listed_kinds()}
        raise PydanticCustomError("literal_error", "Input should be {expected}", context)
    return value


LessonName = Annotated[
    str, BeforeValidator(_known), WithJsonSchema({"enum": [*KINDS], "type": "string"})
]
