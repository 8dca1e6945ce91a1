"""What a user has written in another way than is meant here, and what to write instead."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from case_files import case

from gradreel.scenarios import ScenarioError, load_scenario
from gradreel.scenarios.optimizers import OPTIMIZERS
from gradreel.scenarios.words import as_toml, nearest

SURFACE = """\
title = "A bowl"
lesson = "surface"
[objective]
formula = "{}"
domain = {{ x = [0.5, 2], y = [0.5, 2] }}
[start]
x = 1
y = 1
[[runs]]
lr = 0.1
steps = 10
"""
BOWL = SURFACE.format("x**2 + y**2")


def faults(tmp_path: Path, text: str) -> list[str]:
    path = tmp_path / "f.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError) as raised:
        load_scenario(path)
    return [problem.partition(": ")[2] for problem in raised.value.problems]


@pytest.mark.parametrize(
    ("written", "column", "instead"),
    [
        ("x^2 + y^2", 2, "x**2 + y**2"),
        ("2x + y", 1, "2*x + y"),
        ("2(x + 1) + y", 1, "2*(x + 1) + y"),
        ("(x + 1)(y - 1)", 7, "(x + 1)*(y - 1)"),
        ("cos(x)sin(y)", 6, "cos(x)*sin(y)"),
        ("x y", 1, "x*y"),
        ("y + xy", 5, "y + x*y"),
        ("x(1 - y)", 1, "x*(1 - y)"),
        ("3x^2y", 3, "3*x**2*y"),
        ("y + ln(x)", 5, "y + log(x)"),
        ("log10(x) + y", 1, "(log(x)/log(10)) + y"),
        ("1,5x + y", 1, "1.5*x + y"),
        ("\u00bdx + y", 1, "0.5*x + y"),
        ("sinx + y", 1, "sin(x) + y"),
        ("Math.sin(x) + y", 1, "sin(x) + y"),
        ("softplus(x) + y", 1, "log(1 + exp(x)) + y"),
        ("sgn(x) + y", 1, "(x/abs(x)) + y"),
        ("log2(x*y)", 1, "(log(x*y)/log(2))"),
        ("arctan(x) + y", 1, "atan(x) + y"),
        ("x**2 + |y|", 8, "x**2 + abs(y)"),
        ("x² + y⁻³", 2, "x**2 + y**(-3)"),
        ("√x + √(x + y)", 1, "sqrt(x) + sqrt(x + y)"),
        ("max(x, y)", 1, "((x + y + abs(x - (y)))/2)"),
        ("min(x, y)", 1, "((x + y - abs(x - (y)))/2)"),
        ("pow(x, 2) + y", 1, "(x)**(2) + y"),
        ("e^x + y", 2, "exp(x) + y"),
        ("-e^(-x^2 - y^2)", 3, "-exp((-x**2 - y**2))"),
        ("2^x + y", 2, "exp(x*log(2)) + y"),
        ("x·y − 1", 5, "x*y - 1"),
        ("sin x + y", 1, "sin(x) + y"),
        ("sin^2(x) + y", 4, "sin(x)**2 + y"),
        ("np.sin(x) + y", 1, "sin(x) + y"),
        ("f(x, y) = x**2 + y", 1, "x**2 + y"),
        ("[x + 1]*y", 1, "(x + 1)*y"),
        ("0,5*x + y", 1, "0.5*x + y"),
        ("π*x + y", 1, "pi*x + y"),
        ("sigmoid(x) + y", 1, "(1/(1 + exp(-(x)))) + y"),
    ],
)
def test_a_formula_in_other_words_is_told_in_ours(
    written: str, column: int, instead: str, tmp_path: Path
) -> None:
    (fault,) = faults(tmp_path, SURFACE.format(written))
    assert fault.endswith(f"(column {column} of the formula): write {instead}")
    path = tmp_path / "f.toml"
    path.write_text(SURFACE.format(instead))
    assert load_scenario(path).objective.formula == instead  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("instead", "value"),
    [
        ("((x + y + abs(x - (y)))/2)", max),
        ("((x + y - abs(x - (y)))/2)", min),
        ("(log(x)/log(10))", lambda x, y: math.log10(x)),
        ("exp(x*log(2))", lambda x, y: 2**x),
        ("(1/(1 + exp(-(x))))", lambda x, y: 1 / (1 + math.exp(-x))),
    ],
)
def test_what_is_told_is_the_same_function(instead: str, value: object) -> None:
    names = {"log": math.log, "exp": math.exp, "abs": abs}
    for x, y in ((0.5, 2.0), (3.0, -1.5), (2.0, 2.0)):
        told = eval(instead, {"__builtins__": {}}, {**names, "x": x, "y": y})
        assert told == pytest.approx(value(x, y))  # type: ignore[operator]


@pytest.mark.parametrize("written", ["z**2 + y", "x*(y", "x*y +* 2", "import os", "x +"])
def test_what_cannot_be_guessed_is_not(written: str, tmp_path: Path) -> None:
    assert ": write " not in faults(tmp_path, SURFACE.format(written))[0]


def test_a_model_in_other_words_is_told_in_ours(tmp_path: Path) -> None:
    text = BOWL.replace('"surface"', '"fit"').replace("x = 1\ny = 1", "a = 1\nb = 1")
    text = text.replace('formula = "x**2 + y**2"', 'model = "a x + b"\npoints = [[1, 2], [2, 3]]')
    found = faults(tmp_path, text.replace("domain = { x = [0.5, 2], y = [0.5, 2] }\n", ""))
    assert any(fault.endswith(": write a*x + b") for fault in found)


@pytest.mark.parametrize("name", sorted({n for known in OPTIMIZERS.values() for n in known}))
def test_an_option_in_a_run_is_shown_where_it_goes(name: str, tmp_path: Path) -> None:
    optimizer, option = next((o, known[name]) for o, known in OPTIMIZERS.items() if name in known)
    value = {"flag": True, "integer": 7, "number": 0.5, "pair": [0.5, 0.7]}.get(option.kind, "x")
    written = f"{name} = {as_toml(value)}"
    fault = faults(tmp_path, f"{BOWL}{written}\n")[0]
    assert f"write options = {{ {written} }}" in fault
    assert optimizer in fault


@pytest.mark.parametrize(
    ("key", "hint"),
    [
        ("learning_rate = 0.1", "it is called lr here"),
        ("LearningRate = 0.1", "it is called lr here"),
        ("epochs = 5", "it is called steps here"),
        ("iterations = 5", "it is called steps here"),
        ("max_iterations = 5", "it is called steps here"),
        ("optimiser = 'SGD'", "it is called optimizer here"),
        ("method = 'SGD'", "it is called optimizer here"),
        (
            "Momentum = 0.9",
            "an option of RMSprop and SGD: write options = { momentum = 0.9 }",
        ),
        ("weightdecay = 0.1", "write options = { weight_decay = 0.1 }"),
        ("maximise = true", "gradreel shows descents"),
        ("sweep = 3", "it belongs at the top of the file, before the first [table]"),
        ("Name = 'x'", 'did you mean "name"?'),
        ("stpes = 5", 'did you mean "steps"?'),
        ("formula = 'x'", "it belongs in [objective]"),
        ("x = 1", "it belongs in [start]"),
        ("lesson = 'curve'", "it belongs at the top of the file, before the first [table]"),
        ("loss_below = 1", "it belongs in the stop = { ... } of a run"),
        ("maximize = true", "to climb f, write -(f) as the formula"),
        ("bananas = 1", "choose from name, start, optimizer"),
    ],
)
def test_a_key_is_told_its_name_or_its_place(key: str, hint: str, tmp_path: Path) -> None:
    assert hint in faults(tmp_path, f"{BOWL}{key}\n")[0]


@pytest.mark.parametrize(
    ("old", "new", "hint"),
    [
        ("[[runs]]", "[runs]", "runs: must be written [[runs]], with two brackets"),
        ("[objective]", "[loss]", "loss: is not a known key here: it is called objective"),
        (
            "[[runs]]",
            "[[run]]",
            "run: is not a known key here: it is called runs",
        ),
        ("[[runs]]", "", "start.lr: belongs in a run: write [[runs]] above it"),
        ("[[runs]]", "name = 'a'", "start.name: belongs in a run: write [[runs]] above it"),
        ("[start]", "[[start]]", "start: is one table: write [start], with one bracket"),
        ("[objective]", "[[objective]]", "objective: is one table: write [objective], with one"),
        ('lesson = "surface"', 'lesson = "surface"\nlr = 1', "lr: is not a known key here"),
        (
            'title = "A bowl"',
            'name = "A bowl"',
            "name: is not a known key here: it is",
        ),
        ("lr = 0.1", 'lr = "0,1"', 'got "0,1": write 0.1, without quotes'),
        ("steps = 10", "steps = 1e3", "got 1000.0: write 1000"),
        ('"surface"', '"Surface"', 'did you mean "surface"?'),
        (
            "[0.5, 2], y",
            "[0,5, 2,5], y",
            "where at most 2 are allowed: decimals have a dot",
        ),
        ("lr = 0.1", "lr = 1\nstop = 1e-6", "a table, as in { loss_below = 1e-6 }, got 1e-06"),
        ("formula =", "function =", "objective.function: is not a known key here: it is c"),
        ("domain =", "bounds =", "objective.bounds: is not a known key here: it is called"),
    ],
)
def test_a_table_is_told_how_it_is_written(old: str, new: str, hint: str, tmp_path: Path) -> None:
    assert any(hint in fault for fault in faults(tmp_path, BOWL.replace(old, new)))


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("Adma", 'did you mean "Adam"?'),
        ("adam", 'did you mean "Adam"?'),
        ("adamw", 'did you mean "AdamW"?'),
        ("Adam-W", 'did you mean "AdamW"?'),
        ("sgd", 'did you mean "SGD"?'),
        ("SDG", 'did you mean "SGD"?'),
        ("L-BFGS", 'did you mean "LBFGS"?'),
        ("rms_prop", 'did you mean "RMSprop"?'),
        ("RMSPop", 'did you mean "RMSprop"?'),
        ("torch.optim.Adam", 'did you mean "Adam"?'),
        ("SGD with momentum", "write SGD, with options = { momentum = 0.9 } in the run"),
        ("amsgrad", "write Adam, with options = { amsgrad = true } in the run"),
        ("gradient descent", "write GD"),
        ("momentum", "write SGD, with options = { momentum = 0.9 } in the run"),
        ("Nesterov", "write SGD, with options = { momentum = 0.9, nesterov = true }"),
        ("Muon", "it works on matrices only"),
    ],
)
def test_an_optimiser_is_told_its_name(name: str, hint: str, tmp_path: Path) -> None:
    assert hint in faults(tmp_path, f'{BOWL}optimizer = "{name}"\n')[0]


def test_an_ascent_is_refused_with_what_to_write() -> None:
    with pytest.raises(ScenarioError) as raised:
        load_scenario(case("ascent"))
    (problem,) = raised.value.problems
    assert problem.endswith(
        "ascent.toml:13: runs[0].options.maximize: gradreel shows descents: "
        "to climb f, write -(f) as the formula"
    )
    assert "maximize" not in {name for known in OPTIMIZERS.values() for name in known}


@pytest.mark.parametrize(
    ("name", "known", "near"),
    [
        ("height", ["weight", "Height"], "Height"),
        ("x1", ["x2", "x3"], "x2"),
        ("colour", ["title", "lesson"], None),
        ("a" * 400, ["a" * 399], None),
        ("", ["a"], None),
    ],
)
def test_the_nearest_name_is_the_likeliest(name: str, known: list[str], near: str | None) -> None:
    assert nearest(name, known) == near
