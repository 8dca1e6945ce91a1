"""Parts of the surface lesson, and what lessons of every kind share."""

from __future__ import annotations

import numpy as np
import pytest
from manim import DL, UR, smooth
from solver_cases import formula, run
from solver_cases import scenario as made

from gradreel.scenarios import Run, load_scenario
from gradreel.scenes import regions, theme
from gradreel.scenes.parts.descents.loss_below import LossBelow
from gradreel.scenes.parts.geometry.box import Box
from gradreel.scenes.parts.geometry.interpolation import rows_up_to, taken
from gradreel.scenes.parts.in_space.landscape import Landscape
from gradreel.scenes.parts.in_space.space import LEVEL, Space
from gradreel.scenes.parts.lettering.text import Glyphs
from gradreel.scenes.parts.maps.level_labels import LevelLabels
from gradreel.scenes.parts.maps.lowest_point import LowestPoint
from gradreel.scenes.parts.maps.views import drawn_domain, first_domain
from gradreel.scenes.parts.maps.window import MOST, Window
from gradreel.scenes.parts.plots.floor_ticks import floor_ticks
from gradreel.scenes.parts.plots.ticks import fading_ticks
from gradreel.scenes.sentences.catalogue import worded
from gradreel.scenes.sentences.rates import guess
from gradreel.scenes.sentences.runs import in_common
from gradreel.scenes.surface.lowest_cross import LowestCross
from gradreel.scenes.timing import BEAT
from gradreel.solver.descent import record
from gradreel.solver.objective import objective_of


def test_between_two_steps_a_run_is_between_their_places() -> None:
    rows = np.array([[0.0, 1.0], [2.0, 3.0], [4.0, -1.0]])
    assert rows_up_to(rows, 1.25).tolist() == [[0.0, 1.0], [2.0, 3.0], [2.5, 2.0]]
    assert rows_up_to(rows, 0.0).tolist() == [[0.0, 1.0], [0.0, 1.0]]
    assert rows_up_to(rows[:, 1], 0.5).tolist() == [1.0, 2.0]


@pytest.mark.parametrize("fps", [15, 30, 60])
@pytest.mark.parametrize("seconds", [1.0, 8 * BEAT, 4 * BEAT])
def test_numbers_of_a_step_come_while_its_dot_is_seen_to_arrive(fps: int, seconds: float) -> None:
    frames = round(seconds * fps)
    steps = [7.0 + float(smooth(frame / frames)) for frame in range(frames)]
    arriving = [step for step in steps if taken(step) == 8]
    assert all(step > 7.97 for step in arriving)
    # The play ends before its last moment, which is shown by the next one.
    assert len(arriving) >= (frames > 8)
    assert [taken(7.0), taken(7.5), taken(8.0)] == [7, 7, 8]


@pytest.mark.parametrize("step", [2.0, 2.5, 1000.0])
def test_after_its_last_step_a_run_stays_there(step: float) -> None:
    rows = np.array([[0.0], [2.0], [4.0]])
    assert rows_up_to(rows, step).ravel().tolist() == [0.0, 2.0, 4.0, 4.0]
    assert rows_up_to(rows[:1], step).ravel().tolist() == [0.0, 0.0]


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [(0.0, 4.0, [0, 1, 2, 3, 4]), (-2.5, 2.5, [-2, 0, 2]), (0.0, 0.3, [0, 0.1, 0.2, 0.3])],
)
def test_ticks_are_round_and_reach_both_ends(low: float, high: float, ticks: list[float]) -> None:
    shown = fading_ticks(low, high, 4)
    assert sorted(tick for tick, _ in shown) == pytest.approx(ticks)
    assert {opacity for _, opacity in shown} == {1.0}


@pytest.mark.parametrize("low", [-13.0, -1.0, 0.0, 7.3, 1e6])
@pytest.mark.parametrize("size", [0.9, 1.0, 1.04, 2.1, 8.1, 31.0])
def test_an_axis_of_a_floor_keeps_two_numbers_wherever_edges_meet(low: float, size: float) -> None:
    """Where two edges meet, neither has a number in the last 5 % of its way."""
    ticks = np.array([value for value, _ in floor_ticks(low, low + size, 4, zooming=False)])
    assert ((low <= ticks) & (ticks <= low + 0.95 * size)).sum() >= 2
    assert ((low + 0.05 * size <= ticks) & (ticks <= low + size)).sum() >= 2


