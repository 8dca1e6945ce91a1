"""Texts and formulas on the screen."""

from __future__ import annotations

import math
import re
from pathlib import Path

import numpy as np
import pytest
import sympy
import typst
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from manim import RIGHT, config

from gradreel.scenarios import load_scenario, shipped
from gradreel.scenarios.arrays import Array
from gradreel.scenarios.calculus import derivative
from gradreel.scenarios.formula import FUNCTIONS, parse_formula
from gradreel.scenarios.syntax import FormulaError
from gradreel.scenes import theme
from gradreel.scenes.parts.descents.readout import Readout
from gradreel.scenes.parts.digits.numbers import fixed, number
from gradreel.scenes.parts.formulas.equation import Equation
from gradreel.scenes.parts.formulas.formula import factor, symbol, typst_math
from gradreel.scenes.parts.lettering import typeset as compiling
from gradreel.scenes.parts.lettering.compiler import svg
from gradreel.scenes.parts.lettering.text import (
    Counter,
    Markup,
    _character,
    code,
    flowing,
    maths,
    paragraph,
    words,
)
from gradreel.scenes.parts.lettering.typeset import in_math, quoted, typeset
from gradreel.solver.objective import objective_of

# Text

PLAIN = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12)
SYNTAX = st.lists(
    st.sampled_from(
        [
            *('#read("/etc/passwd")', "#eval", "$", '"', "\\", "`", "```", "//", "/*", "*/"),
            *("http://a.b", "*", "_", "<l>", "@x", "--", "~", "[", "]", "{", "}", "#", "\\u{41}"),
            *("= ", "- ", "1. ", "'", "...", "a", " "),
        ]
    ),
    max_size=6,
).map("".join)
HARMLESS = ["$x$", "\\", '"', '\\"', "`x`", "//c", "/* c */", "*b*", "_i_", "<l>", "@r", "#x"]


def points_of(markup: str) -> Array:
    outlines = typeset(markup).outlines
    return np.concatenate([np.empty((0, 3)), *(outline.points for outline in outlines)])


@settings(max_examples=150)
@given(PLAIN | SYNTAX)
def test_any_text_is_typeset(text: str) -> None:
    layout = typeset(quoted(text))
    assert {outline.color for outline in layout.outlines} <= {"#000000"}
    for outline in layout.outlines:
        assert outline.points.shape[0] % 4 == 0
        assert np.isfinite(outline.points).all()
    words(text)
    code(text)
    Counter(text)
    paragraph(text, 5.0)


@pytest.mark.parametrize(
    "text",
    [*HARMLESS, '#read("/etc/passwd")', '#eval("1+1")', "https://a.b/c", "#import x: *", "= x"],
)
def test_text_shows_the_glyphs_of_its_characters_and_nothing_else(text: str) -> None:
    """In a font of fixed width each character's place is known, and none is left out."""
    mono = '#text(font: "DejaVu Sans Mono", ligatures: false, features: ("calt": 0))'
    whole = points_of(f"{mono}[{quoted(text)}]")
    width = typeset(f"{mono}[{quoted('aa')}]").width - typeset(f"{mono}[{quoted('a')}]").width
    glyphs = [
        points_of(f"{mono}[{quoted(character)}]") + np.array([place * width, 0.0, 0.0])
        for place, character in enumerate(text)
        if character != " "
    ]
    assert whole == pytest.approx(np.concatenate(glyphs), abs=1e-3)


