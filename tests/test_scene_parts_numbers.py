"""Numbers as people write them, the timing of steps, axes."""

from __future__ import annotations

import math
import re

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from gradreel.scenes import theme, timing
from gradreel.scenes.parts.descents.loss_curve import LossAxes, LossCurve, mark_radius
from gradreel.scenes.parts.digits.numbers import (
    as_typeset,
    divisor,
    fixed,
    number,
    power_of_ten,
    round_to,
    steady,
)
from gradreel.scenes.parts.digits.round_steps import nice_ticks
from gradreel.scenes.parts.geometry.box import Box
from gradreel.scenes.parts.geometry.points import polyline
from gradreel.scenes.parts.plots.plot import Plot

# Numbers


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (8.0, "8"),
        (-0.3026, "−0.3026"),
        (0.5, "0.5"),
        (100.0, "100"),
        (1e-4, "0.0001"),
        (-1e-4, "−0.0001"),
        (9.9e-5, "9.9×10⁻⁵"),
        (9.99996e-5, "0.0001"),
        (9.9996, "10"),
        (0.99996, "1"),
        (99996.0, "99996"),
        (123456.7, "123457"),
        (999999.4, "999999"),
        (999999.5, "10⁶"),
        (1e6, "10⁶"),
        (-1.25e6, "−1.25×10⁶"),
        (-7.8734843e-97, "−7.873×10⁻⁹⁷"),
        (5e-324, "4.941×10⁻³²⁴"),
        (1.7976931348623157e308, "1.798×10³⁰⁸"),
        (math.inf, "∞"),
        (-math.inf, "−∞"),
        (math.nan, "?"),
    ],
)
def test_a_number_reads_as_people_write_it(value: float, text: str) -> None:
    assert number(value) == text


PLAINED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹−", "-0123456789-")


def read_back(text: str) -> float:
    whole = re.sub("(?<!×)10(?=[⁻⁰¹²³⁴⁵⁶⁷⁸⁹])", "1×10", text)
    mantissa, _, power = whole.translate(PLAINED).partition("×10")
    return float(f"{mantissa}e{power or 0}")


@given(st.floats(allow_nan=False, allow_infinity=False), st.integers(2, 8))
def test_a_number_reads_back_within_its_digits(value: float, digits: int) -> None:
    assume(value == 0.0 or abs(value) > 1e-300)
    assume(abs(value) < 1e307)
    text = number(value, digits)
    assert read_back(text) == pytest.approx(value, rel=0.5001 * 10.0 ** (1 - digits), abs=0.0)
    assert re.fullmatch(r"−?(\d+(\.\d*[1-9])?(×10⁻?[⁰-⁹¹²³]+)?|10⁻?[⁰-⁹¹²³]+)", text)
    assert len(text) <= 15 + digits


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (3.0, 2, "3.00"),
        (-0.125, 2, "−0.12"),
        (0.001, 2, "0.001"),
        (-0.0, 2, "0.00"),
        (1e6, 2, "10⁶"),
        (999999.0, 0, "999999"),
        (math.inf, 2, "∞"),
        (math.nan, 2, "?"),
    ],
)
def test_a_column_has_its_decimals(value: float, places: int, text: str) -> None:
    assert fixed(value, places) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(1.0, "1"), (1000.0, "1000"), (0.001, "0.001"), (1e4, "10⁴"), (1e-12, "10⁻¹²")],
)
def test_a_logarithmic_tick_is_a_power_of_ten(value: float, text: str) -> None:
    assert power_of_ten(value) == text


@pytest.mark.parametrize(
    ("value", "step", "rounded"), [(0.1234, 0.01, 0.12), (-1e-17, 0.1, 0.0), (1234.0, 50.0, 1230.0)]
)
def test_a_number_is_rounded_to_the_decimal_of_a_step(
    value: float, step: float, rounded: float
) -> None:
    assert round_to(value, step) == rounded
    assert math.copysign(1.0, round_to(-1e-17, step)) == 1.0


