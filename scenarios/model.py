"""A scenario as the other packages see it: complete, checked, frozen."""

from __future__ import annotations

from collections.abc import Mapping
from math import prod
from pathlib import Path
from typing import Annotated, Literal

import sympy
from pydantic import Field

from gradreel.scenarios.formula import parse_formula
from gradreel.scenarios.frozen import Frozen, Number
from gradreel.scenarios.lesson_kinds import KINDS, LessonKind, LessonName
from gradreel.scenarios.linear_model import Model, parse_model, scaled_model
from gradreel.scenarios.output_form import OutputTable
from gradreel.scenarios.scaling import Scaling
from gradreel.scenarios.showing import Showing
from gradreel.scenarios.words import with_keys, with_names

ThemeName = Literal["dark", "light"]
Range = tuple[Number, Number]
Domain = dict[str, Range]
OptionValue = bool | int | float | str | tuple[Number, ...]


class Stop(Frozen):
    """Conditions that end a run before it has taken all of its steps."""

    loss_below: Number | None = None
    loss_change_below: Annotated[float, Field(strict=True, gt=0, allow_inf_nan=False)] | None = None


class Schedule(Frozen):
    """How a learning rate changes: a schedule of torch with its options, or a formula in k."""

    name: str = ""
    options: dict[str, OptionValue] = Field({})
    formula: str | None = None


class Trial(Frozen):
    """A learning rate that was tried, and the loss at the end; None if that run came to none."""

    rate: Number
    loss: Number | None


class Run(Frozen):
    """One descent: where it starts (every parameter), and the settings of its method.

    `lr` is its learning rate, the first one if there is a `schedule`; None if its method has none,
    or as long as the best of several, `tune`, has not been found. `tried` says how each did.
    With a `batch_size` each step sees so many points of the data, with `noise` a gradient to which
    normal noise of that deviation is added; both are drawn from `seed`.
    """

    name: str | None = None
    start: dict[str, Number]
    optimizer: str = "SGD"
    lr: Number | None = None
    schedule: Schedule | None = None
    tune: tuple[Number, ...] = ()
    tried: tuple[Trial, ...] = ()
    steps: int
    options: dict[str, OptionValue] = Field({})
    batch_size: int | None = None
    replacement: bool = False
    noise: Number | None = None
    seed: int = 0
    stop: Stop = Stop()

    @property
    def stochastic(self) -> bool:
        """Whether its steps see another part of the loss each time, or noise."""
        return self.batch_size is not None or self.noise is not None

    @property
    def steady(self) -> bool:
        """Whether it is gradient descent, with or without momentum, at one learning rate."""
        fixed = bool(self.lr is not None or self.tune) and self.schedule is None
        return self.optimizer in ("GD", "SGD") and fixed and not self.stochastic

    @property
    def plain(self) -> bool:
        """Whether each step is minus a fixed learning rate times the gradient, and nothing more."""
        return self.steady and not any(map(self.options.get, ("momentum", "weight_decay")))

    @property
    def rate(self) -> float:
        """The learning rate of a run that has one. Raises ValueError if its method has none."""
        if self.lr is None:
            raise ValueError(f"{self.optimizer} has no learning rate")
        return self.lr


class Starts(Frozen):
    """Starts of a mass of descents in the domain: a grid with so many along each, or `random`."""

    grid: tuple[int, ...] | None = None
    random: int | None = None
    seed: int | None = None

    @property
    def count(self) -> int:
        """How many there are."""
        return prod(self.grid or ()) if self.random is None else self.random


