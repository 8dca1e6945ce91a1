"""The numbers of a parabola that bends like a curve: slope, curvature, and where it is level."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from manim import LEFT, RIGHT, VGroup

from gradreel.scenarios import Scenario
from gradreel.scenes import regions, theme
from gradreel.scenes.methods.letters import letters_of
from gradreel.scenes.methods.osculating import Osculating
from gradreel.scenes.parts.digits.balance import balanced
from gradreel.scenes.parts.digits.reading import numbers_in
from gradreel.scenes.parts.formulas.formula import value
from gradreel.scenes.parts.lettering.text import maths, words
from gradreel.scenes.parts.lettering.typeset import in_math
from gradreel.scenes.sentences.catalogue import text

_SIZE = 0.42  # an em, in screen units, as in the rule of a method
_ROW = 1.1  # screen units from line to line


class ParabolaNumbers(VGroup):
    """Beside the curve, its `bends`, the slope and the curvature, and below where it is `level`."""

    def __init__(
        self, bowl: Osculating, scenario: Scenario, computed: Callable[[float], float]
    ) -> None:
        letters = letters_of(scenario)
        (slope, red), (bend, green) = letters["gradient"], letters["bends"]
        name, yellow = letters["place"]
        here, grad, curvature = map(float, (bowl.here[0], bowl.grad[0], bowl.hessian[0, 0]))
        found = balanced(_level, (here, grad, curvature), float(bowl.level[0]))
        first, *fraction = found.operands
        for shown in (*found.operands, found.result):
            computed(numbers_in(shown)[0].signed)
        colors = theme.colors()
        quotients = [
            f"frac({in_math(over, red)}, {in_math(under, green)})"
            for over, under in ((slope, bend), map(value, fraction))
        ]
        places = [in_math(each, yellow) for each in (name, value(first))]
        lines = (
            (f"{in_math(slope, red)} = {in_math(value(fraction[0]), red)}", "label-slope"),
            (
                f"{in_math(bend, green)} = {in_math(value(fraction[1]), green)}",
                "label-curvature",
            ),
            (f"{places[0]} - {quotients[0]}", "label-where-level"),
            (
                f"{places[1]} - {quotients[1]} {found.sign}"
                f" {in_math(value(found.result), colors.residual)}",
                "",
            ),
        )
        room = regions.current().curve.method
        rows = []
        for index, (line, word) in enumerate(lines):
            top = room.top - (index + 0.5) * _ROW
            formula = maths(line, _SIZE)
            formula.scale(min(1.0, room.width / formula.width))
            row = VGroup(formula.move_to((room.left, top, 0.0), LEFT))
            if word:
                label = words(text(word), theme.TICK, colors.muted)
                row.add(label.move_to((room.right, top, 0.0), RIGHT))
            rows.append(row)
        self.bends, self.level = VGroup(*rows[:2]), VGroup(*rows[2:])
        super().__init__(self.bends, self.level)


def _level(here: Decimal, slope: Decimal, curvature: Decimal) -> Decimal:
    return here - slope / curvature
