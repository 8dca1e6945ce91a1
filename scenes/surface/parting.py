"""Where descents part on a map that is painted by their ends: the ridge, and starts beside it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, product

import numpy as np
from manim import RIGHT, UP

from gradreel.scenarios.arrays import Array
from gradreel.scenes.parts.descents.ends import End
from gradreel.scenes.parts.lettering.text import Glyphs
from gradreel.scenes.parts.maps.loss_map import LossMap
from gradreel.solver.run_record import RunRecord

_GAP = 0.12  # screen units from a map to the word for a line on it


def nearest_that_part(runs: Sequence[RunRecord], ends: Sequence[End], span: Array) -> Array:
    """The starts (2, p) of different ends that are closest to each other, in shares of `span`."""
    pairs = [
        np.array([runs[first].parameters[0], runs[second].parameters[0]])
        for one, other in combinations(ends, 2)
        for first, second in product(one.runs, other.runs)
    ]
    return min(pairs, key=lambda pair: float(np.linalg.norm(np.diff(pair, axis=0) / span)))


def beside(view: LossMap, word: Glyphs, axis: int, at: float) -> Glyphs:
    """A word at the end of a line across a map, on which one parameter has the value `at`."""
    corner = np.array([view.x[1], view.y[1]])
    corner[axis] = at
    return word.next_to(view.at(corner), UP if axis == 0 else RIGHT, buff=_GAP)
