"""The rule of a method in a column: its lines in symbols, below them one of them in numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain, combinations, pairwise

import numpy as np
from manim import LEFT, RIGHT, UL, Animation, FadeIn, FadeOut, VGroup

from gradreel.scenarios import Scenario
from gradreel.scenes import theme
from gradreel.scenes.methods.in_numbers import NumbersRow, fields_of, rows_of
from gradreel.scenes.methods.letters import color_of, letters_of
from gradreel.scenes.methods.rule import GRADIENT, Line, MethodRule
from gradreel.scenes.parts.digits.numbers import as_typeset, rate
from gradreel.scenes.parts.digits.reading import numbers_in
from gradreel.scenes.parts.formulas.formula import symbol, value
from gradreel.scenes.parts.geometry.box import Box
from gradreel.scenes.parts.lettering.text import Markup, words
from gradreel.scenes.parts.lettering.typeset import colored, in_math, quoted
from gradreel.scenes.parts.lettering.underline import Underline
from gradreel.scenes.sentences.catalogue import text
from gradreel.solver.run_record import RunRecord

_SIZE = 0.42  # an em of the lines, in screen units: six of them fit above the numbers
_SMALLEST = theme.TICK / _SIZE  # of that size: numbers do not get smaller
_LEADING = 0.58  # screen units from line to line in symbols, at most
_BETWEEN = 0.05  # screen units between such lines, at least
_SETTING = 0.5  # screen units between rows of settings
_SETTINGS = 1.25  # that all of these rows may take
_ROWS, _ROW = 0.42, 0.2  # from the last line down to the numbers, and between these
_GAP = 0.3  # between a line in symbols and its word
_IN, _OUT = 0.5, 0.25  # seconds in which numbers come, and in which those before them go
# Brackets as high as digits, since lines are close together, with some air inside.
_BRACKETS, _AIR = "#set math.lr(size: 1em);", "#h(0.1em)"


class RuleLines(VGroup):
    """The settings and the lines of a rule in a room, in symbols and in the numbers of some steps.

    `showing` brings a line of a step; a line in symbols comes with its first numbers, and stays.
    `emphasis` marks it.
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
        self._rows: dict[tuple[str, int], VGroup] = {}
        for step in range(steps):
            for line, rows in rows_of(rule, run, step):
                self._rows[line.name, step] = self._numbers(line, rows)
                for shown in chain.from_iterable((*row.texts, row.result) for row in rows):
                    for found in numbers_in(shown):
                        computed(found.signed)
        for shown in chain.from_iterable(named.values() for _, named in rule.settings):
            computed(numbers_in(as_typeset(shown))[0].signed)
        self._shown: VGroup | None = None
        self._symbols = self._lines(rule)
        self._arrange()

    def showing(self, line: Line, step: int) -> list[Animation]:
        """Animations in which a line in the numbers of a step replaces the one before it."""
        rows = self._rows[line.name, step]
        leaving = [FadeOut(self._shown, run_time=_OUT)] if self._shown else []
        self._shown = rows
        written = [FadeIn(self._symbols[line.name])] if step == 0 else []
        return [*leaving, *written, FadeIn(rows, run_time=_IN)]

    def emphasis(self, line: Line, seconds: float) -> Animation:
        """The animation in which a line passes below a line in symbols."""
        formula, _ = self._symbols[line.name]
        return Underline(formula, theme.colors().ink).passing(seconds)

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
        for count in range(1, len(parts) + 1):
            rows = min((_in_rows(parts, ends) for ends in _breaks(len(parts), count)), key=_width)
            scale = min(1.0, self._room.width / _width(rows))
            if scale * theme.LABEL >= theme.TICK:
                break
        return VGroup(*(row.scale(scale) for row in rows))

    def _word(self, line: Line) -> str:
        # One parameter has a slope, and no gradient.
        single = line is GRADIENT and len(self._names) == 1
        return text("label-slope" if single else line.word)

    def _setting(self, word: str, named: Mapping[str, str]) -> str:
        sides = " , ".join(
            f"{in_math(letter, color)} = {in_math(value(as_typeset(shown)), color)}"
            for shown, (letter, color) in ((named[name], self._letters[name]) for name in named)
        )
        return f"{colored(quoted(text(word)), theme.colors().muted)} ${sides}$"

    def _lines(self, rule: MethodRule) -> dict[str, VGroup]:
        """The lines in symbols, in one size, with their words: not yet in their places."""
        formulas, labels = [], []
        for line in rule.lines:
            labels.append(words(self._word(line), theme.TICK, theme.colors().muted))
            fields, end = fields_of(line.symbols)
            template = "".join(f"{field.before}{{}}" for field in fields) + end
            formulas.append(_typeset(template, [self._letters[field.name] for field in fields]))
        rooms = [self._room.width - float(label.width) - _GAP for label in labels]
        scale = min(1.0, *(room / f.width for room, f in zip(rooms, formulas, strict=True)))
        parts = zip(rule.lines, formulas, labels, strict=True)
        return {line.name: VGroup(formula.scale(scale), label) for line, formula, label in parts}

    def _arrange(self) -> None:
        """Put everything into its place; lines are closer where there are many rows."""
        left, right, top = self._room.left, self._room.right, self._room.top
        pitch = min(_SETTING, _SETTINGS / max(1, len(self.settings)))
        for row in self.settings:
            row.move_to((left, top, 0.0), LEFT)
            top -= pitch
        tallest = max(float(rows.height) for rows in self._rows.values())
        lines = [*self._symbols.values()]
        for (formula, label), middle in zip(
            lines, self._middles(top, top - _ROWS - tallest - self._room.bottom), strict=True
        ):
            formula.move_to((left, middle, 0.0), LEFT)
            label.move_to((right, middle, 0.0), RIGHT)
            top = middle
        for rows in self._rows.values():
            rows.move_to((left, top - _ROWS, 0.0), UL)

    def _middles(self, top: float, room: float) -> list[float]:
        """The middles of lines in symbols, from the first one down over all of a room.

        Where they would be too close together, gaps are equal, and formulas become smaller.
        """
        formulas = [formula for formula, _ in self._symbols.values()]
        count = len(formulas) - 1
        if count * _LEADING <= room:
            return [top - index * _LEADING for index in range(count + 1)]
        heights = np.array([float(formula.height) for formula in formulas])
        ways = (heights[:-1] + heights[1:]) / 2
        scale = max(_SMALLEST, min(1.0, (room - count * _BETWEEN) / ways.sum()))
        for formula in formulas:
            formula.scale(scale)
        gap = (room - scale * ways.sum()) / count
        return [top, *(top - np.cumsum(scale * ways + gap)).tolist()]

    def _numbers(self, line: Line, rows: Sequence[NumbersRow]) -> VGroup:
        """The rows of a line, each after the parameter that it is about, in one size.

        A result for which there is no room stands in a row of its own.
        """
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
            if not row.sign:
                found.add(_typeset(template, pieces))
                continue
            result = value(row.result), color_of(self._letters, line.result or line.name)
            whole = _typeset(f"{template} {row.sign} {{}}", [*pieces, result])
            if whole.width * _SMALLEST <= self._room.width:
                found.add(whole)
            else:
                found.add(_typeset(template, pieces), _typeset(f"{row.sign} {{}}", [result]))
        scale = min(1.0, self._room.width / max(float(row.width) for row in found))
        top = 0.0
        for equation in found:
            equation.scale(scale).move_to((0.0, top - equation.height / 2, 0.0), LEFT)
            top -= float(equation.height) + _ROW
        return found


