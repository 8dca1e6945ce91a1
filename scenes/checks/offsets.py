"""Whether what is to be added to the numbers of an axis is true. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from gradreel.scenes.checks.layout import VISIBLE, Fault, Text, middle, quoted
from gradreel.scenes.parts.reading import numbers_in

_NAMED = re.compile(r"[^+−-]")  # `x − 5` stands at numbers that are 5 less, `+5` at such, too


def faults_of_offsets(
    texts: Sequence[Text], known: Callable[[float, float], bool]
) -> Iterator[Fault]:
    """The offsets of axes with which nothing that is `known` between two numbers is on the axis.

    An axis shows what was recorded, so one with a false offset stands far from all of it.
    """
    seen = [text for text in texts if text.axis and text.opacity > VISIBLE and len(text.boxes)]
    for text in [text for text in seen if text.offset]:
        ticks = [one for one in seen if one.axis == text.axis and not one.offset]
        values = [shown.signed for one in ticks for shown in numbers_in(one.says)]
        if len(values) < 2 or any(one.fading for one in ticks):
            continue
        added, room = offset_in(text.says), max(values) - min(values)
        if not known(added + min(values) - room, added + max(values) + room):
            what = (
                f"{quoted(text.says)} takes the numbers of an axis away from all that was recorded"
            )
            yield Fault("false offset", (text.unit,), what, middle(text.box))


def offset_in(says: str) -> float:
    """What is to be added to the numbers at which `+5`, `−5`, `x − 5` or `x + 5` stands."""
    shown = numbers_in(says)[-1]
    return -shown.signed if _NAMED.match(says) else shown.signed
