"""Reads off a picture what a fitted line predicts for a new input."""

from __future__ import annotations

import numpy as np
from manim import RIGHT, VGroup

from gradreel.scenarios import Scenario
from gradreel.scenarios.arrays import Array
from gradreel.scenes import theme
from gradreel.scenes.curve.new_input import new_input
from gradreel.scenes.parts.digits.numbers import exact, number
from gradreel.scenes.parts.digits.reading import Shown, numbers_in
from gradreel.scenes.parts.formulas.equation import narrowed
from gradreel.scenes.parts.formulas.fit_about import fit_of, predicted_by
from gradreel.scenes.parts.formulas.formula import value
from gradreel.scenes.parts.geometry.points import discs, polyline
from gradreel.scenes.parts.lettering.text import maths
from gradreel.scenes.parts.plots.scatter import Scatter
from gradreel.scenes.sentences.curve import predicted
from gradreel.solver.objective import Objective

# In screen units.
_DOT = 0.12  # the radius of the dot
_ABOVE = 0.3  # from the data up to the middle of the equation
_FOR_NAME = 0.5  # for the name of the axis, above the data


class ReadOff:
    """The output `y` of a line at a new input `x`; its parameter is printed as `shown`.

    `answer` is the printed output, `equation` how it is computed, as Typst math.
    """

    def __init__(
        self, objective: Objective, scenario: Scenario, data: Scatter, found: Array, shown: str
    ) -> None:
        asked = scenario.showing.asked
        self._data, self.x = data, new_input(data.inputs) if asked is None else asked
        self.y = float(objective.predict(found, np.array([[self.x]]))[0])
        parameter = _number(shown)
        from_printed = objective.predict(np.array([parameter.signed]), np.array([[self.x]]))
        self.answer = predicted(self.y, float(from_printed[0]))
        fit, product = fit_of(scenario), ""
        if fit.scale is None:  # otherwise the parameter is a factor of the scaled input
            printed = [number(parameter.signed)]
            product = predicted_by(fit.parsed, printed, exact(self.x))
        alike = number(float(from_printed[0])) == number(_number(self.answer).signed)
        self.equation = value(self.answer)
        if product:
            self.equation = f"{product} {'=' if alike else 'approx'} {self.equation}"

    def drawn(self) -> VGroup:
        """The point on the line, dashed lines from its input and to its output, and the equation.

        It is empty if the point is not shown.
        """
        box, point = self._data.box, self._data.place(self.x, self.y)
        if not self._data.within(point):
            return VGroup()
        guides = self._data.guides(self.x, self.y)
        model = theme.colors().model
        room = box.width - _FOR_NAME
        label = maths(self.equation, theme.SENTENCE, model)
        if label.width > room * theme.SENTENCE / theme.TICK:
            label = maths(value(self.answer), theme.SENTENCE, model)
        narrowed(label, room)
        label.move_to((box.right, box.top + _ABOVE, 0.0), aligned_edge=RIGHT)
        return VGroup(polyline(guides, model, 2.5), discs(point[None], _DOT, model), label)


def _number(shown: str) -> Shown:
    return numbers_in(shown)[0]
