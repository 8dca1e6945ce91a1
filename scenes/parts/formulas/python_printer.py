"""Expressions as Python that a reader could type, including those rewritten to be computed."""

# ruff: noqa: N802  (sympy calls a printer's methods by the names of its classes)

from __future__ import annotations

import math
from functools import reduce

import sympy
from sympy.printing.precedence import PRECEDENCE
from sympy.printing.str import StrPrinter

from gradreel.scenarios.calculus import cos, cosh, log, sin
from gradreel.scenarios.exponentials import exponentials
from gradreel.scenarios.special import logcosh, norm

# Functions that formulas and Python's math call differently from numpy and torch.
NAMES = {"asin": "arcsin", "acos": "arccos", "atan": "arctan"}
_MOST_WHOLE = 2**53  # a larger integer is written as a float, which torch needs


class NumpyPrinter(StrPrinter):
    """Prints for numpy, which the program calls `library`.

    `as_written` keeps sums of exponentials unchanged, even if they may overflow.
    """

    def __init__(self, library: str, as_written: bool) -> None:
        super().__init__({"full_prec": False})
        self._library, self._as_written = library, as_written

    def _print_Integer(self, expression: sympy.Integer) -> str:
        return repr(float(expression.p)) if abs(expression.p) > _MOST_WHOLE else str(expression.p)

    def _print_Pow(self, expression: sympy.Pow, rational: bool = False) -> str:
        return str(super()._print_Pow(expression, rational=True))

    def _print_Pi(self, expression: sympy.Expr) -> str:
        return f"{self._library}.pi"

    def _print_Exp1(self, expression: sympy.Expr) -> str:
        return f"{self._library}.e"

    def _print_Function(self, expression: sympy.Function) -> str:
        name = type(expression).__name__
        return self._call(NAMES.get(name, name), expression.args[0])

    def _print_Abs(self, expression: sympy.Expr) -> str:
        return f"abs({self._print(expression.args[0])})"

    def _print_sinpi(self, expression: sympy.Expr) -> str:
        return str(self._print(sin(sympy.pi * expression.args[0])))

    def _print_cospi(self, expression: sympy.Expr) -> str:
        return str(self._print(cos(sympy.pi * expression.args[0])))

    def _print_norm(self, expression: sympy.Expr) -> str:
        return str(reduce(lambda one, other: self._call("hypot", one, other), expression.args))

    def _print_direction(self, expression: sympy.Expr) -> str:
        part, *parts = expression.args
        return f"({self._print(part / norm(*parts))})"

    def _print_inverse_norm(self, expression: sympy.Expr) -> str:
        return f"({self._print(1 / norm(*expression.args))})"

    def _print_excess(self, expression: sympy.Expr) -> str:
        threshold, *parts = expression.args
        squares = sympy.Add(*(part**2 for part in parts))
        return f"({self._print(squares / (threshold + norm(threshold, *parts)))})"

    def _print_share(self, expression: sympy.Expr) -> str:
        part, total = expression.args
        return f"({self._print(part / total)})"

    def _print_log(self, expression: sympy.Expr) -> str:
        terms = exponentials(expression.args[0])
        if self._as_written or not terms:
            return self._print_Function(expression)
        return self._log_of_sum(terms)

    def _print_logcosh(self, expression: sympy.Expr) -> str:
        (u,) = expression.args
        return f"({self._call('logaddexp', u, -u)} - {self._constant(log(sympy.Integer(2)))})"

    def _log_of_sum(self, terms: list[tuple[sympy.Expr, sympy.Expr]]) -> str:
        """The logarithm of a sum of multiples of exponentials."""
        exponents = [
            exponent if times == 1 else exponent + sympy.Float(math.log(times))
            for times, exponent in terms
        ]
        return str(reduce(lambda one, other: self._call("logaddexp", one, other), exponents))

    def _constant(self, expression: sympy.Expr) -> str:
        """A function of a constant."""
        return str(self._print(expression))

    def _call(self, name: str, *arguments: sympy.Expr | str) -> str:
        return f"{self._library}.{name}({', '.join(map(self._argument, arguments))})"

    def _argument(self, argument: sympy.Expr | str) -> str:
        return argument if isinstance(argument, str) else str(self._print(argument))


class TorchPrinter(NumpyPrinter):
    """Prints for torch, whose functions take only tensors, and so that autograd gives no NaN."""

    def __init__(self, library: str, parameter: str, as_written: bool) -> None:
        super().__init__(library, as_written)
        self._parameter = parameter
        self._numbers = "m" if parameter == "math" else "math"

    def doprint(self, expr: sympy.Expr) -> str:
        return self._argument(expr)

    def _print_Function(self, expression: sympy.Function) -> str:
        if expression.free_symbols:
            return super()._print_Function(expression)
        return f"{self._numbers}.{type(expression).__name__}({self._print(expression.args[0])})"

    def _print_Mul(self, expression: sympy.Mul) -> str:
        delicate = [factor for factor in expression.args if self._overflows(factor)]
        if not delicate:
            return str(super()._print_Mul(expression))
        others = sympy.Mul(*(factor for factor in expression.args if factor not in delicate))
        return "*".join([self.parenthesize(others, PRECEDENCE["Mul"]), *map(self._print, delicate)])

    def _overflows(self, factor: sympy.Expr) -> bool:
        """Whether a factor is a quotient through which autograd would multiply 0 by infinity."""
        return (
            not self._as_written
            and bool(factor.is_Pow and factor.exp.is_negative and factor.free_symbols)
            and (isinstance(factor.base, cosh) or bool(exponentials(factor.base)))
        )

    def _print_Pow(self, expression: sympy.Pow, rational: bool = False) -> str:
        if not self._overflows(expression):
            return super()._print_Pow(expression, rational)
        if isinstance(expression.base, cosh):
            return self._inverse(expression.exp, self._print(logcosh(*expression.base.args)))
        terms = exponentials(expression.base)
        if expression.exp == -1 and len(terms) == 2 and (1, 0) in terms:
            ((times, exponent),) = (term for term in terms if term != (1, 0))
            if times == 1:
                return self._call("sigmoid", -exponent)
        return self._inverse(expression.exp, self._log_of_sum(terms))

    def _inverse(self, exponent: sympy.Expr, logarithm: str) -> str:
        """A power of something by its logarithm."""
        return self._call("exp", f"{self._print(exponent)}*{logarithm}")

    def _argument(self, argument: sympy.Expr | str) -> str:
        if isinstance(argument, str) or argument.free_symbols:
            return super()._argument(argument)
        zero = f"0*{self._parameter}"
        return zero if argument == 0 else f"{zero} + {self._print(argument)}"
