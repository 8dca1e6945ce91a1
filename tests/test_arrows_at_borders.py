"""Arrows uphill keep their length where a descent starts on the border of its domain."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from case_files import case
from last_pictures import last_pictures

from gradreel.scenarios import Scenario, load_scenario
from gradreel.scenarios.arrays import Array
from gradreel.scenes import regions, theme
from gradreel.scenes.curve.meaning import CurveMeaning
from gradreel.scenes.parts.in_space.landscape import Landscape
from gradreel.scenes.parts.in_space.space import Space
from gradreel.scenes.parts.lettering.text import maths
from gradreel.scenes.parts.maps.views import drawn_domain, with_room
from gradreel.scenes.surface.fan import Fan
from gradreel.scenes.surface.stage import one_size
from gradreel.scenes.surface.step_map import StepFraming, StepMap
from gradreel.scenes.surface.tangent import tangent_in_space
from gradreel.solver.descent import record
from gradreel.solver.objective import objective_of

ENDS = (-2.0, 0.5, 2.0)


def chart_gradient(scenario: Scenario) -> Array:
    """The gradient (2,) at the start of a scenario's first run."""
    start = np.array([*scenario.runs[0].start.values()])
    return objective_of(scenario).gradient(start)


@pytest.mark.parametrize(("x", "y"), [*product(ENDS, ENDS)])
def test_all_ways_from_a_start_are_as_long_and_within_the_map(x: float, y: float) -> None:
    loaded = load_scenario(case("corner"), [f"start.x={x}", f"start.y={y}"])
    around = StepFraming(record(loaded))
    chart = StepMap(record(loaded), objective_of(loaded)).map
    chart.show_domain(around.around)
    fan = Fan(chart, chart_gradient(loaded), around.reach)
    fan.open(1.0)
    tips = np.array([arrow.end for arrow in fan.arrows])
    assert np.linalg.norm(tips - [x, y], axis=1) == pytest.approx(around.reach[0])
    assert chart.map.inside(tips).all()


@pytest.mark.parametrize(("x", "y"), [*product(ENDS, ENDS)])
def test_a_tangent_stays_in_the_safe_area(x: float, y: float) -> None:
    loaded = load_scenario(case("corner"), [f"start.x={x}", f"start.y={y}"])
    recording, corners = record(loaded), regions.current().surface.space.corners
    landscape = Landscape(recording.objective, drawn_domain(recording))
    space = Space(landscape, corners)
    for axis, slope in enumerate(chart_gradient(loaded).tolist()):
        start = recording.runs[0]
        arrow = tangent_in_space(space, start.parameters[0], axis, slope, float(start.loss[0]))
        ends = space.screen(arrow.points)
        assert ends[:, 1].max() <= regions.safe().top
        assert np.linalg.norm(np.diff(ends, axis=0)) > 0.2


def test_of_a_dozen_ways_the_one_against_the_gradient_is_the_steepest() -> None:
    loaded = load_scenario("quadratic")
    chart = StepMap(record(loaded), objective_of(loaded)).map
    grad = chart_gradient(loaded)
    fan = Fan(chart, grad, np.array([1.0, 1.0]))
    assert fan.slopes[0] == pytest.approx(-np.hypot(2.0, 0.5))
    assert fan.slopes[0] == fan.slopes.min()
    assert fan.slopes[[3, 9]] == pytest.approx(0.0)  # along the contour line
    # Each number is how much higher a small step that way leads, in proportion to its length.
    for slope, way in zip(fan.slopes, fan.ways, strict=True):
        step = 1e-6 * way
        rise = np.diff(objective_of(loaded).value(np.array([[1.0, 1.0], 1.0 + step])))
        assert rise / np.linalg.norm(step) == pytest.approx(slope, abs=1e-5)


FIT = """
title = "Edge"
lesson = "fit"
[objective]
model = "a*x + b"
points = [[0, 1], [1, 3], [2, 5.5], [3, 6.6]]
domain = { a = [0, 4], b = [0, 3] }
[start]
a = 4
b = 3
[[runs]]
lr = 0.1
steps = 5
"""


