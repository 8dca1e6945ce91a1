"""The arguments and options that several commands share."""

from __future__ import annotations

import functools
import math
import signal
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gradreel.pipeline.quality import QUALITIES, THEMES
from gradreel.pipeline.terminal.completing import ChapterName, ScenarioSource
from gradreel.pipeline.terminal.failures import Overdue
from gradreel.pipeline.terminal.values import overriding, start_of

if TYPE_CHECKING:
    from gradreel.scenarios import Scenario


class Once(click.Option):
    """An option that takes one value and refuses to be given twice."""

    def add_to_parser(self, parser: Any, ctx: click.Context) -> None:
        super().add_to_parser(parser, ctx)
        if self.is_flag or self.multiple:
            return
        for taken in {*parser._long_opt.values(), *parser._short_opt.values()}:
            if taken.obj is self:
                taken.process = self._refusing(taken.process, ctx)

    def _refusing(
        self, process: Callable[[Any, Any], None], ctx: click.Context
    ) -> Callable[[Any, Any], None]:
        def once(value: Any, state: Any) -> None:
            if self in state.order:
                raise click.BadParameter("it is given twice: leave out one of them.", ctx, self)
            process(value, state)

        return once


option = functools.partial(click.option, cls=Once)


@dataclass(frozen=True)
class Reading:
    """How scenarios are read: which keys are overridden, and what the files are allowed to do.

    `theme` is that of files that name none.
    """

    overrides: tuple[str, ...] = ()
    allow_outside: bool = False
    no_limits: bool = False
    theme: str | None = None

    @property
    def allowed(self) -> dict[str, bool]:
        """What is allowed, as keyword arguments of the functions that load scenarios."""
        return {"allow_outside": self.allow_outside, "no_limits": self.no_limits}

    def themed(self, scenarios: list[Scenario]) -> list[Scenario]:
        """The scenarios, with the usual theme if they name none."""
        if self.theme is None:
            return scenarios
        from gradreel.scenarios.overrides import with_usual_theme

        return [with_usual_theme(scenario, self.theme) for scenario in scenarios]


def reading_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options for reading scenarios, which the command receives as `reading`."""
    return _reading(command, _lr_option, _steps_option, _start_option)


def reading_options_of_maps(command: Callable[..., Any]) -> Callable[..., Any]:
    """The same but for --steps, which maps have as an option of their own."""
    return _reading(command, _lr_option, _start_option)


def _reading(command: Callable[..., Any], *quick: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(command)
    def with_reading(
        *args: Any,
        overrides: tuple[str, ...],
        quick_lr: tuple[str, ...],
        quick_start: tuple[str, ...],
        allow_outside: bool,
        no_limits: bool,
        quick_steps: tuple[str, ...] = (),
        theme: str | None = None,
        **others: Any,
    ) -> Any:
        # The quick ones first: a whole table that is set after them is seen to clash with them.
        overrides = (*quick_lr, *quick_steps, *quick_start, *overrides)
        if theme is not None and is_given("theme"):
            if any(override.partition("=")[0].strip() == "theme" for override in overrides):
                raise click.UsageError("--theme and --set theme=...: leave out one of them.")
            overrides, theme = (*overrides, f"theme={theme}"), None
        reading = Reading(overrides, allow_outside, no_limits, theme)
        return command(*args, reading=reading, **others)

    for each in (_limits_option, _outside_option, _set_option, *reversed(quick)):
        each(with_reading)
    return with_reading


def is_given(parameter: str) -> bool:
    """Whether a parameter has its value from the command line, rather than from settings."""
    source = click.get_current_context().get_parameter_source(parameter)
    return source is click.core.ParameterSource.COMMANDLINE


def load_all(sources: tuple[str, ...], reading: Reading) -> list[Scenario]:
    """Load all scenarios before anything is written.

    Raises one ScenarioError with the faults of all of them.
    """
    from gradreel.scenarios import load_scenarios

    scenarios = load_scenarios(sources, reading.overrides, **reading.allowed)
    if chosen := [scenario for scenario in scenarios if scenario.chosen]:
        from gradreel.scenes.choices import check_choices

        check_choices(chosen)
    return reading.themed(scenarios)


def _begin(ctx: click.Context, _param: click.Parameter, seconds: float | None) -> None:
    """Start the clock: after so many seconds, Overdue is raised."""
    if seconds is None:
        return
    if math.isnan(seconds):
        raise click.BadParameter("'nan' is not a number of seconds.")

    def end(_number: int, _frame: object) -> None:
        raise Overdue(seconds)

    signal.signal(signal.SIGALRM, end)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    ctx.call_on_close(lambda: signal.setitimer(signal.ITIMER_REAL, 0))


def _use_cluster(ctx: click.Context, _param: click.Parameter, text: str | None) -> None:
    """Let a cluster do the tasks, instead of processes of this machine."""
    if text is None or ctx.obj:
        return
    from gradreel.pipeline.terminal.clusters import cluster_at

    ctx.obj = cluster_at(text)


class Folder(click.Path):
    """A folder's path. An empty text, as from an unset shell variable, is refused."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if value == "":
            self.fail("it is empty: give a folder, or . for this one.", param, ctx)
        return super().convert(value, param, ctx)


