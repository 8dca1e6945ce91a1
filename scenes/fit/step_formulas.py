"""The formulas of the first step of a fit: each slope, and the new value of its parameter."""

from __future__ import annotations

from collections.abc import Sequence

from gradreel.scenarios import Scenario
from gradreel.scenes import theme
from gradreel.scenes.parts.digits.balance import Balance
from gradreel.scenes.parts.formulas.equation import Equation, slot
from gradreel.scenes.parts.formulas.fit_about import partial_formula
from gradreel.scenes.parts.formulas.formula import symbol, value
from gradreel.scenes.parts.formulas.update import PrintedSlope
from gradreel.scenes.parts.lettering.typeset import upright
from gradreel.scenes.sentences.catalogue import text

_TOO_WIDE = 1.25  # times the room: a wider formula, made to fit, could not be read
_SIZE = 0.42  # em in screen units: formulas of one line below the pictures


def partials(scenario: Scenario, slopes: Sequence[PrintedSlope], room: float) -> list[Equation]:
    """The partial derivatives at the start, with their formulas if these fit; piece: the value."""
    in_full = _partials(scenario, slopes, with_formula=True)
    if max(partial.width for partial in in_full) <= _TOO_WIDE * room:
        return in_full
    return _partials(scenario, slopes, with_formula=False)


def _partials(
    scenario: Scenario, slopes: Sequence[PrintedSlope], with_formula: bool
) -> list[Equation]:
    return [
        Equation(
            partial_formula(scenario, axis, slope.sign, with_formula),
            [(value(slope.text), theme.colors().gradient)],
            _SIZE,
        )
        for axis, slope in enumerate(slopes)
    ]


def new_value(name: str, step: Balance, plain: bool) -> Equation:
    """The recorded first step of one parameter; the last piece is the result."""
    here, *parts = step.operands
    place, colors = theme.colors().here, (theme.colors().step, theme.colors().gradient)
    pieces = [(symbol(name), place), (value(here), place)]
    pieces += [(value(part), color) for part, color in zip(parts, colors, strict=False)]
    factors = [*map(slot, parts)]
    change = f"- {' dot '.join(factors)}" if plain else f"+ {factors[0]}"
    template = f"{upright(text('label-new'))} {{}} = {{}} {change} {step.sign} {{}}"
    return Equation(template, [*pieces, (value(step.result), place)], _SIZE)
