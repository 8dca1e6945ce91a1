"""What stands over a panel that shows one of several runs."""

from __future__ import annotations

from manim import RIGHT, UP, VGroup

from gradreel.scenes import theme
from gradreel.scenes.parts.formula import value
from gradreel.scenes.parts.notation import Notation, spoken
from gradreel.scenes.parts.numbers import rate
from gradreel.scenes.parts.text import Glyphs, maths, shortened, words
from gradreel.scenes.parts.typeset import in_math
from gradreel.solver.recording import RunRecord

_GAP = 0.2  # between the name and the learning rate
_ROOMY = 3.0  # a wider headline has room for larger letters


def headline(name: str, run: RunRecord, width: float, own: Notation) -> VGroup:
    """The name of a run and, unless that contains it, its learning rate, in one line that fits."""
    size = theme.LABEL if width > _ROOMY else theme.TICK
    if f"{spoken(own.rate)} = {rate(run.run.lr)}" in name:
        return VGroup(_fitting(name, width, size))
    rate_label = maths(
        f"{in_math(own.rate, theme.colors().step)} = {value(rate(run.run.lr))}", size
    )
    label = _fitting(name, width - rate_label.width - _GAP, size)
    line = VGroup(label, rate_label).arrange(RIGHT, buff=_GAP)
    rate_label.shift((label.origin[1] - rate_label.origin[1]) * UP)
    return line


def _fitting(name: str, room: float, size: float) -> Glyphs:
    label = words(name, size)
    return label if label.width <= room else shortened(name, room, theme.TICK)
