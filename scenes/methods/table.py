"""The table of the methods whose rules lessons explain."""

from __future__ import annotations

from collections.abc import Callable

from gradreel.scenarios import Run, Scenario
from gradreel.scenes.methods.adaptive import adagrad, adam, adamw, rmsprop
from gradreel.scenes.methods.line_search import line_search
from gradreel.scenes.methods.momentum import momentum
from gradreel.scenes.methods.newton import newton
from gradreel.scenes.methods.rule import MethodRule

# Each returns None for a run with options that change the rule.
RULES: dict[str, Callable[[Run], MethodRule | None]] = {
    "Adagrad": adagrad,
    "Adam": adam,
    "AdamW": adamw,
    "GD": line_search,
    "Newton": newton,
    "RMSprop": rmsprop,
    "SGD": momentum,
}


def rule_of(run: Run) -> MethodRule | None:
    """The rule of a run, if lessons explain it: not of one whose steps see only a sample."""
    return None if run.stochastic or run.optimizer not in RULES else RULES[run.optimizer](run)


def is_explained(scenario: Scenario) -> bool:
    """Whether the step of the first run is shown by the rule of its method."""
    return rule_of(scenario.runs[0]) is not None


def is_not_explained(scenario: Scenario) -> bool:
    """Whether the step of the first run is plain, or shown as it was recorded."""
    return not is_explained(scenario)


def is_newton(scenario: Scenario) -> bool:
    """Whether the first run is one of Newton's method."""
    return scenario.runs[0].optimizer == "Newton" and not scenario.runs[0].stochastic
