"""A scenario as people write it: the tables and keys of the TOML file."""

from __future__ import annotations

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

from gradreel.scenarios.cells import DECIMALS, Decimal
from gradreel.scenarios.data_files import MAX_POINTS
from gradreel.scenarios.frozen import Frozen
from gradreel.scenarios.lesson_kinds import LessonName
from gradreel.scenarios.model import Stop, ThemeName
from gradreel.scenarios.optimizers import OPTIMIZERS
from gradreel.scenarios.output_form import (
    GifSettingsTable,
    LessonSettings,
    MapTable,
    OutputTable,
    StillSettings,
)
from gradreel.scenarios.rows import MAX_CELLS, Separator
from gradreel.scenarios.showing_form import (
    ChapterNames,
    Pace,
    Patterns,
    PredictTable,
    Subtitle,
    WordsTable,
    WordTable,
)
from gradreel.scenarios.starts_form import StartsTable
from gradreel.scenarios.syntax import MAX_LENGTH
from gradreel.scenarios.value_forms import (
    Bounded,
    Ends,
    Name,
    NoiseEnds,
    Positive,
    Rate,
    Start,
    Text,
    as_list,
    at_most,
    bounded,
    mostly_points,
    one_line,
)

MAX_STEPS = 100_000  # about 10 s of recording for a short formula
MAX_RUNS = 64  # starts on a surface; other sets of runs stop at runs.MAX_DISTINCT_RUNS
MAX_TUNED = 24  # learning rates of one run: each is recorded to its end
MAX_COLUMNS = 17  # of a CSV file: linear_model.MAX_INPUTS and the output

T = TypeVar("T")


class CsvFile(Frozen):
    """Columns of a CSV file. Its dialect is recognised if it can be read in one way only."""

    file: Text = Field(
        description="path, relative to the scenario file, in whose folder or below it must lie"
    )
    x: Annotated[
        tuple[Name, ...],
        Field(min_length=1),
        at_most(MAX_COLUMNS),
        BeforeValidator(as_list),
        WithJsonSchema({"type": ["string", "array"], "items": {"type": "string"}, "minItems": 1}),
    ] = Field(description="column of the input, or a list of columns for X @ w")
    y: Name = Field(description="column of the output")
    names: Annotated[tuple[Name, ...], Field(min_length=1), at_most(MAX_CELLS)] | None = Field(
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
            tuple[tuple[Bounded, ...], ...], Field(min_length=1), BeforeValidator(mostly_points)
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
        description="the method: a name of torch.optim or scipy.optimize, GD or Newton",
        json_schema_extra={"enum": list(OPTIMIZERS)},
    )
    lr: Rate | None = Field(
        None, description="learning rate: a number, or a formula in the step k such as 0.5 * 0.9**k"
    )
    tune: Annotated[tuple[Positive, ...], at_most(MAX_TUNED)] = Field(
        (), description="learning rates to try, in place of lr: the best of them is shown"
    )
    schedule: dict[str, Any] | None = Field(
        None,
        description="how the learning rate changes: a name of torch.optim.lr_scheduler, and its "
        "options, such as step_size",
    )
    steps: Annotated[int, Field(strict=True, gt=0, le=MAX_STEPS)]
    options: dict[str, Any] = Field(
        {},
        description="other options of the method, by their names in torch or scipy",
        json_schema_extra={"propertyNames": {"enum": OPTION_NAMES}},
    )
    batch_size: Annotated[int, Field(strict=True, gt=0, le=MAX_POINTS)] | None = Field(
        None, description="points of the data that each step sees: mini-batches"
    )
    replacement: Annotated[bool, Field(strict=True)] = Field(
        False, description="draws each batch from all points, instead of shuffling them each epoch"
    )
    noise: Annotated[Positive, AfterValidator(bounded)] | None = Field(
        None, description="deviation of the noise on each slope, for a formula"
    )
    seed: Annotated[int, Field(strict=True, ge=0, lt=2**63)] | None = Field(
        None, description="of the random numbers for batches or noise"
    )
    stop: Stop = Field(default_factory=Stop, description="ends the run before its steps are spent")


class ScenarioTable(Frozen):
    """A gradreel scenario."""

    title: Annotated[Text, Field(max_length=120), AfterValidator(one_line)]
    lesson: LessonName
    theme: ThemeName = Field("dark", description="colours: on a dark ground or on a light one")
    subtitle: Subtitle | None = Field(None, description="below the title")
    author: Name | None = Field(None, description="on the title and on the closing card")
    school: Name | None = Field(None, description="on the title and on the closing card")
    licence: Name | None = Field(None, description="such as CC BY 4.0")
    logo: Text | None = Field(
        None, description="path of a PNG or SVG picture, in the folder of the file or below it"
    )
    chapters: ChapterNames = Field((), description="which chapters there are, in order")
    pace: Pace = Field(1.0, description="how fast the lesson goes: 0.8 is slower than usual")
    subtitles: Annotated[bool, Field(strict=True)] = Field(
        True, description="whether sentences are in the picture; files of captions have them always"
    )
    objective: ObjectiveTable
    start: Start = Field({}, description="start values of every run")
    runs: Annotated[
        tuple[RunTable, ...], Field(min_length=1, max_length=MAX_RUNS), at_most(MAX_RUNS)
    ]
    starts: StartsTable | None = Field(
        None, description="very many more descents, which paint a map"
    )
    predict: PredictTable = Field(
        default_factory=PredictTable, description="the moments to predict"
    )
    words: WordsTable = Field(default_factory=WordsTable, description="words of your own")
    text: Patterns = Field(
        {}, description="sentences of your own by their ids, as gradreel text lists them"
    )
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
    ("starts",): StartsTable,
    ("predict",): PredictTable,
    ("words",): WordsTable,
    ("words", "x"): WordTable,
    ("words", "y"): WordTable,
    ("output",): OutputTable,
    ("output", "lesson"): LessonSettings,
    ("output", "gif"): GifSettingsTable,
    ("output", "still"): StillSettings,
    ("output", "map"): MapTable,
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
