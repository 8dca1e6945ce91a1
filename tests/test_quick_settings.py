"""Options that are short for --set, and a formula in place of a scenario file."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from hypothesis import given
from hypothesis import strategies as st

from gradreel.scenarios import ScenarioError, load_scenario
from gradreel.scenarios.formula_file import is_formula, stem_of
from gradreel.scenarios.overrides import apply
from tests.small_files import CURVE

Invoke = Callable[..., Result]
QUARTIC = "x**4 - 3*x**2 + x"


@pytest.mark.parametrize(
    ("quick", "written"),
    [
        (["--lr", "0.3"], ["--set", "runs.0.lr=0.3"]),
        (["--lr", "0.5*0.9**k"], ["--set", "runs.0.lr=0.5*0.9**k"]),
        (["--steps", "7"], [f"--set=runs.{run}.steps=7" for run in range(3)]),
        (["--start", "x=1, y=0.5"], ["--set", "start.x=1", "--set", "start.y=0.5"]),
        (["--start", "0.5"], ["--set", "start.x=0.5", "--set", "start.y=0.5"]),
    ],
)
def test_a_quick_setting_is_short_for_set(
    invoke: Invoke, quick: list[str], written: list[str]
) -> None:
    short, long = (invoke("solve", "quadratic", *each) for each in (quick, written))
    assert (short.exit_code, long.exit_code) == (0, 0), short.stderr + long.stderr
    assert short.stdout == long.stdout
    assert short.stdout != invoke("solve", "quadratic").stdout


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            ["parabola", "--lr", "0.1", "--set", "runs.0.lr=0.2"],
            "parabola.toml: --set runs.0.lr=0.2: runs[0].lr is set twice: leave out one of them",
        ),
        (
            ["quadratic", "--start", "x=1", "--set", "start={x=1, y=1}"],
            "quadratic.toml: --set start={x=1, y=1}: takes the place of start.x, which is set "
            "before it: set start first",
        ),
        (
            ["newton", "--lr", "0.3"],
            "newton.toml: --set runs.0.lr=0.3: runs[0].lr: has no meaning here, since Newton finds "
            "the length of its steps itself: leave it out",
        ),
        (
            ["two-valleys", "--start", "x=1"],
            "two-valleys.toml: --set start.x=1: has no effect, since each run has a start of its "
            "own: set runs.0.start.x",
        ),
        (
            ["quadratic", "--start", "x=a"],
            'quadratic.toml: --set start.x=a: start.x: must be a number, got "a"',
        ),
        (
            ["parabola", "--set", "theme.*=1"],
            "parabola.toml: --set theme.*=1: there is nothing in theme for the * to stand for",
        ),
    ],
)
def test_a_quick_setting_that_cannot_be_is_one_sentence(
    invoke: Invoke, arguments: list[str], sentence: str
) -> None:
    result = invoke("solve", *arguments)
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", sentence + "\n")
    assert not Path("media").exists()


@pytest.mark.parametrize("text", ["1,2", "x=", "=1", "x=1,x=2", "x=1,", "a b=1"])
def test_a_start_that_cannot_be_read_is_refused(invoke: Invoke, text: str) -> None:
    result = invoke("solve", "quadratic", "--start", text)
    assert result.exit_code == 2
    assert repr(text) in result.stderr


def test_a_star_stands_for_every_entry() -> None:
    document = {"runs": [{"options": {"a": 1}}, {}], "start": {"x": 1, "y": 2}}
    assert apply(document, "runs.*.options.*=3") == [("runs", 0, "options", "a")]
    assert apply(document, "start.*=0") == [("start", "x"), ("start", "y")]
    assert document == {"runs": [{"options": {"a": 3}}, {}], "start": {"x": 0, "y": 0}}


@pytest.mark.parametrize(
    "text", [QUARTIC, "x**2/2", "x^2", "sin(x)", "x - y", "a*b", "x²", "x = 2", "3 / x", "|x|"]
)
def test_a_text_that_only_a_formula_has_is_a_formula(text: str) -> None:
    assert is_formula(text)


@pytest.mark.parametrize(
    "text", ["x/2", "my-valley", "course/unit-1/valley", "f (1).toml", "a*b.toml", "my file", "x"]
)
def test_a_text_that_a_file_may_have_as_its_name_is_none(text: str) -> None:
    assert not is_formula(text)


@pytest.mark.parametrize(
    ("formula", "lesson"), [(QUARTIC, "curve"), ("w**2", "curve"), ("a**2 + b**2 - a*b", "surface")]
)
def test_a_formula_is_a_lesson_of_the_kind_that_shows_it(formula: str, lesson: str) -> None:
    scenario = load_scenario(formula)
    assert (scenario.lesson, scenario.objective.text) == (lesson, formula)
    assert load_scenario(formula, ["runs.0.lr=0.5", "runs.*.steps=3"]).runs[0].steps == 3


@pytest.mark.parametrize("value", ["-40", "2.5", "1e3"])
def test_the_domain_of_a_formula_has_room_for_the_start(value: str) -> None:
    scenario = load_scenario("x**2 + y**2", [f"start.x={value}"])
    assert scenario.runs[0].start["x"] == float(value)


FORMULAS = [QUARTIC, "x**2", "1000*x**4", "x**2/1000", "(1 - x)**2 + 100*(y - x**2)**2", "sin(x)"]


@pytest.mark.parametrize("formula", FORMULAS)
def test_the_descent_of_a_formula_arrives_without_turning_back(formula: str) -> None:
    from gradreel.solver.descent import record

    (run,) = record(load_scenario(formula)).runs
    along = (run.grad[1:] * run.grad[:-1]).sum(axis=1)
    assert (along > 0).all()
    assert abs(run.grad[-1]).max() < abs(run.grad[0]).max() / 5


@pytest.mark.parametrize(
    "formula", ["log(x)", "sqrt(x) + 1/x", "asin(x)", "2*x", "-x**2", "abs(x)"]
)
def test_a_formula_without_a_minimum_to_reach_is_valid_all_the_same(formula: str) -> None:
    assert load_scenario(formula).runs[0].steps > 0


def test_formulas_have_folders_of_their_own_with_safe_names() -> None:
    texts = ["x - y", "x + y", "x*y", "x**y", "x^y", "2*x", "2.5*x", "../x*2", "$(x)", "-x + 0"]
    stems = [stem_of(text) for text in texts]
    assert len(set(stems)) == len(texts)
    assert all(re.fullmatch(r"\w[\w-]*", stem) for stem in stems)
    assert stem_of("x  *  y") == stem_of("x * y")
    assert len(stem_of("x*" * 300).encode()) < 64


@given(st.text(alphabet="xyz0123456789.+-*/()^ ,_=sincoexplg[]{}'\":;@ä", min_size=1, max_size=30))
def test_a_formula_is_loaded_or_refused_in_sentences(text: str) -> None:
    try:
        scenario = load_scenario(f"({text})")
    except ScenarioError as error:
        problems = error.problems
    else:
        problems = (scenario.objective.text, scenario.name)
    assert all(" " in problem or problem for problem in problems)


@pytest.mark.parametrize(
    ("formula", "sentence"),
    [
        (
            "x*y*z",
            '"x*y*z" has 3 variables (x, y and z), and a lesson shows at most 2: put numbers in '
            "place of the others",
        ),
        ("1 + 2", '"1 + 2" has no variable, so there is nothing to descend: use x in it'),
        ("x^2", '"x^2": "^" is written ** (column 2 of the formula): write x**2'),
        (
            "x**2 + sinn(y)",
            '"x**2 + sinn(y)": objective.formula: the formula has an unknown name "sinn": did you '
            'mean "sin"?',
        ),
        (
            "x/2",
            '"x/2" is neither a file nor plainly a formula: write it as "x / 2", or check the path',
        ),
        (
            "absent/file",
            'absent/file: there is no such file, nor a folder "absent": check the path',
        ),
        (
            "x.real*2",
            '"x.real*2": objective.formula: "x.real" is not allowed in a formula: use numbers, '
            "names, + - * / **, round brackets and sin, cos, tan, asin, acos, atan, sinh, cosh, "
            "tanh, exp, log, sqrt, abs",
        ),
    ],
)
def test_what_is_no_formula_is_told_in_a_sentence(
    invoke: Invoke, formula: str, sentence: str
) -> None:
    for command in ("solve", "validate", "still"):
        result = invoke(command, formula)
        assert (result.exit_code, result.stdout, result.stderr) == (2, "", sentence + "\n")


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os').mkdir('made')",
        "(lambda: exec('import os; os.mkdir(\"made\")'))()",
        "x.__class__ * 2",
        "[x for x in (1,)]",
    ],
)
def test_a_formula_runs_nothing(invoke: Invoke, text: str) -> None:
    assert invoke("solve", text).exit_code == 2
    assert os.listdir() == []


def test_faults_of_settings_name_no_line_of_a_file_that_is_not_there(invoke: Invoke) -> None:
    result = invoke("validate", "x**2", "--set", "objective.domain.x=[0, 1]")
    assert result.stderr.startswith('"x**2": start.x: must be within the domain [0, 1], got 2.5')


def test_a_file_is_a_file_whatever_it_is_called(invoke: Invoke) -> None:
    Path("x**2").write_text(CURVE)
    assert load_scenario("x**2").title == "A bowl"


def test_a_formula_is_taken_wherever_a_scenario_is(invoke: Invoke) -> None:
    assert invoke("list", QUARTIC, "--names").stdout.strip() == stem_of(QUARTIC)
    assert "to make" in invoke("batch", QUARTIC, "--dry-run").stdout
    result = invoke("solve", QUARTIC, "--start", "2", "--lr", "0.02", "--steps", "5")
    assert result.exit_code == 0
    assert "run 1: SGD, lr 0.02, from x = 2" in result.stdout
    (folder,) = Path("media").glob(f"{stem_of(QUARTIC)}-lr=0.02-*")
    assert (folder / "steps.csv").is_file()
