"""What lessons of every kind say about runs."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from gradreel.scenarios import Run, Scenario
from gradreel.scenes.parts.descents.runs import place_of
from gradreel.scenes.parts.digits.numbers import as_typeset, number, numbers_apart, rate
from gradreel.scenes.sentences.catalogue import worded
from gradreel.solver.diagnostics import counts_epochs
from gradreel.solver.message import Message, message
from gradreel.solver.method_names import method_of, options_of, settings_of
from gradreel.solver.momentum_sums import StepAsSum, momentum_alone
from gradreel.solver.run_record import RunRecord

_LONG = 12  # characters of a loss: in longer numbers a change is hard to see
_LONGEST = 60  # characters of a method and its options: the sentence around it has two lines


def in_common(runs: Sequence[Run]) -> Message:
    """What the runs share, and what sets them apart."""
    given = {"rate": all(run.lr is not None for run in runs), "sample": runs[0].stochastic}
    same = tuple(
        _SAME[fact]
        for fact, values in _facts(runs).items()
        if _alike(values) and given.get(fact, True)
    )
    differences = apart_of(runs)
    if not differences:
        return message("runs-alike")
    if not same:
        return message("runs-all-apart", apart=differences, count=len(differences))
    return message("runs-apart", apart=differences, count=len(differences), same=same)


def apart_of(runs: Sequence[Run]) -> tuple[Message, ...]:
    """The settings in which runs differ."""
    differences = [_APART[fact] for fact, values in _facts(runs).items() if not _alike(values)]
    if not _alike([run.steps for run in runs]):
        differences.append(message("runs-the-steps"))
    elif not _alike([run.stop for run in runs]):
        differences.append(message("runs-the-stop"))
    return tuple(differences)


def _facts(runs: Sequence[Run]) -> dict[str, list[object]]:
    return {
        "start": [run.start for run in runs],
        "rule": [(run.optimizer, run.options) for run in runs],
        # Of methods that have one: where the others differ in it, their rule says so.
        "rate": [(run.lr, run.schedule) for run in runs if run.lr is not None],
        "sample": [(run.batch_size, run.replacement, run.noise, run.seed) for run in runs],
    }


_SAME = {
    "start": message("runs-same-start"),
    "rule": message("runs-same-rule"),
    "rate": message("runs-same-rate"),
    "sample": message("runs-same-sample"),
}
_APART = {
    "start": message("runs-the-start"),
    "rule": message("runs-the-rule"),
    "rate": message("runs-the-rate"),
    "sample": message("runs-the-sample"),
}


def _alike(values: Sequence[object]) -> bool:
    return all(value == values[0] for value in values)


def epoch(scenario: Scenario) -> Message:
    """The sentence that calls a step an epoch, because it uses all data."""
    assert scenario.fit
    return message("runs-epoch", points=len(scenario.fit.data.outputs))


def counted(sentence: Message, scenario: Scenario, run: RunRecord) -> Message:
    """A sentence about a run, in which steps are called epochs if each of them is one."""
    if not counts_epochs(scenario, run):
        return sentence
    return Message(sentence.id, (*sentence.values, ("unit", "epoch")))


def counter(scenario: Scenario, run: RunRecord) -> Callable[[int], Message]:
    """A function that words a number of a run's steps."""
    # No partial function, because manim's fades would copy the scenario with that.
    return lambda steps: counted(message("steps-counted", steps=steps), scenario, run)


def method(run: RunRecord) -> str | Message:
    """The method of a run with its options, as in `SGD with momentum 0.9`."""
    described = method_of(run.run)
    if len(worded(described)) <= _LONGEST:
        return described if isinstance(described, str) else described.with_text(as_typeset)
    name, options = run.run.optimizer, len(settings_of(run.run))
    return message("runs-method-with-options", method=name, options=options)


def goes_down(run: RunRecord) -> Message:
    """What the coming animation of a run shows."""
    listed = "yes" if any(options_of(settings_of(run.run))) and not run.run.plain else "no"
    return message(
        "runs-goes-down", method=method(run), listed=listed, steps=run.steps, **rated(run)
    )