def test_no_file_is_read_whatever_the_markup(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    for path in (str(secret), "/etc/passwd", "../../../../etc/passwd"):
        with pytest.raises(typst.TypstError):
            typeset(f'#read("{path}")')


@pytest.mark.parametrize("text", ["ace", "xyz", "gjp", "ÀÉ", "(12)", "−7.87×10⁻⁹⁷", "a/b", "fl"])
def test_texts_in_a_row_stand_on_one_baseline(text: str) -> None:
    assert typeset(quoted(text)).baseline == pytest.approx(typeset(quoted("n")).baseline)
    letter = words(f"n{text}", 0.5).on_baseline((1.0, -2.0, 0.0))
    assert letter.origin == pytest.approx([1.0, -2.0, 0.0])
    foot = words("n", 0.5).on_baseline((1.0, -2.0, 0.0)).points[4:, 1].min()
    assert foot == pytest.approx(-2.0, abs=0.01)


@pytest.mark.parametrize("markup", ["x", "x_1", "x^2", "norm(nabla J)", "e^(-x^2)", "w_1 + w_2"])
def test_formulas_and_texts_in_a_row_stand_on_one_baseline(markup: str) -> None:
    name = maths(f"n {markup}", 0.5).on_baseline((0.0, 0.0, 0.0))
    first = name.submobjects[0].points[4:]
    glyph = first[first[:, 0] < 0.25]
    assert glyph[:, 1].min() == pytest.approx(0.0, abs=0.012)


NUMERALS = st.text("0123456789.−×⁻⁰¹²³⁴⁵⁶⁷⁸⁹∞", min_size=1, max_size=14)


@given(NUMERALS, NUMERALS)
def test_a_counter_looks_like_words(text: str, before: str) -> None:
    place = (1.0, 2.0, 0.0)
    counter = Counter(before, 0.5).on_baseline(place)
    expected = words(text, 0.5).on_baseline(place).points
    assert counter.write(text).points == pytest.approx(expected, abs=1e-3)
    assert counter.origin == pytest.approx(place)


@given(st.text("0123456789−", min_size=1, max_size=8), st.text("0123456789", max_size=3))
def test_a_counter_flush_right_keeps_its_right_end(text: str, before: str) -> None:
    counter = Counter(before, 0.5, align=RIGHT).on_baseline((3.0, 0.0, 0.0)).write(text)
    left = words(text, 0.5).on_baseline((3.0 - typeset(quoted(text)).width * 0.5, 0.0, 0.0))
    assert counter.points[4:] == pytest.approx(left.points[4:], abs=1e-3)


def test_digits_are_all_as_wide() -> None:
    assert len({round(typeset(quoted(digit)).width, 6) for digit in "0123456789"}) == 1


def test_the_same_text_is_compiled_once(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []

    def counted(markup: str) -> object:
        compiled.append(markup)
        return svg(markup)

    monkeypatch.setattr(compiling, "svg", counted)
    for size in (0.3, 0.5, 0.5):
        words("compiled only once", size, theme.colors().here)
        words("compiled only once", size)
    assert compiled.count(quoted("compiled only once")) == 1


def test_numbers_that_change_compile_nothing() -> None:
    typeset.cache_clear()
    _character.cache_clear()
    counter, readout = Counter(""), Readout([("x", theme.colors().here)], (0.0, 0.0), 2.0)
    before = typeset.cache_info().misses
    for value in (*np.geomspace(1e-300, 1e300, 300), 0.0, -1.25, math.inf, -math.inf, math.nan):
        counter.write(number(float(value)))
        readout.write(fixed(-float(value), 2))
    assert typeset.cache_info().misses == before


def test_a_long_text_is_broken_within_its_width() -> None:
    text = "Take a second point at a distance: rise over run is the slope of the line. " * 2
    block = paragraph(text, 6.0, 0.4)
    assert block.width <= 6.0 + 1e-6
    assert block.height > 2 * 0.4
    assert words(text, 0.4).width > 12


@pytest.mark.parametrize("count", range(9, 30))
def test_a_broken_text_does_not_end_in_an_orphan(count: int) -> None:
    sentence = "Take a second point at a distance: rise over run is the slope of it. "
    words_of_it = (2 * sentence).split()
    text = " ".join(words_of_it[:count])
    lines = _lines(paragraph(text, 6.0, 0.4))
    longest = max(words(word, 0.34).width for word in words_of_it)
    assert len(lines) == len(_lines(flowing(text, 6.0, 0.34)))
    assert max(lines) - min(lines) <= (len(lines) - 1) * (longest + 0.34)


def test_what_has_no_spaces_is_broken_evenly_too() -> None:
    lines = _lines(paragraph("開" * 43, 6.0, 0.4))
    assert len(lines) > 1
    assert max(lines) - min(lines) <= len(lines) * 0.4


@pytest.mark.parametrize("kept", ["0.73 %", "b = −39.34"])
def test_a_number_is_not_parted_from_what_it_is(kept: str) -> None:
    for count in range(5, 12):
        before = " ".join(["by"] * count)
        first = _lines(paragraph(f"{before} {kept} and a step", 5.0, 0.4))[0]
        for parted in (kept[: at.start()] for at in re.finditer(" ", kept)):
            assert abs(first - words(f"{before} {parted}", 0.34).width) > 0.02


@pytest.mark.parametrize("number", ["10²⁰", "7.2×10¹⁰", "10⁻⁵"])
def test_an_exponent_does_not_touch_the_line_above(number: str) -> None:
    above = "ggggggggg"
    (part,) = paragraph(f"{above} {number}", words(above, 0.34).width * 1.02, 0.4)
    heights = part.outlines.reshape(-1, 4, 3)[..., 1]
    low, high = (ends[np.argsort(heights.min(axis=1))] for ends in (heights.min(1), heights.max(1)))
    gaps = low[1:] - np.maximum.accumulate(high)[:-1]
    assert gaps.max() > 0.1 * 0.34


def test_a_word_that_fits_no_line_stays_whole() -> None:
    word = "Donaudampfschifffahrtsgesellschaft"
    block = paragraph(f"{word} and a few others", 3.0, 0.4)
    assert block.width == pytest.approx(words(word, 0.34).width, abs=0.01)


def _lines(block: Markup) -> list[float]:
    """The widths of the lines of a block of one colour: one ends where strokes leap to the left."""
    (part,) = block
    strokes = part.points[4:].reshape(-1, 4, 3)[..., 0]
    ends = np.flatnonzero(np.diff(strokes.min(axis=1)) < -1.0) + 1
    return [float(np.ptp(line)) for line in np.split(strokes, ends)]


def test_a_text_a_little_too_long_is_set_smaller() -> None:
    text = "Together they are the gradient"
    natural = typeset(quoted(text)).width * 0.4
    squeezed = paragraph(text, natural / 1.05, 0.4)
    assert squeezed.height == pytest.approx(paragraph(text, natural * 1.1, 0.4).height / 1.05)
    assert squeezed.width <= natural / 1.05


def test_each_colour_of_markup_is_a_part() -> None:
    name = maths(
        f"{in_math('x', theme.colors().here)} + {in_math('y', theme.colors().step)} + z",
        color=theme.colors().ink,
    )
    assert isinstance(name, Markup)
    colors = [part.get_fill_color().to_hex() for part in name.submobjects]
    assert sorted(colors) == sorted([theme.colors().here, theme.colors().step, theme.colors().ink])
    x, y = (name.part(color).points[4:, 0] for color in (theme.colors().here, theme.colors().step))
    assert x.max() < y.min()


# Formulas


def trees() -> st.SearchStrategy[str]:
    leaves = st.sampled_from(["x", "y", "w1", "theta", "pi", "e", "2", "3.5", "0.1", "1e-6", "-2"])
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.tuples(inner, st.sampled_from("+-*/"), inner).map(lambda t: f"({t[0]}{t[1]}{t[2]})"),
            st.tuples(inner, st.sampled_from(["2", "3", "0.5", "(-1)", "(-2)", "(1/3)"])).map(
                lambda t: f"({t[0]})**{t[1]}"
            ),
            st.tuples(st.sampled_from(sorted(FUNCTIONS)), inner).map(lambda t: f"{t[0]}({t[1]})"),
            inner.map(lambda text: f"(-{text})"),
        ),
        max_leaves=6,
    )


