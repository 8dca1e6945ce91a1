"""The names of the axes of losses: the loss, and what is counted, steps or epochs."""

from __future__ import annotations

from gradreel.scenarios import Scenario
from gradreel.scenes.parts.formulas.notation import notation_of
from gradreel.scenes.parts.lettering.typeset import upright
from gradreel.scenes.sentences.catalogue import text
from gradreel.solver.diagnostics import counts_epochs
from gradreel.solver.run_record import RunRecord


def loss_name(symbol: str) -> str:
    """The symbol of the loss and the word for it, as Typst math."""
    return f'{symbol} "{text("label-loss")}"'


def logarithmic(name: str) -> str:
    """The name of an axis, as Typst math, with the word that it is logarithmic."""
    return f'{name} #h(0.4em) "{text("axis-logarithmic")}"'


def step_name(scenario: Scenario, run: RunRecord) -> str:
    """The word for what a run is counted in, a step or an epoch, as Typst math."""
    return upright(text("label-epoch" if counts_epochs(scenario, run) else "label-step"))


def loss_axes(scenario: Scenario, run: RunRecord) -> tuple[str, str]:
    """The names of small axes that show the loss over the steps, as Typst math."""
    return step_name(scenario, run), notation_of(scenario).loss
