"""Turns messages into text.

The words are in a folder for each language, in the syntax of Project Fluent (projectfluent.org).
"""

from __future__ import annotations

from functools import cache, lru_cache, partial, reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gradreel.scenarios.errors import GradreelError
from gradreel.scenarios.words import shown
from gradreel.solver.message import Message, Value, message

if TYPE_CHECKING:
    from fluent.runtime import FluentBundle

LANGUAGE = "en"
_HERE = Path(__file__).parent
DEFAULTS: dict[str, Any] = {"unit": "step"}  # values that a message may leave out


class UnwordedError(GradreelError, LookupError):
    """A message that the catalogue cannot word: its id or one of its values is missing."""

    def __init__(self, id: str, fault: object) -> None:
        # A test checks our messages; those in a damaged recording, or one that another version of
        # gradreel wrote, may be unknown.
        super().__init__(
            f"{shown(id)}: {fault}; if a recording says so, record it again with `gradreel solve`"
        )


def text(id: str, /, **values: Value) -> str:
    """The text of the message with this id and these values. Raises UnwordedError."""
    return worded(message(id, **values))


@lru_cache(maxsize=4096)
def worded(spoken: Message | str, language: str = LANGUAGE) -> str:
    """The text of a message; a string is returned unchanged.

    Raises UnwordedError if the catalogue has no text for the message.
    """
    if isinstance(spoken, str):
        return spoken
    bundle = catalogue(language)
    pattern = bundle.get_message(spoken.id).value if bundle.has_message(spoken.id) else None
    if pattern is None:
        raise UnwordedError(spoken.id, "the catalogue has no such message")
    values = DEFAULTS | {name: _argument(value, language) for name, value in spoken.values}
    written, errors = bundle.format_pattern(pattern, values)
    if errors:
        raise UnwordedError(spoken.id, errors[0])
    return str(written)


@cache
def catalogue(language: str) -> FluentBundle:
    """All messages of a language."""
    # Imported here, so that commands that print no message do not wait for it.
    from fluent.runtime import FluentBundle, FluentResource

    # Without isolating marks: a lesson's texts run in one direction, and the marks would be drawn.
    bundle = FluentBundle([language], functions=_FUNCTIONS, use_isolating=False)
    for path in sorted((_HERE / language).glob("*.ftl")):
        bundle.add_resource(FluentResource(path.read_text(encoding="utf-8")))
    return bundle


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