def test_ticks_fade_while_their_axis_is_rescaled() -> None:
    before, now, after = (dict(fading_ticks(-w, w, 4)) for w in (2.0, 2.08, 2.2))
    assert before[1.0] == 1.0
    assert 0.0 < now[1.0] < 1.0
    assert now[2.0] == 1.0
    assert 1.0 not in after


@pytest.mark.parametrize("height", [1.6, 2.4, 4.0])
def test_numbers_of_the_upright_axis_stand_apart_however_small_it_is(height: float) -> None:
    told = load_scenario("quadratic", ["objective.formula='30*x**2 + 30*y**2'"])
    landscape = Landscape(objective_of(told), told.objective.domain)
    space = Space(landscape, ((-3.0, -2.0), (1.0, -2.0 + height)))
    shown = [label for label in space.floor._numbers[2] if label.width and label.fill_opacity]
    heights = sorted(float(label.get_y()) for label in shown)
    assert len(heights) >= 2
    assert min(np.diff(heights)) > 0.65 * theme.TICK


@pytest.mark.parametrize("height", [2.4, 3.2, 4.0, 5.6])
@pytest.mark.parametrize("azimuth", np.linspace(0.2, 6.2, 13).tolist())
@pytest.mark.parametrize("scale", [1.0, 1e-4, 1e7])
def test_names_of_axes_touch_no_number(height: float, azimuth: float, scale: float) -> None:
    objective = objective_of(load_scenario("quadratic"))
    domain = dict.fromkeys(("x", "y"), (-2.2 * scale, 1.7 * scale))
    space = Space(Landscape(objective, domain), ((-4.0, -2.0), (4.0, height - 2.0)))
    space.set_view(space.fitted(space.eye.view.moved(azimuth=azimuth)))
    numbers = [label for label in space.labels[3:] if label.width and label.fill_opacity > 0.3]
    assert len(numbers) > 3
    for name in [name for name in space.labels[:2] if name[0].fill_opacity > 0.3]:
        for label in numbers:
            apart = np.abs(name.get_center() - label.get_center())[:2]
            sizes = np.array([name.width + label.width, name.height + label.height])
            assert (apart >= sizes / 2 + 0.05).any(), label.note.says


@pytest.mark.parametrize("text", ["x**2 + y**2 - 5e6", "1e9 + x**2 + y**2/3"])
def test_two_contour_lines_never_have_the_same_label(text: str) -> None:
    objective = objective_of(made(formula(text, "x", "y"), run(1.0, 1.0)))
    domain = dict.fromkeys(("x", "y"), (-2.0, 2.0))
    labels = LevelLabels(Space(Landscape(objective, domain), ((-4.0, -2.5), (4.0, 3.0))))
    says = [part.note.says for part in labels.get_family() if isinstance(part, Glyphs)]
    assert len(set(says)) == len(labels.levels) == 2


@pytest.mark.parametrize("text", ["(x + y)**2", "(x - 2*y)**2", "x**2/9 - y", "x**2 + 3*y**2"])
@pytest.mark.parametrize("azimuth", np.linspace(0.2, 6.2, 7).tolist())
def test_the_sheet_leaves_the_name_of_its_heights_alone(text: str, azimuth: float) -> None:
    objective = objective_of(made(formula(text, "x", "y"), run(1.0, 1.0)))
    domain = dict.fromkeys(("x", "y"), (-2.2, 1.7))
    space = Space(Landscape(objective, domain), ((-1.0, -2.0), (5.0, 2.0)))
    space.set_view(space.fitted(space.eye.view.moved(azimuth=azimuth)))
    name = space.labels[2]
    places = np.stack(np.meshgrid(*[np.linspace(-2.2, 1.7, 60)] * 2), axis=-1).reshape(-1, 2)
    sheet = space.screen(space.at(places))
    (left, bottom, _), (right, top, _) = name.get_corner(DL), name.get_corner(UR)
    x, y = sheet[:, 0], sheet[:, 1]
    assert not ((x > left) & (x < right) & (y > bottom) & (y < top)).any()


