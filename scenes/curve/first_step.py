"""The rule of the first step of a curve lesson, as a formula in symbols and in numbers."""

from __future__ import annotations

import numpy as np
from manim import UP, VGroup

from gradreel.scenes import theme
from gradreel.scenes.curve.stage import CurveStage
from gradreel.scenes.parts.digits.balance import Balance
from gradreel.scenes.parts.formulas.equation import Equation, slot
from gradreel.scenes.parts.formulas.formula import value
from gradreel.scenes.parts.formulas.symbol_names import symbol_names
from gradreel.scenes.parts.lettering.typeset import upright
from gradreel.scenes.sentences.catalogue import text

_CHANGED = 3  # pieces of a rule other than the plain one: both places and the change
_LONGEST = 1.3  # times the room for formulas: a longer formula is broken into lines
_GAP = 0.15  # screen units between lines of formulas, and below them


class StepRule(Equation):
    """How the new place follows from the old one."""

    def __init__(self, name: str, slope: str, rate: str | None) -> None:
        colors = theme.colors()
        pieces = [(name, colors.here), (name, colors.here)]
        becomes = f"{upright(text('label-new'))} {{}} = {{}}"
        if rate is None:
            super().__init__(becomes + " + {}", [*pieces, (f"Delta {name}", colors.step)])
            return
        pieces += [(rate, colors.step), (f"{slope}({name})", colors.gradient)]
        super().__init__(becomes + " - {} dot {}", pieces)

    def names(self, right: float) -> VGroup:
        """The words for the learning rate and the slope, below these, up to a right border."""
        if len(self.pieces) == _CHANGED:
            return VGroup()
        labelled = zip(self.pieces[2:], ("label-rate", "label-slope"), strict=True)
        left = float(self.get_left()[0])
        return symbol_names([(piece, text(word)) for piece, word in labelled], left, right)


def in_numbers(step: Balance, change: str | None, plain: bool, stage: CurveStage) -> Equation:
    """The same in the numbers of a step, with the `change` in between if there is one.

    Its pieces are those of the rule, then the place and the change if there is one, then the
    result.
    """
    start, *parts = step.operands
    colors = theme.colors()
    last = slot(parts[-1])
    left = f"{{}} - {{}} dot {last}" if plain else f"{{}} + {last}"
    pieces = [(value(start), colors.here)]
    pieces += [
        (value(part), color)
        for part, color in zip(parts, (colors.step, colors.gradient), strict=False)
    ]
    between = ""
    if change is not None:
        sign = "-" if change.startswith("−") else "+"
        between = f" {{line}}= {{}} {sign} {{}}"
        pieces += [(value(start), colors.here), (value(change.removeprefix("−")), colors.step)]
    pieces.append((value(step.result), colors.here))
    template = f"{left}{between} {{line}}{step.sign} {{}}"
    line = Equation(template.replace("{line}", ""), pieces)
    if line.width > (_LONGEST if stage.narrow or change is None else 1.0) * stage.room:
        broken = template.replace("{line}", "\\ & ", 1 if stage.narrow else -1)
        line = Equation(f"& {broken}".replace("{line}", ""), pieces)
    return line


def put_below(line: Equation, rule: StepRule, names: VGroup, stage: CurveStage) -> bool:
    """Put the numbers below the names in a rule, and return whether these can stay.

    Beside data, the axes begin below: numbers that would touch their name come in place of the
    names, which have been read by then, and are made smaller if even so there is no room.
    """
    stage.row(line, 1)
    above = names if len(names) else rule
    line.shift(min(0.0, float(above.get_bottom()[1] - line.get_top()[1]) - _GAP) * UP)
    axes = float(stage.curve.above[:, 1].max(initial=-np.inf)) + _GAP
    if not stage.narrow or line.get_bottom()[1] >= axes:
        return True
    top = float(rule.get_bottom()[1]) - _GAP
    line.scale(min(1.0, (top - axes) / line.height), about_point=line.get_left())
    line.shift((top - float(line.get_top()[1])) * UP)
    return not len(names)
