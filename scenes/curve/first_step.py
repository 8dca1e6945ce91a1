"""The rule of the first step of a curve lesson, as a formula in symbols and in numbers."""

from __future__ import annotations

from manim import VGroup

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
