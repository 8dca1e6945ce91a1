"""The lines of the keys in a TOML text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from gradreel.scenarios.problems import Key

OPEN_TEXTS = ('"""', "'''")  # the delimiters of multi-line strings; alone, of one without an end
# A multi-line string may end with up to two quotes of its own.
_TEXTS = (
    r'"""[^"\\]*(?:(?:\\[\s\S]|"{1,2}(?!"))[^"\\]*)*"{3,5}',
    r"'''[^']*(?:'{1,2}(?!')[^']*)*'{3,5}",
    *OPEN_TEXTS,
    r'"[^"\\\n]*(?:\\.[^"\\\n]*)*"',
    r"'[^'\n]*'",
)
TEXT_OR_COMMENT = re.compile("|".join((*_TEXTS, "#[^\n]*")))

# The same for a text that may be faulty: an unterminated string goes to the end of its line.
TOKENS = re.compile(rf"{TEXT_OR_COMMENT.pattern}|[\"'][^\n]*")

_NAME = re.compile(r"[\w-]+")


def without_texts(text: str) -> str:
    """The text without strings and comments, with its lines where they were."""
    return TOKENS.sub(lambda found: "\n" * found[0].count("\n"), text)


def key_lines(text: str) -> dict[Key, int]:
    """The line, from 1, of every table and bare key."""
    lines: dict[Key, int] = {}
    for number, key in keys_of(text):
        lines.setdefault(key, number)
        if key and isinstance(key[-1], int):
            lines.setdefault(key[:-1], number)
    return lines


def keys_of(text: str) -> Iterator[tuple[int, Key]]:
    """Every occurrence of a table or bare key, with its line, from 1."""
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
    """The key of a table by its header; None if that is not made of bare keys."""
    brackets = 2 if header.startswith("[[") else 1
    names = _names(header[brackets : len(header) - brackets])
    if not names:
        return None
    if brackets == 2:
        counts[names] = counts.get(names, 0) + 1
    return _with_indices(names, counts)


def _names(dotted: str) -> tuple[str, ...]:
    """The parts of a dotted key; none unless all are bare."""
    names = tuple(part.strip() for part in dotted.split("."))
    return names if all(map(_NAME.fullmatch, names)) else ()


def _with_indices(names: tuple[str, ...], counts: Mapping[tuple[str, ...], int]) -> Key:
    key: Key = ()
    for end, name in enumerate(names, start=1):
        key = (*key, name)
        if names[:end] in counts:
            key = (*key, counts[names[:end]] - 1)
    return key
