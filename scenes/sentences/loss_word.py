"""An author's own word for the loss, in all sentences. English."""

from __future__ import annotations

import re
from functools import cache

from fluent.syntax import FluentParser
from fluent.syntax import ast as fluent
from fluent.syntax.visitor import Visitor

_LOSS = re.compile(r"\b(?:(?P<article>[Aa]) )?(?P<noun>[Ll]oss)(?P<plural>es)?\b")
_SYNTAX = re.compile(r"[{}\[*.]")  # braces anywhere, the others where a line begins


def with_loss(source: str, word: str) -> str:
    """The text of a file of the catalogue with this word for the loss, wherever it says a loss.

    Ids, names of values and variants stay.
    """
    texts = _Texts()
    texts.visit(FluentParser().parse(source))
    for start, end in sorted(texts.spans, reverse=True):
        said = _LOSS.sub(lambda found: _in_its_form(word, found), source[start:end])
        source = source[:start] + said + source[end:]
    return source


def usual(text: str, word: str) -> str:
    """A text with the usual word for the loss in place of the author's."""
    if not word:
        return text
    text = _any_of(plural_of(word)).sub("losses", text)
    return _any_of(word).sub("loss", text)


def plural_of(word: str) -> str:
    """The plural of an English word."""
    if re.search(r"(?:s|x|z|ch|sh)$", word):
        return f"{word}es"
    return f"{word[:-1]}ies" if re.search(r"[^aeiou]y$", word) else f"{word}s"


@cache
def _any_of(word: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(word)}(?!\w)", re.IGNORECASE)


def _in_its_form(word: str, found: re.Match[str]) -> str:
    said = plural_of(word) if found["plural"] else word
    if found["noun"][0] == "L":
        said = said[:1].upper() + said[1:]
    if not found["article"]:
        return _literal(said)
    vowel = "n" if word[0].lower() in "aeiou" else ""
    return f"{found['article']}{vowel} {_literal(said)}"


def _literal(word: str) -> str:
    """A word as the text of a pattern, whatever its characters mean there."""
    if not _SYNTAX.search(word):
        return word
    quoted = word.replace("\\", r"\\").replace('"', r"\"")
    return f'{{ "{quoted}" }}'


class _Texts(Visitor):
    """The places of the words in a file: from the beginning of a text up to its end."""

    def __init__(self) -> None:
        self.spans: list[tuple[int, int]] = []

    def visit_TextElement(self, node: fluent.TextElement) -> None:  # noqa: N802
        if node.span:
            self.spans.append((node.span.start, node.span.end))
