"""How much work the scenarios of a file ask for, and how much one file may ask for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from gradreel.scenarios.model import Run, Scenario
from gradreel.scenarios.optimizers import WHOLE
from gradreel.scenarios.problems import Key
from gradreel.scenarios.words import counted

MOST_EVALUATIONS = 2_500_000  # about a minute, at 25 microseconds for one of a short formula
MOST_NUMBERS = 10_000_000  # recorded: about half a gigabyte while they are Python lists

# Costs as measured, in evaluations of a short formula:
_STEP_OVERHEAD = 3  # a step of any optimiser but L-BFGS, beside its evaluation
_LBFGS_OVERHEAD = 10  # an evaluation in L-BFGS, which works through its history
_POINTS = 1000  # so many points of data add the cost of one evaluation
_LETTERS = 50  # so many characters of a formula add the cost of one evaluation
_MASS = 1000  # steps of descents in a mass cost one evaluation
_LINE_SEARCH = 25  # evaluations that torch's strong Wolfe search makes at most, its max_ls
_SEARCHES = 40  # evaluations of a search along a line: seldom more, even from a length far off
_SEARCHING = WHOLE - {"GD", "LBFGS", "Newton"}  # the methods of scipy


class Work(NamedTuple):
    """Evaluations of losses, and numbers to be recorded."""

    evaluations: float
    numbers: int


def excess(scenarios: Sequence[Scenario]) -> tuple[Key, str] | None:
    """The key to lower and a sentence, if the scenarios of a file exceed the budget; else None."""
    every = [work_of(scenario) for scenario in scenarios]
    evaluations, numbers = sum(work.evaluations for work in every), sum(w.numbers for w in every)
    times = max(evaluations / MOST_EVALUATIONS, numbers / MOST_NUMBERS)
    if times <= 1:
        return None
    masses = [*map(_of_mass, scenarios)]
    if sum(masses) > MOST_EVALUATIONS:
        starts = scenarios[masses.index(max(masses))].starts
        key = "random" if starts and starts.grid is None else "grid"
        times = sum(masses) / MOST_EVALUATIONS
        return ("starts", key), (
            f"takes {times:.3g} times the steps that one file may ask for: make it coarser, lower "
            "the steps of the first run, or allow it by --no-limits"
        )
    most = max(scenarios, key=lambda scenario: work_of(scenario).evaluations)
    index = max(range(len(most.runs)), key=lambda k: _evaluations(most.runs[k]))
    set_size = f"{len(scenarios)} scenarios with " if len(scenarios) > 1 else ""
    steps = sum(run.steps * _tries(run) for scenario in scenarios for run in scenario.runs)
    runs = sum(len(scenario.runs) for scenario in scenarios)
    points = max(map(_points, scenarios))
    data = f" on {points} points" if points > 1 else ""
    return ("runs", index, "steps"), (
        f"{set_size}{counted(runs, 'run')} take {steps} steps{data}, "
        f"{times:.3g} times what one file may ask for: lower it, or allow it by --no-limits"
    )


def work_of(scenario: Scenario) -> Work:
    """The work of recording a scenario if every run uses all of its steps."""
    objective = scenario.objective
    long = len(objective.text) / _LETTERS
    share = 1 + long + _points(scenario) / _POINTS
    evaluations = sum(
        _evaluations(run) * (share + _overhead(run) * (1 + long)) for run in scenario.runs
    )
    columns = 2 * len(scenario.parameters) + 3
    evaluations += _of_mass(scenario)
    return Work(evaluations, columns * sum(run.steps for run in scenario.runs))


def _of_mass(scenario: Scenario) -> float:
    """The work of a mass of descents, in evaluations; it does not grow with the data of a fit."""
    if scenario.starts is None:
        return 0.0
    long = len(scenario.objective.text) / _LETTERS
    return scenario.starts.count * scenario.runs[0].steps * (1 + long) / _MASS


def _points(scenario: Scenario) -> int:
    data = scenario.objective.data
    return len(data.outputs) if data else 1


def _tries(run: Run) -> int:
    """How often a run is recorded: once for each learning rate that is tried."""
    return max(1, len(run.tune))


def _overhead(run: Run) -> int:
    return _LBFGS_OVERHEAD if run.optimizer == "LBFGS" else _STEP_OVERHEAD


def _evaluations(run: Run) -> int:
    """The most evaluations of the loss that a run can make, with every learning rate it tries."""
    return _tries(run) * _in_one_try(run)


def _in_one_try(run: Run) -> int:
    """The same with one learning rate; L-BFGS makes several evaluations a step."""
    if run.optimizer in _SEARCHING or run.options.get("line_search"):
        return run.steps * _SEARCHES
    if run.optimizer != "LBFGS":
        return run.steps
    iterations = int(run.options.get("max_iter", 20))  # type: ignore[arg-type]
    most = int(run.options.get("max_eval", iterations * 5 // 4))  # type: ignore[arg-type]
    searching = _LINE_SEARCH if run.options.get("line_search_fn") else 0
    return run.steps * (most + searching)
