"""The loss of a fit as the mean of its squared residuals, and the words for its symbols."""

from __future__ import annotations

from manim import VGroup

from gradreel.scenarios import Scenario
from gradreel.scenes import regions, theme
from gradreel.scenes.parts.formulas.about import mean_over_points, residual_formula
from gradreel.scenes.parts.formulas.notation import notation_of, spoken
from gradreel.scenes.parts.formulas.symbol_names import symbol_names
from gradreel.scenes.parts.lettering.text import Markup
from gradreel.scenes.parts.lettering.typeset import in_math
from gradreel.scenes.sentences.catalogue import text


def mean_square_formula(scenario: Scenario) -> str:
    """The loss as the mean of its squared residuals, as Typst math with a colour for each part."""
    colors, own = theme.colors(), notation_of(scenario)
    loss = in_math(own.loss, colors.loss)
    # Explicitly in ink, by which it is found.
    mean = in_math(mean_over_points(scenario), colors.ink)
    square = in_math(f"({residual_formula(scenario)})^2", colors.residual)
    return f"{loss} = {mean} {square}"


def mean_square_names(formula: Markup, scenario: Scenario) -> VGroup:
    """The words for the loss and for the mean in that formula, below them."""
    colors, safe = theme.colors(), regions.current().safe
    count = spoken(notation_of(scenario).count)
    named = [
        (formula.part(colors.loss), text("label-loss")),
        (formula.part(colors.ink), text("label-mean", count=count)),
    ]
    return symbol_names(named, float(formula.get_left()[0]), safe.right)
