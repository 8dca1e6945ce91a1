"""Messages about a fit of scaled inputs: how, why, and its parameters in the units of the data."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from gradreel.scenarios import Fit
from gradreel.scenarios.calculus import Array
from gradreel.solver.message import Message, message
from gradreel.solver.numbers import DIGITS, rounded


def in_units(fit: Fit, parameters: ArrayLike, digits: int = DIGITS) -> Message:
    """The parameters (p,) of a scaled fit in the units of the data."""
    values = zip(fit.written.parameters, fit.parsed.in_units(parameters), strict=True)
    place = (message("coordinate", parameter=n, value=rounded(v, digits)) for n, v in values)
    return message("units-end", place=tuple(place))


def scaled_how(fit: Fit) -> str:
    """How the inputs are scaled, as in `z = (x - 49.5) / 28.87`."""
    assert fit.scale is not None
    columns = zip(fit.parsed.inputs, fit.written.inputs, *fit.scale, strict=True)
    return ", ".join(f"{z} = {_scaled(x, mean, rounded(dev))}" for z, x, mean, dev in columns)


def _scaled(name: str, mean: float, deviation: str) -> str:
    shifted = _shifted(name, mean)
    return shifted.strip("()") if deviation == "1" else f"{shifted} / {deviation}"


def _shifted(name: str, mean: float) -> str:
    sign = "-" if mean > 0 else "+"
    return f"({name} {sign} {rounded(abs(mean))})" if mean else name


def scaled_why(fit: Fit) -> Message:
    """The message on what scaling does to the curvatures of the loss."""
    scaled, plain = (
        _curvatures(model.design(fit.data.inputs)) for model in (fit.parsed, fit.written)
    )
    assert fit.scale is not None
    return message(
        "units-why",
        inputs=len(fit.parsed.inputs),
        scaled=fit.parsed.inputs[0],
        name=fit.written.inputs[0],
        how="standard" if any(fit.scale.means) else "deviation",
        count=len(scaled),
        now=tuple(map(rounded, scaled)),
        before=tuple(map(rounded, plain)),
    )


def curvatures_shown(fit: Fit) -> list[float]:
    """The curvatures in the message of `scaled_why`."""
    return [c for m in (fit.parsed, fit.written) for c in _curvatures(m.design(fit.data.inputs))]


def _curvatures(design: Array) -> list[float]:
    """The eigenvalues (p,), ascending, of the mean squared error's Hessian for a design (n, p)."""
    values = np.linalg.svd(design, compute_uv=False)
    return sorted((2 / len(design) * values**2).tolist())