@settings(max_examples=120)
@given(trees())
@example("x/((-(y))**0.5)")
@example("abs(x)**2*abs(-y)")
@example("log(x)**2/3.5")
def test_every_formula_and_its_slopes_can_be_typeset(text: str) -> None:
    names = ("x", "y", "w1", "theta")
    try:
        expression = parse_formula(text, names)
    except FormulaError:
        assume(False)
    for shown in (expression, derivative(expression, "x"), derivative(expression, "theta")):
        layout = typeset(
            f"$ {typst_math(shown, {'x': theme.colors().here, 'w1': theme.colors().step})} $"
        )
        colors = {outline.color for outline in layout.outlines}
        used = {str(s) for s in shown.free_symbols}
        assert (theme.colors().here in colors) == ("x" in used)
        assert (theme.colors().step in colors) == ("w1" in used)


@pytest.mark.parametrize(
    ("text", "markup"),
    [
        ("x**2/2 + x + y**2/4 - 2", "frac(1, 2) x^(2) + x + frac(1, 4) y^(2) - 2"),
        ("x**2", "x^(2)"),
        ("-x", "-x"),
        ("x*(x + y)", "x (x + y)"),
        ("2*(x + y)**2", "2 (x + y)^(2)"),
        ("x/y", "frac(x, y)"),
        ("1/x", "frac(1, x)"),
        ("sqrt(x)", "sqrt(x)"),
        ("exp(-x)", "e^(-x)"),
        ("log(x)", "ln(x)"),
        ("atan(x)", "arctan(x)"),
        ("abs(x - 1)", "abs(x - 1)"),
        ("0.25*x", '"0.25" x'),
        ("1.0*x", "x"),
        ("1e12*x**2", '"10¹²" x^(2)'),
        ("-1.15e9*x", '-"1.15×10⁹" x'),
        ("1234567*x", "1234567 x"),
        ("2500000*x", "2500000 x"),
        ("sin(x)**2", "(sin(x))^(2)"),
    ],
)
def test_a_formula_is_written_as_in_a_textbook(text: str, markup: str) -> None:
    assert typst_math(parse_formula(text, ("x", "y"))) == markup


