"""Long valleys: seen along their length, named, and on maps whose levels stay when they grow."""

from __future__ import annotations

import numpy as np
import pytest
from test_directions import descended

from gradreel.scenarios import Run, load_scenario
from gradreel.scenes import regions
from gradreel.scenes.parts.in_space.landscape import Landscape
from gradreel.scenes.parts.in_space.space import Space
from gradreel.scenes.parts.in_space.viewpoint import CORNERS, best_view
from gradreel.scenes.sentences import rates as texts
from gradreel.scenes.sentences.catalogue import worded
from gradreel.scenes.sentences.surface import contours
from gradreel.solver.descent import record
from gradreel.solver.directions import directions_of
from gradreel.solver.objective import objective_of

NOWHERE = np.empty((0, 3))


def landscape(text: str) -> Landscape:
    objective = objective_of(descended(text, (1.0, 1.0), 0.001, 1).scenario)
    return Landscape(objective, {"x": (-3.0, 3.0), "y": (-3.0, 3.0)})


@pytest.mark.parametrize(
    ("text", "azimuths"),
    [
        ("50*(x + y)**2 + (x - y)**2/10", [-45]),  # from corner to corner
        ("50*(x - y)**2 + (x + y)**2/10", [-135]),
        ("50*(2*x + y)**2 + (x - 2*y)**2/10", [-63]),
        ("50*(x + 2*y)**2 + (2*x - y)**2/10", [-27]),
        ("50*y**2 + x**2/10", [-15, -165]),  # along an axis: its numbers are seen all the same
        ("50*x**2 + y**2/10", [-75, -105]),
        ("x**2/2 + y**2/4", [-31, -121]),  # no valley: from beside a corner
        ("3*x + y", [-31, -121]),
    ],
)
def test_a_valley_is_seen_along_its_length(text: str, azimuths: list[int]) -> None:
    view = best_view(landscape(text), NOWHERE, CORNERS)
    assert round(np.degrees(view.azimuth)) in azimuths


@pytest.mark.parametrize("text", ["50*y**2 + x**2/10", "50*x**2 + y**2/10", "3*x + y"])
@pytest.mark.parametrize("elevation", [0.55, 0.7, 0.85, 1.0])
def test_no_number_of_a_floor_is_half_faded_from_any_eye(text: str, elevation: float) -> None:
    space = Space(landscape(text), regions.current().surface.space.corners)
    space.set_view(space.fitted(space.eye.view.moved(elevation=elevation)))
    shown = [label.get_fill_opacity() for label in space.labels if label.width]
    assert {round(opacity, 6) for opacity in shown} <= {0.0, 1.0}


@pytest.mark.parametrize("digits", ["", "00", "0000"])
def test_numbers_keep_off_the_edges_of_a_floor_at_either_side(digits: str) -> None:
    domain = {"x": (-3.0, 3.0), "y": (-3.0, float(f"3{digits}"))}
    objective = objective_of(descended("x**2 + y**2", (1.0, 1.0), 0.001, 1).scenario)
    for corners in (CORNERS, CORNERS[::-1], ((1, 1),), ((-1, 1),)):
        room = regions.current().fit.views_space.corners
        space = Space(Landscape(objective, domain), room, corners=corners)
        assert max(space.floor.overhang) < 0.01


@pytest.mark.parametrize("times", [1.0, 1.5, 40.0])
def test_the_levels_of_a_map_stay_when_it_grows(times: float) -> None:
    first = landscape("50*(x + y)**2 + (x - y)**2/10")
    wider = first.around({"x": (-3 * times, 3 * times), "y": (-3 * times, 3 * times)})
    np.testing.assert_allclose(wider.levels(), first.levels())
    assert wider.mesh is None
    loss = first.levels()[-1]
    along = wider.contour(loss).reshape(-1, 2)
    np.testing.assert_allclose(wider.objective.value(along), loss, rtol=0.3 if times > 2 else 0.02)


@pytest.mark.parametrize("text", ["50*(x + y)**2 + (x - y)**2/10", "1/x + y**2"])
def test_the_levels_of_a_map_stay_where_it_shows_a_part(text: str) -> None:
    first = landscape(text)
    closer = first.around({"x": (1.0, 1.5), "y": (-0.5, 0.0)})
    assert closer.heights == first.heights
    loss = float(first.objective.value([1.25, -0.25]))
    along = closer.contour(loss).reshape(-1, 2)
    assert len(along)
    np.testing.assert_allclose(closer.objective.value(along), loss, rtol=0.02)


def test_a_valley_is_named_by_how_much_more_it_bends_across() -> None:
    recording = record(load_scenario("two-weights"))
    directions = directions_of(recording.objective)
    assert worded(contours(directions)).endswith("a long, narrow valley.")
    assert round(texts.narrowness(directions)) == 223
    bowl = descended("x**2/2 + y**2/4", (1.0, 1.0), 0.1)
    assert "valley" not in worded(contours(directions_of(bowl.objective)))


@pytest.mark.parametrize(
    ("factors", "told"),
    [((0.7, -0.8, -1.1), True), ((0.7, -0.8), False), ((0.7, -1.1), False), ((), False)],
)
def test_crossing_is_told_where_some_cross_and_some_fly_off(
    factors: tuple[float, ...], told: bool
) -> None:
    assert (texts.crosses(factors, many=True) is not None) is told


def test_momentum_is_told_of_a_run_that_has_nothing_else() -> None:
    runs = record(load_scenario("two-weights")).runs
    told = [texts.momentum(run) for run in runs]
    assert told[:3] == [None, None, None]
    assert told[3]
    assert worded(told[3]) == "Momentum adds 0.85 of the last step: in 100 steps it arrives."
    plain: Run = runs[0].run
    nesterov = {"momentum": 0.9, "nesterov": True}
    assert texts.momentum_of(plain.model_copy(update={"options": nesterov})) is None
    assert texts.momentum_of(plain.model_copy(update={"options": {"momentum": 0.0}})) is None
