"""The map of a fit lesson: its scales, the arrows on it, and the residuals beside it."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from case_files import case
from hypothesis import given
from hypothesis import strategies as st
from manim import DL, UR
from test_fit_lesson import POINTS, fit, played

from gradreel.scenarios import load_scenario
from gradreel.scenes import regions, timing
from gradreel.scenes.fit.descent import FitDescent
from gradreel.scenes.fit.guess import FitGuess
from gradreel.scenes.fit.squares import Squares, bar_corners, square_corners, thirds
from gradreel.scenes.fit.stage import FitStage
from gradreel.scenes.fit.starts import FitStarts
from gradreel.scenes.fit.step import FitStep
from gradreel.scenes.fit.views import FitViews
from gradreel.scenes.parts.descents.countdown import Countdown
from gradreel.scenes.parts.geometry.box import Box
from gradreel.scenes.parts.maps.best_mark import best_mark
from gradreel.scenes.parts.maps.downhill import Downhill, fitting
from gradreel.scenes.parts.maps.equal_scales import equally_scaled, note_of_scales, squared
from gradreel.scenes.parts.maps.free_side import free_side
from gradreel.scenes.parts.plots.plot import Plot
from gradreel.scenes.together import Together
from gradreel.solver.descent import record
from gradreel.solver.objective import objective_of

NEAR = {"lr": 0.1, "steps": 3}
widths = st.floats(0.01, 100.0)


@given(widths, widths, widths, widths)
def test_scales_are_equal_unless_the_domain_is_too_long(
    across: float, upward: float, width: float, height: float
) -> None:
    domain = {"a": (1.0, 1.0 + across), "b": (-3.0, -3.0 + upward)}
    room = Box((2.0, 1.0), (width, height))
    found = equally_scaled(domain, room)
    assert found.left >= room.left - 1e-9
    assert found.right <= room.right + 1e-9
    assert found.bottom >= room.bottom - 1e-9
    assert found.top <= room.top + 1e-9
    across, upward = (high - low for low, high in domain.values())
    if max(across, upward) <= 4 * min(across, upward):
        assert found.width / across == pytest.approx(found.height / upward)
        (left, right), (low, high) = squared(domain).values()
        assert right - left == pytest.approx(high - low)
        assert left <= 1.0 + 1e-9
        assert high >= -3.0 + upward - 1e-9
    else:
        assert found == room
        assert squared(domain) == domain


def test_a_map_says_that_its_scales_differ() -> None:
    assert len(note_of_scales(Plot((0, 1), (0, 10), Box((0, 0), (3, 3)))))
    assert not len(note_of_scales(Plot((0, 1), (0, 1), Box((0, 0), (3, 3)))))


@pytest.mark.parametrize("chapter", [FitViews, FitStep, FitDescent])
@pytest.mark.parametrize("scale", [0.2, 1.0, 900.0])
def test_every_map_of_a_fit_has_equal_scales(chapter: Any, scale: float) -> None:
    scene = played(chapter, record(fit("a*x + b", NEAR, scale=scale)))
    across, upward = scene.stage.view.unit
    assert across == pytest.approx(upward)


def test_all_runs_have_equal_scales_too() -> None:
    scene = played(FitStarts, record(fit("a*x + b", NEAR, {"lr": 0.05, "steps": 4})))
    assert isinstance(scene, FitStarts)
    across, upward = scene.together.view.unit
    assert across == pytest.approx(upward)
    recording = record(load_scenario("two-weights"))
    across, upward = Together(recording, objective_of(recording.scenario)).view.unit
    assert across == pytest.approx(upward)


def test_the_arrows_of_a_step_are_true_to_the_axes() -> None:
    scene = played(FitStep, record(load_scenario("noisy-line")))
    assert isinstance(scene, FitStep)
    down, view = scene.down, scene.stage.view
    here, slopes = scene.run.parameters[0], scene.run.grad[0]
    assert down.share == 1.0
    np.testing.assert_allclose(down.end, view.at(here - slopes), atol=1e-9)
    np.testing.assert_allclose(down.leg(0), view.at(here - slopes * (1, 0)), atol=1e-9)
    np.testing.assert_allclose(down.leg(1), view.at(here - slopes * (0, 1)), atol=1e-9)
    tip = scene.step.points[np.argmax(scene.step.points @ (down.end - down.start))]
    np.testing.assert_allclose(tip, view.at(scene.run.parameters[1]), atol=1e-9)


@pytest.mark.parametrize("model", ["a*x + b", "w*x"])
def test_arrows_that_do_not_fit_are_all_drawn_at_one_share_and_none_beyond_the_step(
    model: str,
) -> None:
    scene = played(FitStep, record(fit(model, {"lr": 0.001, "steps": 5}, scale=400.0)))
    assert isinstance(scene, FitStep)
    down, view, slopes = scene.down, scene.stage.view, scene.run.grad[0]
    assert down.times > 1
    assert down.share == max(1 / down.times, 0.001)
    assert view.within(down.end[None])[0]
    unit = view.unit[: len(slopes)]
    np.testing.assert_allclose(
        (down.end - down.start)[: len(slopes)], -slopes * unit * down.share, atol=1e-9
    )


@given(st.floats(-50, 50), st.floats(-50, 50))
def test_a_share_is_one_to_a_whole_number_at_which_the_arrow_fits(x: float, y: float) -> None:
    room, start = Box((-1.0, -2.0), (3.0, 4.0)), np.array([0.5, 0.5, 0.0])
    way = np.array([x, y, 0.0])
    times = fitting(start, way, room)
    tip = start + way / times
    assert room.left <= tip[0] <= room.right
    assert room.bottom <= tip[1] <= room.top
    assert times == 1 or not Plot((-1, 2), (-2, 2), room).within(
        (start + way / (times - max(1, times // 10)) * 1.1)[None]
    )


def test_an_arrow_stands_where_the_dot_is() -> None:
    scene = played(FitViews, record(fit("a*x + b", NEAR)))
    assert isinstance(scene, FitViews)
    down = Downhill(scene.stage.view, scene.here, scene.run.grad[0])
    np.testing.assert_allclose(down.start, scene.stage.dot.get_center(), atol=1e-6)


@pytest.mark.parametrize("chapter", [FitViews, FitStep, FitDescent])
def test_residuals_stay_and_end_on_the_line(chapter: Any) -> None:
    scene = played(chapter, record(fit("a*x + b", NEAR)))
    stage = scene.stage
    assert stage.residuals in stage.movers.submobjects
    ends = stage.residuals.points.reshape(-1, 4, 3)[:, [0, 3]]
    assert len(ends) == 4
    line = stage.line.points
    heights = np.interp(ends[:, 1, 0], line[[0, -1], 0], line[[0, -1], 1])
    np.testing.assert_allclose(ends[:, 1, 1], heights, atol=1e-6)


def test_the_first_steps_are_explained_and_a_short_run_whole() -> None:
    assert [timing.explained_steps(steps) for steps in (1, 12, 13, 5000)] == [1, 12, 5, 5]


def test_the_arrow_of_each_step_ends_where_the_next_iterate_is() -> None:
    tips = []

    class Watched(FitDescent):
        def _moved(self, *others: Any) -> Any:
            if others:
                start, *_ = self.stage.dot.get_center()[None]
                far = np.argmax(np.linalg.norm(self.arrow.points - start, axis=1))
                tips.append(self.arrow.points[far])
            return super()._moved(*others)

    scene = played(Watched, record(fit("a*x + b", {"lr": 0.05, "steps": 20})))
    assert isinstance(scene, FitDescent)
    assert len(tips) == 5
    np.testing.assert_allclose(tips, scene.stage.view.at(scene.run.parameters[1:6]), atol=1e-6)


@pytest.mark.parametrize("seconds", [3.0, 5.0])
def test_a_ring_runs_out_in_its_time(seconds: float) -> None:
    ring = Countdown(np.zeros(3), seconds)
    lengths = []
    for share in (0.0, 0.5, 1.0):
        ring.run_out(share)
        lengths.append(len(ring.points))
    assert lengths[0] > lengths[1] > lengths[2] == 0
    assert ring.running().run_time == seconds


def test_the_square_of_a_residual_is_true_to_the_axis_of_the_output() -> None:
    scene = played(FitGuess, record(fit("a*x + b", NEAR)))
    assert isinstance(scene, FitGuess)
    (x, y), scatter = POINTS[-1], scene.scatter
    foot = scatter.place(x, scene.objective.predict(scene.start, np.array([[x]])))
    corners = square_corners(scatter.place([x], [y]), foot, (-7.0, 7.0), 1.0)[0]
    side = abs(y - float(scene.objective.predict(scene.start, np.array([[x]]))[0]))
    np.testing.assert_allclose(np.ptp(corners[:, :2], axis=0), side * scatter.unit[1])


@pytest.mark.parametrize("values", [[4.0], [1.0, 9.0, 2.0], [0.0, 0.5, 100.0, 7.0]])
def test_bars_level_out_at_their_mean(values: list[float]) -> None:
    room = Box((1.0, -2.0), (4.0, 1.5))
    bars, unit = bar_corners(np.array(values), room)
    heights = bars[:, 1, 1] - bars[:, 0, 1]
    np.testing.assert_allclose(heights, unit * np.array(values))
    assert heights.max() == pytest.approx(room.height)
    assert bars[..., 0].max() <= room.right
    ends = np.zeros((len(values), 3)), np.ones((len(values), 3))
    squares = Squares(*ends, (0.0, 5.0), range(len(values)))
    for share in (0.0, 0.3, 1.0):
        squares.level(bars, room.bottom + unit * float(np.mean(values)), share)
        tops = [shape.points[:, 1].max() - room.bottom for shape in squares]
        assert np.mean(tops) == pytest.approx(unit * np.mean(values))
    np.testing.assert_allclose(tops, unit * np.mean(values))


def test_squares_that_lie_upon_each_other_are_one_shape_without_holes() -> None:
    starts = np.array([(0.0, 1.0, 0.0), (1.0, 0.0, 0.0), (1.0, 2.0, 0.0), (2.0, 0.0, 0.0)])
    ends = np.array([(0.0, 0.0, 0.0), (1.0, 1.0, 0.0), (1.0, 0.0, 0.0), (2.0, 3.0, 0.0)])
    squares = Squares(starts, ends, (-5.0, 5.0), [3])
    assert len(squares) == 2
    around = square_corners(starts, ends, (-5.0, 5.0), 1.0)[..., :2]
    one, other = around[:, 1] - around[:, 0], around[:, 2] - around[:, 1]
    turns = np.sign(one[:, 0] * other[:, 1] - one[:, 1] * other[:, 0])
    assert len({*turns.tolist()}) == 1
    lowest = around.min(axis=1)
    np.testing.assert_allclose(around[:, 0], lowest)  # so that none turns over to become a bar
    squares.unfold([0, 1], 1.0)
    assert np.ptp(squares[0].points[:, 0]) == pytest.approx(3.0)
    assert len(squares[1].points) == 3 * 4 * 4


def test_the_first_squares_are_of_different_sizes() -> None:
    assert thirds(np.array([3.0])) == [0]
    assert sorted(thirds(np.array([3.0, 1.0]))) == [0, 1]
    sizes = np.random.default_rng(2).uniform(size=50)
    first, small, large = thirds(sizes)
    assert sizes[small] < sizes[first] < sizes[large]


ACROSS, UP = np.array([(-3.0, 0.4, 0.0), (3.0, 0.4, 0.0)]), np.array([(0.0, 0, 0), (0.0, 3, 0)])


@pytest.mark.parametrize(
    ("place", "lines", "side"),
    [
        ((0.0, 0.0), [], (0, 1)),
        ((0.0, 0.0), [ACROSS], (0, -1)),
        ((0.0, 0.0), [UP, -ACROSS], (1, 0)),
        ((0.0, 0.0), [UP, -UP], (1, 0)),
        ((0.0, 0.0), [UP, -UP, UP[:, [1, 0, 2]]], (-1, 0)),
        ((0.0, 0.0), [np.array([(-3, 0.4, 0), (np.nan,) * 3, (3, 0.4, 0)])], (0, 1)),
        ((0.0, 2.8), [], (0, -1)),  # above there is no room
        ((0.0, -2.8), [ACROSS - (0, 2.8, 0)], (1, 0)),
        ((2.9, 0.0), [UP - (-2.9, 0, 0), -UP - (-2.9, 0, 0)], (-1, 0)),
    ],
)
def test_a_word_is_on_a_free_side_of_its_mark(
    place: tuple[float, float], lines: list[np.ndarray], side: tuple[int, int]
) -> None:
    mark, size, room = np.array([*place, 0.0]), np.array([1.0, 0.3]), Box((-3.0, -3.0), (6.0, 6.0))
    middle = free_side(mark, size, 0.26, lines, room)
    assert np.sign(np.round((middle - mark)[:2], 6)).tolist() == [*side]
    assert (np.abs(middle[:2]) + size / 2 <= 3.0 + 1e-9).all()
    assert (np.abs((middle - mark)[:2]) > size / 2).any()


def test_the_word_at_the_lowest_point_is_not_on_the_way_of_the_run() -> None:
    recording = record(load_scenario(case("methods-of-a-line")))
    frame, objective = regions.current().fit, recording.objective
    boxes = frame.descent_data, frame.descent_map, frame.descent_figures
    view, places = FitStage(recording, objective, *boxes, float).view, recording.runs[0].parameters
    word = best_mark(view, objective.minimum, [view.path(places)])[1]
    low, high = word.get_corner(DL)[:2], word.get_corner(UR)[:2]
    way = np.concatenate([np.linspace(a, b, 50) for a, b in pairwise(view.at(places)[:, :2])])
    assert not ((way > low) & (way < high)).all(axis=1).any()
