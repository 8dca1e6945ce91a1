"""Numbers that differ look different, and those that are equal look equal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradreel.scenes.parts.digits.numbers import numbers_apart
from gradreel.solver.numbers import apart

FINITE = st.floats(allow_nan=False, allow_infinity=False)


@pytest.mark.parametrize(
    ("values", "texts"),
    [
        ((1.0, 2.0), ["1", "2"]),
        ((2.97, 2.9695), ["2.97", "2.9695"]),
        ((1.5, 1.4997), ["1.5", "1.4997"]),
        ((1000001.26, 1000000.8), ["1000001.3", "1000000.8"]),
        ((1e6, 1.25e6), ["1e6", "1.25e6"]),
        ((4.0, 3.99973), ["4", "3.9997"]),
        ((0.5, 0.5), ["0.5", "0.5"]),
        ((0.0, -0.0), ["0", "0"]),
        ((2.0, 2.0 + 4e-16), ["2", "2"]),
        ((1.0, 1.0 - 1e-9), ["1", "0.999999999"]),
        ((1e300, 1e-300), ["1e300", "1e-300"]),
        ((), []),
    ],
)
def test_different_numbers_get_the_digits_that_tell_them_apart(
    values: tuple[float, ...], texts: list[str]
) -> None:
    assert apart(values) == texts


@given(st.lists(FINITE, max_size=5), st.integers(2, 8))
def test_equal_texts_stand_for_numbers_that_are_equal_but_for_rounding(
    values: list[float], digits: int
) -> None:
    texts = apart(values, digits)
    for one, first in zip(values, texts, strict=True):
        for other, second in zip(values, texts, strict=True):
            if first == second:
                assert abs(one - other) <= 1e-14 * max(abs(one), abs(other))
            if one == other:
                assert first == second


def test_numbers_apart_are_typeset() -> None:
    assert numbers_apart((-1e-9, -1.00001e-9)) == ["−10⁻⁹", "−1.00001×10⁻⁹"]
