"""Every fault of a scenario file is one sentence with its place, its value and what to try."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from gradreel.scenarios import ScenarioError, load_scenario, shipped
from gradreel.scenarios.data_files import MAX_BYTES as MAX_CSV_BYTES
from gradreel.scenarios.file_text import MAX_BYTES

SURFACE = """\
title = "A bowl"
lesson = "surface"
[objective]
formula = "x**2 + y**2"
domain = { x = [-2, 2], y = [-2, 2] }
[start]
x = 1
y = 1
[[runs]]
lr = 0.1
steps = 10
[[runs]]
lr = 0.2
steps = 5
"""
FIT = """\
title = "A line"
lesson = "fit"
[objective]
model = "a*x + b"
points = [[1, 2], [2, 3]]
[start]
a = 1
b = 1
[[runs]]
lr = 0.1
steps = 10
"""


def problems(tmp_path: Path, text: str) -> list[str]:
    """The faults of a file called f.toml, without the folder."""
    path = tmp_path / "f.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError) as raised:
        load_scenario(path)
    assert str(raised.value) == "\n".join(raised.value.problems)
    return [problem.removeprefix(f"{tmp_path}{os.sep}") for problem in raised.value.problems]


SURFACE_FAULTS = [
    ("lr = 0.2", "lr = -0.1", "f.toml:13: runs[1].lr: must be positive, got -0.1"),
    ("lr = 0.2", "lr = 0", "f.toml:13: runs[1].lr: must be positive, got 0"),
    ("lr = 0.2", "lr = nan", "f.toml:13: runs[1].lr: must be a finite number, got nan"),
    ("lr = 0.2", "lr = inf", "f.toml:13: runs[1].lr: must be a finite number, got inf"),
    ("lr = 0.2", 'lr = "0.2"', 'f.toml:13: runs[1].lr: must be a number, got "0.2"'),
    ("lr = 0.2", "lr = true", "f.toml:13: runs[1].lr: must be a number, got true"),
    ("lr = 0.2", "lr = 1979-05-27", "f.toml:13: runs[1].lr: must be a number, got 1979-05-27"),
    ("lr = 0.2", "", "f.toml:12: runs[1].lr: is missing: add a learning rate, as in lr = 0.1"),
    ("steps = 5", "steps = 0", "f.toml:14: runs[1].steps: must be positive, got 0"),
    ("steps = 5", "steps = -5", "f.toml:14: runs[1].steps: must be positive, got -5"),
    ("steps = 5", "steps = 5.0", "f.toml:14: runs[1].steps: must be a whole number, got 5.0"),
    ("steps = 5", "steps = true", "f.toml:14: runs[1].steps: must be a whole number, got true"),
    ("steps = 5", "steps = 100_001", "runs[1].steps: must be at most 100000, got 100001"),
    ("steps = 5", "step = 5", "f.toml:14: runs[1].step: is not a known key here: did you"),
    ('"A bowl"', "3", "f.toml:1: title: must be text in quotes, got 3"),
    ('"A bowl"', '"  "', 'f.toml:1: title: must not be empty, got "  "'),
    ('"A bowl"', '"a\\nb"', "f.toml:1: title: must be one line without control characters"),
    ('"A bowl"', f'"{"x" * 121}"', "f.toml:1: title: must be at most 120 characters"),
    (
        '"surface"',
        '"surfac"',
        'f.toml:2: lesson: must be "surface", "curve" or "fit", got "surfac"',
    ),
    ('"surface"', '"curve"', "f.toml:2: lesson: a curve needs exactly 1 parameter, the objective"),
    ('"surface"', '"fit"', "f.toml:2: lesson: a fit needs a model and data"),
    ("x = 1\n", "", "f.toml:6: start: has no value for x: add x = 0"),
    ("[start]\nx = 1\ny = 1\n", "", "f.toml: start: has no value for x and y: add x = 0, y = 0"),
    ("x = 1\n", "x = 3\n", "f.toml:7: start.x: must be within the domain [-2, 2], got 3: start"),
    ("x = 1\n", "x = inf\n", "f.toml:7: start.x: must be a finite number, got inf"),
    ("x = 1\n", "x = 1\nz = 1\n", "f.toml:8: start.z: is not a parameter of the objective: choose"),
    ("lr = 0.2", "lr = 0.2\nstart.y = -7", "f.toml:14: runs[1].start.y: must be within the domain"),
    (
        "x = [-2, 2]",
        "x = [2, -2]",
        "objective.domain.x: must be [low, high] with low less than high",
    ),
    (
        "x = [-2, 2]",
        "x = [2, 2]",
        "objective.domain.x: must be [low, high] with low less than high",
    ),
    ("x = [-2, 2]", "x = [2]", "f.toml:5: objective.domain.x: must be two numbers, [low, high]"),
    ("x = [-2, 2]", "x = [1, 2, 3]", "objective.domain.x: has 3 entries, where at most 2"),
    ("x = [-2, 2]", "x = [nan, 2]", "objective.domain.x[0]: must be a finite number, got nan"),
    ("x = [-2, 2]", "x = [-1e300, 2]", "objective.domain.x[0]: must be between -1e+30 and 1e+30"),
    ("{ x =", "{ sin =", 'objective.domain.sin: "sin" is a function, so a parameter needs another'),
    ("domain = {", "domaine = {", "objective.domaine: is not a known key here: did you"),
    ("domain =", "#", "f.toml:3: objective.domain: is missing: add the range of each variable"),
    (
        "x**2 +",
        "x^2 +",
        'f.toml:4: objective.formula: "^" is written ** (column 2 of',
    ),
    (
        "x**2 +",
        "z**2 +",
        'objective.formula: the formula has an unknown name "z": choose from x, y',
    ),
    ("x**2 +", "log(x - 3) +", "start: the objective has no finite value at x = 1, y = 1"),
    ("x**2 +", "sqrt(x - 1) +", "start: the objective has no finite slope at x = 1, y = 1"),
    (
        "formula =",
        "model = 'a*x'\nformula =",
        "objective: has both formula and model: keep one kind",
    ),
    ('formula = "x**2 + y**2"\n', "", "f.toml:3: objective: has neither formula nor model"),
    (
        "lr = 0.2",
        'lr = 1\noptimizer = "Adm"',
        '"Adm" is not a method that can be used: did you mean',
    ),
    (
        "lr = 0.2",
        'lr = 1\noptimizer = "sgd"',
        'f.toml:14: runs[1].optimizer: "sgd" is not a method',
    ),
    ("lr = 0.2", 'lr = 1\noptimizer = "Muon"', "it works on matrices only"),
    ("lr = 0.2", 'lr = 1\noptimizer = "SparseAdam"', "it works on sparse gradients only"),
    (
        "lr = 0.2",
        "lr = 1\noptions.momentun = 1",
        'is not an option of SGD: did you mean "momentum"?',
    ),
    (
        "lr = 0.2",
        "lr = 1\noptions.lr = 1",
        "f.toml:14: runs[1].options.lr: stands in the run itself",
    ),
    ("lr = 0.2", "lr = 1\noptions.momentum = -1", "must be a number from 0, got -1"),
    ("lr = 0.2", "lr = 1\noptions.momentum = true", "must be a number from 0, got true"),
    (
        "lr = 0.2",
        "lr = 1\noptions.momentum = nan",
        "must be a finite number between -1e+100 and 1e+100, got nan",
    ),
    ("lr = 0.2", "lr = 1\noptions.dampening = 1e200", "between -1e+100 and 1e+100, got 1e+200"),
    (
        "lr = 0.2",
        'lr = 1\noptions.momentum = "0.9"',
        'a number from 0, got "0.9": write 0.9',
    ),
    (
        "lr = 0.2",
        "lr = 1\noptions.steps = 3",
        "in the run itself: move steps out of options",
    ),
    (
        "lr = 0.2",
        "lr = 1\noptions = { momentum = 0.9, dampening = 0.5, nesterov = true }",
        "nesterov: allows no dampening: leave one of the two out",
    ),
    ("lr = 0.2", "lr = 1\noptions.nesterov = true", "needs a momentum above 0: add momentum = 0.9"),
    ("lr = 0.2", "lr = 1\nstop.loss_belo = 1", 'did you mean "loss_below"?'),
    ("lr = 0.2", "lr = 1\nstop.loss_change_below = 0", "stop.loss_change_below: must be positive"),
    ("[[runs]]", "[[runs]]\nseed = 3", "f.toml:10: runs[0].seed: is for mini-batches and noise"),
]


@pytest.mark.parametrize(("old", "new", "fault"), SURFACE_FAULTS)
def test_a_fault_in_a_formula_scenario_is_named(
    old: str, new: str, fault: str, tmp_path: Path
) -> None:
    assert any(fault in problem for problem in problems(tmp_path, SURFACE.replace(old, new)))


POINTS = "points = [[1, 2], [2, 3]]"
GENERATED = "generated = { count = 5, x = [0, 1], truth = { a = 1, b = 2 }, seed = 1 }"


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (POINTS, "points = []", "f.toml:5: objective.points: is empty: give at least one"),
        (POINTS, "points = [[1, 2], [3]]", "number 1 (counted from 0) has 1"),
        (POINTS, "points = [[1], [2]]", "a point needs an input and an output"),
        (POINTS, "points = [[1, nan]]", "objective.points[0][1]: must be a finite number, got nan"),
        (POINTS, 'points = [["a", 1]]', 'objective.points[0][0]: must be a number, got "a"'),
        (POINTS, "points = [1, 2]", "objective.points[0]: must be a list"),
        (POINTS, "points = [[1, 2, 3]]", 'the model is "X @ w"'),
        (POINTS, "", "has a model but no data: give exactly one of points, csv and generated"),
        (POINTS, f"{POINTS}\n{GENERATED}", "has points and generated: give exactly one"),
        (POINTS, GENERATED.replace("5", "0"), "objective.generated.count: must be positive, got 0"),
        (POINTS, GENERATED.replace("5", "-5"), "generated.count: must be positive, got -5"),
        (POINTS, GENERATED.replace(", seed = 1", ""), "objective.generated.seed: is missing"),
        (POINTS, GENERATED.replace("[0, 1]", "[1, 0]"), "generated.x: must be [low, high]"),
        (
            POINTS,
            GENERATED.replace("b =", "c ="),
            "generated.truth.c: is not a parameter of the model",
        ),
        (POINTS, GENERATED.replace(", b = 2", ""), "generated.truth: has no value for b: add it"),
        ("a*x + b", "sin(a*x) + b", 'f.toml:4: objective.model: the model is not linear in "a"'),
        ("a*x + b", "a*x**2 + b*x + c", "1 or 2 parameters, this model has 3 (a, b and c)"),
        ("a*x + b", "2*x", "the model has no parameters to fit"),
        ("a*x + b", "a*log(x - 1.5) + b", "no finite value at a = 1, b = 1"),
        ('"fit"', '"curve"', "lesson: a curve needs exactly 1 parameter"),
        ("[start]", "domain = { a = [0, 3] }\n[start]", "objective.domain: has no value for b"),
        ("[start]", "domain = { a = [2, 3], b = [0, 2] }\n[start]", "start.a: must be within"),
    ],
)
def test_a_fault_in_a_data_scenario_is_named(
    old: str, new: str, fault: str, tmp_path: Path
) -> None:
    assert any(fault in problem for problem in problems(tmp_path, FIT.replace(old, new)))


@pytest.mark.parametrize(
    ("content", "faults"),
    [
        (b"", ["d.csv is empty"]),
        (b"\n \n", ["d.csv is empty"]),
        (b"x,y\n", ["d.csv has no points: add lines with x and y"]),
        (b"x,y\n1,2\n3\n", ["d.csv line 3: has 1 cell, the first line 2"]),
        (b"x,y\n1,2,3\n", ["d.csv line 2: has 3 cells, the first line 2"]),
        (b"x,y\n1,abc\n", ['d.csv line 2: "abc" in column "y" is not a number']),
        (b"x,y\n,2\n", ['d.csv line 2: "" in column "x" is not a number']),
        (b"x,y\n1,nan\n", ['d.csv line 2: "nan" in column "y" is not a number']),
        (b"x,y\n1,inf\n", ['d.csv line 2: "inf" in column "y" is not a finite number']),
        (b"x,y\n1,1e99\n", ['d.csv line 2: "1e99" in column "y" is not a finite number']),
        (b"x,z\n1,2\n", ['d.csv line 1: has no column "y": choose from "z"']),
        (b"x,y,y\n1,2,3\n", ['d.csv line 1: has 2 columns "y": rename one']),
        (b'x,y\n1,"2\n', ["is not valid CSV"]),
        (b"x,y\n1,\xff\n", ["d.csv is not UTF-8 text"]),
        (b"x,y\na,1\n\nb,2\n", ["d.csv line 2", "d.csv line 4"]),
        (b"x,y\n" + b"a,1\n" * 9, [f"d.csv line {line}" for line in range(2, 7)]),
    ],
)
def test_a_fault_in_a_csv_file_is_named_with_its_line(
    content: bytes, faults: list[str], tmp_path: Path
) -> None:
    (tmp_path / "d.csv").write_bytes(content)
    found = problems(tmp_path, FIT.replace(POINTS, 'csv = { file = "d.csv", x = "x", y = "y" }'))
    assert len(found) == len(faults)
    for problem, fault in zip(found, faults, strict=True):
        assert problem.startswith("f.toml:5: objective.csv: ")
        assert fault in problem


@pytest.mark.parametrize("file", ["no.csv", ".", "a\\u0000b", "x" * 300, os.devnull])
def test_a_csv_file_that_cannot_be_read_is_named(file: str, tmp_path: Path) -> None:
    csv = FIT.replace(POINTS, f'csv = {{ file = "{file}", x = "x", y = "y" }}')
    (problem,) = problems(tmp_path, csv)
    assert problem.startswith("f.toml:5: objective.csv: ")


def test_a_csv_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "d.csv").open("wb") as file:
        file.truncate(MAX_CSV_BYTES + 1)
    csv = FIT.replace(POINTS, 'csv = { file = "d.csv", x = "x", y = "y" }')
    assert "use fewer points" in problems(tmp_path, csv)[0]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('title = "x', 'f.toml:1:9: text ends with a quote on the same line: write title = "x"'),
        ("a = 1\nb = = 2", "f.toml:2:3: a key and its value have one = between them: write b = 2"),
        ("a = 1\na = 2", "f.toml:2:1: a is in line 1 already: keep one of the two"),
        (f"a = {'9' * 5000}", "f.toml:1:5: a number has too many digits"),
        (f"a = {'[' * 5000}", "f.toml: is nested too deeply"),
        ("x" * (MAX_BYTES + 1), "f.toml: is not a scenario file of at most"),
    ],
)
def test_a_file_that_is_not_toml_is_refused(text: str, fault: str, tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, text)
    assert problem.startswith(fault)


def test_an_empty_file_lacks_every_table(tmp_path: Path) -> None:
    faulty = [problem.split(": ")[1] for problem in problems(tmp_path, "")]
    assert faulty == ["title", "lesson", "objective", "runs"]


def test_all_faults_of_a_file_come_at_once(tmp_path: Path) -> None:
    text = SURFACE.replace('title = "A bowl"\n', "colour = 1\n").replace("x**2 +", "q**2 +")
    text = text.replace("x = 1\n", "x = 9\n").replace("lr = 0.1", 'lr = 1\noptimizer = "Adm"')
    text = text.replace("steps = 5", "steps = 0")
    assert [problem.split(": ")[:2] for problem in problems(tmp_path, text)] == [
        ["f.toml", "title"],
        ["f.toml:15", "runs[1].steps"],
        ["f.toml:1", "colour"],
        ["f.toml:4", "objective.formula"],
        ["f.toml:7", "start.x"],
        ["f.toml:11", "runs[0].optimizer"],
    ]


def test_no_sentence_speaks_of_the_library_behind_it(tmp_path: Path) -> None:
    text = "\n".join(f"{key} = 1" for key in ("title", "lesson", "objective", "start", "runs"))
    for problem in problems(tmp_path, text):
        assert "Input should" not in problem
        assert "http" not in problem


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("quadratc", 'did you mean "quadratic"?'),
        ("unheard-of", f"choose from {', '.join(shipped())}"),
        ("", "neither a file nor a shipped scenario (gradreel list)"),
        ("n" * 300, "neither a file nor a shipped scenario"),
        ("no.toml", "no.toml: there is no such file"),
        (".", ".: is a directory"),
        (os.devnull, "is not a scenario file"),
        ("a\0b", "there is no such file"),
        (f"{'n' * 300}.toml", "cannot be read"),
    ],
)
def test_a_source_that_is_none_is_refused(source: str, fault: str) -> None:
    with pytest.raises(ScenarioError) as raised:
        load_scenario(source)
    assert fault in str(raised.value)


def test_a_misspelt_path_is_told_its_neighbour(tmp_path: Path) -> None:
    (tmp_path / "bowl.toml").write_text(SURFACE)
    with pytest.raises(ScenarioError, match=r'did you mean "bowl\.toml"'):
        load_scenario(tmp_path / "bowl.tml")


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "f.toml"
    path.write_bytes('title = "café"'.encode("latin-1"))
    with pytest.raises(ScenarioError, match="is not UTF-8 text"):
        load_scenario(path)


@pytest.mark.parametrize(
    ("override", "fault"),
    [
        ("runs.0.lr=-1", "--set runs.0.lr=-1: runs[0].lr: must be positive, got -1"),
        ("runs.0.lr=", '--set runs.0.lr=: runs[0].lr: must be a number, got ""'),
        ("runs.7.lr=1", "there is no runs[7]: runs has 3 entries, counted from 0"),
        ("runs.x.lr=1", "there is no runs[x]"),
        ("runs.-1.lr=1", "there is no runs[-1]"),
        ("runs.0=3", "runs[0]: must be a table"),
        ("lr", "must be KEY=VALUE, as in runs.0.lr=0.5"),
        ("=1", "must be KEY=VALUE"),
        ("runs..lr=1", "must be KEY=VALUE"),
        ("title.x=1", "title is not a table"),
        ("foo.bar=1", "--set foo.bar=1: foo: is not a known key here"),
        ("title=a\nb", "--set title=a\\nb: title: must be one line"),
        ("runs.0.optimizer=1\nlr=3", "--set runs.0.optimizer=1\\nlr=3: runs[0].optimizer"),
    ],
)
def test_a_fault_in_an_override_names_it(override: str, fault: str) -> None:
    with pytest.raises(ScenarioError) as raised:
        load_scenario("quadratic", [override])
    assert fault in str(raised.value)
    assert len(raised.value.problems) == 1


def test_a_faulty_key_of_a_run_hides_no_other_fault_of_it(tmp_path: Path) -> None:
    file = tmp_path / "many.toml"
    file.write_text(
        'title = "Many"\nlesson = "curve"\n'
        '[objective]\nformula = "x**2"\ndomain = { x = [-1, 1] }\n'
        '[[runs]]\noptimizer = "adam"\nlr = -0.1\nsteps = 0\nstart = { z = 3 }\n'
        "[[runs]]\noptimizer = 5\nlr = 1\nsteps = 1\nstart = { x = 7 }\n"
        "options = { momentun = 1 }\n",
        encoding="utf-8",
    )
    with pytest.raises(ScenarioError) as caught:
        load_scenario(file)
    told = "\n".join(caught.value.problems)
    for key in ("runs[0].lr", "runs[0].steps", "runs[0].optimizer", "runs[0].start.z"):
        assert f"{key}: " in told
    for key in ("runs[1].optimizer", "runs[1].start.x"):
        assert f"{key}: " in told
    # Of which optimiser they would be options is not known.
    assert "runs[1].options" not in told
