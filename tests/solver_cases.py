"""Small scenarios for the tests of the solver."""

from __future__ import annotations

from typing import Any

from gradreel.scenarios import Data, Fit, Formula, Run, Scenario


def formula(text: str, *names: str) -> Formula:
    """A formula in its parameters, by default x alone."""
    return Formula(formula=text, domain=dict.fromkeys(names or ("x",), (-100.0, 100.0)))


def fit(model: str, *points: tuple[float, ...]) -> Fit:
    """A model of points, each its inputs and then its output."""
    inputs, outputs = tuple(p[:-1] for p in points), tuple(p[-1] for p in points)
    names = tuple(f"x{i}" for i in range(1, len(inputs[0]) + 1))
    return Fit(
        model=model,
        data=Data(inputs=inputs, outputs=outputs, input_names=names, output_name="y"),
    )


def run(*start: float, lr: float = 0.1, steps: int = 10, **others: Any) -> tuple[Any, ...]:
    """A run before its start values have names; see `scenario`."""
    return start, {"lr": lr, "steps": steps, **others}


def scenario(objective: Formula | Fit, *runs: tuple[Any, ...]) -> Scenario:
    """A scenario of an objective and of runs made by `run`."""
    kind = "surface" if len(objective.parameters) == 2 else "curve"
    bare = Scenario(name="case", title="A case", lesson=kind, objective=objective, runs=())
    named = tuple(
        Run(start=dict(zip(bare.parameters, start, strict=True)), **others)
        for start, others in runs
    )
    return bare.model_copy(update={"runs": named})
