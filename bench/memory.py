"""How much memory a worker takes."""

from __future__ import annotations

from bench.figure import Figure, Plan
from bench.stock_compared import chapter


def memory(plan: Plan) -> list[Figure]:
    """Peak resident memory of the process that draws the surface descent, once and thrice."""
    once = chapter(plan, "quadratic", "descent")
    thrice = chapter(plan, "quadratic", "descent", "3")
    length = thrice["frames"] / once["frames"]
    return [
        Figure("memory of one worker, at its peak", once["peak"], "MB", 700, "at most"),
        Figure(
            "memory of a chapter three times as long",
            thrice["peak"] / once["peak"],
            "times",
            1.1,
            "at most",
            f"{thrice['peak']:.0f} MB, {length:.1f} times the frames",
        ),
    ]
