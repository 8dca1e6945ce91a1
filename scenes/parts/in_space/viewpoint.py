"""Chooses where the eye is, so that it sees what a surface shows. Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from gradreel.scenarios.arrays import Array
from gradreel.scenes.drawing.view import View
from gradreel.scenes.parts.in_space.floor import CLEARANCE, HEIGHT
from gradreel.scenes.parts.in_space.heights import within
from gradreel.scenes.parts.in_space.landscape import Landscape

TARGET = (0.0, 0.0, 0.55)  # the middle of a surface and its floor, around which the eye turns
# In radians: the heights of the eye to choose from, and how far beside a corner of the floor it is.
_ELEVATIONS = (0.55, 0.7, 0.85, 1.0)
# 14 degrees: seen exactly over a corner, both axes would be equally long and hard to tell apart.
_ASIDE = 0.24
# The corners of the floor over which the eye may be: the first parameter then grows to the right.
CORNERS = ((1, -1), (-1, -1))
# A valley: its sides rise by at least this share of the height over half the floor, and it bends at
# least so many times as strongly across as along.
_BENT, _LONG = 0.5, 8.0
_LEAST = 0.26  # 15 degrees from an axis: seen right along it, its numbers would cover each other
_BROADSIDE = 0.44  # 25 degrees from straight ahead: slices keep nine tenths of their width
_HIDDEN_ALLOWED = 0.01  # share of what is shown: hiding so little is no reason for another view
_CURLED_ALLOWED = 0.35  # share of the near edges: less of them is no reason for a higher eye
_FARTHEST = 2.5  # world units from a place toward the eye: nothing is in the way beyond
_LOOKS = 60  # places along that distance: closer together than two grid points of a surface


def best_view(landscape: Landscape, world: Array, corners: Sequence[tuple[int, int]]) -> View:
    """A view over the lowest corner, not too high, unless a hill then hides world points (n, 3).

    A long valley is seen along its length, from near the corner where it ends.
    """
    half = landscape.size // 2
    heights = _blocking(landscape)
    quarters = {
        (sx, sy): heights[
            slice(half, None) if sy > 0 else slice(0, half),
            slice(half, None) if sx > 0 else slice(0, half),
        ].mean()
        for sx, sy in corners
    }
    lowest_first = sorted(quarters, key=lambda corner: quarters[corner])
    azimuths = [float(np.arctan2(y, x)) + _ASIDE for x, y in lowest_first]
    if (valley := _valley(landscape)) is not None:
        azimuths = _over_its_ends(valley, lowest_first) + azimuths
    candidates = {
        (azimuth, elevation): View(azimuth=azimuth, elevation=elevation, target=TARGET)
        for elevation in _ELEVATIONS
        for azimuth in azimuths
    }
    visible = {key: seen_share(landscape, world, view) for key, view in candidates.items()}
    best = max(visible.values())
    open_ = [key for key in candidates if visible[key] >= best - _HIDDEN_ALLOWED]
    curled = {key: _curled(landscape, candidates[key]) for key in open_}
    least = max(min(curled.values()), _CURLED_ALLOWED)
    return candidates[next(key for key in open_ if curled[key] <= least)]


def beside(view: View, axis: int) -> View:
    """The view turned, no more than it takes, so that slices along a parameter are seen broadside.

    Seen from straight ahead they would look flat, and the other axis would be a point.
    """
    straight = view.azimuth - (math.pi / 2 if axis == 0 else 0.0)
    off = straight - math.pi * round(straight / math.pi)
    return view.moved(azimuth=view.azimuth - off + min(max(off, -_BROADSIDE), _BROADSIDE))


def _curled(landscape: Landscape, view: View) -> float:
    """The share of the two near edges of a surface that are seen from below.

    There the surface curls up before the eye, and seems to cut into itself.
    """
    upward, across = np.gradient(landscape.shares * HEIGHT, 2.0 / (landscape.size - 1))
    x, y, z = view.toward_eye
    below = x * across + y * upward > z
    near = below[0 if y < 0.0 else -1], below[:, -1 if x > 0.0 else 0]
    return float(np.concatenate(near).mean())


def _valley(landscape: Landscape) -> Array | None:
    """The direction (2,) along a valley of a surface, in world units; None if there is none.

    Across it the whole surface bends upward, by its mean curvature, and much more than along it.
    """
    slopes = np.gradient(landscape.shares, 2.0 / (landscape.size - 1))
    # The mean of a derivative is how much more there is at one end than at the other.
    ends = [
        [np.mean(np.take(s, -1, axis) - np.take(s, 0, axis)) for axis in (1, 0)] for s in slopes
    ]
    hessian = np.array(ends[::-1]) / 2.0
    (least, most), ways = np.linalg.eigh((hessian + hessian.T) / 2.0)
    return ways[:, 0] if most >= max(_BENT, _LONG * abs(least)) else None


def _over_its_ends(valley: Array, corners: Sequence[tuple[int, int]]) -> list[float]:
    """Azimuths from which the eye looks along a valley (2,), and sees both axes.

    They are over the corners where it ends, in the order of these.
    """
    steepest = math.atan2(*np.abs(valley)[::-1])  # from the first axis
    angle = min(max(steepest, _LEAST), math.pi / 2 - _LEAST)
    ends = [(x, y) for x, y in corners if x * y * valley[0] * valley[1] >= 0.0]
    return [math.atan2(y * math.sin(angle), x * math.cos(angle)) for x, y in ends]


def seen_share(landscape: Landscape, world: Array, view: View) -> float:
    """The share of world points (n, 3) on a surface that it does not hide from the eye."""
    places = world[np.isfinite(world).all(axis=1)]
    if not len(places):
        return 1.0
    along = np.linspace(0.04, _FARTHEST, _LOOKS)[:, None, None] * view.toward_eye
    rays = places[None] + along
    size = landscape.size
    cell = np.round((rays[..., :2] + 1) / 2 * (size - 1)).astype(int)
    over = ((cell >= 0) & (cell < size)).all(axis=-1)
    cell = np.clip(cell, 0, size - 1)
    heights = _blocking(landscape) * HEIGHT + CLEARANCE
    hidden = over & (heights[cell[..., 1], cell[..., 0]] > rays[..., 2])
    return 1.0 - float(hidden.any(axis=0).mean())


def _blocking(landscape: Landscape) -> Array:
    """How high (0 to 1) a surface blocks the view at each place of its grid (n, n)."""
    shares = landscape.share(landscape.values)
    return np.where(within(shares), shares, 0.0)
