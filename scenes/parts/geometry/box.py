"""Places and sizes, on the screen and among the parameters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

Pair = tuple[float, float]
Corners = tuple[Pair, Pair]  # lower left, upper right
Domain = Mapping[str, tuple[float, float]]  # the drawn range of each parameter


class Box(NamedTuple):
    """A part of the screen: its lower left corner, its width and height, in screen units."""

    corner: Pair
    size: Pair

    @classmethod
    def between(cls, low: Pair, high: Pair) -> Box:
        """The box with these lower left and upper right corners."""
        return cls(low, (high[0] - low[0], high[1] - low[1]))

    @property
    def left(self) -> float:
        return self.corner[0]

    @property
    def bottom(self) -> float:
        return self.corner[1]

    @property
    def right(self) -> float:
        return self.corner[0] + self.size[0]

    @property
    def top(self) -> float:
        return self.corner[1] + self.size[1]

    @property
    def width(self) -> float:
        return self.size[0]

    @property
    def height(self) -> float:
        return self.size[1]

    @property
    def corners(self) -> Corners:
        """The lower left and upper right corners."""
        return self.corner, (self.right, self.top)
