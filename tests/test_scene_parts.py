"""Text, numbers, formulas, timing, and what lessons read off a recording."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Literal

import numpy as np
import pytest
import sympy
import typst
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from manim import RIGHT

from scenarios import Run, Scenario, load_scenario, shipped
from scenarios.calculus import derivative
from scenarios.formula import FUNCTIONS, parse_formula
from scenarios.syntax import FormulaError
from scenes import theme, timing
from scenes.layout import contrast
from scenes.parts import typeset as compiling
from scenes.parts.ends import ends_of
from scenes.parts.formula import factor, symbol, typst_math
from scenes.parts.landscape import GRID, Landscape
from scenes.parts.loss_curve import LossCurve, loss_axes, mark_radius
from scenes.parts.numbers import as_typeset, fixed, number, power_of_ten, round_to
from scenes.parts.plot import Plot, nice_ticks, polyline
from scenes.parts.readout import Readout
from scenes.parts.text import Counter, Markup, _character, code, in_math, maths, paragraph, words
from scenes.parts.typeset import Array, quoted, typeset
from scenes.parts.verdict import follows_gradient, growth_factors, verdict
from scenes.parts.views import drawn_domain, start_only
from solver.descent import record
from solver.objective import objective_of
from solver.trajectory import Ending, Outcome, RunRecord, Trajectory
from tests.solver_cases import formula, run, scenario

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
    compiled: list[bytes] = []
    compiler = compiling._compiler()

    class Counted:
        def compile(self, source: bytes, format: Literal["svg"]) -> object:
            compiled.append(source)
            return compiler.compile(source, format=format)

    monkeypatch.setattr(compiling, "_compiler", Counted)
    for size in (0.3, 0.5, 0.5):
        words("compiled only once", size, theme.HERE)
        words("compiled only once", size)
    assert len(compiled) == 1


def test_numbers_that_change_compile_nothing() -> None:
    typeset.cache_clear()
    _character.cache_clear()
    counter, readout = Counter(""), Readout([("x", theme.HERE)], (0.0, 0.0), 2.0)
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


def test_a_text_a_little_too_long_is_set_smaller() -> None:
    text = "Together they are the gradient"
    natural = typeset(quoted(text)).width * 0.4
    squeezed = paragraph(text, natural / 1.05, 0.4)
    assert squeezed.height == pytest.approx(paragraph(text, natural * 1.1, 0.4).height / 1.05)
    assert squeezed.width <= natural / 1.05


def test_each_colour_of_markup_is_a_part() -> None:
    name = maths(f"{in_math('x', theme.HERE)} + {in_math('y', theme.STEP)} + z", color=theme.INK)
    assert isinstance(name, Markup)
    colors = [part.get_fill_color().to_hex() for part in name.submobjects]
    assert sorted(colors) == sorted([theme.HERE, theme.STEP, theme.INK])
    x, y = (name.part(color).points[4:, 0] for color in (theme.HERE, theme.STEP))
    assert x.max() < y.min()


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
        (999999.5, "1×10⁶"),
        (1e6, "1×10⁶"),
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
    mantissa, _, power = text.translate(PLAINED).partition("×10")
    return float(f"{mantissa}e{power or 0}")


@given(st.floats(allow_nan=False, allow_infinity=False), st.integers(2, 8))
def test_a_number_reads_back_within_its_digits(value: float, digits: int) -> None:
    assume(value == 0.0 or abs(value) > 1e-300)
    assume(abs(value) < 1e307)
    text = number(value, digits)
    assert read_back(text) == pytest.approx(value, rel=0.5001 * 10.0 ** (1 - digits), abs=0.0)
    assert re.fullmatch(r"−?\d+(\.\d*[1-9])?(×10⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)?", text)
    assert len(text) <= 15 + digits


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (3.0, 2, "3.00"),
        (-0.125, 2, "−0.12"),
        (0.001, 2, "0.001"),
        (-0.0, 2, "0.00"),
        (1e6, 2, "1×10⁶"),
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
        ("less than 1e-09", "less than 1×10⁻⁹"),
        ("it is -1.5e+06 now", "it is −1.5×10⁶ now"),
        ("1e300.", "1×10³⁰⁰."),
        ("step 10 of run-2, well-known", "step 10 of run-2, well-known"),
        ("w1 - 2", "w1 - 2"),
        ("e2e tests, the 3 edges", "e2e tests, the 3 edges"),
    ],
)
def test_the_numbers_of_a_sentence_are_typeset(sentence: str, shown: str) -> None:
    assert as_typeset(sentence) == shown


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
        layout = typeset(f"$ {typst_math(shown, {'x': theme.HERE, 'w1': theme.STEP})} $")
        colors = {outline.color for outline in layout.outlines}
        used = {str(s) for s in shown.free_symbols}
        assert (theme.HERE in colors) == ("x" in used)
        assert (theme.STEP in colors) == ("w1" in used)


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
        names = {str(s): s for s in partial.free_symbols}
        assert sympy.simplify(sympy.sympify(plain, locals=names) - partial) == 0


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
    plot = Plot((0.0, 10.0), (-1.0, 1.0), (-4.0, -2.0), (5.0, 4.0))
    assert plot.at(0, -1).tolist() == [-4.0, -2.0, 0.0]
    assert plot.at(10, 1).tolist() == [1.0, 2.0, 0.0]
    assert plot.at(5, 0).tolist() == [-1.5, 0.0, 0.0]
    log = Plot((0.0, 1.0), (1e-4, 1.0), (0.0, 0.0), (1.0, 4.0), log=True)
    assert log.at(0.0, [1e-4, 1e-2, 1.0])[:, 1] == pytest.approx([0.0, 2.0, 4.0])
    assert log.at(0.0, 0.0)[1] == 0.0


def test_a_curve_is_cut_at_the_border_of_its_axes() -> None:
    plot = Plot((0.0, 1.0), (0.0, 1.0), (0.0, 0.0), (4.0, 4.0))
    x = np.linspace(0, 1, 50)
    points = plot.curve(x, 4 * x - 1, theme.LOSS).points
    assert points[:, 1].min() == pytest.approx(0.0, abs=0.02)
    assert points[:, 1].max() == pytest.approx(4.0, abs=0.02)
    assert points[0, 0] == pytest.approx(1.0, abs=0.02)
    assert points[-1, 0] == pytest.approx(2.0, abs=0.02)


def test_a_polyline_has_a_gap_where_it_is_nan() -> None:
    points = np.array([[0.0, 0, 0], [1, 0, 0], [np.nan] * 3, [2, 0, 0], [3, 0, 0]])
    line = polyline(points, theme.INK)
    assert line.points.reshape(-1, 4, 3)[:, [0, 3], 0].tolist() == [[0, 1], [2, 3]]


@pytest.mark.parametrize(
    ("loss", "log"),
    [([8.0, 4, 2, 1], False), ([1e4, 1, 0.1], True), ([1.0, -1.0, 1e5], False), ([3.0], False)],
)
def test_a_loss_over_a_thousandfold_is_drawn_by_its_logarithm(loss: list[float], log: bool) -> None:
    plot = loss_axes([np.array(loss)], (0.0, 0.0), (3.0, 2.0), "J")
    assert plot.log == log
    y = plot.at(np.arange(len(loss)), loss)[:, 1]
    assert y.min() >= -1e-9
    assert y.max() <= 2.0 + 1e-9


def test_a_loss_curve_is_drawn_up_to_its_step() -> None:
    curve = LossCurve(np.array([4.0, 2.0, 1.0]), (0.0, 0.0), (2.0, 2.0), "J")
    for step, x in ((0.0, 0.0), (0.5, 0.5), (2.0, 2.0), (9.0, 2.0)):
        curve.draw_to(step)
        assert curve.head.get_center()[0] == pytest.approx(x)
        assert curve.line.points[-1] == pytest.approx(curve.head.get_center())
        assert len(curve.marks.points) == 16 * (int(min(step, 2)) + 1)


def test_many_marks_are_smaller_but_never_too_small() -> None:
    assert mark_radius(10, 0.05) == 0.05
    assert mark_radius(100, 0.05) == pytest.approx(0.025)
    assert mark_radius(10**6, 0.05) == 0.018


# Landscapes and what lessons read off a recording


@cache
def recorded(name: str, *overrides: str) -> Trajectory:
    return record(load_scenario(name, overrides))


def recording(
    text: str, *runs: dict[str, object], names: str = "xy", limit: float = 2.0
) -> Trajectory:
    objective = formula(text, *names).model_copy(
        update={"domain": dict.fromkeys(names, (-limit, limit))}
    )
    told = Scenario(
        name="case",
        title="A case",
        lesson="surface",
        objective=objective,
        runs=tuple(Run.model_validate(each) for each in runs),
    )
    return record(told)


def test_a_landscape_has_the_heights_of_its_loss() -> None:
    objective = objective_of(load_scenario("quadratic"))
    landscape = Landscape(objective, {"x": (-2.5, 2.5), "y": (-1.0, 2.0)})
    assert landscape.heights.shape == (GRID, GRID)
    assert landscape.heights[0, 0] == pytest.approx(objective.value([-2.5, -1.0]))
    assert landscape.heights[0, -1] == pytest.approx(objective.value([2.5, -1.0]))
    assert landscape.heights[-1, 0] == pytest.approx(objective.value([-2.5, 2.0]))
    assert landscape.share(landscape.heights).min() == 0.0
    assert landscape.share(landscape.heights).max() == 1.0


def test_the_places_of_a_contour_have_its_loss() -> None:
    objective = objective_of(load_scenario("quadratic"))
    landscape = Landscape(objective, {"x": (-2.5, 2.5), "y": (-2.5, 2.5)})
    levels = landscape.levels()
    assert (np.diff(levels) > 0).all()
    assert landscape.bottom < levels[0] < levels[-1] < landscape.top
    for level in levels:
        lines = landscape.contour(level)
        assert lines
        for line in lines:
            assert objective.value(line) == pytest.approx(np.full(len(line), level), abs=0.02)


@pytest.mark.parametrize(
    "text", ["log(x) + y", "1/x + y", "sqrt(x) + sqrt(y)", "0*x*y + 3*x - 3*x + x"]
)
def test_a_landscape_has_a_height_everywhere(text: str) -> None:
    told = scenario(formula(text, "x", "y"), run(1.0, 1.0))
    landscape = Landscape(objective_of(told), {"x": (-2.0, 2.0), "y": (-2.0, 2.0)})
    assert np.isfinite(landscape.heights).all()
    assert np.isfinite(landscape.share(landscape.heights)).all()


def test_a_domain_holds_the_first_run() -> None:
    assert drawn_domain(recorded("quadratic")) == {"x": (-2.5, 2.5), "y": (-2.5, 2.5)}
    jumping = recorded("quadratic").runs[2:]
    x = drawn_domain(recorded("quadratic"), jumping)["x"]
    assert x == pytest.approx((-3.0 - 0.08 * 5, 2.5))


def test_a_run_that_leaves_is_followed_only_so_far() -> None:
    leaving = recording("x**2 + y**2", {"start": {"x": 1.0, "y": 0.0}, "lr": 1.5, "steps": 40})
    domain = drawn_domain(leaving)
    assert domain["y"] == (-2.0, 2.0)
    # -2, 4, -8, 16: no farther than one and a half widths (6) beyond the domain.
    assert domain["x"] == pytest.approx((-8.0 - 0.32, 4.0 + 0.32))


def test_data_without_a_domain_are_drawn_about_starts_ends_and_the_best() -> None:
    bare = load_scenario("noisy-line")
    bare = bare.model_copy(update={"objective": bare.objective.model_copy(update={"domain": None})})
    trajectory = record(bare)
    best = np.array([3.0, 9.0])
    domain = drawn_domain(trajectory, trajectory.runs, best)
    for run_ in trajectory.runs:
        for index, (low, high) in enumerate(domain.values()):
            assert low < run_.parameters[[0, -1], index].min()
            assert high > run_.parameters[[0, -1], index].max()
    assert domain["b"][1] > 9.0
    assert drawn_domain(trajectory, trajectory.runs)["b"][1] < 9.0


def test_scenarios_that_differ_in_starts_alone_are_told_apart() -> None:
    alike = {name: start_only(load_scenario(name)) for name in shipped()}
    assert alike == {
        "noisy-line": True,
        "one-weight": False,
        "parabola": False,
        "quadratic": False,
        "two-valleys": True,
        "two-weights": False,
    }


@pytest.mark.parametrize(
    ("index", "factors"), [(0, (0.9, 0.95)), (1, (0.0, 0.5)), (2, (-1.0, 0.0))]
)
def test_the_growth_factors_of_the_bowl(index: int, factors: tuple[float, float]) -> None:
    trajectory = recorded("quadratic")
    objective = objective_of(trajectory.scenario)
    assert growth_factors(objective, trajectory.runs[index]) == pytest.approx(factors)
    assert len(verdict(objective, trajectory.runs[index])) == 2


def test_a_growth_factor_is_what_a_step_multiplies_the_distance_by() -> None:
    trajectory = recorded("one-weight")
    objective = objective_of(trajectory.scenario)
    assert objective.minimum is not None
    for each in trajectory.runs:
        away = each.parameters[:4, 0] - objective.minimum[0]
        (growth,) = growth_factors(objective, each)
        assert away[1:] / away[:-1] == pytest.approx(np.full(3, growth))


def test_there_is_no_growth_factor_where_the_rule_or_the_loss_is_another() -> None:
    trajectory = recorded("quadratic", "runs.0.optimizer=Adam")
    objective = objective_of(trajectory.scenario)
    assert growth_factors(objective, trajectory.runs[0]) == ()
    assert len(verdict(objective, trajectory.runs[0])) == 1
    valleys = recorded("two-valleys")
    assert growth_factors(objective_of(valleys.scenario), valleys.runs[0]) == ()


@pytest.mark.parametrize(
    ("changes", "follows"),
    [
        ([], True),
        (["runs.0.options={ momentum = 0.9 }"], False),
        (["runs.0.options={ weight_decay = 0.1 }"], False),
        (["runs.0.optimizer=Adam"], False),
        (["runs.0.optimizer=RMSprop"], False),
        (["runs.0.optimizer=LBFGS"], False),
    ],
)
def test_only_plain_descent_follows_the_gradient(changes: list[str], follows: bool) -> None:
    assert follows_gradient(recorded("quadratic", *changes).runs[0]) is follows


@pytest.mark.parametrize("name", shipped())
def test_every_shipped_run_follows_the_gradient(name: str) -> None:
    assert all(follows_gradient(each) for each in recorded(name).runs)


def test_the_two_valleys_have_two_ends() -> None:
    trajectory = recorded("two-valleys")
    ends = ends_of(trajectory.runs, np.array([3.0, 2.8]))
    assert [end.loss for end in ends] == pytest.approx([-0.3787, -0.1292], abs=1e-4)
    places = [end.place for end in ends if end.place is not None]
    assert places[0] == pytest.approx([-1.057, 0.0], abs=2e-3)
    assert places[1] == pytest.approx([0.930, 0.0], abs=2e-3)
    assert sorted(index for end in ends for index in end.runs) == list(range(12))
    for end, side in zip(ends, (-1.0, 1.0), strict=True):
        assert {np.sign(trajectory.runs[i].parameters[-1][0]) for i in end.runs} == {side}


def _ended(outcome: Outcome, *place: float, loss: float = 0.0) -> RunRecord:
    template = recorded("quadratic").runs[0]
    parameters = np.array([place, place], dtype=float)
    return RunRecord(
        run=template.run,
        parameters=parameters,
        loss=np.array([1.0, loss]),
        grad=np.zeros((2, len(place))),
        lr=template.lr[:1],
        evaluations=template.evaluations[:1],
        ways=np.empty((2, 0, len(place))),
        ending=Ending(outcome, "It ended."),
    )


def test_restless_runs_have_no_end_and_come_last() -> None:
    runs = [
        _ended(Outcome.DIVERGED, 9.0, 9.0, loss=-9.0),
        _ended(Outcome.CONVERGED, 0.0, 0.0, loss=1.0),
        _ended(Outcome.OSCILLATING, 0.0, 0.0, loss=-8.0),
        _ended(Outcome.STEPS_SPENT, 1.0, 0.0, loss=0.5),
        _ended(Outcome.CONVERGED, 0.02, -0.02, loss=0.75),
    ]
    ends = ends_of(runs, np.array([1.0, 1.0]))
    assert [end.runs for end in ends] == [(3,), (1, 4), (0, 2)]
    assert ends[0].place is not None
    assert ends[1].place is not None
    assert ends[1].place.tolist() == [0.02, -0.02]
    assert ends[2].place is None
    assert math.isnan(ends[2].loss)
    assert len(ends_of(runs[1:2], np.array([1.0, 1.0]))) == 1
    assert ends_of([], np.array([1.0, 1.0])) == []


def test_ends_are_one_place_only_if_near_in_every_direction() -> None:
    runs = [_ended(Outcome.CONVERGED, 0.0, 0.0), _ended(Outcome.CONVERGED, 0.0, 0.5)]
    assert len(ends_of(runs, np.array([1.0, 1.0]))) == 2
    assert len(ends_of(runs, np.array([1.0, 20.0]))) == 1


# Colours and sizes


def rgb(color: str) -> Array:
    return np.array([int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)])


WRITTEN = ["INK", "MUTED", "HERE", "GRADIENT", "STEP", "DATA", "MODEL", "RESIDUAL", "LOSS"]


@pytest.fixture(params=theme.THEMES)
def worn(request: pytest.FixtureRequest) -> Iterator[None]:
    theme.wear(request.param)
    yield
    theme.wear("dark")


@pytest.mark.usefixtures("worn")
def test_every_colour_that_writes_can_be_read_on_the_ground() -> None:
    written = [*(getattr(theme, name) for name in WRITTEN), *theme.RUNS]
    ground = rgb(theme.BACKGROUND)
    assert [color for color in written if contrast(rgb(color), ground) < 4.5] == []


@pytest.mark.usefixtures("worn")
def test_the_place_where_we_are_can_be_seen_everywhere_on_a_surface() -> None:
    heights = [rgb(theme.ramp_color(share)) for share in np.linspace(0, 0.8, 10)]
    assert min(contrast(rgb(theme.HERE), height) for height in heights) >= 1.5


@pytest.mark.usefixtures("worn")
def test_colours_of_runs_are_told_apart() -> None:
    assert len(set(theme.RUNS)) == 6
    for one, other in pairwise(map(rgb, theme.RUNS)):
        assert np.abs(one - other).max() > 40 / 255


@pytest.mark.parametrize("make", [words, code])
def test_the_smallest_letters_are_large_enough(make: Callable[..., Counter]) -> None:
    sizes = (theme.TICK, theme.LABEL, theme.FORMULA, theme.SENTENCE, theme.HEADING, theme.TITLE)
    assert min(sizes) == theme.TICK
    letter = make("H", theme.TICK)
    assert np.ptp(letter.points[4:, 1]) >= 0.022 * 8.0
