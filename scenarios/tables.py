"""The wanted columns of a table as numbers, for tables that can be read in one way only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np

from gradreel.scenarios import cells
from gradreel.scenarios.arrays import Array
from gradreel.scenarios.cells import Decimal
from gradreel.scenarios.columns import ColumnLayout, layouts, wanted_columns
from gradreel.scenarios.data_files import MAX_POINTS, DataError
from gradreel.scenarios.file_form import CsvFile
from gradreel.scenarios.rows import (
    SEPARATORS,
    Separator,
    TableText,
    fits,
    table_text,
    too_many_points,
)
from gradreel.scenarios.table_faults import MAX_FAULTS, likely_separator, table_faults
from gradreel.scenarios.value_forms import MAX_MAGNITUDE
from gradreel.scenarios.words import shown

_SAMPLE = 200  # rows: enough to rule out nearly every wrong dialect without reading a long file


@dataclass(frozen=True)
class Columns:
    """The numbers (n, k + 1) of the inputs and the output, and which columns are in percent.

    `numbered` says whether columns were chosen by number; `dropped` counts rows left out because
    of a missing value.
    """

    numbers: Array
    percent: tuple[bool, ...]
    numbered: bool
    dropped: int


@dataclass(frozen=True)
class TableDialect:
    """How a table is written: the separator of its cells, its columns, its decimal sign."""

    separator: Separator
    layout: ColumnLayout
    decimal: Decimal


@dataclass(frozen=True, eq=False)
class Picked:
    """The tidied cells of the wanted columns, and the line of each row.

    If all cells of a column have a percent sign, it is removed.
    """

    lines: Sequence[int]
    columns: Sequence[Sequence[str]]
    percent: tuple[bool, ...]


@dataclass(frozen=True, eq=False)
class TableReading:
    """A table as read in one dialect: numbers (n, k + 1), nan for missing ones."""

    dialect: TableDialect
    picked: Picked
    numbers: Array


def read_columns(text: str, table: CsvFile) -> Columns:
    """The wanted columns of a file's text.

    Raises DataError with the faulty lines, or with two of its meanings if it has several.
    """
    source = table_text(text, table.file)
    separators = [table.separator] if table.separator else source.candidates()
    plausible = [dialect for s in separators for dialect in _plausible(source, table, s)]
    found = _different(r for dialect in plausible for r in _readings(source, table, dialect))
    if not found:
        likely = (
            plausible[0].separator if plausible else likely_separator(source, table, separators)
        )
        raise DataError(*table_faults(source, table, likely))
    if len(found) > 1:
        raise DataError(f"{table.file}: {_ambiguity(table, *found[:2])}")
    return _columns(found[0], table)


def _plausible(source: TableText, table: CsvFile, separator: Separator) -> list[TableDialect]:
    """The dialects with a separator in which the first rows can be read."""
    try:
        first = next((row for _, row in source.rows(separator)), [])
    except DataError:
        return []
    return [
        reading.dialect
        for layout in layouts(table, first, source.comment_cells(separator))
        for decimal in table.decimals
        for reading in _readings(source, table, TableDialect(separator, layout, decimal), _SAMPLE)
    ]


def _readings(
    source: TableText, table: CsvFile, dialect: TableDialect, most: int | None = None
) -> Iterator[TableReading]:
    """The first `most` rows as read in a dialect; nothing if they cannot be."""
    reject_pairs = table.separator is None and dialect.layout.numbered is not None
    try:
        found = _picked(islice(source.rows(dialect.separator), most), dialect.layout, reject_pairs)
    except DataError:
        return
    if found is None:
        return
    columns = []
    for column in found.columns:
        values = cells.numbers(column, dialect.decimal)
        if values is None or (table.missing is None and np.isnan(values).any()):
            return
        columns.append(values)
    clear = table.decimal is None and dialect.decimal == dialect.separator == ","
    if clear and _without_commas(found.columns):
        return
    yield TableReading(dialect, found, np.stack(columns, axis=1))


def _without_commas(columns: Sequence[Sequence[str]]) -> bool:
    """Whether no cell has a comma and all are numbers with decimal points."""
    return not any("," in cell for column in columns for cell in column) and all(
        cells.numbers(column, ".") is not None for column in columns
    )


def _picked(
    rows: Iterable[tuple[int, list[str]]], layout: ColumnLayout, reject_pairs: bool
) -> Picked | None:
    """The wanted cells; None if rows have different numbers of cells.

    With `reject_pairs` also None if a cell would be two numbers with another separator.
    """
    first: list[str] | None = None
    lines: list[int] = []
    columns: list[list[str]] = [[] for _ in layout.picks]
    for line, row in rows:
        first = first or row
        if len(row) != len(first) and not fits(row, first):
            return None
        if reject_pairs and len(lines) < _SAMPLE and any(map(cells.two_in_one, row)):
            return None
        lines.append(line)
        for column, pick in zip(columns, layout.picks, strict=True):
            column.append(row[pick] if pick < len(row) else "")
    tidy = [_tidied(column[layout.names :]) for column in columns]
    percent = tuple(map(_in_percent, tidy))
    bare = [
        [cell.removesuffix("%").rstrip() for cell in column] if its else column
        for column, its in zip(tidy, percent, strict=True)
    ]
    return Picked(lines[layout.names :], bare, percent) if len(lines) > layout.names else None


def _tidied(column: list[str]) -> list[str]:
    plain = list(map(str.strip, column))
    return plain if "".join(plain).isascii() else list(map(cells.tidied, plain))


def _in_percent(column: Sequence[str]) -> bool:
    """Whether all cells that are not missing have a percent sign."""
    if not any(cell.endswith("%") for cell in column[:_SAMPLE]):
        return False
    return all(cell.endswith("%") or cells.is_missing(cell) for cell in column)


def _different(readings: Iterable[TableReading]) -> list[TableReading]:
    """The readings without those that give the same numbers as one before."""
    found: list[TableReading] = []
    for reading in readings:
        if not any(np.array_equal(reading.numbers, r.numbers, equal_nan=True) for r in found):
            found.append(reading)
    return found


def _columns(reading: TableReading, table: CsvFile) -> Columns:
    whole = ~np.isnan(reading.numbers).any(axis=1)
    numbers = reading.numbers[whole]
    if not len(numbers):
        raise DataError(f"{table.file} has no points: a value is missing in each of its rows")
    if len(numbers) > MAX_POINTS:
        raise DataError(too_many_points(table.file))
    beyond = np.argwhere(~(np.abs(numbers) <= MAX_MAGNITUDE))[:MAX_FAULTS]
    if len(beyond):
        rows = np.flatnonzero(whole)
        raise DataError(*(_beyond(reading, rows[row], column, table) for row, column in beyond))
    numbered = reading.dialect.layout.numbered is not None
    return Columns(numbers, reading.picked.percent, numbered, int((~whole).sum()))


def _beyond(reading: TableReading, row: int, column: int, table: CsvFile) -> str:
    line, cell = reading.picked.lines[row], reading.picked.columns[column][row]
    return (
        f"{table.file} line {line}: {shown(cell)} in column {shown(wanted_columns(table)[column])} "
        f"is not a finite number between -{MAX_MAGNITUDE:g} and {MAX_MAGNITUDE:g}"
    )


def _ambiguity(table: CsvFile, one: TableReading, other: TableReading) -> str:
    """Two meanings of a table, and the key that decides between them."""
    a, b = one.dialect, other.dialect
    names = f"names = [{', '.join(shown(name) for name in wanted_columns(table))}]"
    if a.separator != b.separator:
        what = f"its cells may be separated by {SEPARATORS[a.separator]} or by "
        text = {"\t": "\\t"}.get(a.separator, a.separator)
        return f'{what}{SEPARATORS[b.separator]}: say which, as in separator = "{text}"'
    if a.layout.names != b.layout.names:
        what = "its first line may have names, or numbers already"
        return f"{what}: say what all its columns are called, as in {names}"
    if a.layout != b.layout:
        what = "its columns may be counted from 0 or from 1"
        return f"{what}: say what all of them are called, as in {names}"
    differ = (one.numbers != other.numbers) & ~np.isnan(one.numbers)
    row, column = np.argwhere(differ)[0]
    cell, name = one.picked.columns[column][row], wanted_columns(table)[column]
    values = f"{one.numbers[row, column]:.12g} or {other.numbers[row, column]:.12g}"
    what = f"line {one.picked.lines[row]}: {shown(cell)} in column {shown(name)} may be {values}"
    return f'{what}: say which by decimal = "{a.decimal}" or decimal = "{b.decimal}"'
