"""Whether the offset to be added to the numbers of an axis is true. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from gradreel.scenes.checks.layout import VISIBLE, Fault, Text, middle, quoted
from gradreel.scenes.parts.digits.reading import numbers_in

_NAMED = re.compile(r"[^+−-]")  # the numbers at `x − 5` are 5 too small, as those at `+5`


def faults_of_offsets(
    texts: Sequence[Text], known: Callable[[float, float], bool]
) -> Iterator[Fault]:
    """The offsets that move an axis to where nothing was recorded.

    `known` says whether any recorded number lies between two: an axis shows what was recorded, so
    a false offset takes it far from all of that.
    """
    numbers = [text for text in texts if text.axis and text.opacity > VISIBLE and len(text.boxes)]
    for text in [text for text in numbers if text.offset]:
        ticks = [tick for tick in numbers if tick.axis == text.axis and not tick.offset]
        values = [shown.signed for tick in ticks for shown in numbers_in(tick.says)]
        if len(values) < 2 or any(tick.fading for tick in ticks):
            continue
        added, span = offset_in(text.says), max(values) - min(values)
        if not known(added + min(values) - span, added + max(values) + span):
            what = (
                f"{quoted(text.says)} takes the numbers of an axis away from all that was recorded"
            )
            yield Fault("false offset", (text.unit,), what, middle(text.box))


def offset_in(says: str) -> float:
    """What `+5`, `−5`, `x − 5` or `x + 5` at an axis says is to be added to its numbers."""
    shown = numbers_in(says)[-1]
    return -shown.signed if _NAMED.match(says) else shown.signed
