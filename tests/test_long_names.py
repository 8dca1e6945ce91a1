"""Long names: a letter stands for a parameter's, and is told; all others keep to their room."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from solver_cases import run, scenario
from spoken import sentences

from gradreel.pipeline.inspect import inspect_chapter
from gradreel.scenarios import Formula, Run, Scenario, load_scenario
from gradreel.scenarios.formula import check_name
from gradreel.scenarios.syntax import FormulaError
from gradreel.scenes.fit.overview import FitTitle
from gradreel.scenes.fit.step import FitStep
from gradreel.scenes.parts.formulas.notation import notation_of
from gradreel.scenes.parts.formulas.short_names import replaced, short_names, shortened
from gradreel.scenes.sentences.catalogue import worded
from gradreel.scenes.surface.overview import SurfaceTitle
from gradreel.scenes.surface.step import SurfaceStep
from gradreel.scenes.title import Title
from gradreel.solver.descent import record
from gradreel.solver.objective import objective_of
from gradreel.solver.recording import Recording
from tests.test_fit_lesson import fit

TITLE = "A title of one hundred and twenty letters, about the descent of a gradient, which is " + (
    "as long as a title may be at most!"
)


def bowl(first: str, second: str, title: str = "A bowl") -> Scenario:
    objective = Formula(
        formula=f"{first}**2 + exp({second})/3 + {first}*{second}/7",
        domain={first: (-3.5, 3.5), second: (-2.0, 4.0)},
    )
    start = {first: 1.23456789, second: -1.98765432}
    runs = tuple(Run(start=start, lr=rate, steps=6) for rate in (0.05, 0.1))
    return Scenario(name="long", title=title, lesson="surface", objective=objective, runs=runs)


@pytest.mark.parametrize(
    ("names", "letters"),
    [
        (("x", "w1"), {}),
        (("bias", "cost"), {}),
        (("slope", "bias"), {"slope": "s"}),
        (("temperature", "y"), {"temperature": "t"}),
        (("weight_left", "weight_right"), {"weight_left": "w1", "weight_right": "w2"}),
        (("WEIGHTOFBIAS", "W"), {"WEIGHTOFBIAS": "a"}),
        (("e_constant", "a"), {"e_constant": "b"}),
        (("mmmm", "iiii"), {"mmmm": "m"}),
    ],
)
def test_a_letter_stands_for_a_long_name(names: tuple[str, str], letters: dict[str, str]) -> None:
    assert short_names(bowl(*names)) == letters


def test_the_input_of_a_model_keeps_its_letter() -> None:
    told = fit("x_weight*x + offset_total", {"lr": 0.1, "steps": 2})
    assert short_names(told) == {"x_weight": "a", "offset_total": "o"}


def test_the_names_of_scaled_parameters_are_short_too(tmp_path: Path) -> None:
    (tmp_path / "scaled.toml").write_text(
        'title = "S"\nlesson = "fit"\n[objective]\nscale = "standard"\n'
        'model = "weight*x + price"\npoints = [[1, 2], [200, 3], [300, 5]]\n'
        "[start]\nweight = 0\nprice = 1\n[[runs]]\nlr = 0.1\nsteps = 3\n"
    )
    told = load_scenario(tmp_path / "scaled.toml")
    assert told.parameters == ("weight_z", "price_z")
    names = {"weight": "w", "weight_z": "w_z", "price": "p", "price_z": "p_z"}
    assert short_names(told) == names
    short = shortened(record(told))
    assert short.scenario.parameters == ("w_z", "p_z")
    places = np.array([(0.5, 1.0), (2.0, 3.0)])
    np.testing.assert_allclose(
        objective_of(short.scenario).value(places), objective_of(told).value(places)
    )
    assert [line.note.says for line in FitTitle(record(told))._names()] == ["w: weight", "p: price"]


NAMES = st.from_regex(r"[A-Za-z][A-Za-z0-9_]{0,11}", fullmatch=True)


@given(NAMES, NAMES)
def test_a_recording_with_short_names_is_the_same_descent(first: str, second: str) -> None:
    try:
        for name in (first, second):
            check_name(name)
    except FormulaError:
        return
    if first == second:
        return
    told = bowl(first, second)
    names = short_names(told)
    for letter in names.values():
        check_name(letter)
    short = tuple(names.get(name, name) for name in told.parameters)
    assert len(set(short)) == 2
    recording = shortened(Recording(told, ()))
    assert recording.scenario.parameters == short
    places = np.array(list(product((-1.0, 2.0), (0.5, 3.0))))
    np.testing.assert_allclose(
        objective_of(recording.scenario).value(places), objective_of(told).value(places)
    )
    assert [tuple(each.start) for each in recording.scenario.runs] == [short, short]


def test_the_lessons_own_symbols_make_way_for_the_letters() -> None:
    told = shortened(Recording(bowl("zenith_angle", "height_above"), ())).scenario
    assert told.parameters == ("z", "h")
    assert notation_of(told).loss == "f"
    assert notation_of(told).distance == "delta"


def test_sentences_have_the_letters_too() -> None:
    names = {"temperature": "t"}
    sentence = "Along temperature the “temperature run” falls, not temperatures."
    assert replaced(sentence, names) == ("Along t the “temperature run” falls, not temperatures.")


def test_the_place_in_an_ending_has_the_letters_and_the_name_of_a_run_has_not() -> None:
    objective = Formula(formula="log(slope_here)", domain={"slope_here": (0.1, 5.0)})
    far = {"optimizer": "ASGD", "options": {"alpha": 1e10}, "name": "slope_here"}
    runs = (run(1, lr=9, steps=3), run(1, steps=3, **far))
    recording = shortened(record(scenario(objective, *runs)))
    leaves, gives_up = (worded(one.ending.message) for one in recording.runs)
    assert leaves == "Step 1 leads to s = -8, where the formula has no value."
    assert gives_up.startswith("ASGD (“slope_here”) gave up at step 1: ")


def test_a_name_that_is_a_word_of_the_lessons_changes_no_other_sentence() -> None:
    told = fit("slope*x + learning", {"lr": 0.1, "steps": 2})
    said = " ".join(sentences(record(told), "step"))
    assert "New value = old value − learning rate 0.1 · slope of the loss." in said
    assert "The slope along s" in said


def test_where_a_run_ends_is_told_with_the_letters() -> None:
    objective = Formula(formula="sqrt(slope) + slope/9", domain={"slope": (0.0, 4.0)})
    run = Run(start={"slope": 1.0}, lr=3.0, steps=6)
    told = Scenario(name="wall", title="A", lesson="curve", objective=objective, runs=(run,))
    said = " ".join(sentences(record(told), "descent"))
    assert "leads to s = −" in said
    assert "slope = " not in said


def test_the_title_tells_what_the_letters_stand_for() -> None:
    scene = SurfaceTitle(record(bowl("temperature", "y")))
    assert [line.note.says for line in scene._names()] == ["t: temperature"]


@pytest.mark.parametrize("chapter", [SurfaceTitle, SurfaceStep])
def test_the_longest_names_find_room_on_a_surface(chapter: type[Title]) -> None:
    told = bowl("mmmmmmmmmmmm", "WEIGHTOFBIAS", TITLE)
    assert inspect_chapter(chapter, record(told)) == []


def test_the_longest_names_find_room_in_a_fit() -> None:
    told = fit("mmmmmmmmmmmm*x + WEIGHTOFBIAS", {"lr": 0.05, "steps": 6})
    assert inspect_chapter(FitStep, record(told)) == []
