"""Formulas of any length can be read: in lines, or in a shorter form; so can the card of facts."""

from __future__ import annotations

import pytest
from case_files import case

from gradreel.scenarios import load_scenario
from gradreel.scenarios.formula import parse_formula
from gradreel.scenes import theme
from gradreel.scenes.curve.overview import CurveRecap
from gradreel.scenes.parts.digits.reading import plain
from gradreel.scenes.parts.formulas.formula import typst_in_pieces, typst_shortened
from gradreel.scenes.parts.formulas.long_formula import formula_within
from gradreel.scenes.parts.lettering.text import words
from gradreel.scenes.sentences.catalogue import worded
from gradreel.scenes.sentences.lesson import provenance
from gradreel.scenes.wide_frame import WIDE
from gradreel.solver.descent import record

WAVES = " + ".join(f"sin({k}*x)*cos({k}*y)/{k}" for k in range(1, 9))
DEEP = (
    "sin((x**3 - 7.25*x*y + 11.75)*cos((y**3 + 3.25*x*y - 12.5)*exp((x**2 - 1.75*x*y + y**2)/"
    "(5.25 + sin(x*y - 3.5*x))) - 8.75*x)*tanh(x*y + 2.125*x - 7.75*y)*(x**7 - 1234.56789*x))"
)


def pieces(text: str) -> list[list[str]]:
    return [*typst_in_pieces(parse_formula(text, ("x", "y")), {})]


def shortened(text: str) -> list[str]:
    return [*typst_shortened(parse_formula(text, ("x", "y")), {})]


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("x**2 - y + 3", [["x^(2)", "- y", "+ 3"]]),
        ("-x + y", [["-x", "+ y"]]),
        ("x*sin(y)*(x - 1)", [["x (x - 1) sin(y)"], ["x", "dot (x - 1)", "dot sin(y)"]]),
        ("exp(x + y)", [["e^(x + y)"]]),
        ("x/(1 + y)", [["frac(x, y + 1)"], ["x", "dot frac(1, y + 1)"]]),
    ],
)
def test_a_formula_is_broken_between_its_terms_or_its_factors(
    text: str, broken: list[list[str]]
) -> None:
    assert pieces(text) == broken


def test_dots_stand_for_terms_and_then_for_what_stands_deep_within() -> None:
    text = "exp(1 + x + x**2 + x**3 + x**4 - y**5)"
    told = shortened(text)
    assert told[0] == "e^(x^(4) + x^(3) + x^(2) + dots.c + 1)"
    assert told[2] == "e^(x^(4) + dots.c + 1)"
    assert told[-1] == "e^(dots.c)"
    assert [len(one) for one in told] == sorted(map(len, told), reverse=True)


@pytest.mark.parametrize(
    ("text", "room", "dots"),
    [
        ("x**2 + y", (5.0, 2.0), False),
        ("x**2/2 + x*y/3 - y**2/7 + 1.25*x - 3.125*y", (5.0, 2.0), False),
        (WAVES, (12.8, 3.0), False),
        (WAVES, (12.8, 1.4), True),
        (DEEP, (12.8, 1.4), True),
    ],
    ids=["in a line", "in two lines", "in three lines", "without terms", "without what is deep"],
)
def test_a_formula_keeps_to_its_room_and_can_be_read(
    text: str, room: tuple[float, float], dots: bool
) -> None:
    whole = [[f"z = & {first}", *rest] for first, *rest in pieces(text)]
    versions = [*whole, *([f"z = & {one}"] for one in shortened(text))]
    shown, readable = formula_within(versions, 0.66, room)
    assert readable
    assert shown.width <= room[0] + 1e-9
    assert shown.height <= room[1] + 1e-9
    assert ("dots" in shown.submobjects[0].note.says) == dots
    assert formula_within(whole, 0.66, room)[1] != dots


def test_a_formula_in_lines_is_read_as_one() -> None:
    assert plain('$ z = & x \\ & "" + y_1 $') == "z = x + y₁"
    assert plain('#text("R & D \\\\ 3")') == "R & D \\ 3"


def test_a_card_of_facts_leaves_out_options_before_it_gets_too_small() -> None:
    lbfgs = load_scenario(case("hostile/lbfgs"))
    assert [*map(worded, provenance(lbfgs, "1", 1))][2:4] == ["line search fn strong_wolfe", "…"]
    card = CurveRecap(record(lbfgs))._card()
    assert len(card) == 2
    assert card.width <= WIDE.recap.card_width
    assert all(line.width == words(line.note.says, theme.TICK).width for line in card)
