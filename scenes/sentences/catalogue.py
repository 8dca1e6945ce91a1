"""Turns messages into text.

The words are in a folder for each language, in the syntax of Project Fluent (projectfluent.org).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache, partial, reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from gradreel.scenarios.errors import GradreelError
from gradreel.scenarios.showing import Showing
from gradreel.scenarios.words import shown
from gradreel.solver.message import Message, Value, message

if TYPE_CHECKING:
    from fluent.runtime import FluentBundle


class Own(NamedTuple):
    """An author's own patterns, each with the id of its message, and word for the loss."""

    patterns: tuple[tuple[str, str], ...] = ()
    loss: str = ""


LANGUAGE = "en"
_HERE = Path(__file__).parent
DEFAULTS: dict[str, Any] = {"unit": "step"}  # values that a message may leave out
_NONE = Own()
_own: ContextVar[Own] = ContextVar("own", default=_NONE)
_heard: ContextVar[list[Message] | None] = ContextVar("heard", default=None)


class UnwordedError(GradreelError, LookupError):
    """A message that the catalogue cannot word: its id or one of its values is missing."""


def text(id: str, /, **values: Value) -> str:
    """The text of the message with this id and these values. Raises UnwordedError."""
    return worded(message(id, **values))


@contextmanager
def use(showing: Showing) -> Iterator[None]:
    """Say messages in an author's own patterns and word for the loss, within a `with` block."""
    token = _own.set(Own(tuple(sorted(showing.text.items())), showing.words.loss))
    try:
        yield
    finally:
        _own.reset(token)


@contextmanager
def listening() -> Iterator[list[Message]]:
    """The messages that are worded within a `with` block, in order, as often as they are."""
    heard: list[Message] = []
    token = _heard.set(heard)
    try:
        yield heard
    finally:
        _heard.reset(token)


def worded(spoken: Message | str, language: str = LANGUAGE) -> str:
    """The text of a message; a string is returned unchanged.

    Raises UnwordedError if the catalogue has no text for the message.
    """
    if isinstance(spoken, str):
        return spoken
    if (heard := _heard.get()) is not None:
        heard.append(spoken)
    return _worded(spoken, language, _own.get())


@lru_cache(maxsize=4096)
def _worded(spoken: Message, language: str, own: Own) -> str:
    bundle = catalogue(language, own)
    pattern = bundle.get_message(spoken.id).value if bundle.has_message(spoken.id) else None
    if pattern is None:
        raise _unworded(spoken, "the catalogue has no such message")
    values = DEFAULTS | {name: _argument(value, language) for name, value in spoken.values}
    written, errors = bundle.format_pattern(pattern, values)
    if errors:
        raise _unworded(spoken, errors[0])
    return str(written)


def _unworded(spoken: Message, fault: object) -> UnwordedError:
    # A test checks our messages; those in a damaged recording, or one that another version of
    # gradreel wrote, may be unknown.
    hint = "if a recording says so, record it again with `gradreel solve`"
    return UnwordedError(f"{shown(spoken.id)}: {fault}; {hint}")


@lru_cache(maxsize=16)
def catalogue(language: str, own: Own = _NONE) -> FluentBundle:
    """All messages of a language, some of them in an author's own patterns."""
    # Imported here, so that commands that print no message do not wait for it.
    from fluent.runtime import FluentBundle, FluentResource

    from gradreel.scenes.sentences.loss_word import with_loss

    # Without isolating marks: a lesson's texts run in one direction, and the marks would be drawn.
    bundle = FluentBundle([language], functions=_FUNCTIONS, use_isolating=False)
    for path in files_of(language):
        text = path.read_text(encoding="utf-8")
        bundle.add_resource(FluentResource(with_loss(text, own.loss) if own.loss else text))
    for id, pattern in own.patterns:
        bundle.add_resource(FluentResource(entry(id, pattern)), allow_overrides=True)
    return bundle


def files_of(language: str) -> list[Path]:
    """The files that hold the messages of a language."""
    return sorted((_HERE / language).glob("*.ftl"))


def entry(id: str, pattern: str) -> str:
    """A message as a file holds it; lines after the first belong to its pattern if indented."""
    return f"{id} = " + "\n    ".join(pattern.strip().splitlines()) + "\n"


def _capital(text: Any) -> str:
    """CAPITAL($clause): the clause with a capital first letter, to begin a sentence."""
    clause = str(text)
    return clause[:1].upper() + clause[1:]


_FUNCTIONS: dict[str, Any] = {"CAPITAL": _capital}


def _argument(value: Value, language: str) -> Any:
    if isinstance(value, tuple):
        return _listed([worded(part, language) for part in value], language)
    if not isinstance(value, int):
        return worded(value, language)
    from fluent.runtime.types import fluent_number

    # Steps are written as on axes and in tables: 1000, not 1,000.
    return fluent_number(value, useGrouping=False)


def _listed(parts: list[str], language: str) -> str:
    """The parts, joined by the commas and the "and" of the language."""
    *first, last = parts

    def joined(id: str, first_part: str, second_part: str) -> str:
        return worded(message(id, one=first_part, other=second_part), language)

    if not first:
        return last
    before = reduce(partial(joined, "list-middle"), first)
    return joined("list-end", before, last)
