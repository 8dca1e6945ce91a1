"""The lesson's own symbols make way for the names of a scenario, wherever they are shown."""

from __future__ import annotations

import string
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gradreel.pipeline.quality import Quality
from gradreel.pipeline.video.render import stage
from gradreel.scenarios import Scenario, load_scenario
from gradreel.scenes.checks.scene_reader import SceneReader, shown_in
from gradreel.scenes.drawing.rehearsal import Rehearsal
from gradreel.scenes.lesson import chapter_named
from gradreel.scenes.parts.digits.reading import plain
from gradreel.scenes.parts.formulas.about import objective_formulas
from gradreel.scenes.parts.formulas.fit_about import columns_of, partial_formula
from gradreel.scenes.parts.formulas.formula import GREEK, symbol
from gradreel.scenes.parts.formulas.notation import notation_of
from gradreel.scenes.parts.formulas.source_code import by_autograd, by_hand, by_optimizer
from gradreel.scenes.sentences import fit as fit_texts
from gradreel.scenes.sentences import rates as rate_texts
from gradreel.scenes.sentences.catalogue import worded
from gradreel.solver.descent import record
from gradreel.solver.objective import objective_of
from tests import spoken
from tests.case_files import case

ROLES = ("loss", "rate", "distance", "curvature", "count", "index", "output")
LETTERS = [c for c in string.ascii_letters if c != "e"] + [g for g in GREEK if g != "lambda"]
INDEXED = ("x1", "y1", "z_1", "eta1", "h2", "J1", "n3", "x_i", "k_n", "f_1", "i1")


def written(tmp_path: Path, *lines: str) -> Scenario:
    path = tmp_path / "names.toml"
    path.write_text("\n".join(('title = "Names"', *lines, "")))
    return load_scenario(path)


def curve(tmp_path: Path, name: str, formula: str = "{}**2") -> Scenario:
    return written(
        tmp_path,
        f'lesson = "curve"\n[objective]\nformula = "{formula.format(name)}"',
        f"domain = {{ {name} = [-2, 2] }}\n[start]\n{name} = 1.5",
        "[[runs]]\nlr = 0.2\nsteps = 6\n[[runs]]\nlr = 0.4\nsteps = 6",
    )


def surface(tmp_path: Path, name: str, other: str = "Q") -> Scenario:
    return written(
        tmp_path,
        f'lesson = "surface"\n[objective]\nformula = "{name}**2 + {other}**2/2"',
        f"domain = {{ {name} = [-2, 2], {other} = [-2, 2] }}",
        f"[start]\n{name} = 1.5\n{other} = 1",
        "[[runs]]\nlr = 0.2\nsteps = 6\n[[runs]]\nlr = 0.4\nsteps = 6",
    )


def fit(tmp_path: Path, name: str, other: str = "Q") -> Scenario:
    return written(
        tmp_path,
        f'lesson = "fit"\n[objective]\nmodel = "{name}*x + {other}"',
        "points = [[1, 2], [2, 3], [3, 5]]",
        f"[start]\n{name} = 0\n{other} = 1",
        "[[runs]]\nlr = 0.1\nsteps = 6\n[[runs]]\nlr = 0.05\nsteps = 6",
    )


KINDS = {"curve": curve, "surface": surface, "fit": fit}


def shown(scenario: Scenario, chapter: str) -> set[str]:
    """Every text that a chapter shows at any moment."""
    watcher, seen = SceneReader(), set[str]()

    def look(scene: Any, seconds: float) -> None:
        texts, _ = watcher.read_scene(shown_in(scene), scene.animations or (), seconds)
        seen.update(text.says for text in texts)

    with stage(Quality(320, 180, 15)):
        chapter_named(scenario, chapter)(record(scenario), Rehearsal(look)).render()
    return seen


