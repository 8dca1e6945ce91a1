"""What is wrong with a table that can be read in no way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from scenarios import cells
from scenarios.columns import (
    Layout,
    column_faults,
    layouts,
    look_like_names,
    misfit,
    picked,
    wanted_columns,
)
from scenarios.data_files import DataError
from scenarios.file_form import CsvFile
from scenarios.rows import Separator, TableText, fits
from scenarios.words import MAX_LISTED, listed, shown

MAX_FAULTS = 5
_SAMPLE = 200  # rows


def likely_separator(
    source: TableText, table: CsvFile, separators: Sequence[Separator]
) -> Separator:
    """The separator with which the first rows look most like the wanted table."""

    wanted = wanted_columns(table)

    def likeness(separator: Separator) -> tuple[bool, bool, int, bool]:
        try:
            rows = [row for _, row in islice(source.rows(separator), _SAMPLE)]
        except DataError:
            return False, False, 0, False
        first = rows[0] if rows else []
        there = sum(picked([name], first) is not None for name in wanted)
        whole = len(first) > 1 and all(fits(row, first) for row in rows)
        return there == len(wanted), whole, there, len(first) > 1

    return max(separators, key=likeness)


def table_faults(source: TableText, table: CsvFile, separator: Separator) -> list[str]:
    """What is wrong with a table, by its lines."""
    label, rows = table.file, source.rows(separator)
    number, first = next(rows, (1, []))
    if not first:
        return [f"{label} is empty: its first line must name the columns"]
    found = layouts(table, first, source.comment_cells(separator))
    if not found:
        return [f"{label} line {number}: {fault}" for fault in column_faults(table, first)]
    layout = found[0]
    if layout.numbered is not None and look_like_names(first):
        names = ", ".join(shown(name.strip()) for name in first[:MAX_LISTED])
        return [f"{label} line {number}: its first line has names: choose from {names}"]
    if not layout.names:
        rows = source.rows(separator)
    return list(islice(_row_faults(rows, table, first, layout, label), MAX_FAULTS)) or [
        f"{label} has no points: add lines with {listed(wanted_columns(table))}"
    ]


def _row_faults(
    rows: Iterable[tuple[int, list[str]]],
    table: CsvFile,
    first: list[str],
    layout: Layout,
    label: str,
) -> Iterator[str]:
    columns = [_Column(name, table) for name in wanted_columns(table)]
    for line, row in rows:
        double = next(filter(cells.two_in_one, row), None)
        if not fits(row, first):
            yield f"{label} line {line}: {misfit(row, first)}"
        elif double is not None and layout.numbered is not None:
            yield (
                f"{label} line {line}: {shown(double)} may be two cells: say what separates them, "
                'as in separator = ";"'
            )
        else:
            for column, pick in zip(columns, layout.picks, strict=True):
                if why := column.fault(cells.tidied(row[pick] if pick < len(row) else "")):
                    yield f"{label} line {line}: {why}"


class _Column:
    """A column whose cells are looked at one after the other."""

    def __init__(self, name: str, table: CsvFile) -> None:
        self._name, self._table = name, table
        self._decimals = table.decimals
        self._kinds: set[bool] = set()  # whether cells so far had a percent sign

    def fault(self, cell: str) -> str:
        """Why a tidied cell is no number as those before it are; "" where it is one."""
        if self._table.missing and cells.is_missing(cell):
            return ""
        bare = cell.removesuffix("%").rstrip()
        self._kinds.add(bare != cell)
        why = cells.why_no_number(bare, self._decimals)
        if len(self._kinds) > 1 and not why:
            why = f"has {'a' if bare != cell else 'no'} % sign, unlike others in its column"
        if why:
            return f"{shown(cell)} in column {shown(self._name)} {why}"
        fitting = (d for d in self._decimals if cells.numbers([bare], d) is not None)
        self._decimals = tuple(fitting)
        return ""
