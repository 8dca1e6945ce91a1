"""Which columns of a table a scenario asks for: by name, or by number."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gradreel.scenarios.cells import is_number, tidied
from gradreel.scenarios.file_form import CsvFile
from gradreel.scenarios.value_forms import MAX_NAME
from gradreel.scenarios.words import MAX_LISTED, counted, listed, shown

_NEAR = 0.8  # difflib's ratio: one wrong letter in five still counts as a typing error


@dataclass(frozen=True)
class ColumnLayout:
    """The chosen columns, counted from 0, and how many rows at the top hold names.

    `numbered` is 0 or 1, the number of the first column, if columns were chosen by number.
    """

    picks: tuple[int, ...]
    names: int
    numbered: int | None = None


def wanted_columns(table: CsvFile) -> tuple[str, ...]:
    """The names of the input columns, then of the output column."""
    return (*table.x, table.y)


def layouts(table: CsvFile, first: Sequence[str], comment: Sequence[str]) -> list[ColumnLayout]:
    """All ways to find the wanted columns in a table with that first row.

    `comment` holds the cells of a comment above it, which may be names.
    """
    wanted = wanted_columns(table)
    if table.names is not None:
        named = picked(wanted, table.names)
        repeated = list(map(folded, first[: len(table.names)])) == list(map(folded, table.names))
        return (
            [ColumnLayout(named, int(repeated))] if named and len(table.names) <= len(first) else []
        )
    found = []
    if named := picked(wanted, first):
        found.append(ColumnLayout(named, 1))
    elif len(comment) == len(first) and (named := picked(wanted, comment)):
        found.append(ColumnLayout(named, 0))
    if all(re.fullmatch(r"[0-9]{1,4}", name) for name in wanted):
        for base in (0, 1):
            picks = tuple(int(name) - base for name in wanted)
            if all(0 <= pick < len(first) for pick in picks):
                found.append(ColumnLayout(picks, 0, base))
    return found


def picked(wanted: Sequence[str], names: Sequence[str]) -> tuple[int, ...] | None:
    """The index of each wanted name among others; None unless each occurs exactly once."""
    places = [_places(name, names) for name in wanted]
    return tuple(where[0] for where in places) if all(len(w) == 1 for w in places) else None


def _places(name: str, names: Sequence[str]) -> list[int]:
    """The indices of a name: as it is written, or else regardless of case."""
    exact = [index for index, other in enumerate(names) if other.strip() == name.strip()]
    return exact or [index for index, other in enumerate(names) if folded(other) == folded(name)]


def folded(name: str) -> str:
    """A name for comparison: regardless of case, spaces and Unicode encoding."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def column_faults(table: CsvFile, first: Sequence[str]) -> Iterator[str]:
    """Why a table with that first row does not have the wanted columns."""
    wanted = wanted_columns(table)
    names = first if table.names is None else table.names
    has = "has" if table.names is None else "names has"
    if table.names is None and sum(is_number(tidied(cell)) for cell in first) * 2 > len(first):
        columns = ", ".join(f'"{name}"' for name in map(str, range(len(first))))
        hint = f"or choose from the columns {columns}" if len(first) <= MAX_LISTED else ""
        yield (
            "its first line has numbers, not names: say what its columns are called, as in "
            f"names = [{', '.join(shown(name) for name in wanted)}]{', ' * bool(hint)}{hint}"
        )
        return
    taken = {places[0] for name in wanted if len(places := _places(name, names)) == 1}
    free = [other.strip() for index, other in enumerate(names) if index not in taken]
    for name in dict.fromkeys(wanted):
        match _places(name, names):
            case []:
                yield f"{has} no column {shown(name)}: {_hint(name, free, names)}"
            case [_]:
                pass
            case several if len({names[place].strip() for place in several}) == 1:
                yield f"{has} {len(several)} columns {shown(name)}: rename one"
            case several:
                choice = listed(shown(names[place].strip()) for place in several)
                yield f"has {len(several)} columns like {shown(name)}, {choice}: write one of them"


def _hint(name: str, free: Sequence[str], names: Sequence[str]) -> str:
    """What to write instead. Cells are quoted only if they look like names, not secrets."""
    if all(re.fullmatch(r"'.*'", other.strip()) for other in names):
        return "its cells are in single quotes: write double ones, or none"
    if not look_like_names(names):
        return "its first line does not look like names between commas, semicolons or tabs"
    near = _near(name, free)
    if len(near) == 1:
        return f"did you mean {shown(near[0])}?"
    others = list(dict.fromkeys(shown(other) for other in near or free if other))[:MAX_LISTED]
    return f"choose from {', '.join(others)}" if others else "it has no others"


def _near(name: str, others: Sequence[str]) -> list[str]:
    """The names that this one is likely a misspelling of, all with the same first letter."""
    key = folded(name)
    longer = [
        other for other in others if folded(other).startswith((f"{key} ", f"{key}_", f"{key}("))
    ]
    if len(longer) == 1:
        return longer
    keys = [folded(other) for other in others]
    near = difflib.get_close_matches(key, keys, n=3, cutoff=_NEAR)
    return [other for other, k in zip(others, keys, strict=True) if k in near and k[:1] == key[:1]]


def look_like_names(cells: Sequence[str]) -> bool:
    """Whether cells could be names of columns, rather than the first line of any other file."""
    name = re.compile(rf"(?:[^\W\d][\w \-./()%°²³\[\]]{{0,{MAX_NAME - 1}}})?")
    return any(map(str.strip, cells)) and all(name.fullmatch(cell.strip()) for cell in cells)


def misfit(row: Sequence[str], first: Sequence[str]) -> str:
    """What is wrong with a row that has more or fewer cells than the first."""
    widths = f"has {counted(len(row), 'cell')}, the first line {len(first)}"
    halved = len(row) == 2 * len(first) and all(cell.strip().lstrip("+-").isdigit() for cell in row)
    hint = ": if these are decimal commas, put semicolons between cells"
    return widths + hint if halved else widths
