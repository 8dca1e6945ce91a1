"""Labels with the losses of two contour lines on the floor of a space."""

from __future__ import annotations

import numpy as np
from manim import VGroup

from gradreel.scenarios.arrays import Array
from gradreel.scenes import theme
from gradreel.scenes.parts.digits.numbers import numbers_apart
from gradreel.scenes.parts.in_space.space import Space
from gradreel.scenes.parts.lettering.plate import on_plate
from gradreel.scenes.parts.lettering.text import words
from gradreel.scenes.sentences.catalogue import text

_LABELLED = (0.35, 0.75)  # of all lines: far from each other, and from the crowd at the bottom
_APART = np.array([1.0, 0.4])  # screen units between two labels: as wide as one with its word
_INSIDE = 0.85  # of half the floor: a label farther in is clear of the numbers of the axes
_DIGITS = 3  # about as many as the numbers of an axis have


class LevelLabels(VGroup):
    """Labels of two contour lines, each where its line is nearest; `levels` are the losses.

    The first one says that it is a loss.
    """

    def __init__(self, space: Space) -> None:
        super().__init__()
        self.levels: list[float] = []
        spots: list[Array] = []
        all_levels = space.landscape.levels()
        for share in _LABELLED:
            level = float(all_levels[int(share * len(all_levels))])
            places = space.landscape.contour(level).reshape(-1, 2)
            inward = np.abs(space.ground(places)[:, :2]).max(axis=1) < _INSIDE
            places = places[inward] if inward.any() else places
            if not len(places):
                continue
            on_floor = space.screen(space.ground(places))
            nearest = on_floor[int(np.argmin(on_floor[:, 1]))]
            if any((np.abs(nearest - spot)[:2] < _APART).all() for spot in spots):
                continue
            self.levels.append(level)
            spots.append(nearest)
        for number_, spot in zip(numbers_apart(self.levels, _DIGITS), spots, strict=True):
            said = number_ if len(self) else text("label-loss-of-line", loss=number_)
            self.add(on_plate(words(said, theme.TICK, theme.colors().loss).move_to(spot)))
