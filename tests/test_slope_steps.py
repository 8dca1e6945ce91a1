"""The second point of a secant comes closer in steps whose numbers are exact as printed."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from manim import Scene
from spoken import played

from gradreel.scenarios import load_scenario
from gradreel.scenes.curve.slope import CurveSlope
from gradreel.scenes.drawing.rehearsal import Unseen
from gradreel.scenes.parts.places import closer
from gradreel.solver.descent import record


@pytest.mark.parametrize(
    ("h", "stops"),
    [
        (7.0, [7, 6, 4, 2, 1, 0.1]),
        (-7.0, [-7, -6, -4, -2, -1, -0.1]),
        (20.0, [20, 10, 6, 3, 0.3]),
    ],
)
def test_distances_are_round(h: float, stops: list[float]) -> None:
    assert closer(h) == pytest.approx(stops)


@given(st.integers(1, 9), st.integers(-12, 12), st.sampled_from([1, -1]))
def test_distances_shrink_to_next_to_nothing_without_a_turn(
    digit: int, power: int, sign: int
) -> None:
    stops = closer(sign * float(f"{digit}e{power}"))
    sizes = [sign * stop for stop in stops]
    assert sizes == sorted(set(sizes), reverse=True)
    assert 0.0 < sizes[-1] < 0.03 * sizes[0]
    assert all(float(f"{stop:.0e}") == stop for stop in stops)


class Sampled(Unseen):
    """Sees every animation many times."""

    def during(self, scene: Scene, began: float) -> None:
        if not scene.is_current_animation_frozen_frame():
            for seconds in np.linspace(0.0, scene.duration, 60):
                scene.update_to_time(float(seconds))


def test_the_quotient_is_that_of_the_printed_distance(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[str, str, str]] = []
    write = CurveSlope._write

    def watched(scene: CurveSlope, h: float) -> None:
        write(scene, h)
        numbers = scene.h_number, scene.slope_number, scene.rise
        told.append(tuple(counter.note.says.replace("−", "-") for counter in numbers))

    monkeypatch.setattr(CurveSlope, "_write", watched)
    played(record(load_scenario("parabola")), "slope", Sampled())
    assert [*dict.fromkeys(h for h, _, _ in told)] == ["7", "6", "4", "2", "1", "0.1"]
    for distance, slope, rise in told:
        h = Fraction(distance)
        assert Fraction(slope) == ((-10 + h) ** 2 - 100) / h
        assert not rise or Fraction(rise) / h == Fraction(slope)
    assert ("7", "-13", "-91") in told