def test_the_slopes_of_the_shipped_formulas_are_written_out() -> None:
    slopes = {
        name: [typst_math(d) for d in objective_of(load_scenario(name)).partials or ()]
        for name in ("quadratic", "parabola", "two-valleys")
    }
    assert slopes["quadratic"] == ["x + 1", "frac(1, 2) y"]
    assert slopes["parabola"] == ["2 x"]
    assert slopes["two-valleys"] == ["x^(3) - x + frac(1, 8)", "frac(1, 2) y"]


@pytest.mark.parametrize(
    ("name", "markup"),
    [
        ("x", "x"),
        ("w1", 'w_"1"'),
        ("theta_0", 'theta_"0"'),
        ("alpha", "alpha"),
        ("slope", 'upright("slope")'),
        ("x_i", "x_i"),
        ("x1_i", 'x_("1" i)'),
        ("in", 'upright("in")'),
    ],
)
def test_a_name_is_written_as_a_symbol(name: str, markup: str) -> None:
    assert symbol(name) == markup
    assert typeset(f"$ {markup} $").outlines


@given(st.from_regex(r"[A-Za-z][A-Za-z0-9_]{0,9}", fullmatch=True))
def test_any_name_can_be_typeset(name: str) -> None:
    assert typeset(f"$ {symbol(name)} + 1 $").outlines


def test_a_negative_factor_stands_in_brackets() -> None:
    assert (factor(-2.0), factor(2.0)) == ('("−2")', '"2"')


@pytest.mark.parametrize("name", shipped())
def test_a_derivative_is_shown_as_it_is(name: str) -> None:
    """What sympy reads in the typeset text is the derivative that descends."""
    objective = objective_of(load_scenario(name))
    for partial in objective.partials or ():
        markup = typst_math(partial)
        plain = re.sub(r"frac\((\d+), (\d+)\)", r"(\1/\2)", markup).replace('"', "")
        plain = plain.replace("^", "**").replace(" dot ", "*")
        plain = re.sub(r"(?<=[\w)]) (?=[\w(])", "*", plain)
        names = FUNCTIONS | {str(s): s for s in partial.free_symbols}
        assert sympy.simplify(sympy.sympify(plain, locals=names) - partial) == 0


@pytest.mark.parametrize("size", [theme.TICK, theme.LABEL, theme.SENTENCE, theme.FORMULA])
@pytest.mark.parametrize("sign", ["⁹", "₁"])
def test_exponents_and_indices_can_be_read_in_texts_of_every_size(size: float, sign: str) -> None:
    """They are at least 1.6 % of the frame's height, whatever it has in pixels."""
    for alone in (words(sign, size), Counter(sign, size), maths(f'"{sign}"', size)):
        assert np.ptp(alone.get_all_points()[4:, 1]) >= 0.016 * config.frame_height


def test_exponents_leave_a_text_on_its_baseline() -> None:
    whole, head = words("7.873×10⁻¹²³⁴⁵⁶⁷⁸"), words("7.873×10")
    assert whole.get_left()[0] == pytest.approx(head.get_left()[0])
    assert whole.origin == pytest.approx(head.origin)
    assert whole.note.says == "7.873×10⁻¹²³⁴⁵⁶⁷⁸"


def test_a_piece_of_an_equation_alone_is_where_it_was_and_no_wider_than_it_looks() -> None:
    piece = Equation("{} = {}", [("a + b + c", "#FF0000"), ("12", "#00FF00")]).pieces[1]
    alone = piece.alone()
    np.testing.assert_array_equal(alone.outlines, piece.outlines)
    assert alone.width == pytest.approx(float(np.ptp(piece.outlines[:, 0])))
    assert alone.origin[1] == piece.origin[1]
    assert piece.width > 2 * alone.width
