"""What the chapters about learning rates say: of curvatures, of factors, of what is to be seen."""

from __future__ import annotations

from collections.abc import Sequence

from gradreel.scenarios import Run
from gradreel.scenes.parts.notation import Notation, spoken
from gradreel.scenes.parts.numbers import number
from gradreel.scenes.sentences.runs import apart_of, momentum_of
from gradreel.solver.directions import Direction, is_narrow
from gradreel.solver.message import Message, message
from gradreel.solver.recording import RunRecord
from gradreel.solver.rounding import is_noise

_WHOLE = 1e-9  # relative: a ratio of rates that is off by less is a whole number


def bends(directions: Sequence[Direction], printed: Sequence[str], own: Notation) -> Message:
    """How strongly the loss bends in each direction, by its curvatures as they are printed."""
    letter = spoken(own.curvature)
    if len(set(printed)) == 1:
        return message("rates-bends-alike", symbol=letter, curvature=printed[0])
    if all(direction.parameter for direction in directions):
        each = tuple(
            message("rates-bend-along", curvature=curvature, name=direction.parameter or "")
            for curvature, direction in zip(printed, directions, strict=True)
        )
        return message("rates-bends", symbol=letter, bends=each)
    most, least = printed
    if not is_narrow(directions):
        return message("rates-bends-between", symbol=letter, least=least, most=most)
    return message("rates-bends-valley", symbol=letter, times=number(narrowness(directions), 3))


def narrowness(directions: Sequence[Direction]) -> float:
    """How many times as strongly a loss bends across a valley as along it."""
    return directions[0].curvature / directions[-1].curvature


def leaves(own: Notation, every: bool, curvature: str | None = None) -> Message:
    """What a step does to the distance along a direction, in all runs or in the plain ones.

    `curvature` is that of the only direction, as it is printed.
    """
    told = {
        "symbol": spoken(own.curvature),
        "distance": spoken(own.away),
        "rate": spoken(own.rate),
        "plain": "all" if every else "some",
    }
    if curvature is None:
        return message("rates-leaves", **told)
    return message("rates-leaves-one", **told, curvature=curvature)


def guess(runs: Sequence[Run]) -> Message:
    """What is asked before the runs are seen; no question where they are all alike."""
    apart = apart_of(runs)
    if not apart:
        return message("runs-alike")
    if len(runs) == 2 and apart == (message("runs-the-rate"),):
        times = runs[1].lr / runs[0].lr
        if abs(times - 0.5) <= _WHOLE:
            return message("rates-guess-half")
        if times > 1.5 and abs(times - round(times)) <= _WHOLE * times:
            return message("rates-guess-times", times=round(times))
    return message("rates-guess", apart=apart, count=len(apart), runs=len(runs))


def crosses(factors: Sequence[float], many: bool) -> Message | None:
    """What negative factors mean, where some cross to the other side and some fly off; or None."""
    if not any(-1.0 < f < 0.0 for f in factors) or not any(f < -1.0 for f in factors):
        return None
    return message("rates-crosses", many="yes" if many else "no")


def momentum(run: RunRecord) -> Message | None:
    """What the momentum of a run does, and whether it arrives; None where it has none."""
    share = momentum_of(run.run)
    if share is None:
        return None
    outcome = run.ending.outcome.key
    return message("rates-momentum", share=share, steps=run.steps, outcome=outcome)


def sizes(factors: Sequence[float], own: Notation, many: bool, limit: Message | None) -> Message:
    """What the sizes of factors mean: `many` of them for a run, or one.

    `limit` is the largest learning rate that works, None where it is not known.
    """
    bounces = any(is_noise(factor + 1.0, 1.0) for factor in factors)
    told = "yes" if many else "no"
    if limit is None:
        return message("rates-bounces" if bounces else "rates-sizes", many=told)
    id = "rates-bounces-limit" if bounces else "rates-sizes-limit"
    return message(id, many=told, rate=spoken(own.rate), limit=limit)
