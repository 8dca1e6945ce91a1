"""The lines of a rule in the recorded numbers of a step, in digits in which they hold. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from string import Formatter
from typing import NamedTuple

from gradreel.scenes.methods.rule import Components, Line, MethodRule, Numbers
from gradreel.scenes.parts.digits.balance import Balance, balanced
from gradreel.scenes.parts.digits.numbers import as_typeset, number
from gradreel.scenes.parts.digits.reading import numbers_in
from gradreel.solver.numbers import MOST_DIGITS, rounded
from gradreel.solver.run_record import RunRecord


class Field(NamedTuple):
    """A place in a template: what stands before it, the name of a value, whether it is bare."""

    before: str
    name: str
    bare: bool


class NumbersRow(NamedTuple):
    """A line in numbers, for one parameter: its fields with their texts, and the result.

    `sign` (Typst math) is `=` if the numbers make the result as printed, else `approx`; it is empty
    where there is no result.
    """

    fields: tuple[Field, ...]
    texts: tuple[str, ...]
    end: str
    sign: str
    result: str


def fields_of(template: str) -> tuple[tuple[Field, ...], str]:
    """The fields of a template, and what stands after the last of them."""
    fields, end = [], ""
    for before, name, _, conversion in Formatter().parse(template):
        if name is None:
            end = before
        else:
            fields.append(Field(before, name, conversion == "r"))
    return tuple(fields), end


def rows_of(rule: MethodRule, run: RunRecord, step: int) -> Iterator[tuple[Line, list[NumbersRow]]]:
    """Each line of a rule with its rows: one for each parameter, or a single one.

    A result that was printed in one line is printed alike in the next ones, where these hold so.
    """
    size = run.parameters.shape[1]
    printed: list[dict[str, str]] = [{} for _ in range(size)]
    for line in rule.lines:
        rows = []
        for axis in range(1 if line.once else size):
            row = _row(line, rule.values(run, step, axis), printed[axis])
            printed[axis][line.result or line.name] = row.result or row.texts[0]
            rows.append(row)
        yield line, rows


def _row(line: Line, values: Components, printed: Mapping[str, str]) -> NumbersRow:
    for numbers in line.numbers:
        for known in ({**values, **printed}, values):
            row = _balanced(line, numbers, values, known)
            if row.sign != "approx":
                return row
    return row


def _balanced(line: Line, numbers: Numbers, values: Components, known: Components) -> NumbersRow:
    fields, end = fields_of(numbers.template)
    operands = [known[field.name] for field in fields]
    if numbers.makes is None:
        texts = [known[f.name] for f in fields]
        shown = tuple(as_typeset(t) if isinstance(t, str) else number(t) for t in texts)
        return NumbersRow(fields, shown, end, "", "")
    wanted = float(values[line.result or line.name])
    typed = [_typed(known) if isinstance(known, str) else known for known in operands]
    try:
        found = balanced(numbers.makes, typed, wanted)
    except ArithmeticError:  # the root of 0 in a divisor
        found = Balance(tuple(map(str, typed)), number(wanted), "approx")
    return NumbersRow(fields, found.operands, end, found.sign, found.result)


def _typed(text: str) -> str:
    """A number as it is typed, of which the text is typeset: 5e-5 of 5×10⁻⁵."""
    return rounded(numbers_in(text)[0].signed, MOST_DIGITS)
