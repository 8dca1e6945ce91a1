"""Messages on why a run diverges or crawls, in terms of its curvatures."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from gradreel.scenarios import Scenario
from gradreel.solver.diagnostics import Diagnosis, diagnose, scaling_helps
from gradreel.solver.ending import Outcome
from gradreel.solver.message import Message, message
from gradreel.solver.numbers import (
    DIGITS,
    MOST_DIGITS,
    SETTING_DIGITS,
    apart,
    precise_enough,
    rounded,
)
from gradreel.solver.objective import Objective
from gradreel.solver.run_record import RunRecord

_CRAWLS = 0.05  # of the way: if a step closes less, halving it takes 14 steps or more
_SYMBOL = "λ"  # of a curvature

SCALING = message("reason-scaling")


def explained(scenario: Scenario, objective: Objective, record: RunRecord) -> list[Message]:
    """Messages on what the curvatures, if known, say about a run, and on what would help a fit."""
    diagnosis = diagnose(objective, record)
    if diagnosis is None:
        return []
    said = [reason(diagnosis, record.ending.outcome) or allowed(objective, record)]
    return [*filter(None, said), *_helps(scenario, record, diagnosis)]


def troubles(scenario: Scenario, objective: Objective, record: RunRecord) -> list[Message]:
    """Messages on why a run diverges or crawls, and on what would help a fit; maybe none.

    They are for lessons, in which curvatures come later: those that only crawl do without them.
    """
    diagnosis = diagnose(objective, record)
    if diagnosis is None or not (why := reason(diagnosis, record.ending.outcome, told=False)):
        return []
    return [why, *_helps(scenario, record, diagnosis)]


def allowed(objective: Objective, record: RunRecord) -> Message | None:
    """Which learning rates work, if the curvatures are the same everywhere."""
    diagnosis = diagnose(objective, record)
    return _works(diagnosis) if diagnosis is not None and diagnosis.everywhere else None


def limit(objective: Objective, record: RunRecord) -> Message | None:
    """The largest learning rate that works, and its formula; None if curvatures vary."""
    diagnosis = diagnose(objective, record)
    if diagnosis is None or not diagnosis.everywhere or diagnosis.largest_rate is None:
        return None
    return _ruled(diagnosis, rounded(diagnosis.largest_rate))


def reason(diagnosis: Diagnosis, outcome: Outcome, told: bool = True) -> Message | None:
    """Why a run diverges or crawls, in terms of curvatures; None if they do not explain it.

    Why it crawls can also be said without curvatures, which not everybody knows of.
    """
    if outcome.settled:  # even with too large a rate, from a lucky start
        return None
    if outcome is Outcome.KINK and not diagnosis.everywhere:
        return None  # near a kink, curvatures may be arbitrarily large
    if diagnosis.curvatures[0] < 0:
        return _bends_down(diagnosis)
    if diagnosis.too_large:
        return _too_large(diagnosis)
    if diagnosis.at_limit:
        return _at_limit(diagnosis)
    if outcome is Outcome.PLATEAU and not diagnosis.everywhere:
        return None  # there is no minimum near, and so no way to close
    if diagnosis.overshoots:
        return _overshoots(diagnosis)
    if diagnosis.closes is not None and diagnosis.closes < _CRAWLS:
        return _crawls(diagnosis, told)
    return None


def _helps(scenario: Scenario, record: RunRecord, diagnosis: Diagnosis) -> list[Message]:
    helps = not record.ending.outcome.settled and scaling_helps(scenario, diagnosis)
    return [SCALING] if helps else []


def _bends_down(diagnosis: Diagnosis) -> Message | None:
    if not (diagnosis.everywhere and diagnosis.plain):
        return None
    down, factor = diagnosis.curvatures[0], 1 - diagnosis.rate * diagnosis.curvatures[0]
    top = "top" if len(diagnosis.curvatures) == 1 else "ridge"
    shown_factor = apart([factor, 1.0])[0]
    return message("reason-bends-down", curvature=rounded(down), top=top, factor=shown_factor)


def _at_limit(diagnosis: Diagnosis) -> Message:
    rate = rounded(diagnosis.rate)
    (curvature,) = precise_enough([diagnosis.steepest], lambda shown: [rounded(2 / shown[0])])
    return message("reason-at-limit", rate=rate, symbol=_SYMBOL, curvature=curvature)


def _too_large(diagnosis: Diagnosis) -> Message:
    assert diagnosis.largest_rate is not None
    rate, limit = apart([diagnosis.rate, diagnosis.largest_rate])
    # The limit may have more digits than other numbers, to be distinguished from the rate.
    counts = range(DIGITS, MOST_DIGITS + 1)
    digits = next(count for count in counts if rounded(diagnosis.largest_rate, count) == limit)
    (curvature,) = precise_enough(
        [diagnosis.steepest], lambda shown: [rounded(_limit(diagnosis, shown[0]), digits)]
    )
    return message(
        "reason-too-large",
        rate=rate,
        limit=_ruled(diagnosis, limit),
        where=_where(diagnosis),
        step=diagnosis.step,
        symbol=_SYMBOL,
        curvature=curvature,
    )


def _crawls(diagnosis: Diagnosis, told: bool) -> Message:
    assert diagnosis.closes is not None
    alike = rounded(diagnosis.curvatures[0]) == rounded(diagnosis.steepest)
    way, share = "whole" if alike else "slow", rounded(100 * diagnosis.closes, 3)

    def shares(ends: Sequence[float]) -> list[str]:
        closed = 1 - abs(1 - diagnosis.rate * ends[0])
        return [rounded(100 * closed, 3)] if diagnosis.everywhere else []

    values = {
        "told": "yes" if told else "no",
        "curvatures": _curvatures(diagnosis, shares),
        "share": share,
        "way": way,
    }
    half = diagnosis.steps_to(0.5)
    if diagnosis.everywhere and half:
        return message("reason-crawls", **values, half=rounded(half))
    return message("reason-crawls-there", **values, where=_where(diagnosis), step=diagnosis.step)


def _overshoots(diagnosis: Diagnosis) -> Message:
    assert diagnosis.share is not None
    where, step = _where(diagnosis), diagnosis.step
    return message("reason-overshoots", where=where, step=step, times=rounded(diagnosis.share, 3))


def _works(diagnosis: Diagnosis) -> Message | None:
    if diagnosis.bottomless or diagnosis.curvatures[0] < 0 or diagnosis.largest_rate is None:
        return None
    limit = _ruled(diagnosis, rounded(diagnosis.largest_rate))

    def rates(ends: Sequence[float]) -> list[str]:
        limit_alone = [rounded(_limit(diagnosis, ends[1]))]
        return [*limit_alone, rounded(2 / sum(ends))] if ends[0] > 0 else limit_alone

    curvatures = _curvatures(diagnosis, rates)
    if diagnosis.best_rate is None:
        return message("reason-rates", curvatures=curvatures, limit=limit)
    best = rounded(diagnosis.best_rate)
    return message("reason-rates-and-best", curvatures=curvatures, limit=limit, best=best)


def _limit(diagnosis: Diagnosis, curvature: float) -> float:
    """The largest rate that would work if this were the largest curvature."""
    assert diagnosis.largest_rate is not None
    return diagnosis.largest_rate * diagnosis.steepest / curvature


def _ruled(diagnosis: Diagnosis, limit: str) -> Message:
    momentum = rounded(diagnosis.momentum, SETTING_DIGITS)
    return message(
        "reason-limit", rule=diagnosis.rule, symbol=_SYMBOL, momentum=momentum, limit=limit
    )


def _where(diagnosis: Diagnosis) -> str:
    if diagnosis.everywhere:
        return "everywhere"
    return "start" if diagnosis.step == 0 else "step"


def _curvatures(
    diagnosis: Diagnosis, follows: Callable[[Sequence[float]], Sequence[str]]
) -> Message:
    """The lowest and the highest, in digits that suffice to compute the numbers beside them."""
    lowest, highest = precise_enough([diagnosis.curvatures[0], diagnosis.steepest], follows)
    if lowest == highest:
        return message("reason-curvature", curvature=lowest)
    count = len(diagnosis.curvatures)
    return message("reason-curvatures", count=count, lowest=lowest, highest=highest)
