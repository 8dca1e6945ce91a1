"""Data points side by side, each over its number, with the prediction of a model."""

from __future__ import annotations

import numpy as np

from gradreel.scenarios.arrays import Array
from gradreel.scenes import theme
from gradreel.scenes.parts.geometry.box import Box
from gradreel.scenes.parts.geometry.points import between, discs, polyline, trace
from gradreel.scenes.parts.plots.plot import Plot
from gradreel.scenes.parts.plots.scatter import height_range, point_radius

_FARTHEST = 3.0  # heights of the data by which predictions may stretch the axis
_MOST = 8  # numbers below the axis, at most, so that they stay apart
_DASH = 0.22  # screen units: half the mark of a prediction, in a wide column
_THIN = 2.5  # stroke width of a gap: thinner than the mark at its end
_ASIDE = 0.5  # point numbers, from the outer points to the ends of the axis


class PointColumns(Plot):
    """The outputs (n,) of some points as dots, over their numbers `points` (n,).

    Dashes are the `predicted` outputs (n,); one far from all outputs is at the border. `names` are
    those of the axes. `predict` draws the `dashes`, and `miss` the `gaps` to the dots.
    """

    def __init__(
        self, points: Array, outputs: Array, predicted: Array, box: Box, names: tuple[str, str]
    ) -> None:
        count = len(outputs)
        heights = np.append(predicted[np.isfinite(predicted)], 0.0)
        limits = height_range(outputs, heights, _FARTHEST)
        across = float(points.min()) - _ASIDE, float(points.max()) + _ASIDE
        super().__init__(across, limits, box, names, (min(count, _MOST), 5))
        if count == 1:  # a single point needs no number, and the axis would have only halves
            self.ticks.remove(self.ticks.across)
        self.tops = self.place(points, outputs)
        self.ends = self.place(points, np.clip(predicted, *self.y))
        self._foot = self.place(points, np.clip(0.0, *self.y))
        colors, self._half = theme.colors(), min(_DASH, 0.35 * box.width / count)
        self.dots = discs(self.tops, point_radius(count), colors.data, 0.9)
        self.gaps = polyline(self.tops[:0], colors.residual, _THIN)
        self.dashes = polyline(self.tops[:0], colors.model, 5.0)
        self.add(self.gaps, self.dashes, self.dots)

    def predict(self, share: float) -> None:
        """Let the dashes rise from 0 to a share of their heights."""
        middles = self._foot + share * (self.ends - self._foot)
        aside = np.array([self._half, 0.0, 0.0])
        trace(self.dashes, between(middles - aside, middles + aside))

    def miss(self, share: float) -> None:
        """Let the gaps grow from the points up to a share of the distance to the predictions."""
        trace(self.gaps, between(self.tops, self.tops + share * (self.ends - self.tops)))
