"""What is wrong with a table that cannot be read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from gradreel.scenarios import cells
from gradreel.scenarios.cells import Decimal
from gradreel.scenarios.columns import (
    ColumnLayout,
    column_faults,
    layouts,
    look_like_names,
    misfit,
    picked,
    wanted_columns,
)
from gradreel.scenarios.data_files import DataError
from gradreel.scenarios.file_form import CsvFile
from gradreel.scenarios.rows import SEPARATORS, Separator, TableText, fits
from gradreel.scenarios.words import MAX_LISTED, counted, listed, shown

MAX_FAULTS = 5  # enough to show a pattern; a wrong decimal sign alone faults every line
_SAMPLE = 200  # rows that are compared between separators, so that long files stay quick
_HEADS = 20  # rows that are searched for names: instruments write a preamble above them


def likely_separator(
    source: TableText, table: CsvFile, separators: Sequence[Separator]
) -> Separator:
    """The separator with which the first rows look most like the wanted table."""

    wanted = wanted_columns(table)

    def likeness(separator: Separator) -> tuple[bool, bool, int, bool, bool]:
        try:
            rows = [row for _, row in islice(source.rows(separator), _SAMPLE)]
        except DataError:
            return False, False, 0, False, False
        first = rows[0] if rows else []
        matches = sum(picked([name], first) is not None for name in wanted)
        whole = len(first) > 1 and all(fits(row, first) for row in rows)
        named = not all(map(str.isdigit, wanted))
        numbers = named and all(cells.is_number(cells.tidied(cell)) for cell in first)
        return matches == len(wanted), whole, matches, len(first) > 1, numbers

    return max(separators, key=likeness)


def table_faults(source: TableText, table: CsvFile, separator: Separator) -> list[str]:
    """What is wrong with a table: sentences that name its lines, at most MAX_FAULTS."""
    label, rows = table.file, source.rows(separator)
    number, first = next(rows, (1, []))
    if not first:
        return [f"{label} is empty: its first line must name the columns"]
    found = layouts(table, first, source.comment_cells(separator))
    if table.names is not None and len(table.names) > len(first):
        widths = f"its first line has {counted(len(first), 'cell')}"
        return [f"{label}: names has {len(table.names)}, but {widths}: leave out the surplus names"]
    if not found and table.names is not None:
        return [f"{label}: {fault}" for fault in column_faults(table, first)]
    if not found and (fault := _names_elsewhere(source, table, number)):
        return [f"{label} line {number}: {fault}"]
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


def _names_elsewhere(source: TableText, table: CsvFile, first: int) -> str:
    """What to do if the wanted names are in another line, or between other separators; else ""."""
    wanted = wanted_columns(table)
    for separator in source.candidates():
        try:
            rows = islice(source.rows(separator), _HEADS)
            line = next((line for line, row in rows if picked(wanted, row) is not None), None)
        except DataError:
            continue
        if line is not None and line > first:
            names = f"its columns have their names in line {line}"
            return f"{names}: leave out the lines above it, or begin them with #"
        if line is not None:
            return f"its names have {SEPARATORS[separator]} between them: leave separator out"
    return ""


def _row_faults(
    rows: Iterable[tuple[int, list[str]]],
    table: CsvFile,
    first: list[str],
    layout: ColumnLayout,
    label: str,
) -> Iterator[str]:
    decimals = [table.decimals]
    columns = [_Column(name, table, decimals) for name in wanted_columns(table)]
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
    """A column whose cells are checked one after the other."""

    def __init__(self, name: str, table: CsvFile, decimals: list[tuple[Decimal, ...]]) -> None:
        self._name, self._table = name, table
        # The decimal signs that all cells so far allow: one list, shared by all columns.
        self._decimals = decimals
        self._kinds: set[bool] = set()  # whether cells so far had a percent sign

    def fault(self, cell: str) -> str:
        """Why a tidied cell is not a number like those before it; "" if it is."""
        if self._table.missing and cells.is_missing(cell):
            return ""
        bare = cell.removesuffix("%").rstrip()
        self._kinds.add(bare != cell)
        why = cells.why_no_number(bare, self._decimals[0])
        if why and self._table.decimal and cells.is_number(bare):
            why = "is not written with the decimal sign that decimal says"
        if len(self._kinds) > 1 and not why:
            why = f"has {'a' if bare != cell else 'no'} % sign, unlike others in its column"
        if why:
            return f"{shown(cell)} in column {shown(self._name)} {why}"
        # Digits alone fit every sign; and a sign that is the only one left has just been found.
        if len(self._decimals[0]) > 1 and not bare.isdigit():
            fitting = tuple(d for d in self._decimals[0] if cells.numbers([bare], d) is not None)
            self._decimals[:] = [fitting]
        return ""
