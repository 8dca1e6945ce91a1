"""sympy expressions as Typst math, with symbols in their colours."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from unicodedata import lookup

import sympy
from sympy.printing.precedence import PRECEDENCE, precedence
from sympy.printing.printer import Printer

from gradreel.scenes.parts.digits.numbers import exact, number
from gradreel.scenes.parts.lettering.typeset import in_math

_GREEK = (
    *("alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa"),
    *("lambda", "mu", "nu", "xi", "rho", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega"),
)
# Their letters; Unicode spells one of the names differently.
GREEK = {
    name: lookup(f"GREEK SMALL LETTER {name.replace('lambda', 'lamda').upper()}") for name in _GREEK
}
_DOTS = "dots.c"  # stands for what is left out
_MOST_DIGITS = 300  # of an integer: float64 ends at 1.8e308
_DEEPEST = 6  # levels of an expression: with short sums, so many always have room
_NAMES = {"log": "ln", "asin": "arcsin", "acos": "arccos", "atan": "arctan", "sign": 'op("sign")'}


def symbol(name: str) -> str:
    """A name as Typst math: `x`, `w_1` for w1, `x_i` for an index, Greek letters, upright words."""
    match = re.fullmatch(r"([A-Za-z]+)_?(\d+)", name)
    if match:
        return f'{symbol(match[1])}_"{match[2]}"'
    if match := re.fullmatch(r"([A-Za-z]+)(\d*)_([A-Za-z])", name):
        index = f'("{match[2]}" {match[3]})' if match[2] else match[3]
        return f"{symbol(match[1])}_{index}"
    if len(name) == 1 or name in GREEK:
        return name
    return f'upright("{name}")'


def value(quantity: float | str) -> str:
    """A number, or one that is printed already, as Typst math."""
    return f'"{quantity if isinstance(quantity, str) else number(quantity)}"'


def factor(quantity: float | str) -> str:
    """The same, in brackets if it begins with a minus sign."""
    text = value(quantity)
    return f"({text})" if text.startswith('"−') else text


def typst_math(
    expression: sympy.Expr,
    colors: Mapping[str, str] | None = None,
    written: Mapping[str, str] | None = None,
) -> str:
    """An expression as Typst math.

    `colors` maps names of symbols to hex colours, `written` maps those that are not written as
    usual to Typst math.
    """
    return str(_TypstPrinter(colors or {}, written or {}).doprint(tidied(expression)))


def typst_in_pieces(expression: sympy.Expr, colors: Mapping[str, str]) -> Iterator[list[str]]:
    """Versions of an expression as Typst math, in pieces between which lines may be broken."""
    expression, printer = tidied(expression), _TypstPrinter(colors, {})
    if expression.is_Add:
        yield printer.terms(expression)
        return
    yield [printer.doprint(expression)]
    if factors := printer.factors(expression):
        yield [factors[0], *(f"dot {factor}" for factor in factors[1:])]


def typst_shortened(expression: sympy.Expr, colors: Mapping[str, str]) -> Iterator[str]:
    """Ever shorter versions of an expression as Typst math.

    Dots replace terms in the middle of sums, and then also deeply nested parts.
    """
    expression = tidied(expression)
    for terms in (4, 3, 2):
        yield _TypstPrinter(colors, {}, terms).doprint(expression)
    for depth in range(_DEEPEST, 0, -1):
        yield _TypstPrinter(colors, {}, 2, depth).doprint(expression)


def tidied(expression: sympy.Expr) -> sympy.Expr:
    """The expression with whole floats, such as 1.0 in a derivative, turned into integers."""
    integers = {
        f: sympy.Integer(int(f)) for f in expression.atoms(sympy.Float) if float(f).is_integer()
    }
    return expression.xreplace(integers)


def _whole(integer: int) -> str:
    """An integer as Typst math: with a power of ten where that is exact, and shorter."""
    plain = str(integer)
    text = exact(float(integer)) if len(plain) < _MOST_DIGITS else plain
    return value(text) if len(text) < len(plain) and int(float(integer)) == integer else plain


class _TypstPrinter(Printer):
    """Writes expressions; if asked, only `most` terms of each sum, and no part below `depth`."""

    def __init__(
        self,
        colors: Mapping[str, str],
        written: Mapping[str, str],
        most: int | None = None,
        depth: int | None = None,
    ) -> None:
        super().__init__()
        self._colors, self._written = colors, written
        self._most, self._depth = most, depth

    def _print(self, expr: sympy.Expr, **settings: object) -> str:
        if self._depth is not None and self._print_level >= self._depth and expr.args:
            return _DOTS
        return str(super()._print(expr, **settings))

    def _within(self, expression: sympy.Expr, level: int) -> str:
        text = self._print(expression)
        return f"({text})" if precedence(expression) < level else str(text)

    def _print_Symbol(self, expression: sympy.Symbol) -> str:
        text = self._symbol(expression)
        color = self._colors.get(expression.name)
        return in_math(text, color) if color else text

    def _is_plain(self, factor: sympy.Expr) -> bool:
        return not any(symbol.name in self._colors for symbol in factor.free_symbols)

    def _symbol(self, expression: sympy.Symbol) -> str:
        return self._written.get(expression.name) or symbol(expression.name)

    def _print_Integer(self, expression: sympy.Integer) -> str:
        return _whole(expression.p)

    def _print_Float(self, expression: sympy.Float) -> str:
        return f'"{number(float(expression), 12)}"'

    def _print_Rational(self, expression: sympy.Rational) -> str:
        sign = "-" if expression.p < 0 else ""
        return f"{sign}frac({_whole(abs(expression.p))}, {_whole(expression.q)})"

    def _print_Exp1(self, expression: sympy.Expr) -> str:
        return "e"

    def _print_Pi(self, expression: sympy.Expr) -> str:
        return "pi"

    def _print_Add(self, expression: sympy.Add) -> str:
        return " ".join(self.terms(expression))

    def terms(self, expression: sympy.Add) -> list[str]:
        """The terms of a sum with their signs; the first has no plus."""
        terms = expression.as_ordered_terms()
        left_out = self._most is not None and len(terms) > self._most
        kept = [*terms[: self._most - 1], terms[-1]] if left_out and self._most else terms
        pieces: list[str] = []
        for term in kept:
            negative = term.could_extract_minus_sign()
            part = self._within(-term if negative else term, PRECEDENCE["Add"])
            sign = ("- " if negative else "+ ") if pieces else "-" if negative else ""
            pieces.append(sign + part)
        if left_out and not pieces[-2].endswith(_DOTS):
            pieces.insert(-1, f"+ {_DOTS}")
        return pieces

    def _print_Mul(self, expression: sympy.Mul) -> str:
        if expression.could_extract_minus_sign():
            return "-" + self._within(-expression, PRECEDENCE["Mul"])
        numerator, denominator = sympy.fraction(expression)
        coefficient, rest = expression.as_coeff_Mul()
        if denominator != 1 and not (coefficient.is_Rational and sympy.fraction(rest)[1] == 1):
            return f"frac({self._print(numerator)}, {self._print(denominator)})"
        factors = self.factors(expression)
        dotted = re.match(r'[\d"]', factors[1]) if len(factors) > 1 else None
        return (" dot " if dotted else " ").join(factors)

    def factors(self, expression: sympy.Expr) -> list[str]:
        """The factors of a product that is not a fraction; empty for anything else."""
        coefficient, rest = expression.as_coeff_Mul()
        if not expression.is_Mul or expression.could_extract_minus_sign():
            return []
        # Parameters first: m x, not x m.
        ordered = sorted(rest.as_ordered_factors(), key=self._is_plain)
        factors = [self._within(f, PRECEDENCE["Mul"]) for f in ordered]
        return factors if coefficient == 1 else [self._print(coefficient), *factors]

    def _print_Pow(self, expression: sympy.Pow) -> str:
        base, exponent = expression.as_base_exp()
        if exponent == sympy.Rational(1, 2):
            return f"sqrt({self._print(base)})"
        if exponent.is_number and exponent.is_negative:
            denominator = base if exponent == -1 else sympy.Pow(base, -exponent, evaluate=False)
            return f"frac(1, {self._print(denominator)})"
        tight = (
            (base.is_Symbol and "^" not in self._symbol(base))
            or (base.is_Integer and self._print(base).isdigit())
            or type(base).__name__ == "Abs"
        )
        inside = self._print(base) if tight else f"({self._print(base)})"
        return f"{inside}^({self._print(exponent)})"

    def _print_exp(self, expression: sympy.Expr) -> str:
        return f"e^({self._print(expression.args[0])})"

    def _print_Abs(self, expression: sympy.Expr) -> str:
        return f"abs({self._print(expression.args[0])})"

    def _print_Function(self, expression: sympy.Function) -> str:
        name = type(expression).__name__
        return f"{_NAMES.get(name, name)}({self._print(expression.args[0])})"

    def emptyPrinter(self, expr: object) -> str:
        raise TypeError(f"no way to write {expr!r} as a formula")
