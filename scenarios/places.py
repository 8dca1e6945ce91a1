"""Where the keys of a TOML text stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from gradreel.scenarios.problems import Key

OPEN_TEXTS = ('"""', "'''")  # with which texts of several lines begin, and those without an end
# Multi-line texts end with up to two quotes of their own.
_TEXTS = (
    r'"""[^"\\]*(?:(?:\\[\s\S]|"{1,2}(?!"))[^"\\]*)*"{3,5}',
    r"'''[^']*(?:'{1,2}(?!')[^']*)*'{3,5}",
    *OPEN_TEXTS,
    r'"[^"\\\n]*(?:\\.[^"\\\n]*)*"',
    r"'[^'\n]*'",
)
TEXT_OR_COMMENT = re.compile("|".join((*_TEXTS, "#[^\n]*")))

# The same in a text that may be faulty: what has no end goes to that of its line.
TOKENS = re.compile(rf"{TEXT_OR_COMMENT.pattern}|[\"'][^\n]*")

_NAME = re.compile(r"[\w-]+")


def without_texts(text: str) -> str:
    """The text with its strings and comments gone and its lines where they were."""
    return TOKENS.sub(lambda found: "\n" * found[0].count("\n"), text)


def key_lines(text: str) -> dict[Key, int]:
    """The line, from 1, of every table and key that is written plainly."""
    lines: dict[Key, int] = {}
    for number, key in keys_of(text):
        lines.setdefault(key, number)
        if key and isinstance(key[-1], int):
            lines.setdefault(key[:-1], number)
    return lines


def keys_of(text: str) -> Iterator[tuple[int, Key]]:
    """Every table and key that is written plainly, each time that it is, with its line from 1."""
    counts: dict[tuple[str, ...], int] = {}
    table: Key | None = ()
    depth = 0
    for number, line in enumerate(without_texts(text).split("\n"), start=1):
        if depth == 0 and line.lstrip(" \t").startswith("["):
            table = _table(line.strip(), counts)
            if table:
                yield number, table
            continue
        if depth == 0 and table is not None and (names := _names(line.partition("=")[0])):
            yield number, (*table, *names)
        if depth or "=" in line:
            depth += line.count("[") + line.count("{") - line.count("]") - line.count("}")


def _table(header: str, counts: dict[tuple[str, ...], int]) -> Key | None:
    """The key of a table by its header; None where that is not written plainly."""
    brackets = 2 if header.startswith("[[") else 1
    names = _names(header[brackets : len(header) - brackets])
    if not names:
        return None
    if brackets == 2:
        counts[names] = counts.get(names, 0) + 1
    return _with_indices(names, counts)


def _names(dotted: str) -> tuple[str, ...]:
    """The parts of a dotted key; none where it is not written plainly."""
    names = tuple(part.strip() for part in dotted.split("."))
    return names if all(map(_NAME.fullmatch, names)) else ()


def _with_indices(names: tuple[str, ...], counts: Mapping[tuple[str, ...], int]) -> Key:
    key: Key = ()
    for end, name in enumerate(names, start=1):
        key = (*key, name)
        if names[:end] in counts:
            key = (*key, counts[names[:end]] - 1)
    return key
