"""Fits of scaled inputs: what is descended, and what is told in the units of the data."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from case_files import case
from click.testing import Result
from hypothesis import assume, given
from hypothesis import strategies as st
from spoken import sentences

from gradreel.pipeline.inspect import inspect_chapter
from gradreel.scenarios import Fit, Scenario, ScenarioError, load_scenario
from gradreel.scenarios.arrays import Array
from gradreel.scenarios.file_form import ObjectiveTable
from gradreel.scenarios.objective import read_objective
from gradreel.scenes.lesson import chapter_named
from gradreel.scenes.parts.formulas.about import objective_formulas
from gradreel.solver.descent import record
from gradreel.solver.ending import Outcome
from gradreel.solver.objective import objective_of
from gradreel.solver.recording import Recording


def scaled_text(name: str) -> str:
    text = case(name).read_text().replace("[objective]", '[objective]\nscale = "standard"')
    text = text.replace('file = "', f'file = "{case(name).parent}/')
    return re.sub(r"(?m)^lr = .*$", "lr = 0.1", text)


def scaled(folder: Path, name: str, **replaced: str) -> Scenario:
    text = scaled_text(name)
    for old, new in replaced.items():
        text = text.replace(old, new)
    (folder / f"{Path(name).name}.toml").write_text(text)
    return load_scenario(folder / f"{Path(name).name}.toml", allow_outside=True)


def best(fit: Fit) -> Array:
    """The least squares solution in the units of the data, by numpy."""
    design = fit.written.design(fit.data.inputs)
    outputs = np.array(fit.data.outputs) - fit.written.offsets(fit.data.inputs)
    return np.asarray(np.linalg.lstsq(design, outputs)[0])


def fit_of(scenario: Scenario) -> Fit:
    assert isinstance(scenario.objective, Fit)
    return scenario.objective


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("far-point", (-1.0, 1.0)),
        ("slow-intercept", (4.0, 3.0)),
        ("semicolons", None),
        ("hostile/far-prediction", None),
    ],
)
def test_what_crawls_or_diverges_unscaled_arrives_at_least_squares(
    name: str, values: tuple[float, float] | None, tmp_path: Path
) -> None:
    scenario = scaled(tmp_path, name, **{"steps = 1\n": "steps = 200\n"})
    fit, recording = fit_of(scenario), record(scenario)
    for run in recording.runs:
        assert run.ending.outcome is Outcome.CONVERGED
        found = fit.parsed.in_units(run.parameters[-1])
        assert found == pytest.approx(best(fit), rel=1e-6)
        assert values is None or found == pytest.approx(values, rel=1e-6)


def test_all_curvatures_of_a_scaled_line_are_two(tmp_path: Path) -> None:
    for name in ("far-point", "slow-intercept", "semicolons", "hostile/far-prediction"):
        hessian = objective_of(scaled(tmp_path, name)).hessian(np.zeros(2))
        assert hessian == pytest.approx(2 * np.eye(2), abs=1e-9)


def test_a_start_is_in_the_units_of_the_data(tmp_path: Path) -> None:
    scenario = scaled(tmp_path, "slow-intercept")
    assert list(scenario.runs[0].start) == ["m_z", "c_z"]
    start = list(scenario.runs[0].start.values())
    assert fit_of(scenario).parsed.in_units(start) == pytest.approx([0.5, 0.5])
    plain = objective_of(load_scenario(case("slow-intercept")))
    assert objective_of(scenario).value(start) == pytest.approx(plain.value([0.5, 0.5]))


@given(
    st.lists(st.tuples(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6)), min_size=2, max_size=8),
    st.tuples(st.floats(-1e3, 1e3), st.floats(-1e3, 1e3)),
    st.sampled_from(["a*x + b", "b + a*x", "w*x", "w*x + 3"]),
)
def test_a_scaled_model_says_what_the_model_says(
    points: list[tuple[float, float]], values: tuple[float, float], model: str
) -> None:
    table = ObjectiveTable.model_validate({"model": model, "points": points, "scale": "standard"})
    fit, problems = read_objective(table, Path(), False)
    assume(not problems)
    assert isinstance(fit, Fit)
    given = np.array(values[: len(fit.parameters)])
    there = fit.parsed.of_units(given)
    back = fit.parsed.in_units(there)
    size = np.abs(given).max() * (1 + max(abs(x) for x, _ in points))
    assert back == pytest.approx(given, abs=1e-9 * (1 + size))
    told = [
        m.predict(dict(zip(m.parameters, v, strict=True)), fit.data.inputs)
        for m, v in ((fit.written, given), (fit.parsed, there))
    ]
    assert told[0] == pytest.approx(told[1], abs=1e-9 * (1 + size))


def several_inputs(folder: Path) -> Scenario:
    text = (
        'title = "T"\nlesson = "surface"\n[objective]\nscale = "standard"\nmodel = "X @ w"\n'
        "points = [[1, 300, 5], [2, 100, 3], [3, 200, 8]]\n"
        "[start]\nw1 = 0\nw2 = 0\n[[runs]]\nlr = 0.05\nsteps = 2000\n"
    )
    (folder / "it.toml").write_text(text)
    return load_scenario(folder / "it.toml")


def test_several_inputs_are_divided_by_their_deviations(tmp_path: Path) -> None:
    scenario = several_inputs(tmp_path)
    fit = fit_of(scenario)
    assert scenario.parameters == ("w1_z", "w2_z")
    assert fit.scale is not None
    assert fit.scale.means == (0.0, 0.0)
    assert fit.scale.deviations == pytest.approx([np.std([1, 2, 3]), np.std([300, 100, 200])])
    end = record(scenario).runs[0].parameters[-1]
    assert fit.parsed.in_units(end) == pytest.approx(best(fit), rel=1e-3)


def test_nothing_is_left_of_a_constant_that_is_nought(tmp_path: Path) -> None:
    points = "points = [[1, 2], [2, 4], [3, 6], [35, 70]]"
    old = "points = [[1, 0], [2, -1], [3, -2], [4, -3], [35, -34]]"
    scenario = scaled(tmp_path, "far-point", **{old: points})
    lowest = objective_of(scenario).minimum
    assert lowest is not None
    assert fit_of(scenario).parsed.in_units(lowest).tolist() == [pytest.approx(2.0), 0.0]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("w*x + b", "w*x**2 + b", "objective.scale: the model"),
        ("w*x + b", "w*sin(x) + b", "write a line such as a*x + b or w*x"),
        ("w*x + b", "w*x + b + x", "cannot be scaled and converted back to the units of the data"),
        ("w*x + b", "w*x + b*x", ""),
        ("[2, -1], [3, -2], [4, -3], [35, -34]", "[1, 2]", 'all "x" are nearly 1'),
        ('"standard"', '"minmax"', 'objective.scale: must be "standard"'),
        ("[start]", "domain = { w = [-1, 1], b = [-1, 1] }\n[start]", "leave out domain, or scale"),
    ],
)
def test_what_cannot_be_told_in_the_units_of_the_data_is_refused(
    old: str, new: str, told: str, tmp_path: Path
) -> None:
    if not told:  # every parameter multiplies the input, so there is a way back
        assert scaled(tmp_path, "far-point", **{old: new}).parameters == ("w_z", "b_z")
        return
    with pytest.raises(ScenarioError) as caught:
        scaled(tmp_path, "far-point", **{old: new})
    assert told in str(caught.value)


def test_a_formula_cannot_be_scaled(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match=r"objective\.scale: is for data"):
        scaled(tmp_path, "plateau")


def test_a_recording_of_scaled_inputs_loads_back_equal(tmp_path: Path) -> None:
    recording = record(scaled(tmp_path, "far-point"))
    recording.save(tmp_path / "it.npz")
    again = Recording.load(tmp_path / "it.npz")
    assert again.scenario == recording.scenario
    assert again.scenario.objective.parameters == ("w_z", "b_z")


def test_solve_tells_both_parameters(invoke: Callable[..., Result]) -> None:
    Path("it.toml").write_text(scaled_text("slow-intercept"))
    told = invoke("solve", "it.toml", "--allow-outside").output
    assert "scaled: z = (x - 49.5) / 28.87." in told
    assert "curvatures 2 and 2, not 0.5074 and 6568" in told
    assert "In the units of the data: m = 4 and c = 3." in told
    head = Path("media/it/steps.csv").read_text().splitlines()[0]
    assert head.startswith("run,step,m_z,c_z,loss,grad_m_z,grad_c_z,lr,")


def test_generated_data_are_told_in_their_units(tmp_path: Path) -> None:
    old = "points = [[1, 0], [2, -1], [3, -2], [4, -3], [35, -34]]"
    new = (
        "generated = { count = 50, x = [10, 20], truth = { w = 3, b = 2 }, noise = [-1, 1], "
        "seed = 1 }"
    )
    recording = record(scaled(tmp_path, "far-point", **{old: new}))
    told = sentences(recording, "result")
    assert any(text.startswith("Scaled back, the descent found w = ") for text in told)
    assert "The points were made with w = 3 and b = 2, plus uniform noise from −1 to 1." in told


def test_chapters_tell_what_is_scaled_and_the_way_back(tmp_path: Path) -> None:
    recording = record(scaled(tmp_path, "slow-intercept"))
    why = "z is x with mean 0, deviation 1: curvatures 2 and 2, not 0.5074 and 6568."
    assert "Scaled back, the descent found m = 4 and c = 3." in sentences(recording, "result")
    told = sentences(recording, "recap")
    assert told[-2:] == ["In the units of the data: m = 4 and c = 3.", why]


def test_formulas_say_what_the_scaled_input_is(tmp_path: Path) -> None:
    scenario = scaled(tmp_path, "slow-intercept")
    (pieces,) = objective_formulas(objective_of(scenario), scenario)
    formula = re.sub(r"#text[^\[]*\[|\$|\]", "", " ".join(pieces))
    assert "z_i" in formula
    assert '(x - "49.5") \\/ "28.87"' in formula


@pytest.mark.parametrize("chapter", ["title", "guess", "recap"])
def test_chapters_of_scaled_inputs_have_no_faults(chapter: str, tmp_path: Path) -> None:
    scenario = scaled(tmp_path, "hostile/far-prediction")
    assert inspect_chapter(chapter_named(scenario, chapter), record(scenario)) == []


def test_names_of_axes_keep_clear_of_their_numbers(tmp_path: Path) -> None:
    scenario = several_inputs(tmp_path)
    assert inspect_chapter(chapter_named(scenario, "title"), record(scenario)) == []


@pytest.mark.parametrize("size", [1e-28, 1.0, 1e28])
def test_the_best_line_is_known_whatever_the_size_of_the_numbers(size: float) -> None:
    points = [(x * size, y * size) for x, y in ((1.0, 3.0), (2.0, -10.0), (3.0, 2.0))]
    table = ObjectiveTable.model_validate({"model": "a*x + b", "points": points})
    fit, _ = read_objective(table, Path(), False)
    assert isinstance(fit, Fit)
    bare = Scenario(name="it", title="T", lesson="fit", objective=fit, runs=())
    assert objective_of(bare).minimum == pytest.approx([-0.5, -2 / 3 * size])
