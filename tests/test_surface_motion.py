"""What moves on a surface while a sentence is read shows what the sentence says."""

from __future__ import annotations

import re
from itertools import pairwise

import numpy as np
import pytest
from case_files import case

from gradreel.scenarios import load_scenario
from gradreel.scenes import regions
from gradreel.scenes.chapter import default_recording
from gradreel.scenes.drawing.view import DISTANT, View
from gradreel.scenes.parts.geometry.box import Box
from gradreel.scenes.parts.geometry.points import polyline
from gradreel.scenes.parts.in_space.floor import CLEARANCE, HEIGHT
from gradreel.scenes.parts.in_space.rising import rising
from gradreel.scenes.parts.in_space.space import EXTENT, Space
from gradreel.scenes.parts.in_space.viewpoint import TARGET, beside
from gradreel.scenes.parts.lettering.text import Counter
from gradreel.scenes.parts.maps.close_map import CloseMap
from gradreel.scenes.parts.maps.contours import BAND_OPACITY
from gradreel.scenes.parts.maps.handed_over import HandedOver
from gradreel.scenes.parts.maps.map_lines import MapLines
from gradreel.scenes.parts.maps.over_floor import beneath
from gradreel.scenes.surface.fan import Fan
from gradreel.scenes.surface.legs import leg_along, shared_leg
from gradreel.scenes.surface.slice_formula import slice_formula
from gradreel.scenes.surface.slice_plot import Slice, SlicePlot
from gradreel.scenes.surface.start_picture import StartPicture
from gradreel.scenes.surface.trail import Trail
from gradreel.scenes.surface.walker import Walker
from gradreel.scenes.surface.waterline import Waterline
from gradreel.solver.descent import record
from gradreel.solver.objective import objective_of
from gradreel.solver.recording import Recording


def picture(revealed: bool = True) -> StartPicture:
    recording = default_recording("quadratic")
    return StartPicture(recording, objective_of(recording.scenario), revealed)


@pytest.mark.parametrize("share", [0.0, 0.4, 1.0])
def test_a_rising_level_leaves_the_contour_lines_below_it(share: float) -> None:
    space = picture().space
    whole = len(space.contours(0.0).points)
    Waterline(space).rise(share)
    lines = space.contours(0.0, share).points
    assert (len(lines) < whole) == (share < 1.0)
    assert (lines[:, 2] <= CLEARANCE + HEIGHT * share + 1e-9).all()


@pytest.mark.parametrize("share", [0.0, 0.3, 1.0])
def test_who_walks_along_a_slice_stands_on_the_surface_above_the_floor(share: float) -> None:
    space = picture().space
    walker = Walker(space, space.slice(0, 1.0, "#FFFFFF"))
    walker.walk(share)
    line, ball = space.items.submobjects[-2:]
    foot, head = line.points
    assert head == pytest.approx(ball.points[0])
    assert foot[:2] == pytest.approx(head[:2])
    x = (head[0] + 1.0) / 2 * 5.0 - 2.5
    assert head == pytest.approx(space.at(np.array([x, 1.0])), abs=2e-3)


def test_a_start_rises_from_its_place_on_the_floor_to_its_height() -> None:
    shown = picture(revealed=False)
    for share, place in ((0.0, shown.space.ground), (1.0, shown.space.at)):
        shown.lift(share)
        assert shown.ball.points[0] == pytest.approx(place(shown.here))


def plot_of(recording: Recording, axis: int) -> SlicePlot:
    """The slice along a parameter at the start of a lesson, with a tangent."""
    start, objective = recording.runs[0], objective_of(recording.scenario)
    space = StartPicture(recording, objective, True).space
    of, slope = Slice(space, start.parameters[0], axis), float(start.grad[0][axis])
    along = leg_along(of.high - of.low, slope, of.height)
    return SlicePlot(space, of, slope, along, "z", float)


