"""The data and the line of a run, below its curve in a panel."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from manim import LEFT, VGroup, VMobject

from gradreel.scenarios import Scenario
from gradreel.scenarios.arrays import Array, Limits
from gradreel.scenes import theme
from gradreel.scenes.parts.descents.verdict import times
from gradreel.scenes.parts.formulas.fit_about import data_of
from gradreel.scenes.parts.geometry.box import Box
from gradreel.scenes.parts.geometry.interpolation import rows_up_to
from gradreel.scenes.parts.geometry.points import discs, polyline, trace
from gradreel.scenes.parts.lettering.text import maths
from gradreel.scenes.parts.plots.axes import Axes
from gradreel.scenes.parts.plots.scatter import height_range, sampled
from gradreel.solver.objective import Objective
from gradreel.solver.run_record import RunRecord

_DOT, _MOST = 0.045, 60  # screen units: the radius of a point; points: more would be one blot
_AIR = 0.07  # of the range of the inputs, on each side, so that no point touches an axis
BESIDE = 0.12  # screen units from the picture to a factor
_FARTHEST = 1.5  # heights of the data: lines farther away leave the picture
_SAMPLES = 61  # points of a line, which may be a curve


class LineBelow:
    """The line of the parameter at which a run is, among its data, in a `box`; see `Below`.

    Its axes include the lines of the ends of the parameter's `domain`. The `factors` of the run, as
    printed, appear on the right.
    """

    def __init__(
        self,
        objective: Objective,
        scenario: Scenario,
        run: RunRecord,
        domain: Limits,
        box: Box,
        factors: Sequence[str],
    ) -> None:
        data = data_of(scenario)
        inputs, outputs = np.array(data.inputs)[:, 0], np.array(data.outputs)
        self._way, self.bottom = run.parameters, box.bottom
        # A function, because manim's fades copy everything that is not.
        self._predict: Callable[[Array, Array], Array] = lambda place, x: objective.predict(
            place, x[:, None]
        )
        self._axes = Axes(box)
        low, high = float(inputs.min()), float(inputs.max())
        pad = _AIR * (high - low or 2.0 * max(abs(low), 1.0))
        self._axes.x = low - pad, high + pad
        self._across = np.linspace(*self._axes.x, _SAMPLES)
        heights = [self._predict(np.array([end]), self._across) for end in domain]
        self._axes.y = height_range(outputs, np.concatenate(heights), _FARTHEST)
        shown = sampled(inputs, _MOST)
        corner = [(box.left, box.top), (box.left, box.bottom), (box.right, box.bottom)]
        colors = theme.colors()
        self.static_parts = VGroup(
            polyline(np.array([(*point, 0.0) for point in corner]), colors.muted, 2.0),
            discs(self._axes.place(inputs[shown], outputs[shown]), _DOT, colors.data),
        )
        self._line = VMobject(stroke_color=colors.model, stroke_width=4.0)
        self.moving_parts = VGroup(self._line)
        right_of_box = np.array([box.right + BESIDE, box.bottom + box.height / 2, 0.0])
        self.meaning = VGroup()
        self.factors = VGroup(
            *(maths(times(f), theme.TICK).move_to(right_of_box, aligned_edge=LEFT) for f in factors)
        )
        self.draw_to(0.0)

    def draw_to(self, step: float) -> None:
        """Show the line at a step, which may lie between two recorded ones."""
        place = rows_up_to(self._way, step)[-1]
        with np.errstate(over="ignore", invalid="ignore"):
            heights = self._predict(place, self._across)
        trace(self._line, self._axes.cut(self._axes.place(self._across, heights)))
