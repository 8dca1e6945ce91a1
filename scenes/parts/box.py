"""Where something stands: on the screen, or among the parameters."""

from __future__ import annotations

from collections.abc import Mapping

Pair = tuple[float, float]
# The lower left corner, and the width and height, in screen units: the frame is 8 high.
Box = tuple[Pair, Pair]
Corners = tuple[Pair, Pair]  # lower left, upper right
Domain = Mapping[str, tuple[float, float]]  # the drawn range of each parameter
