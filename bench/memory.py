"""How much memory a worker takes."""

from __future__ import annotations

from bench.alone import measured
from bench.figure import Figure, Plan
from bench.recording import recorded
from bench.stock_compared import chapter
from bench.worker import LESSONS

_WIDTH = 256  # pixels: small pictures, so that many rounds are quick and a leak still shows


def memory(plan: Plan) -> list[Figure]:
    """Peak resident memory of the process that draws the surface descent, once and thrice."""
    once = chapter(plan, "quadratic", "descent")
    thrice = chapter(plan, "quadratic", "descent", "3")
    length = thrice["frames"] / once["frames"]
    for name in LESSONS:
        recorded(plan, name)
    # The first round loads every module and font, so what it holds is what a worker needs.
    rounds, few = (8, ()) if plan.times > 1 else (2, ("title",))
    worker = measured("worker", str(plan.folder), str(_WIDTH), str(rounds), *few)
    first, *later = worker["held"]
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
        Figure(
            "memory of a worker after many chapters, posters and GIFs",
            max(later) / first,
            "times",
            1.1,
            "at most",
            f"{max(later):.0f} MB after {worker['tasks'] * rounds}, {first:.0f} after "
            f"{worker['tasks']}",
        ),
    ]
