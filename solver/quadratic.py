"""Quadratic formulas in exact arithmetic: their curvatures and their lowest point."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import sympy

from gradreel.scenarios.arrays import Array
from gradreel.scenarios.calculus import derivative

_DIGITS = 17  # of an eigenvalue: as many as identify a float64 number
_MOST = 2000  # digits in between: more of them may cancel than sympy's default allows for


@dataclass(frozen=True, eq=False)
class Quadratic:
    """A quadratic loss by its Hessian (p, p) and its slope (p, 1) at the origin, both rational."""

    hessian: sympy.ImmutableMatrix
    slope: sympy.ImmutableMatrix

    @cached_property
    def curvatures(self) -> Array:
        """The eigenvalues (p,) of the Hessian, ascending, each with all its digits."""
        roots = sympy.real_roots(self.hessian.charpoly().as_expr())
        return np.array([float(root.evalf(_DIGITS, maxn=_MOST)) for root in roots])

    @cached_property
    def minimum(self) -> Array | None:
        """The lowest point (p,); None if there is none, or more than one."""
        if self.curvatures[0] <= 0:
            return None
        return np.array([*map(float, self.hessian.LUsolve(-self.slope))])

    @property
    def bottomless(self) -> bool:
        """Whether it falls without end in some direction."""
        sloping = self.hessian.row_join(self.slope).rank() > self.hessian.rank()
        return bool(self.curvatures[0] < 0 or sloping)


def quadratic_of(expression: sympy.Expr, names: Sequence[str]) -> Quadratic | None:
    """The exact form of a formula with constant second derivatives; None unless it is rational.

    Numbers are taken as they are written: 0.1 is one tenth.
    """
    decimals = expression.atoms(sympy.Float)
    rational = expression.xreplace({n: sympy.Rational(repr(float(n))) for n in decimals})
    slopes = [derivative(rational, name) for name in names]
    seconds = sympy.ImmutableMatrix(
        [[derivative(slope, name) for name in names] for slope in slopes]
    )
    origin = {symbol: sympy.Integer(0) for symbol in expression.free_symbols}
    slope = sympy.ImmutableMatrix([part.xreplace(origin) for part in slopes])
    if not all(part.is_Rational for part in (*seconds, *slope)):
        return None
    return Quadratic(seconds, slope)
