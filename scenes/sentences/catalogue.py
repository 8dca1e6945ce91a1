"""The words of a language: turns messages into text.

They stand in a folder for each language, in the syntax of Project Fluent (projectfluent.org).
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
USUAL: dict[str, Any] = {"unit": "step"}  # values that messages need not be given


class UnwordedError(GradreelError, LookupError):
    """A message that the catalogue cannot word: its id or one of its values is not there."""

    def __init__(self, id: str, fault: object) -> None:
        # Our own messages are all there; a recording may be damaged, or of another gradreel.
        super().__init__(
            f"{shown(id)}: {fault}; if a recording says so, record it again with `gradreel solve`"
        )


def text(id: str, /, **values: Value) -> str:
    """The text of a message by its id. Raises UnwordedError as `worded` does."""
    return worded(message(id, **values))


@lru_cache(maxsize=4096)
def worded(said: Message | str, language: str = LANGUAGE) -> str:
    """The text of a message; other text is as it is.

    Raises UnwordedError where the catalogue has no text for a message.
    """
    if isinstance(said, str):
        return said
    bundle = catalogue(language)
    pattern = bundle.get_message(said.id).value if bundle.has_message(said.id) else None
    if pattern is None:
        raise UnwordedError(said.id, "the catalogue has no such message")
    values = USUAL | {name: _argument(value, language) for name, value in said.values}
    written, errors = bundle.format_pattern(pattern, values)
    if errors:
        raise UnwordedError(said.id, errors[0])
    return str(written)


@cache
def catalogue(language: str) -> FluentBundle:
    """All messages of a language."""
    # Imported here: commands that say nothing need not wait for it.
    from fluent.runtime import FluentBundle, FluentResource

    # Without isolating marks: a lesson's texts run one way, and the marks would be drawn.
    bundle = FluentBundle([language], functions=_FUNCTIONS, use_isolating=False)
    for path in sorted((_HERE / language).glob("*.ftl")):
        bundle.add_resource(FluentResource(path.read_text(encoding="utf-8")))
    return bundle


def _capital(text: Any) -> str:
    """CAPITAL($clause): the same with a capital letter, at the start of a sentence."""
    shown = str(text)
    return shown[:1].upper() + shown[1:]


_FUNCTIONS: dict[str, Any] = {"CAPITAL": _capital}


def _argument(value: Value, language: str) -> Any:
    if isinstance(value, tuple):
        return _listed([worded(part, language) for part in value], language)
    if not isinstance(value, int):
        return worded(value, language)
    from fluent.runtime.types import fluent_number

    # Steps are written as axes and tables write them: 1000, not 1,000.
    return fluent_number(value, useGrouping=False)


def _listed(parts: list[str], language: str) -> str:
    """Parts with the language's comma and "and" between them."""
    *first, last = parts

    def joined(id: str, one: str, other: str) -> str:
        return worded(message(id, one=one, other=other), language)

    if not first:
        return last
    before = reduce(partial(joined, "list-middle"), first)
    return joined("list-end", before, last)