def test_the_way_downhill_of_a_curve_is_seen_on_the_border() -> None:
    overrides = ["objective.formula='-x**3'", "objective.domain={x = [-2, 2]}", "start.x=2"]
    (scene,) = last_pictures(load_scenario(case("wall"), overrides), ["meaning"])
    assert isinstance(scene, CurveMeaning)
    curve = scene.stage.curve
    room = float(curve.box.right - curve.foot(2.0)[0])
    assert room > 0.8


def test_a_domain_with_room_enough_stays_as_it_is() -> None:
    domain = {"x": (0.0, 10.0), "y": (0.0, 1.0)}
    assert with_room(domain, np.array([5.0, 0.5]), np.array([0.2, -0.2])) == domain
    wider = with_room(domain, np.array([10.0, 0.0]), np.array([0.2, -0.5]))
    assert wider == {"x": (0.0, pytest.approx(12.5)), "y": (pytest.approx(-1.0), 1.0)}


def scaled(factor: str) -> Scenario:
    formula = f"objective.formula={factor}*(x**2 + y**2/3)"
    domain = ["objective.domain.x=[-3, 3]", "objective.domain.y=[-3, 3]"]
    return load_scenario("quadratic", [formula, *domain, "start.x=-3", "start.y=2"])


@pytest.mark.parametrize(
    ("factor", "unit"),
    [("1", 1.0), ("1e-3", 1e-3), ("1e4", 1e4), ("1e-9", 1e-9), ("1e9", 1e9)],
)
def test_slopes_around_a_dot_are_in_a_unit_in_which_they_are_short(
    factor: str, unit: float
) -> None:
    loaded = scaled(factor)
    chart = StepMap(record(loaded), objective_of(loaded)).map
    fan = Fan(chart, chart_gradient(loaded), np.array([1.0, 1.0]))
    fan.number()
    assert fan.unit == pytest.approx(unit)
    written = [label[1].note.says for label in fan.numbers]
    assert written[0] == "−6.1"
    assert not any("×" in text for text in written)
    # Slopes in opposite directions are the same but for their sign.
    assert [text.removeprefix("−") for text in written[:6]] == [
        text.removeprefix("−") for text in written[6:]
    ]


@pytest.mark.parametrize("factor", ["1", "0.3", "70", "1e9"])
def test_all_slopes_around_a_dot_have_the_decimals_of_the_steepest(factor: str) -> None:
    loaded = scaled(factor)
    chart = StepMap(record(loaded), objective_of(loaded)).map
    fan = Fan(chart, chart_gradient(loaded), np.array([1.0, 1.0]))
    fan.number()
    written = [label[1].note.says for label in fan.numbers]
    assert len({len(text.partition(".")[2]) for text in written}) == 1
    rounded = [float(text.replace("−", "-")) for text in written]
    place = 10.0 ** (np.floor(np.log10(fan.slopes.max() / fan.unit)) - 1)
    assert np.abs(rounded - fan.slopes / fan.unit).max() <= 0.51 * place


def test_slopes_half_way_between_two_numbers_are_rounded_alike() -> None:
    overrides = ["objective.formula=17.5*x", "start.x=0", "start.y=0"]
    loaded = load_scenario("quadratic", overrides)
    chart = StepMap(record(loaded), objective_of(loaded)).map
    fan = Fan(chart, chart_gradient(loaded), np.array([1.0, 1.0]))
    fan.number()
    assert {label[1].note.says.removeprefix("−") for label in fan.numbers} == {
        "18",
        "15",
        "9",
        "0",
    }


def test_rows_too_wide_for_their_column_stay_large_enough_to_read() -> None:
    rows = [maths("nabla z = (" + ", ".join(["1234567890"] * count) + ")") for count in (1, 3)]
    widths = [row.width for row in rows]
    one_size(rows)
    for row, width in zip(rows, widths, strict=True):
        assert row.width / width == pytest.approx(theme.TICK / theme.FORMULA)