@pytest.mark.parametrize("kind", KINDS)
def test_no_symbol_of_the_lesson_looks_like_a_name(kind: str, tmp_path: Path) -> None:
    for name in (*LETTERS, *INDEXED):
        if (kind == "fit" and name == "x") or name == "Q":
            continue  # that is the input, and this the other parameter
        own = notation_of(KINDS[kind](tmp_path, name))
        symbols = [getattr(own, role) for role in ROLES]
        assert len(set(symbols)) == len(symbols), name
        base = symbol(name).partition("_")[0]
        assert base not in symbols, name


def test_two_names_take_two_symbols(tmp_path: Path) -> None:
    own = notation_of(surface(tmp_path, "z", "f"))
    assert own.loss == "g"
    assert notation_of(surface(tmp_path, "eta", "alpha")).rate == "gamma"
    assert notation_of(surface(tmp_path, "h", "delta")).distance == "epsilon"


@pytest.mark.parametrize("name", ["quadratic", "two-valleys", "two-weights"])
def test_a_usual_surface_has_the_usual_symbols(name: str) -> None:
    own = notation_of(load_scenario(name))
    loss = "J" if name == "two-weights" else "z"
    symbols = [getattr(own, role) for role in ROLES]
    assert symbols[:-1] == [loss, "eta", "h", "lambda", "n", "i"]
    assert loss == "z" or own.output == "y"


@pytest.mark.parametrize(
    ("name", "chapter", "wrong", "right"),
    [
        ("named-z", "gradient", ("(partial z ) / (partial z )", "nabla z"), ("nabla f",)),
        ("named-eta", "step", ("= eta - eta",), ("eta = eta - alpha",)),
        ("named-eta", "gradient", ("Along eta",), ("Along η the tangent rises",)),
        (
            "named-h",
            "slope",
            ("( h + h)", "lim_(h arrow 0)", "As h shrinks"),
            ("( h + delta)", "As δ shrinks, the line turns into the tangent"),
        ),
    ],
)
def test_a_lesson_takes_another_symbol_for_its_own(
    name: str, chapter: str, wrong: tuple[str, ...], right: tuple[str, ...]
) -> None:
    texts = shown(load_scenario(case(name)), chapter)
    assert not [text for text in texts for part in wrong if part in text]
    for part in right:
        assert any(part in text for text in texts), texts


def test_a_sentence_on_the_rule_has_the_symbols_of_the_rule(tmp_path: Path) -> None:
    own = notation_of(surface(tmp_path, "eta"))
    told = worded(rate_texts.leaves(own, every=True))
    assert told.endswith("each step leaves 1 − αλ of d.")


def test_the_name_of_a_run_stays_as_it_was_given(tmp_path: Path) -> None:
    own = notation_of(surface(tmp_path, "eta"))
    assert own.written("At eta = 1 “eta small” falls.") == "At η = 1 “eta small” falls."
    assert own.written("beta and etas stay.") == "beta and etas stay."


@pytest.mark.parametrize(
    ("name", "other", "formula"),
    [
        ("y", "J", "L ( y , J ) = 1/n sum_(i=1)^n ( y x_i + J - v_i)^2"),
        ("n", "i", "J ( n , i ) = 1/N sum_(j=1)^N ( n x_j + i - y_j)^2"),
        ("x1", "b", "J ( x₁ , b ) = 1/n sum_(i=1)^n ( x₁ x^((i)) + b - y_i)^2"),
        ("x_i", "y1", "J ( x_i , y₁ ) = 1/n sum_(j=1)^n ( x_i x^((j)) + y₁ - v_j)^2"),
        ("a", "b", "J ( a , b ) = 1/n sum_(i=1)^n ( a x_i + b - y_i)^2"),
    ],
)
def test_the_loss_of_a_fit_tells_data_from_parameters(
    name: str, other: str, formula: str, tmp_path: Path
) -> None:
    scenario = fit(tmp_path, name, other)
    written = plain(" ".join(next(objective_formulas(objective_of(scenario), scenario))))
    assert written.replace(" ", "") == formula.replace(" ", "")
    slope = plain(partial_formula(scenario, 0, "=").format(1))
    assert notation_of(scenario).output_at_point in slope


