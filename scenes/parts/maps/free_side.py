"""The side of a mark on which its word covers least of what is drawn. Pure numpy."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gradreel.scenarios.arrays import Array
from gradreel.scenes.parts.geometry.box import Box
from gradreel.scenes.parts.geometry.legs import along_legs

# The sides to try, the best first: a word above or below a mark is seen to belong to it.
_SIDES = np.array([(0, 1), (0, -1), (1, 0), (-1, 0), (1, 1), (-1, 1), (1, -1), (-1, -1)])
_GRAIN = 0.02  # screen units between the points that stand for a line


def free_side(mark: Array, size: Array, away: float, lines: Sequence[Array], room: Box) -> Array:
    """The middle (3,) of a word beside a mark (3,), where it covers least of some lines (n, 3).

    `size` (2,) is that of the word, which is `away` from the mark, and in the room if that is large
    enough. Lines have NaN where they are interrupted.
    """
    half = np.asarray(size) / 2
    low, high = (np.array(corner) for corner in room.corners)
    middles = mark[:2] + _SIDES * (away + half)
    middles = np.clip(middles, low + half, np.maximum(high - half, low + half))
    drawn = np.concatenate([np.empty((0, 2)), *(_points(line) for line in lines)])
    apart = np.abs(np.concatenate([drawn, mark[None, :2]]) - middles[:, None])
    covered = np.asarray((apart < half).all(axis=2))
    # A word that has to be shifted over its mark is worse than one over any line.
    counts = covered[:, :-1].sum(axis=1) + covered[:, -1] * (1 + len(drawn))
    return np.array([*middles[int(np.argmin(counts))], 0.0])


def _points(line: Array) -> Array:
    """Points (m, 2) along a line (n, 3), so close that no word lies between two of them."""
    starts, ends = line[:-1, :2], line[1:, :2]
    seen = np.isfinite(starts + ends).all(axis=1)
    return along_legs(starts[seen], ends[seen], _GRAIN)
