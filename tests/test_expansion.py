"""How the loss of a model with one parameter becomes a polynomial, from the numbers of its data."""

from __future__ import annotations

import re
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from manim import Scene
from solver_cases import fit, run
from solver_cases import scenario as case_of
from spoken import played

from gradreel.scenarios import Scenario, load_scenario
from gradreel.scenes import regions
from gradreel.scenes.checks.equations import evaluated, untrue
from gradreel.scenes.checks.scene_reader import shown_in
from gradreel.scenes.curve.derivation import derivation
from gradreel.scenes.curve.expansion import Expansion, ExpansionRow, Residuals, expansion
from gradreel.scenes.curve.expansion_rows import ExpansionRows, readable_rows
from gradreel.scenes.curve.slope import CurveSlope
from gradreel.scenes.drawing.rehearsal import Unseen
from gradreel.scenes.parts.digits.printed import printed
from gradreel.scenes.parts.digits.reading import plain
from gradreel.scenes.parts.lettering.text import Glyphs
from gradreel.solver.descent import record
from gradreel.solver.objective import objective_of

HUNDREDTHS = st.integers(-999, 999).map(lambda number: number / 100)


def of(model: str, *points: tuple[float, float]) -> Scenario:
    """A curve lesson about a model of one parameter."""
    told = case_of(fit(model, *points), run(1.0, lr=0.01, steps=3))
    return told.model_copy(update={"lesson": "curve"})


def expanded(told: Scenario, digits: int = 4, worked_out: bool = True) -> Expansion:
    """The expansion of its loss, as printed above the derivation."""
    found = derivation(objective_of(told), told, printed(objective_of(told), np.array([1.0])))
    assert found is not None
    of_data = Residuals.of(told)
    return expansion(told, of_data, found.coefficients, found.sign, digits, worked_out)


def read(row: ExpansionRow) -> str:
    """A line as a reader sees it, without its spaces."""
    shown = plain(" ".join([row.left, row.sign, *row.terms])).replace(" ", "")
    return shown.replace("upright(sum)", "sum")


def test_each_point_has_its_square_and_the_columns_are_summed_and_averaged() -> None:
    found = expanded(load_scenario("one-weight"))
    assert [*map(read, found.squares)] == [
        "(w-2)^2=w^2-4w+4",
        "(2w-4)^2=4w^2-16w+16",
        "(3w-6)^2=9w^2-36w+36",
        "(4w-8)^2=16w^2-64w+64",
        "(5w-10)^2=25w^2-100w+100",
    ]
    assert not found.more
    assert found.sum is not None
    assert read(found.sum) == "sum=55w^2-220w+220"
    assert read(found.mean) == "J(w)=11w^2-44w+44"


@pytest.mark.parametrize(
    ("model", "square", "first", "mean"),
    [
        ("w*x", "(wx_i-y_i)^2=x_i^2w^2-2x_iy_iw+y_i^2", "(2w-3)^2=4w^2-12w+9", "10w^2-26w+17"),
        ("x + b", "(b+x_i-y_i)^2=b^2+(2x_i-2y_i)b+(x_i-y_i)^2", "(b-1)^2=b^2-2b+1", "b^2-2b+1"),
        ("w*x + 3", "(wx_i+3-y_i)^2=", "(2w)^2=4w^2", "10w^2-8w+2"),
        ("w*x**2", "(wx_i^2-y_i)^2=x_i^4w^2-2x_i^2y_iw+y_i^2", "(4w-3)^2=16w^2-24w+9", "136w"),
        ("w*(x - 2)", "(w(x_i-2)-y_i)^2=", "(-3)^2=9", "2w^2-10w+17"),
    ],
)
def test_any_model_of_one_parameter_is_expanded(
    model: str, square: str, first: str, mean: str
) -> None:
    found = expanded(of(model, (2, 3), (4, 5)))
    shown = re.sub(r"\^\((\d)\)", r"^\1", plain(" ".join(found.any)).replace(" ", ""))
    assert shown.startswith(square)
    assert read(found.squares[0]).replace("−", "-") == first
    assert mean in read(found.mean)


def test_of_many_points_the_first_ones_are_shown_and_all_are_summed() -> None:
    found = expanded(of("w*x", *((x, 2 * x) for x in range(1, 9))))
    assert len(found.squares) == 3
    assert found.more
    assert found.sum is not None
    assert read(found.sum) == "sum=204w^2-816w+816"
    assert read(found.mean) == "J(w)=25.5w^2-102w+102"


