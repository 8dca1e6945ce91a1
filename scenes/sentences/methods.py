"""What chapters say of the rule of a method."""

from __future__ import annotations

from gradreel.scenarios.optimizers import OPTIMIZERS
from gradreel.scenes.methods.osculating import Osculating
from gradreel.scenes.methods.rule import Line
from gradreel.scenes.parts.digits.numbers import as_typeset, number, numbers_apart, rate
from gradreel.scenes.sentences.runs import own_step
from gradreel.solver.message import Message, message
from gradreel.solver.run_record import RunRecord


def of_line(line: Line, run: RunRecord, step: int) -> Message | None:
    """What is said when a line of a rule is shown: at the first step, or at the second one."""
    id = line.says[step]
    if not id:
        return None
    defaults = {name: each.default for name, each in OPTIMIZERS[run.run.optimizer].items()}
    options = defaults | dict(run.run.options)
    keeps: tuple[float, float] = options.get("betas", (0.9, 0.999))  # type: ignore[assignment]
    share = float(options.get("momentum") or options.get("alpha") or keeps[0])  # type: ignore[arg-type]
    return message(
        id,
        share=as_typeset(rate(share)),
        other=rate(keeps[1]),
        rate=rate(float(run.lr[step])) if len(run.lr) else "",
        slopes=len(run.run.start),
    )


def opening(run: RunRecord) -> Message:
    """What the chapter about a step begins with: which kind of method it is, if that is new."""
    if run.run.optimizer == "Newton":
        return message("method-in-numbers", slopes=len(run.run.start))
    return own_step(run)


def second_step(run: RunRecord) -> Message:
    """Where the second step has led."""
    return message("method-second-step", loss=number(float(run.loss[2])))


def osculating(bowl: Osculating) -> Message:
    """What bends like the loss."""
    return message("method-osculating", kind=bowl.kind)


def jump(bowl: Osculating, run: RunRecord, whole: bool) -> Message:
    """Where Newton's step leads; `whole` if the loss is itself what bends like it."""
    damping = float(run.run.options.get("damping", 1.0))  # type: ignore[arg-type]
    if whole and damping == 1.0:
        return message("method-osculating-itself", kind=bowl.kind)
    share = "none" if damping == 1.0 else rate(damping)
    return message("method-jump", kind=bowl.kind, share=share)


def climbs(run: RunRecord, step: int) -> Message | None:
    """That the loss rises in a step, if it does so as it is printed."""
    before, after = numbers_apart(run.loss[step : step + 2].tolist())
    if not run.loss[step + 1] > run.loss[step] or before == after:
        return None
    return message("method-newton-climbs", before=before, after=after)


def losses(run: RunRecord, steps: int) -> Message:
    """The losses after the first steps."""
    found = tuple(number(float(loss)) for loss in run.loss[1 : steps + 1])
    return message("method-newton-losses", losses=found, count=steps)
