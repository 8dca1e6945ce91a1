"""How high a loss is drawn: in proportion, or by its logarithm above the lowest loss. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from gradreel.scenarios.arrays import Array
from gradreel.scenes.parts.digits.round_steps import nice_ticks, round_steps, rounded
from gradreel.scenes.parts.geometry.poles import LARGEST, real

# Of a map, with lines between them: half as many leave few rings around a minimum, and twice as
# many crowd paths.
BANDS = 13
_EVEN = np.arange(BANDS + 1) / BANDS  # ranks of their borders
# The rank of the lowest line. Below it ranks go on as steeply: a root would be vertical at the
# bottom, which is only the lowest loss of a grid, and crowd lines there.
_LOWEST = 1 / BANDS
OVER = 0.03  # of the height: what is so little beyond its ends is still drawn
# Of a loss: smaller differences may be rounding, 450 units in the last place of float64.
_FLAT = 1e-13
_MOST = (0.25, 0.75)  # the quantiles between which the middle half of the losses lies
_LOW = 0.01  # of the height: a descent that goes on below cannot be seen
_FEWEST_LOW = 5  # cells of `raster` that a descent has to cross there to need a logarithm
_FINEST = 1e-4  # of the height: a logarithm shows no smaller differences
_APART = 0.16  # of the height, between ticks, at least, so that their numbers do not touch
_MOVED = 0.1  # of the gap below it: how far a contour line may be moved to a rounder loss
_INSET, _GIVE = 0.12, 0.24  # of the height: where the first tick is, and how far ticks may move


@dataclass(frozen=True)
class Heights:
    """Losses as shares of the height, from `bottom` (0) to `top` (1).

    With `soft`, a loss, the share is proportional to log(1 + (loss - bottom) / soft); without, to
    the loss.
    """

    bottom: float
    top: float
    soft: float | None = None

    @property
    def spread(self) -> float:
        """The width of the range."""
        low, high = self.range
        return high - low

    @property
    def range(self) -> tuple[float, float]:
        """The losses of an axis: from the bottom to the top, or farther if all is flat.

        Flat is a loss with only rounding between the two. Its axis still needs two numbers, and
        must not magnify the rounding.
        """
        flat = self.top - self.bottom <= _FLAT * max(abs(self.top), abs(self.bottom))
        return self.bottom, self.bottom + (abs(self.bottom) or 1.0) if flat else self.top

    def share(self, losses: Array | float) -> Array:
        """Losses (...) as shares of the height; NaN for NaN."""
        with np.errstate(all="ignore"):
            above = (np.asarray(losses, dtype=float) - self.bottom) / self.spread
            if self.soft is None:
                return np.asarray(above)
            # Below the bottom, the share goes on as steeply as at the bottom.
            bend = self.spread / self.soft
            grown = np.where(above > 0.0, np.log1p(bend * np.maximum(above, 0.0)), bend * above)
            return np.asarray(grown / np.log1p(bend))

    def loss(self, shares: Array | float) -> Array:
        """The losses at shares (...) of the height from 0 to 1."""
        shares = np.asarray(shares, dtype=float)
        if self.soft is None:
            return np.asarray(self.bottom + self.spread * shares)
        top_logarithm = np.log1p(self.spread / self.soft)
        return np.asarray(self.bottom + self.soft * np.expm1(top_logarithm * shares))

    def steepness(self, loss: float) -> float:
        """The derivative of the share by the loss, at a loss."""
        if self.soft is None:
            return 1.0 / self.spread
        top_logarithm = np.log1p(self.spread / self.soft)
        return float(1.0 / (top_logarithm * (self.soft + max(loss - self.bottom, 0.0))))

    def drawn(self, losses: Array) -> NDArray[np.bool_]:
        """Which losses (...) are drawn: numbers not far beyond the bottom or the top."""
        return within(self.share(losses))

    def levels(self) -> Array:
        """Losses of contour lines, closer together near the bottom, where descents end."""
        return self.loss(self.at_rank(_EVEN[1:-1]))

    def rank(self, shares: Array) -> Array:
        """Shares (...) on the scale up to 1 on which contour lines are evenly spaced."""
        ranks = self._rank(shares)
        drawn = (ranks >= 0.0) & (ranks <= 1.0)
        return np.where(drawn, np.interp(ranks, self._round_ranks, _EVEN), ranks)

    def at_rank(self, ranks: Array) -> Array:
        """The shares at ranks (...); at multiples of 1 / `BANDS` these are round losses."""
        lines = self._round_ranks
        below = np.clip(np.floor(ranks * BANDS), 0, BANDS - 1).astype(int)
        between = lines[below] + (ranks * BANDS - below) * (lines[below + 1] - lines[below])
        return self._share_at(np.where((ranks >= 0.0) & (ranks <= 1.0), between, ranks))

    def _rank(self, shares: Array) -> Array:
        """The same before lines are moved to round losses."""
        if self.soft is not None:
            return shares
        return np.where(
            shares > _LOWEST**2, np.sqrt(np.abs(shares)), (shares / _LOWEST + _LOWEST) / 2
        )

    def _share_at(self, ranks: Array) -> Array:
        """The inverse of that."""
        if self.soft is not None:
            return ranks
        return np.where(ranks > _LOWEST, ranks**2, _LOWEST * (2 * ranks - _LOWEST))

    @cached_property
    def _round_ranks(self) -> Array:
        """The ranks of round losses, about evenly spaced from 0 to 1, at which lines are drawn."""
        losses = self.loss(self._share_at(_EVEN))
        gives = _MOVED * np.diff(np.maximum(losses, self.bottom), prepend=self.bottom)
        gives[-1] = 0.0  # the top is no line
        found = np.array([rounded(*each) for each in zip(losses, gives, strict=True)])
        return self._rank(self.share(found))

    def ticks(self, count: int) -> Array:
        """About `count` round losses; powers of ten if heights are logarithmic."""
        if self.soft is None:
            return nice_ticks(*self.range, count)
        powers = 10.0 ** np.arange(np.ceil(np.log10(self.soft)), np.log10(LARGEST))
        found = np.concatenate([-powers[::-1], [0.0], powers])
        found = found[(found >= self.bottom) & (found <= self.top)]
        distance = max(_APART, 0.7 / max(count, 1))
        spaced = self._apart(found, distance)
        return spaced if len(spaced) > 1 else self._spread_ticks(max(2, int(1.0 / distance)))

    def _spread_ticks(self, count: int) -> Array:
        """`count` losses at about equal distances on the screen, as round as these allow."""
        shares = np.linspace(_INSET, 1.0 - _INSET, count)
        give = _GIVE / count
        ticks = []
        for share, low, high in zip(
            shares, self.loss(shares - give), self.loss(shares + give), strict=True
        ):
            steps = round_steps(high - low) if high > low else []
            coarse_first = [step for step in steps[3::-1] if step]
            found = [step * np.round(self.loss(share) / step) for step in coarse_first]
            ticks.append(next((t for t in found if low <= t <= high), float(self.loss(share))))
        return np.array(ticks) + 0.0

    def _apart(self, ticks: Array, share: float) -> Array:
        """Of ascending ticks, chosen from the top, those at least a share of the height apart."""
        kept: list[float] = []
        for tick in ticks[::-1].tolist():
            if not kept or float(self.share(kept[-1]) - self.share(tick)) >= share:
                kept.append(tick)
        return np.array(kept[::-1])


def within(shares: Array) -> NDArray[np.bool_]:
    """Which shares (...) of the height are drawn; NaN is not."""
    return np.asarray((shares >= -OVER) & (shares <= 1.0 + OVER))


def heights_of(values: Array, visited: Array, poles: tuple[bool, bool] = (False, False)) -> Heights:
    """The heights for the losses (...) of a picture in which a descent visits some (n,).

    If the losses have `poles`, deep or high, these are cut not far beyond most other losses and
    those visited. Heights are logarithmic if most of the descent could not be seen otherwise.
    """
    values, visited = values[real(values)], visited[real(visited)]
    if not len(values):
        values = visited if len(visited) else np.array([0.0, 1.0])
    lower, upper = np.quantile(values, _MOST)
    deep, high = poles
    low = max(values.min(), lower - (upper - lower)) if deep else values.min()
    top = min(values.max(), upper + (upper - lower)) if high else values.max()
    # Places between the points of a grid are often a little lower than all of them.
    over = OVER * (top - low)
    low = min([low, *(loss for loss in visited if loss < low - over)])
    top = max([top, *(loss for loss in visited if loss > top + over)])
    heights = Heights(float(low), float(top))
    return Heights(heights.bottom, heights.top, _soft(heights, visited))


def _soft(heights: Heights, visited: Array) -> float | None:
    """The `soft` with which a descent can be seen; None if it can be seen without."""
    shares = heights.share(visited)
    low = shares < _LOW
    if np.count_nonzero(low) < max(_FEWEST_LOW, len(visited) / 2):
        return None
    return heights.spread * max(float(np.quantile(shares[low], 0.1)), _FINEST)


def raster(places: Array, low: Array, high: Array, cells: int = 24) -> Array:
    """The first of places (n, p) in each cell of a coarse grid over a domain.

    So places count by the distance that they cover, not by their number.
    """
    with np.errstate(all="ignore"):
        shares = (places - low) / (high - low)
    shares = shares[inside := ((shares >= -1e-9) & (shares <= 1 + 1e-9)).all(axis=1)]
    _, first = np.unique(np.floor(shares * cells), axis=0, return_index=True)
    return np.asarray(places[inside][np.sort(first)])
