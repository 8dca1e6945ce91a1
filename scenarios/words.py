"""Small pieces of sentences for people."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable
from typing import Any

MAX_SHOWN = 40
MAX_LISTED = 20


def shown(value: Any) -> str:
    """A value of a scenario file as its writer would write it, shortened."""
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
    # No deeper than this: a file may nest its lists hundreds deep.
    return "[…]" if isinstance(item, list | tuple) else shown(item)


def short(text: str, most: int = MAX_SHOWN) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def visible(text: str) -> str:
    return "".join(char if char.isprintable() else json.dumps(char)[1:-1] for char in text)


def listed(names: Iterable[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


def counted(number: int, noun: str, nouns: str = "") -> str:
    """ "1 point", "2 points"."""
    return f"{number} {noun if number == 1 else nouns or noun + 's'}"


def suggestion(name: str, known: Iterable[str], common: Iterable[str] = ()) -> str:
    """What to write in place of `name`: the nearest known name, or else any of the common ones."""
    known = list(known)
    near = difflib.get_close_matches(name, known, n=1)
    if not near:
        near = [other for other in known if other.lower() == name.lower()]
    if near:
        return f'did you mean "{near[0]}"?'
    return f"choose from {', '.join(short(other) for other in list(common or known)[:MAX_LISTED])}"
