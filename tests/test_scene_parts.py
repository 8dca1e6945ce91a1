"""What lessons read off a recording, and the colours and sizes they show it in."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache
from itertools import pairwise

import numpy as np
import pytest

from gradreel.scenarios import Run, Scenario, load_scenario, shipped
from gradreel.scenarios.arrays import Array
from gradreel.scenarios.runs import start_only
from gradreel.scenes import theme
from gradreel.scenes.checks.layout import contrast
from gradreel.scenes.parts.descents.ends import ends_of
from gradreel.scenes.parts.descents.verdict import printed_factors
from gradreel.scenes.parts.in_space.landscape import GRID, Landscape
from gradreel.scenes.parts.lettering.text import Counter, code, words
from gradreel.scenes.parts.maps.views import drawn_domain
from gradreel.scenes.theme import Theme
from gradreel.solver.descent import record
from gradreel.solver.diagnostics import follows_gradient, growth_factors
from gradreel.solver.ending import Ending, Outcome
from gradreel.solver.message import message
from gradreel.solver.objective import objective_of
from gradreel.solver.recording import Recording
from gradreel.solver.run_record import RunRecord
from tests.solver_cases import formula, run, scenario

# Landscapes and what lessons read off a recording


@cache
def recorded(name: str, *overrides: str) -> Recording:
    return record(load_scenario(name, overrides))


def recording(
    text: str, *runs: dict[str, object], names: str = "xy", limit: float = 2.0
) -> Recording:
    objective = formula(text, *names).model_copy(
        update={"domain": dict.fromkeys(names, (-limit, limit))}
    )
    told = Scenario(
        name="case",
        title="A case",
        lesson="surface",
        objective=objective,
        runs=tuple(Run.model_validate(each) for each in runs),
    )
    return record(told)


def test_a_landscape_has_the_heights_of_its_loss() -> None:
    objective = objective_of(load_scenario("quadratic"))
    landscape = Landscape(objective, {"x": (-2.5, 2.5), "y": (-1.0, 2.0)})
    assert landscape.values.shape == (GRID, GRID)
    assert landscape.values[0, 0] == pytest.approx(objective.value([-2.5, -1.0]))
    assert landscape.values[0, -1] == pytest.approx(objective.value([2.5, -1.0]))
    assert landscape.values[-1, 0] == pytest.approx(objective.value([-2.5, 2.0]))
    assert landscape.shares.min() == 0.0
    assert landscape.shares.max() == 1.0
    assert landscape.mesh is None


def test_the_places_of_a_contour_have_its_loss() -> None:
    objective = objective_of(load_scenario("quadratic"))
    landscape = Landscape(objective, {"x": (-2.5, 2.5), "y": (-2.5, 2.5)})
    levels = landscape.levels()
    assert (np.diff(levels) > 0).all()
    assert landscape.bottom < levels[0] < levels[-1] < landscape.top
    assert [float(f"{level:.3g}") for level in levels] == pytest.approx(levels.tolist())
    for level in levels:
        pieces = landscape.contour(level)
        assert len(pieces)
        assert objective.value(pieces) == pytest.approx(np.full((len(pieces), 2), level), abs=0.02)


@pytest.mark.parametrize(
    "text", ["log(x) + y", "1/x + y", "sqrt(x) + sqrt(y)", "0*x*y + 3*x - 3*x + x"]
)
def test_a_landscape_has_a_height_everywhere(text: str) -> None:
    told = scenario(formula(text, "x", "y"), run(1.0, 1.0))
    landscape = Landscape(objective_of(told), {"x": (-2.0, 2.0), "y": (-2.0, 2.0)})
    assert np.isfinite(landscape.shares).all()
    assert np.isfinite(landscape.border()).all()


def test_a_domain_holds_the_first_run() -> None:
    assert drawn_domain(recorded("quadratic")) == {"x": (-2.5, 2.5), "y": (-2.5, 2.5)}
    jumping = recorded("quadratic").runs[2:]
    x = drawn_domain(recorded("quadratic"), jumping)["x"]
    assert x == pytest.approx((-3.0 - 0.08 * 5, 2.5))


def test_a_run_that_leaves_is_followed_only_so_far() -> None:
    leaving = recording("x**2 + y**2", {"start": {"x": 1.0, "y": 0.0}, "lr": 1.5, "steps": 40})
    domain = drawn_domain(leaving)
    assert domain["y"] == (-2.0, 2.0)
    # -2, 4, -8, 16: no farther than one and a half widths (6) beyond the domain.
    assert domain["x"] == pytest.approx((-8.0 - 0.32, 4.0 + 0.32))


def test_data_without_a_domain_are_drawn_about_starts_ends_and_the_best() -> None:
    bare = load_scenario("noisy-line")
    bare = bare.model_copy(update={"objective": bare.objective.model_copy(update={"domain": None})})
    recording = record(bare)
    best = np.array([3.0, 9.0])
    domain = drawn_domain(recording, recording.runs, best)
    for run_ in recording.runs:
        for index, (low, high) in enumerate(domain.values()):
            assert low < run_.parameters[[0, -1], index].min()
            assert high > run_.parameters[[0, -1], index].max()
    assert domain["b"][1] > 9.0
    assert drawn_domain(recording, recording.runs)["b"][1] < 9.0


def test_scenarios_that_differ_in_starts_alone_are_told_apart() -> None:
    alike = {name: start_only(load_scenario(name)) for name in shipped()}
    assert alike == {
        "adam-step": True,
        "basins": True,
        "mini-batch": False,
        "momentum": False,
        "newton": True,
        "noisy-line": True,
        "one-weight": False,
        "parabola": False,
        "quadratic": False,
        "race": False,
        "schedule": False,
        "two-valleys": True,
        "two-weights": False,
    }


@pytest.mark.parametrize(
    ("index", "factors"), [(0, (0.9, 0.95)), (1, (0.0, 0.5)), (2, (-1.0, 0.0))]
)
def test_the_growth_factors_of_the_bowl(index: int, factors: tuple[float, float]) -> None:
    recording = recorded("quadratic")
    objective = objective_of(recording.scenario)
    assert growth_factors(objective, recording.runs[index]) == pytest.approx(factors)


def test_printed_factors_share_their_decimals_but_whole_ones_stay_whole() -> None:
    recording = recorded("quadratic")
    printed = printed_factors(objective_of(recording.scenario), recording.runs)
    assert printed == [["0.90", "0.95"], ["0", "0.50"], ["−1", "0"]]
    close = recorded("quadratic", "runs.0.lr=0.0003")
    printed = printed_factors(objective_of(close.scenario), close.runs[:2])
    assert printed == [["0.99970", "0.99985"], ["0", "0.50000"]]
    too_close = recorded("quadratic", "runs.0.lr=1e-7")
    printed = printed_factors(objective_of(too_close.scenario), too_close.runs[:2])
    assert printed[1] == ["0", "0.5"]


def test_a_growth_factor_is_what_a_step_multiplies_the_distance_by() -> None:
    recording = recorded("one-weight")
    objective = objective_of(recording.scenario)
    assert objective.minimum is not None
    for each in recording.runs:
        away = each.parameters[:4, 0] - objective.minimum[0]
        (growth,) = growth_factors(objective, each)
        assert away[1:] / away[:-1] == pytest.approx(np.full(3, growth))


def test_there_is_no_growth_factor_where_the_rule_or_the_loss_is_another() -> None:
    recording = recorded("quadratic", "runs.0.optimizer=Adam")
    objective = objective_of(recording.scenario)
    assert growth_factors(objective, recording.runs[0]) == ()
    assert printed_factors(objective, recording.runs[:1]) == [[]]
    valleys = recorded("two-valleys")
    assert growth_factors(objective_of(valleys.scenario), valleys.runs[0]) == ()


@pytest.mark.parametrize(
    ("changes", "follows"),
    [
        ([], True),
        (["runs.0.options={ momentum = 0.9 }"], False),
        (["runs.0.options={ weight_decay = 0.1 }"], False),
        (["runs.0.optimizer=Adam"], False),
        (["runs.0.optimizer=RMSprop"], False),
        (["runs.0.optimizer=LBFGS"], False),
    ],
)
def test_only_plain_descent_follows_the_gradient(changes: list[str], follows: bool) -> None:
    assert follows_gradient(recorded("quadratic", *changes).runs[0]) is follows


@pytest.mark.parametrize("name", shipped())
def test_every_shipped_run_without_momentum_follows_the_gradient(name: str) -> None:
    assert all(follows_gradient(each) is each.run.plain for each in recorded(name).runs)


def test_the_two_valleys_have_two_ends() -> None:
    recording = recorded("two-valleys")
    ends = ends_of(recording.runs, np.array([3.0, 2.8]))
    assert [end.loss for end in ends] == pytest.approx([-0.3787, -0.1292], abs=1e-4)
    places = [end.place for end in ends if end.place is not None]
    assert places[0] == pytest.approx([-1.057, 0.0], abs=2e-3)
    assert places[1] == pytest.approx([0.930, 0.0], abs=2e-3)
    assert sorted(index for end in ends for index in end.runs) == list(range(12))
    for end, side in zip(ends, (-1.0, 1.0), strict=True):
        assert {np.sign(recording.runs[i].parameters[-1][0]) for i in end.runs} == {side}


def _ended(outcome: Outcome, *place: float, loss: float = 0.0) -> RunRecord:
    template = recorded("quadratic").runs[0]
    parameters = np.array([place, place], dtype=float)
    return RunRecord(
        run=template.run,
        parameters=parameters,
        loss=np.array([1.0, loss]),
        grad=np.zeros((2, len(place))),
        lr=template.lr[:1],
        counts=template.counts[:1],
        batch=template.batch,
        seen_loss=template.seen_loss,
        seen_grad=template.seen_grad,
        carried={},
        ways=np.empty((2, 0, len(place))),
        beyond=np.empty((0, len(place))),
        ending=Ending(outcome, message("ending-starts-at-best")),
    )


def test_restless_runs_have_no_end_and_come_last() -> None:
    runs = [
        _ended(Outcome.DIVERGED, 9.0, 9.0, loss=-9.0),
        _ended(Outcome.CONVERGED, 0.0, 0.0, loss=1.0),
        _ended(Outcome.OSCILLATING, 0.0, 0.0, loss=-8.0),
        _ended(Outcome.STEPS_SPENT, 1.0, 0.0, loss=0.5),
        _ended(Outcome.CONVERGED, 0.02, -0.02, loss=0.75),
    ]
    ends = ends_of(runs, np.array([1.0, 1.0]))
    assert [end.runs for end in ends] == [(3,), (1, 4), (0, 2)]
    assert ends[0].place is not None
    assert ends[1].place is not None
    assert ends[1].place.tolist() == [0.02, -0.02]
    assert ends[2].place is None
    assert math.isnan(ends[2].loss)
    assert len(ends_of(runs[1:2], np.array([1.0, 1.0]))) == 1
    assert ends_of([], np.array([1.0, 1.0])) == []


def test_ends_are_one_place_only_if_near_in_every_direction() -> None:
    runs = [_ended(Outcome.CONVERGED, 0.0, 0.0), _ended(Outcome.CONVERGED, 0.0, 0.5)]
    assert len(ends_of(runs, np.array([1.0, 1.0]))) == 2
    assert len(ends_of(runs, np.array([1.0, 20.0]))) == 1


# Colours and sizes


def rgb(color: str) -> Array:
    return np.array([int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)])


WRITTEN = ["ink", "muted", "here", "gradient", "step", "data", "model", "residual", "loss"]


@pytest.fixture(params=theme.THEMES)
def colors(request: pytest.FixtureRequest) -> Theme:
    return theme.THEMES[request.param]


def test_every_colour_that_writes_can_be_read_on_the_ground(colors: Theme) -> None:
    written = [*(getattr(colors, name) for name in WRITTEN), *colors.runs]
    ground = rgb(colors.background)
    assert [color for color in written if contrast(rgb(color), ground) < 4.5] == []


def test_the_place_where_we_are_can_be_seen_everywhere_on_a_surface(colors: Theme) -> None:
    heights = [rgb(colors.ramp_color(share)) for share in np.linspace(0, 0.8, 10)]
    assert min(contrast(rgb(colors.here), height) for height in heights) >= 1.5


def test_colours_of_runs_are_told_apart(colors: Theme) -> None:
    assert len(set(colors.runs)) == 6
    for one, other in pairwise(map(rgb, colors.runs)):
        assert np.abs(one - other).max() > 40 / 255


def test_a_theme_is_current_within_its_with_alone() -> None:
    assert theme.colors() is theme.THEMES["dark"]
    with theme.use("light"):
        assert theme.colors() is theme.THEMES["light"]
        with theme.use("dark"):
            assert theme.colors() is theme.THEMES["dark"]
        assert theme.colors() is theme.THEMES["light"]
    assert theme.colors() is theme.THEMES["dark"]


@pytest.mark.parametrize("make", [words, code])
def test_the_smallest_letters_are_large_enough(make: Callable[..., Counter]) -> None:
    sizes = (theme.TICK, theme.LABEL, theme.FORMULA, theme.SENTENCE, theme.HEADING, theme.TITLE)
    assert min(sizes) == theme.TICK
    letter = make("H", theme.TICK)
    assert np.ptp(letter.points[4:, 1]) >= 0.022 * 8.0
