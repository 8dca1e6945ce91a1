"""Equations in numbers, with digits chosen so that they hold as printed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal, localcontext
from itertools import product
from typing import NamedTuple

from gradreel.scenes.parts.digits.numbers import as_typeset
from gradreel.solver.numbers import DIGITS, MOST_DIGITS, apart, rounded
from gradreel.solver.rounding import is_noise

_EXACT = 60  # decimal digits to compute with: far more than are ever printed
_NEARLY = Decimal("0.05")  # of a move: printed numbers may show one that is off by so much
_COUNTS = range(DIGITS, MOST_DIGITS + 1)
# Numbers of digits of the operands and of the result, fewest first.
_CHOICES = sorted(product(_COUNTS, _COUNTS), key=lambda counts: (sum(counts), counts))


class Balance(NamedTuple):
    """The operands of an equation and its result as printed.

    `sign` (Typst math) is `=` if the printed operands give the printed result, else `approx`.
    """

    operands: tuple[str, ...]
    result: str
    sign: str


def balanced(
    rule: Callable[..., Decimal],
    operands: Sequence[float | str],
    result: float,
    moves: bool = False,
    unlike: Sequence[float] = (),
    most_digits: int = MOST_DIGITS,
) -> Balance:
    """An equation, `rule` of the operands, printed so that it holds, in as few digits as possible.

    An operand given as text is printed unchanged, the others in at most `most_digits` digits. If
    the rule `moves` the first operand, the printed numbers show how far, and a result that is only
    rounding noise beside that operand is printed as 0. The result is not printed like one of the
    numbers `unlike`, unless it equals that.
    """
    first = float(operands[0])
    result = 0.0 if moves and is_noise(result, first) else result
    excluded = {Decimal(number) for number in unlike if not is_noise(result - number, number)}
    with localcontext() as context:
        context.prec = _EXACT
        for count, digits in _CHOICES:
            if count > most_digits:
                continue
            texts, printed_result = (
                [_printed(value, count) for value in operands],
                rounded(result, digits),
            )
            computed = rule(*map(Decimal, texts))
            moves_visibly = not moves or _seen_to_move(texts[0], computed, printed_result)
            if (
                moves_visibly
                and _rounds_to(computed, printed_result, digits)
                and Decimal(printed_result) not in excluded
            ):
                return _typeset(texts, printed_result, "=")
    start, printed_result = apart([first, result])
    others = [_printed(value, DIGITS) for value in operands[1:]]
    return _typeset([start, *others], printed_result, "approx")


def _printed(operand: float | str, digits: int) -> str:
    return operand if isinstance(operand, str) else rounded(operand, digits)


def _rounds_to(computed: Decimal, printed: str, digits: int) -> bool:
    """Whether a number rounds to the printed one, which has so many digits."""
    result = Decimal(printed)
    if result == 0:
        return computed == 0
    unit = Decimal(1).scaleb(result.adjusted() - digits + 1)
    plain = "e" not in printed  # then all digits left of the point are printed
    return abs(computed - result) < (min(unit, Decimal(1)) if plain else unit) / 2


def _seen_to_move(first: str, computed: Decimal, printed: str) -> bool:
    """Whether the printed numbers show about how far the first one is moved, and whether at all."""
    move = abs(computed - Decimal(first))
    near = abs(computed - Decimal(printed)) <= _NEARLY * move
    return near and (Decimal(printed) == Decimal(first)) == (move == 0)


def _typeset(operands: Sequence[str], result: str, sign: str) -> Balance:
    return Balance(tuple(map(as_typeset, operands)), as_typeset(result), sign)
