"""What is below the picture of a run in a panel, and moves with it."""

from __future__ import annotations

from typing import Protocol

from manim import VGroup


class Below(Protocol):
    """A small picture: `static_parts` stand still, `draw_to` moves `moving_parts`.

    `factors` appear when the run is explained, and replace what says the `meaning` of the picture,
    if anything does. The verdict goes below `bottom`.
    """

    static_parts: VGroup
    moving_parts: VGroup
    meaning: VGroup
    factors: VGroup
    bottom: float

    def draw_to(self, step: float) -> None:
        """Show a step, which may lie between two recorded ones."""
