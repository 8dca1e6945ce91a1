"""The first chapter of every lesson: what it is about."""

from __future__ import annotations

from typing import ClassVar

from manim import DOWN, LEFT, UL, Mobject, VGroup, VMobject, Write

from gradreel.scenes import theme
from gradreel.scenes.chapter import Chapter
from gradreel.scenes.parts.about import objective_formula
from gradreel.scenes.parts.text import Markup, flowing, maths, words
from gradreel.scenes.sentences.catalogue import text
from gradreel.scenes.subject import Subject

_LEFT, _TOP = -theme.SAFE_X, 3.0
_COLUMN = 5.8  # of the title and the formula beside the picture
_POSTER_COLUMN = 5.4  # of the formula where it stands beside the picture's numbers
_LONG = 13.0  # a longer formula gets the whole width
_HIGH = 2.6  # of a title, at the most
_FLOOR = -2.7  # of the picture
_HALF = 4.2  # of its width, below a long formula


class Title(Chapter):
    """The title, a picture of the start, the formula that writes itself, the question.

    Its first frame stands for the whole lesson wherever a video is shown as a picture. Each kind of
    lesson has one of its own, which has its subject.
    """

    subject: ClassVar[Subject]

    def story(self) -> None:
        title, formula, picture = self.arranged(_COLUMN, _FLOOR)
        self.add(title, picture)
        self.wait(1.4)
        self.play(Write(formula), run_time=1.6)
        self.hold(0.6)
        self.say(self.subject.question(self.objective, self.recording.scenario, self.run))

    def arranged(self, column: float, floor: float) -> tuple[VMobject, VMobject, Mobject]:
        """The title, the formula in a column so wide, the picture beside it down to `floor`.

        Or one below the other, where the formula is too long.
        """
        scenario = self.recording.scenario
        formula = maths(objective_formula(self.objective, scenario), 0.66)
        long = formula.width > _LONG
        title = _title(scenario.title, 2 * theme.SAFE_X if long else _COLUMN)
        title.move_to((_LEFT, _TOP, 0), aligned_edge=UL)
        formula.scale(min(1.0, (2 * theme.SAFE_X if long else column) / formula.width))
        formula.next_to(title, DOWN, buff=0.55, aligned_edge=LEFT)
        written, left = VGroup(formula), -_HALF
        if self.short_names:
            written.add(names := self._names().next_to(formula, DOWN, 0.35, LEFT))
            left = max(left, float(names.get_right()[0]) + 0.4)
        below = (left, floor), (_HALF, float(formula.get_bottom()[1]) - 0.4)
        beside = (0.0, floor), (theme.SAFE_X, 3.3)
        room = below if long else beside
        return title, written, self.subject.overview(self.recording, self.objective, *room)

    def _names(self) -> VGroup:
        """What the letters in the formula stand for."""
        lines = (
            words(text("lesson-called", letter=letter, name=name), theme.LABEL, theme.colors().here)
            for name, letter in self.short_names.items()
            if "_" not in letter  # which follows from the others
        )
        return VGroup(*lines).arrange(DOWN, buff=0.15, aligned_edge=LEFT)


class PosterScene(Title):
    """The lesson in one picture: the title, the formula, the whole way that its first run went.

    It is no part of the lesson.
    """

    def story(self) -> None:
        title, formula, picture = self.arranged(_POSTER_COLUMN, -theme.SAFE_Y)
        column = VGroup(title, formula)
        if column.width <= _COLUMN:  # it stands beside the picture
            column.set_y(0.0)
        self.add(column, picture)
        self.wait()


def _title(text: str, width: float) -> Markup:
    """The title, set smaller until it leaves room for the formula and the picture."""
    for share in (1.0, 0.75, 0.55):
        title = flowing(text, width, share * theme.TITLE)
        if title.height <= _HIGH * (0.5 if width > _COLUMN else 1.0):
            break
    return title
