"""Data with lines: the last one with its residuals, the others faint."""

from __future__ import annotations

from collections.abc import Sequence

from manim import VGroup

from gradreel.scenarios.arrays import Array
from gradreel.scenes import theme
from gradreel.scenes.parts.geometry.box import Box, Pair
from gradreel.scenes.parts.geometry.points import between, polyline, trace
from gradreel.scenes.parts.plots.room import axes_within
from gradreel.scenes.parts.plots.scatter import Scatter, sampled
from gradreel.solver.objective import Objective
from gradreel.solver.recording import Recording

_RESIDUALS = 0.6  # opacity
_MOST_RESIDUALS = 200  # more would be one dark area


def data_with_lines(
    recording: Recording,
    objective: Objective,
    lines: Array,
    box: Box,
    also: Sequence[float] = (),
) -> VGroup:
    """The data with the lines of parameters (m, p), in axes that have a box.

    The axes also include the inputs `also`.
    """
    scatter = scatter_of(recording, objective, box, also)
    ends = _residuals(scatter, lines[-1])
    residuals = polyline(ends, theme.colors().residual, 2.0, stroke_opacity=_RESIDUALS)
    ghosts = [scatter.stroke(line, 3.0).set_stroke(opacity=0.4) for line in lines[:-1]]
    return VGroup(scatter, residuals, *ghosts, scatter.stroke(lines[-1]))


def data_with_ends(recording: Recording, objective: Objective, low: Pair, high: Pair) -> VGroup:
    """The data, the first line, and the last one with its residuals, between two corners."""
    ends = recording.runs[0].parameters[[0, -1]]
    return data_with_lines(recording, objective, ends, axes_within(low, high))


def move_line(picture: VGroup, parameters: Array, visible: float = 1.0) -> None:
    """Give the last line of such a picture, and its residuals, other parameters (p,).

    They are `visible`, from not at all (0) to wholly (1).
    """
    scatter, residuals, *_, line = picture
    assert isinstance(scatter, Scatter)
    trace(line, scatter.line(parameters))
    trace(residuals, _residuals(scatter, parameters))
    line.set_stroke(opacity=visible)
    residuals.set_stroke(opacity=_RESIDUALS * visible)


def _residuals(scatter: Scatter, parameters: Array) -> Array:
    return between(*scatter.residuals(parameters, sampled(scatter.inputs, _MOST_RESIDUALS)))


def scatter_of(
    recording: Recording, objective: Objective, box: Box, also: Sequence[float] = ()
) -> Scatter:
    """The data, in axes that also include the first line, and the inputs `also`.

    They include the last line, too, where it is to predict for an input that the author chose.
    """
    asked = recording.scenario.showing.asked
    lines = recording.runs[0].parameters[[0] if asked is None else [0, -1]]
    return Scatter(objective, recording.scenario, box, lines, also=also)
