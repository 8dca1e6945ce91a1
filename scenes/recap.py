"""The last chapter of every lesson: the recipe, the numbers, and where they come from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib.metadata import version
from itertools import zip_longest
from typing import ClassVar

import numpy as np
from manim import DOWN, LEFT, RIGHT, UL, UR, Animation, FadeIn, Mobject, VGroup, VMobject

from gradreel.scenarios import Fit
from gradreel.scenarios.arrays import Array
from gradreel.scenes import regions, theme, timing
from gradreel.scenes.chapter import Chapter
from gradreel.scenes.parts.digits.numbers import number, numbers_apart
from gradreel.scenes.parts.formulas.formula import symbol
from gradreel.scenes.parts.geometry.motion import moving
from gradreel.scenes.parts.geometry.ripple import RING, Ripple
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
_FIRST, _ON = 1.4, 2.0  # seconds in which the run makes its first step, and then all others
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
        self.picture = self.shown_picture()
        self.answer = answer_of(self.recording, self.objective)
        self.table = self._table()
        self.table.scale(min(1.0, frame.table.width / self.table.width))
        self.table.move_to((frame.table.left, frame.table.top, 0), aligned_edge=UL)
        for line, repeat in zip(
            self._recipe(), (self._back_to_start, self._first_step, self._other_steps), strict=True
        ):
            repeat(FadeIn(line, shift=0.15 * RIGHT, run_time=_LINE))
        self.conclude()
        self.compare()
        self.hold()
        fit = self.recording.scenario.fit
        if fit and fit.scale:
            self._units(fit)

    def _recipe(self) -> list[VGroup]:
        """The lines of the recipe, each with its number."""
        frame, lines = regions.current().recap, []
        colors = (theme.colors().gradient, theme.colors().step, theme.colors().here)
        for place, (instruction, color) in enumerate(
            zip(texts.recipe(self.run), colors, strict=True), start=1
        ):
            y = frame.recipe.top - frame.leading * (place - 1)
            number_ = words(f"{self.computed(place):g}.", theme.HEADING, color)
            rule = words(worded(self.counted(instruction)), theme.HEADING)
            rule.scale(min(1.0, frame.recipe.width / rule.width))
            rule.on_baseline((frame.recipe.left + frame.indent, y, 0))
            lines.append(VGroup(number_.on_baseline((frame.recipe.left, y, 0)), rule))
        return lines

    def shown_picture(self) -> Mobject:
        """The whole descent, in which the chapter opens."""
        raise NotImplementedError

    def retraced(self) -> Mobject:
        """The mobject in which the first run is shown."""
        raise NotImplementedError

    def retrace(self, step: float, visible: float) -> None:
        """Show the first run up to a step, from invisible (0) to opaque (1)."""
        raise NotImplementedError

    def _back_to_start(self, line: Animation) -> None:
        """Let the run vanish where it ended, and appear where it started: it never goes back."""
        heads, start, *_ = self.table
        comes = [FadeIn(heads, run_time=_LINE), *self._listing(start, 0)]
        if steps := self.run.steps:
            self.play(line, self.retracing(lambda share: (steps, 1.0 - share), _LINE))
            self.play(self.retracing(lambda share: (0.0, share), _ROW), *comes)
        else:
            self.play(line)
            self.play(*comes)

    def _first_step(self, line: Animation) -> None:
        repeated = [self.retracing(lambda share: (share, 1.0), _FIRST)] if self.run.steps else []
        self.play(line, *repeated)

    def _other_steps(self, line: Animation) -> None:
        steps, card = self.run.steps, FadeIn(self._card(), run_time=_ROW)
        if steps > 1:
            way = self.retracing(
                lambda share: (timing.step_between(1, steps, share), 1.0), _ON, steady=True
            )
            self.play(line, way)
        else:
            self.play(line)
        self.play(card, *(self._listing(self.table[2], 1) if steps else []))

    def retracing(
        self, shown: Callable[[float], tuple[float, float]], seconds: float, steady: bool = False
    ) -> Animation:
        """An animation of the first run: its step, and how visible it is, after a share."""
        return moving(self.retraced(), lambda share: self.retrace(*shown(share)), seconds, steady)

    def _listing(self, row: VMobject, place: int) -> list[Animation]:
        """Animations that show a row of the table, and rings around its place in the picture."""
        spots = self.places()
        spot = spots[place] if place < len(spots) else None
        rings = [] if spot is None else [Ripple(spot).spreading(max(1, int(self.unread / RING)))]
        return [FadeIn(row, run_time=_ROW), *rings]

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
        """Say a sentence; the lowest point is listed with the first one."""
        self.say(self.counted(sentence))
        lowest = self.table[-1]
        if self.answer is not None and lowest not in self.mobjects:
            self.play(*self._listing(lowest, len(self.ends)))

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
            seconds = max(_ROW, self.unread / 2)
            for row, gap in zip_longest(self.table[-2:], self.gap(self.answer.place)):
                line = Underline(row, theme.colors().ink).passing(seconds)
                self.play(line, *([gap] if gap else []))

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
