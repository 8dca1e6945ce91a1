"""From the [starts] table to the starts of a mass of descents, with all faults of the table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from gradreel.scenarios.file_form import well_formed
from gradreel.scenarios.model import Fit, Formula, Run, Starts
from gradreel.scenarios.problems import Problem
from gradreel.scenarios.starts_form import StartsTable
from gradreel.scenarios.words import listed, shown

MAX_STARTS = 1_000_000  # of a grid as well: about 100 MB in a recording
_LIKE = "the descents of [starts] go by the rule of the first run"


def read_starts(
    document: Mapping[str, Any], objective: Formula | Fit | None, runs: Sequence[Run]
) -> tuple[Starts | None, list[Problem]]:
    """The starts of a mass, None without a well-formed table, and the faults of the table.

    They are checked as far as the objective and the runs are known.
    """
    table = well_formed(StartsTable, document["starts"]) if "starts" in document else None
    if table is None:
        return None, []
    problems = [*_of_table(table), *(_of_objective(table, objective) if objective else ())]
    if runs:
        problems += [Problem(("runs", 0, *key), sentence) for key, sentence in unfollowed(runs[0])]
    starts = Starts(**dict(table))
    if not problems and starts.count > MAX_STARTS:
        key = "grid" if table.grid else "random"
        sentence = f"makes {starts.count} starts, at most {MAX_STARTS} are allowed: make it coarser"
        problems.append(_problem(sentence, key))
    return starts, problems


def unfollowed(run: Run) -> Iterator[tuple[tuple[str, ...], str]]:
    """Each key of a run by whose rule a mass cannot descend, and why."""
    if run.optimizer not in ("GD", "SGD"):
        yield ("optimizer",), f"{_LIKE}, and know no {shown(run.optimizer)}: write SGD"
        return
    more = {name: value for name, value in run.options.items() if name != "momentum"}
    keys: list[tuple[str, ...]] = [("options", name) for name, value in more.items() if value]
    keys += [(name,) for name in ("schedule", "batch_size", "noise") if getattr(run, name)]
    for key in keys:
        yield key, f"{_LIKE}, and know only its lr and momentum: leave {key[-1]} out"


def _of_table(table: StartsTable) -> Iterator[Problem]:
    if (table.grid is None) == (table.random is None):
        has = "has neither grid nor random" if table.grid is None else "has both grid and random"
        yield _problem(f"{has}: write grid = [200, 100], or random = 20000 and a seed")
    elif table.random is not None and table.seed is None:
        yield _problem("is missing: add a whole number, as in seed = 1", "seed")
    elif table.grid is not None and table.seed is not None:
        yield _problem("is for random starts, and a grid has none: leave it out", "seed")


def _of_objective(table: StartsTable, objective: Formula | Fit) -> Iterator[Problem]:
    names = objective.parameters
    if table.grid is not None and len(table.grid) != len(names):
        example = ", ".join(["100"] * len(names))
        yield _problem(
            f"must have one number for each of {listed(names)}, got {shown(list(table.grid))}: "
            f"write [{example}]",
            "grid",
        )
    if set(objective.domain or ()) != set(names):
        sentence = "is where [starts] spreads them: add the range of each parameter"
        yield Problem(("objective", "domain"), sentence)


def _problem(sentence: str, *keys: str) -> Problem:
    return Problem(("starts", *keys), sentence)
