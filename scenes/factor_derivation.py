"""Of a quadratic loss: slices through its lowest point, and beside them what a step leaves."""

from __future__ import annotations

from typing import NamedTuple

from gradreel.scenes import regions
from gradreel.scenes.parts.descents.verdict import factor_rows, slope_rows
from gradreel.scenes.parts.digits.reading import numbers_in
from gradreel.scenes.parts.formulas.factor_rule import FactorRule
from gradreel.scenes.parts.formulas.notation import Notation
from gradreel.scenes.parts.maps.direction_names import direction_names
from gradreel.scenes.parts.maps.slices import Slices, name_of_slice
from gradreel.solver.directions import directions_of, distances
from gradreel.solver.objective import Objective
from gradreel.solver.run_record import RunRecord

_APART = 0.2  # screen units between the names of slices and the rule


class FactorDerivation(NamedTuple):
    """The slices and the rule, with what these print: `curvatures`, and distances at the start."""

    slices: Slices
    rule: FactorRule
    curvatures: list[str]
    away: list[float]


def derivation(
    objective: Objective, run: RunRecord, steps: int, notation: Notation
) -> FactorDerivation:
    """The derivation for the first `steps` steps of a run."""
    directions, frame = directions_of(objective), regions.current().rates
    rows, names = factor_rows(objective, run), direction_names(directions)
    curvatures = [row.operands[1] for row in rows]
    away = distances(objective, run.parameters[: steps + 1])
    slices = Slices(
        objective.minimum_loss or 0.0,
        [direction.curvature for direction in directions],
        away,
        [
            name_of_slice(name, curvature, notation.curvature)
            for name, curvature in zip(names, curvatures, strict=True)
        ],
        frame.slices,
        frame.rule.left - _APART,
        notation,
        objective.minimum,
    )
    slopes = slope_rows(rows, directions, away[0])
    rule = FactorRule(rows, names, frame.rule, notation, slopes)
    printed = [numbers_in(slope.operands[1])[0].signed for slope in slopes]
    return FactorDerivation(slices, rule, curvatures, printed)
