"""How formulas are computed, in numpy and in torch alike: no overflow on the way, exact sums.

A value is a pair (m, s) that stands for m * exp(s); s is None where it is 0. So exp(800) is a
number like any other until it is the result, and log(1 + exp(800)) is 800. Sums are rounded
once, so that terms that cancel leave exactly 0.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import reduce
from operator import add, mul
from typing import Any

import numpy as np
import sympy

from gradreel.scenarios.kernels import KERNELS, NUMPY, Library

Value = tuple[Any, Any]
Program = Callable[[Mapping[str, Any]], Value]

_PLAIN = 350.0  # up to this exponent nothing is rescaled: exp(350)**2 is 1e304, still finite
_LARGEST = 700.0  # the largest exponent of a result: exp overflows float64 just above 709
# To which power a factor of all arguments of a function comes out of it.
_DEGREES = {"norm": 1.0, "excess": 1.0, "inverse_norm": -1.0, "direction": 0.0}
_AUTOGRAD_SAFE = 1e50  # powers from its inverse up to it have slopes that autograd can compute


def program(node: Any, library: Library) -> Program:
    """A function that computes an expression from values by name; the tree is walked once, here."""
    if node.is_Symbol:
        name = node.name
        return lambda values: (values[name], None)
    if not node.args:  # a number, if it is real
        return _constant(float(node) if node.is_real else float("nan"), library)
    if library is not NUMPY and not node.free_symbols:
        return _constant(_number(node), library)
    return _operation(node, [program(part, library) for part in node.args], library)


def result(value: Value, library: Library) -> Any:
    """The number that a pair stands for."""
    m, s = value
    if s is None:
        return m
    xp, large = library.module, abs(s) > _LARGEST
    if not large.any():
        return m * xp.exp(s)
    s = _capped(m, s, 2 * _LARGEST, xp)
    half = xp.where(large, s / 2, 0.0)
    return m * xp.exp(s - half) * xp.exp(half)


def _number(node: Any) -> float:
    """The value of an expression without symbols."""
    with np.errstate(all="ignore"):
        return float(result(program(node, NUMPY)({}), NUMPY))


def _capped(m: Any, s: Any, most: float, xp: Any) -> Any:
    """The exponents s, at most `most` where m is 0: 0 times infinity would be nan."""
    return xp.where(xp.asarray(m == 0) & xp.asarray(s > most), most, s)


def _constant(number: float, library: Library) -> Program:
    value = np.float64(number) if library is NUMPY else number
    return lambda values: (value, None)


def _operation(node: Any, parts: list[Program], library: Library) -> Program:
    if node.is_Add:
        return lambda values: _sum([part(values) for part in parts], library)
    if node.is_Mul:
        return lambda values: _product([part(values) for part in parts])
    # Before powers: sympy's exp takes itself for one.
    if node.is_Function:
        return _function(node, parts, library)
    # parse_formula accepts only numbers as exponents.
    base, exponent = parts[0], _number(node.exp)
    power = _long_power if any(map(_is_scaled, node.base.atoms(sympy.Function))) else _power
    return lambda values: power(base(values), exponent, library)


def _is_scaled(function: Any) -> bool:
    return type(function).__name__ in SCALED


def _function(node: Any, parts: list[Program], library: Library) -> Program:
    name = type(node).__name__
    if name == "log" and node.args[0].is_Add:
        terms = [program(term, library) for term in node.args[0].args]
        return lambda values: (log_of_sum([term(values) for term in terms], library), None)
    if name == "share":
        part, whole = parts
        return lambda values: (_share(part(values), whole(values), library), None)
    if name in SCALED:
        scaled, argument = SCALED[name], parts[0]
        return lambda values: scaled(argument(values), library)
    if name in _DEGREES:
        return lambda values: _homogeneous(name, [part(values) for part in parts], library)
    function = KERNELS[name]
    return lambda values: (
        function(library, *(result(part(values), library) for part in parts)),
        None,
    )


def _product(factors: list[Value]) -> Value:
    scales = [s for _, s in factors if s is not None]
    return reduce(mul, [m for m, _ in factors]), reduce(add, scales) if scales else None


def _power(base: Value, exponent: float, library: Library) -> Value:
    m, s = base
    # numpy's ** may round differently in an array than for a single number; sqrt does not.
    power = library.module.sqrt(m) if exponent == 0.5 else m**exponent
    return power, None if s is None else exponent * s


def _long_power(base: Value, exponent: float, library: Library) -> Value:
    """A power; where it or its slope would overflow or vanish, it moves into the exponent."""
    power, scale = _power(base, exponent, library)
    xp = library.module
    most = np.inf if library is NUMPY else _AUTOGRAD_SAFE
    gone = (abs(power) <= 1 / most) | (abs(power) >= most)
    gone = gone & (base[0] != 0) & xp.isfinite(base[0])
    if not gone.any():
        return power, scale
    sign = xp.sign(base[0]) if exponent % 2 == 1 else 1.0
    size = xp.where(gone, abs(base[0]), 1.0)
    kept = xp.where(gone, 1.0, base[0])
    power = xp.where(gone, sign, _power((kept, None), exponent, library)[0])
    more = exponent * xp.log(size)
    return power, more if scale is None else scale + more


def _sum(terms: list[Value], library: Library) -> Value:
    # Autograd differentiates terms that are 0 too.
    shift = _shift(terms, library, least=0.0)
    return library.total([_shifted(term, shift, library) for term in terms]), shift


def _shift(terms: list[Value], library: Library, least: float) -> Any:
    """The exponent to factor out of a sum: the largest, where it is beyond _PLAIN, else 0.

    None if no term is beyond _PLAIN. The exponent of a term that is 0 counts as at most `least`.
    """
    if all(s is None or (abs(s) <= _PLAIN).all() for _, s in terms):
        return None
    xp = library.module
    top: Any = None
    for m, s in terms:
        scale = library.detached(0.0 if s is None else s)
        scale = xp.where(xp.asarray(m == 0) & (scale > least), least, scale)
        top = scale if top is None else xp.where(top > scale, top, scale)
    return xp.where(xp.isfinite(top) & (abs(top) > _PLAIN), top, 0.0)


def _shifted(term: Value, shift: Any, library: Library) -> Any:
    """A term divided by exp(shift)."""
    m, s = term
    if shift is None:
        return result(term, library)
    scale = -shift if s is None else s - shift
    xp = library.module
    return m * xp.exp(_capped(m, scale, _LARGEST, xp))


def _homogeneous(name: str, parts: list[Value], library: Library) -> Value:
    """A function of which a factor of all its arguments can be taken out, to some power."""
    shift = _shift(parts, library, least=-np.inf)
    number = KERNELS[name](library, *(_shifted(part, shift, library) for part in parts))
    degree = _DEGREES[name]
    return number, None if shift is None or not degree else degree * shift


def _share(part: Value, whole: Value, library: Library) -> Any:
    """v/(1 + v) for v = part and 1 + v = whole, of which autograd sees the slope of -1/(1 + v).

    The two are equal, but the quotient rule would subtract two nearly equal terms.
    """
    below = _power(whole, -1.0, library)
    size = library.detached(result(_product([part, below]), library))
    if library is NUMPY:
        return size
    inverse = result(below, library)
    return size + (library.detached(inverse) - inverse)


def _log(argument: Value, library: Library) -> Value:
    m, s = argument
    logarithm = library.module.log(m)
    return (logarithm if s is None else logarithm + s), None


def log_of_sum(terms: list[Value], library: Library) -> Any:
    """log of a sum; near 1 it is log1p of the sum less 1, which the sum itself would round away."""
    xp, shift = library.module, _shift(terms, library, least=-np.inf)
    parts = [_shifted(term, shift, library) for term in terms]
    left = library.total([*parts, -1.0])
    near = abs(left) < 0.5
    # A branch that is not taken gets a harmless argument, since its slope is computed too.
    far = xp.log(xp.where(near, 1.0, library.total(parts)))
    logarithm = xp.where(near, xp.log1p(xp.where(near, left, 0.0)), far)
    return logarithm if shift is None else logarithm + shift


def _exp(argument: Value, library: Library) -> Value:
    exponent = result(argument, library)
    return library.module.ones_like(exponent), exponent


def _expm1(argument: Value, library: Library) -> Value:
    u, xp = result(argument, library), library.module
    large = u > _PLAIN
    if not large.any():
        return library.expm1(u), None
    return xp.where(large, 1.0, library.expm1(xp.where(large, 0.0, u))), xp.where(large, u, 0.0)


def _hyperbolic(name: str, sign: float) -> Callable[[Value, Library], Value]:
    def scaled(argument: Value, library: Library) -> Value:
        u, xp = result(argument, library), library.module
        large = abs(u) > _PLAIN
        if not large.any():
            return KERNELS[name](library, u), None
        shift = xp.where(large, abs(library.detached(u)), 0.0)
        above = (xp.exp(u - shift) + sign * xp.exp(-u - shift)) / 2
        return xp.where(large, above, KERNELS[name](library, xp.where(large, 0.0, u))), shift

    return scaled


SCALED: dict[str, Callable[[Value, Library], Value]] = {
    "exp": _exp,
    "expm1": _expm1,
    "log": _log,
    "cosh": _hyperbolic("cosh", 1.0),
    "sinh": _hyperbolic("sinh", -1.0),
}