def test_names_beside_losses_and_of_the_lowest_point_keep_to_the_safe_area() -> None:
    (told,) = record(load_scenario("quadratic", ["runs=[{lr=0.1, steps=5}]"])).runs
    safe = regions.safe()
    box = Box((safe.right - 2.5, -2.0), (2.2, 1.0))
    below = LossBelow(told, [told.loss], 5, box, ('"step"', "z"))
    assert below.plot.get_right()[0] <= safe.right + 1e-6
    objective = objective_of(made(formula("x**2 + y**2", "x", "y"), run(1.0, 1.0)))
    domain = {"x": (-0.01, 4.0), "y": (-4.0, 0.01)}
    space = Space(Landscape(objective, domain), regions.current().surface.space.corners)
    for turn in np.linspace(0.0, 6.0, 13).tolist():
        space.set_view(space.fitted(space.eye.view.moved(azimuth=turn)))
        cross = LowestCross(space, LowestPoint(np.zeros(2), 0.0, proven=True), np.zeros((1, 2)))
        assert cross.word.get_left()[0] >= safe.left - 1e-6


def test_the_word_of_the_lowest_point_is_not_on_the_way_of_the_run() -> None:
    objective = objective_of(made(formula("x**2 + y**2", "x", "y"), run(1.0, 1.0)))
    domain = {"x": (-4.0, 4.0), "y": (-4.0, 4.0)}
    space = Space(Landscape(objective, domain), regions.current().surface.space.corners)
    lowest = LowestPoint(np.zeros(2), 0.0, proven=True)
    middle = space.screen(space.at(lowest.place))
    shares = np.linspace(1.0, 0.0, 5)[:, None]
    for angle in np.linspace(0.0, 6.0, 13).tolist():
        places = shares * [np.cos(angle), np.sin(angle)]
        way = space.screen(space.at(places))[:3] - middle
        word = LowestCross(space, lowest, places).word.get_center() - middle
        assert word[1] * np.median(way[:, 1]) < 0.0


SAME = {"start": {"x": 1.0}, "lr": 0.1, "steps": 10}


@pytest.mark.parametrize(
    ("others", "words"),
    [
        ([{}], "The same descent, told more than once."),
        ([{"lr": 0.2}], "Twice the learning rate: what happens?"),
        ([{"lr": 0.05}], "Half the learning rate: what happens?"),
        ([{"lr": 1.0}], "10 times the learning rate: what happens?"),
        ([{"lr": 0.15}], "Only the learning rate differs: what happens?"),
        (
            [{"lr": 0.5, "schedule": {"formula": "0.5 / (1 + k)"}}],
            "Only the learning rate differs: what happens?",
        ),
        (
            [{"lr": 0.2, "schedule": {"name": "StepLR", "options": {"step_size": 5}}}],
            "Only the learning rate differs: what happens?",
        ),
        ([{"lr": 0.2}, {"lr": 0.3}], "Only the learning rate differs: what happens?"),
        (
            [{"lr": 0.2}, {"lr": 0.3, "steps": 5}],
            "The learning rates differ: what happens?",
        ),
        ([{"steps": 5}], "Only the number of steps differs: what happens?"),
        ([{"optimizer": "Adam"}], "Only the rule differs: what happens?"),
        ([{"optimizer": "CG", "lr": None}], "Only the rule differs: what happens?"),
        (
            [{"optimizer": "CG", "lr": None}, {"lr": 0.2}],
            "The rule and the learning rate differ: what happens?",
        ),
        (
            [{"lr": 0.2, "options": {"momentum": 0.9}}],
            "The rule and the learning rate differ: what happens?",
        ),
        ([{"start": {"x": 2.0}}], "Only the start differs: what happens?"),
        ([{"stop": {"loss_below": 1.0}}], "Only what stops it differs: what happens?"),
    ],
)
def test_what_is_asked_of_runs_says_what_sets_them_apart(
    others: list[dict[str, object]], words: str
) -> None:
    runs = [Run.model_validate({**SAME, **changes}) for changes in ({}, *others)]
    assert worded(guess(runs)) == words


