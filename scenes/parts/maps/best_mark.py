"""The mark at the lowest point of a loss."""

from __future__ import annotations

import numpy as np
from manim import LEFT, RIGHT, VGroup

from gradreel.scenarios.arrays import Array
from gradreel.scenes import theme
from gradreel.scenes.parts.geometry.points import polyline
from gradreel.scenes.parts.lettering.plate import on_plate
from gradreel.scenes.parts.lettering.text import words
from gradreel.scenes.parts.maps.loss_map import LossView
from gradreel.scenes.sentences.catalogue import text

_ARM = 0.09  # screen units: half the width of the cross, which has 11 pixels at 480p
_AWAY = 0.26  # screen units from the middle of the cross to its word, which has to be clear of it
CROSS = np.array([(-1, -1, 0), (1, 1, 0), (np.nan, np.nan, 0), (-1, 1, 0), (1, -1, 0)])


def best_mark(view: LossView, best: Array | None) -> VGroup:
    """A small cross with a word at the best parameters (p,); empty if they are not in view."""
    mark = VGroup()
    if best is None or not view.inside(best[None])[0]:
        return mark
    place = view.at(best)
    mark.add(polyline(place + _ARM * CROSS, theme.colors().ink, 3.0))
    word = words(text("label-lowest-point"), theme.TICK)
    fits_above = place[1] + _AWAY + word.height < view.box.top
    y = place[1] + _AWAY if fits_above else place[1] - _AWAY - word.height
    word.on_baseline((place[0] - word.width / 2, y, 0.0))
    word.shift(max(0.0, view.box.left - float(word.get_left()[0])) * RIGHT)
    word.shift(max(0.0, float(word.get_right()[0]) - view.box.right) * LEFT)
    return mark.add(on_plate(word))
