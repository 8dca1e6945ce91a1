"""Parts of sentences for users."""

from __future__ import annotations

import difflib
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

MAX_SHOWN = 40  # characters of a value in a sentence: leaves half of a terminal's line for words
MAX_LISTED = 20  # choices in a sentence: more are hard to search by eye

T = TypeVar("T")


def shown(value: Any) -> str:
    """A value of a scenario file as its author would write it, shortened."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f'"{short(visible(value[: MAX_SHOWN + 1]))}"'
    if isinstance(value, int) and abs(value) >= 10**MAX_SHOWN:
        return "a number of more than 40 digits"
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list | tuple):
        return short(f"[{', '.join(_shown_inside(item) for item in value[:8])}]")
    return short(str(value))


def _shown_inside(item: Any) -> str:
    # Inner lists are not shown: a file may nest them hundreds deep.
    return "[…]" if isinstance(item, list | tuple) else shown(item)


def short(text: str, most: int = MAX_SHOWN) -> str:
    """A text cut to at most `most` characters, the last of them an ellipsis."""
    return text if len(text) <= most else text[: most - 1] + "…"


def visible(text: str) -> str:
    """A text with unprintable characters escaped."""
    return "".join(char if char.isprintable() else json.dumps(char)[1:-1] for char in text)


def listed(names: Iterable[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


def counted(number: int, noun: str, nouns: str = "") -> str:
    """ "1 point", "2 points"."""
    return f"{number} {noun if number == 1 else nouns or noun + 's'}"


def suggestion(name: str, known: Iterable[str], common: Iterable[str] = ()) -> str:
    """What to write in place of `name`: the nearest known name, or else the common ones."""
    known = list(known)
    if near := nearest(name, known):
        return f'did you mean "{near}"?'
    return f"choose from {', '.join(short(other) for other in list(common or known)[:MAX_LISTED])}"


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that was probably meant: the same but for case and signs, or close to it."""
    known = list(known)
    alike = [other for other in known if squashed(other) == squashed(name) != ""]
    if alike or len(name) > MAX_SHOWN:
        return alike[0] if alike else None
    slips = {
        other: _slips(name.lower(), other.lower()) for other in known if len(other) < MAX_SHOWN
    }
    few = min(slips, key=lambda other: slips[other], default="")
    if few and slips[few] <= max(1, len(name) // 4) < len(few):
        return few
    return next(iter(difflib.get_close_matches(name, known, n=1)), None)


def file_safe(text: str) -> str:
    """A text as part of a file's name: the letters and digits of any alphabet, and . - _."""
    kept = (char if char in ".-" or is_letter(char) else " " for char in text)
    return "-".join("".join(kept).split()).strip("-.")


def is_letter(char: str) -> bool:
    """Whether a character is a letter of any alphabet, a mark on one, a digit or _."""
    return char == "_" or unicodedata.category(char)[0] in "LMN"


def squashed(name: str) -> str:
    """A name without case, spaces and punctuation."""
    return re.sub(r"[\W_]", "", name).lower()


def _slips(one: str, other: str) -> int:
    """The number of letters that are wrong, missing, added or swapped with their neighbour.

    The optimal string alignment distance.
    """
    rows = [list(range(len(other) + 1))]
    for i, letter in enumerate(one, start=1):
        row = [i]
        for j, theirs in enumerate(other, start=1):
            cost = min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (letter != theirs))
            if i > 1 and j > 1 and (letter, theirs) == (other[j - 2], one[i - 2]):
                cost = min(cost, rows[-2][j - 2] + 1)
            row.append(cost)
        rows.append(row)
    return rows[-1][-1]


def with_names(text: str, names: Mapping[str, str]) -> str:
    """A text with names replaced wherever they occur as whole words."""
    return re.sub(r"\w+", lambda match: names.get(match[0], match[0]), text)


def with_keys(values: Mapping[str, T], names: Mapping[str, str]) -> dict[str, T]:
    """The same values under other names."""
    return {names.get(name, name): value for name, value in values.items()}


def as_toml(value: Any) -> str:
    """A value in TOML, in one line."""
    if isinstance(value, dict):
        inside = ", ".join(f"{as_toml(key)} = {as_toml(item)}" for key, item in value.items())
        return f"{{ {inside} }}"
    if isinstance(value, list):
        return f"[{', '.join(map(as_toml, value))}]"
    if isinstance(value, bool | str):
        # TOML requires DEL to be escaped, JSON does not.
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return str(value)