class Formula(Frozen):
    """A formula to descend; the keys of the domain, in order, are its parameters."""

    formula: str
    domain: Domain

    @property
    def expression(self) -> sympy.Expr:
        """The formula in real symbols called like its parameters."""
        return parse_formula(self.formula, self.parameters)

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names of the p parameters."""
        return tuple(self.domain)

    @property
    def start_names(self) -> tuple[str, ...]:
        """The names of start values in a file."""
        return self.parameters

    @property
    def names(self) -> tuple[str, ...]:
        """Every name in the formula."""
        return self.parameters

    @property
    def text(self) -> str:
        """The formula as it is written in the file."""
        return self.formula

    @property
    def data(self) -> None:
        """None: a formula has no data."""

    def of_start(self, start: dict[str, float]) -> dict[str, float]:
        """The start values of a file as parameters, which they are already."""
        return start

    def renamed(self, names: Mapping[str, str]) -> Formula:
        """The same formula with other names for its parameters."""
        update = {
            "formula": with_names(self.formula, names),
            "domain": with_keys(self.domain, names),
        }
        return self.model_copy(update=update)


class Data(Frozen):
    """n points of k inputs and one output, and how they were generated, if they were.

    `dropped` counts the rows of a file that were left out because of a missing value.
    """

    inputs: tuple[tuple[Number, ...], ...]
    outputs: tuple[Number, ...]
    input_names: tuple[str, ...]
    output_name: str
    truth: dict[str, Number] | None = None
    noise: Range | None = None
    seed: int | None = None
    dropped: int = 0


class Fit(Frozen):
    """A model that is linear in its parameters, fitted to data by mean squared error.

    With a `scale`, what is descended is the model on scaled inputs, `parsed`, with parameters of
    its own; `written` is the model in the units of the data.
    """

    model: str
    data: Data
    domain: Domain | None = None
    scale: Scaling | None = None

    @property
    def written(self) -> Model:
        """The model in the units of the data."""
        return parse_model(self.model, len(self.data.input_names))

    @property
    def parsed(self) -> Model:
        """The model that is descended: on scaled inputs, if there is a scale."""
        return scaled_model(self.written, self.scale) if self.scale else self.written

    @property
    def start_names(self) -> tuple[str, ...]:
        """The names of start values in a file, which are in the units of the data."""
        return self.written.parameters

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names of the p parameters that are descended."""
        return self.parsed.parameters

    @property
    def names(self) -> tuple[str, ...]:
        """Every name in the model, both in the units of the data and scaled."""
        models = self.written, self.parsed
        return tuple(name for m in models for name in (*m.inputs, *m.parameters))

    @property
    def text(self) -> str:
        """The model as it is written in the file."""
        return self.model

    def of_start(self, start: dict[str, float]) -> dict[str, float]:
        """The start values of a file, in the units of the data, as the parameters descended."""
        found = self.parsed.of_units([*start.values()]).tolist()
        return dict(zip(self.parameters, found, strict=True))

    def renamed(self, names: Mapping[str, str]) -> Fit:
        """The same fit with other names for its parameters."""
        data, domain = self.data, self.domain
        truth = data.truth and with_keys(data.truth, names)
        return self.model_copy(
            update={
                "model": with_names(self.model, names),
                "domain": domain and with_keys(domain, names),
                "data": data.model_copy(update={"truth": truth}),
            }
        )


class Scenario(Frozen):
    """Everything that a recording depends on; its JSON form loads back equal.

    `source` is the file that it was read from, `file` its text, `given` the overrides, `swept` the
    keys of those that come from its sweep, `output` what to build, `folder` where, if that is not
    called as the scenario, and `showing` how its lesson is shown: these are not in the JSON form,
    nor count for equality.
    """

    name: str
    title: str
    lesson: LessonName
    theme: ThemeName = "dark"
    objective: Formula | Fit
    runs: tuple[Run, ...]
    starts: Starts | None = None
    output: OutputTable = Field(OutputTable(), exclude=True, repr=False)
    showing: Showing = Field(Showing(), exclude=True, repr=False)
    source: str = Field("", exclude=True, repr=False)
    file: str = Field("", exclude=True, repr=False)
    given: tuple[str, ...] = Field((), exclude=True, repr=False)
    swept: tuple[str, ...] = Field((), exclude=True, repr=False)
    folder: str = Field("", exclude=True, repr=False)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Scenario):
            return NotImplemented
        fields = type(self).model_fields.items()
        same = {name: getattr(self, name) for name, field in fields if field.exclude}
        return super().__eq__(other.model_copy(update=same))

    @property
    def chosen(self) -> bool:
        """Whether something is chosen that only scenes can judge."""
        return self.showing != Showing() or bool(self.output.chapters)

    @property
    def place(self) -> Path:
        """The folder of its outputs, within that of all outputs."""
        return Path(self.folder or self.name)

    @property
    def text(self) -> str:
        """The text of its file with the overrides applied, for people to read."""
        # It needs the tables, which need this module.
        from gradreel.scenarios.overrides import edited

        return edited(self.file, self.given)

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names of the p parameters."""
        return self.objective.parameters

    @property
    def kind(self) -> LessonKind:
        """The kind of its lesson."""
        return KINDS[self.lesson]

    @property
    def fit(self) -> Fit | None:
        """The objective if it is a fit to data, else None."""
        return self.objective if isinstance(self.objective, Fit) else None
