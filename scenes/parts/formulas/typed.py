"""What a formula typed into Python gives: its values, and the slopes that autograd finds.

The formula is parsed, never run. Autograd multiplies the slopes of its parts one by one, from the
outside in, so that an ordinary product may be lost as 0 times infinity.
"""

from __future__ import annotations

import ast
import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from gradreel.scenarios.arrays import Array
from gradreel.scenes.parts.formulas.python_printer import NAMES

Slope = Callable[[Array], Array]  # from the slope by the whole to the slope by a part


@dataclass(frozen=True, eq=False)
class _Node:
    """The values (m,) of a part of a formula, and its own parts with the way to their slopes."""

    value: Array
    parts: tuple[tuple[_Node, Slope], ...] = ()


def typed(source: str, places: Array) -> tuple[Array, Array]:
    """The values (m,) of a printed formula at places (m,), and its slopes (m,) by autograd."""
    here = _Node(places)
    with np.errstate(all="ignore"):
        root = _read(ast.parse(source, mode="eval").body, here)
        slope = _slope(root, np.ones_like(places), here)
        return root.value + np.zeros_like(places), slope


def _slope(node: _Node, outer: Array, here: _Node) -> Array:
    if node is here:
        return outer
    slopes = (_slope(part, along(outer), here) for part, along in node.parts)
    return sum(slopes, start=np.zeros_like(outer))


def _read(node: ast.expr, here: _Node) -> _Node:
    match node:
        case ast.Name():
            return here
        case ast.Constant(value=int() | float() as number):
            return _Node(np.array(float(number)))
        case ast.Attribute(attr=name):
            return _Node(np.array(getattr(math, name)))
        case ast.UnaryOp(operand=operand):
            (part,) = _parts([operand], here)
            return _of(-part.value, (part, lambda g: -g))
        case ast.BinOp(left=left, op=ast.Pow(), right=right):
            return _power(_read(left, here), _read(right, here))
        case ast.BinOp(left=left, op=operator, right=right):
            return _OPERATORS[type(operator)](_read(left, here), _read(right, here))
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=arguments):
            return _CALLS[NAMES.get(name, name)](*_parts(arguments, here))
    raise TypeError(f"no formula has a {type(node).__name__}")


def _parts(nodes: list[ast.expr], here: _Node) -> list[_Node]:
    return [_read(node, here) for node in nodes]


def _of(value: Array, *parts: tuple[_Node, Slope]) -> _Node:
    """A node, without parts that contain no parameter."""
    moving = [part for part in parts if part[0].value.ndim]
    return _Node(np.asarray(value), tuple(moving))


def _power(base: _Node, exponent: _Node) -> _Node:
    b, n = base.value, exponent.value
    return _of(b**n, (base, lambda g: g * (n * b ** (n - 1))))


def _product(left: _Node, right: _Node) -> _Node:
    a, b = left.value, right.value
    return _of(a * b, (left, lambda g: g * b), (right, lambda g: g * a))


def _quotient(numerator: _Node, denominator: _Node) -> _Node:
    a, b = numerator.value, denominator.value
    if b.ndim and not a.ndim:  # torch multiplies a plain number by the reciprocal
        inverse = 1 / b
        return _of(a * inverse, (denominator, lambda g: -(g * a) * (inverse * inverse)))
    return _of(a / b, (numerator, lambda g: g / b), (denominator, lambda g: -g * ((a / b) / b)))


_OPERATORS: dict[type[ast.operator], Callable[[_Node, _Node], _Node]] = {
    ast.Add: lambda a, b: _of(a.value + b.value, (a, lambda g: g), (b, lambda g: g)),
    ast.Sub: lambda a, b: _of(a.value - b.value, (a, lambda g: g), (b, lambda g: -g)),
    ast.Mult: _product,
    ast.Div: _quotient,
}


def _called(
    function: Callable[[Array], Array], slope: Callable[[Array, Array], Array]
) -> Callable[[_Node], _Node]:
    """A function whose slope is computed from its argument and its value."""

    def call(part: _Node) -> _Node:
        value = function(part.value)
        return _of(value, (part, lambda g: g * slope(part.value, value)))

    return call


def _logarithm(part: _Node) -> _Node:
    return _of(np.log(part.value), (part, lambda g: g / part.value))


def _hypot(left: _Node, right: _Node) -> _Node:
    a, b = left.value, right.value
    length = np.hypot(a, b)
    return _of(length, (left, lambda g: g * (a / length)), (right, lambda g: g * (b / length)))


def _logaddexp(left: _Node, right: _Node) -> _Node:
    a, b = left.value, right.value
    return _of(
        np.logaddexp(a, b),
        (left, lambda g: g / (1 + np.exp(b - a))),
        (right, lambda g: g / (1 + np.exp(a - b))),
    )


_CALLS: dict[str, Callable[..., _Node]] = {
    "sin": _called(np.sin, lambda u, _: np.cos(u)),
    "cos": _called(np.cos, lambda u, _: -np.sin(u)),
    "tan": _called(np.tan, lambda _, v: 1 + v * v),
    "arcsin": _called(np.arcsin, lambda u, _: 1 / np.sqrt(1 - u * u)),
    "arccos": _called(np.arccos, lambda u, _: -1 / np.sqrt(1 - u * u)),
    "arctan": _called(np.arctan, lambda u, _: 1 / (u * u + 1)),
    "sinh": _called(np.sinh, lambda u, _: np.cosh(u)),
    "cosh": _called(np.cosh, lambda u, _: np.sinh(u)),
    "tanh": _called(np.tanh, lambda _, v: 1 - v * v),
    "exp": _called(np.exp, lambda _, v: v),
    "expm1": _called(np.expm1, lambda _, v: v + 1),
    "sqrt": _called(np.sqrt, lambda _, v: 1 / (2 * v)),
    "abs": _called(np.abs, lambda u, _: np.sign(u)),
    "sign": _called(np.sign, lambda u, _: np.zeros_like(u)),
    "sigmoid": _called(lambda u: 1 / (1 + np.exp(-u)), lambda _, v: (1 - v) * v),
    "log": _logarithm,
    "hypot": _hypot,
    "logaddexp": _logaddexp,
}
