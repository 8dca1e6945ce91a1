"""The last chapter of every lesson: the recipe, the numbers, and where they come from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib.metadata import version
from itertools import zip_longest
from typing import ClassVar

import numpy as np
from manim import DOWN, LEFT, RIGHT, UL, UR, Animation, FadeIn, Mobject, VGroup

from gradreel.scenarios import Fit
from gradreel.scenarios.arrays import Array
from gradreel.scenes import regions, theme, timing
from gradreel.scenes.chapter import Chapter
from gradreel.scenes.parts.digits.numbers import number, numbers_apart
from gradreel.scenes.parts.formulas.formula import symbol
from gradreel.scenes.parts.geometry.box import Pair
from gradreel.scenes.parts.geometry.motion import moving
from gradreel.scenes.parts.geometry.ripple import Ripple
from gradreel.scenes.parts.lettering.logo import logo_mobject
from gradreel.scenes.parts.lettering.text import Counter, Glyphs, maths, words
from gradreel.scenes.parts.lettering.underline import Underline
from gradreel.scenes.parts.maps.answer import answer_of
from gradreel.scenes.parts.maps.views import drawn_domain
from gradreel.scenes.sentences import lesson as texts
from gradreel.scenes.sentences.catalogue import text, worded
from gradreel.scenes.subject import Subject
from gradreel.solver.message import Message, message
from gradreel.solver.numbers import digits_for
from gradreel.solver.units import curvatures_shown, in_units, scaled_why

_HEAD = 0.42  # em in screen units of the columns' names: little larger than the numbers below them
_LINE = 0.6  # seconds for a line of the recipe to appear
# Seconds in which the run goes back to its start, makes its first step, and then all others.
_BACK, _FIRST, _ON = 0.8, 1.4, 2.0
_ROW = 0.6  # seconds for a row of the table to appear
_COLUMN_GAP = 0.3  # screen units between columns, at least
_LOGO = 0.62  # screen units: as high as the two lines of the card beside it
_CARD_LINES, _LINES_APART = 2, 0.08  # the card of facts has to end above the recipe
_APART = 0.02  # of the picture: a run that settles farther from the answer is in another valley


class Recap(Chapter):
    """The recipe in three lines, start and end in numbers, and where these come from.

    Each kind of lesson has a subclass with its subject.
    """

    subject: ClassVar[Subject]

    def story(self) -> None:
        frame = regions.current().recap
        self.show_picture(*frame.picture.corners)
        self.answer = answer_of(self.recording, self.objective)
        self._go_back()
        colors = (theme.colors().gradient, theme.colors().step, theme.colors().here)
        lines = zip(texts.recipe(self.run), colors, strict=True)
        for place, (instruction, color) in enumerate(lines, start=1):
            y = frame.recipe.top - frame.leading * (place - 1)
            number_ = f"{self.computed(place):g}."
            rule = words(worded(self.counted(instruction)), theme.HEADING)
            rule.scale(min(1.0, frame.recipe.width / rule.width))
            rule.on_baseline((frame.recipe.left + frame.indent, y, 0))
            line = VGroup(
                words(number_, theme.HEADING, color).on_baseline((frame.recipe.left, y, 0)), rule
            )
            self.play(FadeIn(line, shift=0.15 * RIGHT, run_time=_LINE), *self._repeated(place))
        self.table = self._table()
        self.table.scale(min(1.0, frame.table.width / self.table.width))
        self.table.move_to((frame.table.left, frame.table.top, 0), aligned_edge=UL)
        self.conclude()
        self.compare()
        self.hold()
        fit = self.recording.scenario.fit
        if fit and fit.scale:
            self._units(fit)
        self.appear(self._card())

    def show_picture(self, low: Pair, high: Pair) -> None:
        """Show the whole descent between two corners of the screen."""
        self.picture = self.subject.overview(self.recording, self.objective, low, high)
        self.appear(self.picture)

    def _go_back(self) -> None:
        """Let the run go back to its start before the recipe, which goes forward, is read."""
        steps = self.run.steps
        if steps and (moved := self.retracing()):
            picture, show = moved
            self.play(moving(picture, lambda share: show((1.0 - share) * steps), _BACK))

    def _repeated(self, line: int) -> list[Animation]:
        """Animations that repeat in the picture what a line of the recipe says."""
        steps = self.run.steps
        if not steps or (moved := self.retracing()) is None:
            return []
        picture, show = moved
        if line == 1:
            return [Ripple(spot).spreading(1) for spot in self.places()[:1] if spot is not None]
        if line == 2:
            return [moving(picture, show, _FIRST)]
        if steps == 1:
            return []
        on = moving(picture, lambda s: show(timing.step_between(1, steps, s)), _ON, steady=True)
        return [on]

    def retracing(self) -> tuple[Mobject, Callable[[float], None]] | None:
        """A mobject, and a function that shows the first run in it up to a step; or None."""
        return None

    @property
    def ends(self) -> list[int]:
        """The recorded steps in the table: the first one, and the last, if any step was made."""
        return [0, -1] if self.run.steps else [0]

    def places(self) -> Sequence[Array | None]:
        """Where the rows of the table are in the picture: the start, the end, the lowest point."""
        return ()

    def compare(self) -> None:
        """Show what else happened in the lesson."""

    def answered(self, lowest: Array) -> list[Animation]:
        """Animations that show the lowest point (p,) while the answer is read."""
        return []

    def gap(self, lowest: Array) -> list[Animation]:
        """Animations that draw the gap to the lowest point (p,)."""
        return []

    def _card(self) -> VGroup:
        """Where the numbers come from, with as many options of the method as fit."""
        frame, scenario = regions.current().recap, self.recording.scenario
        right, width, parts = np.array([*frame.card_right, 0.0]), frame.card_width, VGroup()
        if self.showing.logo:
            logo = logo_mobject(self.showing.logo, _LOGO)
            logo.move_to((right[0], regions.safe().top, 0), aligned_edge=UR)
            parts.add(logo)
            beside = float(logo.width) + _COLUMN_GAP
            right, width = right - (beside, 0.0, 0.0), width - beside
        for options in range(len(scenario.runs[0].options), -1, -1):
            facts = texts.provenance(scenario, version("gradreel"), options)
            lines = _in_lines([*self.showing.signature, *map(worded, facts)], width)
            if len(lines) <= _CARD_LINES:
                break
        card = VGroup(*lines).arrange(DOWN, buff=_LINES_APART, aligned_edge=RIGHT)
        card.shift(right - lines[0].get_right())
        return VGroup(card, *parts) if parts else card

    def counted(self, sentence: Message) -> Message:
        """A sentence about the steps of the run, which some kinds of lesson call epochs."""
        return sentence

    def tell(self, sentence: Message) -> None:
        """Say a sentence; the table appears with the first one, row by row."""
        self.say(self.counted(sentence))
        if self.table not in self.mobjects:
            spots: list[Array | None] = [None, *self.places()]
            for row, spot in zip_longest(self.table, spots[: len(self.table)]):
                rings = [] if spot is None else [Ripple(spot).spreading(1)]
                self.play(FadeIn(row, run_time=_ROW), *rings)
            self.add(self.table)

    def conclude(self) -> None:
        """Give the answer to the lesson's question, and say how far from it the run is."""
        fit = self.recording.scenario.fit
        if self.answer is None or (fit and fit.scale):
            self.tell(self.run.ending.message)
            if self.answer is None:
                self._underline_end()
            return
        self.tell(texts.answer(self.recording.scenario, self.answer))
        if shown := self.answered(self.answer.place):
            self.play(*shown)
        left = self.answer.place - self.run.parameters[-1]
        span = np.ptp(list(drawn_domain(self.recording).values()), axis=1)
        far = not self.run.ending.outcome.settled or (np.abs(left) > _APART * span).any()
        if far and left.any():
            self.hold()
            self.tell(texts.how_far(self.run, self.computed(float(np.linalg.norm(left)))))
            lines = [Underline(row, theme.colors().ink) for row in self.table[-2:]]
            for line, gap in zip_longest(lines, self.gap(self.answer.place)):
                self.play(line.drawing(max(_ROW, self.unread / 2)), *([gap] if gap else []))

    def _units(self, fit: Fit) -> None:
        """Give the end in the units of the data, and say why the inputs are scaled."""
        end = self.run.parameters[-1]
        for number_ in (*fit.parsed.in_units(end).tolist(), *curvatures_shown(fit)):
            self.computed(number_)
        self.say(in_units(fit, end))
        self._underline_end()
        self.hold()
        self.say(scaled_why(fit))
        if shown := self.scaling(fit, max(_ROW, self.unread)):
            self.play(*shown)
        self.hold()

    def _underline_end(self) -> None:
        """Draw a line below the end in the table while the sentence about it is read."""
        end_row = self.table[len(self.ends)]  # after the heads
        self.play(Underline(end_row, theme.colors().ink).drawing(max(_ROW, self.unread / 2)))

    def scaling(self, fit: Fit, seconds: float) -> list[Animation]:
        """Animations, of so many seconds, that show in the picture how inputs are scaled."""
        return []

    def _table(self) -> VGroup:
        """The table of the start, the end and the lowest point, its heads above its rows."""
        scenario, run = self.recording.scenario, self.readable
        heads = [(symbol(name), theme.colors().here) for name in scenario.parameters]
        heads.append((self.notation.loss, theme.colors().loss))
        names = [text("recap-row-start")]
        if run.steps:
            names.append(worded(self.counted(message("recap-row-step", step=run.steps))))
        lowest: list[float | None] = [None] * len(heads)
        if self.answer is not None:
            proven = "yes" if self.answer.proven else "no"
            names.append(text("recap-row-lowest", proven=proven))
            lowest = [*map(self.computed, (*self.answer.place.tolist(), self.answer.loss))]
        frame, top = regions.current().recap, VGroup()
        rows = [
            VGroup(words(name, theme.LABEL, theme.colors().muted).on_baseline((0, y, 0)))
            for name, y in zip(names, [-frame.row * k for k in range(len(names))], strict=True)
        ]
        right = frame.row_names
        apart = not run.ending.outcome.settled
        columns = zip(heads, [*run.parameters.T, run.loss], lowest, strict=True)
        for (head, color), values, lowest_value in columns:
            name = maths(head, _HEAD, color)
            name.scale(min(1.0, 0.9 * frame.column / name.width))
            cells = [
                Counter(text_, theme.LABEL, color, align=RIGHT)
                for text_ in _cells(values, self.ends, lowest_value, apart)
            ]
            right += max(frame.column, _COLUMN_GAP + max(cell.width for cell in cells))
            top.add(name.next_to((right, frame.heads, 0), LEFT, buff=0.0))
            for number_, (row, cell) in enumerate(zip(rows, cells, strict=True)):
                row.add(cell.on_baseline((right, -frame.row * number_, 0)))
        return VGroup(top, *rows)


def _in_lines(facts: Sequence[str], width: float) -> list[Glyphs]:
    """Facts with dots between them, in lines no wider than `width`."""
    lines: list[Glyphs] = []
    for fact in facts:
        joined = f"{lines[-1].note.says} · {fact}" if lines else fact
        longer = words(joined, theme.TICK, theme.colors().muted)
        if lines and longer.width <= width:
            lines[-1] = longer
        else:
            lines.append(words(fact, theme.TICK, theme.colors().muted))
    return lines


def _cells(column: Array, ends: list[int], lowest: float | None, apart: bool) -> list[str]:
    """The values of a column (n,) at its `ends`, and the `lowest` if there is one, as text.

    They have as many digits as in the other chapters, or more if they are to be told `apart`.
    """
    values = [*column[ends].tolist(), *([] if lowest is None else [lowest])]
    digits = digits_for(column)
    return numbers_apart(values, digits) if apart else [number(v, digits) for v in values]
