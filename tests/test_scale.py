"""No two numbers of an axis are alike, whatever its limits."""

from __future__ import annotations

import re
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from gradreel.scenarios.arrays import Array, Limits
from gradreel.scenes import regions
from gradreel.scenes.parts.digits.round_steps import nice_ticks
from gradreel.scenes.parts.digits.scale import in_full, scale_of
from gradreel.scenes.parts.geometry.box import Box
from gradreel.scenes.parts.in_space.heights import Heights
from gradreel.scenes.parts.lettering.text import Counter
from gradreel.scenes.parts.plots.axes import Axes, widened
from gradreel.scenes.parts.plots.plot import Plot
from gradreel.scenes.parts.plots.ticks import MovingTicks, Ticks, fading_ticks

PLAINED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹−", "-0123456789-")


def read(text: str) -> float:
    whole = re.sub("(?<!×)10(?=[⁻⁰¹²³⁴⁵⁶⁷⁸⁹])", "1×10", text)
    mantissa, _, power = whole.translate(PLAINED).partition("×10")
    return float(f"{mantissa}e{power or 0}")


@pytest.mark.parametrize(
    ("low", "high", "texts", "note"),
    [
        (0.0, 1.0, ["0", "0.5", "1"], ""),
        (1990.0, 2024.0, ["1990", "2000", "2010", "2020"], ""),
        (1e6, 1e6 + 8, ["0", "2", "4", "6", "8"], "+10⁶"),
        (999998.5, 1000001.5, ["−1", "0", "1"], "+10⁶"),
        (-1e6 - 3, -1e6, ["−3", "−2", "−1", "0"], "−10⁶"),
        (1.0, 1.0 + 1e-9, ["0", "5×10⁻¹⁰", "10⁻⁹"], "+1"),
        (1.5, 1.50003, ["1.5", "1.50001", "1.50002", "1.50003"], ""),
        (0.0, 1e-30, ["0", "5×10⁻³¹", "10⁻³⁰"], ""),
        (1e30, 2e30, ["10³⁰", "1.5×10³⁰", "2×10³⁰"], ""),
        (0.0, 5e6, ["0", "2×10⁶", "4×10⁶"], ""),
    ],
)
def test_ticks_have_the_digits_that_tell_them_apart(
    low: float, high: float, texts: list[str], note: str
) -> None:
    scale = scale_of(nice_ticks(low, high, 4).tolist())
    assert [*scale.texts] == texts
    assert scale.note == note


SIZES = st.floats(-25, 25).map(lambda power: 10.0**power)
MIDDLES = st.builds(lambda size, sign: sign * size, SIZES, st.sampled_from((-1, 0, 1)))
LIMITS = st.builds(
    lambda middle, share: widened((middle - share * (abs(middle) or 1), middle + share)),
    MIDDLES,
    st.floats(-12, 3).map(lambda power: 10.0**power),
)


@given(LIMITS, st.integers(2, 6))
def test_the_numbers_of_an_axis_differ_and_are_true(
    limits: tuple[float, float], count: int
) -> None:
    low, high = limits
    for ticks in (nice_ticks(low, high, count), np.array([t for t, _ in fading_ticks(*limits, 4)])):
        scale = scale_of(ticks.tolist())
        assert len(set(scale.texts)) == len(ticks) >= 2
        step = float(np.diff(np.sort(ticks)).min())
        shown = np.array([read(text) for text in scale.texts]) + scale.offset
        assert shown == pytest.approx(ticks, abs=1e-3 * step + 4e-16 * np.abs(ticks).max())


@settings(max_examples=12)
@given(LIMITS, LIMITS, st.floats(1.5, 8.0))
def test_the_numbers_of_a_plot_differ_and_do_not_touch(
    x: tuple[float, float], y: tuple[float, float], width: float
) -> None:
    plot = Plot(x, y, Box((-4.0, -2.0), (width, 3.0)), ("x", "y"))
    across, upward = list(plot.ticks.across), list(plot.ticks.upward)
    for labels in (across, upward):
        assert len({label.note.says for label in labels}) == len(labels) >= 2
    ends: Array = np.array([(label.get_left()[0], label.get_right()[0]) for label in across])
    if width > 2.5:  # narrower ones have room for two numbers of four signs
        assert (ends[1:, 0] - ends[:-1, 1] > 0.0).all()


@pytest.mark.parametrize("limits", [(1e-30, 1e-30), (1.0, 1.0 + 4e-16), (1e6, 1e6 + 1e-9)])
def test_an_axis_that_is_narrower_than_rounding_is_widened(limits: tuple[float, float]) -> None:
    low, high = widened(limits)
    assert low < limits[0] <= limits[1] < high
    assert high - low > 0.5 * abs(limits[0])


@pytest.mark.parametrize("low", [2.0, 1e-7])
def test_a_logarithmic_axis_of_less_than_two_powers_has_two_numbers_all_the_same(
    low: float,
) -> None:
    plot = Plot((0.0, 10.0), (low, 3 * low), Box((0.0, 0.0), (3.0, 3.0)), log=True)
    upward = {label.note.says for label in plot.ticks.upward}
    assert len(upward) >= 2


