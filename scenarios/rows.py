"""The text of a table to rows of cells, once it is known what separates them."""

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

MAX_LINES = 2 * MAX_POINTS
MAX_CELLS = 1000  # of a row
# A line with more of them is no row of so many cells: it is not taken apart to find that out.
_MOST_SEPARATORS = 100_000

_LINE_END = re.compile(r"\r\n?|\n")
_SEP_LINE = re.compile(r'\s*"?sep=([,;\t|])"?[ \t]*(?=[\r\n])')  # by which Excel says it
# Excel begins what it cannot compute with the sign that begins a comment.
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
        """Rows that are not blank, each with its line.

        Raises DataError for broken quotes, and for more rows or cells than there may be.
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
        """What may separate cells: all of them that occur among the first lines."""
        if self.declared:
            return [self.declared]
        head = self.text[:100_000]
        return [separator for separator in SEPARATORS if separator in head] or [","]


def too_many_points(label: str) -> str:
    """What is wrong with a file of too many rows."""
    return f"{label} has more than {MAX_POINTS} points: use fewer"


def table_text(text: str, label: str) -> TableText:
    """A file's text, looked at as a table. Raises DataError where it has too many lines."""
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
    """Whether a row is as wide as the first one, cells that are blank at their ends left out."""
    return not any(map(str.strip, row[len(first) :] + first[len(row) :]))
