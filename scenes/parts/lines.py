"""Lines on the screen as points: dashes and arrows."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import VMobject

from gradreel.scenarios.arrays import Array
from gradreel.scenes.parts.points import trace

_DASH = 0.11  # screen units, and as much between two of them: 7 pixels each at 854x480
# Screen units of path: dashes of a longer one would cover the picture like a whole line.
_FILLING = 300.0
_ARROW = np.array(  # half widths and places of an arrow's corners, for a tip of length 1
    [(0.0, 0.16), (-1.0, 0.16), (-1.0, 0.5), (0.0, 0.0), (-1.0, -0.5), (-1.0, -0.16), (0.0, -0.16)]
)


def dashes(way: Array) -> Array:
    """A way (n, 3) on the screen as dashes of even length, NaN between them and where it has gaps.

    Cut it first to what is seen: it gets as many dashes as it is long.
    """
    whole = np.isfinite(way).all(axis=1)
    pieces = np.split(way, np.flatnonzero(np.diff(whole)) + 1)
    dashed = [_dashed(piece) for piece in pieces if len(piece) > 1 and np.isfinite(piece).all()]
    return np.concatenate([np.full((1, 3), np.nan), *dashed])


def _dashed(way: Array) -> Array:
    lengths = np.linalg.norm(np.diff(way, axis=0), axis=1)
    along = np.concatenate([[0.0], np.cumsum(lengths)])
    count = max(1, round(float(along[-1]) / (2 * _DASH)))
    at = (np.arange(count)[:, None] + np.array([0.0, 0.25, 0.5, np.nan])).ravel() / count
    places = [np.interp(at * along[-1], along, way[:, k]) for k in range(3)]
    found = np.stack(places, axis=1)
    found[np.isnan(at)] = np.nan
    return found


def patterned(way: Array, pattern: Sequence[float]) -> Array:
    """A way (n, 3) on the screen of which lengths are drawn and left out in turn, NaN in between.

    The pattern stays where it is while the way grows. Cut it first to what is seen; one that is
    so long that it fills what it crosses is drawn whole.
    """
    lengths = np.nan_to_num(np.linalg.norm(np.diff(way, axis=0), axis=1))
    at = np.concatenate([[0.0], np.cumsum(lengths)])
    if not pattern or not 0.0 < at[-1] < _FILLING:
        return way
    turns = np.cumsum(np.tile(pattern, int(at[-1] / sum(pattern)) + 1))
    turns = turns[turns < at[-1]]
    places = np.stack([np.interp(turns, at, way[:, k]) for k in range(3)], axis=1)
    drawn = np.searchsorted(turns, at, side="right") % 2 == 0
    gaps = turns[::2]
    points = [np.where(drawn[:, None], way, np.nan), places, np.full((len(gaps), 3), np.nan)]
    order = np.argsort(np.concatenate([at, turns, gaps]), kind="stable")
    return np.asarray(np.concatenate(points)[order])


def arrow(color: str) -> VMobject:
    """An arrow that `place_arrow` puts somewhere."""
    return VMobject(fill_color=color, fill_opacity=1.0, stroke_width=0.0)


def place_arrow(shape: VMobject, start: Array, end: Array, tip: float = 0.24) -> VMobject:
    """Make an arrow reach from one screen point to another; a short one gets a smaller tip."""
    way = end - start
    length = float(np.linalg.norm(way))
    ahead = way / length if length else np.zeros(3)
    aside = np.array([-ahead[1], ahead[0], 0.0])
    tip = min(tip, 0.6 * length)
    corners = end + tip * (_ARROW[:, :1] * ahead + _ARROW[:, 1:] * aside)
    corners[0] = start + tip * _ARROW[0, 1] * aside
    corners[-1] = start + tip * _ARROW[-1, 1] * aside
    return trace(shape, np.vstack([corners, corners[:1]]))
