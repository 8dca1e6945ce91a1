"""Products with exponentials, rewritten so that large factors cancel before they overflow."""

from __future__ import annotations

from itertools import combinations_with_replacement

import sympy

from gradreel.scenarios.calculus import cosh, exp, sinh, tanh

_ONE = sympy.Integer(1)
MOST_TERMS = 8  # of a sum over which a product is distributed, which copies the product
_MOST_PRODUCTS = 600  # of an expanded power that are compared: they grow with every exponent


def power_of(base: sympy.Expr, exponent: sympy.Expr) -> sympy.Expr:
    """The power, without sympy's search for roots in its base."""
    return sympy.Pow(base, exponent, evaluate=bool(exponent.is_Integer))


def product(expression: sympy.Expr) -> sympy.Expr:
    """A product whose exponentials are joined, and moved into sums of exponentials below them."""
    factors = _as_powers(expression)
    divides = [power.is_negative and bool(exponentials(base)) for base, power in factors]
    if any(divides) and (spread := _spread(expression)) is not None:
        return spread
    exponents = [power * base.args[0] for base, power in factors if isinstance(base, exp)]
    if not exponents:
        return _with_tanh(expression, factors)
    others = [
        (factor, below)
        for factor, below in zip(factors, divides, strict=True)
        if not isinstance(factor[0], exp)
    ]
    rest = [factor for factor, below in others if not below]
    sums = [factor for factor, below in others if below]
    left = [exponent for exponent in exponents if not _taken(exponent, sums)]
    powers = (power_of(base, power) for base, power in (*rest, *sums))
    return sympy.Mul(*powers, exponential(sympy.Add(*left)))


def exponential(exponent: sympy.Expr) -> sympy.Expr:
    """exp(exponent), or 1 for 0."""
    return _ONE if exponent == 0 else exp(exponent)


def _as_powers(expression: sympy.Expr) -> list[tuple[sympy.Expr, sympy.Expr]]:
    """The factors of a product, each a base and its exponent, a number."""
    factors = sympy.Mul.make_args(expression)
    return [factor.args if factor.is_Pow else (factor, _ONE) for factor in factors]


def exponentials(expression: sympy.Expr) -> list[tuple[sympy.Expr, sympy.Expr]]:
    """The coefficients and exponents of a sum of positive multiples of exponentials, or none."""
    if not expression.is_Add:
        return []
    terms = []
    for term in expression.args:
        coefficient, rest = term.as_coeff_Mul()
        if not (coefficient.is_positive and (rest == 1 or isinstance(rest, exp))):
            return []
        terms.append((coefficient, sympy.Integer(0) if rest == 1 else rest.args[0]))
    return terms


def _spread(expression: sympy.Expr) -> sympy.Expr | None:
    """A product with one sum that contains exponentials, distributed over the terms of that sum."""
    sums = [
        factor for factor in sympy.Mul.make_args(expression) if factor.is_Add and factor.has(exp)
    ]
    if len(sums) != 1 or len(sums[0].args) > MOST_TERMS:
        return None  # it would be too many terms
    rest = expression / sums[0]
    return sympy.Add(*(product(term * rest) for term in sums[0].args))


def _taken(exponent: sympy.Expr, sums: list[tuple[sympy.Expr, sympy.Expr]]) -> bool:
    """Whether one of the sums absorbs exp(exponent); if so, it is replaced in `sums`."""
    for place, (base, power) in enumerate(sums):
        if _takes(base, power, exponent):
            sums[place] = _divided(base, power, exponent)
            return True
    return False


def _takes(base: sympy.Expr, power: sympy.Expr, exponent: sympy.Expr) -> bool:
    """Whether exp(exponent) is one of the terms of base**-power when that is expanded."""
    exponents = [one for _, one in exponentials(base)]
    if not power.is_Integer or len(exponents) ** -power > _MOST_PRODUCTS:
        return False
    return any(
        sympy.Add(*some) == exponent for some in combinations_with_replacement(exponents, -power)
    )


def _divided(
    base: sympy.Expr, power: sympy.Expr, exponent: sympy.Expr
) -> tuple[sympy.Expr, sympy.Expr]:
    """base**power * exp(exponent) as a power of one sum."""
    share = sympy.expand_mul(exponent / power)
    terms = [(times, sympy.expand_mul(one + share)) for times, one in exponentials(base)]
    (times, first), (others, second) = terms[:2]
    if len(terms) == 2 and times == others and first == -second:
        return 2 * times * cosh(first), power
    return sympy.Add(*(times * exponential(one) for times, one in terms)), power


def _with_tanh(expression: sympy.Expr, factors: list[tuple[sympy.Expr, sympy.Expr]]) -> sympy.Expr:
    """sinh(u)/cosh(u) is tanh(u)."""
    for base, power in factors:
        if isinstance(base, sinh) and power == _ONE:
            below = cosh(base.args[0])
            if any(other == below and less.is_negative for other, less in factors):
                return expression / base * below * tanh(base.args[0])
    return expression