@pytest.mark.parametrize("name", ["quadratic", "two-valleys", "two-weights"])
@pytest.mark.parametrize("axis", [0, 1])
def test_the_legs_of_a_tangent_are_clear_of_its_numbers_and_in_their_plot(
    name: str, axis: int
) -> None:
    plot = plot_of(default_recording(name), axis)
    plot.walk(1.0)
    corners = np.array([plot._legs.points[0], plot._legs.points[3], plot._legs.points[-1]])
    assert plot.axes.within(corners).all()
    assert corners[1] - corners[0] == pytest.approx([plot.along * plot.axes.unit[0], 0.0, 0.0])
    assert (corners[2] - corners[1])[1] == pytest.approx(plot.up * plot.axes.unit[1], rel=1e-3)
    assert np.linalg.norm(plot._tangent.tip - corners[2]) > 0.2  # the head is beyond the legs
    line = np.linspace(plot._tangent.tail, plot._tangent.tip, 50)
    legs = np.concatenate([np.linspace(*corners[k : k + 2], 50) for k in (0, 1)])
    for label in plot.labels:
        away = np.abs(np.concatenate([line, legs]) - label.get_center())[:, :2]
        assert (away > np.array([label.width, label.height]) / 2 - 1e-9).any(axis=1).all()
        assert label.get_right()[0] <= regions.safe().right + 0.1


def test_the_numbers_of_legs_stand_apart_on_a_plateau_at_the_border() -> None:
    along, up = plot_of(record(load_scenario(case("plateau"))), 0).labels
    apart = np.abs(along.get_center() - up.get_center())[:2]
    assert (apart > np.array([along.width + up.width, along.height + up.height]) / 2).any()


def test_the_legs_of_a_tangent_are_drawn_one_after_the_other() -> None:
    plot = plot_of(default_recording("quadratic"), 0)
    plot.walk(0.5)
    foot, corner = plot._legs.points[[0, -1]]
    assert corner[1] == foot[1]
    plot.walk(1.0)
    assert plot._legs.points[-1][0] == pytest.approx(corner[0])
    assert plot._legs.points[-1][1] > foot[1] + 0.2


@pytest.mark.parametrize(
    ("formula", "first", "second"),
    [
        (
            "x**2/2 + x + y**2/4 - 2",
            "z = frac(1, 2) x^(2) + x - 1.75",
            "z = frac(1, 4) y^(2) - 0.5",
        ),
        ("x**2 + x*y + y**2", "z", "z"),
        ("x**2 + exp(y)", "z", "z = e^(y) + 1"),  # e is no number in four digits
        ("(x - 1)**2 + y**2 - 1", "z = (x - 1)^(2)", "z = y^(2) - 1"),
    ],
)
def test_a_slice_has_its_formula_where_that_is_exact(formula: str, first: str, second: str) -> None:
    objective = objective_of(load_scenario("quadratic", [f"objective.formula={formula}"]))
    written = [slice_formula(objective, np.array([1.0, 1.0]), axis, "z", float) for axis in (0, 1)]
    assert [re.sub(r"[\s\"]+", "", text) for text in written] == [
        re.sub(r"\s+", "", text) for text in (first, second)
    ]


@pytest.mark.parametrize("length", [0.01, 0.5, 2.0, 40.0])
def test_the_gradient_comes_to_its_true_length_within_the_map_then_its_opposite(
    length: float,
) -> None:
    recording = default_recording("quadratic")
    domain = recording.scenario.objective.domain
    assert domain
    box, here = Box((-2.0, -2.0), (4.0, 4.0)), np.array([1.0, 1.0])
    chart = CloseMap(recording.objective, [domain], box, here)
    uphill = length * recording.runs[0].grad[0] / np.linalg.norm(recording.runs[0].grad[0])
    fan = Fan(chart, uphill, np.array([1.0, 1.0]))
    fan.open(1.0)
    for share in (0.0, 0.3, 0.99, 1.0):
        fan.grow(uphill, share)
        ways = np.array([chart.arrows[-1].end, fan.downhill.end]) - here
        assert chart.map.inside(here + ways).all() or share == 1.0
    assert ways[0] == pytest.approx(uphill)
    assert ways[1] / np.linalg.norm(ways[1]) == pytest.approx(-uphill / np.linalg.norm(uphill))
    opposing = fan.oppose(uphill)
    opposing.begin()
    opposing.interpolate(1.0)
    assert [arrow.end - here for arrow in (chart.arrows[-1], fan.downhill)] == [
        pytest.approx(uphill),
        pytest.approx(-uphill),
    ]


