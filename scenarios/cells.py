"""Numbers as people write them in tables: 1234.5, 1,234.5, 1.234,5, 1 234,5 or 1'234.5."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

import numpy as np

from gradreel.scenarios.arrays import Array
from gradreel.scenarios.words import shown

Decimal = Literal[".", ","]
DECIMALS: tuple[Decimal, ...] = (".", ",")

_DASHES = ("-", "--", "\u2013", "\u2014")
_MISSING = frozenset(["", "na", "n/a", "n.a.", "<na>", "#n/a", "nan", "null", "none", "missing"])
_MISSING |= {*_DASHES, "?", "."}
_ALIKE = str.maketrans(
    {"\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2019": "'", "\ufeff": ""}
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2212\ufe63\uff0d", "-")
)
# A unit or a mark beside a number, which can be left out: nothing that would change the number.
_UNIT = re.compile(r"[^\W\d_][^\d~<>=≈±+-]*|[$€£¥°*;\x00-\x1f][^\d~<>=≈±+-]*")
_MULTIPLES = ("k", "tsd", "thousand", "m", "mio", "mln", "million", "b", "bn", "g", "t")
_MOST_WITH_UNIT = 60  # characters: a longer cell is text, and not a number with its unit
_TWO_IN_ONE = re.compile(r"[0-9][;,\t| ]+[+-]?[0-9]")
_PLAIN = frozenset("0123456789+-.eE\n")


def _pattern(decimal: Decimal) -> re.Pattern[str]:
    other = "," if decimal == "." else "."
    # The first group is never 0: in 0.123 the point is a decimal point.
    grouped = rf"[1-9][0-9]{{0,2}}(?P<by>[{other}' ])[0-9]{{3}}(?:(?P=by)[0-9]{{3}})*"
    digits = rf"(?:{grouped}|[0-9]*)(?:[{decimal}][0-9]*)?"
    return re.compile(rf"[+-]?(?=[.,]?[0-9]){digits}(?:[eE][+-]?[0-9]{{1,4}})?")


_PATTERNS = {decimal: _pattern(decimal) for decimal in DECIMALS}
_GROUPING = {".": str.maketrans("", "", " ',"), ",": str.maketrans("", "", " '.")}


def tidied(cell: str) -> str:
    """A cell stripped of outer space, its minus signs, spaces and apostrophes in ASCII."""
    return cell.translate(_ALIKE).strip()


def is_missing(cell: str) -> bool:
    """Whether a tidied cell stands for a missing value."""
    return cell.casefold() in _MISSING


def is_number(cell: str) -> bool:
    """Whether a tidied cell is a number in any notation."""
    return any(pattern.fullmatch(cell) for pattern in _PATTERNS.values())


def two_in_one(cell: str) -> bool:
    """Whether a cell that is not a number holds two of them."""
    return bool(_TWO_IN_ONE.search(cell)) and not is_number(tidied(cell))


def numbers(cells: Sequence[str], decimal: Decimal) -> Array | None:
    """Tidied cells as numbers (n,), nan for missing ones; None if any is not a number."""
    text = "\n".join(cells)
    if decimal == "," and "." not in text:
        text = text.replace(",", ".")
    elif decimal == ",":
        text = ""
    if text and _PLAIN.issuperset(text):
        try:
            return np.array([float(cell) for cell in text.split("\n")])
        except ValueError:
            pass
    found = np.full(len(cells), np.nan)
    for index, cell in enumerate(cells):
        if _PATTERNS[decimal].fullmatch(cell):
            found[index] = float(cell.translate(_GROUPING[decimal]).replace(",", "."))
        elif not is_missing(cell):
            return None
    return found


def why_no_number(cell: str, decimals: Sequence[Decimal]) -> str | None:
    """What is wrong with a tidied cell and what to do; None if it is a number."""
    if is_missing(cell):
        return 'is not a number: leave such rows out with missing = "drop"'
    if any(_PATTERNS[decimal].fullmatch(cell) for decimal in decimals):
        return None
    if is_number(cell):
        return "has another decimal sign than the numbers before it: write all of them alike"
    if re.fullmatch(r"[+-]?inf(inity)?", cell, re.IGNORECASE):
        return "is not a finite number"
    unit = _unit(cell)
    if unit.casefold().rstrip(".") in _MULTIPLES and unit not in ("m", "g"):
        return f"is not a number: write out what {shown(unit)} stands for"
    if _UNIT.fullmatch(unit):
        return f"is not a number: leave out {shown(unit)}"
    return "is not a number"


def _unit(cell: str) -> str:
    """The text before or after the number in a cell, such as kg or €; "" if there is none."""
    if len(cell) > _MOST_WITH_UNIT:
        return ""
    for number in re.findall(r"[+-]?[0-9][0-9.,' ]*(?:[eE][+-]?[0-9]+)?", cell):
        before, _, after = map(str.strip, cell.partition(number))
        if is_number(number.strip()) and not (before and after):
            return before or after
    return ""