@pytest.mark.parametrize(
    ("others", "words"),
    [
        (
            [{"lr": 0.2}, {"lr": 0.3}],
            "The same start and the same rule: only the learning rate differs.",
        ),
        (
            [{"lr": 0.2}, {"lr": 0.3, "steps": 5}],
            "The same start and the same rule: the learning rate and the number of steps differ.",
        ),
        (
            [{"steps": 5}],
            "The same start, the same rule and the same learning rate: "
            "only the number of steps differs.",
        ),
        (
            [{"lr": 0.2, "options": {"momentum": 0.9}}],
            "The same start: the rule and the learning rate differ.",
        ),
        (
            [{"optimizer": "Adam"}],
            "The same start and the same learning rate: only the rule differs.",
        ),
        ([{"optimizer": "Newton", "lr": None}], "The same start: only the rule differs."),
        (
            [{"start": {"x": 2.0}}],
            "The same rule and the same learning rate: only the start differs.",
        ),
        (
            [{"start": {"x": 2.0}, "lr": 0.2}],
            "The same rule: the start and the learning rate differ.",
        ),
        (
            [{"start": {"x": 2.0}, "lr": 0.2, "optimizer": "Adam"}],
            "The start, the rule and the learning rate differ.",
        ),
        (
            [{"stop": {"loss_below": 1.0}}],
            "The same start, the same rule and the same learning rate: only what stops it differs.",
        ),
    ],
)
def test_what_runs_have_in_common_is_true(others: list[dict[str, object]], words: str) -> None:
    runs = [Run.model_validate({**SAME, **changes}) for changes in ({}, *others)]
    assert worded(in_common(runs)) == words


def test_the_shipped_runs_differ_in_learning_rate_or_start() -> None:
    said = {
        name: worded(in_common(load_scenario(name).runs)) for name in ("quadratic", "two-valleys")
    }
    assert "only the learning rate" in said["quadratic"]
    assert "only the start differs" in said["two-valleys"]


SQUARE = {"x": (-2.0, 2.0), "y": (-1.0, 1.0)}


def test_a_window_grows_with_a_run_that_leaves_it_and_holds_it_all_the_way() -> None:
    places = np.array([[1.0, 0.5], [-3.0, 0.5], [9.0, -4.0], [0.0, 0.0]])
    window = Window(SQUARE, places)
    assert window.grows
    assert window.lost is None
    assert window.domain(0.0) == SQUARE
    for step in np.linspace(0.0, 3.0, 61):
        x, y = rows_up_to(places, step)[-1]
        domain = window.domain(step)
        assert domain["x"][0] < x < domain["x"][1]
        assert domain["y"][0] < y < domain["y"][1]
        assert np.ptp(domain["x"]) == pytest.approx(2 * np.ptp(domain["y"]))
    scales = [window.scale(step) for step in np.linspace(0.0, 3.0, 61)]
    assert scales == sorted(scales)


def test_a_run_that_stays_leaves_the_window_as_it_is() -> None:
    window = Window(SQUARE, np.array([[1.0, 0.5], [2.0, -1.0]]))
    assert not window.grows
    assert window.domain(1.0) == SQUARE


def test_a_window_follows_a_run_only_so_far() -> None:
    window = Window(SQUARE, np.array([[2.0 * 1.5**step, 0.5] for step in range(20)]))
    assert window.lost is not None
    assert 1.5**window.lost > MOST >= 1.5 ** (window.lost - 1)
    assert window.scale(window.lost) == window.scale(19.0) == window.scale(window.lost - 1.0)


def test_a_leap_far_out_of_what_is_drawn_leaves_the_picture_as_it_is() -> None:
    thrown = Window(SQUARE, np.array([[1.0, 0.5], [-3.0, 0.0], [50.0, 0.0], [49.0, 0.0]]))
    assert thrown.lost == 2
    assert thrown.scale(1.0) == pytest.approx(1.5 * 1.12)
    assert thrown.scale(2.0) == thrown.scale(3.0) == thrown.scale(1.0)
    at_once = Window(SQUARE, np.array([[1.0, 0.5], [0.0, -1e9], [1.0, 0.0]]))
    assert at_once.lost == 1
    assert not at_once.grows
    assert at_once.domain(2.0) == SQUARE


