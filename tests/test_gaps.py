"""`validate` says what part of the drawn domain has no value."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from case_files import case
from click.testing import Result

from gradreel.scenarios import ScenarioError, load_scenario
from gradreel.solver.gaps import gaps


def told(formula: str, domain: str = "{ x = [-1, 4], y = [-2, 2] }") -> list[str]:
    curve = "y" not in domain
    overrides = [f"objective.formula='{formula}'", f"objective.domain={domain}"]
    overrides += ["lesson=curve", "start={x = 3}"] if curve else ["start={x = 3, y = 1}"]
    return gaps(load_scenario(case("half-domain"), overrides))


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        ("log(x)", "x <= 0 (20 % of the drawn domain) has no value"),
        ("sqrt(x)", "x < 0 (20 % of the drawn domain) has no value"),
        ("log(x - 0.3)", "x <= 0.3 (26 % of the drawn domain) has no value"),
        ("acos(x/5) + sqrt(3.5 - x)", "x > 3.5 (10 % of the drawn domain) has no value"),
        ("sqrt(x**2 - 1)", "-1 < x < 1 (40 % of the drawn domain) has no value"),
        ("1/x", "x = 0 has no value"),
        ("1/(x*(x - 2))", "x = 0 or x = 2 has no value"),
        ("log(x)/(x - 1)", "x <= 0 or x = 1 (20 % of the drawn domain) has no value"),
    ],
)
def test_of_a_curve_it_is_told_by_its_parameter(formula: str, words: str) -> None:
    assert told(formula, "{ x = [-1, 4] }") == [words]


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        ("x - log(x) + y**2", "x <= 0 (20 % of the drawn domain) has no value"),
        ("sqrt(y) + x", "y < 0 (50 % of the drawn domain) has no value"),
        ("sqrt(x) + sqrt(y)", "x < 0 or y < 0 (60 % of the drawn domain) has no value"),
        ("1/(x*y)", "x = 0 or y = 0 has no value"),
    ],
)
def test_of_a_surface_it_is_told_where_one_parameter_decides(formula: str, words: str) -> None:
    assert told(formula) == [words]


@pytest.mark.parametrize(
    ("formula", "share"), [("log(x + y)", 23), ("sqrt(12 - x**2 - y**2)", 15), ("log(x*y)", 50)]
)
def test_else_its_share_is_measured(formula: str, share: int) -> None:
    (sentence,) = told(formula)
    number, rest = sentence.split(" %")
    assert abs(int(number) - share) <= 2
    assert rest == " of the drawn domain has no value"


@pytest.mark.parametrize("formula", ["x**2 + y**2", "exp(x) - y", "abs(x) + tanh(y)"])
def test_nothing_is_said_of_a_formula_that_has_a_value_everywhere(formula: str) -> None:
    with np.errstate(all="raise"):
        assert told(formula) == []


def test_validate_says_so_and_finds_the_file_valid(invoke: Callable[..., Result]) -> None:
    result = invoke("validate", str(case("half-domain")))
    assert result.exit_code == 0
    first, *notes = result.output.splitlines()
    assert first == "half-domain: is valid"
    assert "half-domain: note: x <= 0 (20 % of the drawn domain) has no value" in notes


@pytest.mark.parametrize("middle", [1.0, -3e5, 1e20])
def test_a_domain_in_which_numbers_hardly_differ_is_refused(middle: float) -> None:
    width = abs(middle)
    for share, fits in ((1e-8, True), (1e-11, False)):
        ends = f"objective.domain={{x = [{middle!r}, {middle + share * width!r}]}}"
        file = case("wall"), [ends, f"start.x={middle!r}", "objective.formula='x'"]
        if fits:
            load_scenario(*file)
        else:
            with pytest.raises(ScenarioError, match=r"objective\.domain\.x: must be wider"):
                load_scenario(*file)
