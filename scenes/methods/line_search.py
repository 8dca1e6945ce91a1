"""Gradient descent with a search along the line. (Cauchy, 1847; Armijo, 1966.)"""

from __future__ import annotations

from collections.abc import Mapping

from gradreel.scenarios import Run
from gradreel.scenarios.arrays import Array
from gradreel.scenes.methods.rule import GRADIENT, Components, Line, MethodRule, Numbers, step_of
from gradreel.solver.run_record import RunRecord

_STEP = Line(
    "step",
    "label-step",
    "{step} = -{length} {gradient}",
    (Numbers("-{length} dot {gradient}", lambda t, g: -t * g),),
)

_SAYS = {
    "exact": ("method-exact", "method-exact-again"),
    "armijo": ("method-armijo", "method-armijo-again"),
}


def line_search(run: Run) -> MethodRule | None:
    """The rule of gradient descent that chooses the length of each step."""
    search = run.options.get("line_search")
    if not search:
        return None
    length = Line(
        "length",
        "label-length",
        "{length}",
        (Numbers("{length}"),),
        once=True,
        says=_SAYS[str(search)],
    )

    def values(record: RunRecord, step: int, axis: int) -> Components:
        vectors = _vectors(record, step)
        components = {name: float(array[axis]) for name, array in vectors.items()}
        return {"length": float(record.carried["step_length"][step]), **components}

    return MethodRule([], [GRADIENT, length, _STEP], "line", values, _vectors)


def _vectors(record: RunRecord, step: int) -> Mapping[str, Array]:
    return {"gradient": record.grad[step], "step": step_of(record, step)}
