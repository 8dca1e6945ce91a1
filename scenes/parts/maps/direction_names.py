"""The names of a loss's principal directions beside pictures."""

from __future__ import annotations

from collections.abc import Sequence

from gradreel.scenes.parts.formulas.formula import symbol
from gradreel.scenes.parts.lettering.typeset import upright
from gradreel.scenes.sentences.catalogue import text
from gradreel.solver.directions import Direction, is_narrow


def direction_names(directions: Sequence[Direction]) -> list[str]:
    """A name for each direction, as Typst math; a single one needs none."""
    if len(directions) < 2:
        return [""] * len(directions)
    if all(direction.parameter for direction in directions):
        return [symbol(direction.parameter or "") for direction in directions]
    if is_narrow(directions):
        return [upright(text("label-across")), upright(text("label-along"))]
    return [upright(text("label-steepest")), upright(text("label-flattest"))]
