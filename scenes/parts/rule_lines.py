"""The rule of a method in a column: its lines in symbols, below them one of them in numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import chain

from manim import LEFT, RIGHT, Animation, FadeIn, FadeOut, VGroup

from gradreel.scenarios import Scenario
from gradreel.scenes import theme
from gradreel.scenes.methods.in_numbers import NumbersRow, fields_of, rows_of
from gradreel.scenes.methods.letters import color_of, letters_of
from gradreel.scenes.methods.rule import Line, MethodRule
from gradreel.scenes.parts.box import Box
from gradreel.scenes.parts.formula import symbol, value
from gradreel.scenes.parts.numbers import as_typeset, rate
from gradreel.scenes.parts.reading import numbers_in
from gradreel.scenes.parts.text import Markup, maths, words
from gradreel.scenes.parts.typeset import colored, in_math, quoted
from gradreel.scenes.sentences.catalogue import text
from gradreel.solver.run_record import RunRecord

_SIZE = 0.42  # an em of the lines, in screen units: six of them fit above the numbers
_LEADING = 0.58  # screen units between lines in symbols
_SETTING = 0.5  # screen units between rows of settings
_ROWS, _ROW = 0.42, 0.2  # from the last line down to the numbers, and between these
_GAP = 0.3  # between a line in symbols and its word
_IN, _OUT = 0.5, 0.25  # seconds in which numbers come, and in which those before them go


class RuleLines(VGroup):
    """The settings and the lines of a rule in a room, in symbols and in the numbers of some steps.

    `showing` brings a line of a step; a line in symbols comes with its first numbers, and stays.
    """

    def __init__(
        self,
        rule: MethodRule,
        scenario: Scenario,
        run: RunRecord,
        steps: int,
        room: Box,
        computed: Callable[[float], float],
    ) -> None:
        super().__init__()
        self._room, self._names = room, scenario.parameters
        self._letters = letters_of(scenario)
        self.settings = self._settings(rule, run)
        top = room.top - len(self.settings) * _SETTING
        self._symbols = self._lines(rule, top)
        top -= (len(rule.lines) - 1) * _LEADING + _ROWS
        self._rows: dict[tuple[str, int], VGroup] = {}
        for step in range(steps):
            for line, rows in rows_of(rule, run, step):
                self._rows[line.name, step] = self._numbers(line, rows, top)
                for shown in chain.from_iterable((*row.texts, row.result) for row in rows):
                    for found in numbers_in(shown):
                        computed(found.signed)
        for shown in chain.from_iterable(named.values() for _, named in rule.settings):
            computed(numbers_in(as_typeset(shown))[0].signed)
        self._shown: VGroup | None = None

    def showing(self, line: Line, step: int) -> list[Animation]:
        """Animations in which a line in the numbers of a step replaces the one before it."""
        rows = self._rows[line.name, step]
        leaving = [FadeOut(self._shown, run_time=_OUT)] if self._shown else []
        self._shown = rows
        written = [FadeIn(self._symbols[line.name])] if step == 0 else []
        return [*leaving, *written, FadeIn(rows, run_time=_IN)]

    def leaving(self) -> list[Animation]:
        """Animations in which all of it fades out."""
        shown = [self.settings, *self._symbols.values(), *([self._shown] if self._shown else [])]
        return [FadeOut(part) for part in shown if len(part)]

    def _settings(self, rule: MethodRule, run: RunRecord) -> VGroup:
        """The settings with their words, letters and values, in one row, or two."""
        parts = [
            self._setting(word, named or {"rate": rate(run.first_rate)})
            for word, named in rule.settings
        ]
        if not parts:
            return VGroup()
        half = (len(parts) + 1) // 2
        rows = [Markup(_side_by_side(parts), theme.LABEL)]
        if rows[0].width > self._room.width:
            rows = [
                Markup(_side_by_side(part), theme.LABEL) for part in (parts[:half], parts[half:])
            ]
        scale = min(1.0, self._room.width / max(float(row.width) for row in rows))
        for index, row in enumerate(rows):
            row.scale(scale).move_to(
                (self._room.left, self._room.top - index * _SETTING, 0.0), LEFT
            )
        return VGroup(*rows)

    def _setting(self, word: str, named: Mapping[str, str]) -> str:
        sides = " , ".join(
            f"{in_math(letter, color)} = {in_math(value(as_typeset(shown)), color)}"
            for shown, (letter, color) in ((named[name], self._letters[name]) for name in named)
        )
        return f"{colored(quoted(text(word)), theme.colors().muted)} ${sides}$"

    def _lines(self, rule: MethodRule, top: float) -> dict[str, VGroup]:
        """The lines in symbols, in one size, with their words at the right end of the room."""
        formulas, labels = [], []
        for line in rule.lines:
            labels.append(words(text(line.word), theme.TICK, theme.colors().muted))
            fields, end = fields_of(line.symbols)
            template = "".join(f"{field.before}{{}}" for field in fields) + end
            formulas.append(_typeset(template, [self._letters[field.name] for field in fields]))
        rooms = [self._room.width - float(label.width) - _GAP for label in labels]
        scale = min(1.0, *(room / f.width for room, f in zip(rooms, formulas, strict=True)))
        found = {}
        for line, formula, label in zip(rule.lines, formulas, labels, strict=True):
            formula.scale(scale).move_to((self._room.left, top, 0.0), LEFT)
            label.move_to((self._room.right, top, 0.0), RIGHT)
            found[line.name] = VGroup(formula, label)
            top -= _LEADING
        return found

    def _numbers(self, line: Line, rows: Sequence[NumbersRow], top: float) -> VGroup:
        """The rows of a line, each after the parameter that it is about, in one size."""
        named = len(self._names) > 1 and not line.once
        found = VGroup()
        for name, row in zip(self._names, rows, strict=False):
            pieces = [(symbol(name), theme.colors().here)] if named else []
            template = "{} quad " if named else ""
            if line.once:
                pieces, template = [self._letters[line.name]], "{} = "
            for index, (field, shown) in enumerate(zip(row.fields, row.texts, strict=True)):
                bare = field.bare or (index == 0 and not field.before)
                written = value(shown)
                if shown.startswith("−") and not bare:
                    written = f"({written})"
                pieces.append((written, color_of(self._letters, field.name)))
                template += f"{field.before}{{}}"
            template += row.end
            if row.sign:
                color = color_of(self._letters, line.result or line.name)
                pieces.append((value(row.result), color))
                template += f" {row.sign} {{}}"
            found.add(_typeset(template, pieces))
        scale = min(1.0, self._room.width / max(float(row.width) for row in found))
        pitch = scale * max(float(row.height) for row in found)
        for index, equation in enumerate(found):
            place = (self._room.left, top - index * (pitch + _ROW) - pitch / 2, 0.0)
            equation.scale(scale).move_to(place, LEFT)
        return found


def _typeset(template: str, pieces: Sequence[tuple[str, str]]) -> Markup:
    """A formula of pieces (Typst math) in their colours."""
    return maths(template.format(*(in_math(*piece) for piece in pieces)), _SIZE)


def _side_by_side(parts: Sequence[str]) -> str:
    return " #h(0.9em) ".join(parts)
