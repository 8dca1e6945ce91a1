"""SGD with momentum, and with Nesterov's look ahead. (Polyak, 1964; Nesterov, 1983.)"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

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

_VELOCITY = Line(
    "velocity",
    "label-velocity",
    "{new} {velocity} = {share} {velocity} + {gradient}",
    (Numbers("{share} dot {velocity0} + {gradient}", lambda b, v, g: b * v + g),),
    says=("method-velocity", "method-velocity-again"),
)
_STEP = Line(
    "step",
    "label-step",
    "{step} = -{rate} {velocity}",
    (Numbers("-{rate} dot {velocity}", lambda r, v: -r * v),),
    says=("method-momentum-step", ""),
)
_AHEAD = Line(
    "step",
    "label-step",
    "{step} = -{rate} ({gradient} + {share} {velocity})",
    (
        Numbers(
            "-{rate} dot ({gradient!r} + {share} dot {velocity})",
            lambda r, g, b, v: -r * (g + b * v),
        ),
    ),
    says=("method-nesterov-step", ""),
)


def momentum(run: Run) -> MethodRule | None:
    """The rule of SGD with momentum, and with no other option but Nesterov's."""
    given = {name for name, value in run.options.items() if value}
    if "momentum" not in given or given - {"momentum", "nesterov"}:
        return None
    share = setting(float(run.options["momentum"]))  # type: ignore[arg-type]

    def values(record: RunRecord, step: int, axis: int) -> Components:
        return {
            "share": share,
            "rate": setting(float(record.lr[step])),
            **{name: float(array[axis]) for name, array in _vectors(record, step).items()},
        }

    return MethodRule(
        [("label-momentum", {"share": share}), ("label-rate", {})],
        [GRADIENT, _VELOCITY, _AHEAD if run.options.get("nesterov") else _STEP],
        "added",
        values,
        _vectors,
    )


def _vectors(record: RunRecord, step: int) -> Mapping[str, Array]:
    velocity, grad = record.carried["velocity"], record.grad[step]
    options = record.run.options
    share = float(options["momentum"])  # type: ignore[arg-type]
    ahead = {"ahead": grad + share * velocity[step]} if options.get("nesterov") else {}
    return {
        **ahead,
        "gradient": grad,
        "velocity0": velocity[step - 1] if step else np.zeros_like(velocity[0]),
        "velocity": velocity[step],
        "step": step_of(record, step),
    }
