"""What a fitted line predicts for a new input, read off its picture."""

from __future__ import annotations

import numpy as np
from manim import RIGHT, VGroup

from gradreel.scenarios import Scenario
from gradreel.scenarios.arrays import Array
from gradreel.scenes import theme
from gradreel.scenes.curve.new_input import new_input
from gradreel.scenes.parts.equation import narrowed
from gradreel.scenes.parts.fit_about import fit_of, predicted_by
from gradreel.scenes.parts.formula import value
from gradreel.scenes.parts.lines import dashes
from gradreel.scenes.parts.numbers import exact, number
from gradreel.scenes.parts.points import discs, polyline
from gradreel.scenes.parts.reading import Shown, numbers_in
from gradreel.scenes.parts.scatter import Scatter
from gradreel.scenes.parts.text import maths
from gradreel.scenes.sentences.curve import predicted
from gradreel.solver.objective import Objective

_DOT = 0.12
_ABOVE = 0.3  # the data, to the middle of what is written
_FOR_NAME = 0.5  # above the data, the name of their axis


class ReadOff:
    """The output `y` that a line has at a new input `x`; its parameter is printed as `shown`.

    `answer` is the output as it is printed, `equation` how it comes about, as Typst math.
    """

    def __init__(
        self, objective: Objective, scenario: Scenario, data: Scatter, found: Array, shown: str
    ) -> None:
        self._data, self.x = data, new_input(data.inputs)
        self.y = float(objective.predict(found, np.array([[self.x]]))[0])
        parameter = _number(shown)
        made = objective.predict(np.array([parameter.signed]), np.array([[self.x]]))
        self.answer = predicted(self.y, float(made[0]))
        fit, product = fit_of(scenario), ""
        if fit.scale is None:  # else the parameter is none of the input as it is
            printed = [number(parameter.signed)]
            product = predicted_by(fit.parsed, printed, exact(self.x))
        alike = number(float(made[0])) == number(_number(self.answer).signed)
        self.equation = value(self.answer)
        if product:
            self.equation = f"{product} {'=' if alike else 'approx'} {self.equation}"

    def drawn(self) -> VGroup:
        """The point on the line, the way to it and on to its output, and how that is computed.

        It is empty where the point is not seen.
        """
        box, point = self._data.box, self._data.place(self.x, self.y)
        if not self._data.within(point):
            return VGroup()
        foot, left = np.array((point[0], box.bottom, 0.0)), np.array((box.left, point[1], 0.0))
        way = np.vstack([dashes(np.array([foot, point])), dashes(np.array([point, left]))])
        model = theme.colors().model
        room = box.width - _FOR_NAME
        label = maths(self.equation, theme.SENTENCE, model)
        if label.width > room * theme.SENTENCE / theme.TICK:
            label = maths(value(self.answer), theme.SENTENCE, model)
        narrowed(label, room)
        label.move_to((box.right, box.top + _ABOVE, 0.0), aligned_edge=RIGHT)
        return VGroup(polyline(way, model, 2.5), discs(point[None], _DOT, model), label)


def _number(shown: str) -> Shown:
    return numbers_in(shown)[0]
