"""The numbers of the place to which a step leads, beside the tip of its arrow on a map."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import numpy as np
from manim import VGroup

from gradreel.scenarios.arrays import Array
from gradreel.scenes import theme
from gradreel.scenes.parts.digits.balance import Balance
from gradreel.scenes.parts.formulas.equation import Equation
from gradreel.scenes.parts.formulas.formula import value
from gradreel.scenes.parts.lettering.plate import AIR, Plate
from gradreel.scenes.parts.lettering.text import Markup
from gradreel.scenes.parts.maps.close_map import DOT, CloseMap

# Screen units from the tip, where the dot will be, to be tried; from all of the arrow, at least.
_AWAY, _NEAR = (DOT + 0.18, DOT + 0.5, DOT + 1.0), DOT + 0.12
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
        put_clear(written, chart, there)
        self.numbers = written.pieces
        self.around = VGroup(Plate(written), written.rest)
        super().__init__(self.around, *self.numbers)


def put_clear(label: Markup, chart: CloseMap, there: Array, far: Array | None = None) -> None:
    """Put a label on a map beside the tip of an arrow from its dot, and off all of the arrow.

    It is no nearer to another screen point, `far` (3,), than to the tip, if there is room.
    """
    box = chart.map.box
    label.scale(min(1.0, (box.width - 4 * AIR) / label.width))
    start, tip = chart.map.at(np.array([chart.here, there]))
    arrow = np.linspace(start[:2], tip[:2], _SAMPLES)
    ahead = np.arctan2(*(tip - start)[1::-1])
    half = np.array([label.width, label.height]) / 2
    low, high = (np.array(corner) for corner in box.corners)
    room = half + 2 * AIR

    def away_from(points: Array) -> float:
        beyond = np.maximum(np.abs(points - middle) - half, 0.0)
        return float(np.linalg.norm(beyond, axis=-1).min())

    spare: Array | None = None
    for away, turn in product(_AWAY, _TURNS.tolist()):
        way = np.array([np.cos(ahead + turn), np.sin(ahead + turn)])
        middle = np.clip(tip[:2] + (away + np.abs(way) @ half) * way, low + room, high - room)
        label.move_to((*middle, 0.0))
        if away_from(arrow) > _NEAR:
            if far is None or away_from(far[None, :2]) >= away_from(tip[None, :2]):
                return
            spare = middle if spare is None else spare
    if spare is not None:
        label.move_to((*spare, 0.0))
