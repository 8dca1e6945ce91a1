"""What any chapter prints holds as it is printed, whatever the scenario."""

from __future__ import annotations

import random

import pytest
from case_files import case
from generators.numbers import loaded, random_file, untrue_in

from gradreel.scenarios import load_scenario
from gradreel.scenes.lesson import chapter_named, chapters_of
from gradreel.solver.descent import record

# Each plays one chapter of another random scenario: all kinds, in all sizes.
SEEDS = range(48)
CASES = [
    ("tiny-step", "step"),
    ("plateau", "step"),
    ("plateau", "descent"),
    ("big-loss", "title"),
    ("big-loss", "descent"),
    ("eight", "step"),
    ("starts-at-solution", "descent"),
    ("far-point", "result"),
    ("slow-intercept", "result"),
    ("adam-overshoots", "descent"),
    ("hostile/dust", "result"),
]
NARROW = """
title = "N"
lesson = "curve"
[objective]
formula = "1e6 + (x - 1000000)**2"
domain = { x = [999998.5, 1000001.5] }
[start]
x = 1000001
[[runs]]
lr = 1e-9
steps = 9
[[runs]]
lr = 0.1000001
steps = 9
"""


@pytest.mark.parametrize("seed", SEEDS)
def test_a_chapter_of_a_random_scenario_prints_only_what_holds(seed: int) -> None:
    rng = random.Random(seed)
    recording = loaded(random_file(rng))
    if recording is not None:
        assert untrue_in(rng.choice(chapters_of(recording.scenario)), recording) == {}


@pytest.mark.parametrize(("name", "chapter"), CASES)
def test_a_case_prints_only_what_holds(name: str, chapter: str) -> None:
    recording = record(load_scenario(case(name)))
    assert untrue_in(chapter_named(recording.scenario, chapter), recording) == {}


@pytest.mark.parametrize("chapter", ["slope", "step", "descent", "rates", "recap"])
def test_far_from_0_and_with_tiny_steps_all_holds(chapter: str) -> None:
    recording = loaded(NARROW)
    assert recording is not None
    assert untrue_in(chapter_named(recording.scenario, chapter), recording) == {}
