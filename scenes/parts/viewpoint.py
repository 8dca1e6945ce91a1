"""Where the eye stands so that it sees what a surface shows. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gradreel.scenarios.arrays import Array
from gradreel.scenes.drawing.view import View
from gradreel.scenes.parts.floor import CLEARANCE, HEIGHT
from gradreel.scenes.parts.heights import within
from gradreel.scenes.parts.landscape import Landscape

TARGET = (0.0, 0.0, 0.55)  # the middle of a surface with its floor, about which the eye turns
# Where the eye may stand: its height in radians, and how far beside a corner of the floor.
_ELEVATIONS = (0.55, 0.7, 0.85, 1.0)
# 14 degrees: seen exactly over a corner, both axes would be equally long and hard to tell apart.
_ASIDE = 0.24
# The corners of the floor over which the eye may stand: the first parameter grows to the right.
CORNERS = ((1, -1), (-1, -1))
_HIDDEN_ALLOWED = 0.01  # share of what is shown: so little less is no reason for an unusual view
_FARTHEST = 2.5  # world units from a place toward the eye: beyond it nothing stands in the way
_LOOKS = 60  # places on that way: closer together than two grid points of a surface


def best_view(landscape: Landscape, world: Array, corners: Sequence[tuple[int, int]]) -> View:
    """From over the lowest corner and not too high, unless a hill hides world points (n, 3)."""
    half = landscape.size // 2
    heights = _blocking(landscape)
    quarters = {
        (sx, sy): heights[
            slice(half, None) if sy > 0 else slice(0, half),
            slice(half, None) if sx > 0 else slice(0, half),
        ].mean()
        for sx, sy in corners
    }
    candidates = {
        (corner, elevation): View(
            azimuth=float(np.arctan2(corner[1], corner[0])) + _ASIDE,
            elevation=elevation,
            target=TARGET,
        )
        for elevation in _ELEVATIONS
        for corner in sorted(quarters, key=lambda corner: quarters[corner])
    }
    seen = {key: seen_share(landscape, world, view) for key, view in candidates.items()}
    best = max(seen.values())
    return candidates[next(key for key in candidates if seen[key] >= best - _HIDDEN_ALLOWED)]


def seen_share(landscape: Landscape, world: Array, view: View) -> float:
    """The share of world points (n, 3) on a surface with no part of it between them and the eye."""
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
    """How high (0 to 1) a surface stands in the way at each place of its grid (n, n)."""
    shares = landscape.share(landscape.values)
    return np.where(within(shares), shares, 0.0)
