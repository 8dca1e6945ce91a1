"""The numbers of the place to which a step leads, beside the tip of its arrow on a map."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import VGroup

from gradreel.scenarios.arrays import Array
from gradreel.scenes import theme
from gradreel.scenes.parts.digits.balance import Balance
from gradreel.scenes.parts.formulas.equation import Equation
from gradreel.scenes.parts.formulas.formula import value
from gradreel.scenes.parts.geometry.box import Box
from gradreel.scenes.parts.lettering.plate import AIR, Plate
from gradreel.scenes.parts.maps.close_map import DOT, CloseMap

# Screen units from the tip, where the dot will be; and from all of the arrow, at least.
_AWAY, _NEAR = DOT + 0.18, DOT + 0.12
_TURNS = np.deg2rad([0, 30, -30, 60, -60, 90, -90, 120, -120, 150, -150])  # from its direction
_SAMPLES = 50  # points of the arrow from which it keeps away


class NewPlace(VGroup):
    """`(0.8, 0.95)` beside `there` on a map.

    `around` the `numbers` are a plate and the signs.
    """

    def __init__(self, chart: CloseMap, there: Array, steps: Sequence[Balance]) -> None:
        colors = theme.colors()
        pieces = [(value(step.result), colors.here) for step in steps]
        written = Equation(f"({', '.join('{}' for _ in pieces)})", pieces, theme.LABEL)
        box = chart.map.box
        written.scale(min(1.0, (box.width - 4 * AIR) / written.width))
        start, tip = chart.map.at(np.array([chart.here, there]))
        _put_clear(written, start, tip, box)
        self.numbers = written.pieces
        self.around = VGroup(Plate(written), written.rest)
        super().__init__(self.around, *self.numbers)


def _put_clear(label: Equation, start: Array, tip: Array, box: Box) -> None:
    """Put a label beside the tip of an arrow, within a box, and off all of the arrow."""
    arrow = np.linspace(start[:2], tip[:2], _SAMPLES)
    ahead = np.arctan2(*(tip - start)[1::-1])
    half = np.array([label.width, label.height]) / 2
    low, high = (np.array(corner) for corner in box.corners)
    room = half + 2 * AIR
    for turn in _TURNS:
        way = np.array([np.cos(ahead + turn), np.sin(ahead + turn)])
        middle = np.clip(tip[:2] + (_AWAY + np.abs(way) @ half) * way, low + room, high - room)
        label.move_to((*middle, 0.0))
        beyond = np.maximum(np.abs(arrow - middle) - half, 0.0)
        if np.linalg.norm(beyond, axis=1).min() > _NEAR:
            return
