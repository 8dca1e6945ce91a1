"""The styles of runs, and the legend that says which is which."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from manim import VGroup, VMobject

from gradreel.scenes import regions, theme
from gradreel.scenes.parts.geometry.lines import patterned
from gradreel.scenes.parts.geometry.points import polyline
from gradreel.scenes.parts.lettering.text import words
from gradreel.scenes.sentences.catalogue import text
from gradreel.scenes.sentences.run_names import unique

IN_ONE_COLUMN = 6  # runs: up to so many have whole rows of the legend
_COLUMNS = 2  # for more runs: three columns would leave hardly any room for names
_WITH_CURVES = 16  # runs: up to so many leave room for their losses above the legend
# In screen units. The smaller leading lets the 12 rows of 24 runs end above the sentence.
_LEADING, CLOSE = 0.42, 0.39  # from row to row
_GAP = 0.3  # between columns
_LINE, SAMPLE = 0.45, 0.55  # the sample of a run's line, without and with the gap after it
_MIDDLE = 0.09  # from the baseline up to the sample: half the height of small letters
_AFTER = 0.15  # between a name and the text at the end of its row
_SHORTEST = 3  # letters of a name: fewer would hardly recall it
# Lengths on the screen, drawn and left out in turn; none for a solid line.
_PATTERNS: tuple[tuple[float, ...], ...] = (
    (),
    (0.16, 0.09),
    (0.04, 0.08),
    (0.2, 0.07, 0.04, 0.07),
)


class Style(NamedTuple):
    """The colour of a run, and the pattern of its lines."""

    color: str
    pattern: tuple[float, ...]


def styles(count: int) -> list[Style]:
    """A style for each of `count` runs; neighbours differ in both colour and pattern."""
    colors = theme.colors().runs
    rounds = [divmod(k, len(colors)) for k in range(count)]
    return [
        Style(colors[color], _PATTERNS[(color - again) % len(_PATTERNS)]) for again, color in rounds
    ]


class Legend:
    """The names of runs in rows, from `left` to the border of the safe area.

    `names` are shown from the start, `ends` when the runs have ended. `top` is the baseline of the
    first row.
    """

    def __init__(self, names: Sequence[str], ends: Sequence[str], left: float) -> None:
        count, columns = len(names), 1 if len(names) <= IN_ONE_COLUMN else _COLUMNS
        self.rows = -(-count // columns)
        leading = _LEADING if self.rows <= IN_ONE_COLUMN else CLOSE
        self.top = regions.current().all_runs.legend_bottom + (self.rows - 1) * leading
        self._width = (regions.safe().right - left + _GAP) / columns
        self._left, self._leading = left, leading
        self.names, self.ends = VGroup(), VGroup()
        end_texts = [words(end, theme.TICK, theme.colors().muted) for end in ends]
        room = self._width - _GAP - SAMPLE - _AFTER
        rooms = [room - end.width for end in end_texts]
        fitted = fitting(names, lambda name: words(name, theme.TICK).width, rooms)
        for index, (name, style, end) in enumerate(
            zip(fitted, styles(count), end_texts, strict=True)
        ):
            x, y = self._place(index)
            self.names.add(sample(style, (x, y)))
            label = words(name, theme.TICK)
            self.names.add(label.on_baseline((x + SAMPLE, y, 0.0)))
            right = x + self._width - _GAP
            end.on_baseline((0.0, y, 0.0))
            self.ends.add(end.shift((right - end.get_right()[0], 0.0, 0.0)))
        if columns > 1:
            head = words(text("legend-loss-at-end"), theme.TICK, theme.colors().muted)
            head.on_baseline((0.0, self.top + leading, 0.0))
            self.ends.add(head.shift((regions.safe().right - head.get_right()[0], 0.0, 0.0)))

    @staticmethod
    def has_curves(count: int) -> bool:
        """Whether the legend of `count` runs leaves room for their losses above it."""
        return count <= _WITH_CURVES

    def _place(self, index: int) -> tuple[float, float]:
        column, row = divmod(index, self.rows)
        y = self.top - row * self._leading
        return self._left + column * self._width, y


def sample(style: Style, place: tuple[float, float]) -> VMobject:
    """A sample of a run's line, beside a text whose baseline begins at a place after it."""
    x, y = place[0], place[1] + _MIDDLE
    line = np.array([(x, y, 0.0), (x + _LINE, y, 0.0)])
    return polyline(patterned(line, style.pattern), style.color, 3.5)


def fitting(
    names: Sequence[str], width: Callable[[str], float], rooms: Sequence[float]
) -> tuple[str, ...]:
    """Names shortened to the room they have, and numbered if that makes them alike."""
    fitted = [_cut(name, width, room) for name, room in zip(names, rooms, strict=True)]
    if len(set(fitted)) < len(fitted):
        number = width(f" ({len(names)})")
        twice = {name for name in fitted if fitted.count(name) > 1}
        fitted = [
            _cut(name, width, room - number) if cut in twice else cut
            for name, cut, room in zip(names, fitted, rooms, strict=True)
        ]
    return unique(fitted)


def _cut(name: str, width: Callable[[str], float], room: float) -> str:
    lengths = range(len(name) - 1, _SHORTEST - 1, -1)
    shorter = (_without_middle(name, length) for length in lengths)
    fits = (text for text in (name, *shorter) if width(text) <= room)
    return next(fits, _without_middle(name, _SHORTEST))


def _without_middle(name: str, length: int) -> str:
    """The beginning and the end of a name, because either may be what sets it apart."""
    tail = length // 2
    return f"{name[: length - tail].rstrip()}…{name[len(name) - tail :].lstrip()}"
