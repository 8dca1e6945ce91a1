"""Terms with exact factors, as Typst math."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import sympy

from gradreel.scenes.parts.digits.numbers import exact, number
from gradreel.scenes.parts.digits.printed import MOST
from gradreel.scenes.parts.formulas.formula import value
from gradreel.solver.numbers import rounded

Powers = Mapping[str, int]  # letters (Typst math), each with its power
Coefficients = Mapping[int, sympy.Rational]  # by the power of the parameter


class TermWriter:
    """Writes terms, and notes all their `numbers`.

    If a lesson is `decimal`, a factor that is no integer is a decimal where that is short, else a
    fraction.
    """

    def __init__(self, decimal: bool) -> None:
        self._decimal = decimal
        self.numbers: list[float] = []

    def signed(self, terms: Iterable[tuple[sympy.Rational, Powers]]) -> list[str]:
        """Terms with their signs, the first without a plus; those that are 0 are empty."""
        texts: list[str] = []
        for factor, powers in terms:
            sign = "- " if factor < 0 else "+ " if any(texts) else ""
            texts.append(sign + self.term(abs(factor), powers) if factor else "")
        return texts

    def term(self, factor: sympy.Rational, powers: Powers) -> str:
        """A factor before its letters; those with power 0 are left out."""
        letters = [f"{n}^{power}" if power > 1 else n for n, power in powers.items() if power]
        self.numbers += [float(abs(factor)), *map(float, powers.values())]
        if factor == -1 and letters:
            return f"-{' '.join(letters)}"
        if factor == 1 and letters:
            return " ".join(letters)
        return " ".join([self._number(factor), *letters])

    def _number(self, factor: sympy.Rational) -> str:
        short = sympy.Rational(rounded(float(factor), MOST)) == factor
        if factor.q == 1 or (self._decimal and short):
            return value(exact(float(factor)) if short else number(float(factor), MOST))
        sign = "-" if factor < 0 else ""
        return f"{sign}frac({abs(factor.p)}, {factor.q})"
