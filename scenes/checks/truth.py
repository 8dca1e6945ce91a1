"""What is false about the numbers in a picture: equations, comparisons, ticks of axes. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from itertools import groupby

import numpy as np

from gradreel.scenes.checks.claims import Claims
from gradreel.scenes.checks.equations import alike, is_number, settings_in, untrue
from gradreel.scenes.checks.layout import VISIBLE, Fault, Text, middle, quoted
from gradreel.scenes.checks.wording import misworded

# Screen units: how a number stands after the equals sign that it belongs to. Out of level by
# less, as fractions are; at most so far to the right of it; and overlapping by no more.
_LEVEL, _BESIDE, _TOUCHING = 0.3, 0.5, 0.1
_OPEN_ENDS = ("=", "approx")  # the number that follows may be a text of its own

_Settings = tuple[tuple[str, Decimal], ...]


def faults_of_numbers(
    texts: Sequence[Text], written: Mapping[int, Text], claims: Claims | None = None
) -> Iterator[Fault]:
    """The faults at one moment, at which these are all texts and `lines_of` them.

    With `claims`, values of functions are computed again as well.
    """
    visible = _visible(texts)
    settings = tuple(sorted({s for text in written.values() if (s := _settings(text.says))}))
    for text in written.values():
        for what in _untrue(text.says, settings):
            message = f"{quoted(what)} does not hold as it is printed"
            yield Fault("false in numbers", (text.unit,), message, middle(text.box))
    if claims is not None and not any(text.fading or text.flying for text in visible):
        for what in claims.untrue([text.says for text in written.values()]):
            text = next(text for text in written.values() if text.says == what)
            message = f"{quoted(what)} is not what the function makes there"
            yield Fault("false in numbers", (text.unit,), message, middle(text.box))
        for row in claims.tables.untrue([*written.values()]):
            message = f"the row of step {row.says} is not as it was recorded"
            yield Fault("false in numbers", (row.unit,), message, middle(row.box))
    yield from _alike_on_axes([text for text in visible if _is_tick(text) and not text.fading])
    yield from _alone_on_axes([text for text in texts if _is_tick(text)])


def lines_of(texts: Sequence[Text]) -> dict[int, Text]:
    """The visible texts by their units, without the numbers of axes.

    One that ends with an equals sign takes in the number after it.
    """
    written: dict[int, Text] = {}
    for text in [text for text in _visible(texts) if not text.axis]:
        earlier = written.get(text.unit)
        boxes = text.boxes if earlier is None else np.concatenate([earlier.boxes, text.boxes])
        written[text.unit] = replace(text, boxes=boxes)
    numbers = [text for text in written.values() if is_number(text.says)]
    for head in [text for text in written.values() if text.says.endswith(_OPEN_ENDS)]:
        following = [number for number in numbers if _stands_after(head, number)]
        if following:
            number = min(following, key=lambda text: text.box[0])
            written[head.unit] = replace(head, says=f"{head.says} {number.says}")
    return written


def _visible(texts: Sequence[Text]) -> list[Text]:
    return [text for text in texts if text.opacity > VISIBLE and len(text.boxes)]


def _is_tick(text: Text) -> bool:
    return bool(text.axis) and not text.offset


def _stands_after(head: Text, number: Text) -> bool:
    left_box, right_box = head.box, number.box
    level = abs(middle(left_box)[1] - middle(right_box)[1]) < _LEVEL
    return level and -_TOUCHING < right_box[0] - left_box[2] < _BESIDE


def _alike_on_axes(texts: Sequence[Text]) -> Iterator[Fault]:
    ordered = sorted(texts, key=lambda text: text.axis)
    for axis, group in groupby(ordered, key=lambda text: text.axis):
        ticks = list(group)
        for says in alike([text.says for text in ticks]):
            message = f"{quoted(says)} stands at more than one tick of an axis"
            where = next(text for text in ticks if text.says == says)
            yield Fault("equal ticks", (axis, says), message, middle(where.box))


def _alone_on_axes(texts: Sequence[Text]) -> Iterator[Fault]:
    # While any number of an axis fades, others may still be invisible.
    fading = {text.axis for text in texts if text.fading}
    ticks = [text for text in _visible(texts) if text.axis not in fading]
    for axis, count in Counter(text.axis for text in ticks).items():
        if count == 1:
            (tick,) = (text for text in ticks if text.axis == axis)
            message = f"{quoted(tick.says)} is the only number of an axis"
            yield Fault("lone tick", (axis,), message, middle(tick.box))


@lru_cache(maxsize=4096)
def _settings(text: str) -> _Settings:
    return tuple(settings_in(text).items())


@lru_cache(maxsize=4096)
def _untrue(text: str, settings: tuple[_Settings, ...]) -> list[str]:
    known: list[Mapping[str, Decimal]] = [dict(setting) for setting in settings]
    return [*untrue(text, known or [{}]), *misworded(text)]
