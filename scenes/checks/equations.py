"""Whether what is printed holds as it is printed: equations, comparisons, numbers of axes. Pure."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal, localcontext
from itertools import pairwise

from gradreel.scenes.parts.formula import GREEK

_DIGITS = 4  # that a printed number means, where it shows no more; trailing zeros are not shown
_EXACT = 60  # digits to compute with: far more than any that are printed
_NOISE = Decimal(2) ** -48  # of the first number of a sum: less is what rounding left
_ABOUT = Decimal("0.01")

_SUPERSCRIPTS = "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"
_PLAIN = str.maketrans(_SUPERSCRIPTS + "−", "-0123456789-")
_NUMBER = rf"10[{_SUPERSCRIPTS}]+|\d+(?:\.\d+)?(?:×10[{_SUPERSCRIPTS}]+|e[-+]\d\d+)?"
SIGNED = rf"[-−]?(?:{_NUMBER})"
_TOKEN = re.compile(rf"\s*(?:(?P<number>{_NUMBER})|(?P<name>[^\W\d]\w*)|(?P<sign>.))")
_RELATION = re.compile(r"=|≈|\bapprox\b|\barrow\.l\b|←|;|:|\bquad\b")
_EQUAL = {"=": False, "≈": True, "approx": True}  # whether it claims no more than about
_MINUS_0 = re.compile(r"(?<!\w)[-−]0(?:\.0+)?(?![\d.×])")
# What sentences say of two numbers, and which of them is to be the larger one.
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
    """What a text prints that does not hold in the numbers that it prints.

    Names stand for what they are in one of the `known` settings; an equation that has other names
    is taken to hold.
    """
    found = [f"“{match[0]}” is 0" for match in _MINUS_0.finditer(text)]
    with localcontext() as context:
        context.prec = _EXACT
        return [*found, *_false_equations(text, known), *_false_comparisons(text)]


def settings_in(text: str) -> dict[str, Decimal]:
    """What a text says that names are: `eta = 0.1`, or `η = 0.1` in the name of a run."""
    if match := _IN_NAME.search(text):
        return {_LETTERS[match[1]]: Decimal(plain_number(match[2]))}
    sides = _RELATION.split(text)
    if len(sides) != 2 or "=" not in text:
        return {}
    name, value = sides[0].strip(), evaluated(sides[1], {})
    return {} if value is None or not re.fullmatch(r"[^\W\d]\w*", name) else {name: value}


def is_number(text: str) -> bool:
    """Whether a text is one number and nothing else."""
    return re.fullmatch(SIGNED, text) is not None


def alike(texts: Sequence[str]) -> list[str]:
    """The texts that stand at more than one tick of an axis."""
    return sorted({text for text in texts if text and texts.count(text) > 1})


def _false_equations(text: str, known: Sequence[Mapping[str, Decimal]]) -> Iterator[str]:
    relations = [*_RELATION.finditer(text)]
    starts = [0, *(relation.end() for relation in relations)]
    ends = [*(relation.start() for relation in relations), len(text)]
    sides = [text[start:end] for start, end in zip(starts, ends, strict=True)]
    for (left, right), relation in zip(pairwise(sides), relations, strict=True):
        about = _EQUAL.get(relation[0])
        if about is not None and not any(_holds(left, right, about, names) for names in known):
            yield f"{left.strip()} {relation[0]} {right.strip()}"


def _holds(left: str, right: str, about: bool, names: Mapping[str, Decimal]) -> bool:
    """Whether the right side is what the left one makes, to the digits that it shows."""
    made, shown = evaluated(left, names), evaluated(right, names)
    if made is None or shown is None:
        return True
    if about:
        sizes = [abs(Decimal(plain_number(match[0]))) for match in re.finditer(_NUMBER, left)]
        return abs(made - shown) <= _ABOUT * max(abs(shown), *sizes)
    first = evaluated(_first_term(left), names)
    if first is not None and made != first:
        rounding = shown != 0 and abs(shown) <= _NOISE * abs(first)
        if shown == first or rounding:
            return False
    return abs(made - shown) <= half_a_unit(right.strip(), shown)


def _first_term(side: str) -> str:
    """What stands before the first sign that adds, so that a change of it is to be seen."""
    head = re.match(rf"\s*{SIGNED}", side)
    return head[0] if head and re.match(r"\s*[-+−]", side[head.end() :]) else ""


def half_a_unit(text: str, value: Decimal | None = None) -> Decimal:
    """Half of the last digit that a printed number means; nothing is meant to be left of a 0.

    `value` is what a text stands for that is no single number.
    """
    value = Decimal(plain_number(text)) if value is None else value
    if not value:
        return Decimal(0)
    plain = Decimal(plain_number(text)) if re.fullmatch(SIGNED, text) else value
    exponent = plain.as_tuple().exponent
    assert isinstance(exponent, int)
    meant = value.adjusted() - _DIGITS + 1
    return Decimal(1).scaleb(min(exponent, meant)) / 2


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
    """A printed number as Decimal reads it."""
    text = re.sub(rf"^([-−]?)10(?=[{_SUPERSCRIPTS}])", r"\g<1>1×10", text.strip())
    return text.replace("×10", "e").translate(_PLAIN)


def evaluated(text: str, names: Mapping[str, Decimal]) -> Decimal | None:
    """What an expression of numbers and known names is; None for anything else."""
    try:
        return _Reader(text, names).whole()
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
    """Something that stands for no number."""


class _Reader:
    """Reads an expression in Typst math: sums, products, fractions, powers, usual functions."""

    def __init__(self, text: str, names: Mapping[str, Decimal]) -> None:
        matches = _TOKEN.finditer(text.strip())
        self._tokens = [(m.lastgroup, m[m.lastgroup]) for m in matches if m.lastgroup]
        self._names = names

    def whole(self) -> Decimal:
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
        above = self._sum()
        self._take(",")
        below = self._sum()
        self._take(")")
        return above / below
