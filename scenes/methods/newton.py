"""Newton's method: the step that makes the gradient of the osculating bowl 0."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from gradreel.scenarios import Run
from gradreel.scenarios.arrays import Array
from gradreel.scenes.methods.rule import (
    GRADIENT,
    Components,
    Line,
    MethodRule,
    Numbers,
    setting,
    step_of,
)
from gradreel.solver.run_record import RunRecord


def newton(run: Run) -> MethodRule | None:
    """The rule of Newton's method, which may be damped."""
    size, damping = len(run.start), float(run.options.get("damping", 1.0))  # type: ignore[arg-type]
    row = [f"{{bend{k}}}" for k in range(size)]
    bends = Line(
        "bends",
        "label-curvatures" if size > 1 else "label-curvature",
        "{bends}",
        (Numbers(" quad ".join(row)),),
        says=("method-newton-bends", "method-newton-again"),
    )
    parts = " + ".join(f"{part} dot {{step{k}}}" for k, part in enumerate(row))
    share = "" if damping == 1.0 else "{damping} "
    step = Line(
        "step",
        "label-step",
        f"{{bends}} {{step}} = -{share}{{gradient}}",
        (Numbers(parts, _summed),),
        result="wanted",
        says=("method-newton-step", ""),
    )

    def values(record: RunRecord, step: int, axis: int) -> Components:
        change, bend = step_of(record, step), record.carried["hessian"][step, axis]
        return {
            **{f"bend{k}": float(bend[k]) for k in range(size)},
            **{f"step{k}": float(change[k]) for k in range(size)},
            "gradient": float(record.grad[step, axis]),
            "wanted": -damping * float(record.grad[step, axis]),
        }

    settings = [("label-damping", {"damping": setting(damping)})] if share else []
    return MethodRule(settings, [GRADIENT, bends, step], "jump", values, _vectors)


def _summed(*factors: Decimal) -> Decimal:
    """The sum of products of pairs."""
    pairs = zip(factors[::2], factors[1::2], strict=True)
    return sum((one * other for one, other in pairs), Decimal(0))


def _vectors(record: RunRecord, step: int) -> Mapping[str, Array]:
    return {"gradient": record.grad[step], "step": step_of(record, step)}