def test_a_lesson_of_awkward_names_can_be_played(tmp_path: Path) -> None:
    texts = shown(fit(tmp_path, "J", "epoch"), "descent")
    assert {"epoch 0", "L", "J =", "a ="} <= texts  # a stands for the parameter epoch


@pytest.mark.parametrize(
    ("name", "programs"),
    [
        ("np", "grad = numpy.cos(np)"),
        ("torch", "loss = th.sin(torch)|with th.no_grad():|opt = th.optim.SGD("),
        ("opt", "sgd = torch.optim.SGD(|sgd.step()|sgd.zero_grad()"),
        ("x", "grad = np.cos(x)|opt = torch.optim.SGD(|opt.step()"),
    ],
)
def test_programs_leave_the_name_of_the_parameter_alone(
    name: str, programs: str, tmp_path: Path
) -> None:
    objective = objective_of(curve(tmp_path, name, "sin({})"))
    places = np.array([0.5])
    ways = (
        by_hand(objective, 0.1, places),
        by_autograd(objective, 0.1, places),
        by_optimizer(objective, 0.1, places),
    )
    lines = [line for way in ways for line, _ in way.lines]
    assert set(programs.split("|")) <= set(lines)


def test_columns_are_called_by_a_letter_where_their_names_are_taken(tmp_path: Path) -> None:
    (tmp_path / "swapped.csv").write_text("y,a,n\n1,2,3\n2,3,4\n3,5,5\n")
    told = {}
    for across, upward in (("y", "n"), ("a", "y"), ("n", "a")):
        scenario = written(
            tmp_path,
            'lesson = "fit"\n[objective]\nmodel = "a*x + b"',
            f'csv = {{ file = "swapped.csv", x = "{across}", y = "{upward}" }}',
            "[start]\na = 0\nb = 1\n[[runs]]\nlr = 0.1\nsteps = 3",
        )
        letters = [column.letter for column in columns_of(scenario)]
        told[across, upward] = (*letters, notation_of(scenario).count, *fit_texts.columns(scenario))
    assert told == {
        ("y", "n"): ("x", "v", "N", "y", "n"),
        ("a", "y"): ("x", "y", "n", "x", "y"),
        ("n", "a"): ("x", "y", "N", "n", "y"),
    }


@pytest.mark.parametrize(
    ("name", "told"),
    [("w1", "w₁"), ("theta_0", "θ₀"), ("theta", "θ"), ("w12", "w₁₂"), ("x_i", "x_i")],
)
def test_sentences_write_names_as_formulas_do(tmp_path: Path, name: str, told: str) -> None:
    own = notation_of(surface(tmp_path, name))
    assert own.written(f"Along {name} alone, from {name} = 2.") == (
        f"Along {told} alone, from {told} = 2."
    )


@pytest.mark.parametrize(
    ("name", "chapter"), [("noisy-line", "guess"), ("one-weight", "guess"), ("two-weights", "data")]
)
def test_the_sum_of_a_fit_appears_with_its_word(name: str, chapter: str) -> None:
    recording = record(load_scenario(name))
    assert "sum_" not in " ".join(spoken.written(recording, "title"))
    texts = spoken.written(recording, chapter)
    assert "sum_" in " ".join(texts)
    assert {"mean over n points", "loss"} <= texts


@pytest.mark.parametrize("formula", ["x**2", "x**2 + 3*y", "x**2 - 0.5*y"])
def test_no_slope_is_said_to_be_itself(formula: str) -> None:
    domain = "objective.domain={x = [-2, 2], y = [-2, 2]}"
    flat = load_scenario("quadratic", [f"objective.formula={formula}", domain])
    slopes = [text for text in shown(flat, "gradient") if "(partial y)" in text]
    assert [text.count("=") for text in slopes] == [1]
