"""The patterns of messages: what the catalogue has, and whether an author's own can take its place.

A pattern is what stands to the right of = in a file of the catalogue, in the syntax of Project
Fluent. It can choose between variants and insert values, and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from textwrap import dedent

from fluent.syntax import FluentParser
from fluent.syntax import ast as fluent
from fluent.syntax.visitor import Visitor

from gradreel.scenarios.words import counted, listed, shown, suggestion
from gradreel.scenes.sentences.catalogue import LANGUAGE, entry, files_of
from gradreel.scenes.sentences.loss_word import with_loss

MOST_WORDS = 17  # of a sentence: what is read in six seconds, and fits two lines
_MOST_LETTERS = 30  # of a label or a heading, or as many as those of the catalogue's own
_A_VALUE = 6  # letters that a value takes, about
_ASIDE = ("page", "shows")  # files whose messages no lesson says
_FUNCTIONS = ("CAPITAL",)  # those that the catalogue uses


@dataclass(frozen=True)
class Pattern:
    """A pattern of the catalogue: its text, and the variables and messages that it uses.

    A pattern that ends as a sentence `is_sentence`. `words` and `letters` are those of its longest
    variant.
    """

    text: str
    variables: frozenset[str]
    messages: frozenset[str]
    is_sentence: bool
    words: int
    letters: int


@cache
def patterns() -> Mapping[str, Pattern]:
    """All patterns that a lesson can say, by the ids of their messages, in the order of files."""
    found: dict[str, Pattern] = {}
    for path in (path for path in files_of(LANGUAGE) if path.stem not in _ASIDE):
        text = path.read_text(encoding="utf-8")
        for message in FluentParser().parse(text).body:
            if isinstance(message, fluent.Message) and message.value and message.value.span:
                span = message.value.span
                start = text.rfind("\n", 0, span.start) + 1
                indented = not text[start : span.start].strip()
                written = text[start if indented else span.start : span.end]
                found[message.id.name] = _pattern(dedent(written), message.value)
    return found


def in_words(text: str, loss: str) -> str:
    """A pattern of the catalogue with an author's own word for the loss, if there is one."""
    if not loss:
        return text
    (message,) = FluentParser().parse(written := with_loss(entry("id", text), loss)).body
    value = message.value if isinstance(message, fluent.Message) else None
    assert value
    assert value.span
    return dedent("    " + written[value.span.start : value.span.end])


def depending_on(id: str) -> set[str]:
    """The ids of all messages that say the one with this id, itself among them."""
    found, waiting = set[str](), [id]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += [other for other, known in patterns().items() if name in known.messages]
    return found


def fault_of(id: str, text: str) -> str | None:
    """What is wrong with an author's own pattern for a message, as a sentence; None if nothing."""
    if id not in patterns():
        return f"is no sentence of a lesson: {suggestion(id, patterns(), common=_nearby(id))}"
    body = FluentParser().parse(entry(id, text)).body if text.strip() else []
    if not body:
        return "is empty: give its words, or leave it out"
    message = body[0]
    if isinstance(message, fluent.Junk):
        return _of_syntax(message)
    if len(body) > 1 or not isinstance(message, fluent.Message) or message.attributes:
        return 'has a line that begins with ".": begin it with a letter'
    assert message.value
    return next(_faults(_pattern(text, message.value), patterns()[id], message.value), None)


def _faults(own: Pattern, usual: Pattern, written: fluent.Pattern) -> Iterator[str]:
    used = _Used(written)
    known = usual.variables.union(*(patterns()[other].variables for other in usual.messages))
    for name in sorted(own.variables - known):
        if known:
            names = [f"${each}" for each in sorted(known)]
            hint = suggestion(f"${name}", names, common=["these"])
            yield f"has no value ${name} among {listed(names)}: {hint}"
        yield f"has no values, such as ${name}: write it without"
    for name in sorted(own.messages - usual.messages):
        yield f"cannot say the message {shown(name)}: write its words"
    if used.breaks:
        yield "has a line break among its words: write them in one line"
    for name in used.others:
        yield f"cannot use {shown(name)}: use only its values, and words"
    if usual.is_sentence:
        most = max(MOST_WORDS, usual.words)
        if own.words > most:
            yield f"has {counted(own.words, 'word')}, where {most} can be read in time: shorten it"
    elif own.letters > (most := max(_MOST_LETTERS, usual.letters)):
        yield f"has {own.letters} letters, where {most} have room: shorten it"


def _of_syntax(junk: fluent.Junk) -> str:
    why = str(junk.annotations[0].message if junk.annotations else "it cannot be read")
    why = why.replace('"\N{SYMBOL FOR NEWLINE}"', "the end of a line")
    hint = 'a brace of its own is written {"{"}'
    return f"is not in the syntax of Fluent: {why}: values are written {{ $name }}, and {hint}"


def _nearby(id: str) -> list[str]:
    """The ids that begin as this one does, or else some."""
    family = id.split("-")[0]
    alike = [known for known in patterns() if known.split("-")[0] == family]
    return alike or ["those of gradreel text SCENARIO"]


class _Used(Visitor):
    """The variables and messages that a pattern uses, the `others`, which are terms and functions,
    and whether its words have line `breaks`."""

    def __init__(self, pattern: fluent.Pattern) -> None:
        self.variables: set[str] = set()
        self.messages: set[str] = set()
        self.others: list[str] = []
        self.breaks = False
        self.visit(pattern)

    def visit_TextElement(self, node: fluent.TextElement) -> None:  # noqa: N802
        self.breaks = self.breaks or "\n" in node.value

    def visit_VariableReference(self, node: fluent.VariableReference) -> None:  # noqa: N802
        self.variables.add(node.id.name)

    def visit_MessageReference(self, node: fluent.MessageReference) -> None:  # noqa: N802
        self.messages.add(node.id.name)
        if node.attribute:
            self.others.append(f"{node.id.name}.{node.attribute.name}")

    def visit_TermReference(self, node: fluent.TermReference) -> None:  # noqa: N802
        self.others.append(f"-{node.id.name}")

    def visit_FunctionReference(self, node: fluent.FunctionReference) -> None:  # noqa: N802
        if node.id.name not in _FUNCTIONS:
            self.others.append(node.id.name)
        self.generic_visit(node)


def _pattern(text: str, pattern: fluent.Pattern) -> Pattern:
    used, variants = _Used(pattern), [*_variants(pattern)]
    longest = max(variants, key=len)
    return Pattern(
        text,
        frozenset(used.variables),
        frozenset(used.messages),
        any(re.search(r"[.?!]$", variant) for variant in variants),
        max(len(variant.split()) for variant in variants),
        len(longest),
    )


def _variants(pattern: fluent.Pattern) -> list[str]:
    """The longest and other texts of a pattern, one for each variant of each choice, not of each
    combination: of several choices in a row, the others are at their longest."""
    parts = [_texts(element) for element in pattern.elements]
    longest = [max(texts, key=len) for texts in parts]
    return [
        "".join([*longest[:place], text, *longest[place + 1 :]]).strip()
        for place, texts in enumerate(parts)
        for text in texts
    ]


def _texts(element: fluent.TextElement | fluent.Placeable) -> list[str]:
    if isinstance(element, fluent.TextElement):
        return [element.value]
    inner = element.expression
    if isinstance(inner, fluent.SelectExpression):
        return [text for variant in inner.variants for text in _variants(variant.value)]
    if isinstance(inner, fluent.StringLiteral):
        return [inner.value]
    return ["x" * _A_VALUE]
