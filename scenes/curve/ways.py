"""The three-ways chapter of a curve lesson: the same descent by three programs."""

from __future__ import annotations

import numpy as np
from manim import RIGHT, FadeIn, Group, LaggedStart, VGroup

from gradreel.scenarios.arrays import Array
from gradreel.scenes import regions, theme
from gradreel.scenes.chapter import Chapter
from gradreel.scenes.curve import chapters, poses
from gradreel.scenes.curve.descended import DescendedCurve
from gradreel.scenes.parts.digits.numbers import exact
from gradreel.scenes.parts.formulas.formula import symbol
from gradreel.scenes.parts.formulas.source_code import (
    Line,
    Program,
    by_autograd,
    by_hand,
    by_optimizer,
    literal,
)
from gradreel.scenes.parts.geometry.box import Pair
from gradreel.scenes.parts.geometry.points import polyline
from gradreel.scenes.parts.in_space.fading import exchanging
from gradreel.scenes.parts.lettering.text import Glyphs, code, maths, words
from gradreel.scenes.parts.lettering.typeset import quoted, typeset
from gradreel.scenes.parts.lettering.underline import Underline
from gradreel.scenes.parts.lettering.writing import written
from gradreel.scenes.parts.plots.loss_name import step_name
from gradreel.scenes.sentences import curve as texts
from gradreel.scenes.sentences.catalogue import text, worded
from gradreel.solver.message import Message, message

_COMING = 0.4  # of the time to read the last sentence, in which the numbers come
_COMPARED = 2.0  # seconds to compare the last ones, at least
_MADE_ROOM = 0.6  # seconds in which the curve makes room, and takes it again
# In screen units.
_RULE, _NAMES, _ROWS = -0.22, -0.64, -1.06  # a line and baselines, from the last line of code
_APART = 0.4  # from what programs share to the curve
_LEADING = 0.36  # from number to number
_CODE_LEADING = 0.335  # from line to line of a program
_ROOM = 3.75  # the greatest width of a number
_LEFT_OUT = "…"  # in place of steps for which there is no room
_FEWEST = 4  # rows needed to show the end: two steps, the ellipsis, the last step
_LOST = "\N{EN DASH}"  # in place of a number at which a program does not arrive
_WAYS = (
    ("label-by-hand", "curve-by-hand", by_hand),
    ("label-by-autograd", "curve-by-autograd", by_autograd),
    ("label-by-optimizer", "curve-by-optimizer", by_optimizer),
)


