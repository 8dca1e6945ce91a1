"""What curve lessons say of a recording, and the three programs that make the same descent."""

from __future__ import annotations

import math
import re

import numpy as np
import pytest
import torch
from hypothesis import example, given
from hypothesis import strategies as st
from manim import Mobject, Scene, VMobject
from solver_cases import formula, run, scenario
from spoken import played

from gradreel.scenarios import load_scenario
from gradreel.scenarios.formula import parse_formula
from gradreel.scenes.chapter import Chapter
from gradreel.scenes.checks.scene_reader import shown_in
from gradreel.scenes.curve.chapters import WAYS
from gradreel.scenes.drawing.rehearsal import Unseen
from gradreel.scenes.lesson import chapters_of
from gradreel.scenes.parts.digits.numbers import exact
from gradreel.scenes.parts.formulas.python_printer import NumpyPrinter, TorchPrinter
from gradreel.scenes.parts.formulas.source_code import (
    Line,
    by_autograd,
    by_hand,
    by_optimizer,
    python_source,
    statement,
)
from gradreel.scenes.parts.in_space.fading import Exchange
from gradreel.scenes.parts.plots.ticks import fading_ticks
from gradreel.scenes.sentences import curve as texts
from gradreel.scenes.sentences.catalogue import worded
from gradreel.solver.descent import record
from gradreel.solver.objective import objective_of
from gradreel.solver.run_record import RunRecord


def recorded(text: str, start: float, **others: object) -> RunRecord:
    """The record of one run down a formula of x."""
    return record(scenario(formula(text), run(start, **others))).runs[0]


# Three ways


def ran(lines: list[Line], start: object, steps: int) -> list[float]:
    """The places that a program goes to when it is run so many times."""
    program = compile("\n".join(line for line, _ in lines), "panel", "exec")
    names = {"np": np, "torch": torch, "math": math, "x": start, "lr": 0.1}
    places = []
    for _ in range(steps):
        exec(program, names)
        places.append(torch.as_tensor(names["x"], dtype=torch.float64).item())
    return places


@pytest.mark.parametrize(
    "text",
    [
        "x**2",
        "sin(3*x) + x**2/2",
        "cos(2)*x**2 + exp(1)*x",
        "tanh(x)",
        "log(cosh(x))",
        "x**4/4 - x**2/2 + x/8",
        "1e-9*x**2",
        "atan(x)",
        "sqrt(x**2+1)",
    ],
)
def test_the_programs_shown_make_the_descent_recorded(text: str) -> None:
    one = recorded(text, 1.5, lr=0.1, steps=5)
    objective = objective_of(scenario(formula(text), run(1.5)))
    tensor = torch.tensor(1.5, dtype=torch.float64, requires_grad=True)
    optimized = torch.tensor(1.5, dtype=torch.float64, requires_grad=True)
    places = one.parameters[:, 0]
    columns = [
        ran(by_hand(objective, 0.1, places).lines, 1.5, 5),
        ran(by_autograd(objective, 0.1, places).lines, tensor, 5),
        ran(by_optimizer(objective, 0.1, places).lines, optimized, 5),
    ]
    for column in columns:
        assert column == pytest.approx(one.parameters[1:, 0].tolist(), rel=1e-14)
    assert one.ways.shape == (2, 6, 1)
    np.testing.assert_allclose(one.ways[:, :, 0], [one.parameters[:, 0]] * 2, rtol=1e-14)


def test_a_number_that_torch_takes_for_no_whole_one_is_written_with_a_power_of_ten() -> None:
    expression = parse_formula("1e30*x**2 + x/1e20", ("x",))
    source = python_source(expression, TorchPrinter("torch", "x", True))
    assert source == "1e+30*x**2 + x/1e+20"


def test_functions_are_those_of_the_library_that_computes() -> None:
    expression = parse_formula("asin(x)*pi + abs(x)", ("x",))
    assert python_source(expression, NumpyPrinter("np", True)) == "abs(x) + np.pi*np.arcsin(x)"
    assert (
        python_source(expression, TorchPrinter("torch", "x", True))
        == "abs(x) + torch.pi*torch.arcsin(x)"
    )


@given(st.lists(st.sampled_from(["x**2", "sin(x)/3", "7*x", "123456789.25"]), min_size=1))
def test_a_line_of_code_keeps_to_its_width_and_can_be_run(terms: list[str]) -> None:
    lines = statement("loss =", " + ".join(terms), 21)
    assert 1 <= len(lines) <= 6
    assert max(map(len, lines)) <= 21
    if not lines[-1].endswith("…"):
        compile("\n".join(lines), "panel", "exec")


def test_the_parabola_comes_out_the_same_but_for_rounding_to_its_last_step() -> None:
    one = record(load_scenario("parabola")).runs[0]
    assert one.ways[:, :4, 0].tolist() == [[-10.0, -8.0, -6.4, -5.12]] * 2
    assert one.ways.shape == (2, 1003, 1)
    np.testing.assert_allclose(one.ways, [one.parameters] * 2, rtol=1e-13)


def test_of_very_many_steps_the_first_are_compared() -> None:
    assert recorded("x**2", 1.5, lr=1e-4, steps=2001).ways.shape == (2, 6, 1)


@pytest.mark.parametrize(
    ("apart", "sentence"),
    [
        (0.0, "All three give the same numbers, down to the last digit."),
        (2.0**-50, "At no step do the three differ by more than 8.882×10⁻¹⁶, which is rounding."),
        (0.5, "At no step do the three differ by more than 0.5."),
    ],
)
def test_numbers_that_differ_are_not_called_the_same(apart: float, sentence: str) -> None:
    assert worded(texts.agreement(apart, 10.0)) == sentence


