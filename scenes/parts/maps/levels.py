"""The levels of the contour lines and bands of a map, however close to the landscape it is. Pure.

They are those of the landscape, and do not change with what is seen of it: the closer a map comes,
the more often the bands between them are halved.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from gradreel.scenes.parts.in_space.heights import BANDS, Heights

# Lines above the highest band: where a map shows more than at first, the loss goes on rising, and a
# band without lines would look like a plain. More than twice as many become faint, then none: they
# would run together.
FURTHER = 4 * BANDS
_BEYOND = 1e-3  # of the height: the outer bands have to include the lowest and highest points
_MOST = 24.0  # halvings: in a smaller part, a loss is little more than rounding noise
_FADING = (0.35, 0.65)  # of the way from one halving to the next: where its lines fade in
_TUNED = tuple(sorted(np.linspace(-0.3, 0.3, 25).tolist(), key=abs))  # halvings to be added


class Levels(NamedTuple):
    """Heights of `lines`, of `further` ones above the top, and of `finer` ones between them.

    Bands have `edges`, one more than there are bands, and `colors` as shares of the colours of
    heights. All heights are shares; the `strength` of finer lines is from 0 to 1.
    """

    lines: list[float]
    further: list[float]
    finer: list[float]
    edges: list[float]
    colors: list[float]
    strength: float


def halvings(heights: Heights, low: float, high: float) -> float:
    """How often bands are halved so that as many are seen between two shares as at first."""
    lowest, highest = np.clip(heights.rank(np.array([low, high])), -FURTHER, FURTHER).tolist()
    spread = max(highest - lowest, 2.0**-_MOST)
    return max(0.0, -math.log2(spread))


def tuned(found: list[float]) -> float:
    """What to add to halvings so that no line is half faded at any of those found."""
    settled = (more for more in _TUNED if not any(faded(one + more) % 1.0 for one in found))
    return next(settled, 0.0)


def faded(halved: float) -> float:
    """A number of halvings between whole ones, so that lines fade in quickly between these."""
    whole, (begin, end) = math.floor(max(0.0, halved)), _FADING
    return whole + min(1.0, max(0.0, (halved - whole - begin) / (end - begin)))


def levels_between(heights: Heights, low: float, high: float, halved: float = 0.0) -> Levels:
    """The levels between two shares, if the bands are halved so many times."""
    strength = halved % 1.0
    coarse = BANDS * 2 ** int(halved)
    count = 2 * coarse if strength else coarse  # lines up to the top
    lowest, highest = (heights.rank(np.array([low, high])) * count).tolist()
    first = math.floor(lowest) + 1 if count > BANDS else 1
    first = max(first, 1 - count)
    steps = np.arange(first, min(math.ceil(highest), (BANDS + FURTHER) * count // BANDS))
    shares = heights.at_rank(steps / count)
    inner, main = steps < count, np.ones(len(steps), dtype=bool)
    if strength:  # below the bottom, lines come with the first halving
        main = (steps % 2 == 0) & ((steps > 0) | (coarse > BANDS))
    edges = [min(0.0, low) - _BEYOND, *shares[inner].tolist(), max(1.0, high) + _BEYOND]
    bands = np.arange(first, first + len(edges) - 1) - 1
    middles = (bands + 0.5) / count
    if strength:
        whole = (bands // 2 + 0.5) / coarse
        middles = whole + strength * (middles - whole)
    return Levels(
        shares[main & inner].tolist(),
        shares[main & ~inner].tolist(),
        shares[~main].tolist(),
        edges,
        ((middles * BANDS - 0.5) / (BANDS - 1)).tolist(),
        strength,
    )
