"""Lines to places far away cost no more than others; a place that is no number is told."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest
from case_files import case
from last_pictures import last_pictures

from gradreel.pipeline.inspect import inspect_chapter
from gradreel.scenarios import load_scenario
from gradreel.scenes.checks.layout import DrawnShape, faults_of_layout
from gradreel.scenes.curve.descended import DescendedCurve
from gradreel.scenes.lesson import chapter_named
from gradreel.scenes.parts.geometry.clip import cut_to_box
from gradreel.scenes.parts.geometry.lines import dashes
from gradreel.solver.descent import record

LOW, HIGH = np.array([-1.0, -1.0]), np.array([1.0, 1.0])


@pytest.mark.parametrize("far", [1e3, 1e9, 1e30, 1e300, np.inf])
def test_a_cut_line_has_as_many_dashes_as_are_seen(far: float) -> None:
    line = cut_to_box(np.array([(0.5, 0.0, 0.0), (0.5, far, 0.0)]), LOW, HIGH)
    dashed = dashes(line)
    seen = dashed[np.isfinite(dashed).all(axis=1)]
    assert 10 <= len(dashed) <= 30
    assert seen[:, 0] == pytest.approx(0.5)
    assert seen[:, 1].min() == 0.0
    assert 0.8 < seen[:, 1].max() <= 1.0


def test_dashes_leave_the_gaps_of_a_way() -> None:
    gap = (np.nan, np.nan, np.nan)
    way = np.array([(0, 0, 0), (1, 0, 0), gap, (5, 0, 0), (6, 0, 0)], dtype=float)
    across = dashes(way)[:, 0]
    assert not ((across > 1.0) & (across < 5.0)).any()
    assert across[np.isfinite(across)].max() > 5.5


@pytest.mark.parametrize("rate", [0.1, 1e17])
def test_a_lesson_far_beyond_its_picture_takes_little_memory(rate: float) -> None:
    """A prediction far above the data, at rates of all sizes: one step of a fit."""
    scenario = load_scenario(case("hostile/far-prediction"), [f"runs.0.lr={rate}"])
    tracemalloc.start()
    try:
        assert len(list(last_pictures(scenario, ["result"]))) == 1
        assert tracemalloc.get_traced_memory()[1] < 100e6
    finally:
        tracemalloc.stop()


def test_a_start_on_the_border_with_no_slope_along_it_is_drawn() -> None:
    scenario = load_scenario(case("hostile/border-level"))
    recording = record(scenario)
    assert inspect_chapter(chapter_named(scenario, "gradient"), recording) == []


def test_a_place_that_is_no_number_is_a_fault() -> None:
    placed = DrawnShape("Balls", np.array([0.0, 0.0, 1.0, 1.0]), np.empty((0, 2)))
    lost = DrawnShape("Balls", np.array([0.0, 0.0, 1.0, 1.0]), np.empty((0, 2)), placed=False)
    safe, ground = np.array([6.0, 3.0]), np.zeros(3)
    assert list(faults_of_layout([], [placed], safe, ground)) == []
    (fault,) = faults_of_layout([], [lost], safe, ground)
    assert fault.kind == "nowhere"
    assert "Balls" in fault.what


@pytest.mark.parametrize(("step", "seen"), [(0.0, True), (1.0, False), (20.0, False)])
def test_no_dot_stands_for_a_run_that_has_left_the_picture(step: float, seen: bool) -> None:
    recording = record(load_scenario(case("hostile/leap")))
    picture = DescendedCurve(recording, recording.objective, (-6.0, -3.0), (6.0, 3.0))
    picture.draw_to(step)
    *_, dot = picture
    assert bool(len(dot.points)) == seen
