"""Brackets and quotes in a text that may not be TOML."""

from __future__ import annotations

import re
import tomllib

from gradreel.scenarios.places import OPEN_TEXTS, TOKENS

_TOKEN = re.compile(rf"{TOKENS.pattern}|[\[\]{{}}]")


def opened(lines: list[str]) -> list[tuple[int, int, str]]:
    """Line, column and sign of the brackets that are open at the end of the lines."""
    stack: list[tuple[int, int, str]] = []
    text, line, start, newline = "\n".join(lines), 1, 0, -1
    for token in _TOKEN.finditer(text):
        if token[0] in ("[", "{"):
            newline = max(newline, text.rfind("\n", start, token.start()))
            line, start = line + text.count("\n", start, token.start()), token.start()
            stack.append((line, start - newline, token[0]))
        elif token[0] in ("]", "}") and stack:
            stack.pop()
    return stack


def blanked(found: re.Match[str]) -> str:
    """A string or a comment of the same length without its content, for `re.sub`."""
    text = found[0]
    if text.startswith("#"):
        return "#" + " " * (len(text) - 1)
    return text[0] + "x" * (len(text) - 2) + text[-1]


def line_and_column(text: str, place: int) -> tuple[int, int]:
    """The line and column, counted from 1, of the character at an index."""
    return text.count("\n", 0, place) + 1, place - text.rfind("\n", 0, place)


def open_quote(text: str) -> int | None:
    """The index of the first single quote that is not closed in its line."""
    tokens = (found for found in TOKENS.finditer(text) if found[0].startswith("'"))
    return next((token.start() for token in tokens if token[0].count("'") == 1), None)


def open_text(lines: list[str]) -> tuple[int, int] | None:
    """Line and column of the opening quotes of a multi-line string that does not end."""
    text = "\n".join(lines)
    tokens = (found.start() for found in TOKENS.finditer(text) if found[0] in OPEN_TEXTS)
    start = next(tokens, None)
    if start is None:
        return None
    return line_and_column(text, start)


def is_whole(text: str) -> bool:
    """Whether a text is TOML."""
    return not said_of(text)


def said_of(text: str) -> str:
    """The parser's message about a text; "" if it is TOML."""
    try:
        tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        return str(error)
    return ""
