"""What the chapters about learning rates say: about curvatures, factors, and what comes of them."""

from __future__ import annotations

from collections.abc import Sequence

from gradreel.scenarios import Run
from gradreel.scenes.parts.digits.numbers import number
from gradreel.scenes.parts.formulas.notation import Notation, spoken
from gradreel.scenes.sentences.runs import apart_of, momentum_of
from gradreel.solver.directions import Direction, is_narrow
from gradreel.solver.message import Message, message
from gradreel.solver.rounding import is_noise
from gradreel.solver.run_record import RunRecord

_WHOLE = 1e-9  # relative: a ratio of rates that is nearer to a whole number counts as one


def bends(directions: Sequence[Direction], printed: Sequence[str], notation: Notation) -> Message:
    """How strongly the loss bends in each direction, with its curvatures as printed."""
    letter = spoken(notation.curvature)
    if len(set(printed)) == 1:
        return message("rates-bends-alike", symbol=letter, curvature=printed[0])
    if all(direction.parameter for direction in directions):
        each = tuple(
            message("rates-bend-along", curvature=curvature, name=direction.parameter or "")
            for curvature, direction in zip(printed, directions, strict=True)
        )
        return message("rates-bends", symbol=letter, bends=each)
    highest, lowest = printed
    if not is_narrow(directions):
        return message("rates-bends-between", symbol=letter, least=lowest, most=highest)
    return message("rates-bends-valley", symbol=letter, times=number(narrowness(directions), 3))


def narrowness(directions: Sequence[Direction]) -> float:
    """How many times as strongly a loss bends across a valley as along it."""
    return directions[0].curvature / directions[-1].curvature


def bends_as_slope(curvature: str, notation: Notation) -> Message:
    """What the curvature in the only direction is, as printed: the slope over the distance."""
    symbol, distance = spoken(notation.curvature), spoken(notation.away)
    return message("rates-bends-one", symbol=symbol, curvature=curvature, distance=distance)


def leaves(notation: Notation, every: bool, one: bool = False) -> Message:
    """What a step leaves of the distance along a direction, in `every` run or in plain ones.

    In the only direction (`one`) it has been said before what the slope is.
    """
    return message(
        "rates-leaves-one" if one else "rates-leaves",
        symbol=spoken(notation.curvature),
        distance=spoken(notation.away),
        rate=spoken(notation.rate),
        plain="all" if every else "some",
    )


def guess(runs: Sequence[Run]) -> Message:
    """What is asked before the runs are shown; if they are all alike, a statement of that."""
    differences = apart_of(runs)
    if not differences:
        return message("runs-alike")
    if len(runs) == 2 and differences == (message("runs-the-rate"),) and _alike(*runs):
        times = runs[1].rate / runs[0].rate
        if abs(times - 0.5) <= _WHOLE:
            return message("rates-guess-half")
        if times > 1.5 and abs(times - round(times)) <= _WHOLE * times:
            return message("rates-guess-times", times=round(times))
    if differences == (message("runs-the-rate"), message("runs-the-steps")):
        return message("rates-guess-rates")
    return message("rates-guess", apart=differences, count=len(differences), runs=len(runs))


def _alike(first: Run, second: Run) -> bool:
    """Whether the learning rates of two runs have the same ratio at every step."""
    return first.schedule == second.schedule


def crosses(factors: Sequence[float], many: bool) -> Message | None:
    """What negative factors mean, if some cross to the other side and others diverge; or None."""
    if not any(-1.0 < f < 0.0 for f in factors) or not any(f < -1.0 for f in factors):
        return None
    return message("rates-crosses", many="yes" if many else "no")


def momentum(run: RunRecord) -> Message | None:
    """What the momentum of a run does, and whether the run arrives; None if it has none."""
    share = momentum_of(run.run)
    if share is None:
        return None
    outcome = run.ending.outcome.key
    return message("rates-momentum", share=share, steps=run.steps, outcome=outcome)


def sizes(
    factors: Sequence[float], notation: Notation, many: bool, limit: Message | None
) -> Message:
    """What the sizes of factors mean; a run has `many` of them, or one.

    `limit` is the largest learning rate that works; None if it is not known.
    """
    bounces = any(map(_bounces, factors))
    several = "yes" if many else "no"
    if limit is None:
        return message("rates-bounces" if bounces else "rates-sizes", many=several)
    id = "rates-bounces-limit" if bounces else "rates-sizes-limit"
    rate, symbol = spoken(notation.rate), spoken(notation.curvature)
    return message(id, many=several, rate=rate, symbol=symbol, limit=limit)


def tells_of(sentence: Message, factor: float) -> bool:
    """Whether one of these sentences about factors tells of this one."""
    if sentence.id == "rates-crosses":
        return -1.0 < factor < 0.0
    return sentence.id != "rates-bounces-limit" or _bounces(factor)


def _bounces(factor: float) -> bool:
    return is_noise(factor + 1.0, 1.0)
