"""A step on the axis of a curve is an arrow as long as the step, or goes on where the axis ends."""

from __future__ import annotations

import numpy as np
import pytest
from case_files import case
from solver_cases import formula, run, scenario

from gradreel.pipeline.inspect import inspect_chapter
from gradreel.scenarios import load_scenario
from gradreel.scenes.curve.axis_step import AxisStep
from gradreel.scenes.lesson import chapter_named
from gradreel.scenes.parts.geometry.box import Box
from gradreel.scenes.parts.geometry.lines import FlatArrow
from gradreel.scenes.parts.geometry.ripple import Ripple
from gradreel.scenes.parts.plots.curve_plot import CurvePlot
from gradreel.solver.descent import record
from gradreel.solver.objective import objective_of


def plot() -> CurvePlot:
    told_of = scenario(formula("x**2"), run(1.0))
    box = Box((-2.0, -1.0), (4.0, 2.0))
    return CurvePlot(objective_of(told_of), (-4.0, 4.0), box, ("x", "f"))


@pytest.mark.parametrize(
    ("here", "target", "tip"),
    [(1.0, -2.0, -1.0), (1.0, 4.0, 2.0), (1.0, -9.0, None), (1.0, 1e30, None), (1.0, 1.0, 0.5)],
)
def test_only_a_step_that_stays_on_the_axis_is_an_arrow(
    here: float, target: float, tip: float | None
) -> None:
    step = AxisStep()
    step.put(plot(), here, target)
    arrow, leaving = step.submobjects
    assert isinstance(arrow, FlatArrow)
    if tip is not None:
        assert arrow.tip[0] == pytest.approx(tip)
        assert not len(leaving.points)
        return
    assert arrow.tip == pytest.approx(arrow.tail)
    across = leaving.points[:, 0]
    assert [across.min(), across.max()] == pytest.approx(
        sorted([0.5, 2.0 * np.sign(target)]), abs=0.15
    )


@pytest.mark.parametrize("chapter", ["step", "rates"])
def test_a_step_out_of_the_domain_is_no_arrow_that_is_cut(chapter: str) -> None:
    told_of = load_scenario(case("leaves-the-domain"))
    assert inspect_chapter(chapter_named(told_of, chapter), record(told_of)) == []


def test_rings_spread_around_each_of_several_points() -> None:
    places = np.array([(0.0, 0.0, 0.0), (3.0, 1.0, 0.0)])
    ring = Ripple(places)
    ring.spread(1.0)
    for place in places:
        near = ring.points[np.abs(ring.points - place).max(axis=1) < 1.0]
        assert near.mean(axis=0) == pytest.approx(place, abs=0.05)
