"""The [starts] table: what it may say, what is recorded of it, and how it is painted."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from random import Random

import numpy as np
import pytest
from click.testing import Result

from gradreel.scenarios import Scenario, ScenarioError, load_scenario
from gradreel.scenes.lesson import chapters_of
from gradreel.solver.descent import record
from gradreel.solver.mass_starts import starts_of
from gradreel.solver.recording import Recording, RecordingError

Invoke = Callable[..., Result]

BOWL = """
title = "A bowl"
lesson = "surface"
[objective]
formula = "x**2/2 + y**2/4"
domain = {{ x = [-2, 2], y = [-1, 1] }}
[start]
x = 1
y = 1
[starts]
{starts}
[[runs]]
lr = 0.5
steps = 40
{run}
"""


def written(folder: Path, starts: str, run: str = "") -> str:
    path = folder / "bowl.toml"
    path.write_text(BOWL.format(starts=starts, run=run))
    return str(path)


def test_a_grid_reaches_from_one_end_of_the_domain_to_the_other(tmp_path: Path) -> None:
    told = load_scenario(written(tmp_path, "grid = [3, 2]"))
    rows = [[-2, -1], [0, -1], [2, -1], [-2, 1], [0, 1], [2, 1]]
    np.testing.assert_array_equal(starts_of(told), rows)


def test_random_starts_are_those_of_their_seed(tmp_path: Path) -> None:
    told = load_scenario(written(tmp_path, "random = 2\nseed = 7"))
    drawn = Random(7)
    rows = [[-2 + 4 * drawn.random(), -1 + 2 * drawn.random()] for _ in range(2)]
    np.testing.assert_array_equal(starts_of(told), rows)


@pytest.mark.parametrize(
    ("starts", "run", "key", "fault"),
    [
        ("", "", "starts:", "has neither grid nor random"),
        ("grid = [3, 2]\nrandom = 5\nseed = 1", "", "starts:", "has both grid and random"),
        ("random = 5", "", "starts.seed:", "is missing: add a whole number"),
        ("grid = [3, 2]\nseed = 1", "", "starts.seed:", "a grid has none"),
        ("grid = [3]", "", "starts.grid:", "one number for each of x and y, got [3]"),
        ("grid = [3, 1]", "", "starts.grid[1]:", "must be 2 or more, got 1"),
        ("grid = 3", "", "starts.grid:", "must be a list, as in [200, 100], got 3"),
        ("grid = [3, 2]\nsize = 4", "", "starts.size:", "is not a known key here"),
        ("random = 0\nseed = 1", "", "starts.random:", "must be positive, got 0"),
        ("grid = [3, 2]", 'optimizer = "Adam"', "runs[0].optimizer:", "know no"),
        (
            "grid = [3, 2]",
            "options = { momentum = 0.9, nesterov = true }",
            "runs[0].options.nesterov:",
            "leave nesterov out",
        ),
    ],
)
def test_each_fault_is_one_sentence(
    tmp_path: Path, starts: str, run: str, key: str, fault: str
) -> None:
    with pytest.raises(ScenarioError) as caught:
        load_scenario(written(tmp_path, starts, run))
    (sentence,) = caught.value.problems
    assert key in sentence
    assert fault in sentence


def test_a_mass_that_takes_too_long_is_refused_and_the_table_is_named(tmp_path: Path) -> None:
    path = written(tmp_path, "grid = [1000, 1000]").replace("steps = 40", "steps = 4000")
    with pytest.raises(ScenarioError, match=r"starts\.grid: takes .* times the steps"):
        load_scenario(path, ["runs.0.steps=4000"])
    assert load_scenario(path, ["runs.0.steps=4000"], no_limits=True).starts


def test_a_scenario_with_starts_loads_back_from_its_json(tmp_path: Path) -> None:
    told = load_scenario(written(tmp_path, "random = 20\nseed = 7"))
    assert Scenario.model_validate_json(told.model_dump_json()) == told
    assert json.loads(told.model_dump_json())["starts"]["random"] == 20


@pytest.mark.parametrize("run", ["", "options = { momentum = 0.5 }"])
def test_a_recording_holds_the_ends_of_the_mass(tmp_path: Path, run: str) -> None:
    told = load_scenario(written(tmp_path, "grid = [5, 4]", run))
    recording = record(told)
    mass = recording.mass
    assert mass is not None
    np.testing.assert_array_equal(mass.starts, starts_of(told))
    corner = record(load_scenario(written(tmp_path, "grid = [5, 4]", run), ["start.x=2"])).runs[0]
    np.testing.assert_allclose(mass.ends[-1], corner.parameters[-1], rtol=0.0, atol=1e-9)
    assert mass.losses[-1] == pytest.approx(corner.loss[-1], abs=1e-9)
    recording.save(tmp_path / "one.npz")
    record(told).save(tmp_path / "two.npz")
    assert Recording.load(tmp_path / "one.npz") == recording
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()


def test_a_recording_that_lacks_its_mass_is_refused(tmp_path: Path) -> None:
    told = load_scenario(written(tmp_path, "grid = [5, 4]"))
    Recording(told, record(told).runs).save(tmp_path / "less.npz")
    with pytest.raises(RecordingError, match="do not fit together"):
        Recording.load(tmp_path / "less.npz")


def test_only_a_chapter_that_paints_the_ends_depends_on_them() -> None:
    told = load_scenario("basins")
    assert told.starts
    paints = {plan.name for plan in chapters_of(told) if plan.shows(told).starts}
    assert paints == {"starts"}


def test_solve_counts_what_became_of_the_mass(tmp_path: Path, invoke: Invoke) -> None:
    result = invoke("solve", written(tmp_path, "grid = [4, 3]"), "--set", "runs.0.lr=5")
    assert "Of 12 more descents, 0 settled, 0 diverged, 12 used up their 40 steps." in result.stdout