@pytest.mark.parametrize(
    ("sentence", "shown"),
    [
        ("the loss is -0.5", "the loss is −0.5"),
        ("from -1 to (-2, -3)", "from −1 to (−2, −3)"),
        ("less than 1e-09", "less than 10⁻⁹"),
        ("it is -1.5e+06 now", "it is −1.5×10⁶ now"),
        ("1e300.", "10³⁰⁰."),
        ("step 10 of run-2, well-known", "step 10 of run-2, well-known"),
        ("w1 - 2", "w1 - 2"),
        ("e2e tests, the 3 edges", "e2e tests, the 3 edges"),
    ],
)
def test_the_numbers_of_a_sentence_are_typeset(sentence: str, shown: str) -> None:
    assert as_typeset(sentence) == shown


# Timing


@given(st.integers(0, 10**6))
def test_a_step_is_shown_when_its_time_has_come(step: int) -> None:
    assert timing.step_at(timing.descent_time(step)) == pytest.approx(step, abs=1e-3, rel=1e-9)


@given(st.floats(0, 60), st.floats(0, 60))
def test_steps_never_go_back(one: float, other: float) -> None:
    early, late = sorted((one, other))
    assert timing.step_at(early) <= timing.step_at(late)
    assert timing.step_at(early) >= 0


def test_steps_come_ever_faster_and_the_first_takes_its_time() -> None:
    times = [timing.descent_time(step) for step in range(2000)]
    lengths = np.diff(times)
    assert (np.diff(lengths) < 0).all()
    assert 0.8 < lengths[0] < 1.2
    assert times[0] == 0.0
    assert times[-1] < 20


@given(st.floats(0, 1000))
def test_a_duration_is_a_whole_number_of_beats(seconds: float) -> None:
    beats = timing.on_beat(seconds) / timing.BEAT
    assert beats == pytest.approx(round(beats), abs=1e-6)
    assert round(beats) >= 1
    assert abs(timing.on_beat(seconds) - seconds) <= timing.BEAT
    for fps in (15, 30, 60):
        frames = timing.on_beat(seconds) * fps
        assert frames == pytest.approx(round(frames), abs=1e-6)


@pytest.mark.parametrize(("text", "seconds"), [("One", 1.0), ("one two three four", 1.4), ("", 1)])
def test_reading_takes_a_third_of_a_second_a_word(text: str, seconds: float) -> None:
    assert timing.reading_time(text) == pytest.approx(seconds)


# Axes


@given(st.floats(-1e6, 1e6), st.floats(1e-6, 1e6), st.integers(3, 8))
def test_ticks_are_round_and_within_the_limits(low: float, span: float, count: int) -> None:
    high = low + span
    assume(high > low)
    assume(span > 1e-9 * abs(low))
    ticks = nice_ticks(low, high, count)
    assert len(ticks) <= count + 2
    assert len(ticks) >= 2
    assert ticks.min() >= low - 1e-6 * span
    assert ticks.max() <= high + 1e-6 * span
    if len(ticks) > 1:
        step = (ticks[-1] - ticks[0]) / (len(ticks) - 1)
        mantissa = step / 10 ** math.floor(math.log10(step) + 1e-9)
        assert min(abs(mantissa - nice) for nice in (1, 2, 5, 10)) < 1e-3


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        (-2.5, 2.5, [-2, -1, 0, 1, 2]),
        (0, 1, [0, 0.2, 0.4, 0.6, 0.8, 1.0]),
        (3, 3, [3]),
        (-11, 11, [-10, -5, 0, 5, 10]),
        (-12.4, 12.4, [-10, -5, 0, 5, 10]),
    ],
)
def test_known_ticks(low: float, high: float, ticks: list[float]) -> None:
    assert nice_ticks(low, high).tolist() == pytest.approx(ticks)


