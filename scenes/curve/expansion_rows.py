"""The lines in which a loss is expanded, with their terms below each other in columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from manim import RIGHT, UL, UP, Animation, AnimationGroup, FadeIn, LaggedStart, Transform, VGroup

from gradreel.scenarios import Scenario
from gradreel.scenes import regions, theme
from gradreel.scenes.curve.expansion import Expansion, ExpansionRow, Residuals, expansion
from gradreel.scenes.curve.terms import Coefficients
from gradreel.scenes.parts.geometry.points import polyline
from gradreel.scenes.parts.lettering.text import Markup, maths
from gradreel.scenes.parts.lettering.writing import written
from gradreel.solver.numbers import DIGITS

# In screen units.
_PITCH, _RULE = 0.68, 0.5  # from line to line; from the line of sums up to the rule above it
_AROUND_SIGN = 0.15  # between columns, as in a formula; signs of terms bring their space
_AIR, _APART = 0.05, 0.3  # more between columns of terms; between columns of numbers
_SMALLEST = theme.TICK / theme.FORMULA  # the least scale: smaller letters could not be read
_LAG = 0.6  # of the time for a line: then the next one begins
_LEFT, _SIGN, _TERMS = 0, 1, slice(2, None)  # the columns
# The best first: digits, whether squares are worked out from residuals, and lines of the head.
_VERSIONS = (
    *((DIGITS, True, head) for head in (1, 2, 0)),
    *((digits, False, head) for digits in range(DIGITS, 1, -1) for head in (1, 2)),
)

Cells = list[Markup]  # of a line; some may be empty


class ExpansionRows(VGroup):
    """An expansion beside the curve, below the square of any residual, in so many lines.

    The `lines` have a cell for each column, or a single one. All is as large as there is room for,
    which may be too small to be `readable`.
    """

    def __init__(self, found: Expansion, lines_of_head: int) -> None:
        super().__init__()
        self.numbers = found.numbers
        self._squares = [_cells(row) for row in found.squares]
        self._sums = _cells(found.sum) if found.sum else []
        self._mean = _cells(found.mean)
        sides = [" ".join(found.any)] if lines_of_head == 1 else found.any[:lines_of_head]
        head: list[Cells] = [[maths(side, theme.FORMULA)] for side in sides]
        heads = [_cells(found.heads)] if found.heads else []
        dots = [_dots(self._squares[0])] if found.more else []
        sums = [self._sums] if self._sums else []
        self._above = [*head, *heads, *self._squares, *dots]
        self.lines = [*self._above, *sums, self._mean]
        free = [*head, *([self._mean] if heads else [])]
        table = [line for line in self.lines if line not in free]
        _stack(self.lines)
        _align(table, _APART if heads else _AIR)
        self._rule = self._above_sums()
        self.add(*(cell for line in self.lines for cell in line), self._rule)
        self._scales = self._fit(table, free)

    def _fit(self, table: Sequence[Cells], free: Sequence[Cells]) -> list[float]:
        """Scale all to the room, and lines that stand free further if need be; how far, by line."""
        room = regions.current().curve.derivation
        width = VGroup(*(cell for line in table for cell in line)).width
        scale = min(1.0, room.width / width, room.height / self.height)
        self.scale(scale)
        scales = []
        for line in self.lines:
            whole = VGroup(*line)
            narrow = min(1.0, room.width / whole.width) if line in free else 1.0
            whole.scale(narrow, about_point=line[_LEFT].origin)
            scales.append(scale * narrow)
        self.move_to((room.left, room.top, 0.0), aligned_edge=UL)
        return scales

    def _above_sums(self) -> VGroup:
        """A line between the squares and their sums; empty if there are none."""
        if not self._sums:
            return VGroup()
        left = min(float(line[_LEFT].get_left()[0]) for line in self._above)
        height, right = self._sums[_LEFT].origin[1] + _RULE, float(self._sums[-1].get_right()[0])
        ends = np.array([(left, height, 0.0), (right, height, 0.0)])
        return VGroup(polyline(ends, theme.colors().muted, 2.0))

    @property
    def readable(self) -> bool:
        """Whether there is room for it at a size that can be read."""
        return min(self._scales) >= _SMALLEST

    @property
    def rest(self) -> VGroup:
        """All but the line with the loss."""
        cells = (cell for line in (*self._above, self._sums) for cell in line)
        return VGroup(*cells, self._rule)

    def writing(self, seconds: float) -> Animation:
        """The animation in which the squares are written, line by line."""
        lines = (written(VGroup(*line), 1.0) for line in self._above)
        return LaggedStart(*lines, lag_ratio=_LAG, run_time=seconds)

    def adding(self) -> Iterator[Animation]:
        """For each column of several terms, an animation in which these fall into their sum.

        Copies that waited for their turn would make the terms look bolder.
        """
        if not self._sums:
            return
        columns = zip(*(line[_TERMS] for line in self._squares), strict=True)
        goals, height = self._sums[_TERMS], self._sums[_LEFT].origin[1]
        shown = [FadeIn(VGroup(self._rule, *self._sums[: _SIGN + 1]))]
        for cells, goal in zip(columns, goals, strict=True):
            yield AnimationGroup(*shown, _falling(cells, goal, height))
            shown = []

    def averaging(self, seconds: float) -> Animation:
        """The animation in which the sums become means, or a single square the loss."""
        goals, sums = self._mean[_TERMS], (self._sums or self._squares[0])[_TERMS]
        height = self._mean[_LEFT].origin[1]
        falls = (_falling([cell], goal, height) for cell, goal in zip(sums, goals, strict=True))
        shown = FadeIn(VGroup(*self._mean[: _SIGN + 1]))
        return AnimationGroup(shown, *falls, run_time=seconds)

    @property
    def mean(self) -> Cells:
        """The cells of the line with the loss, without those that are empty."""
        return [cell for cell in self._mean if len(cell)]

    def loss(self, size: float) -> VGroup:
        """The line with the loss as a formula in another size: its cells close to each other."""
        scale = size / (self._scales[-1] * theme.FORMULA)
        cells = [cell.copy().scale(scale) for cell in self._mean]
        _follow(cells, 0.0, size / theme.FORMULA)
        return VGroup(*(cell for cell in cells if len(cell)))


def readable_rows(scenario: Scenario, mean: Coefficients, sign: str) -> ExpansionRows | None:
    """How the coefficients of the loss, as printed after a sign, follow from the data.

    None if there is no room for that even with two digits.
    """
    residuals = Residuals.of(scenario)
    for digits, worked_out, head in _VERSIONS:
        found = expansion(scenario, residuals, mean, sign, digits, worked_out)
        rows = ExpansionRows(found, head)
        if rows.readable:
            return rows
    return None


def _cells(row: ExpansionRow) -> Cells:
    cells: Cells = []
    for text in (row.left, row.sign, *row.terms):
        # After the first term, an empty text keeps the space between a sign and its term.
        follows = any(map(len, cells[_TERMS]))
        cells.append(maths(f'"" {text}' if follows and text else text, theme.FORMULA))
    return cells


def _dots(line: Sequence[Markup]) -> Cells:
    """A line that stands for others like one."""
    shown = (len(cell) and column != _SIGN for column, cell in enumerate(line))
    return [maths("dots.v" if each else "", theme.FORMULA) for each in shown]


def _stack(lines: Sequence[Cells]) -> None:
    """Put lines of cells below each other; the cells of each follow each other closely."""
    for row, line in enumerate(lines):
        _follow(line, -row * _PITCH, 1.0)


def _follow(line: Cells, height: float, scale: float) -> None:
    """Put cells closely one after the other on a baseline; after the first term, each has space."""
    end, after_sign = 0.0, False
    for column, cell in enumerate(line):
        if len(cell):
            end += scale * _AROUND_SIGN * (column == _SIGN or after_sign)
            cell.on_baseline((0.0, height, 0.0))
            cell.shift((end - float(cell.get_left()[0])) * RIGHT)
            end, after_sign = float(cell.get_right()[0]), column == _SIGN


def _align(lines: Sequence[Cells], apart: float) -> None:
    """Align the cells of lines in columns, flush right, but signs in the middle.

    Columns of terms are so far apart.
    """
    end = 0.0
    for column, cells in enumerate(zip(*lines, strict=True)):
        width = max(float(cell.width) for cell in cells)
        for cell in filter(len, cells):
            spare = (width - float(cell.width)) * (0.5 if column == _SIGN else 0.0)
            cell.shift((end + width - spare - float(cell.get_right()[0])) * RIGHT)
        end += width + (_AROUND_SIGN if column <= _SIGN else apart)


def _falling(cells: Sequence[Markup], goal: Markup, height: float) -> Animation:
    """The animation in which copies of cells fall to the baseline of their goal, and that comes."""
    copies = [cell.copy() for cell in cells if len(cell)]
    falls = [
        Transform(
            copy, copy.copy().shift((height - copy.origin[1]) * UP).set_opacity(0.0), remover=True
        )
        for copy in copies
    ]
    return AnimationGroup(*falls, *([FadeIn(goal)] if len(goal) else []))