def test_a_line_on_a_map_stays_where_it_is_on_the_map_while_that_comes_closer() -> None:
    recording = default_recording("quadratic")
    domain, here = recording.scenario.objective.domain, np.array([1.0, 1.0])
    assert domain
    chart = CloseMap(recording.objective, [domain], Box((-2.0, -2.0), (4.0, 4.0)), here)
    places, lines = np.array([(0.8, 1.0), here, (5.0, 1.2)]), MapLines(chart)
    line = lines.add(lambda: polyline(chart.map.cut(chart.map.at(places)), "#FFFFFF"))
    for share, seen in ((0.1, 0.8), (0.4, 0.2), (0.6, 0.0)):
        chart.show_domain({"x": (-2.5 + 3.0 * share, 2.5), "y": (-2.5 + 3.0 * share, 2.5)})
        lines.fade(share)
        assert line.get_stroke_opacity() == pytest.approx(seen)
        if seen:
            assert line.points[[0, 3]] == pytest.approx(chart.map.at(places[:2]))
            assert line.points[:, 0].max() == pytest.approx(chart.map.box.right)


def test_the_other_ways_stay_on_a_map_that_comes_closer() -> None:
    recording = default_recording("quadratic")
    domain, here = recording.scenario.objective.domain, np.array([1.0, 1.0])
    assert domain
    chart = CloseMap(recording.objective, [domain], Box((-2.0, -2.0), (4.0, 4.0)), here)
    fan = Fan(chart, recording.runs[0].grad[0], np.array([1.0, 1.0]))
    chart.show_domain(dict.fromkeys(domain, (0.9, 1.1)))
    fan.grow(np.array([0.05, 0.0]), 0.5)
    assert chart.map.inside(np.array([arrow.end for arrow in fan.arrows])).all()


def test_a_ball_is_so_small_that_its_step_is_seen_and_then_large_again() -> None:
    recording = default_recording("quadratic")
    shown = picture()
    trail = Trail(shown, recording, objective_of(recording.scenario))
    usual, steps = shown.ball.radius, recording.runs[0].parameters
    tail, tip = shown.space.screen(shown.space.at(steps[:2]))
    trail.slimming(*steps[:2])(1.0)
    assert 2.0 * shown.ball.radius < np.linalg.norm(tip - tail) < 3.0 * usual
    trail.slimming()(1.0)
    assert shown.ball.radius == pytest.approx(usual)


@pytest.mark.parametrize("share", [0.0, 0.2, 0.5, 0.9, 1.0])
def test_a_map_that_comes_to_lie_over_the_floor_keeps_the_strength_of_its_bands(
    share: float,
) -> None:
    # What is as strong as a band of the map, in the space below it, and then that band over it.
    below, band = BAND_OPACITY * beneath(share), BAND_OPACITY * share
    assert below * (1.0 - band) + band == pytest.approx(BAND_OPACITY)


@pytest.mark.parametrize("axis", [0, 1])
@pytest.mark.parametrize("azimuth", [-2.1, -0.5, 0.0, 0.9, 3.0])
def test_a_slice_is_seen_broadside_but_not_from_straight_ahead(axis: int, azimuth: float) -> None:
    before = View(azimuth=azimuth, distance=DISTANT)
    after = beside(before, axis)
    ends = np.zeros((2, 3))
    ends[:, axis] = -0.5, 0.5
    across = abs(float(np.diff(after.project(ends)[:, 0])[0]))
    assert across >= 0.9 * after.scale
    assert after == before or across < 0.95 * after.scale


def test_a_slice_seen_broadside_needs_no_other_view() -> None:
    view = View(azimuth=-np.pi / 2 + 0.3)
    assert beside(view, 0).azimuth == pytest.approx(view.azimuth)