def test_data_land_at_their_place_in_the_axes() -> None:
    plot = Plot((0.0, 10.0), (-1.0, 1.0), Box((-4.0, -2.0), (5.0, 4.0)))
    assert plot.place(0, -1).tolist() == [-4.0, -2.0, 0.0]
    assert plot.place(10, 1).tolist() == [1.0, 2.0, 0.0]
    assert plot.place(5, 0).tolist() == [-1.5, 0.0, 0.0]
    log = Plot((0.0, 1.0), (1e-4, 1.0), Box((0.0, 0.0), (1.0, 4.0)), log=True)
    assert log.place(0.0, [1e-4, 1e-2, 1.0])[:, 1] == pytest.approx([0.0, 2.0, 4.0])
    assert log.place(0.0, 0.0)[1] == 0.0


def test_a_curve_is_cut_at_the_border_of_its_axes() -> None:
    plot = Plot((0.0, 1.0), (0.0, 1.0), Box((0.0, 0.0), (4.0, 4.0)))
    x = np.linspace(0, 1, 50)
    points = polyline(plot.cut(plot.place(x, 4 * x - 1)), theme.colors().loss).points
    assert points[:, 1].min() == pytest.approx(0.0, abs=0.02)
    assert points[:, 1].max() == pytest.approx(4.0, abs=0.02)
    assert points[0, 0] == pytest.approx(1.0, abs=0.02)
    assert points[-1, 0] == pytest.approx(2.0, abs=0.02)


def test_a_polyline_has_a_gap_where_it_is_nan() -> None:
    points = np.array([[0.0, 0, 0], [1, 0, 0], [np.nan] * 3, [2, 0, 0], [3, 0, 0]])
    line = polyline(points, theme.colors().ink)
    assert line.points.reshape(-1, 4, 3)[:, [0, 3], 0].tolist() == [[0, 1], [2, 3]]


@pytest.mark.parametrize(
    ("loss", "log"),
    [([8.0, 4, 2, 1], False), ([1e4, 1, 0.1], True), ([1.0, -1.0, 1e5], False), ([3.0], False)],
)
def test_a_loss_over_a_thousandfold_is_drawn_by_its_logarithm(loss: list[float], log: bool) -> None:
    plot = LossAxes([np.array(loss)], Box((0.0, 0.0), (3.0, 2.0)), ("k", "J"))
    assert plot.log == log
    y = plot.place(np.arange(len(loss)), loss)[:, 1]
    assert y.min() >= -1e-9
    assert y.max() <= 2.0 + 1e-9


def test_a_loss_curve_is_drawn_up_to_its_step() -> None:
    curve = LossCurve(np.array([4.0, 2.0, 1.0]), Box((0.0, 0.0), (2.0, 2.0)), ("k", "J"))
    for step, x in ((0.0, 0.0), (0.5, 0.5), (2.0, 2.0), (9.0, 2.0)):
        curve.draw_to(step)
        assert curve.head.get_center()[0] == pytest.approx(x)
        assert curve.line.points[-1] == pytest.approx(curve.head.get_center())
        assert len(curve.marks.points) == 16 * (int(min(step, 2)) + 1)


def test_many_marks_are_smaller_but_never_too_small() -> None:
    assert mark_radius(10, 0.05) == 0.05
    assert mark_radius(100, 0.05) == pytest.approx(0.025)
    assert mark_radius(10**6, 0.05) == 0.018


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (11.0, "11.0000"),
        (6.69218, "6.6922"),
        (0.07643, "7.643×10⁻²"),
        (3.69e-6, "3.690×10⁻⁶"),
        (-1e-9, "−1.000×10⁻⁹"),
        (0.0, "0.0000"),
        (np.inf, "∞"),
    ],
)
def test_a_number_that_changes_keeps_its_decimals(value: float, text: str) -> None:
    assert steady(value, 4) == text


@pytest.mark.parametrize(
    ("times", "text"), [(30, "30"), (5000, "5000"), (1e12, "10¹²"), (5e11, "(5×10¹¹)")]
)
def test_a_divisor_is_not_read_as_a_factor(times: float, text: str) -> None:
    assert divisor(times) == text
