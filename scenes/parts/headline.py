"""What stands over a panel that shows one of several runs."""

from __future__ import annotations

from manim import RIGHT, UP, VGroup

from scenes import theme
from scenes.parts.formula import value
from scenes.parts.text import in_math, maths, shortened, words
from solver.trajectory import RunRecord

_GAP = 0.2
_ROOMY = 3.0  # a wider headline has room for larger letters


def headline(run: RunRecord, width: float) -> VGroup:
    """The name of a run and its learning rate, in one line that fits."""
    size = theme.LABEL if width > _ROOMY else theme.TICK
    rate = maths(f"{in_math('eta', theme.STEP)} = {value(run.run.lr)}", size)
    name, room = run.run.name or run.run.optimizer, width - rate.width - _GAP
    label = words(name, size)
    if label.width > room:
        label = shortened(name, room, theme.TICK)
    line = VGroup(label, rate).arrange(RIGHT, buff=_GAP)
    rate.shift((label.origin[1] - rate.origin[1]) * UP)
    return line
