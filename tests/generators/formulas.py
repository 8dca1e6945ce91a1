"""Values and slopes of random formulas, in numpy and in torch, against many digits of mpmath."""

from __future__ import annotations

import math
import random
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import click
import mpmath
import numpy as np
import sympy
from exact import exact, largest_argument, smallest_argument, spread
from solver_cases import formula, scenario

from gradreel.scenarios.calculus import derivative
from gradreel.scenarios.formula import parse_formula
from gradreel.scenarios.syntax import FormulaError
from gradreel.solver.objective import Objective, objective_of
from gradreel.solver.torch_objective import loss_and_gradient

NAMES = ("x", "y")
CLOSE = 1e-12  # relative
SMALLEST, LARGEST = 1e-150, 1e300  # beyond them products on the way vanish, or float64 ends
ROUNDINGS = 64  # as much as a single rounding of every operation may do, so many times
DIGITS = 1000  # as many as log(1 + exp(-2000)) needs

FORMS = [
    "log(1 + exp({0}))",
    "log(exp({0}) + exp({1}))",
    "log(exp({0}) + 2*exp({1}) + 3)",
    "{0}/(1 + exp({1}))",
    "1/(1 + exp(-({0})))",
    "exp({0})/(1 + exp({0}))",
    "exp({0})/(exp({0}) + exp({1}))",
    "1 - 1/(1 + exp({0}))",
    "sqrt(({0})**2 + ({1})**2)",
    "sqrt(1 + ({0})**2) - 1",
    "1 - tanh({0})**2",
    "({0})*(1 + tanh({1}))",
    "log(cosh({0}))",
    "1 - cos({0})",
    "exp({0}) - 1",
    "cos(pi*({0}))",
    "1/cosh({0})",
    "1/sinh({0})",
    "tanh({0})/cosh({1})",
    "1/cosh({0}) - 1/({1})",
    "1/(1 + ({0})) - {1}",
    "exp(-({0})**2)",
    "log(1 + ({0})**2)",
]
FUNCTIONS = ["sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh"]
FUNCTIONS += ["exp", "log", "sqrt", "abs"]


def random_formula(rng: random.Random, depth: int = 4) -> str:
    """A formula in x and y, usual forms among it."""
    if depth == 0 or rng.random() < 0.15:
        return rng.choice(["x", "y", "x", "y", "1", "2", "0.5", "3", "0.1", "10", "pi", "7/3"])
    one, other = (random_formula(rng, depth - rng.randint(1, 2) if depth > 1 else 0) for _ in "ab")
    kind = rng.random()
    if kind < 0.25:
        return f"({rng.choice(FORMS).format(one, other)})"
    if kind < 0.4:
        return f"{rng.choice(FUNCTIONS)}({one})"
    if kind < 0.5:
        return f"({one})**{rng.choice(['2', '3', '4', '(-1)', '0.5', '1.5', '(-2)', '(1/3)'])}"
    if kind < 0.55:
        return f"(-({one}))"
    return f"({one} {rng.choice('++--**/')} {other})"


def random_point(rng: random.Random) -> dict[str, float]:
    """Mostly as users write them; sometimes at 0, at whole numbers, far away or tiny."""
    kinds = [
        lambda: rng.randint(-300, 300) / 100,
        lambda: float(rng.randint(-3, 3)),
        lambda: rng.uniform(-1000, 1000),
        lambda: rng.choice([-1, 1]) * 10 ** rng.uniform(-12, 6),
    ]
    return {name: rng.choices(kinds, [6, 1, 1, 1])[0]() for name in NAMES}


@dataclass(frozen=True)
class Difference:
    """A number that is not the true one, and why, as far as that is known."""

    text: str
    point: dict[str, float]
    what: str
    found: float
    true: float
    reason: str


def differences(text: str, point: dict[str, float], tried: Counter[str]) -> Iterator[Difference]:
    """Those of the value and the slopes at a point; `tried` counts what was compared."""
    expression = parse_formula(text, NAMES)
    truths = {"value": expression} | {f"d{name}": derivative(expression, name) for name in NAMES}
    real = abs(exact(expression, point)) <= LARGEST  # nan is not
    for what, found in _computed(objective_of(scenario(formula(text, *NAMES))), point):
        told = truths[what.split()[-1]]
        tried[what] += 1
        if not _agree(found, exact(told, point)) and not _agree(
            found, true := exact(told, point, DIGITS)
        ):
            reason = _reason(told, point, found, true) if real else "no value"
            if not reason and what.startswith("torch d"):
                reason = _autograd_reason(expression, what[-1], point, found, true)
            yield Difference(text, point, what, found, float(true), reason)