@pytest.mark.parametrize(
    ("others", "shown"),
    [
        ({}, True),
        ({"options": {"momentum": 0.0}}, True),
        ({"options": {"momentum": 0.9}}, False),
        ({"options": {"weight_decay": 0.1}}, False),
        ({"optimizer": "Adam"}, False),
    ],
)
def test_three_ways_are_shown_of_the_plain_rule_alone(
    others: dict[str, object], shown: bool
) -> None:
    problem = scenario(formula("x**2"), run(1.0, **others))
    assert WAYS.fits(problem) is shown
    one = record(problem).runs[0]
    assert one.ways.shape == (2, one.steps + 1 if shown else 0, 1)


class Exchanged(Unseen):
    """Measures the drawing, without the words around it, in all exchanges of pictures."""

    def __init__(self) -> None:
        super().__init__()
        self.exchanges: list[list[float]] = []

    def during(self, scene: Scene, began: float) -> None:
        assert isinstance(scene, Chapter)
        if not any(isinstance(animation, Exchange) for animation in scene.animations or ()):
            return
        seen = []
        for seconds in np.linspace(0.0, scene.duration, 13):
            scene.update_to_time(float(seconds))
            around = {part for text in scene.frame_texts for part in text.get_family()}
            shown = [part for part in shown_in(scene) if part not in around and len(part.points)]
            opaque = [part for part in shown if _opacity(part) > 0.6]
            seen.append(max((part.width for part in opaque), default=0.0))
        self.exchanges.append(seen)


def _opacity(part: Mobject) -> float:
    assert isinstance(part, VMobject)
    stroke = part.get_stroke_opacity() if part.get_stroke_width() else 0.0
    return float(max(part.get_fill_opacity(), stroke))


@pytest.mark.parametrize("followed_by", ["rates", "step"])
def test_the_picture_is_never_empty_while_programs_replace_the_curve(followed_by: str) -> None:
    told = load_scenario("parabola", [f'chapters=["ways", "{followed_by}"]'])
    renderer = Exchanged()
    played(record(told), "ways", renderer)
    assert len(renderer.exchanges) == 4
    assert min(map(min, renderer.exchanges)) > 2.0, renderer.exchanges


def test_three_ways_come_between_the_descent_and_the_rates_where_there_is_a_formula() -> None:
    names = [chapter.name for chapter in chapters_of(load_scenario("parabola"))]
    assert names[names.index("ways") - 1 :][:3] == ["descent", "ways", "rates"]
    assert "ways" not in [chapter.name for chapter in chapters_of(load_scenario("one-weight"))]


def test_a_run_that_leaves_at_once_has_its_start_in_three_ways() -> None:
    one = recorded("log(x) + x", 0.5, lr=0.4, steps=9)
    assert one.steps == 0
    assert one.ways.tolist() == [[[0.5]], [[0.5]]]


@given(st.floats(allow_nan=False, allow_infinity=False))
@example(1e-5)
@example(-1e300)
@example(-0.00001)
def test_an_exact_number_reads_back_equal(value: float) -> None:
    raised = re.search("(^|−|×)10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)$", exact(value))
    mantissa = exact(value)[: raised.start() if raised else None]
    sign = "−" if raised and raised[1] == "−" else ""
    power = raised[2].translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")) if raised else "0"
    assert float(f"{sign}{mantissa or 1}e{power}".replace("−", "-")) == value


# Sentences


@pytest.mark.parametrize(
    ("one", "sentence"),
    [
        (recorded("x**2", -10.0), "The flatter the curve, the shorter the step."),
        (recorded("x**2", -10.0, lr=1.05), "The steeper the curve, the longer the step."),
        (recorded("x**4/4 - x**2/2", 0.01), "The steeper the curve, the longer the step."),
        (
            recorded("2*x", 3.0),
            "The slope stays the same size, so each step is as long as the one before.",
        ),
        (recorded("x**2", 0.0), "The slope is 0, so each step is 0, too."),
        (
            recorded("x**2", 1.0, optimizer="Adam"),
            "Adam with learning rate 0.1: the same rule, again and again.",
        ),
    ],
)
def test_slope_and_step_go_together_as_recorded(one: RunRecord, sentence: str) -> None:
    assert worded(texts.descends(one)) == sentence


def test_a_step_of_a_flat_place_is_none() -> None:
    assert "so is the step" in worded(texts.rule(recorded("x**2", 0.0)))
    assert "learning rate 0.1 · slope" in worded(texts.rule(recorded("x**2", 1.0)))
    own = worded(texts.rule(recorded("x**2", 1.0, optimizer="Adam")))
    assert own.startswith("Adam: a running mean")


@pytest.mark.parametrize(
    ("slope", "before", "told"),
    [
        (2.0, -20.0, "less steep, and downhill is to the left"),
        (30.0, -20.0, "steeper, and downhill is to the left"),
        (-2.0, -20.0, "less steep, and downhill is again to the right"),
    ],
)
def test_a_second_slope_is_compared_with_the_first(slope: float, before: float, told: str) -> None:
    assert told in worded(texts.slope_there("x", 1.0, slope, before))


# Axes


@given(st.floats(-1e3, 1e3), st.floats(1e-3, 1e3), st.integers(3, 5))
def test_an_axis_never_has_a_single_tick(low: float, span: float, count: int) -> None:
    shown = fading_ticks(low, low + span, count)
    assert sum(opacity for _, opacity in shown) >= 2.0 - 1e-9
    assert len(shown) <= 2 * count + 2
