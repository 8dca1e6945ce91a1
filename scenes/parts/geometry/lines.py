"""Dashes and arrows, as points on the screen."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import VMobject

from gradreel.scenarios.arrays import Array
from gradreel.scenes.parts.geometry.points import trace

_DASH = 0.11  # screen units: a dash, and a gap; 7 pixels each at 480p
# Screen units: the dashes of a longer path would cover the picture like a solid line.
_FILLING = 300.0
_ARROW = np.array(  # an arrow's corners, from its tip: ahead and aside, for a tip of length 1
    [(0.0, 0.16), (-1.0, 0.16), (-1.0, 0.5), (0.0, 0.0), (-1.0, -0.5), (-1.0, -0.16), (0.0, -0.16)]
)


def dashes(path: Array) -> Array:
    """A path (n, 3) on the screen as dashes of equal length, with NaN between them.

    Cut it first to what is visible, because a long path gets many dashes. NaN are gaps.
    """
    finite = np.isfinite(path).all(axis=1)
    pieces = np.split(path, np.flatnonzero(np.diff(finite)) + 1)
    dashed = [_dashed(piece) for piece in pieces if len(piece) > 1 and np.isfinite(piece).all()]
    return np.concatenate([np.full((1, 3), np.nan), *dashed])


def _dashed(path: Array) -> Array:
    lengths = np.linalg.norm(np.diff(path, axis=0), axis=1)
    along = np.concatenate([[0.0], np.cumsum(lengths)])
    count = max(1, round(float(along[-1]) / (2 * _DASH)))
    shares = (np.arange(count)[:, None] + np.array([0.0, 0.25, 0.5, np.nan])).ravel() / count
    places = [np.interp(shares * along[-1], along, path[:, k]) for k in range(3)]
    found = np.stack(places, axis=1)
    found[np.isnan(shares)] = np.nan
    return found


def patterned(path: Array, pattern: Sequence[float]) -> Array:
    """A path (n, 3) on the screen in a pattern of lengths, drawn and left out in turn (as NaN).

    The pattern stays in place while the path grows. Cut the path first to what is visible; one so
    long that it would fill the picture anyway is drawn without gaps.
    """
    lengths = np.nan_to_num(np.linalg.norm(np.diff(path, axis=0), axis=1))
    travelled = np.concatenate([[0.0], np.cumsum(lengths)])
    if not pattern or not 0.0 < travelled[-1] < _FILLING:
        return path
    turns = np.cumsum(np.tile(pattern, int(travelled[-1] / sum(pattern)) + 1))
    turns = turns[turns < travelled[-1]]
    places = np.stack([np.interp(turns, travelled, path[:, k]) for k in range(3)], axis=1)
    drawn = np.searchsorted(turns, travelled, side="right") % 2 == 0
    gaps = turns[::2]
    # A dash that ends in a corner ends there before the corner is left out.
    points = [places, np.where(drawn[:, None], path, np.nan), np.full((len(gaps), 3), np.nan)]
    order = np.argsort(np.concatenate([turns, travelled, gaps]), kind="stable")
    return np.asarray(np.concatenate(points)[order])


class FlatArrow(VMobject):
    """An arrow on the screen; `place_arrow` gives it a place, from its `tail` to its `tip`.

    Its `meaning` is the colour that it was made in, whatever it is painted with later.
    """

    def __init__(self, color: str, opacity: float = 1.0) -> None:
        super().__init__(fill_color=color, fill_opacity=opacity, stroke_width=0.0)
        self.meaning = color
        self.tail = self.tip = np.zeros(3)


def place_arrow(shape: FlatArrow, start: Array, end: Array, tip: float = 0.24) -> VMobject:
    """Make an arrow reach from one screen point to another, with a smaller tip if it is short."""
    shape.tail, shape.tip = np.array(start), np.array(end)
    span = end - start
    length = float(np.linalg.norm(span))
    ahead = span / length if length else np.zeros(3)
    aside = np.array([-ahead[1], ahead[0], 0.0])
    tip = min(tip, 0.6 * length)
    corners = end + tip * (_ARROW[:, :1] * ahead + _ARROW[:, 1:] * aside)
    corners[0] = start + tip * _ARROW[0, 1] * aside
    corners[-1] = start + tip * _ARROW[-1, 1] * aside
    return trace(shape, np.vstack([corners, corners[:1]]))
