"""From the text of a table to rows of cells, for a given separator."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from gradreel.scenarios.data_files import MAX_POINTS, DataError

Separator = Literal[",", ";", "\t", "|", " "]
SEPARATORS: dict[Separator, str] = {
    ",": "commas",
    ";": "semicolons",
    "\t": "tabs",
    "|": "bars",
    " ": "spaces",
}

MAX_LINES = 2 * MAX_POINTS  # leaves room for a blank line or a comment between any two points
MAX_CELLS = 1000  # of a row: far more than a measurement has, and quick to read
# Rows of more than MAX_CELLS are refused in any case; a line of so many separators, which may also
# stand within quotes, is not even parsed, since that takes memory for each cell.
_MOST_SEPARATORS = 100_000

_LINE_END = re.compile(r"\r\n?|\n")
_SEP_LINE = re.compile(r'\s*"?sep=([,;\t|])"?[ \t]*(?=[\r\n])')  # names the separator to Excel
# Excel's error values begin with the sign that begins a comment.
_COMMENT = re.compile(r"[ \t]*#(?!N/A|DIV/0!|VALUE!|REF!|NAME\?|NUM!|NULL!)")


@dataclass(frozen=True)
class TableText:
    """A table's text.

    `declared` is the separator that a first line such as `sep=;` names, which Excel reads.
    `comment` is the last line before the first row, without its #, where that is a comment.
    """

    label: str
    text: str
    declared: Separator | None
    comment: str

    def rows(self, separator: Separator) -> Iterator[tuple[int, list[str]]]:
        """The rows that are not blank, each with its line number, from 1.

        Raises DataError for broken quotes, and for too many rows or cells.
        """
        for count, (line, row) in enumerate(self._rows(separator)):
            if len(row) > MAX_CELLS:
                raise DataError(f"{self.label} line {line}: has more than {MAX_CELLS} cells")
            if count > MAX_POINTS:
                raise DataError(too_many_points(self.label))
            yield line, row

    def _rows(self, separator: Separator) -> Iterator[tuple[int, list[str]]]:
        lines: Iterable[str] = io.StringIO(self.text, newline="")
        if "#" in self.text:
            lines = ("\n" if _COMMENT.match(line) else line for line in lines)
        lines = self._short(lines, separator)
        if separator == " ":
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    yield number, re.split(" +", line.strip())
            return
        reader = csv.reader(lines, delimiter=separator, skipinitialspace=True, strict=True)
        try:
            for row in reader:
                if row and (row[0] or any(map(str.strip, row))):
                    yield reader.line_num, row
        except csv.Error as error:
            raise DataError(
                f"{self.label} line {reader.line_num}: is not valid CSV ({error})"
            ) from None

    def _short(self, lines: Iterable[str], separator: Separator) -> Iterator[str]:
        for number, line in enumerate(lines, start=1):
            if len(line) > _MOST_SEPARATORS and line.count(separator) > _MOST_SEPARATORS:
                raise DataError(f"{self.label} line {number}: has more than {MAX_CELLS} cells")
            yield line

    def comment_cells(self, separator: Separator) -> list[str]:
        """The cells of the comment above the first row."""
        return self.comment.split(None if separator == " " else separator, MAX_CELLS)

    def candidates(self) -> list[Separator]:
        """The possible separators: the declared one, or all that occur among the first lines."""
        if self.declared:
            return [self.declared]
        head = self.text[:100_000]
        return [separator for separator in SEPARATORS if separator in head] or [","]


def too_many_points(label: str) -> str:
    """The sentence about a file with too many rows."""
    return f"{label} has more than {MAX_POINTS} points: use fewer"


def table_text(text: str, label: str) -> TableText:
    """The text of a file as that of a table. Raises DataError if it has too many lines."""
    if text.count("\n") + text.count("\r") - text.count("\r\n") > MAX_LINES:
        raise DataError(f"{label} has more than {MAX_LINES} lines: use fewer points")
    said = _SEP_LINE.match(text)
    if said:
        text = text[said.end() :]
    separator = next((known for known in SEPARATORS if said and known == said[1]), None)
    return TableText(label, text, separator, _comment(text))


def _comment(text: str) -> str:
    comment, place = "", 0
    while (found := _COMMENT.match(text, place)) or text[place : place + 1] in ("\r", "\n"):
        end = _LINE_END.search(text, place)
        if end is None:
            return ""
        if found:
            comment = text[found.end() : end.start()]
        place = end.end()
    return comment


def fits(row: list[str], first: list[str]) -> bool:
    """Whether a row has as many cells as the first one, apart from blank cells at the end."""
    return not any(map(str.strip, row[len(first) :] + first[len(row) :]))
