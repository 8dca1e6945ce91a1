"""What validate tells about data that are valid, but special."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from case_files import case
from click.testing import Result

from gradreel.scenarios import Scenario

FIT = """\
title = "T"
lesson = "LESSON"
[objective]
model = "MODEL"
points = POINTS
[start]
START
[[runs]]
lr = 0.1
steps = 3
"""
TWO = "a = 0\nb = 0"
OPEN = "many settings of a and b are as good as the best"


def told(invoke: Callable[..., Result], model: str, points: str, lesson: str = "fit") -> str:
    start = TWO if "b" in model else "w1 = 0\nw2 = 0" if "@" in model else "w = 0"
    text = FIT.replace("LESSON", lesson).replace("MODEL", model)
    Path("it.toml").write_text(text.replace("POINTS", points).replace("START", start))
    result = invoke("validate", "it.toml")
    assert result.exit_code == 0, result.output
    return result.output


@pytest.mark.parametrize(
    ("model", "points", "notes"),
    [
        ("a*x + b", "[[2, 1], [2, 3], [2, 5]]", ["all x are 2", OPEN]),
        ("a*x + b", "[[2, 1]]", ["there is only one point", OPEN]),
        ("a*x + b", "[[0, 1], [0, 1]]", ["all x are 0", "all y are 1", OPEN]),
        ("a*x + b", "[[1, 5], [2, 5], [3, 5]]", ["all y are 5"]),
        ("a*x + b*x", "[[1, 2], [2, 5]]", [OPEN]),
        ("w*x", "[[0, 1], [0, 2]]", ["all x are 0", "many settings of w are"]),
        ("w*x", "[[2, 1]]", ["there is only one point"]),
        ("a*x + b", "[[1, 2], [1, 3], [2, 4]]", []),
        ("a*x + b", "[[1e29, 2], [2e29, 3]]", []),
        ("a*x + b", "[[1e-29, 2], [2e-29, 3]]", []),
    ],
)
def test_special_data_are_told(
    model: str, points: str, notes: list[str], invoke: Callable[..., Result]
) -> None:
    first, *lines = told(invoke, model, points).splitlines()
    assert first == "it: is valid"
    assert len(lines) == len(notes)
    assert all(f"it: note: {note}" in line for note, line in zip(notes, lines, strict=True))


def test_each_of_several_inputs_is_looked_at(invoke: Callable[..., Result]) -> None:
    lines = told(invoke, "X @ w", "[[1, 7, 2], [2, 7, 3], [3, 7, 5]]", "surface").splitlines()
    assert lines[1:] == ["it: note: all x2 are 7"]


def test_points_above_one_another_are_told(invoke: Callable[..., Result]) -> None:
    result = invoke("validate", str(case("same-x")))
    assert result.exit_code == 0
    assert "same-x: note: all x are 2" in result.output
    assert OPEN in result.output


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("parabola-fit", "1 or 2 parameters, this model has 3 (a, b and c)"),
        ("one-neuron", 'the model is not linear in "b"'),
    ],
)
def test_a_model_is_refused_for_the_true_reason(
    name: str, reason: str, invoke: Callable[..., Result]
) -> None:
    result = invoke("validate", str(case(name)))
    assert result.exit_code == 2
    assert reason in result.output


@pytest.mark.parametrize(
    ("model", "reason"),
    [
        ("a*exp(b*x)", 'is not linear in "b"'),
        ("sin(a*x) + b", 'is not linear in "a"'),
        ("exp(a*x) + sin(b*x)", 'is not linear in "a" and "b"'),
        ("a**2*x + b", 'is not linear in "a"'),
        ("a*b*x", 'multiplies "a" and "b" with one another'),
        ("a*(x + b)", 'multiplies "a" and "b" with one another'),
    ],
)
def test_what_is_not_linear_is_named(
    model: str, reason: str, invoke: Callable[..., Result]
) -> None:
    text = FIT.replace("LESSON", "fit").replace("MODEL", model).replace("START", TWO)
    Path("it.toml").write_text(text.replace("POINTS", "[[1, 2], [2, 3]]"))
    result = invoke("validate", "it.toml")
    assert result.exit_code == 2
    assert f"the model {reason}" in result.output


def test_notes_on_data_are_found_once_for_a_whole_sweep(
    invoke: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def noted(scenario: Scenario) -> list[str]:
        asked.append(scenario.name)
        return ["once"]

    monkeypatch.setattr("gradreel.scenarios.notes_of", noted)
    text = FIT.replace("LESSON", "fit").replace("MODEL", "a*x + b").replace("START", TWO)
    text = text.replace("POINTS", "[[1, 2], [2, 3]]") + "[sweep]\nruns.0.lr = [0.1, 0.2, 0.3]\n"
    Path("s.toml").write_text(text)
    assert invoke("validate", "s.toml").stdout.count("note: once") == 3
    assert asked == ["s-lr=0.1"]
