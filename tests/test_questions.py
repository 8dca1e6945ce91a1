"""The title asks what has an answer, and a lower place in the picture is told."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from case_files import case
from solver_cases import fit, run
from spoken import recorded, said, sentences
from test_holdouts import told

from gradreel.scenarios import Fit, Formula
from gradreel.scenes.lesson import poster_of
from gradreel.scenes.parts.maps.lowest import lower_than_end, lowest_in
from gradreel.scenes.sentences.catalogue import worded
from gradreel.solver.descent import record
from gradreel.solver.objective import objective_of

LOWEST = "Where is the lowest point?"
SOMEWHERE = "Where does the way down lead?"
FROM_HERE = "Is there a way down from here?"


def asked(lesson: str, objective: Formula | Fit, *start: float) -> str:
    scenario = told(lesson, objective, run(*start, steps=1))
    question = poster_of(scenario).scene_class().subject.question
    return worded(question(objective_of(scenario), scenario, record(scenario).runs[0]))


@pytest.mark.parametrize(
    ("formula", "low", "high", "start", "answer"),
    [
        ("x**2", -2, 2, 1, LOWEST),
        ("x - log(x)", 0.05, 4, 3, LOWEST),
        ("exp(x) - log(x)", 0.001, 2.5, 1.6, LOWEST),
        ("abs(x - 1)", -2, 2, 0, LOWEST),
        ("x**4/4 - x**2/2 + x/8", -2, 2, 1.5, LOWEST),
        ("x**4/4 - x**2/2", -2, 2, 1.5, "Where is it lowest?"),
        ("-x**2", -2, 2, 1, SOMEWHERE),
        ("x**3", -2, 2, 1, SOMEWHERE),
        ("exp(-x)", -2, 2, 1, SOMEWHERE),
        ("-log(x)", 0.1, 2, 1, SOMEWHERE),
        ("1/x", -2, 2, 1, SOMEWHERE),
        ("log(abs(x))", -2, 2, 1, SOMEWHERE),
        ("sin(x) - x/20", -7, 7, 1, SOMEWHERE),
        ("abs(x)", -2, 2, 0, FROM_HERE),
        ("x**2", -2, 2, 0, FROM_HERE),
    ],
)
def test_a_curve_is_asked_for_its_lowest_point_where_it_has_one(
    formula: str, low: float, high: float, start: float, answer: str
) -> None:
    assert asked("curve", Formula(formula=formula, domain={"x": (low, high)}), start) == answer


@pytest.mark.parametrize(
    ("formula", "start", "answer"),
    [
        ("x**2 + y**2/2", (1, 1), LOWEST),
        ("(1 - x)**2 + 100*(y - x**2)**2", (-1, 1), LOWEST),
        ("x**2 - y**2", (1, 0), SOMEWHERE),
        ("x**2 - x*y", (0, 2), SOMEWHERE),
        ("x**2 - y**2", (0, 0), FROM_HERE),
        ("(x - y)**2", (1, 0), "Where is it lowest?"),
    ],
)
def test_a_surface_is_asked_for_its_lowest_point_where_it_has_one(
    formula: str, start: tuple[float, float], answer: str
) -> None:
    domain = {"x": (-2, 2), "y": (-2, 2)}
    assert asked("surface", Formula(formula=formula, domain=domain), *start) == answer


LINE, CURVE = "a*x + b", "a*x**2 + b"
POINTS = ((0, 1), (1, 3), (2, 5.5))
WIDE = ((1, 0, 1), (1, 1, 3))


@pytest.mark.parametrize(
    ("lesson", "objective", "start", "answer"),
    [
        ("fit", fit(LINE, *POINTS), (0, 0), "Which line fits these points best?"),
        ("fit", fit(CURVE, *POINTS), (0, 0), "Which curve fits these points best?"),
        ("fit", fit(LINE, (2, 1), (2, 3)), (0, 0), "Which lines fit these points best?"),
        ("fit", fit(LINE, (0, 1), (1, 3)), (2, 1), "Is there a better line than this one?"),
        ("curve", fit("w*x", (1, 2)), (0,), "Which line fits this point best?"),
        ("curve", fit("w*x", (1, 2)), (2,), "Is there a better line than this one?"),
        ("surface", fit(LINE, *POINTS), (0, 0), "Which line fits these points best?"),
        ("surface", fit("X @ w", *WIDE), (0, 0), "Which weights fit these points best?"),
        ("surface", fit("X @ w", *WIDE), (1, 2), "Are there better weights than these?"),
    ],
)
def test_a_fit_is_asked_for_what_its_points_determine(
    lesson: str, objective: Fit, start: tuple[float, ...], answer: str
) -> None:
    assert asked(lesson, objective, *start) == answer


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("saddle", SOMEWHERE),
        ("saddle-ridge", SOMEWHERE),
        ("no-minimum", SOMEWHERE),
        ("rastrigin", LOWEST),
        ("beale", LOWEST),
        ("plateau", LOWEST),
        ("kink-start", FROM_HERE),
        ("same-x", "Which lines fit these points best?"),
        ("starts-at-solution", "Is there a better line than this one?"),
    ],
)
def test_the_question_of_a_case_has_an_answer(name: str, answer: str) -> None:
    assert said(name, "title") == answer


WAVES = "sin(3*x) + x**2/10"
VALLEYS = "x**4/4 - x**2/2 + x/8"


@pytest.mark.parametrize(
    ("formula", "start", "others", "place"),
    [
        (WAVES, 3.5, {"lr": 0.05, "steps": 200}, -0.51),
        (WAVES, -0.4, {"lr": 0.05, "steps": 200}, None),
        (VALLEYS, 1.5, {"lr": 0.1, "steps": 200}, -1.06),
        (VALLEYS, -1.5, {"lr": 0.1, "steps": 200}, None),
        ("x**4/4 - x**2/2", 1.5, {"lr": 0.1, "steps": 200}, None),  # the other is as low
        ("x**2", 3.0, {"lr": 0.01, "steps": 10}, None),  # it is on its way there
        ("x**2", 3.0, {"lr": 1.5, "steps": 10}, None),  # and here it says that it diverges
        ("x**2", 3.0, {"lr": 1.0, "steps": 10}, None),
        ("3*x**2 - x**3/3", 6.0, {"steps": 5}, 0.0),  # a maximum
        ("1/(x - 1)**2 + x**2/4", 4.0, {"lr": 0.3, "steps": 200}, -0.75),  # beyond a pole
    ],
)
def test_a_lower_place_is_told_where_the_run_will_not_come_to_it(
    formula: str, start: float, others: dict[str, Any], place: float | None
) -> None:
    limits = (-4.0, max(4.0, start + 1.0))
    scenario = told("curve", Formula(formula=formula, domain={"x": limits}), run(start, **others))
    found = lower_than_end(record(scenario).runs[0], objective_of(scenario), {"x": limits})
    assert found is None if place is None else found == pytest.approx([place], abs=0.01)


def test_a_lower_place_is_told_in_both_kinds_of_lesson() -> None:
    assert "A lower place is in the picture, near (0, 0)." in said("rastrigin", "descent")
    waves = told("curve", Formula(formula=WAVES, domain={"x": (-4, 4)}), run(3.5, steps=200))
    assert "A lower place is in the picture, near −0.5" in " ".join(
        sentences(record(waves), "descent")
    )
    assert "lower place" not in said("corner", "descent")


def test_the_lowest_place_is_found_in_long_narrow_valleys() -> None:
    beale = recorded(case("beale")).scenario
    assert isinstance(beale.objective, Formula)
    lowest = lowest_in(objective_of(beale), beale.objective.domain)
    assert lowest is not None
    assert lowest.places == pytest.approx(np.array([[3.0, 0.5]]), abs=1e-3)


def test_nothing_is_lowest_where_nothing_has_a_value() -> None:
    bare = told("curve", Formula(formula="log(x)", domain={"x": (0.5, 1)}))
    assert lowest_in(objective_of(bare), {"x": (-2.0, -1.0)}) is None
