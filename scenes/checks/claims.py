"""What a chapter prints about the scenario's functions (loss, slopes, model), computed again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

import numpy as np

from gradreel.scenarios.arrays import Array
from gradreel.scenes.checks.equations import SIGNED, evaluated, half_a_unit, plain_number
from gradreel.scenes.checks.tables import Tables
from gradreel.scenes.checks.wording import is_printed
from gradreel.scenes.parts.digits.reading import plain
from gradreel.scenes.parts.formulas.formula import symbol
from gradreel.scenes.parts.formulas.notation import notation_of, spoken
from gradreel.solver.diagnostics import growth_factors
from gradreel.solver.objective import Objective
from gradreel.solver.recording import Recording

_NUMBER = rf"({SIGNED})(?![\d×/])"
_ROUNDING = 1e-9  # relative: numpy and torch may differ by so much
_START = re.compile(rf"We start at (?:.+ = )?\(?(.+?)\)?, where the loss is {_NUMBER}")
_ASKED = re.compile(rf"How steep is the curve (?:of \S+ )?at .+ = {_NUMBER}")
_THERE = re.compile(rf"^At .+ = {_NUMBER} it is {_NUMBER}:")
# Sentences that give the parameters of a line.
_FITS = re.compile(
    r"^(?:A first|The descent found|It did not|It stopped|Scaled|The best|The guess)\b"
)
_UNIT = "(?: [^,]+)?"
_PREDICTS = re.compile(
    rf"^At .+? = {_NUMBER} .* = {_NUMBER}{_UNIT}(?:, the best \w+ {_NUMBER}{_UNIT})?\.$"
)
_RATE = re.compile(rf"learning rate,? {_NUMBER}")
_CLOSES = re.compile(
    rf"^(?:Curvatures? {_NUMBER}.*: a|A)n? (?:step|epoch) closes {_NUMBER} % of the [a-z' ]+"
    r"(?:;|\.$)"
)
_LARGEST = re.compile(rf"remains is {_NUMBER}; the largest residual is {_NUMBER}")
_LARGEST_IS = re.compile(rf"^max abs\(.+\) = {_NUMBER}$")
_TYPED = re.compile(r"\blr ?= ?([\d.e+-]+)(…?)")  # in a program
_SQUARE = re.compile(rf"is the loss: {_NUMBER}")
_FACTOR = re.compile(rf"times ({SIGNED})(?= ,|$)")
_FACTORS = re.compile(rf"times {SIGNED}(?: , times {SIGNED})*")
_MARKED = re.compile(r"\(partial .+?\) / \(partial (.+?) ?\)(?: , [^()]* \))? (?:=.*)?= (\S+)$")


class Claims:
    """Checks the pictures of one chapter, in order: a place named in one holds for later ones.

    Equations with `≈` are left to other checks.
    """

    def __init__(self, recording: Recording) -> None:
        scenario, self._notation = recording.scenario, notation_of(recording.scenario)
        self._objective: Objective = recording.objective
        self._fit = scenario.fit
        self._symbols = [plain(symbol(name)) for name in scenario.parameters]
        self._names = [spoken(plain(symbol(name))) for name in scenario.objective.start_names]
        self._place: Array | None = None  # at which slopes are stated
        self._found: Array | None = None  # parameters of a line, in the units of the data
        self._best: Array | None = None
        self._rate: float | None = None
        self._factors = [growth_factors(self._objective, run) for run in recording.runs]
        self._rates = [run.run.lr for run in recording.runs if run.run.lr is not None]
        self._end = recording.runs[0].parameters[-1]
        self.tables = Tables(recording)

    def untrue(self, lines: Sequence[str]) -> list[str]:
        """The lines of a picture that state a value which the function does not have."""
        self._read_places(lines)
        return [line for line in lines if not self._holds(line, lines)]

    def _read_places(self, lines: Sequence[str]) -> None:
        """Find in the lines at which place the slopes are stated."""
        for line in lines:
            if match := _START.search(line):
                self._place = np.array([_float(text) for text in match[1].split(", ")])
            elif match := _ASKED.search(line):
                self._place = np.array([_float(match[1])])
            elif match := _RATE.search(line):
                self._rate = _float(match[1])
            elif _FITS.search(line):
                self._take_fit(line)
        values = [self._value_of(lines, name) for name in self._symbols]
        if all(value is not None for value in values):
            self._place = np.array(values, dtype=float)

    def _take_fit(self, line: str) -> None:
        values = [re.search(rf"\b{re.escape(n)} = {_NUMBER}", line) for n in self._names]
        if not all(values):
            return
        found = np.array([_float(match[1]) for match in values if match])
        if line.startswith("The best"):
            self._best = found
        else:
            self._found = found
        if line.startswith("A first guess"):
            self._place = found

    def _value_of(self, lines: Sequence[str], name: str) -> float | None:
        """The value that a picture states for a name, as in `x = 2`."""
        heads = [line.removeprefix(f"{name} = ") for line in lines if line.startswith(f"{name} = ")]
        values = [_float(text) for text in heads if re.fullmatch(SIGNED, text)]
        return values[0] if values else None

    def _holds(self, line: str, lines: Sequence[str]) -> bool:
        values = self._computed(line, lines)
        return (
            all(_is(computed, noise, shown) for computed, noise, shown in values)
            and self._lists_factors(line)
            and self._is_typed(line)
            and self._row(line, lines)
            and self._counts(line, lines)
        )

    def _is_typed(self, line: str) -> bool:
        """Whether the learning rate in a line of a program, if any, is that of a run."""
        match = _TYPED.search(line)
        if match is None:
            return True
        if match[2]:  # it was cut short for lack of room
            return any(repr(rate).startswith(match[1]) for rate in self._rates)
        return float(match[1]) in self._rates

    def _row(self, line: str, lines: Sequence[str]) -> bool:
        """Whether an approximate loss is recorded together with the parameters beside it."""
        match = re.fullmatch(rf"{re.escape(self._notation.loss)} approx {_NUMBER}", line)
        return match is None or self.tables.is_row(self._figures(lines), match[1])

    def _counts(self, line: str, lines: Sequence[str]) -> bool:
        """Whether the values in a picture are those of the step that the line names."""
        loss = rf"{re.escape(self._notation.loss)} (?:=|approx) {_NUMBER}"
        losses = [
            (self._notation.loss, match[1]) for x in lines if (match := re.fullmatch(loss, x))
        ]
        return not self.tables.counts_another(line, [*self._figures(lines), *losses])

    def _figures(self, lines: Sequence[str]) -> list[tuple[str, str]]:
        """The names and values of the parameters that a picture states, as in `x = 2`."""
        heads = [(name, f"{name} = ") for name in self._symbols]
        return [
            (name, line.removeprefix(head))
            for name, head in heads
            for line in lines
            if line.startswith(head) and re.fullmatch(SIGNED, line.removeprefix(head))
        ]

    def _slowest(self) -> float:
        """The least curvature that is not 0, where the first run ends."""
        return next((c for c in self._objective.curvatures(self._end).tolist() if c > 0.0), 0.0)

    def _lists_factors(self, line: str) -> bool:
        """Whether the factors in a line, if any, are those of one run."""
        shown = _FACTOR.findall(line) if _FACTORS.fullmatch(line) else []
        return not shown or any(
            _in_order(factors, shown) for factors in self._factors if len(factors) >= len(shown)
        )

    def _computed(self, line: str, lines: Sequence[str]) -> Iterator[tuple[float, float, str]]:
        """The values that a line states: what each should be, how far that may be off, its text."""
        loss, output = re.escape(self._notation.loss), re.escape(self._notation.output)
        if (match := _START.search(line)) and self._place is not None:
            yield self._loss(self._place, match[2])
        elif match := _THERE.search(line):
            yield self._slope(np.array([_float(match[1])]), 0, match[2])
        elif (match := _SQUARE.search(line)) and self._place is not None:
            yield self._loss(self._place, match[1])
        elif match := re.fullmatch(rf"{loss}'\( {_NUMBER} \) = {_NUMBER}", line):
            yield self._slope(np.array([_float(match[1])]), 0, match[2])
        elif match := re.fullmatch(rf"{loss}'\(.+\) = {_NUMBER}", line):
            if self._place is not None:
                yield self._slope(self._place, 0, match[1])
        elif match := _MARKED.search(line):
            if self._place is not None and match[1] in self._symbols:
                axis = self._symbols.index(match[1])
                yield self._slope(self._place, axis, match[2])
                yield from self._written(line, match[2])
        elif match := re.fullmatch(rf"\({loss}\(.+ = {_NUMBER}", line):
            distance = self._value_of(lines, self._notation.distance)
            if distance is not None and self._place is not None:
                yield self._quotient(distance, match[1])
        elif (match := _CLOSES.search(line)) and self._rate and "where it" not in line:
            slowest = _float(match[1] or "0") or self._slowest()
            closed = 100 * (1 - abs(1 - self._rate * slowest))
            # It is printed with three digits, without trailing zeros.
            yield closed, 5e-3 * 10.0 ** np.floor(np.log10(abs(closed) or 1.0)), match[2]
        elif match := re.fullmatch(rf"{loss} = {_NUMBER}", line):
            values = [self._value_of(lines, name) for name in self._symbols]
            if all(value is not None for value in values):
                computed, noise, shown = self._loss(np.array(values, dtype=float), match[1])
                yield computed, noise + _last_digit(shown), shown
        elif match := _PREDICTS.search(line):
            yield from self._predictions(match)
        elif match := _LARGEST.search(line):
            yield self._loss(self._end, match[1])
            yield self._largest_residual(match[2])
        elif match := _LARGEST_IS.search(line):
            yield self._largest_residual(match[1])
        elif match := re.fullmatch(rf"{output} ?\( {_NUMBER} \) = {_NUMBER}", line):
            yield from self._predicted(self._found, match[1], match[2])

    def _written(self, line: str, shown: str) -> Iterator[tuple[float, float, str]]:
        """The value of the formula between a slope's name and its number, at the current place."""
        sides = line.split(" = ")
        assert self._place is not None
        at = dict(zip(self._symbols, map(Decimal, self._place.tolist()), strict=True))
        computed = evaluated(sides[1], at) if len(sides) == 3 else None
        if computed is not None:
            yield float(computed), 0.0, shown

    def _loss(self, place: Array, shown: str) -> tuple[float, float, str]:
        noise = float(self._objective.loss_noise(place))
        return float(self._objective.value(place)), noise, shown

    def _slope(self, place: Array, axis: int, shown: str) -> tuple[float, float, str]:
        noise = np.broadcast_to(self._objective.gradient_noise(place), place.shape)
        return float(self._objective.gradient(place)[axis]), float(noise[axis]), shown

    def _quotient(self, distance: float, shown: str) -> tuple[float, float, str]:
        assert self._place is not None
        first, second = self._objective.value(np.array([self._place, self._place + distance]))
        noise = float(self._objective.loss_noise(self._place)) / abs(distance)
        return float(second - first) / distance, noise, shown

    def _largest_residual(self, shown: str) -> tuple[float, float, str]:
        assert self._fit is not None
        data = self._fit.data
        missed = np.abs(data.outputs - self._objective.predict(self._end, np.array(data.inputs)))
        noise = float(self._objective.loss_noise(self._end)) ** 0.5
        return float(missed.max()), noise, shown

    def _predictions(self, match: re.Match[str]) -> Iterator[tuple[float, float, str]]:
        yield from self._predicted(self._found, match[1], match[2])
        if match[3]:
            yield from self._predicted(self._best, match[1], match[3])

    def _predicted(
        self, found: Array | None, at: str, shown: str
    ) -> Iterator[tuple[float, float, str]]:
        if self._fit is None or found is None:
            return
        parameters = self._fit.parsed.of_units(found)
        computed = float(self._objective.predict(parameters, np.array([[_float(at)]]))[0])
        yield computed, _ROUNDING * float(np.abs(found).max() * max(1.0, abs(_float(at)))), shown


def _in_order(factors: Sequence[float], shown: Sequence[str]) -> bool:
    """Whether all factors are printed, in order; a single one may be any of them."""
    if len(shown) == 1:
        return any(is_printed(factor, shown[0]) for factor in factors)
    return len(factors) == len(shown) and all(map(is_printed, factors, shown))


def _last_digit(shown: str) -> float:
    """Half a unit in the last digit of a number that may have been shortened, as 3.52×10⁻⁷."""
    exponent = Decimal(plain_number(shown)).as_tuple().exponent
    return 0.5 * 10.0 ** int(exponent) if "×" in shown else 0.0


def _float(text: str) -> float:
    return float(plain_number(text))


def _is(computed: float, noise: float, shown: str) -> bool:
    """Whether what is printed is the computed number, up to rounding."""
    if not np.isfinite(computed) or not re.fullmatch(SIGNED, shown):
        return True
    off = abs(computed - _float(shown))
    return off <= float(half_a_unit(shown)) + noise + _ROUNDING * abs(computed)
