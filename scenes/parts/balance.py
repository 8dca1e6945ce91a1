"""Equations in numbers, with digits chosen so that they hold as they are printed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal, localcontext
from itertools import product
from typing import NamedTuple

from gradreel.scenes.parts.numbers import as_typeset
from gradreel.solver.numbers import DIGITS, MOST_DIGITS, apart, rounded
from gradreel.solver.rounding import is_noise

_EXACT = 60  # decimal digits to compute with: far more than any that are printed
_NEARLY = Decimal("0.05")  # of the way that a number is moved
_COUNTS = range(DIGITS, MOST_DIGITS + 1)
# Digits of the operands and of the result, the fewest first.
_CHOICES = sorted(product(_COUNTS, _COUNTS), key=lambda counts: (sum(counts), counts))


class Balance(NamedTuple):
    """The operands of an equation and its result as they are printed; `sign` is Typst math.

    It is `=` where the printed operands make the printed result, else `approx`.
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
    most: int = MOST_DIGITS,
) -> Balance:
    """What `rule` makes of operands, printed so that it holds, in as few digits as that takes.

    An operand that is a text is printed as it is, the others in `most` digits at the most.
    A result of no more than rounding beside the first operand is 0. Where the rule `moves` the
    first operand, how far it does so can be seen; and the result does not look like one of the
    numbers `unlike`, unless it is that.
    """
    first = float(operands[0])
    result = 0.0 if is_noise(result, first) else result
    others = {Decimal(other) for other in unlike if not is_noise(result - other, other)}
    with localcontext() as context:
        context.prec = _EXACT
        for count, digits in _CHOICES:
            if count > most:
                continue
            texts, shown = [_printed(value, count) for value in operands], rounded(result, digits)
            made = rule(*map(Decimal, texts))
            seen = not moves or _seen_to_move(texts[0], made, shown)
            if seen and _rounds_to(made, shown, digits) and Decimal(shown) not in others:
                return _typeset(texts, shown, "=")
    start, shown = apart([first, result])
    rest = [_printed(value, DIGITS) for value in operands[1:]]
    return _typeset([start, *rest], shown, "approx")


def _printed(operand: float | str, digits: int) -> str:
    return operand if isinstance(operand, str) else rounded(operand, digits)


def _rounds_to(made: Decimal, shown: str, digits: int) -> bool:
    """Whether a number rounds to a printed one, which was rounded to so many digits."""
    result = Decimal(shown)
    if result == 0:
        return made == 0
    unit = Decimal(1).scaleb(result.adjusted() - digits + 1)
    whole = "e" not in shown  # all digits left of the point are printed
    return abs(made - result) < (min(unit, Decimal(1)) if whole else unit) / 2


def _seen_to_move(first: str, made: Decimal, shown: str) -> bool:
    """Whether the way from a first number to a printed one is what it should be, or nearly."""
    way = abs(made - Decimal(first))
    near = abs(made - Decimal(shown)) <= _NEARLY * way
    return near and (Decimal(shown) == Decimal(first)) == (way == 0)


def _typeset(operands: Sequence[str], result: str, sign: str) -> Balance:
    return Balance(tuple(map(as_typeset, operands)), as_typeset(result), sign)
