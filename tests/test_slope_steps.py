"""How the slope is found: a second point comes closer, and the quotient is worked out."""

from __future__ import annotations

import math
import re
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from last_pictures import last_pictures
from manim import UL, Rectangle, Scene, VGroup
from solver_cases import formula, run, scenario
from spoken import played, sentences

from gradreel.scenarios import Formula, load_scenario
from gradreel.scenes import regions
from gradreel.scenes.checks.scene_reader import shown_in
from gradreel.scenes.curve.confirmation import confirmed
from gradreel.scenes.curve.derivation import Derivation, derivation
from gradreel.scenes.curve.derivation_rows import DerivationRows, stacked
from gradreel.scenes.curve.slope import CurveSlope
from gradreel.scenes.curve.step import CurveStep
from gradreel.scenes.drawing.rehearsal import Unseen
from gradreel.scenes.parts.digits.printed import printed
from gradreel.scenes.parts.digits.reading import plain
from gradreel.scenes.parts.formulas.equation import curves_of
from gradreel.scenes.parts.lettering.text import Glyphs
from gradreel.scenes.parts.plots.places import closer
from gradreel.solver.descent import record
from gradreel.solver.objective import objective_of

_BY_RULES = "The rules of calculus give the slope at any x, called the derivative."


@pytest.mark.parametrize(
    ("h", "stops"),
    [
        (7.0, [7, 4, 2, 0.1]),
        (-7.0, [-7, -4, -2, -0.1]),
        (20.0, [20, 10, 6, 0.3]),
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


def test_the_quotient_is_written_out_for_each_printed_distance(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told: list[tuple[str, str, str]] = []
    write = CurveSlope._write

    def watched(scene: CurveSlope, h: float) -> None:
        write(scene, h)
        texts = (scene.in_numbers[0], *scene.pair.labels)
        told.append(tuple(text.note.says.replace("−", "-") for text in texts))

    monkeypatch.setattr(CurveSlope, "_write", watched)
    played(record(load_scenario("parabola")), "slope", Sampled())
    distances = []
    for equation, along, rise in dict.fromkeys(told):
        match = re.fullmatch(r"= \( (\S+) - (\S+) \) / (\S+) = (\S+)", equation)
        assert match
        end, start, h, slope = map(Fraction, match.groups())
        assert start == 100
        assert end == (-10 + h) ** 2
        assert slope == (end - start) / h
        assert along in ("", f"run h = {match[3]}", f"h = {match[3]}")
        assert not rise or Fraction(rise.removeprefix("rise ")) == end - start
        distances.append(match[3])
    assert [*dict.fromkeys(distances)] == ["7", "4", "2", "0.1"]
    assert ("= ( 9 - 100 ) / 7 = -13", "run h = 7", "rise -91") in told


@pytest.mark.parametrize(
    ("text", "steps", "derivative"),
    [
        ("x**2", ["= (( x + h)^2 - x ^2) / h", "= (2 x h + h^2) / h", "= 2 x + h"], "2 x"),
        ("x**3", ["= 3 x ^2 + 3 x h + h^2"], "3 x ^2"),
        ("-x**2", ["= (-( x + h)^2 + x ^2) / h", "= - 2 x - h"], "- 2 x"),
        ("7*x", ["= 7"], "7"),
    ],
)
def test_the_derivative_of_a_power_is_worked_out(
    text: str, steps: list[str], derivative: str
) -> None:
    found = worked_out(formula(text))
    assert found is not None
    assert not found.whole
    shown = [read(step) for step in found.steps]
    assert set(map(read, steps)) <= set(shown)
    assert read(found.derivative) == read(f"f'( x ) = {derivative}")


@pytest.mark.parametrize(
    ("text", "whole", "inserted", "divided", "derivative"),
    [
        (
            "x**2/2 + x - 2",
            "frac(1, 2) x ^2 + x - 2",
            "frac(1, 2) (( x + h)^2 - x ^2) + h",
            "x + 1 + frac(1, 2) h",
            "x + 1",
        ),
        (
            "1.5*x**2 - 2.5*x",
            "1.5 x ^2 - 2.5 x",
            "1.5 (( x + h)^2 - x ^2) - 2.5 h",
            "3 x - 2.5 + 1.5 h",
            "3 x - 2.5",
        ),
        ("(x - 1)**2", "x ^2 - 2 x + 1", "(( x + h)^2 - x ^2) - 2 h", "2 x - 2 + h", "2 x - 2"),
        ("1 - 3*x", "- 3 x + 1", "-3 (( x + h) - x)", "- 3", "- 3"),
    ],
)
def test_the_derivative_of_a_quadratic_is_worked_out(
    text: str, whole: str, inserted: str, divided: str, derivative: str
) -> None:
    found = worked_out(formula(text))
    assert found is not None
    assert read(found.whole) == read(f"f( x ) = {whole}")
    assert found.multiplied == ("(" in text)
    assert read(found.steps[0]) == read(f"= ({inserted}) / h")
    assert read(found.steps[-1]) == read(f"= {divided}")
    assert read(found.derivative) == read(f"f'( x ) = {derivative}")


def test_large_coefficients_are_written_with_powers_of_ten() -> None:
    found = worked_out(formula("2e9*x**2 - 3000000000*x + 1000003"))
    assert found is not None
    assert read(found.steps[-1]) == read("= 4×10⁹ x - 3×10⁹ + 2×10⁹ h")
    assert "1000003" in read(found.whole)


def test_the_loss_of_data_is_multiplied_out() -> None:
    told = load_scenario("one-weight")
    start = printed(objective_of(told), np.array([1.0]))
    found = derivation(objective_of(told), told, start)
    assert found is not None
    assert read(found.whole) == read("J( w ) = 11 w ^2 - 44 w + 44")
    assert read(found.derivative) == read("J'( w ) = 22 w - 44")


def test_what_becomes_nothing_with_the_distance_fades_from_the_last_step() -> None:
    (scene,) = last_pictures(load_scenario("one-weight"), ["slope"])
    line = [
        part
        for part in shown_in(scene)
        if isinstance(part, Glyphs) and part.note.says == "= 22 w - 44 + 11 h"
    ]
    faint = [part for part in line if part.get_fill_opacity() < 0.5]
    kept = [part for part in line if part not in faint]
    (going,) = faint
    assert len(kept) == 2  # in two colours
    assert max(part.outlines[:, 0].max() for part in kept) < going.outlines[:, 0].min()
    assert len(curves_of(going.outlines)) == len("+11h")


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("x**2", 3),
        ("12.25*x**2 - 36.5*x + 3", 2),
        ("0.12345678*(x-1.2345678)**2", None),
        ("1234.5678*x**2 - 45678.912*x + 3", None),
    ],
)
def test_a_derivative_is_worked_out_only_where_it_can_be_read(text: str, steps: int | None) -> None:
    found = worked_out(formula(text))
    assert found is not None
    rows = DerivationRows(found, "2")
    heights = [row.height for row in (*rows.steps, rows.derivative, rows.here)]
    assert rows.stack() == (steps is not None)
    after = [row.height for row in (*rows.steps, rows.derivative, rows.here)]
    smallest = 1.0 if steps is None else 0.65  # what is not shown keeps its size
    assert all(
        new >= smallest * old - 1e-9 for new, old in zip(after[::-1], heights[::-1], strict=False)
    )
    assert len(rows.steps) == (steps or len(found.steps))


def test_rows_that_can_be_read_fill_no_more_than_their_room() -> None:
    room = regions.current().curve.derivation
    for sizes in ([(6.0, 0.4)], [(3.0, 1.5), (room.width * 1.4, 0.5), (2.0, 1.4)]):
        rows = [Rectangle(height=height, width=width) for width, height in sizes]
        assert stacked([VGroup(row) for row in rows])
        everything = VGroup(*rows)
        assert everything.width <= room.width + 1e-9
        assert everything.height <= room.height + 1e-9
        assert everything.get_corner(UL) == pytest.approx((room.left, room.top, 0.0))


@pytest.mark.parametrize("text", ["sin(x)", "x**4/4 - x**2/2 + x", "abs(x)", "1/x", "pi*x"])
def test_what_is_no_short_polynomial_is_not_worked_out(text: str) -> None:
    assert worked_out(formula(text)) is None


def test_a_derivative_is_confirmed_by_lines_over_the_first_distance_that_is_short_enough() -> None:
    objective = objective_of(scenario(formula("sin(x)"), run(1.0)))
    found = confirmed(objective, (-4.0, 4.0), [0.5, 2.0])
    assert found is not None
    for (derivative, slope), x in zip(found.slopes, (0.5, 2.0), strict=True):
        assert derivative == pytest.approx(math.cos(x))
        assert slope == pytest.approx((math.sin(x + found.h) - math.sin(x)) / found.h)
        assert slope == pytest.approx(derivative, abs=1e-3)
    assert f"{found.h:g}" == "0.001"


def test_rounding_confirms_nothing() -> None:
    objective = objective_of(scenario(formula("sin(x) + 1e15"), run(1.0)))
    assert confirmed(objective, (-4.0, 4.0), [0.5]) is None


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("parabola", "For any x: multiply out, divide by h, and let h go to 0."),
        ("one-weight", "For any w: multiply out, divide by h, and let h go to 0."),
        ("(x - 1)**2", "For any x: multiply f out, divide by h, and let h go to 0."),
        ("x*sin(x)", _BY_RULES),
        ("0.1234567*(x - 1.25)**2", _BY_RULES),
    ],
)
def test_the_derivative_is_found_and_not_assumed(name: str, sentence: str) -> None:
    told = scenario(formula(name), run(1.0)) if "(" in name else load_scenario(name)
    told = told.model_copy(update={"lesson": "curve"})
    assert sentence in sentences(record(told), "slope")


