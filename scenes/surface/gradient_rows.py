"""The rows of formulas beside the slopes of a surface: partial derivatives, and the gradient."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from manim import DOWN, LEFT, VMobject

from gradreel.scenarios.arrays import Array
from gradreel.scenes import regions, theme
from gradreel.scenes.parts.digits.numbers import number
from gradreel.scenes.parts.digits.printed import PrintedPlace
from gradreel.scenes.parts.formulas.formula import symbol, typst_math, value
from gradreel.scenes.parts.formulas.notation import Notation
from gradreel.scenes.parts.lettering.text import Glyphs, Markup, maths, words
from gradreel.scenes.parts.lettering.typeset import in_math
from gradreel.scenes.sentences.catalogue import text
from gradreel.scenes.surface.rule import gradient_equation
from gradreel.scenes.surface.stage import one_size
from gradreel.solver.objective import Objective

_TOO_WIDE = 1.2  # times the room: wider formulas, made to fit, could not be read
_SIZE = 0.8  # times the size of formulas: there are four, and words below each
_BELOW = 0.1  # screen units from a formula down to its words


class GradientRows:
    """Formulas of the slopes at a place, and below each what it is, all in the same size.

    `partials` are in the order of the parameters, then come the `gradient` and its `negative`;
    `names` are the words of all four. The gradient is printed with `slopes`.
    """

    def __init__(
        self,
        objective: Objective,
        notation: Notation,
        place: PrintedPlace,
        grad: Array,
        slopes: Sequence[str],
        computed: Callable[[float], float],
    ) -> None:
        self._objective, self._notation, self._place, self._grad = objective, notation, place, grad
        room = regions.current().surface.column.width
        self.partials = self._partials(with_formulas=True)
        if max(row.width for row in self.partials) > _TOO_WIDE * room:
            self.partials = self._partials(with_formulas=False)
        color = theme.colors().step
        minus = ", ".join(value(computed(-float(part))) for part in grad)
        negative = f"{in_math(f'-nabla {notation.loss}', color)} = {in_math(f'({minus})', color)}"
        self.gradient, self.negative = gradient_equation(notation, slopes), maths(negative)
        rows: list[Markup] = [*self.partials, self.gradient, self.negative]
        left = one_size(rows, _SIZE)
        for y, row in zip(regions.current().surface.rows, rows, strict=True):
            row.move_to((left, y, 0), aligned_edge=LEFT)
        steepness = number(computed(float(np.linalg.norm(grad))))
        said = [
            *(
                notation.written(text("label-slope-along", name=name))
                for name in objective.parameters
            ),
            text("label-length-is-steepness", steepness=steepness),
            text("label-negative-gradient"),
        ]
        colors = [*[theme.colors().gradient] * 3, color]
        self.names = [
            _below(row, words(word, theme.TICK, ink))
            for row, word, ink in zip(rows, said, colors, strict=True)
        ]

    def _partials(self, with_formulas: bool) -> list[Markup]:
        names = enumerate(self._objective.parameters)
        return [maths(self._partial(axis, name, with_formulas)) for axis, name in names]

    def _partial(self, axis: int, name: str, with_formula: bool) -> str:
        """A partial derivative and its value here, with or without its formula in between."""
        fraction = f"(partial {self._notation.loss}) / (partial {symbol(name)})"
        left = in_math(fraction, theme.colors().gradient)
        slope = in_math(value(self._grad[axis]), theme.colors().gradient)
        formula = self._objective.partials[axis] if self._objective.partials else None
        # A formula that is a number in digits is its own value.
        if not with_formula or formula is None or formula.is_Integer or formula.is_Float:
            return f"{left} = {slope}"
        colors = dict.fromkeys(self._objective.parameters, theme.colors().here)
        return f"{left} = {typst_math(formula, colors)} {self._place.sign} {slope}"


def _below(row: VMobject, name: Glyphs) -> Glyphs:
    return name.next_to(row, DOWN, buff=_BELOW).align_to(row, LEFT)
