"""Methods that divide each slope by its usual size: Adagrad, RMSprop, Adam and AdamW.

(Duchi et al., 2011; Hinton, 2012; Kingma & Ba, 2015; Loshchilov & Hutter, 2019.)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

import numpy as np

from gradreel.scenarios import Run
from gradreel.scenarios.arrays import Array
from gradreel.scenarios.optimizers import OPTIMIZERS
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

_Vectors = Callable[[RunRecord, int], Mapping[str, Array]]

_SUM = Line(
    "squares",
    "label-sum-of-squares",
    "{new} {squares} = {squares} + ({gradient})^2",
    (Numbers("{squares0} + {gradient}^2", lambda s, g: s + g * g),),
    says=("method-sum", "method-sum-again"),
)
_MEAN_SQUARE = Line(
    "squares",
    "label-mean-of-squares",
    "{new} {squares} = {keep} {squares} + (1 - {keep}) ({gradient})^2",
    (
        Numbers(
            "{keep} dot {squares0} + {rest} dot {gradient}^2",
            lambda b, s, c, g: b * s + c * g * g,
        ),
    ),
    says=("method-mean-of-squares", ""),
)
_MEAN = Line(
    "mean",
    "label-running-mean",
    "{new} {mean} = {keep1} {mean} + (1 - {keep1}) {gradient}",
    (Numbers("{keep1} dot {mean0} + {rest1} dot {gradient}", lambda b, m, c, g: b * m + c * g),),
    says=("method-mean", ""),
)
_SQUARES = Line(
    "squares",
    "label-mean-of-squares",
    "{new} {squares} = {keep2} {squares} + (1 - {keep2}) ({gradient})^2",
    (
        Numbers(
            "{keep2} dot {squares0} + {rest2} dot {gradient}^2",
            lambda b, s, c, g: b * s + c * g * g,
        ),
    ),
    says=("method-squares", ""),
)
_CORRECTED = (
    Line(
        "full_mean",
        "label-made-up",
        '{full_mean} = {mean} "/" (1 - {keep1}^k)',
        (Numbers('{mean} "/" (1 - {keep1}^{count})', lambda m, b, k: m / (1 - b**k)),),
        says=("method-corrected", ""),
    ),
    Line(
        "full_squares",
        "label-made-up",
        '{full_squares} = {squares} "/" (1 - {keep2}^k)',
        (Numbers('{squares} "/" (1 - {keep2}^{count})', lambda s, b, k: s / (1 - b**k)),),
    ),
)


def _step(over: str, under: str, says: tuple[str, str]) -> Line:
    """The step: a part of what is `over` the root of what is `under` it."""
    return Line(
        "step",
        "label-step",
        f'{{step}} = -{{rate}} {{{over}}} "/" (sqrt({{{under}}}) + {{tiny}})',
        (
            Numbers(
                f'-{{rate}} dot {{{over}}} "/" sqrt({{{under}}})',
                lambda r, m, s: -r * m / s.sqrt(),
            ),
            Numbers(
                f'-{{rate}} dot {{{over}}} "/" (sqrt({{{under}}}) + {{tiny}})',
                lambda r, m, s, e: -r * m / (s.sqrt() + e),
            ),
        ),
        says=says,
    )


def _shrunk(r: Decimal, m: Decimal, s: Decimal, d: Decimal, x: Decimal) -> Decimal:
    return -r * (m / s.sqrt() + d * x)


_ADAMW_STEP = Line(
    "step",
    "label-step",
    '{step} = -{rate} ({full_mean} "/" (sqrt({full_squares}) + {tiny}) + {decay} {place})',
    (
        Numbers(
            '-{rate} dot ({full_mean!r} "/" sqrt({full_squares}) + {decay} dot {here})', _shrunk
        ),
        Numbers(
            '-{rate} dot ({full_mean!r} "/" (sqrt({full_squares}) + {tiny}) + {decay} dot {here})',
            lambda r, m, s, e, d, x: -r * (m / (s.sqrt() + e) + d * x),
        ),
    ),
    says=("method-adamw-step", "method-adamw-step-again"),
)


def adagrad(run: Run) -> MethodRule | None:
    """The rule of Adagrad, with no option but the smallest divisor."""
    if _others(run, "eps"):
        return None
    tiny = {"tiny": setting(_option(run, "eps"))}
    step = _step("gradient", "squares", ("method-adagrad-step", "method-adagrad-step-again"))
    settings = [("label-rate", {}), ("label-tiny", tiny)]
    vectors = _squares("sum_of_squares")
    return MethodRule(settings, [GRADIENT, _SUM, step], "box", _values(vectors, tiny), vectors)


def rmsprop(run: Run) -> MethodRule | None:
    """The rule of RMSprop, with no momentum and about no mean."""
    if _others(run, "eps", "alpha"):
        return None
    keep = _option(run, "alpha")
    known = {"keep": setting(keep), "rest": setting(1 - keep), "tiny": setting(_option(run, "eps"))}
    settings = [("label-kept", {"keep": known["keep"]}), ("label-rate", {})]
    settings.append(("label-tiny", {"tiny": known["tiny"]}))
    step = _step("gradient", "squares", ("method-rmsprop-step", "method-rmsprop-step-again"))
    vectors = _squares("mean_square")
    return MethodRule(
        settings, [GRADIENT, _MEAN_SQUARE, step], "box", _values(vectors, known), vectors
    )


def adam(run: Run) -> MethodRule | None:
    """The rule of Adam, with no option but its decays and the smallest divisor."""
    if _others(run, "eps", "betas"):
        return None
    return _adam(
        run, _step("full_mean", "full_squares", ("method-adam-step", "method-adam-step-again")), {}
    )


def adamw(run: Run) -> MethodRule | None:
    """The rule of AdamW: Adam's, and the parameters shrink besides."""
    if _others(run, "eps", "betas", "weight_decay"):
        return None
    return _adam(run, _ADAMW_STEP, {"decay": setting(_option(run, "weight_decay"))})


