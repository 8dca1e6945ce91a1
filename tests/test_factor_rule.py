"""The rule of what a step leaves, and the slices beside it: long numbers keep to their room."""

from __future__ import annotations

import numpy as np
import pytest
from manim import VGroup
from solver_cases import run, scenario

from gradreel.scenarios import Formula
from gradreel.scenes import regions
from gradreel.scenes.parts.descents.verdict import factor_rows, slope_rows
from gradreel.scenes.parts.formulas.factor_rule import FactorRule
from gradreel.scenes.parts.formulas.notation import notation_of
from gradreel.scenes.parts.geometry.box import Box
from gradreel.scenes.parts.maps.direction_names import direction_names
from gradreel.scenes.parts.maps.slices import Slices
from gradreel.solver.descent import record
from gradreel.solver.directions import directions_of, distances

ROOM = Box((1.75, -1.85), (4.65, 3.95))
LEFT = Box((-5.5, -1.85), (4.5, 4.2))


@pytest.mark.parametrize(
    ("factor", "lr", "lines"), [("1", 0.1, 1), ("4e6", 2e-8, 2), ("3e-9", 3e7, 2)]
)
def test_a_factor_that_is_long_takes_two_lines_rather_than_get_small(
    factor: str, lr: float, lines: int
) -> None:
    bowl = Formula(
        formula=f"{factor}*(x**2 + 3*y**2 + x*y)", domain={"x": (-3.0, 3.0), "y": (-3.0, 3.0)}
    )
    recording = record(scenario(bowl, run(2.5, -1.5, lr=lr, steps=3)))
    objective, notation = recording.objective, notation_of(recording.scenario)
    names = direction_names(directions_of(objective))
    rule = FactorRule(factor_rows(objective, recording.runs[0]), names, ROOM, notation)
    assert [len(group) for group in rule.numbers] == [lines, lines]
    written = VGroup(*rule.symbols, *rule.numbers)
    assert written.width <= ROOM.width + 1e-9
    assert written.get_bottom()[1] >= ROOM.bottom - 0.3
    usual = FactorRule((), (), ROOM, notation)
    assert rule.symbols[0].height >= 0.58 * usual.symbols[0].height


@pytest.mark.parametrize("number", ["2", "2.4944×10^7", "1.23456789×10^(-12)"])
def test_slices_leave_room_for_their_names(number: str) -> None:
    parabola = Formula(formula="x**2", domain={"x": (-1.0, 1.0)})
    names = [f'"steepest" : lambda = {number}', f'"flattest" : lambda = {number}']
    distances = np.array([[3.0, 3.0], [1.0, 2.0]])
    notation = notation_of(scenario(parabola, run(1.0)))
    slices = Slices(0.0, [3.0, 1.0], distances, names, LEFT, 1.5, notation)
    assert slices.names.get_right()[0] <= 1.5 + 1e-9
    assert slices.plot.box.width > LEFT.width / 2
    assert (slices.plot.box.width < LEFT.width) == (number != "2")


@pytest.mark.parametrize("size", [1e-12, 1.0, 123456.0])
def test_slices_leave_room_for_the_numbers_of_their_axis(size: float) -> None:
    notation = notation_of(scenario(Formula(formula="x**2", domain={"x": (-1, 1)}), run(1.0)))
    distances = np.array([[3.0], [1.0]])
    slices = Slices(
        0.0, [size], distances, ['"slope"'], regions.current().rates.slices, 1.5, notation
    )
    assert slices.plot.get_left()[0] >= regions.safe().left - 1e-9
    word, place = slices.submobjects[1], slices.plot.place(0.0, 0.0)
    assert word.get_center()[0] == pytest.approx(place[0], abs=1e-6)


@pytest.mark.parametrize(
    ("formula", "found"),
    [
        ("x**2/2 + x + y**2/4 - 2", [("1", "2", "2"), ("0.5", "1", "0.5")]),
        ("x**2 + x*y + y**2", []),  # its directions are not those of the parameters
    ],
)
def test_the_slopes_where_a_run_starts_are_the_curvatures_times_the_distances(
    formula: str, found: list[tuple[str, ...]]
) -> None:
    bowl = Formula(formula=formula, domain={"x": (-3.0, 3.0), "y": (-3.0, 3.0)})
    recording = record(scenario(bowl, run(1.0, 1.0, lr=0.1, steps=1)))
    one, objective = recording.runs[0], recording.objective
    away = distances(objective, one.parameters)[0]
    factors = factor_rows(objective, one)
    slopes = slope_rows(factors, directions_of(objective), away)
    assert [(*row.operands, row.result) for row in slopes] == found
    plain, told = (
        FactorRule(factors, ["x", "y"], ROOM, notation_of(recording.scenario), some)
        for some in ((), slopes)
    )
    assert len(told.symbols) - len(plain.symbols) == bool(found)


def test_of_several_slices_each_shows_the_loss_above_the_lowest() -> None:
    notation = notation_of(scenario(Formula(formula="x**2", domain={"x": (-1, 1)}), run(1.0)))
    away = np.array([[2.0, 1.0]])
    several = Slices(-2.5, [1.0, 0.5], away, ["x", "y"], LEFT, 1.5, notation)
    one = Slices(-2.5, [1.0], away[:, :1], ["x"], LEFT, 1.5, notation)
    assert several.plot.y[0] == 0.0
    assert one.plot.y[0] == -2.5
