"""What is wrong with a valid [output] beside the rest of its file."""

from __future__ import annotations

from collections.abc import Iterator

from gradreel.scenarios.formats import MAP_SETTINGS
from gradreel.scenarios.model import Fit, Formula
from gradreel.scenarios.output_form import OutputTable
from gradreel.scenarios.problems import Problem
from gradreel.scenarios.words import as_toml, listed, shown, suggestion


def output_problems(table: OutputTable, objective: Formula | Fit | None) -> Iterator[Problem]:
    """The faults of an [output], as far as the objective is known."""
    for name in sorted(table.model_fields_set - {"make"}):
        if name not in table.make:
            make = as_toml([*table.make, name])
            sentence = f"has settings of an output that is not made: write make = {make}"
            yield Problem(("output", name), sentence)
    if table.map.over is None or objective is None:
        return
    names = *objective.parameters, *MAP_SETTINGS
    for place, name in enumerate(table.map.over):
        if name not in names:
            sentence = f"there is no axis {shown(name)} among {listed(names)}"
            hint = suggestion(name, names, common=["these"])
            yield Problem(("output", "map", "over", place), f"{sentence}: {hint}")
    first, second = table.map.over
    if first == second:
        sentence = f"has the same axis twice: leave {shown(first)} to one"
        yield Problem(("output", "map", "over"), sentence)
