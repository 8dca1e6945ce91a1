"""What a map of descents says below its picture, and in its legend."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gradreel.scenes.parts.descents.runs import place_of
from gradreel.scenes.parts.digits.numbers import number, rate
from gradreel.solver.masses import Mass
from gradreel.solver.message import Message, message


def of_ends(lr: float, momentum: float, steps: int) -> Message:
    """That the map shows where descents end."""
    if not momentum:
        return message("map-of-ends", rate=rate(lr), steps=steps)
    id = "map-of-ends-with-momentum"
    return message(id, rate=rate(lr), momentum=rate(momentum), steps=steps)


def of_steps(steps: int, fixed: Mapping[str, float]) -> Message:
    """That the map shows after how many steps descents settle, with what is `fixed`, by name."""
    settings = [message("map-fixed", name=n, value=rate(value)) for n, value in fixed.items()]
    if not settings:
        return message("map-of-steps-everywhere", steps=steps)
    return message("map-of-steps", steps=steps, fixed=tuple(settings))


def place(where: Sequence[float], share: float) -> Message:
    """How many descents end near a place."""
    return message("map-place", place=place_of(where), share=percent(share))


def others(id: str, share: float) -> Message:
    """How many descents do something else."""
    return message(id, share=percent(share))


def settled(count: int, first: bool) -> Message:
    """The colour of descents that settle after so many steps."""
    return message("map-steps" if first else "map-more-steps", count=count)


def counted(mass: Mass, steps: int) -> Message:
    """How many descents of a mass, of at most so many steps, ended in which way."""
    settled, diverged = int(mass.settled.sum()), int(mass.diverged.sum())
    left = len(mass.steps) - settled - diverged
    return message(
        "mass-counted",
        starts=len(mass.steps),
        settled=settled,
        diverged=diverged,
        left=left,
        steps=steps,
    )


def percent(share: float) -> str:
    """A share in percent, with digits enough to be none only if it is."""
    return number(100.0 * share, 2 if share < 0.995 else 4)
