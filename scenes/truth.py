"""What is false in the numbers of a picture: equations, comparisons, ticks of an axis. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import groupby

from scenes.arithmetic import alike, settings_in, untrue
from scenes.layout import VISIBLE, Fault, Text, middle, quoted

_Settings = tuple[tuple[str, Decimal], ...]


def faults_of_numbers(texts: Sequence[Text]) -> Iterator[Fault]:
    """The faults of a moment."""
    seen = [text for text in texts if text.opacity > VISIBLE and len(text.boxes)]
    written = {text.unit: text for text in seen if not text.axis}
    settings = tuple(sorted({s for text in written.values() if (s := _settings(text.says))}))
    for text in written.values():
        for what in _untrue(text.says, settings):
            message = f"{quoted(what)} does not hold as it is printed"
            yield Fault("false in numbers", (text.unit,), message, middle(text.box))
    yield from _alike_on_axes([text for text in seen if text.axis and not text.fading])


def _alike_on_axes(texts: Sequence[Text]) -> Iterator[Fault]:
    ordered = sorted(texts, key=lambda text: text.axis)
    for axis, group in groupby(ordered, key=lambda text: text.axis):
        ticks = list(group)
        for says in alike([text.says for text in ticks]):
            message = f"{quoted(says)} stands at more than one tick of an axis"
            where = next(text for text in ticks if text.says == says)
            yield Fault("equal ticks", (axis, says), message, middle(where.box))


@lru_cache(maxsize=4096)
def _settings(text: str) -> _Settings:
    return tuple(settings_in(text).items())


@lru_cache(maxsize=4096)
def _untrue(text: str, settings: tuple[_Settings, ...]) -> list[str]:
    known: list[Mapping[str, Decimal]] = [dict(one) for one in settings]
    return untrue(text, known or [{}])
