"""Kinks and cusps between two places: found, told from smooth turns, and their slopes."""

from __future__ import annotations

from math import inf

import numpy as np
import pytest
from solver_cases import formula, run, scenario

from gradreel.scenes.sentences.catalogue import worded
from gradreel.solver.descent import record
from gradreel.solver.kinks import kink_between
from gradreel.solver.objective import Objective, objective_of
from gradreel.solver.recording import Recording


def objective(text: str, *names: str) -> Objective:
    start = [1.0] * len(names or ("x",))
    return objective_of(scenario(formula(text, *names), run(*start)))


def slopes(text: str, one: float, other: float) -> tuple[float, float] | None:
    return kink_between(objective(text), np.array([[one]]), np.array([[other]]))


@pytest.mark.parametrize(
    ("text", "before", "behind"),
    [
        ("abs(x)", -1, 1),
        ("3*abs(x) + x", -2, 4),
        ("abs(x) + 5*x**2", -1, 1),
        ("sqrt(x**2) + abs(x)**3", -1, 1),
        ("abs(x)*(1 + abs(x))**9", -1, 1),
        ("sqrt(abs(x))", -inf, inf),
        ("abs(x)**(2/3)", -inf, inf),
        ("abs(x)**0.95 + 4*abs(x)", -inf, inf),
        ("sqrt(abs(x)) + 3*x", -inf, inf),
        ("sqrt(abs(x) + x + x**2) - x", -2, inf),
        ("sqrt(abs(x) - x + x**2) + x", -inf, 2),
    ],
)
@pytest.mark.parametrize("off", [0.0, 1.0, -1000.0])
def test_slopes_on_both_sides_are_those_of_the_formula(
    text: str, before: float, behind: float, off: float
) -> None:
    moved = text.replace("x", f"(x - {off!r})")
    for ends in ((off - 0.004, off + 0.007), (off + 0.007, off - 0.004)):
        assert slopes(moved, *ends) == pytest.approx((before, behind), rel=1e-5)


@pytest.mark.parametrize(
    ("text", "before", "behind"),
    [
        ("abs(x) + y**2", -1, 1),
        ("abs(x) + 0.3*x + 0.2*y", -0.7, 1.3),
        ("abs(x - 3*y)", -(10**0.5), 10**0.5),
        ("abs(y)/2 - x/3", -0.5, 0.5),
        ("sqrt(x**2 + y**2)", -1, 1),
        ("sqrt(abs(y)) + x**2", -inf, inf),
    ],
)
def test_slopes_are_those_across_the_kink_wherever_a_step_leads_over_it(
    text: str, before: float, behind: float
) -> None:
    plane = objective(text, "x", "y")
    for turn in (0.1, 0.9, 1.7, 2.4, 3.5, 5.0):
        way = np.array([[np.cos(turn), np.sin(turn)]]) / 1000
        told = kink_between(plane, -way, 1.3 * way)
        if told:  # along other ways the slope keeps its sign
            assert told == pytest.approx((before, behind), rel=1e-5)
    assert kink_between(plane, -way, 1.3 * way) or kink_between(plane, way, -1.3 * way)


@pytest.mark.parametrize(
    "text",
    ["x**2", "x**4", "cosh(x)", "sqrt(x**2 + 1e-9)", "abs(x)**1.1", "abs(x)**3", "abs(x)*x**2"],
)
def test_a_smooth_turn_is_no_kink(text: str) -> None:
    assert slopes(text, -0.4, 0.7) is None


@pytest.mark.parametrize(("one", "other"), [(0.4, 0.7), (-0.7, -0.4), (0.0, 0.7), (0.4, 0.4)])
def test_where_the_slope_keeps_its_sign_there_is_no_kink(one: float, other: float) -> None:
    assert slopes("abs(x)", one, other) is None


def test_many_ways_at_once_tell_what_each_tells_alone() -> None:
    rng = np.random.default_rng(1)
    found = objective("abs(x - y) + abs(x)/3 + x**2*y**2", "x", "y")
    ones, others = rng.uniform(-2, 2, (2, 60, 2))
    alone = [
        kink_between(found, one[None], other[None]) for one, other in zip(ones, others, strict=True)
    ]
    assert None in alone
    assert len({*alone}) > 10
    for first in range(len(ones)):
        expected = next((kink for kink in alone[first:] if kink), None)
        assert kink_between(found, ones[first:], others[first:]) == expected


@pytest.mark.parametrize(
    ("text", "names", "others"),
    [
        # Under plain descent a square root of abs(x) is chaotic: its end depends on last bits.
        ("abs(x)**(2/3)", "x", {}),
        ("sqrt(abs(x)) + y**2", "xy", {"optimizer": "Rprop"}),
        ("abs(x - y)**(2/3) + x**2", "xy", {}),
        ("(x**2 + y**2)**0.25", "xy", {}),
        ("sqrt(abs(x))", "x", {"optimizer": "Rprop"}),
    ],
)
def test_the_slopes_of_a_cusp_are_told_to_grow_without_bound(
    text: str, names: str, others: dict[str, object]
) -> None:
    start = (1.0, 0.3)[: len(names)]
    ending = (
        record(scenario(formula(text, *names), run(*start, steps=200, **others))).runs[0].ending
    )
    assert "a cusp, slopes growing without bound" in worded(ending.message)
    assert ending.slopes == (-inf, inf)


def test_slopes_without_bound_are_kept(tmp_path: object) -> None:
    recording = record(scenario(formula("sqrt(abs(x))"), run(1, steps=200)))
    recording.save(f"{tmp_path}/recording.npz")
    assert Recording.load(f"{tmp_path}/recording.npz").runs[0] == recording.runs[0]
