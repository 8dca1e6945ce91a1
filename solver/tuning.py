"""The best of several learning rates: each is tried, and how it did is kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from gradreel.scenarios import Run, Trial
from gradreel.solver.halted import Halt

_AS_LOW = 1e-9  # of the way down from the start: losses that differ by less are equally low


class HaltedDescent(Protocol):
    """A descent that has halted: its run, the loss at each point, and why it halted."""

    run: Run
    losses: list[float]
    halt: Halt | None


D = TypeVar("D", bound=HaltedDescent)


def tuned(run: Run, descend: Callable[[Run], D]) -> D:
    """The descent of a run, with the best of the learning rates that it tries, if it tries any.

    The best ends with the lowest loss; of several that end equally low, it is the one that came so
    low in the fewest steps. A descent that left what can be computed is worse than any other.
    """
    if not run.tune:
        return descend(run)
    descents = [descend(run.model_copy(update={"lr": rate})) for rate in run.tune]
    tried = tuple(
        Trial(rate=rate, loss=None if _lost(one) else one.losses[-1])
        for rate, one in zip(run.tune, descents, strict=True)
    )
    best = descents[_best(descents)]
    best.run = best.run.model_copy(update={"tried": tried})
    return best


def _best(descents: Sequence[HaltedDescent]) -> int:
    """The place of the best descent; the first of them if none is better."""
    staying = [k for k, one in enumerate(descents) if not _lost(one)]
    if not staying:
        return 0
    lowest = min(descents[k].losses[-1] for k in staying)
    margin = lowest + _AS_LOW * (descents[0].losses[0] - lowest)
    arrived = [k for k in staying if descents[k].losses[-1] <= max(margin, lowest)]
    return min(arrived, key=lambda k: _steps_to(descents[k].losses, max(margin, lowest)))


def _steps_to(losses: Sequence[float], margin: float) -> int:
    return next(step for step, loss in enumerate(losses) if loss <= margin)


def _lost(descent: HaltedDescent) -> bool:
    return descent.halt in (Halt.BEYOND, Halt.FAILED)