def _adam(run: Run, step: Line, more: Mapping[str, str]) -> MethodRule:
    keeps: tuple[float, float] = run.options.get("betas", (0.9, 0.999))  # type: ignore[assignment]
    known = {**more, "tiny": setting(_option(run, "eps"))}
    for number, keep in enumerate(keeps, start=1):
        known |= {f"keep{number}": setting(keep), f"rest{number}": setting(1 - keep)}
    settings: list[tuple[str, Mapping[str, str]]] = [
        ("label-kept", {name: known[name] for name in ("keep1", "keep2")}),
        ("label-rate", {}),
        *([("label-decay", more)] if more else []),
        ("label-tiny", {"tiny": known["tiny"]}),
    ]
    lines = [GRADIENT, _MEAN, _SQUARES, *_CORRECTED, step]
    return MethodRule(settings, lines, "box", _values(_moments, known), _moments)


def _moments(record: RunRecord, step: int) -> Mapping[str, Array]:
    mean, squares = (record.carried[f"{which}_moment"] for which in ("first", "second"))
    nothing = np.zeros_like(mean[0])
    return {
        "gradient": record.grad[step],
        "mean0": mean[step - 1] if step else nothing,
        "mean": mean[step],
        "squares0": squares[step - 1] if step else nothing,
        "squares": squares[step],
        "full_mean": record.carried["first_moment_corrected"][step],
        "full_squares": record.carried["second_moment_corrected"][step],
        "here": record.parameters[step],
        "step": step_of(record, step),
    }


def _squares(name: str) -> _Vectors:
    def vectors(record: RunRecord, step: int) -> Mapping[str, Array]:
        squares = record.carried[name]
        return {
            "gradient": record.grad[step],
            "squares0": squares[step - 1] if step else np.zeros_like(squares[0]),
            "squares": squares[step],
            "step": step_of(record, step),
        }

    return vectors


def _values(
    vectors: _Vectors, known: Mapping[str, str]
) -> Callable[[RunRecord, int, int], Components]:
    def values(record: RunRecord, step: int, axis: int) -> Components:
        components = {name: float(array[axis]) for name, array in vectors(record, step).items()}
        rate, count = setting(float(record.lr[step])), str(step + 1)
        return {**known, "rate": rate, "count": count, **components}

    return values


def _others(run: Run, *known: str) -> set[str]:
    """The options that are set beside those that are known."""
    return {name for name, value in run.options.items() if value} - {*known}


def _option(run: Run, name: str) -> float:
    return float(run.options.get(name, OPTIMIZERS[run.optimizer][name].default))  # type: ignore[arg-type]
