"""Functions that cannot be written in formulas, but that formulas are computed by."""

# ruff: noqa: N801  (as in scenarios.calculus)

from __future__ import annotations

from gradreel.scenarios.calculus import RealFunction


class sinpi(RealFunction):
    """sin(pi*u)."""


class cospi(RealFunction):
    """cos(pi*u)."""


class expm1(RealFunction):
    """exp(u) - 1."""


class logcosh(RealFunction):
    """log(cosh(u))."""


class share(RealFunction):
    """v/(1 + v) of v and 1 + v; its slope, that of -1/(1 + v), has no terms that cancel."""

    nargs = 2


class norm(RealFunction):
    """The square root of the sum of squares of its arguments."""

    nargs = None


class inverse_norm(RealFunction):
    """One over the norm of its arguments, and 0 where they are 0."""

    nargs = None


class excess(RealFunction):
    """The norm of its arguments less the first of these, which is positive."""

    nargs = None


class direction(RealFunction):
    """The first argument over the norm of the others."""

    nargs = None
