"""What lessons of every kind say of several runs."""

from __future__ import annotations

from collections.abc import Sequence

from gradreel.scenarios import Run, Scenario
from gradreel.scenarios.words import listed
from gradreel.scenes.parts.numbers import as_typeset, number, numbers_apart, rate
from gradreel.scenes.parts.runs import place_of
from gradreel.solver.message import Message, message
from gradreel.solver.recording import RunRecord
from gradreel.solver.run_names import method_of

_LONG = 12  # signs of a loss: in longer ones a change is hard to see
_LONGEST = 60  # of a method's name with its options: there is more to say beside it


def in_common(runs: Sequence[Run]) -> str:
    """What the runs share, and what sets them apart."""
    facts: dict[str, list[object]] = {
        "start": [run.start for run in runs],
        "rule": [(run.optimizer, run.options) for run in runs],
        "learning rate": [run.lr for run in runs],
    }
    shared = [f"the same {fact}" for fact, values in facts.items() if _alike(values)]
    differ = [f"the {fact}" for fact, values in facts.items() if not _alike(values)]
    if not _alike([run.steps for run in runs]):
        differ.append("the number of steps")
    elif not _alike([run.stop for run in runs]):
        differ.append("what stops it")
    if not differ:
        return "The same descent, told more than once."
    only, verb = ("only ", "differs") if len(differ) == 1 else ("", "differ")
    apart = f"{only}{listed(differ)} {verb}."
    return _sentence(f"{listed(shared)}: {apart}" if shared else apart)


def _alike(values: Sequence[object]) -> bool:
    return all(one == values[0] for one in values)


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:]


def epoch(scenario: Scenario) -> str:
    """The sentence that calls a step an epoch, because it uses all data."""
    assert scenario.fit
    count = len(scenario.fit.data.outputs)
    return f"Each step sees {'the one point' if count == 1 else f'all {count} points'}: one epoch."


def method(run: RunRecord) -> str:
    """How a run goes down, with its options: `SGD, momentum 0.9`."""
    whole = as_typeset(method_of(run.run))
    if len(whole) <= _LONGEST:
        return whole
    return f"{run.run.optimizer} with {len(run.run.options)} options"


def goes_down(run: RunRecord) -> str:
    """What is about to be seen of a run."""
    how, lr = method(run), rate(run.run.lr)
    again = ": the same rule, again and again" if run.steps > 1 else ""
    return f"{how}{',' if ' with ' in how else ' with'} learning rate {lr}{again}."


def own_step(run: RunRecord) -> Message:
    """How a step is made by an optimiser with a rule of its own."""
    slopes, lr = len(run.run.start), rate(run.run.lr)
    return message("runs-own-step", method=method(run), slopes=slopes, rate=lr)


def step_taken(run: RunRecord) -> str:
    """What the first step did to the loss."""
    before, after = numbers_apart(run.loss[:2].tolist())
    if before == after:
        return f"One step: the loss stays at {after}."
    if max(len(before), len(after)) > _LONG:
        way, short = float(run.loss[1] - run.loss[0]), number(float(run.loss[0]))
        if way < 0:
            return f"One step: the loss falls by {number(-way)}, from {short}."
        return f"One step too far: the loss rises by {number(way)}, from {short}."
    if run.loss[1] < run.loss[0]:
        return f"One step: the loss falls, from {before} to {after}."
    return f"One step too far: the loss rises, from {before} to {after}."


def sizes(factors: Sequence[float], limit: str) -> str:
    """What the sizes of the factors mean by which steps multiply distances.

    `limit` is the largest learning rate that works, "" where it is not known.
    """
    closer = "Below 1 in size, the run comes closer"
    if limit:
        return f"{closer}: that is so for learning rates below {limit}."
    neither = "; at 1, neither" if any(number(abs(factor)) == "1" for factor in factors) else ""
    return f"{closer}; above 1, it is thrown out{neither}."


def lower_place(near: Sequence[float]) -> str:
    """Where the picture is lower than where the run ended."""
    return f"A lower place is in the picture, near {place_of(near)}."


def zoomed(scale: float, lost: int | None) -> str:
    """A note on axes that were widened, and on the first step that is too far away for them."""
    if number(scale, 2) == "1":
        return "" if lost is None else f"step {lost} is beyond the picture"
    beyond = "" if lost is None else f", step {lost} is beyond"
    return f"zoomed out ×{number(scale, 2)}{beyond}"


def zoomed_in_short(scale: float, lost: int | None) -> str:
    """The same note where there is little room."""
    if lost is not None:
        return out_at(lost)
    shown = number(scale, 2)
    return f"axes ×{shown}" if shown != "1" else ""


def out_at(step: int) -> str:
    """A note on a run whose step is not in the picture."""
    return f"out at step {step}"
