"""The first chapter of every lesson, and its poster."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar

from manim import DOWN, LEFT, UL, Animation, Mobject, VGroup, VMobject

from gradreel.scenarios.arrays import Array
from gradreel.scenes import regions, theme
from gradreel.scenes.chapter import Chapter
from gradreel.scenes.parts.descents.signature import with_signature
from gradreel.scenes.parts.formulas.about import model_formulas, objective_formulas
from gradreel.scenes.parts.formulas.long_formula import formula_within
from gradreel.scenes.parts.geometry.box import Pair
from gradreel.scenes.parts.geometry.ripple import RING, Ripple
from gradreel.scenes.parts.lettering.text import Markup, flowing, words
from gradreel.scenes.parts.lettering.writing import written
from gradreel.scenes.sentences.catalogue import text
from gradreel.scenes.subject import Subject

_FORMULA = 0.66  # em in screen units: smaller than the title, larger than a sentence
_NAMES = 0.2  # screen units that the names of axes may reach below a picture
_FIRST = 0.8  # seconds for the first picture before anything moves
_WRITING = 2.4  # seconds in which the formula is written: at the pace of a hand


class Title(Chapter):
    """The title, a picture of the start, the formula as it is written, and the question.

    Its first frame represents the lesson wherever a video is shown as a picture. Each kind of
    lesson has a subclass with its subject.
    """

    subject: ClassVar[Subject]

    def story(self) -> None:
        frame = regions.current().title
        title, formula, self.shown = self.arranged(frame.column, frame.picture_beside.bottom)
        self.add(title, self.shown)
        self.wait(_FIRST)
        self.play(written(formula, _WRITING), *self.revealing(_WRITING))
        self.say(self.subject.question(self.objective, self.recording.scenario, self.run))
        if asking := self.asking(self.unread):
            self.play(*asking)

    def arranged(self, column: float, floor: float) -> tuple[VMobject, VMobject, Mobject]:
        """The title, the formula, and the picture, in their places.

        Title and formula form a column of this width, and the picture beside it reaches down to
        `floor`. If the formula is too long, the picture is below it.
        """
        scenario, frame = self.recording.scenario, regions.current().title
        within = column, frame.formula_height
        formula, readable = formula_within(self._formulas(), _FORMULA, within)
        long = not readable
        if long:
            versions = [*self._formulas(), *self._formulas(shortened=True)]
            within = regions.safe().width, frame.long_formula_height
            formula, _ = formula_within(versions, _FORMULA, within)
        width = regions.safe().width if long else frame.column
        title = with_signature(_title(scenario.title, width), self.showing, width)
        title.move_to((*frame.corner, 0), aligned_edge=UL)
        formula.next_to(title, DOWN, buff=0.55, aligned_edge=LEFT)
        below_title, left = VGroup(formula), frame.picture_below.left
        if self.short_names:
            below_title.add(names := self._names().next_to(formula, DOWN, 0.35, LEFT))
            left = max(left, float(names.get_right()[0]) + 0.4)
        below, beside = frame.picture_below, frame.picture_beside
        if long:
            corners = (left, floor), (below.right, float(formula.get_bottom()[1]) - 0.4)
        else:  # half way up the picture, with as much room above as below
            corners = (beside.left, floor), (beside.right, beside.top)
            words_ = VGroup(title, below_title)
            words_.scale(min(1.0, (beside.top - floor) / words_.height), about_edge=LEFT)
            words_.set_y((floor + beside.top) / 2)
        return title, below_title, self.picture(*corners)

    def picture(self, low: Pair, high: Pair) -> Mobject:
        """The first picture, between two corners of the screen."""
        return self.subject.overview(self.recording, self.objective, low, high)

    def revealing(self, seconds: float) -> list[Animation]:
        """Animations of the picture while the formula is written, in so many seconds."""
        return []

    def _formulas(self, shortened: bool = False) -> Iterator[list[str]]:
        """Versions of the formula: the loss, or of data the model, as the loss is yet to be made.

        They are `shortened` if that is asked for.
        """
        scenario = self.recording.scenario
        if scenario.fit:
            return model_formulas(scenario, shortened)
        return objective_formulas(self.objective, scenario, shortened)

    def asking(self, seconds: float) -> list[Animation]:
        """Animations while the question is read: rings around the start."""
        rings = max(2, round(seconds / RING))
        return [Ripple(place).spreading(rings) for place in self.starts()]

    def starts(self) -> Iterable[Array]:
        """The screen points (3,) of the start; none if it is not shown."""
        return ()

    def _names(self) -> VGroup:
        """What the letters in the formula stand for."""
        lines = (
            words(text("lesson-called", letter=letter, name=name), theme.LABEL, theme.colors().here)
            for name, letter in self.short_names.items()
            if "_" not in letter  # letters with indices follow from the others
        )
        return VGroup(*lines).arrange(DOWN, buff=0.15, aligned_edge=LEFT)


class PosterScene(Title):
    """The lesson in one picture: the title, the formula, and the whole descent of its first run.

    It is not part of the lesson.
    """

    def story(self) -> None:
        frame = regions.current().title
        floor = regions.safe().bottom + _NAMES
        title, formula, picture = self.arranged(frame.poster_column, floor)
        self.add(title, formula, picture)
        self.wait()


def _title(text: str, width: float) -> Markup:
    """The title, made smaller until it leaves room for the formula and the picture."""
    frame = regions.current().title
    highest = frame.title_height * (0.5 if width > frame.column else 1.0)
    for share in (1.0, 0.75, 0.55):
        title = flowing(text, width, share * theme.TITLE)
        if title.height <= highest:
            break
    return title