scenario_arguments = click.argument(
    "sources", metavar="SCENARIO...", nargs=-1, required=True, type=ScenarioSource()
)
scenario_argument = click.argument("source", metavar="SCENARIO", type=ScenarioSource())
_set_option = option(
    "--set",
    "overrides",
    metavar="KEY=VALUE",
    multiple=True,
    help="Override a key of the scenario for this call, such as runs.0.lr=0.5 or, for "
    "every run, runs.*.steps=20; may be repeated.",
)
_lr_option = option(
    "--lr",
    "quick_lr",
    metavar="RATE",
    callback=overriding("runs.0.lr"),
    help="Learning rate of the first run, short for --set runs.0.lr=RATE.",
)
_steps_option = option(
    "--steps",
    "quick_steps",
    metavar="N",
    callback=overriding("runs.*.steps"),
    help="Number of steps of every run, short for --set runs.*.steps=N.",
)
_start_option = option(
    "--start",
    "quick_start",
    metavar="X=A,Y=B",
    callback=start_of,
    help="Start of the runs, short for --set start.X=A --set start.Y=B; a number alone is for "
    "every parameter.",
)
_outside_option = option(
    "--allow-outside",
    is_flag=True,
    help="Let scenarios read data files outside their own folders.",
)
_limits_option = option(
    "--no-limits",
    is_flag=True,
    help="Record whatever the scenarios ask for, even if it takes hours.",
)
timeout_option = option(
    "--timeout",
    metavar="SECONDS",
    type=click.FloatRange(min=0, min_open=True, max=10_000_000),
    callback=_begin,
    expose_value=False,
    help="Give up after this many seconds; whatever is finished by then is kept.",
)
cluster_option = option(
    "--cluster",
    metavar="ADDRESS",
    callback=_use_cluster,
    expose_value=False,
    help="Render on the Dask cluster with this scheduler, such as tcp://host:8786; local:N starts "
    "one here.",
)


def chapters_option(help: str, usual: str | None = None) -> Callable[..., Any]:
    """The names of chapters, one unless several are given."""
    return option(
        "--chapter",
        "chapters",
        type=ChapterName(),
        metavar="NAME",
        multiple=True,
        default=[usual] if usual else [],
        show_default=bool(usual),
        help=help,
    )


json_option = option("--json", "as_json", is_flag=True, help="Print one JSON object instead.")
theme_option = option(
    "--theme",
    type=click.Choice(THEMES),
    help="Colours for a dark or a light background, overriding the scenario's theme.",
)
_QUALITIES = ", ".join(f"{letter} {q.width}x{q.height} {q.fps}" for letter, q in QUALITIES.items())


def quality_option_of(usual: str | None, help: str) -> Callable[..., Any]:
    """A letter for a picture size and a frame rate."""
    return option(
        "-q",
        "--quality",
        type=click.Choice(list(QUALITIES)),
        default=usual,
        show_default=usual is not None,
        help=help,
    )


quality_option = quality_option_of("m", f"Picture size and frames per second: {_QUALITIES}.")


def output_option_of(help: str) -> Callable[..., Any]:
    """The output folder, with what it is for."""
    return option(
        "-o",
        "--output",
        type=Folder(path_type=Path),
        default="media",
        show_default=True,
        help=help,
    )


output_option = output_option_of(
    "Folder for everything that is written; each scenario gets its own folder in it."
)
cache_option = output_option_of(
    "Output folder, in whose .cache is kept what has to be made for this; nothing else is written."
)
