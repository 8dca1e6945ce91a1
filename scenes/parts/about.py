"""Words and formulas for a scenario's objective, the same in every chapter."""

from __future__ import annotations

import sympy

from scenarios import Fit, Scenario
from scenes import theme
from scenes.parts.formula import symbol, typst_math
from scenes.parts.text import in_math
from solver.objective import Objective


def loss_symbol(scenario: Scenario) -> str:
    """What the loss is called in formulas, as Typst math: z, f or J."""
    if isinstance(scenario.objective, Fit):
        return "J"
    return "z" if len(scenario.parameters) == 2 else "f"


def loss_of_parameters(scenario: Scenario) -> str:
    """The loss as a function in formulas: z, f(x) or J(a, b)."""
    name = loss_symbol(scenario)
    arguments = ", ".join(symbol(p) for p in scenario.parameters)
    return name if name == "z" else f"{name}({arguments})"


def objective_formula(objective: Objective, scenario: Scenario) -> str:
    """The definition of the loss as Typst math, parameters in their colour."""
    here = dict.fromkeys(scenario.parameters, theme.HERE)
    left = in_math(loss_of_parameters(scenario), theme.LOSS)
    if objective.expression is not None:
        return f"{left} = {typst_math(objective.expression, here)}"
    return f"{left} = 1/n sum_(i=1)^n ({model_formula(scenario, 'i')} - y_i)^2"


def model_formula(scenario: Scenario, index: str = "") -> str:
    """The model's right side as Typst math, its inputs with an index if one is given.

    Its terms come in the order of the parameters: m x + c, not c + m x.
    """
    assert isinstance(scenario.objective, Fit)
    model = scenario.objective.parsed
    here = dict.fromkeys(scenario.parameters, theme.HERE)
    indexed = {
        sympy.Symbol(name, real=True): sympy.Symbol(_indexed(name, index), real=True)
        for name in model.inputs
    }
    terms = [
        sympy.Symbol(name, real=True) * feature
        for name, feature in zip(model.parameters, model.features, strict=True)
    ]
    text = ""
    for term in [*terms, *sympy.Add.make_args(model.offset)]:
        negative = term.could_extract_minus_sign()
        part = typst_math((-term if negative else term).xreplace(indexed), here)
        sign = "-" if negative else "+" if text else ""
        text += f" {sign} {part}" if term != 0 else ""
    return text.strip()


def _indexed(name: str, index: str) -> str:
    return f"{name}_{index}" if index else name
