"""Where descents from all over a map end, and what is painted of it."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from manim import VMobject

from gradreel.scenarios import load_scenario
from gradreel.scenarios.model import Starts
from gradreel.scenes import theme
from gradreel.scenes.parts.descents.ends import ends_of, highest_ridge
from gradreel.scenes.parts.geometry.box import Box
from gradreel.scenes.parts.in_space.landscape import Landscape
from gradreel.scenes.parts.maps.basins import Basins, PaintedStarts, painted
from gradreel.scenes.parts.maps.loss_map import LossMap
from gradreel.scenes.parts.maps.map_of_ends import map_of_ends
from gradreel.scenes.parts.maps.profile import Profile
from gradreel.scenes.surface.parting import nearest_that_part
from gradreel.scenes.surface.run_colors import apart_from_ground, colors_of_ends
from gradreel.scenes.theme import ThemeName
from gradreel.solver.descent import record
from gradreel.solver.masses import descend, nearest
from gradreel.solver.objective import objective_of
from gradreel.solver.recording import Recording

SADDLE = 0.127  # where all ways part, by the scenario's own comment
DOMAIN = {"x": (-1.5, 1.5), "y": (-1.4, 1.4)}
SPAN = np.array([3.0, 2.8])
COLORS = ("#9A8CFF", "#78F0E1")


@pytest.fixture(scope="module")
def valleys() -> Recording:
    return record(load_scenario("two-valleys"))


def test_descents_at_once_end_where_each_alone_does(valleys: Recording) -> None:
    objective = objective_of(valleys.scenario)
    starts = np.array([run.parameters[0] for run in valleys.runs])
    ends = np.array([run.parameters[-1] for run in valleys.runs])
    found = descend(objective, starts, 0.2, 120).ends
    np.testing.assert_allclose(found, ends, atol=1e-3)
    once = descend(objective, starts, 0.2, 1).ends
    np.testing.assert_array_equal(once, starts - 0.2 * objective.gradient(starts))


def test_descents_part_at_the_saddle(valleys: Recording) -> None:
    objective = objective_of(valleys.scenario)
    starts = np.array([(SADDLE - 0.01, y) for y in (-1.0, 1.0)] + [(SADDLE + 0.01, 0.5)])
    found = descend(objective, starts, 0.2, 400).ends
    np.testing.assert_allclose(found[:, 0], [-1.057, -1.057, 0.93], atol=1e-3)


def test_a_descent_that_leaves_is_led_nowhere(valleys: Recording) -> None:
    objective = objective_of(valleys.scenario)
    found = descend(objective, np.array([(0.5, 0.5), (1.5, 1.4)]), 5.0, 50).ends
    assert np.isnan(found).any()
    ends = np.array([(-1.057, 0.0), (0.93, 0.0)])
    led = nearest(np.array([(0.93, 0.01), (0.0, 0.0), (np.nan, 0.0)]), ends, np.full(2, 3.0), 0.03)
    assert led.tolist() == [1, -1, -1]


def test_the_map_is_painted_up_to_the_watershed(valleys: Recording) -> None:
    objective = objective_of(valleys.scenario)
    view = LossMap(Landscape(objective, DOMAIN), Box((0.0, 0.0), (3.0, 2.8)))
    ends = np.array([(-1.057, 0.0), (0.93, 0.0)])
    colors = ("#9A8CFF", "#78F0E1")
    basins = painted(map_of_ends(valleys, objective, DOMAIN), ends, SPAN, colors, view.at)
    assert basins.descents >= 20_000
    left, right = basins.areas
    parting = float(view.at(np.array([SADDLE, 0.0]))[0])
    assert isinstance(left, VMobject)
    assert left.get_left()[0] == pytest.approx(0.0, abs=0.01)
    assert left.get_right()[0] == pytest.approx(parting, abs=0.02)
    assert right.get_left()[0] == pytest.approx(parting, abs=0.02)
    assert right.get_right()[0] == pytest.approx(3.0, abs=0.01)
    assert float(np.ptp(basins.line.points[:, 0])) < 0.02
    assert basins.straight(0, SADDLE)
    assert not basins.straight(0, 0.2)
    assert not basins.straight(1, 0.0)


def test_the_highest_ridge_is_between_the_two_ends(valleys: Recording) -> None:
    ends = ends_of(valleys.runs, np.array([3.0, 2.8]))
    ridge = highest_ridge(objective_of(valleys.scenario), ends)
    assert ridge is not None
    assert [round(float(end.loss), 3) for end in ridge] == [-0.379, -0.129]
    assert highest_ridge(objective_of(valleys.scenario), ends[:1]) is None


def test_the_profile_between_them_is_over_the_one_parameter_that_changes(
    valleys: Recording,
) -> None:
    objective, box = valleys.objective, Box((0.0, 0.0), (3.0, 2.0))
    straight, slanted = (
        Profile(objective, np.array([(-1.057, 1e-4), end]), COLORS, ("low", "high"), box, "z")
        for end in ((0.93, 0.0), (0.93, 0.5))
    )
    assert (straight.axis, slanted.axis) == (0, None)
    assert straight.plot.x[0] == pytest.approx(-1.057 - 0.25 * 1.987)
    assert slanted.plot.x[0] == pytest.approx(-0.25 * np.hypot(1.987, 0.4999))
    assert straight.crest_at == SADDLE
    assert straight.top.get_x() == pytest.approx(straight.plot.place(SADDLE, 0.0)[0], abs=1e-3)


def test_the_closest_starts_of_different_ends_are_found(valleys: Recording) -> None:
    ends = ends_of(valleys.runs, SPAN)
    found = nearest_that_part(valleys.runs, ends, SPAN)
    assert sorted(map(tuple, found.tolist())) == [(0.02, -1.2), (0.25, -1.3)]


@pytest.mark.parametrize("name", ["dark", "light"])
def test_ends_have_the_colours_that_show_on_the_ground_first(name: ThemeName) -> None:
    with theme.use(name):
        colors = colors_of_ends()
        apart = [*map(apart_from_ground, colors)]
    assert sorted(colors) == sorted(theme.THEMES[name].runs)
    assert min(apart[:5]) > 0.1


def test_the_colours_spread_from_the_ends_until_all_is_painted(valleys: Recording) -> None:
    objective = objective_of(valleys.scenario)
    view = LossMap(Landscape(objective, DOMAIN), Box((0.0, 0.0), (3.0, 2.8)))
    ends = np.array([[-1.057, 0.0], [0.93, 0.0]])
    found, colors = map_of_ends(valleys, objective, DOMAIN), ["#FF0000", "#00FF00"]
    basins = painted(found, ends, SPAN, colors, view.at)
    widths = []
    for share in (0.0, 0.3, 0.7, 1.0):
        basins.paint(share)
        widths.append([float(area.width) for area in basins.areas])
    for narrow, wide in pairwise(widths):
        assert all(one <= other for one, other in zip(narrow, wide, strict=True))
    assert max(widths[0]) < 0.2


@pytest.mark.parametrize(
    ("starts", "kind"),
    [(Starts(grid=(30, 20)), Basins), (Starts(random=500, seed=1), PaintedStarts)],
)
def test_the_recorded_mass_is_painted_if_there_is_one(
    valleys: Recording, starts: Starts, kind: type
) -> None:
    told = valleys.scenario.model_copy(update={"starts": starts, "runs": valleys.scenario.runs[:1]})
    recording = record(told)
    view = LossMap(Landscape(recording.objective, DOMAIN), Box((0.0, 0.0), (3.0, 2.8)))
    ends, colors = np.array([[-1.057, 0.0], [0.93, 0.0]]), ["#FF0000", "#00FF00"]
    found = map_of_ends(recording, recording.objective, DOMAIN)
    basins = painted(found, ends, SPAN, colors, view.at)
    assert isinstance(basins, kind)
    assert basins.descents == starts.count
    left, right = basins.areas
    parting = float(view.at(np.array([SADDLE, 0.0]))[0])
    assert left.get_right()[0] == pytest.approx(parting, abs=0.12)
    assert right.get_left()[0] == pytest.approx(parting, abs=0.12)
