"""A scenario as people write it: the tables and keys of the TOML file."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Annotated, Any, Literal, TypeVar, cast

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    TypeAdapter,
    ValidationError,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from gradreel.scenarios.cells import DECIMALS, Decimal
from gradreel.scenarios.data_files import MAX_POINTS
from gradreel.scenarios.lesson_kinds import LessonName
from gradreel.scenarios.model import (
    USUAL_OUTPUTS,
    Frozen,
    Number,
    OutputName,
    Stop,
    ThemeName,
)
from gradreel.scenarios.optimizers import OPTIMIZERS
from gradreel.scenarios.rows import MAX_CELLS, Separator
from gradreel.scenarios.syntax import MAX_LENGTH

MAX_STEPS = 100_000  # about 10 s of recording for a short formula
MAX_RUNS = 64  # starts on a surface; other sets of runs stop at runs.MAX_DISTINCT_RUNS
MAX_FAULTY = 1000  # points: pydantic's error for each of 100,000 faulty ones takes a second
MAX_NAME = 40  # characters: labels stand beside curves and in legends
MAX_COLUMNS = 17  # of a CSV file: linear_model.MAX_INPUTS and the output
MAX_OUTPUTS = 20  # entries: there are 5 kinds, and repeats do no harm
# Squares of sums of products of such numbers are still finite.
MAX_MAGNITUDE = 1e30
NARROWEST = 1e-9  # of its ends: leaves millions of float64 numbers in a range, enough for a picture


def _bounded(value: float) -> float:
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


def _one_line(text: str) -> str:
    if any(unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") for char in text):
        raise ValueError("must be one line without control characters")
    # Only invisible characters; those for private use are visible if a font has them.
    if all(unicodedata.category(char) in ("Cc", "Cf", "Zs", "Zl", "Zp") for char in text):
        raise ValueError("must not be empty")
    return text


def _at_most(most: int) -> BeforeValidator:
    """Refuses a longer list before its entries are validated, all of which may be faulty."""

    def checked(value: Any) -> Any:
        if isinstance(value, list) and len(value) > most:
            raise PydanticCustomError("too_long", "too long", {"max_length": most})
        return value

    return BeforeValidator(checked)


def _mostly_points(value: Any) -> Any:
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


def _names(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


Bounded = Annotated[Number, AfterValidator(_bounded)]
Positive = Annotated[float, Field(strict=True, gt=0, allow_inf_nan=False)]
Start = dict[str, Bounded]
Text = Annotated[str, Field(strict=True)]
Name = Annotated[Text, Field(max_length=MAX_NAME), AfterValidator(_one_line)]
Ends = Annotated[tuple[Bounded, Bounded], AfterValidator(_rising)]
NoiseEnds = Annotated[tuple[Bounded, Bounded], AfterValidator(_not_falling)]

T = TypeVar("T")


class CsvFile(Frozen):
    """Columns of a CSV file. Its dialect is recognised if it can be read in one way only."""

    file: Text = Field(
        description="path, relative to the scenario file, in whose folder or below it must lie"
    )
    x: Annotated[
        tuple[Name, ...],
        Field(min_length=1),
        _at_most(MAX_COLUMNS),
        BeforeValidator(_names),
        WithJsonSchema({"type": ["string", "array"], "items": {"type": "string"}, "minItems": 1}),
    ] = Field(description="column of the input, or a list of columns for X @ w")
    y: Name = Field(description="column of the output")
    names: Annotated[tuple[Name, ...], Field(min_length=1), _at_most(MAX_CELLS)] | None = Field(
        None, description="names of the columns, for a file whose first line does not have them"
    )
    separator: Separator | None = Field(None, description="the character between cells")
    decimal: Decimal | None = Field(None, description="the decimal sign, as in 1.5 or 1,5")
    missing: Literal["drop"] | None = Field(
        None, description="what happens to rows with a missing value: they are left out"
    )

    @property
    def decimals(self) -> tuple[Decimal, ...]:
        """The decimal signs that numbers may have."""
        return (self.decimal,) if self.decimal else DECIMALS


class GeneratedData(Frozen):
    """Points on the true model plus noise.

    For each point in turn: each input is drawn from `x`, then the noise from `noise`,
    all as low + (high - low) * random.Random(seed).random().
    """

    count: Annotated[int, Field(strict=True, gt=0, le=MAX_POINTS)]
    x: Ends = Field(description="inputs are uniform in [low, high)")
    truth: dict[str, Bounded] = Field(description="the true value of every parameter of the model")
    noise: NoiseEnds = Field((0.0, 0.0), description="added to y, uniform in [low, high)")
    seed: Annotated[int, Field(strict=True, ge=0, lt=2**63)]


class ObjectiveTable(Frozen):
    """What to minimise: a formula, or the mean squared error of a model on data."""

    formula: Text | None = Field(
        None, max_length=MAX_LENGTH, description="such as x**2/2 + x + y**2/4 - 2"
    )
    model: Text | None = Field(
        None,
        max_length=MAX_LENGTH,
        description="linear in its parameters, such as a*x + b, w*x, X @ w",
    )
    points: (
        Annotated[
            tuple[tuple[Bounded, ...], ...], Field(min_length=1), BeforeValidator(_mostly_points)
        ]
        | None
    ) = Field(None, description="each point: its inputs, then its output")
    csv: CsvFile | None = None
    generated: GeneratedData | None = None
    scale: Literal["standard"] | None = Field(
        None,
        description="descends with inputs scaled to mean 0 and deviation 1; start and truth stay "
        "in the units of the data",
    )
    domain: dict[str, Ends] | None = Field(
        None, description="[low, high] of every parameter to draw; its keys name a formula's"
    )


OPTION_NAMES: list[Any] = sorted({name for known in OPTIMIZERS.values() for name in known})


class RunTable(Frozen):
    """One descent."""

    name: Name | None = Field(None, description="label in the video")
    start: Start = Field({}, description="start values of this run alone")
    optimizer: Text = Field(
        "SGD",
        description="a name of torch.optim",
        json_schema_extra={"enum": list(OPTIMIZERS)},
    )
    lr: Positive = Field(description="learning rate")
    steps: Annotated[int, Field(strict=True, gt=0, le=MAX_STEPS)]
    options: dict[str, Any] = Field(
        {},
        description="other options of the optimiser, by their names in torch",
        json_schema_extra={"propertyNames": {"enum": OPTION_NAMES}},
    )
    stop: Stop = Field(default_factory=Stop, description="ends the run before its steps are spent")


class OutputTable(Frozen):
    """What `gradreel batch` builds."""

    make: Annotated[tuple[OutputName, ...], Field(min_length=1), _at_most(MAX_OUTPUTS)] = Field(
        USUAL_OUTPUTS, description="the outputs to build, in a folder of the scenario's own"
    )


class ScenarioTable(Frozen):
    """A gradreel scenario."""

    title: Annotated[Text, Field(max_length=120), AfterValidator(_one_line)]
    lesson: LessonName
    theme: ThemeName = Field("dark", description="colours: on a dark ground or on a light one")
    objective: ObjectiveTable
    start: Start = Field({}, description="start values of every run")
    runs: Annotated[
        tuple[RunTable, ...], Field(min_length=1, max_length=MAX_RUNS), _at_most(MAX_RUNS)
    ]
    output: OutputTable = Field(default_factory=OutputTable, description="what is built from it")
    sweep: dict[str, Any] = Field(
        {},
        description="lists of values for keys, such as runs.0.lr = [0.1, 0.5]: each combination "
        "is a scenario",
    )


# The place of each table in a file, without indices.
TABLES: dict[tuple[str, ...], type[Frozen]] = {
    (): ScenarioTable,
    ("objective",): ObjectiveTable,
    ("objective", "csv"): CsvFile,
    ("objective", "generated"): GeneratedData,
    ("runs",): RunTable,
    ("runs", "stop"): Stop,
    ("output",): OutputTable,
}


def keys_at(path: Sequence[str | int]) -> list[str]:
    """The keys that the table at `path` may have; none if it may have any."""
    table = TABLES.get(tuple(part for part in path if isinstance(part, str)))
    return list(table.model_fields) if table else []


def salvaged(
    table: type[T], value: object, stand_ins: Mapping[str, object]
) -> tuple[T | None, set[str | int]]:
    """The table with only the valid keys of a value, and its invalid keys.

    `stand_ins` replace required keys that are invalid, so that one fault does not hide others.
    """
    if not isinstance(value, dict):
        return None, set()
    try:
        return _adapter(cast(Any, table)).validate_python(value), set()
    except ValidationError as error:
        faulty = {fault["loc"][0] for fault in error.errors() if fault["loc"]}
    sound = {name: part for name, part in value.items() if name not in faulty}
    return well_formed(table, {**stand_ins, **sound}), faulty


def well_formed(table: type[T], value: object) -> T | None:
    """The value as that table; None if it is not valid."""
    try:
        sound: T = _adapter(cast(Any, table)).validate_python(value)
    except ValidationError:
        return None
    return sound


@cache
def _adapter(table: Any) -> TypeAdapter[Any]:
    return TypeAdapter(table)
