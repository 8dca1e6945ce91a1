"""The sentences about why a run diverges or crawls: short, and true of its curvatures."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from gradreel.scenarios import Scenario
from gradreel.solver.diagnostics import Diagnosis, diagnose, scaling_helps
from gradreel.solver.ending import Outcome
from gradreel.solver.numbers import DIGITS, MOST_DIGITS, apart, rounded, telling
from gradreel.solver.objective import Objective
from gradreel.solver.recording import RunRecord

_CRAWLS = 0.05  # of the slow direction, closed by a step

SCALING = 'Columns of like size would help: write scale = "standard" under [objective].'


def explained(scenario: Scenario, objective: Objective, record: RunRecord) -> list[str]:
    """What the curvatures say of a run, where they are known, and what would help a fit."""
    diagnosis = diagnose(objective, record)
    if diagnosis is None:
        return []
    said = [reason(diagnosis, record.ending.outcome) or allowed(objective, record)]
    return [*filter(None, said), *_helps(scenario, record, diagnosis)]


def troubles(scenario: Scenario, objective: Objective, record: RunRecord) -> list[str]:
    """Why a run diverges or crawls, and what would help a fit; nothing where it goes well."""
    diagnosis = diagnose(objective, record)
    if diagnosis is None or not (why := reason(diagnosis, record.ending.outcome)):
        return []
    return [why, *_helps(scenario, record, diagnosis)]


def allowed(objective: Objective, record: RunRecord) -> str:
    """Which learning rates would do, where the curvatures are the same everywhere; else ""."""
    diagnosis = diagnose(objective, record)
    return _works(diagnosis) if diagnosis is not None and diagnosis.everywhere else ""


def limit(objective: Objective, record: RunRecord) -> str:
    """The largest learning rate that works and how it is found; "" where that differs by place."""
    diagnosis = diagnose(objective, record)
    if diagnosis is None or not diagnosis.everywhere or diagnosis.largest_rate is None:
        return ""
    return _ruled(diagnosis, rounded(diagnosis.largest_rate))


def reason(diagnosis: Diagnosis, outcome: Outcome) -> str:
    """Why a run diverges or crawls, in curvatures; "" where they are no reason."""
    if outcome.settled:  # with too large a rate too, if it started just so
        return ""
    if outcome is Outcome.KINK and not diagnosis.everywhere:
        return ""  # no curvature tells of a kink: the nearer it is, the larger they may be
    if diagnosis.curvatures[0] < 0:
        return _bends_down(diagnosis)
    if diagnosis.too_large:
        return _too_large(diagnosis)
    if diagnosis.at_limit:
        return _at_limit(diagnosis)
    if outcome is Outcome.PLATEAU and not diagnosis.everywhere:
        return ""  # there is no minimum near to which the way could be closed
    if diagnosis.overshoots:
        return _overshoots(diagnosis)
    if diagnosis.closes is not None and diagnosis.closes < _CRAWLS:
        return _crawls(diagnosis)
    return ""


def _helps(scenario: Scenario, record: RunRecord, diagnosis: Diagnosis) -> list[str]:
    helps = not record.ending.outcome.settled and scaling_helps(scenario, diagnosis)
    return [SCALING] if helps else []


def _bends_down(diagnosis: Diagnosis) -> str:
    if not (diagnosis.everywhere and diagnosis.plain):
        return ""
    down, factor = diagnosis.curvatures[0], 1 - diagnosis.rate * diagnosis.curvatures[0]
    top = "top" if len(diagnosis.curvatures) == 1 else "ridge"
    grows = f"what is off the {top} grows {apart([factor, 1.0])[0]}-fold a step"
    return f"The curvature {rounded(down)} bends down: {grows}."


def _at_limit(diagnosis: Diagnosis) -> str:
    rate = rounded(diagnosis.rate)
    (curvature,) = telling([diagnosis.steepest], lambda told: [rounded(2 / told[0])])
    limit = f"2/λ, the limit, for the curvature λ = {curvature}"
    return f"The rate {rate} is {limit}: along it no step gains."


def _too_large(diagnosis: Diagnosis) -> str:
    assert diagnosis.largest_rate is not None
    rate, limit = apart([diagnosis.rate, diagnosis.largest_rate])
    # The limit may have more digits than others, to be told from the rate.
    counts = range(DIGITS, MOST_DIGITS + 1)
    digits = next(count for count in counts if rounded(diagnosis.largest_rate, count) == limit)
    (curvature,) = telling(
        [diagnosis.steepest], lambda told: [rounded(_limit(diagnosis, told[0]), digits)]
    )
    return (
        f"The learning rate {rate} is above {_ruled(diagnosis, limit)}, the largest that works"
        f"{_place(diagnosis)}: the curvature is λ = {curvature}."
    )


def _crawls(diagnosis: Diagnosis) -> str:
    assert diagnosis.closes is not None
    alike = rounded(diagnosis.curvatures[0]) == rounded(diagnosis.steepest)
    way = "way" if alike else "slow direction"
    share = rounded(100 * diagnosis.closes, 3)
    steps = diagnosis.steps_to(0.5) if diagnosis.everywhere else None
    half = f"; half takes {rounded(steps)} steps" if steps else ""
    said = f"a step closes {share} % of the {way}{_place(diagnosis)}{half}"

    def shares(ends: Sequence[float]) -> list[str]:
        closed = 1 - abs(1 - diagnosis.rate * ends[0])
        return [rounded(100 * closed, 3)] if diagnosis.everywhere else []

    return f"{_curvatures(diagnosis, shares)}: {said}."


def _overshoots(diagnosis: Diagnosis) -> str:
    assert diagnosis.share is not None
    long = f"its step is {rounded(diagnosis.share, 3)} times as long as the way to the minimum"
    where = "Where it starts" if diagnosis.step == 0 else f"At step {diagnosis.step}"
    return f"{where} {long}."


def _works(diagnosis: Diagnosis) -> str:
    if diagnosis.bottomless or diagnosis.curvatures[0] < 0 or diagnosis.largest_rate is None:
        return ""
    best = "" if diagnosis.best_rate is None else f"; {rounded(diagnosis.best_rate)} is the fastest"
    limit = _ruled(diagnosis, rounded(diagnosis.largest_rate))

    def rates(ends: Sequence[float]) -> list[str]:
        told = [rounded(_limit(diagnosis, ends[1]))]
        return [*told, rounded(2 / sum(ends))] if ends[0] > 0 else told

    return f"{_curvatures(diagnosis, rates)}: learning rates below {limit} work{best}."


def _limit(diagnosis: Diagnosis, curvature: float) -> float:
    """The largest rate that works if the largest curvature were this one."""
    assert diagnosis.largest_rate is not None
    return diagnosis.largest_rate * diagnosis.steepest / curvature


def _ruled(diagnosis: Diagnosis, limit: str) -> str:
    return " = ".join(filter(None, (diagnosis.rule, limit)))


def _place(diagnosis: Diagnosis) -> str:
    if diagnosis.everywhere:
        return ""
    return " where it starts" if diagnosis.step == 0 else f" at step {diagnosis.step}"


def _curvatures(diagnosis: Diagnosis, follows: Callable[[Sequence[float]], Sequence[str]]) -> str:
    """The lowest and the highest, in digits from which there follows what is told beside them."""
    lowest, highest = telling([diagnosis.curvatures[0], diagnosis.steepest], follows)
    if lowest == highest:
        return f"Curvature {lowest}"
    two = len(diagnosis.curvatures) == 2
    return f"Curvatures {lowest} and {highest}" if two else f"Curvatures {lowest} to {highest}"