class CurveWays(Chapter):
    """The derivative by hand, by autograd, and torch's own optimiser: three columns of numbers.

    Beside the first program there is still room for the curve, which makes it for the others, and
    takes it again at the end: the picture is never empty.
    """

    plan = chapters.WAYS
    opens = poses.DESCENDED
    closes = poses.DESCENDED

    def story(self) -> None:
        lr, count = self.run.run.rate, self.run.ways.shape[1]
        self.places = np.array([*self.run.ways[:, :, 0], self.run.parameters[:count, 0]])
        programs = [
            write_program(self.objective, lr, places)
            for (_, _, write_program), places in zip(_WAYS, self.places, strict=True)
        ]
        frame = regions.current().curve
        longest = max(len(program.lines) for program in programs)
        self.kept = np.array([_kept(program) for program in programs])
        self._tabulate(min(frame.numbers_top, frame.program_top - (longest - 1) * _CODE_LEADING))
        self.shared = self._shared()
        curve = self._beside_program()
        self.others = VGroup()  # the programs besides the first, with their numbers
        panels = zip(frame.programs, _WAYS, programs, strict=True)
        for column, (left, (title, sentence, _), program) in enumerate(panels):
            self.say(sentence)
            panel = _panel(left, text(title), program.lines)
            coming = [panel[0], self.heads[column], self.rows[0][column]]
            if column:
                self.others.add(panel, self.heads[column], *(row[column] for row in self.rows))
            if column == 1:
                self.play(*exchanging(curve, coming), run_time=_MADE_ROOM)
                self.remove(curve)
            else:
                self.appear(*([] if column else [self.shared, self.table, curve]), *coming)
            typed = LaggedStart(*(written(line, 1.0) for line in panel[1:]), lag_ratio=1.0)
            self.play(typed, run_time=max(1.0, self.unread))
        self.say(self._agreement() if self.run.steps else self.run.ending.message)
        pace = max(1 / 3, _COMING * self.unread / max(1, len(self.steps) - 1))
        for row, label in zip(self.rows[1:], self.steps[1:], strict=True):
            self.play(FadeIn(label), *(FadeIn(cell) for cell in row), run_time=pace)
        if len(self.rows) > 1:
            compared, ink = max(_COMPARED, self.unread), theme.colors().ink
            self.play(*(Underline(cell, ink).passing(compared) for cell in self.rows[-1]))

    def _close(self) -> None:
        """Bring the curve back, from where it goes on."""
        if self.closes:
            leaving = Group(self.others, self.frame_texts[-1])
            self.play(*exchanging(leaving, [self._beside_program()]), run_time=_MADE_ROOM)
            self.remove(leaving)
        super()._close()

    def _beside_program(self) -> DescendedCurve:
        """The curve with the run, beside the first program and what the programs share."""
        room = regions.current().curve.beside_program
        left = max(room.left, float(self.shared.get_right()[0]) + _APART)
        return DescendedCurve(
            self.recording, self.objective, (left, room.bottom), (room.right, room.top)
        )

    def _shared(self) -> Glyphs:
        """The line about what precedes each program, and how often it is repeated."""
        (name, start), lr = next(iter(self.run.run.start.items())), self.run.run.rate
        wording = texts.repeated(name, exact(start), literal(lr), self.run.steps)
        frame = regions.current().curve
        line = words(worded(wording), theme.LABEL, theme.colors().muted)
        return line.on_baseline((frame.programs[0], frame.program_shared, 0.0))

    def _agreement(self) -> Message:
        if not self.kept.all():
            return message("curve-numbers-lost")
        *ways, recorded = self.places
        apart = self.computed(float(np.abs(ways - recorded).max()))
        return texts.agreement(apart, float(np.abs(recorded).max()))

    def _tabulate(self, top: float) -> None:
        """Prepare the rows of the first places and the last one, as many as fit below `top`."""
        frame = regions.current().curve
        first = top + _ROWS
        listed = self._listed(1 + int((first - frame.numbers_bottom) / _LEADING))
        shown = [
            [_cell(column, keeps, step) for step in listed]
            for column, keeps in zip(self.places, self.kept, strict=True)
        ]
        longest = max((text for column in shown for text in column), key=_advance)
        size = theme.LABEL if _advance(longest) * theme.LABEL <= _ROOM else theme.TICK
        cells = [
            _column((left, first), column, size)
            for left, column in zip(frame.programs, shown, strict=True)
        ]
        self.rows = [VGroup(*row) for row in zip(*cells, strict=True)]
        name = symbol(self.recording.scenario.parameters[0])
        heads = [maths(name, theme.LABEL, theme.colors().here) for _ in frame.programs]
        places = zip(heads, frame.programs, strict=True)
        self.heads = VGroup(*(head.on_baseline((left, top + _NAMES, 0)) for head, left in places))
        count = maths(
            step_name(self.recording.scenario, self.run), theme.TICK, theme.colors().muted
        ).on_baseline((0, top + _NAMES, 0))
        numbers = [
            words(_LEFT_OUT if step is None else str(step), theme.TICK, theme.colors().muted)
            for step in listed
        ]
        self.steps = [
            label.on_baseline((0, first - row * _LEADING, 0)) for row, label in enumerate(numbers)
        ]
        for label in (count, *self.steps):
            label.align_to((frame.steps_right, 0, 0), RIGHT)
        ends = np.array(
            [(x, top + _RULE, 0.0) for x in (regions.safe().left, regions.safe().right)]
        )
        self.table = VGroup(polyline(ends, theme.colors().muted, 2.0), count, self.steps[0])

    def _listed(self, room: int) -> list[int | None]:
        """The steps that have a row, with None in place of those that are left out."""
        last = self.run.ways.shape[1] - 1
        if last < room:
            return [*range(last + 1)]
        if last < self.run.steps or room < _FEWEST:  # only the first were computed
            return [*range(max(1, min(room, last + 1)))]
        return [*range(room - 2), None, last]


def _cell(column: Array, keeps: Array, step: int | None) -> str:
    """A place of a column (m + 1,) with all its digits, if the program arrives at it."""
    if step is None:
        return _LEFT_OUT
    return exact(column[step]) if keeps[step] else _LOST


def _kept(program: Program) -> Array:
    """Which of the places (m + 1,) a program arrives at: all until it loses a slope."""
    return np.array([True, *np.logical_and.accumulate(program.right)])


def _panel(left: float, title: str, lines: list[Line]) -> VGroup:
    frame = regions.current().curve
    panel = VGroup(words(title, theme.LABEL).on_baseline((left, frame.program_title, 0)))
    for row, (line, color) in enumerate(lines):
        y = frame.program_top - row * _CODE_LEADING
        panel.add(code(line, theme.TICK, color).on_baseline((left, y, 0)))
    return panel


def _column(corner: Pair, texts: list[str], size: float) -> list[Glyphs]:
    """Numbers in a column, aligned at their decimal points if there is room for that."""
    left, top = corner
    aheads = [size * _advance(text.partition(".")[0].partition("×")[0]) for text in texts]
    behind = (size * _advance(text) - ahead for text, ahead in zip(texts, aheads, strict=True))
    apart = max(aheads) + max(behind) <= _ROOM
    aheads = [
        ahead if apart and text not in (_LOST, _LEFT_OUT) else max(aheads)
        for text, ahead in zip(texts, aheads, strict=True)
    ]
    return [
        words(text, size, theme.colors().here).on_baseline(
            (left + max(aheads) - ahead, top - row * _LEADING, 0)
        )
        for row, (text, ahead) in enumerate(zip(texts, aheads, strict=True))
    ]


def _advance(text: str) -> float:
    """The width of a text, in em."""
    return typeset(quoted(text)).width
