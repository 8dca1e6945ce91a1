"""How high a loss is drawn: in proportion, or by its logarithm above the lowest one. Pure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gradreel.scenarios.arrays import Array
from gradreel.scenes.parts.poles import LARGEST, real
from gradreel.scenes.parts.round_steps import nice_ticks, round_steps

OVER = 0.03  # of the height: so far beyond its ends is still drawn
# Of a loss: smaller differences may be its own rounding, 450 units of float64's last place.
_FLAT = 1e-13
_MOST = (0.25, 0.75)  # the quantiles between which the middle half of it lies
_LOW = 0.01  # of the height: nobody sees a descent that goes on below
_FEWEST_LOW = 5  # cells of `raster` that a descent crosses there
_FINEST = 1e-4  # of the height: what a logarithm begins with, at the least
_APART = 0.16  # of the height: between ticks
_INSET, _GIVE = 0.12, 0.24  # of the height: where the first tick is, and how far any may be moved


@dataclass(frozen=True)
class Heights:
    """Losses from `bottom` (share 0) to `top` (share 1).

    With `soft`, a loss, the share grows by log(1 + (loss - bottom) / soft); without in proportion.
    """

    bottom: float
    top: float
    soft: float | None = None

    @property
    def spread(self) -> float:
        """How much higher the end of the range is than its beginning."""
        low, high = self.range
        return high - low

    @property
    def range(self) -> tuple[float, float]:
        """The losses of an axis: from the bottom to the top, or farther where all is flat.

        Flat is what has nothing but rounding between the two. An axis needs two numbers all the
        same, and rounding must not be seen beside it.
        """
        flat = self.top - self.bottom <= _FLAT * max(abs(self.top), abs(self.bottom))
        return self.bottom, self.bottom + (abs(self.bottom) or 1.0) if flat else self.top

    def share(self, losses: Array | float) -> Array:
        """Losses (...) as shares of the height; NaN for what is no number."""
        with np.errstate(all="ignore"):
            above = (np.asarray(losses, dtype=float) - self.bottom) / self.spread
            if self.soft is None:
                return np.asarray(above)
            # Below the bottom it goes on as steeply as there.
            bend = self.spread / self.soft
            grown = np.where(above > 0.0, np.log1p(bend * np.maximum(above, 0.0)), bend * above)
            return np.asarray(grown / np.log1p(bend))

    def loss(self, shares: Array | float) -> Array:
        """The losses at shares (...) of the height from 0 to 1."""
        shares = np.asarray(shares, dtype=float)
        if self.soft is None:
            return np.asarray(self.bottom + self.spread * shares)
        whole = np.log1p(self.spread / self.soft)
        return np.asarray(self.bottom + self.soft * np.expm1(whole * shares))

    def steepness(self, loss: float) -> float:
        """By how much the share grows with the loss, at a loss."""
        if self.soft is None:
            return 1.0 / self.spread
        whole = np.log1p(self.spread / self.soft)
        return float(1.0 / (whole * (self.soft + max(loss - self.bottom, 0.0))))

    def drawn(self, losses: Array) -> NDArray[np.bool_]:
        """Which losses (...) are numbers not far beyond the bottom or the top."""
        return within(self.share(losses))

    def levels(self, count: int) -> Array:
        """Losses for contour lines: close together near the bottom, where the descent ends."""
        steps = np.arange(1, count + 1) / (count + 1)
        return self.loss(steps if self.soft is not None else steps**2)

    def ticks(self, count: int) -> Array:
        """About `count` round losses; powers of ten where heights are logarithmic."""
        if self.soft is None:
            return nice_ticks(*self.range, count)
        whole = 10.0 ** np.arange(np.ceil(np.log10(self.soft)), np.log10(LARGEST))
        found = np.concatenate([-whole[::-1], [0.0], whole])
        found = found[(found >= self.bottom) & (found <= self.top)]
        apart = max(_APART, 0.7 / max(count, 1))
        kept = self._apart(found, apart)
        return kept if len(kept) > 1 else self._spread_ticks(max(2, int(1.0 / apart)))

    def _spread_ticks(self, count: int) -> Array:
        """So many losses at about equal distances on the screen, as round as these let them be."""
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
        """Of ascending ticks, from the top on, those that are such a share of the height apart."""
        kept: list[float] = []
        for tick in ticks[::-1].tolist():
            if not kept or float(self.share(kept[-1]) - self.share(tick)) >= share:
                kept.append(tick)
        return np.array(kept[::-1])


def within(shares: Array) -> NDArray[np.bool_]:
    """Which shares (...) of a height are drawn; NaN is not."""
    return np.asarray((shares >= -OVER) & (shares <= 1.0 + OVER))


def heights_of(values: Array, visited: Array, poles: tuple[bool, bool] = (False, False)) -> Heights:
    """The heights for the losses (...) of a picture in which a descent visits some (n,).

    Where the losses have `poles`, deep or high ones, these are cut not far from most of the rest
    and from what is visited. Heights are logarithmic where most of the descent could not be seen
    otherwise.
    """
    values, visited = values[real(values)], visited[real(visited)]
    if not len(values):
        values = visited if len(visited) else np.array([0.0, 1.0])
    few, most = np.quantile(values, _MOST)
    deep, high = poles
    low = max(values.min(), few - (most - few)) if deep else values.min()
    top = min(values.max(), most + (most - few)) if high else values.max()
    # A place between the points of a grid is often a little lower than all of them.
    over = OVER * (top - low)
    low = min([low, *(loss for loss in visited if loss < low - over)])
    top = max([top, *(loss for loss in visited if loss > top + over)])
    heights = Heights(float(low), float(top))
    return Heights(heights.bottom, heights.top, _soft(heights, visited))


def _soft(heights: Heights, visited: Array) -> float | None:
    """What a logarithm has to begin with for a descent to be seen; None where it is seen anyway."""
    shares = heights.share(visited)
    low = shares < _LOW
    if np.count_nonzero(low) < max(_FEWEST_LOW, len(visited) / 2):
        return None
    return heights.spread * max(float(np.quantile(shares[low], 0.1)), _FINEST)


def raster(places: Array, low: Array, high: Array, cells: int = 24) -> Array:
    """Of places (n, p) in a domain, the first in each cell of a coarse grid: how far a way goes."""
    with np.errstate(all="ignore"):
        shares = (places - low) / (high - low)
    shares = shares[inside := ((shares >= -1e-9) & (shares <= 1 + 1e-9)).all(axis=1)]
    _, first = np.unique(np.floor(shares * cells), axis=0, return_index=True)
    return np.asarray(places[inside][np.sort(first)])