def _typeset(template: str, pieces: Sequence[tuple[str, str]]) -> Markup:
    """A formula of pieces (Typst math) in their colours."""
    formula = _airy(template).format(*(in_math(*piece) for piece in pieces))
    return Markup(f"{_BRACKETS} $ {formula} $", _SIZE)


def _airy(template: str) -> str:
    """A template with air inside its brackets, but not inside those of functions."""
    written, opened = "", [False]
    for before, sign in pairwise(f" {template}"):
        if sign == "(":
            opened.append(not before.isalpha())
        air = _AIR if sign in "()" and opened[-1] else ""
        written += f"{sign}{air}" if sign == "(" else f"{air}{sign}"
        if sign == ")":
            opened.pop()
    return written


def _side_by_side(parts: Sequence[str]) -> Markup:
    return Markup(" #h(0.9em) ".join(parts), theme.LABEL)


def _breaks(count: int, rows: int) -> Iterator[tuple[int, ...]]:
    """The ways to distribute things over rows, as the ends of the rows."""
    return ((*ends, count) for ends in combinations(range(1, count), rows - 1))


def _in_rows(parts: Sequence[str], ends: Sequence[int]) -> list[Markup]:
    return [_side_by_side(parts[first:end]) for first, end in pairwise((0, *ends))]


def _width(rows: Sequence[Markup]) -> float:
    return max(float(row.width) for row in rows)
