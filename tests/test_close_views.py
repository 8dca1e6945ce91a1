"""Where steps are small, a chapter goes closer until they are seen, and its numbers can be read."""

from __future__ import annotations

import numpy as np
import pytest
from case_files import case
from hypothesis import given
from hypothesis import strategies as st
from solver_cases import fit, formula, run, scenario
from spoken import recorded

from gradreel.scenarios import Scenario
from gradreel.scenes.chapter import default_recording
from gradreel.scenes.curve.close_limits import close_limits
from gradreel.scenes.curve.stage import CurveStage
from gradreel.scenes.fit.close_up import close_up
from gradreel.scenes.fit.stage import FitStage, lesson_domain
from gradreel.scenes.parts.geometry.box import Box
from gradreel.scenes.parts.plots.floor_ticks import (
    floor_ticks,
    going_over,
    moved_away,
    rests_well,
)
from gradreel.scenes.surface.close_ups import CloseUps
from gradreel.scenes.surface.stage import SurfaceStage
from gradreel.solver.descent import record
from gradreel.solver.recording import Recording

FRAME = 64 / 4.5  # screen units: the width of a frame
places = st.floats(-1.0, 1.0)


@given(places, places, st.sampled_from([1e-9, 1.0, 1e9]))
def test_a_step_is_seen_from_close_within_its_domain(
    here: float, there: float, unit: float
) -> None:
    domain, visited, width = (-unit, unit), unit * np.array([here, there]), 6.0
    close = close_limits(domain, visited, width)
    shown = domain if close is None else close
    assert domain[0] <= shown[0] < shown[1] <= domain[1]
    step = abs(there - here) * unit / float(np.ptp(shown)) * width
    if here != there and abs(there - here) > 1e-4:
        assert step >= 0.99 * FRAME / 10
    if close is not None:
        assert all(close[0] <= place <= close[1] for place in visited)


def test_without_a_step_there_is_nothing_to_see_from_close() -> None:
    assert close_limits((-1.0, 1.0), np.array([0.5, 0.5]), 6.0) is None
    assert close_limits((-1.0, 1.0), np.array([0.5]), 6.0) is None


@pytest.mark.parametrize("name", ["parabola", "one-weight"])
def test_the_axes_of_a_curve_go_close_and_come_back(name: str) -> None:
    recording = default_recording(name)
    stage = CurveStage(recording, recording.objective, follows=True, comes_close=True)
    home, here = stage.curve.x, float(recording.runs[0].parameters[0, 0])
    stage.zoom(1.0, here)
    assert stage.curve.x == pytest.approx(stage.close)
    ends = stage.curve.foot(recording.runs[0].parameters[:2, 0])
    assert abs(ends[1, 0] - ends[0, 0]) >= FRAME / 10
    assert stage.curve.within(stage.curve.at(recording.runs[0].parameters[:2, 0])).all()
    stage.zoom(0.0, here)
    assert stage.curve.x == pytest.approx(home)


def one_slope(lr: float) -> Scenario:
    return scenario(fit("k*x", (1.0, 2.2), (2.0, 3.7), (3.0, 6.4)), run(-1.0, lr=lr, steps=20))


@pytest.mark.parametrize(("lr", "goes_close"), [(0.0005, True), (0.01, True), (0.09, False)])
def test_a_fit_with_one_parameter_goes_close_as_others_do(lr: float, goes_close: bool) -> None:
    recording = record(one_slope(lr))
    close = close_up(recording, recording.objective)
    assert (close is not None) == goes_close
    if close is None:
        return
    box = Box((0.0, -1.0), (4.0, 2.0))
    left = Box((-5.0, -1.0), (4.0, 2.0))
    figures = (0.0, 3.0)
    stage = FitStage(recording, recording.objective, left, box, figures, float, close=close)
    here, there = recording.runs[0].parameters[:2]
    stage.zoom_to(close, here)
    ends = stage.view.foot(np.array([here, there]))
    assert abs(ends[1, 0] - ends[0, 0]) == pytest.approx(0.38 * stage.view.box.width, rel=0.01)
    assert stage.view.inside(np.array([here, there])).all()
    stage.zoom_to(lesson_domain(recording, recording.objective), here)
    assert stage.view.x == pytest.approx(stage.domain["k"])


@given(st.floats(-1e3, 1e3), st.floats(0.01, 1e3))
def test_numbers_at_rest_are_there_or_not_at_all(low: float, width: float) -> None:
    times = np.linspace(1.0, 1.3, 31)
    found = [rests_well(low - (t - 1) * width / 2, low + (t + 1) * width / 2) for t in times]
    assert any(found)


def test_a_number_near_the_corner_of_a_floor_is_half_faded_there() -> None:
    assert rests_well(0.0, 4.3)
    assert not rests_well(0.0, 4.0 / 0.96)


def test_a_camera_rests_where_the_numbers_of_the_floor_can_be_read() -> None:
    cases = (recorded(case(name)) for name in ("beale", "rastrigin", "saddle-ridge"))
    for recording in (*cases, tiny_steps()):
        stage = SurfaceStage(recording, recording.objective)
        near = CloseUps(stage, recording, 5, None)
        for domain in (near.first, near.rest):
            shown = stage.space.landscape.over(domain)
            assert domain == near.home or stage.space.floor.rests_well(shown)


def tiny_steps() -> Recording:
    """A run that hardly leaves its start."""
    bowl = formula("x**2 + y**2/2", "x", "y")
    return record(scenario(bowl, run(1.5, 1.2, lr=0.0001, steps=20)))


@pytest.mark.parametrize("end", [(-1.9, 1.4), (-0.4, 1.8), (-6.0, 6.0)])
def test_numbers_of_a_floor_fade_when_a_zoom_leaves_its_home(end: tuple[float, float]) -> None:
    home = (-2.5, 2.5)
    before = dict(floor_ticks(*home, 4, zooming=False))
    shown = before
    for share in np.linspace(0.0, 1.0, 400):
        low, high = (1.0 - share) * np.array(home) + share * np.array(end)
        zoomed = floor_ticks(low, high, 5, zooming=True)
        away = moved_away([home], [(low, high)])
        now = dict(going_over([*before.items()], zoomed, (low, high), away))
        inner = [tick for tick in {*now, *shown} if min(tick - low, high - tick) > 0.05]
        assert all(abs(now.get(tick, 0.0) - shown.get(tick, 0.0)) < 0.3 for tick in inner)
        shown = now
    assert shown == dict(zoomed)