def rated(run: RunRecord) -> dict[str, str]:
    """The values of a message that names the learning rate, if there is one."""
    if not len(run.lr):
        return {"rated": "no", "rate": ""}
    schedule = run.run.schedule
    if schedule is not None and schedule.formula is not None:  # which the method is named with
        return {"rated": "no", "rate": ""}
    return {"rated": "at-first" if schedule else "yes", "rate": rate(run.first_rate)}


def calmed(runs: Sequence[RunRecord]) -> Message | None:
    """What a falling rate does to noise, if a run shows it beside one at a fixed rate; or None."""
    noisy = [run for run in runs if run.run.stochastic]
    pairs = [
        (falling, fixed)
        for falling in noisy
        for fixed in noisy
        if falling.run.schedule
        and not fixed.run.schedule
        and _unnamed(falling.run) == _unnamed(fixed.run)
    ]
    if any(last_losses(falling) < last_losses(fixed) for falling, fixed in pairs):
        return message("runs-calmed")
    return None


def _unnamed(run: Run) -> Run:
    return run.model_copy(update={"schedule": None, "name": None})


def last_losses(run: RunRecord) -> float:
    """The mean loss of the last quarter of a run."""
    return float(run.loss[-(len(run.loss) // 4 or 1) :].mean())


def momentum_of(run: Run) -> str | None:
    """How much of the step before each one keeps, where a run has momentum and nothing else."""
    share = momentum_alone(run)
    return None if share is None else rate(share)


def as_sum(run: RunRecord, told: StepAsSum) -> Message:
    """Of what a step with momentum is the sum."""
    return message(
        "runs-step-as-sum",
        last=told.step,
        next=told.step + 1,
        share=momentum_of(run.run) or "",
        slopes=len(told.whole),
    )


def adds_up() -> Message:
    """What momentum is for in a long valley."""
    return message("runs-adds-up")


def own_step(run: RunRecord) -> Message:
    """How an optimiser with its own rule makes a step."""
    if share := momentum_of(run.run):
        return message("runs-momentum", method=method(run), share=share)
    slopes = len(run.run.start)
    return message(
        "runs-own-step", kind=_kind(run.run), method=method(run), slopes=slopes, **rated(run)
    )


def _kind(run: Run) -> str:
    """Which sentence of `runs-own-step` says what kind of method it is."""
    if search := run.options.get("line_search"):
        return f"GD-{search}"
    if run.optimizer == "SGD" and run.options.get("nesterov"):
        return "Nesterov"
    if run.plain or run.optimizer != "SGD":
        return run.optimizer
    return "noisy" if run.noise is not None else "batch" if run.batch_size is not None else "SGD"


def step_taken(run: RunRecord) -> Message:
    """What the first step did to the loss."""
    before, after = numbers_apart(run.loss[:2].tolist())
    falls = bool(run.loss[1] < run.loss[0])
    if before == after:
        return message("runs-step-stays", after=after)
    if max(len(before), len(after)) > _LONG:
        change, start = (number(abs(float(v))) for v in (run.loss[1] - run.loss[0], run.loss[0]))
        id = "runs-step-falls-by" if falls else "runs-step-rises-by"
        return message(id, change=change, before=start)
    return message("runs-step-falls" if falls else "runs-step-rises", before=before, after=after)


def lower_place(place: Sequence[float]) -> Message:
    """A place in the picture that is lower than the end of the run."""
    return message("runs-lower-place", place=place_of(place))


def zoomed(scale: float, lost: int | None) -> Message | None:
    """A note that the axes were widened, and which step is the first beyond them (`lost`)."""
    if number(scale, 2) == "1":
        return None if lost is None else message("note-beyond", step=lost)
    if lost is None:
        return message("note-zoomed", scale=number(scale, 2))
    return message("note-zoomed-beyond", scale=number(scale, 2), step=lost)


def panel_note(count: Message, scale: float, outside: bool, axis: str = "") -> Message:
    """How many steps a run has made, and how far its axes were widened, or that it has left them.

    There is little room for it: of a run that is outside, the scale is not told. If only one `axis`
    was widened so far, the note has its name.
    """
    if outside:
        return message("note-panel-outside", count=count)
    times = number(scale, 2)
    if times == "1":
        return count
    if axis:
        return message("note-panel-axis", count=count, axis=axis, scale=times)
    return message("note-panel-axes", count=count, scale=times)
