"""Many starts on a curve: where descents end, the watershed between them, what that proves."""

from __future__ import annotations

import numpy as np
import pytest
from case_files import case
from hypothesis import given, settings
from hypothesis import strategies as st
from last_pictures import last_pictures
from solver_cases import formula, run, scenario
from spoken import said, sentences

from gradreel.scenarios import Scenario, load_scenario
from gradreel.scenes.curve.starts import CurveStarts
from gradreel.scenes.lesson import chapters_of
from gradreel.scenes.parts.maps.watershed import Watershed, watershed
from gradreel.scenes.sentences.catalogue import text
from gradreel.solver.descent import record
from gradreel.solver.masses import NOWHERE, descend
from gradreel.solver.objective import objective_of

CASE = "two-valleys-of-a-curve"


def starting(text: str, *starts: float, lr: float = 0.1, steps: int = 60) -> Scenario:
    """Runs that differ in nothing but their starts."""
    told = scenario(formula(text), *(run(x, lr=lr, steps=steps) for x in starts))
    objective = told.objective.model_copy(update={"domain": {"x": (-3.0, 3.0)}})
    return told.model_copy(update={"objective": objective})


@settings(max_examples=20, deadline=None)
@given(
    st.lists(st.floats(-2.0, 2.0), min_size=1, max_size=4),
    st.sampled_from(["x**2", "x**4/4 - x**2/2 + x/8", "sin(3*x) + x**2/4", "-x**4", "exp(x) - x"]),
    st.sampled_from([0.01, 0.05, 0.1]),  # larger ones may be chaotic: rounding grows
    st.integers(1, 130),
)
def test_many_descents_are_the_recorded_ones(
    starts: list[float], text: str, lr: float, steps: int
) -> None:
    told = starting(text, *starts, lr=lr, steps=steps)
    found = descend(objective_of(told), np.array(starts)[:, None], lr, steps).ends
    for end, one in zip(found, record(told).runs, strict=True):
        if one.steps == steps:
            assert end == pytest.approx(one.parameters[-1], rel=1e-9, abs=1e-9)
        else:  # it left all bounds
            assert not np.isfinite(end).all() or np.abs(end).max() > 1e30


def test_descents_of_two_parameters_go_side_by_side_too() -> None:
    told = load_scenario("two-valleys")
    starts = np.array([list(one.start.values()) for one in told.runs])
    found = descend(objective_of(told), starts, 0.2, 400).ends
    left = starts[:, 0] < 0.127
    assert found[left] == pytest.approx(np.tile([-1.057, 0.0], (left.sum(), 1)), abs=1e-3)
    assert found[~left] == pytest.approx(np.tile([0.930, 0.0], ((~left).sum(), 1)), abs=1e-3)


def test_the_watershed_is_where_descents_part() -> None:
    told = load_scenario(str(case(CASE)))
    found = watershed(objective_of(told), (-1.6, 1.6), [-1.057, 0.93], 0.1, 80)
    assert found.borders == pytest.approx([0.127], abs=1e-3)
    assert [end for _, _, end in found.stretches] == [0, 1]


def test_starts_without_an_end_part_nothing() -> None:
    ends = np.array([0, 0, NOWHERE, NOWHERE, 1, 1, 0])
    found = Watershed(np.arange(7.0), ends)
    assert found.stretches == [(0.0, 1.5, 0), (1.5, 3.5, -1), (3.5, 5.5, 1), (5.5, 6.0, 0)]
    assert found.borders == [5.5]


def test_a_curve_has_many_starts_where_runs_differ_in_nothing_else() -> None:
    names = [chapter.name for chapter in chapters_of(load_scenario(str(case(CASE))))]
    assert "starts" in names
    assert "rates" not in names
    names = [chapter.name for chapter in chapters_of(load_scenario("parabola"))]
    assert "rates" in names
    assert "starts" not in names


def test_two_valleys_are_told_apart() -> None:
    told = said(CASE, "starts")
    assert "the watershed is near x = 0.127." in told
    assert text("curve-not-convex") in told
    found = "near x = −1.057 is the lowest found. The other one is local."
    assert told.endswith(f"The lowest of all is the global minimum: {found}")


@pytest.mark.parametrize(
    ("told", "last"),
    [
        (starting("x**2", -2.0, 1.0), text("curve-one-lowest")),
        (starting("x**2", -2.0, -2.1, steps=2), text("curve-not-there")),
        (starting("x**4/4 - x**2/2", -2.0, 1.5, 0.3), text("starts-equally-deep")),
        (
            starting("x**4/4 - x**2/2 + x/8", 0.5, 1.5, steps=90),
            "A lower place is in the picture, near −1.057.",
        ),
        (
            starting("x**4/4 - x**2/2 + x/8 - x**6/600", -0.5, 1.5, steps=90),
            "Beyond the picture it falls lower yet: these minima are all local.",
        ),
        (starting("exp(x) - x", -1.0, 1.0), text("starts-unproven")),
        (starting("-x**2", 1.0, 2.0), text("starts-no-end")),
    ],
)
def test_what_the_ends_prove_is_told(told: Scenario, last: str) -> None:
    assert sentences(record(told), "starts")[-1] == last


def test_a_run_of_momentum_paints_nothing() -> None:
    override = [f"runs.{index}.options.momentum=0.5" for index in range(4)]
    told = load_scenario(str(case(CASE)), override)
    assert not any("painted" in sentence for sentence in sentences(record(told), "starts"))


def test_the_axis_is_painted_as_the_dots_are_where_ends_are_listed_as_one() -> None:
    domain = {"x": (-9.0, 9.0)}
    starts = [x + 0.2 for x in np.arange(-8.6, 8.7, 1.5708)]
    lesson_ = starting("cos(4*x) + x**2/90", *starts, lr=0.02, steps=300)
    lesson_ = lesson_.model_copy(
        update={"objective": lesson_.objective.model_copy(update={"domain": domain})}
    )
    (scene,) = last_pictures(lesson_, ["starts"])
    assert isinstance(scene, CurveStarts)
    assert [end.places > 1 for end in scene.ends].count(True) == 1
    painted = {piece.get_fill_color().to_hex() for piece in scene.strip}
    assert painted >= {dots.get_fill_color().to_hex() for dots in scene.dots}