def _computed(objective: Objective, point: dict[str, float]) -> list[tuple[str, float]]:
    place = list(point.values())
    loss, grad = loss_and_gradient(objective)(np.array(place))
    return [
        ("value", float(objective.value(place))),
        ("torch value", loss),
        *((f"d{name}", d) for name, d in zip(NAMES, objective.gradient(place), strict=True)),
        *((f"torch d{name}", d) for name, d in zip(NAMES, grad, strict=True)),
    ]


def _agree(found: float, true: mpmath.mpf) -> bool:
    if not mpmath.isfinite(true):
        return not math.isfinite(found)
    if abs(true) > LARGEST:
        return not math.isfinite(found) or abs(found) > LARGEST / 2
    return bool(abs(found - true) <= CLOSE * abs(true) + SMALLEST)


def _reason(told: sympy.Expr, point: dict[str, float], found: float, true: mpmath.mpf) -> str:
    """Why a number may differ; nothing where that is not known."""
    if not mpmath.isfinite(true):
        return "singular point"
    if not math.isfinite(found) and largest_argument(told, point, DIGITS) > LARGEST:
        return "overflow"
    if smallest_argument(told, point, DIGITS) < sys.float_info.min:
        return "underflow"
    width = spread(told, point, DIGITS)
    off = abs(found - true) if math.isfinite(found) else abs(true)  # a pole is so near
    if width == mpmath.inf or off <= ROUNDINGS * width:
        return "condition"
    return ""


def _autograd_reason(
    expression: sympy.Expr, name: str, point: dict[str, float], found: float, true: mpmath.mpf
) -> str:
    """Autograd sums a slope for each occurrence of a name, and rounds each of them."""
    single, names = apart(expression, name)
    place = point | dict.fromkeys(names, point[name])
    slopes = [exact(derivative(single, one), place, DIGITS) for one in names]
    if abs(found - true) <= CLOSE * sum(map(abs, slopes)):
        return "terms of autograd"
    return "" if math.isfinite(found) else _overflow_on_the_way(expression, point)


def _overflow_on_the_way(expression: sympy.Expr, point: dict[str, float]) -> str:
    """Autograd multiplies slopes by parts of the formula, of which one may be beyond float64."""
    for part in sympy.preorder_traversal(expression):
        if part.args and part.free_symbols and part != expression:
            inner = sympy.Symbol("inner", real=True)
            slope = derivative(expression.xreplace({part: inner}), "inner")
            place = point | {"inner": exact(part, point, DIGITS)}
            if not abs(exact(slope, place, DIGITS)) <= LARGEST:
                return "overflow of autograd"
    return ""


def apart(expression: sympy.Expr, name: str) -> tuple[sympy.Expr, list[str]]:
    """An expression with another name wherever a name occurs, and those names."""
    names: list[str] = []

    def renamed(node: sympy.Expr) -> sympy.Expr:
        if node.is_Symbol and node.name == name:
            names.append(f"{name}{len(names)}")
            return sympy.Symbol(names[-1], real=True)
        parts = [renamed(part) for part in node.args]
        return node.func(*parts) if any(part.free_symbols for part in parts) else node

    return renamed(expression), names


@click.command()
@click.option("--count", default=1000, help="How many formulas.")
@click.option("--seed", default=1, help="Of the random numbers.")
def formulas(count: int, seed: int) -> None:
    """Compare values and slopes of random formulas with those of hundreds of digits."""
    rng, tried, reasons = random.Random(seed), Counter(), Counter()  # type: ignore[var-annotated]
    done = 0
    while done < count:
        text = random_formula(rng)
        point = random_point(rng)
        try:
            found = list(differences(text, point, tried))
        except FormulaError:
            continue
        done += 1
        reasons.update(one.reason or "unexplained" for one in found)
        for one in found:
            if not one.reason:
                print(f"{one.what}: {one.found!r} is not {one.true!r} of {one.text} at {one.point}")
    compared, differ = sum(tried.values()), sum(reasons.values())
    print(f"{done} formulas, {compared} numbers, {differ} differ: {dict(reasons)}")
    sys.exit(bool(reasons["unexplained"]))
