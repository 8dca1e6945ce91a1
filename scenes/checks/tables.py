"""Whether the rows of tables and readouts are, as printed, rows of the recording."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np

from gradreel.scenarios.arrays import Array
from gradreel.scenes.checks.equations import is_number, plain_number
from gradreel.scenes.checks.layout import Text
from gradreel.scenes.parts.digits.numbers import by_power, fixed, number
from gradreel.scenes.parts.digits.readable import readable
from gradreel.scenes.parts.digits.reading import plain
from gradreel.scenes.parts.formulas.formula import symbol
from gradreel.scenes.parts.formulas.notation import notation_of
from gradreel.scenes.parts.lettering.typeset import upright
from gradreel.scenes.sentences.catalogue import text as label
from gradreel.solver.recording import Recording

_LEVEL = 0.12  # screen units: letters with descenders put the texts of a line out of level by less
_FLUSH = 0.12  # screen units: the texts of a column begin, or end, within less than this
_DIGITS = range(2, 19)  # significant digits that a number in a table may have
_NEAREST = 1000  # steps to search, nearest loss first: more would only cost time

_Columns = dict[str, list[Array]]


class Tables:
    """The columns of every run of a recording, by their names in lessons.

    A name has several columns where several computations lead to the same places.
    """

    def __init__(self, recording: Recording) -> None:
        scenario, notation = recording.scenario, notation_of(recording.scenario)
        step, epoch = (label(kind) for kind in ("label-step", "label-epoch"))
        heads = upright(step), upright(epoch)
        self._counts = {plain(head) for head in heads}
        self._counter = re.compile(rf"(?:{re.escape(step)}|{re.escape(epoch)}) (\d+)")
        names = [plain(symbol(name)) for name in scenario.parameters]
        loss = plain(notation.loss)
        self.loss, self._names = loss, names
        self._runs: list[_Columns] = []
        for run in recording.runs:
            shown = readable(run, recording.objective)
            columns: _Columns = {loss: [shown.loss]}
            for axis, name in enumerate(names):
                ways = [way[:, axis] for way in run.ways]
                columns[name] = [shown.parameters[:, axis], run.parameters[:, axis], *ways]
            if len(names) == 1:
                columns[f"{loss}({names[0]})"] = [shown.loss]
                columns[f"{loss}'({names[0]})"] = [shown.grad[:, 0]]
            columns[f"norm(nabla {loss} )"] = [np.linalg.norm(shown.grad, axis=1)]
            if len(run.lr):
                columns[plain(notation.rate)] = [run.rates]
            self._runs.append(columns)

    def untrue(self, texts: Sequence[Text]) -> Iterator[Text]:
        """Of each row in a picture that does not match the recording, the text with its step."""
        numbers = [text for text in texts if is_number(text.says)]
        for head in (text for text in texts if text.says in self._counts):
            rows = [row for row in numbers if _is_below(head, row)]
            if rows:
                heads = [text for text in texts if self._heads(text, head)]
                for row in rows:
                    cells = [n for n in numbers if _level(n, row) and n.box[0] > row.box[2]]
                    named = [(_nearest(heads, cell).says, cell.says) for cell in cells if heads]
                    if not self._recorded(row.says, named):
                        yield row
            elif step := next((n for n in numbers if _level(n, head) and _after(n, head)), None):
                named = [*self._read_out(texts, numbers, head, step)]
                if not self._recorded(step.says, named):
                    yield step

    def counts_another(self, line: str, values: Sequence[tuple[str, str]]) -> bool:
        """Whether a line names a step at which the recording does not have these named values.

        Only a value of each parameter and a loss together can be compared with a step.
        """
        match = self._counter.fullmatch(line)
        complete = {name for name, _ in values} == {*self._names, self.loss}
        return bool(match and complete and not self._recorded(match[1], values))

    def is_row(self, values: Sequence[tuple[str, str]], loss: str) -> bool:
        """Whether some recorded step has all these named values and this loss."""
        target = float(plain_number(loss))
        for columns in self._runs:
            distances = np.abs(columns[self.loss][0] - target)
            nearest = np.argsort(distances, kind="stable")[:_NEAREST].tolist()
            if any(self._are(columns, step, [*values, (self.loss, loss)]) for step in nearest):
                return True
        return False

    def _heads(self, text: Text, count: Text) -> bool:
        return text.says in self._runs[0] and _level(text, count) and text.box[0] > count.box[2]

    def _read_out(
        self, texts: Sequence[Text], numbers: Sequence[Text], head: Text, step: Text
    ) -> Iterator[tuple[str, str]]:
        """The names in the column of `head`, each with the number in the column of `step`."""
        for name in texts:
            if name.says in self._runs[0] and abs(name.box[0] - head.box[0]) < _FLUSH:
                level = [n for n in numbers if _level(n, name) and _flush(n, step)]
                yield from ((name.says, n.says) for n in level)

    def _recorded(self, step: str, values: Sequence[tuple[str, str]]) -> bool:
        if not step.isdigit():
            return False
        return any(self._are(columns, int(step), values) for columns in self._runs)

    def _are(self, columns: _Columns, step: int, values: Sequence[tuple[str, str]]) -> bool:
        return all(
            any(step < len(c) and shown in _printed(float(c[step]), shown) for c in columns[name])
            for name, shown in values
        )


@lru_cache(maxsize=2**14)
def _printed(value: float, shown: str) -> tuple[str, ...]:
    """The ways in which a table may print a value that it prints in the form of `shown`."""
    if not np.isfinite(value):
        return (number(value),)
    mantissa, times, _ = shown.partition("×")
    places = len(mantissa.partition(".")[2])
    # There may be room only for a digit and a power of ten.
    written = [f"{value + 0.0:.{places}f}".replace("-", "−")]
    if times:
        written = [number(value, 1), by_power(value, places)]
    return (
        fixed(value, 0 if times else places),
        *written,
        *(number(value, digits) for digits in _DIGITS),
    )


def _level(first: Text, second: Text) -> bool:
    return bool(abs(first.box[1] - second.box[1]) < _LEVEL)


def _flush(first: Text, second: Text) -> bool:
    return bool(abs(first.box[2] - second.box[2]) < _FLUSH)


def _is_below(head: Text, row: Text) -> bool:
    return row.says.isdigit() and bool(row.box[3] < head.box[1]) and _flush(head, row)


def _after(number: Text, head: Text) -> bool:
    return number.says.isdigit() and bool(number.box[0] > head.box[2])


def _nearest(heads: Sequence[Text], cell: Text) -> Text:
    """The head whose left or right end is nearest to that of a cell."""
    return min(heads, key=lambda head: float(np.abs((head.box - cell.box)[[0, 2]]).min()))
