"""The parabola, or the bowl, that has the slope and the curvatures of a loss at a place. Pure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gradreel.scenarios.arrays import Array
from gradreel.solver.run_record import RunRecord


@dataclass(frozen=True)
class Osculating:
    """The quadratic that touches the loss where a step of Newton's method begins, from its record.

    `here` (p,), `loss`, `grad` (p,) and `hessian` (p, p) are those of that place.
    """

    here: Array
    loss: float
    grad: Array
    hessian: Array

    @classmethod
    def of_step(cls, run: RunRecord, step: int) -> Osculating:
        """That of a recorded step, counted from 0."""
        rows = run.parameters, run.loss, run.grad, run.carried["hessian"]
        here, loss, grad, hessian = (array[step] for array in rows)
        return cls(here, float(loss), grad, hessian)

    def value(self, places: Array) -> Array:
        """Its values (...) at places (..., p)."""
        away = places - self.here
        bent = np.einsum("...i,ij,...j->...", away, self.hessian, away)
        return np.asarray(self.loss + away @ self.grad + bent / 2)

    @property
    def level(self) -> Array:
        """Where it is level, (p,): its lowest point, its top, or its saddle."""
        return np.asarray(self.here - np.linalg.solve(self.hessian, self.grad))

    @property
    def kind(self) -> str:
        """Its shape, by the signs of its curvatures."""
        bends = np.linalg.eigvalsh(self.hessian)
        if len(bends) == 1:
            return "parabola" if bends[0] > 0 else "arch"
        return "bowl" if bends[0] > 0 else "dome" if bends[-1] < 0 else "saddle"