def worked_out(objective: Formula) -> Derivation | None:
    """How the derivative of a formula is found."""
    told = scenario(objective, run(1.0)).model_copy(update={"lesson": "curve"})
    return derivation(objective_of(told), told, printed(objective_of(told), np.array([1.0])))


def read(markup: str) -> str:
    """Typst math as a reader sees it, without its spaces."""
    return plain(markup).replace(" ", "")


class ArrowRenderer(Unseen):
    """Measures the arrow of the slope in every animation."""

    def __init__(self) -> None:
        super().__init__()
        self.lengths: list[float] = []

    def during(self, scene: Scene, began: float) -> None:
        assert isinstance(scene, CurveStep)
        arrow = getattr(scene, "arrow", None)
        if arrow is None or scene.is_current_animation_frozen_frame():
            return
        for seconds in np.linspace(0.0, scene.duration, 20):
            scene.update_to_time(float(seconds))
            self.lengths.append(arrow.arrow.width)


def test_the_arrow_of_the_slope_shrinks_to_the_step_and_not_to_nothing() -> None:
    recording = record(load_scenario("one-weight"))
    renderer = ArrowRenderer()
    scene = played(recording, "step", renderer)
    assert isinstance(scene, CurveStep)
    here, there = recording.runs[0].parameters[:2, 0]
    step = scene.stage.curve.box.width / 4.0 * (there - here)  # of the axis from 0 to 4
    whole = renderer.lengths.index(max(renderer.lengths))
    assert min(renderer.lengths[whole:]) == pytest.approx(step, rel=0.02)
