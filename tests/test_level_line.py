"""The contour line through the start of a descent passes through it, however narrow the valley."""

from __future__ import annotations

import numpy as np
import pytest
from case_files import case
from manim import VMobject

from gradreel.scenarios import load_scenario
from gradreel.scenes.parts.geometry.points import trace
from gradreel.scenes.parts.maps.level_line import level_line
from gradreel.scenes.parts.maps.right_angle import contour_through, right_angle
from gradreel.scenes.surface.step_map import StepFraming, StepMap
from gradreel.solver.descent import record
from gradreel.solver.objective import objective_of

NARROW = ["objective.formula=1e6*(x - 0.0137)**2 + y**2", "start.x=0.0142", "start.y=1"]


def test_a_closed_line_comes_back_to_where_it_began() -> None:
    objective = objective_of(load_scenario("quadratic", ["objective.formula=x**2 + 4*y**2"]))
    line = level_line(objective, np.array([1.0, 0.0]), np.array([-2.0, -2.0]), np.array([2.0, 2.0]))
    assert line[0, 0] == pytest.approx(line[-1, 1])
    assert objective.value(line.reshape(-1, 2)) == pytest.approx(1.0, rel=1e-3)
    assert np.linalg.norm(line[:, 1] - line[:, 0], axis=1).sum() == pytest.approx(4.8442, rel=1e-3)


def test_an_open_line_goes_from_border_to_border() -> None:
    objective = objective_of(load_scenario("quadratic", ["objective.formula=x*y"]))
    line = level_line(objective, np.array([1.0, 1.0]), np.array([0.25, 0.25]), np.array([4.0, 4.0]))
    ends = np.array([line[0, 0], line[-1, 1]])
    assert ends.min(axis=1) == pytest.approx([0.25, 0.25], abs=0.02)


@pytest.mark.parametrize(
    ("source", "overrides"), [(case("overflow"), []), ("quadratic", NARROW), ("quadratic", [])]
)
def test_the_line_at_a_right_angle_to_the_steepest_way_passes_through_the_dot(
    source: str, overrides: list[str]
) -> None:
    loaded = load_scenario(source, overrides)
    objective = objective_of(loaded)
    chart = StepMap(record(loaded), objective).map
    chart.show_domain(StepFraming(record(loaded)).around)
    places = contour_through(chart.map, objective, chart.here, chart.map.contour)
    line = trace(VMobject(), chart.map.cut(chart.map.at(places)))
    away = np.linalg.norm(line.points - chart.map.at(chart.here), axis=1)
    assert away.min() < 0.03


def test_the_mark_of_a_right_angle_lies_along_the_contour_line() -> None:
    objective = objective_of(loaded := load_scenario("noisy-line"))
    start = record(loaded).runs[0].parameters[0]
    low, high = np.array([-2.0, -2.0]), np.array([5.0, 5.0])
    line = level_line(objective, start, low, high)
    nearest = int(np.argmin(np.linalg.norm(line[:, 0] - start, axis=1)))
    along = np.append(line[nearest, 1] - line[nearest, 0], 0.0)
    down = np.append(-objective.gradient(start), 0.0)
    corners = right_angle(np.append(start, 0.0), down).points
    side = corners[-1] - np.append(start, 0.0)
    assert abs(side @ along) == pytest.approx(
        float(np.linalg.norm(side) * np.linalg.norm(along)), rel=1e-2
    )
