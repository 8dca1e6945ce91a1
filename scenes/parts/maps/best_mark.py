"""The mark at the lowest point of a loss."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import VGroup

from gradreel.scenarios.arrays import Array
from gradreel.scenes import theme
from gradreel.scenes.parts.geometry.points import polyline
from gradreel.scenes.parts.lettering.plate import on_plate
from gradreel.scenes.parts.lettering.text import words
from gradreel.scenes.parts.maps.free_side import free_side
from gradreel.scenes.parts.maps.loss_map import LossView
from gradreel.scenes.sentences.catalogue import text

_ARM = 0.09  # screen units: half the width of the cross, which has 11 pixels at 480p
_AWAY = 0.2  # screen units from the middle of the cross to its word, which has to be clear of it
CROSS = np.array([(-1, -1, 0), (1, 1, 0), (np.nan, np.nan, 0), (-1, 1, 0), (1, -1, 0)])


def best_mark(view: LossView, best: Array | None, paths: Sequence[Array]) -> VGroup:
    """A small cross with a word at the best parameters (p,); empty if they are not in view.

    The word is on a side where it covers no path, of screen points (n, 3), if there is one.
    """
    mark = VGroup()
    if best is None or not view.inside(best[None])[0]:
        return mark
    place = view.at(best)
    mark.add(polyline(place + _ARM * CROSS, theme.colors().ink, 3.0))
    word = words(text("label-lowest-point"), theme.TICK)
    size = np.array([word.width, word.height])
    word.move_to(free_side(place, size, _AWAY, paths, view.box))
    return mark.add(on_plate(word))
