"""What stands below the picture of a run in a panel, and moves with it."""

from __future__ import annotations

from typing import Protocol

from manim import VGroup


class Below(Protocol):
    """`static_parts` stand, `moving_parts` move with `draw_to`; `factors` come in the end.

    A verdict goes below `bottom`.
    """

    static_parts: VGroup
    moving_parts: VGroup
    factors: VGroup
    bottom: float

    def draw_to(self, step: float) -> None:
        """Show a step, which may lie between two recorded ones."""
