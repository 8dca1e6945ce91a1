"""Whether equations and comparisons hold in the digits in which they are printed. Pure."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal, localcontext
from itertools import pairwise

from gradreel.scenes.parts.formulas.formula import GREEK

_DIGITS = 4  # a number is meant to have at least so many: trailing zeros are not printed
_EXACT = 60  # digits to compute with: far more than are ever printed
_NOISE = Decimal(2) ** -48  # of the first number of a sum: less is left by rounding alone
_ABOUT = Decimal("0.01")  # how far off, relatively, the two sides of `≈` may be

SUPERSCRIPTS = "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"
_PLAIN = str.maketrans(SUPERSCRIPTS + "−", "-0123456789-")
_NUMBER = rf"10[{SUPERSCRIPTS}]+|\d+(?:\.\d+)?(?:×10[{SUPERSCRIPTS}]+|e[-+]\d\d+)?"
SIGNED = rf"[-−]?(?:{_NUMBER})"
_TOKEN = re.compile(rf"\s*(?:(?P<number>{_NUMBER})|(?P<name>[^\W\d]\w*)|(?P<sign>.))")
_RELATION = re.compile(r"=|≈|\bapprox\b|\barrow\.l\b|←|;|:|\bquad\b")
_EQUAL = {"=": False, "≈": True, "approx": True}  # to whether it is approximate
_MINUS_0 = re.compile(r"(?<!\w)[-−]0(?:\.0+)?(?![\d.×])")
# How sentences compare two numbers, and which of them has to be the larger one.
_FROM_TO = re.compile(rf"\b(?P<verb>\w+),? from (?P<a>{SIGNED}) to (?P<b>{SIGNED})(?![\d×])")
_FALLING = {"falls", "fell", "falling", "shrinks", "sinks"}
_RISING = {"rises", "rose", "rising", "grows", "climbs"}
_COMPARED = re.compile(
    rf"(?P<a>{SIGNED}),? (?:is|was|are) (?P<way>below|above|less than|more than|lower than"
    rf"|higher than|smaller than|larger than)\b[^.;:0-9−]* (?P<b>{SIGNED})(?![\d×/(])"
)
_LETTERS = {letter: name for name, letter in GREEK.items()}
_LESS = {"below", "less than", "lower than", "smaller than"}
# The learning rate in the name of a run.
_IN_NAME = re.compile(rf"(?:^|[“ ])([{''.join(_LETTERS)}]) = ({_NUMBER})(?![\d×])")
_NOT = re.compile(rf"(?P<a>{SIGNED}), not (?P<b>{SIGNED})(?![\d×])")


def untrue(text: str, known: Sequence[Mapping[str, Decimal]] = ({},)) -> list[str]:
    """The equations and comparisons in a text that do not hold for the numbers as printed.

    Names have the values of one of the `known` settings; an equation with other names is taken to
    hold.
    """
    found = [f"“{match[0]}” is 0" for match in _MINUS_0.finditer(text)]
    with localcontext() as context:
        context.prec = _EXACT
        return [*found, *_false_equations(text, known), *_false_comparisons(text)]


def settings_in(text: str) -> dict[str, Decimal]:
    """The values that a text gives to names: `eta = 0.1`, or `η = 0.1` in the name of a run."""
    if match := _IN_NAME.search(text):
        return {_LETTERS[match[1]]: Decimal(plain_number(match[2]))}
    sides = _RELATION.split(text)
    if len(sides) != 2 or "=" not in text:
        return {}
    name, value = sides[0].strip(), evaluated(sides[1], {})
    return {} if value is None or not re.fullmatch(r"[^\W\d]\w*", name) else {name: value}


def is_number(text: str) -> bool:
    """Whether a text is a single number and nothing else."""
    return re.fullmatch(SIGNED, text) is not None


def alike(texts: Sequence[str]) -> list[str]:
    """The texts that occur at more than one tick of an axis, sorted."""
    return sorted({text for text in texts if text and texts.count(text) > 1})


def _false_equations(text: str, known: Sequence[Mapping[str, Decimal]]) -> Iterator[str]:
    relations = [*_RELATION.finditer(text)]
    starts = [0, *(relation.end() for relation in relations)]
    ends = [*(relation.start() for relation in relations), len(text)]
    sides = [text[start:end] for start, end in zip(starts, ends, strict=True)]
    for (left, right), relation in zip(pairwise(sides), relations, strict=True):
        approximate = _EQUAL.get(relation[0])
        if approximate is not None and not any(
            _holds(left, right, approximate, names) for names in known
        ):
            yield f"{left.strip()} {relation[0]} {right.strip()}"


def _holds(left: str, right: str, approximate: bool, names: Mapping[str, Decimal]) -> bool:
    """Whether the left side makes what the right side shows, in the digits that it shows."""
    computed, shown = evaluated(left, names), evaluated(right, names)
    if computed is None or shown is None:
        return True
    if approximate:
        sizes = [abs(Decimal(plain_number(match[0]))) for match in re.finditer(_NUMBER, left)]
        return abs(computed - shown) <= _ABOUT * max(abs(shown), *sizes)
    start = evaluated(_first_term(left), names)
    if start is not None and computed != start:
        rounding = shown != 0 and abs(shown) <= _NOISE * abs(start)
        if shown == start or rounding:
            return False
    return abs(computed - shown) <= half_a_unit(right.strip(), shown)


def _first_term(side: str) -> str:
    """The number to which a side adds or from which it subtracts; empty if it does neither."""
    head = re.match(rf"\s*{SIGNED}", side)
    return head[0] if head and re.match(r"\s*[-+−]", side[head.end() :]) else ""


def half_a_unit(text: str, value: Decimal | None = None) -> Decimal:
    """Half a unit in the last meaningful digit of a printed number; 0 for a printed 0.

    `value` is needed for a text that is not a single number.
    """
    value = Decimal(plain_number(text)) if value is None else value
    if not value:
        return Decimal(0)
    plain = Decimal(plain_number(text)) if re.fullmatch(SIGNED, text) else value
    exponent = plain.as_tuple().exponent
    assert isinstance(exponent, int)
    last = value.adjusted() - _DIGITS + 1
    return Decimal(1).scaleb(min(exponent, last)) / 2


def _false_comparisons(text: str) -> Iterator[str]:
    for match in _FROM_TO.finditer(text):
        first, second = (Decimal(plain_number(match[side])) for side in "ab")
        falls, rises = match["verb"] in _FALLING, match["verb"] in _RISING
        if (falls and second >= first) or (rises and second <= first) or first == second:
            yield match[0]
    for match in _COMPARED.finditer(text):
        first, second = (Decimal(plain_number(match[side])) for side in "ab")
        if not (first < second if match["way"] in _LESS else first > second):
            yield match[0]
    for match in _NOT.finditer(text):
        if Decimal(plain_number(match["a"])) == Decimal(plain_number(match["b"])):
            yield match[0]


def plain_number(text: str) -> str:
    """A printed number, in the form that Decimal reads."""
    text = re.sub(rf"^([-−]?)10(?=[{SUPERSCRIPTS}])", r"\g<1>1×10", text.strip())
    return text.replace("×10", "e").translate(_PLAIN)


def evaluated(text: str, names: Mapping[str, Decimal]) -> Decimal | None:
    """The value of an expression of numbers and known names; None for anything else."""
    try:
        return _Reader(text, names).value_of_all()
    except (_ForeignError, ArithmeticError, ValueError):
        return None


_CONSTANTS = {"e": math.e, "pi": math.pi}
_FUNCTIONS: dict[str, Callable[[float], float]] = {
    **{name: getattr(math, name) for name in ("sin", "cos", "tan", "sinh", "cosh", "tanh", "sqrt")},
    **{f"arc{name}": getattr(math, f"a{name}") for name in ("sin", "cos", "tan")},
    "ln": math.log,
    "abs": abs,
}


class _ForeignError(Exception):
    """Something in an expression that has no known value."""


class _Reader:
    """Evaluates Typst math: sums, products, fractions, powers and the usual functions."""

    def __init__(self, text: str, names: Mapping[str, Decimal]) -> None:
        matches = _TOKEN.finditer(text.strip())
        self._tokens = [(m.lastgroup, m[m.lastgroup]) for m in matches if m.lastgroup]
        self._names = names

    def value_of_all(self) -> Decimal:
        value = self._sum()
        if self._tokens:
            raise _ForeignError
        return value

    def _next(self) -> str:
        return self._tokens[0][1] if self._tokens else ""

    def _take(self, text: str) -> None:
        if self._next() != text:
            raise _ForeignError
        self._tokens.pop(0)

    def _sum(self) -> Decimal:
        value = self._product()
        while (sign := self._next()) in ("+", "-", "−") and sign:
            self._take(sign)
            term = self._product()
            value = value + term if sign == "+" else value - term
        return value

    def _product(self) -> Decimal:
        value = self._power()
        while (sign := self._next()) not in ("", ")", ",", "+", "-", "−"):
            if sign == "/":
                self._take(sign)
                value /= self._power()
                continue
            if sign in ("dot", "·", "*"):
                self._take(sign)
            value *= self._power()
        return value

    def _power(self) -> Decimal:
        value = self._factor()
        if self._next() != "^":
            return value
        self._take("^")
        exponent = self._factor()
        return value ** (int(exponent) if exponent == int(exponent) else exponent)

    def _factor(self) -> Decimal:
        if not self._tokens:
            raise _ForeignError
        kind, text = self._tokens.pop(0)
        if kind == "number":
            return Decimal(plain_number(text))
        if text in ("-", "−"):
            return -self._power()
        if text == "(":
            value = self._sum()
            self._take(")")
            return value
        if text == "frac":
            return self._fraction()
        if kind == "name" and text in self._names:
            return self._names[text]
        if text in _CONSTANTS:
            return Decimal(_CONSTANTS[text])
        if text in _FUNCTIONS:
            self._take("(")
            value = self._sum()
            self._take(")")
            return Decimal(_FUNCTIONS[text](float(value)))
        raise _ForeignError

    def _fraction(self) -> Decimal:
        self._take("(")
        numerator = self._sum()
        self._take(",")
        denominator = self._sum()
        self._take(")")
        return numerator / denominator
