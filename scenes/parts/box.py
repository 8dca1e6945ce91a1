"""Where something stands on the screen."""

from __future__ import annotations

Pair = tuple[float, float]
# The lower left corner, and the width and height, in screen units: the frame is 8 high.
Box = tuple[Pair, Pair]
Corners = tuple[Pair, Pair]  # lower left, upper right
