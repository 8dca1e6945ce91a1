"""The learning-rate schedules that a run may name, and formulas for its rate (no torch here)."""

from __future__ import annotations

import ast
import copy
import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from gradreel.scenarios.arrays import Array
from gradreel.scenarios.calculus import evaluate
from gradreel.scenarios.formula import parse_formula
from gradreel.scenarios.model import Schedule
from gradreel.scenarios.optimizers import Option, flag, number, option_value
from gradreel.scenarios.problems import Key, Problem
from gradreel.scenarios.syntax import FormulaError, syntax_tree
from gradreel.scenarios.words import shown, squashed, suggestion

STEP = "k"  # in a formula for the rate: the number of steps taken, 0 at the first
_MOST = 100_000  # steps, as file_form.MAX_STEPS

_GAMMA = number(0.1, 0.0)


def _steps(default: int | None, least: int = 1, *, required: bool = False) -> Option:
    return Option("integer", default, least, _MOST, required=required)


def _share(default: float) -> Option:
    return number(default, 0.0, 1.0, "low")


SCHEDULES: dict[str, dict[str, Option]] = {
    "ConstantLR": {"factor": number(1 / 3, 0.0, 1.0), "total_iters": _steps(5, 0)},
    "CosineAnnealingLR": {"T_max": _steps(None, required=True), "eta_min": number(0.0)},
    "CosineAnnealingWarmRestarts": {
        "T_0": _steps(None, required=True),
        "T_mult": _steps(1),
        "eta_min": number(0.0),
    },
    "CyclicLR": {
        "max_lr": Option("number", None, 0.0, open="low", required=True),
        "step_size_up": _steps(2000),
        "step_size_down": _steps(None),
        "mode": Option("choice", "triangular", choices=("triangular", "triangular2", "exp_range")),
        "gamma": number(1.0, 0.0),
    },
    "ExponentialLR": {"gamma": Option("number", None, 0.0, open="low", required=True)},
    "LinearLR": {
        "start_factor": _share(1 / 3),
        "end_factor": number(1.0, 0.0, 1.0),
        "total_iters": _steps(5),
    },
    "MultiStepLR": {
        "milestones": Option("integers", None, 1, _MOST, required=True),
        "gamma": _GAMMA,
    },
    "OneCycleLR": {
        "pct_start": number(0.3, 0.0, 1.0),
        "anneal_strategy": Option("choice", "cos", choices=("cos", "linear")),
        "div_factor": number(25.0, 0.0, math.inf, "low"),
        "final_div_factor": number(1e4, 0.0, math.inf, "low"),
        "three_phase": flag(),
    },
    "PolynomialLR": {"total_iters": _steps(5), "power": number(1.0, 0.0)},
    "ReduceLROnPlateau": {
        "factor": number(0.1, 0.0, 1.0, "high"),
        "patience": _steps(10, 0),
        "threshold": number(1e-4, 0.0),
        "threshold_mode": Option("choice", "rel", choices=("rel", "abs")),
        "cooldown": _steps(0, 0),
        "min_lr": number(0.0),
        "eps": number(1e-8),
    },
    "StepLR": {"step_size": _steps(None, required=True), "gamma": _GAMMA},
}
UNSUITABLE = {
    **dict.fromkeys(
        ("LambdaLR", "MultiplicativeLR"),
        'it takes a Python function: write a formula in k, as in lr = "0.1 * 0.9**k"',
    ),
    **dict.fromkeys(
        ("SequentialLR", "ChainedScheduler", "SWALR"),
        'it combines others: write a formula in k, as in lr = "0.5 / (1 + k/10)"',
    ),
}


def read_schedule(table: Mapping[str, Any], key: Key) -> tuple[Schedule | None, list[Problem]]:
    """The schedule of a table `{ name = "StepLR", step_size = 10 }`, and its faults."""
    name, given = table.get("name"), {k: value for k, value in table.items() if k != "name"}
    if name is None:
        return None, [Problem((*key, "name"), f"is missing: {suggestion('', SCHEDULES)}")]
    known = SCHEDULES.get(name) if isinstance(name, str) else None
    if known is None:
        near = f"{name}LR" if squashed(f"{name}LR") in map(squashed, SCHEDULES) else str(name)
        reason = UNSUITABLE.get(str(name)) or suggestion(near, SCHEDULES)
        sentence = f"{shown(name)} is not a schedule that can be used: {reason}"
        return None, [Problem((*key, "name"), sentence)]
    options, problems = {}, []
    for option, value in given.items():
        try:
            options[option] = option_value(option, value, known, str(name))
        except ValueError as error:
            problems.append(Problem((*key, option), str(error)))
    problems += [
        Problem((*key, option), f"is missing: {name} needs it")
        for option, form in known.items()
        if form.required and option not in given
    ]
    return Schedule(name=name, options=options), problems


def rates_by_formula(text: str, steps: int) -> Array:
    """The learning rates (steps,) of a formula in the step k. Raises FormulaError."""
    counted = np.arange(steps, dtype=np.float64)
    powers = ast.unparse(_Powers().visit(copy.deepcopy(syntax_tree(text))))
    with np.errstate(all="ignore"):
        rates = evaluate(parse_formula(powers, (STEP,)), {STEP: counted})
    return np.asarray(np.broadcast_to(rates, steps), dtype=np.float64)


class _Powers(ast.NodeTransformer):
    """Writes 0.9**k, which formulas of a loss do not allow, as exp(k*log(0.9))."""

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        self.generic_visit(node)
        if not (isinstance(node.op, ast.Pow) and isinstance(node.left, ast.Constant)):
            return node
        if isinstance(node.right, ast.Constant):
            return node
        power = ast.BinOp(node.right, ast.Mult(), _call("log", node.left))
        return _call("exp", power)


def _call(name: str, argument: ast.expr) -> ast.Call:
    return ast.Call(ast.Name(name, ast.Load()), [argument], [])


def rate_fault(text: str, steps: int) -> str:
    """What is wrong with a formula for the learning rate; "" if every step has one."""
    try:
        rates = rates_by_formula(text, steps)
    except FormulaError as error:
        return f"{error} (the step is called {STEP}, and is 0 at the first)"
    wrong = np.flatnonzero(~((rates >= 0) & np.isfinite(rates)))
    if wrong.size:
        step = int(wrong[0])
        return f"must be 0 or more at every step, and is {rates[step]:g} at k = {step}"
    return "" if rates.any() else "is 0 at every step"
