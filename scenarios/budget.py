"""How much work a file's scenarios ask for, and how much one file may."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from gradreel.scenarios.model import Run, Scenario
from gradreel.scenarios.problems import Key
from gradreel.scenarios.words import counted

# What about a minute and half a gigabyte allow.
MOST_EVALUATIONS = 2_500_000
MOST_NUMBERS = 10_000_000

# In evaluations of a short formula, which is the unit and takes about 25 microseconds:
_STEP_OVERHEAD = 3  # what a step costs besides
_LBFGS_OVERHEAD = 10  # what an evaluation of L-BFGS costs besides, which looks back on many steps
_POINTS = 1000  # points of data on which an evaluation costs one more
_LETTERS = 50  # of a formula, with which an evaluation and a step cost one more
_LINE_SEARCH = 25  # evaluations in one iteration with a line search, at the most


class Work(NamedTuple):
    """Evaluations of losses, and numbers to be recorded."""

    evaluations: float
    numbers: int


def excess(scenarios: Sequence[Scenario]) -> tuple[Key, str] | None:
    """What the scenarios of a file ask for beyond what it may, and the key to lower."""
    every = [work_of(scenario) for scenario in scenarios]
    evaluations, numbers = sum(work.evaluations for work in every), sum(w.numbers for w in every)
    times = max(evaluations / MOST_EVALUATIONS, numbers / MOST_NUMBERS)
    if times <= 1:
        return None
    most = max(scenarios, key=lambda scenario: work_of(scenario).evaluations)
    index = max(range(len(most.runs)), key=lambda k: _evaluations(most.runs[k]))
    set_size = f"{len(scenarios)} scenarios with " if len(scenarios) > 1 else ""
    steps = sum(run.steps for scenario in scenarios for run in scenario.runs)
    runs = sum(len(scenario.runs) for scenario in scenarios)
    points = max(map(_points, scenarios))
    data = f" on {points} points" if points > 1 else ""
    return ("runs", index, "steps"), (
        f"{set_size}{counted(runs, 'run')} take {steps} steps{data}, "
        f"{times:.3g} times what one file may ask for: lower it, or allow it by --no-limits"
    )


def work_of(scenario: Scenario) -> Work:
    """What recording a scenario takes, if none of its runs ends before its steps are spent."""
    objective = scenario.objective
    long = len(objective.text) / _LETTERS
    share = 1 + long + _points(scenario) / _POINTS
    evaluations = sum(
        _evaluations(run) * (share + _overhead(run) * (1 + long)) for run in scenario.runs
    )
    columns = 2 * len(scenario.parameters) + 3
    return Work(evaluations, columns * sum(run.steps for run in scenario.runs))


def _points(scenario: Scenario) -> int:
    data = scenario.objective.data
    return len(data.outputs) if data else 1


def _overhead(run: Run) -> int:
    return _LBFGS_OVERHEAD if run.optimizer == "LBFGS" else _STEP_OVERHEAD


def _evaluations(run: Run) -> int:
    """At most so many evaluations of the loss; L-BFGS makes several a step."""
    if run.optimizer != "LBFGS":
        return run.steps
    iterations = int(run.options.get("max_iter", 20))  # type: ignore[arg-type]
    most = int(run.options.get("max_eval", iterations * 5 // 4))  # type: ignore[arg-type]
    searching = _LINE_SEARCH if run.options.get("line_search_fn") else 0
    return run.steps * (most + searching)
