"""What people read of a run: rounding noise is 0, and changes can be seen."""

from __future__ import annotations

import numpy as np
import pytest
from case_files import case
from solver_cases import fit, formula, run, scenario
from spoken import recorded, sentences, written

from gradreel.scenarios import Scenario
from gradreel.scenes.parts.descents.step_table import StepTable, decimals
from gradreel.scenes.parts.digits.readable import ReadableColumns, readable
from gradreel.scenes.parts.lettering.text import Counter
from gradreel.solver.descent import record
from gradreel.solver.numbers import digits_for
from gradreel.solver.objective import objective_of
from gradreel.solver.run_record import RunRecord


def read(case_: Scenario) -> tuple[RunRecord, RunRecord]:
    one = record(case_).runs[0]
    return one, readable(one, objective_of(case_))


def test_a_parameter_of_which_a_step_leaves_only_rounding_is_0() -> None:
    one, told = read(scenario(formula("10*x**2"), run(2.0, lr=0.05, steps=4)))
    assert np.abs(one.parameters[1:]).max() < 1e-14
    assert told.parameters[:, 0].tolist() == [2.0, 0.0, 0.0, 0.0, 0.0]
    assert told.loss.tolist() == [40.0, 0.0, 0.0, 0.0, 0.0]
    assert told.grad[1:].tolist() == [[0.0]] * 4


def test_small_numbers_that_are_true_stay() -> None:
    one, told = read(scenario(formula("x**2"), run(-10.0, lr=0.1, steps=1002)))
    assert told == one
    assert told.parameters[-1, 0] == pytest.approx(-7.8734843e-97)


def test_a_loss_below_the_rounding_of_its_residuals_is_0() -> None:
    points = [(0.0, 1.0), (1.0, 3.0), (2.0, 5.0)]
    one, told = read(scenario(fit("a*x + b", *points), run(0.0, 0.0, lr=0.3, steps=600)))
    assert 0.0 <= one.loss[-1] < 1e-25
    assert told.loss[-1] == 0.0
    assert told.loss[0] == one.loss[0]
    assert told.parameters[-1] == pytest.approx([2.0, 1.0])


def test_a_square_about_a_place_is_0_where_that_is_reached_but_for_rounding() -> None:
    one, told = read(scenario(formula("(x - 0.3)**2"), run(1.0, lr=0.1, steps=400)))
    assert told.loss[-1] == 0.0
    assert (told.loss[:50] == one.loss[:50]).all()


@pytest.mark.parametrize(
    ("column", "row", "text"),
    [
        ([1.0, 0.5, 0.25], 2, "0.25"),
        ([1.5, 1.4997, 1.4994], 2, "1.4994"),
        ([1000001.25, 1000000.0], 0, "1000001.25"),
        ([1e6 + 1, 1e6 + 1.01], 1, "1000001.01"),
        ([3.0, 3.0], 1, "3"),
        ([0.0, 0.0], 1, "0"),
        ([1e-30, 2e-30], 1, "2.000×10⁻³⁰"),
        ([1.52, 1.374], 0, "1.520"),
        ([-10.0, -8.0, -6.4, -5.12], 1, "−8.00"),
        ([12.0, 9.75, 9.996, 0.5], 3, "0.500"),
        ([12.0, 9.75, 9.9996, 0.5], 2, "10.00"),
        ([2.0, 1e-5, 1.5e-5], 2, "1.500×10⁻⁵"),
        ([4.0, 2.0, 1.0], 1, "2"),
    ],
)
def test_a_change_can_be_seen_in_a_column(column: list[float], row: int, text: str) -> None:
    assert ReadableColumns([np.array(column)]).row(row) == [text]
    assert digits_for(np.array(column)) <= 12


def test_a_table_has_the_decimals_that_show_a_change() -> None:
    column = np.array([1.9973183, 1.9973, 1.9972465])
    assert decimals(column, digits_for(column)) == 7
    assert decimals(np.array([8.0, 1.0, 0.0833])) == 5


@pytest.mark.parametrize("name", ["big-loss", "plateau", "tiny-step"])
def test_the_last_chapter_shows_that_start_and_end_differ(name: str) -> None:
    recording = recorded(case(name))
    texts = written(recording, "recap")
    one = recording.runs[0]
    for column in (*one.parameters.T, one.loss):
        shown = {text for text in texts if _reads(text, column[0]) or _reads(text, column[-1])}
        assert len(shown) >= 2


def _reads(text: str, value: float) -> bool:
    try:
        return abs(float(text.replace("−", "-")) - value) <= 1e-4 * abs(value)
    except ValueError:
        return False


@pytest.mark.parametrize("name", ["far-point", "slow-intercept", "hostile/dust"])
def test_no_rounding_stands_for_0_in_what_was_found(name: str) -> None:
    recording = recorded(case(name))
    told = " ".join([*sentences(recording, "result"), *written(recording, "result")])
    assert "10⁻" not in told


def test_the_numbers_of_a_table_keep_to_their_columns() -> None:
    losses = 6.186e14 - 1e10 * np.arange(21.0)
    table = StepTable([("k", "#FFFFFF", 0.0), ("J", "#FFFFFF", 1.4)], losses[:, None], 0.0)
    table.fill(20)
    steps = [part for part in table if isinstance(part, Counter) and part.note.says.isdigit()]
    numbers = [part for part in table if isinstance(part, Counter) and "×" in part.note.says]
    assert len(steps) == len(numbers) > 5
    assert all(part.get_left()[0] > 0.05 for part in numbers)
    assert len({part.note.says for part in numbers}) > 1


def test_only_a_loss_below_a_tenth_has_a_power_of_ten() -> None:
    losses = 11.0 * 0.6084 ** np.arange(101.0)
    table = StepTable([("k", "#FFFFFF", 0.0), ("J", "#FFFFFF", 1.6)], losses[:, None], 0.0)
    shown = [table.at(step)[1] for step in (0, 5, 9, 10, 30)]
    assert shown == ["11.000", "0.9169", "0.1256", "7.643×10⁻²", "3.690×10⁻⁶"]