def test_a_single_square_is_the_loss_itself() -> None:
    found = expanded(of("w*x", (2, 3)))
    assert found.sum is None
    assert read(found.mean) == "J(w)=4w^2-12w+9"


@settings(deadline=None, max_examples=30)
@given(st.lists(st.tuples(HUNDREDTHS, HUNDREDTHS), min_size=1, max_size=8), st.sampled_from([4, 2]))
def test_every_line_holds_as_printed(points: list[tuple[float, float]], digits: int) -> None:
    told = of("w*x", *points, (1.0, 1.0))
    found = expanded(told, digits)
    for place in ("-2", "0", "3"):
        known = {"w": Decimal(place)}
        for row in found.squares:
            assert untrue(plain(f"{row.left} {row.sign} {' '.join(row.terms)}"), [known]) == []
        assert found.sum is not None
        for row, times in ((found.sum, len(points) + 1), (found.mean, 1)):
            value = evaluated(plain(" ".join(row.terms)) or "0", known)
            loss = float(objective_of(told).value([float(place)]))
            assert value is not None
            size = max(
                abs(float(evaluated(plain(t).lstrip("+ "), known) or 0)) for t in row.terms if t
            )
            assert float(value) == pytest.approx(times * loss, abs=2e-3 * size + 1e-9)


def test_squares_that_are_too_wide_are_given_by_their_factors_in_columns() -> None:
    found = expanded(of("w*x", (0.123, 4.567), (-2.5, 8.125)), digits=3, worked_out=False)
    assert found.heads is not None
    assert found.sum is not None
    assert [*map(read, (found.heads, *found.squares, found.sum))] == [
        "ix_i^(2)-2x_iy_iy_i^(2)",
        "10.0151−1.1220.9",
        "26.2540.666",
        "sum6.26539.586.87",
    ]


@pytest.mark.parametrize(
    ("told", "lines", "in_columns"),
    [
        (load_scenario("one-weight"), 8, False),
        (of("w*x", (1.0, 3.0)), 3, False),
        (of("w*x", (0.123, 4.567), (-2.5, 8.125), (3.25, -1.5)), 7, True),
        (of("w*sin(3*x)", *((0.1 * x, 0.37 * x) for x in range(60))), 9, True),
        (of("w*x", (1234.5, 4567.8), (2345.6, 7891.2), (3456.7, 1234.5)), 0, False),
    ],
)
def test_an_expansion_is_shown_where_it_can_be_read(
    told: Scenario, lines: int, in_columns: bool
) -> None:
    found = derivation(objective_of(told), told, printed(objective_of(told), np.array([1.0])))
    assert found is not None
    rows = readable_rows(told, found.coefficients, found.sign)
    assert (len(rows.lines) if rows else 0) == lines
    if rows is None:
        return
    assert in_columns == any(len(line) > 1 and not len(line[1]) for line in rows.lines)
    room = regions.current().curve.derivation
    assert rows.width <= room.width + 1e-9
    assert rows.height <= room.height + 1e-9
    bottoms = [line[0].origin[1] for line in rows.lines]
    assert bottoms == sorted(bottoms, reverse=True)


def test_the_terms_of_a_column_end_at_one_line_and_stand_on_those_of_their_rows() -> None:
    rows = ExpansionRows(expanded(load_scenario("one-weight")), 1)
    table = [line for line in rows.lines if len(line) > 1]
    assert len(table) == 7
    for column in (2, 3, 4):
        ends = [line[column].get_right()[0] for line in table]
        assert ends == pytest.approx([ends[0]] * 7)
    for line in table:
        assert [cell.origin[1] for cell in line] == pytest.approx([line[0].origin[1]] * 5)


class LastTexts(Unseen):
    """Remembers the texts of a chapter before it closes, with their lower ends."""

    def during(self, scene: Scene, began: float) -> None:
        assert isinstance(scene, CurveSlope)
        if not scene.finished:
            shown = [part for part in shown_in(scene) if isinstance(part, Glyphs)]
            self.texts = {part.note.says: float(part.get_bottom()[1]) for part in shown}
            self.top = scene.stage.curve.box.top


def test_the_loss_that_was_found_stays_above_its_curve() -> None:
    renderer = LastTexts()
    played(record(load_scenario("one-weight")), "slope", renderer)
    assert all(renderer.texts[term] > renderer.top for term in ("J ( w )", "11 w ^2", "- 44 w"))
    assert "upright( sum )" not in renderer.texts