def test_of_a_run_that_diverges_only_the_start_is_drawn_at_first() -> None:
    leaving = record(load_scenario("quadratic", ["runs.0.lr=4.5"]))
    assert first_domain(leaving) == {"x": (-2.5, 2.5), "y": (-2.5, 2.5)}
    assert drawn_domain(leaving)["x"][0] < -8.0
    staying = record(load_scenario("quadratic", ["runs.0.lr=2"]))
    assert first_domain(staying)["x"][0] < -3.0


def space() -> Space:
    objective = objective_of(load_scenario("quadratic"))
    landscape = Landscape(objective, {"x": (-2.0, 2.0), "y": (-2.0, 2.0)})
    return Space(landscape, ((-5.0, -3.0), (5.0, 3.0)))


def test_a_path_that_leaves_the_domain_goes_to_its_border() -> None:
    leaving = np.array([[0.0, 0.0], [1.0, 0.0], [5.0, 1.0], [0.0, 0.0]])
    path = space().path(leaving)
    assert path[-1, :2] == pytest.approx([1.0, 0.125])  # (2, 0.25) in parameters
    assert (np.abs(path[:, :2]) <= 1.0).all()
    staying = space().path(leaving[:2])
    assert staying[-1, :2] == pytest.approx([0.5, 0.0])


def test_contour_lines_fall_from_the_surface_to_the_floor() -> None:
    shown = space()
    above = shown.contours(dropped=0.0).points.copy()
    on_surface = shown.at(2.0 * above[:, :2])
    assert above[:, 2] == pytest.approx(on_surface[:, 2], abs=0.01)
    assert shown.contours().points[:, 2] == pytest.approx(np.zeros(len(above)))


def test_numbers_stand_at_the_edges_that_face_the_eye() -> None:
    shown = space()
    view = shown.eye.view
    for azimuth in np.arange(4) * np.pi / 2 + 0.7:
        shown.set_view(view.moved(azimuth=azimuth))
        middle = shown.screen(np.zeros(3))[1]
        x, y = shown.floor.labels[:2]
        assert x.get_y() < middle
        assert y.get_y() < middle
        assert x.submobjects[0].get_fill_opacity() == 1.0


def test_the_eye_flies_smoothly_and_at_most_at_forty_degrees_a_second() -> None:
    shown = space()
    home = shown.eye.view
    room = ((-5.0, -2.0), (5.0, 3.0))
    flight = shown.fly(room, LEVEL)
    flight.begin()
    assert shown.eye.view == home
    ways = []
    for share in np.linspace(0.0, 1.0, 101):
        flight.interpolate(share)
        ways.append(shown.eye.view.toward_eye)
    turned = np.degrees(2 * np.arcsin(np.linalg.norm(np.diff(ways, axis=0), axis=1) / 2))
    speed = turned / (flight.run_time / 100)
    assert shown.eye.view.elevation == 0.0
    assert 30.0 < speed.max() <= 40.0
    assert max(speed[0], speed[-1]) < 2.0


def test_a_space_fades_as_one_picture() -> None:
    shown = space()
    shown.reveal(0.25)
    assert shown.eye.visible == 0.25
    assert shown.sheet.opacity == 1.0
    assert shown.floor.shown == 0.25


def test_seen_from_the_side_the_upright_axis_and_the_first_parameter_are_read() -> None:
    shown = space()
    shown.settle(((-5.0, -1.75), (5.0, 2.75)), LEVEL)
    x, y, loss = shown.floor.labels[:3]
    assert [name.submobjects[0].get_fill_opacity() for name in (x, y, loss)] == [1.0, 0.0, 1.0]
    low, high = (shown.screen(place)[0] for place in np.array([(-1, 0, 0), (1, 0, 0)]))
    assert low < high
    floor = shown.screen(np.zeros(3))[1]
    assert x.get_top()[1] < floor - 0.2