@settings(max_examples=60)
@given(LIMITS, st.floats(1e-4, 1e-2), st.integers(1, 4))
def test_a_logarithmic_height_has_two_true_numbers_at_least(
    limits: tuple[float, float], soft: float, count: int
) -> None:
    low, high = limits
    assume(high - low > 1e-8 * max(abs(low), abs(high)))  # below, numbers have no more digits
    heights = Heights(low, high, soft * (high - low))
    ticks = heights.ticks(count)
    scale = scale_of(ticks.tolist())
    assert len(set(scale.texts)) == len(ticks) >= 2
    assert (np.diff(heights.share(ticks)) > 0.08).all()
    shown = np.array([read(text) for text in scale.texts]) + scale.offset
    assert heights.share(shown) == pytest.approx(heights.share(ticks), abs=0.02)


@pytest.mark.parametrize("ticks", [[1.0, 1000.0], [3.5, 50.0], [100.0, 1e5], [-2.9998, -2.95]])
def test_no_number_of_uneven_ticks_is_rounded_away(ticks: list[float]) -> None:
    scale = scale_of(ticks)
    assert [read(text) + scale.offset for text in scale.texts] == pytest.approx(ticks)


@pytest.mark.parametrize("height", [0.5, 0.7, 0.9, 1.2, 2.0])
@pytest.mark.parametrize("limits", [(0.0, 20.0), (-15852407.0, -15029224.0), (1e-9, 1e9)])
def test_numbers_beside_a_low_axis_do_not_touch(limits: tuple[float, float], height: float) -> None:
    for log in {False, limits[0] > 0.0}:
        plot = Plot((0.0, 1.0), limits, Box((0.0, 0.0), (3.0, height)), ticks=(4, 5), log=log)
        upward = list(plot.ticks.upward)
        assert len(upward) >= 2
        for below, above in pairwise(upward):
            assert above.get_bottom()[1] - below.get_top()[1] > 0.0


@pytest.mark.parametrize("low", [1.4466, 1.4472, 1.4478, 1.4484, 1.449, 1.4496])
def test_no_number_is_half_faded_where_axes_rest(low: float) -> None:
    resting = [(-2.0, 2.0), (low, low + 0.088)]
    for axis in (0, 1):
        ticks = Ticks(3, axis, resting)
        for limits in resting:
            ticks.put(limits, Box((0.0, 0.0), (9.0, 9.0)))
            opacities = {m.fill_opacity for m in ticks if isinstance(m, Counter) and m.width}
            assert opacities == {1.0}


def test_a_number_that_passes_with_no_room_beside_its_axis_is_not_seen() -> None:
    resting = [(0.0, 4.0)]
    ticks = Ticks(3, 1, resting)
    box = Box((regions.safe().left + 0.4, -2.0), (4.0, 2.0))
    for limits, seen in ((resting[0], True), ((-1.5e28, 1.5e28), False)):
        ticks.put(limits, box)
        labels = [label for label in ticks if isinstance(label, Counter) and label.width > 0.4]
        short = [m for m in ticks if isinstance(m, Counter) and 0.0 < m.width < 0.2]
        assert any(label.fill_opacity for label in short) or not seen
        assert not any(label.fill_opacity for label in labels)


@pytest.mark.parametrize("reach", [2e-4, 2.0, 2e5, 3e-7])
def test_numbers_at_the_ends_of_an_axis_make_way_before_they_go(reach: float) -> None:
    limits = -reach, reach
    ticks = Ticks(2, 0, [limits])
    ticks.put(limits, Box((0.0, 0.0), (4.0, 2.0)))
    seen = [m for m in ticks if isinstance(m, Counter) and m.width and m.fill_opacity > 0.9]
    assert len(seen) >= 2
    assert min(label.get_left()[0] for label in seen) > -0.45


def test_a_lone_tick_is_told_in_full() -> None:
    """As of heights that differ by less than can be printed."""
    assert scale_of([21000000.000000004]) == in_full([21000000.000000004])


@pytest.mark.parametrize("limits", [(-1e30, 8e28), (0.0, 3e-12), (-9e5, 9e5), (0.0, 4.0)])
def test_numbers_below_an_axis_do_not_touch_where_it_rests(limits: Limits) -> None:
    axes = Axes(Box((0.0, 0.0), (3.6, 3.0)))
    axes.x, axes.y = limits, (0.0, 1.0)
    ticks = MovingTicks(axes, (7, 3), ([limits], [axes.y]), ("x", "y"))
    ticks.put(axes)
    shown = [label for label in ticks.across[1:-1] if label.width and label.get_fill_opacity()]
    assert len(shown) >= 2
    for left, right in pairwise(sorted(shown, key=lambda label: float(label.get_x()))):
        assert right.get_left()[0] - left.get_right()[0] > 0.05
