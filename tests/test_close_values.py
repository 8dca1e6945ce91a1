"""Values that lie close together are told apart in every table, and their digits have room."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from solver_cases import run
from spoken import written
from test_holdouts import told

from gradreel.pipeline.inspect import inspect_chapter
from gradreel.scenarios import Formula, Scenario
from gradreel.scenes.lesson import chapter_named
from gradreel.solver.descent import record

NARROW = told(
    "surface",
    Formula(
        formula="(x - 1000.004)**2 + 2*(y - 0.5)**2", domain={"x": (1000, 1000.01), "y": (0, 1)}
    ),
    run(1000.009, 0.1, lr=0.1, steps=30),
    run(1000.009, 0.1, lr=0.5, steps=10),
)
LEVEL = told(
    "surface",
    Formula(formula="1 - exp(-x**2 - y**2)", domain={"x": (-4, 4), "y": (-4, 4)}),
    run(3.5, 2.5, lr=0.5, steps=50),
)
HIGH = told(
    "surface",
    Formula(formula="1e7 + n**2 + 3*k**2", domain={"n": (-2, 2), "k": (-2, 2)}),
    run(1.5, -1, lr=0.1, steps=30),
)


@pytest.mark.parametrize(
    ("scenario", "chapter"),
    [
        (NARROW, "rates"),  # what is added to the numbers of a map, beside the loss
        (LEVEL, "recap"),
        (LEVEL, "step"),  # the place that a step leads to, in ten digits
        (HIGH, "recap"),
    ],
)
def test_long_numbers_have_room(scenario: Scenario, chapter: str) -> None:
    recording = record(scenario)
    found = inspect_chapter(chapter_named(scenario, chapter), recording)
    assert [str(finding) for finding in found] == []


@pytest.mark.parametrize(
    ("scenario", "numbers"),
    [(NARROW, {"1000.009", "1000.00401"}), (HIGH, {"10000005.25", "10000000"})],
)
def test_the_last_table_has_the_digits_that_show_a_change(
    scenario: Scenario, numbers: set[str]
) -> None:
    assert numbers <= written(record(scenario), "recap")


def test_the_table_of_solve_has_the_digits_that_show_a_change(
    invoke: Callable[..., Result], tmp_path: Path
) -> None:
    file = tmp_path / "narrow.toml"
    file.write_text(
        'title = "Narrow"\nlesson = "curve"\n'
        '[objective]\nformula = "1e7 + (x - 1000.004)**2"\ndomain = { x = [1000, 1000.01] }\n'
        "[[runs]]\nstart = { x = 1000.009 }\nlr = 0.1\nsteps = 2\n"
    )
    told_ = invoke("solve", str(file)).output
    assert "from x = 1000.009" in told_
    for step, place in enumerate(("1000.009", "1000.008", "1000.0072")):
        assert any(line.split()[:2] == [str(step), place] for line in told_.splitlines())
