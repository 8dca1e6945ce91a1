"""Points of a space in world units: x and y from -1 to 1 over the drawn domain, z up."""

from __future__ import annotations

import numpy as np

from gradreel.scenarios.arrays import Array
from gradreel.scenes.parts.in_space.floor import CLEARANCE, HEIGHT
from gradreel.scenes.parts.in_space.landscape import Landscape

_FAR = 1e3  # world units: far outside any picture, as the drawn domain ends at 1
_FINEST = 0.002  # world units between points of a path: about half a pixel


def in_space(landscape: Landscape, parameters: Array, share: Array) -> Array:
    """Parameters (..., 2) as world points (..., 3) at a share of the height of a landscape."""
    low, high = landscape.low, landscape.high
    flat = 2 * (np.asarray(parameters, dtype=float) - low) / (high - low) - 1
    height = np.asarray(share) * HEIGHT + CLEARANCE
    world = np.concatenate([flat, height[..., None]], axis=-1)
    # Beside a diverging run's places, others would collapse when all are moved together.
    return np.asarray(np.clip(world, -_FAR, _FAR))


def thinned(world: Array) -> Array:
    """A path (n, 3) without points too close to be distinguished; slow descents have many.

    The points that are kept at its beginning do not depend on how far it goes.
    """
    lengths = np.linalg.norm(np.diff(world, axis=0), axis=1)
    gaps = np.isnan(lengths)
    travelled = np.cumsum(np.where(gaps, 0.0, lengths))
    travelled = np.concatenate([np.zeros(min(len(world), 1)), travelled])
    chosen = np.diff(np.floor(travelled / _FINEST), prepend=-1.0) > 0.0
    chosen[-1:] = True
    chosen[1:] |= gaps
    chosen[:-1] |= gaps
    return world[chosen]
