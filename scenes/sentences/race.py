"""What the chapter about a race says: what counts, who arrives, and why."""

from __future__ import annotations

from collections.abc import Sequence

from gradreel.scenarios import Run, Scenario
from gradreel.scenes.parts.digits.numbers import as_typeset, number
from gradreel.scenes.parts.digits.printed import agreed_digits
from gradreel.scenes.sentences.run_names import names_of, unique
from gradreel.scenes.sentences.runs import momentum_of
from gradreel.solver.directions import NARROW
from gradreel.solver.finish import Arrival
from gradreel.solver.message import Message, message
from gradreel.solver.method_names import options_of, settings_of
from gradreel.solver.run_record import RunRecord

_FEW = 2  # digits of the losses in the table, which has little room
_BENDS = 4.0  # times as strongly across as along: from here on the difference is worth telling

# How methods get along a valley that bends far more strongly across than along.
_ASKING = ("Newton", "Newton-CG", "trust-exact")
_LEARNING = ("BFGS", "L-BFGS-B", "LBFGS", "CG")
_SCALING = ("Adadelta", "Adagrad", "Adam", "AdamW", "Adamax", "NAdam", "RAdam", "RMSprop", "Rprop")


def racing_names(runs: Sequence[Run]) -> tuple[str, ...]:
    """The methods of runs with their options, no two alike, typeset.

    Where runs share a method, all have what else sets them apart in their names.
    """
    named = [", ".join([run.optimizer, *options_of(settings_of(run))]) for run in runs]
    names = named if len(set(named)) == len(named) else names_of(runs)
    return unique([as_typeset(name) for name in names])


def tuned(runs: Sequence[Run]) -> Message | None:
    """How the learning rates were found; None if none of them was looked for."""
    tried = [len(run.tune) for run in runs if run.tune]
    if not tried:
        return None
    every = len(tried) == sum(run.lr is not None for run in runs)
    alike = len(set(tried)) == 1
    return message("race-tuned", every="yes" if every else "no", count=tried[0] if alike else 0)


def look(scenario: Scenario, runs: Sequence[RunRecord], same: bool) -> Message:
    """What a look is, and what it leaves to be counted; the `same` if that is a look a step."""
    if same:
        return message("race-same-cost")
    if scenario.fit and any(run.run.batch_size for run in runs):
        return message("race-look-of-batch")
    bends = any(bool(run.counts[:, 2].any()) for run in runs)
    return message("race-look", bends="yes" if bends else "no", more=len(scenario.parameters))


def finish(share: str) -> Message:
    """The question who comes to the finish first, `share` percent of the way down."""
    return message("race-line", share=share)


def first(results: Sequence[Arrival], names: Sequence[str], looks: bool, again: bool) -> Message:
    """Who arrives first, in looks or in steps, with `names` by run; `again` if that was so."""
    costs = {each.run: each.looks if looks else each.step for each in results}
    arrived = {run: cost for run, cost in costs.items() if cost is not None}
    if not arrived:
        return message("race-none")
    least = min(arrived.values())
    winners = winners_of(results, looks)
    return message(
        "race-first-in-looks" if looks else "race-first",
        names=tuple(message("summary-name", name=names[run]) for run in winners),
        count=len(winners),
        needed=number(least),
        one="yes" if least == 1 else "no",
        again="yes" if again else "no",
    )


def winners_of(results: Sequence[Arrival], looks: bool) -> list[int]:
    """The runs that arrive first, in looks or in steps."""
    costs = {each.run: each.looks if looks else each.step for each in results}
    arrived = {run: cost for run, cost in costs.items() if cost is not None}
    return sorted(run for run, cost in arrived.items() if cost == min(arrived.values()))


def instead(runs: Sequence[RunRecord], lowest: float) -> list[Message]:
    """What became of each of the runs that do not arrive.

    Their losses have as many digits as it takes to see that none is the `lowest` one.
    """
    ends = [run.loss[-1] for run in runs if not run.ending.outcome.flees]
    digits = max((1 + agreed_digits(end, lowest, _FEW) for end in ends), default=_FEW)
    return [
        run.ending.outcome.word
        if run.ending.outcome.flees
        else message("race-still-at", loss=number(float(run.loss[-1]), digits))
        for run in runs
    ]


def why(run: RunRecord, name: str, bends: float | None) -> Message | None:
    """Why the run that arrives first does; `bends` is how many times as narrow as long it is.

    None if that is not known: where the loss bends alike in all directions, or down.
    """
    if bends is None or bends < _BENDS:
        return None
    way = _way(run.run)
    valley = "yes" if bends > NARROW else "no"
    return message("race-why", times=number(bends, 3), valley=valley, way=way, name=name)


def _way(run: Run) -> str:
    if run.optimizer in _ASKING:
        return "asks"
    if run.optimizer in _LEARNING:
        return "learns"
    if run.optimizer in _SCALING:
        return "scales"
    return "momentum" if momentum_of(run) else "other"


def noise(
    runs: Sequence[RunRecord], results: Sequence[Arrival], names: Sequence[str]
) -> Message | None:
    """That noise keeps runs from arriving, if it does."""
    kept = [r.run for r in results if r.step is None and runs[r.run].run.stochastic]
    if not kept:
        return None
    listed = tuple(message("summary-name", name=names[run]) for run in kept)
    return message("race-noise", names=listed)
