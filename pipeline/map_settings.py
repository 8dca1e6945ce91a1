"""What a map of descents shows."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class MapSettings:
    """What changes along the axes of a map, in how many cells, and how many steps descents take.

    Without axes, they are the first two parameters, or the learning rate and the only one.
    """

    over: tuple[str, str] | None = None
    cells: tuple[int, int] = (400, 300)
    steps: int = 1000
