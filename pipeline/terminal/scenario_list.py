"""The table of `gradreel list`."""

from __future__ import annotations

from collections.abc import Iterable

from rich.box import SIMPLE_HEAD
from rich.table import Table

from gradreel.pipeline.terminal.console import Terminal
from gradreel.scenarios.shipped_files import Listed


def print_list(scenarios: Iterable[Listed]) -> None:
    """One row per scenario: its name, kind of lesson, number of runs and title."""
    table = Table(*Listed._fields, box=SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for scenario in scenarios:
        table.add_row(*map(str, scenario))
    Terminal().print(table)