@pytest.mark.parametrize(
    ("widths", "slopes", "heights", "leg"),
    [
        ((5.0, 5.0), (2.0, 0.5), (6.0, 1.5), 1.0),
        ((3.0, 2.8), (0.125, 0.65), (0.5, 0.5), 1.0),
        ((15.0, 30.0), (-342.0, -486.0), (5000.0, 9000.0), 5.0),
        ((5.0, 5.0), (0.0, 1.0), (6.0, 6.0), 1.0),
        ((5.0, 5.0), (1e6, 0.5), (6.0, 1.5), np.inf),  # along x it could not be seen
    ],
)
def test_two_tangents_share_the_longest_leg_that_both_can_have(
    widths: tuple[float, float],
    slopes: tuple[float, float],
    heights: tuple[float, float],
    leg: float,
) -> None:
    assert shared_leg(np.array(widths), np.array(slopes), np.array(heights)) == leg


ROOM, BOX = ((0.0, -3.0), (6.0, 3.0)), Box((1.0, -2.0), (4.0, 4.0))


def numbers(space: Space) -> list[dict[str, float]]:
    """How visible each number of each axis is, at whichever edge."""
    return [
        {
            text: sum(label.get_fill_opacity() for label in labels if label.note.says == text)
            for text in {label.note.says for label in labels} - {""}
        }
        for labels in space.floor._numbers
    ]


@pytest.mark.parametrize("azimuth", [-2.9, -2.1, -1.6, -0.5, 0.9])
def test_no_number_of_a_floor_pops_while_the_eye_rises_to_where_it_is_a_map(azimuth: float) -> None:
    space, start = picture().space, View(azimuth=azimuth, elevation=0.55, target=TARGET)
    shown = []
    for share in np.linspace(0.0, 1.0, 121).tolist():
        space.set_view(rising(start.fitted(EXTENT, *ROOM), ROOM, BOX.corners, share))
        shown.append(numbers(space))
    for before, after in pairwise(shown):
        for axis in range(3):
            for text in before[axis].keys() | after[axis].keys():
                assert abs(before[axis].get(text, 0.0) - after[axis].get(text, 0.0)) < 0.2
    if azimuth == -2.1:  # both edges are those of the map already
        assert all(seen[axis]["0"] == pytest.approx(1.0) for seen in shown for axis in (0, 1))
    assert all(value == 1.0 for axis in (0, 1) for value in shown[-1][axis].values())
    assert not any(shown[-1][2].values())
    for axis, labels in enumerate(space.floor._numbers[:2]):
        places = [label.get_center()[1 - axis] for label in labels if label.get_fill_opacity()]
        assert max(places) < BOX.corner[1 - axis]
    assert not any(name.get_fill_opacity() for name in space.floor._names)


def test_a_number_that_floor_and_map_have_is_never_faint_and_never_there_twice() -> None:
    recording = default_recording("quadratic")
    space, domain = picture().space, recording.scenario.objective.domain
    assert domain
    space.set_view(rising(space.eye.view, ROOM, BOX.corners, 1.0))
    chart = CloseMap(recording.objective, [domain], BOX, np.array([1.0, 1.0]))
    of_map = [part for part in chart.map.ticks.across.get_family() if isinstance(part, Counter)]
    (below,) = [part for part in of_map if part.note.says == "0"]
    home, handed = below.get_center(), HandedOver(space.labels, [chart])
    floor = next(label for label in space.floor._numbers[0] if label.note.says == "0")
    for share in (0.0, 0.3, 0.7, 1.0):
        handed.show(share)
        assert below.get_fill_opacity() + floor.get_fill_opacity() == 1.0
        assert np.allclose(below.get_center(), floor.get_center()) == (share == 0.0)
    assert below.get_center() == pytest.approx(home)
    name = chart.map.ticks.names[0][0]  # elsewhere than that of the floor
    handed.show(0.4)
    assert name.get_fill_opacity() == 0.0
