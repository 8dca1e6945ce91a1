"""What a map of descents shows."""

from __future__ import annotations

from dataclasses import dataclass

MOST_CELLS = 2000  # along a side of a map: a picture has hardly more pixels
MOST_STEPS = 100_000  # as of a run


@dataclass(frozen=True)
class MapSettings:
    """What changes along the axes of a map, in how many cells, and how many steps descents take.

    Without axes, they are the first two parameters, or the learning rate and the only one.
    """

    over: tuple[str, str] | None = None
    cells: tuple[int, int] = (400, 300)
    steps: int = 1000
