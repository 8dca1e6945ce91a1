"""Steps of 1, 2 and 5 times the powers of ten."""

from __future__ import annotations

from itertools import islice, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradreel.scenes.parts.digits.round_steps import round_counts, round_steps, rounded


@pytest.mark.parametrize(
    ("size", "steps"),
    [
        (1.0, [0.5, 1.0, 2.0, 5.0, 10.0, 20.0]),
        (9.99, [0.5, 1.0, 2.0, 5.0, 10.0, 20.0]),
        (10.0, [5.0, 10.0, 20.0, 50.0, 100.0, 200.0]),
        (0.3, [0.05, 0.1, 0.2, 0.5, 1.0, 2.0]),
    ],
)
def test_the_round_steps_about_a_size(size: float, steps: list[float]) -> None:
    assert round_steps(size) == pytest.approx(steps)


@pytest.mark.parametrize(
    ("value", "give", "round_one"),
    [
        (-1.3565, 0.05, -1.4),
        (2.05, 0.06, 2.0),
        (1868.0, 100.0, 1800.0),
        (7470.0, 40.0, 7500.0),
        (0.003, 0.01, 0.0),
        (3e-9, 1e-12, 3e-9),
        (123456.7, 0.0, 123456.7),
        (-0.0, 1.0, 0.0),
    ],
)
def test_a_number_is_as_round_as_it_may_be(value: float, give: float, round_one: float) -> None:
    assert rounded(value, give) == pytest.approx(round_one, abs=1e-15)


@given(st.floats(-1e12, 1e12), st.floats(1e-9, 1e12))
def test_a_round_number_is_as_near_as_it_has_to_be(value: float, give: float) -> None:
    assert abs(rounded(value, give) - value) <= give


@given(st.floats(min_value=1e-300, max_value=1e300))
def test_a_size_lies_between_its_round_steps(size: float) -> None:
    steps = round_steps(size)
    assert steps == sorted(steps)
    assert steps[0] < steps[1] <= size * (1 + 1e-12)
    assert size < steps[-2] < steps[-1]
    ratios = [high / low for low, high in pairwise(steps)]
    assert ratios == pytest.approx([2.0, 2.0, 2.5, 2.0, 2.0])


def test_round_counts_are_whole_and_never_end() -> None:
    assert [*islice(round_counts(), 8)] == [1, 2, 5, 10, 20, 50, 100, 200]
    assert all(type(number) is int for number in islice(round_counts(), 100))
