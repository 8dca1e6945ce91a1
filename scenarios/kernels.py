"""The functions of formulas on numbers, the same for numpy and for torch."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

import numpy as np

from gradreel.scenarios.sums import total


@dataclass(frozen=True, eq=False)
class Library:
    """numpy or torch, which agree on the names of most functions, and where they differ.

    `total` adds terms up, rounding once; `detached` stops the gradient; the slopes of `tanh` and
    `expm1` are exact even where they are small.
    """

    module: Any
    total: Callable[[Sequence[Any]], Any]
    detached: Callable[[Any], Any]
    tanh: Callable[[Any], Any]
    expm1: Callable[[Any], Any]


NUMPY = Library(np, total, np.asarray, np.tanh, np.expm1)


def _own(name: str) -> Callable[..., Any]:
    """A function that both libraries have."""
    return lambda library, u: getattr(library.module, name)(u)


def _sinpi(library: Library, u: Any) -> Any:
    """sin(pi*u), 0 where u is whole."""
    xp, quarters = library.module, library.module.round(2 * library.detached(u))
    angle = math.pi * (u - quarters / 2)
    turned = xp.where(quarters % 2 == 1, xp.cos(angle), xp.sin(angle))
    return turned * (1 - 2 * (quarters % 4 >= 2)) + 0.0


def _cospi(library: Library, u: Any) -> Any:
    """cos(pi*u), 0 where u is half of an odd number."""
    xp, quarters = library.module, library.module.round(2 * library.detached(u))
    angle = math.pi * (u - quarters / 2)
    turned = xp.where(quarters % 2 == 1, xp.sin(angle), xp.cos(angle))
    return turned * (1 - 2 * ((quarters + 1) % 4 >= 2)) + 0.0


def _logcosh(library: Library, u: Any) -> Any:
    """log(cosh(u)) without overflow for large u, and without cancelling for small u."""
    xp, near = library.module, abs(u) < 1
    half = xp.sinh(xp.where(near, u, 0.0) / 2)
    far = abs(u) + xp.log1p(xp.exp(-2 * abs(u))) - math.log(2)
    return xp.where(near, xp.log1p(2 * half * half), far)


def _norm(library: Library, *parts: Any) -> Any:
    """The root of the sum of squares; its slope is 0 where all are 0."""
    xp = library.module
    sizes = [abs(library.detached(part)) for part in parts]
    largest = reduce(lambda one, other: xp.where(one > other, one, other), sizes)
    mantissa, _ = xp.frexp(largest)
    # A power of two, by which scaling is exact.
    scale = xp.where(xp.isfinite(largest) & (largest > 0), largest / mantissa, 1.0)
    scaled = [part / scale for part in parts]
    squares = library.total([part * part for part in scaled])
    return scale * xp.where(squares > 0, xp.sqrt(xp.where(squares > 0, squares, 1.0)), squares)


def _excess(library: Library, least: Any, *parts: Any) -> Any:
    """The norm of all parts less the first, `least`, without cancelling."""
    length = _norm(library, *parts)
    return length * (length / (least + _norm(library, least, *parts)))


def _inverse_norm(library: Library, *parts: Any) -> Any:
    """1/norm; 0 at 0, since the slope and the curvature of the norm count as 0 there."""
    xp, length = library.module, _norm(library, *parts)
    return xp.where(length == 0, 0.0, 1 / xp.where(length == 0, 1.0, length))


def _direction(library: Library, part: Any, *parts: Any) -> Any:
    """A part over the norm of all, which is the slope of the norm; 0 where all are 0."""
    length = _norm(library, *parts)
    return part / library.module.where(length == 0, 1.0, length)


KERNELS: dict[str, Callable[..., Any]] = {
    "sin": _own("sin"),
    "cos": _own("cos"),
    "tan": _own("tan"),
    "asin": _own("arcsin"),
    "acos": _own("arccos"),
    "atan": _own("arctan"),
    "sinh": _own("sinh"),
    "cosh": _own("cosh"),
    "Abs": _own("abs"),
    "sign": _own("sign"),
    "tanh": lambda library, u: library.tanh(u),
    "sinpi": _sinpi,
    "cospi": _cospi,
    "logcosh": _logcosh,
    "norm": _norm,
    "inverse_norm": _inverse_norm,
    "excess": _excess,
    "direction": _direction,
}
