"""The first chapter of every lesson: what it is about."""

from __future__ import annotations

from manim import DOWN, Write

from scenarios import Scenario
from scenes import theme
from scenes.chapter import Chapter
from scenes.parts.about import objective_formula
from scenes.parts.portrait import portrait
from scenes.parts.text import Markup, maths, paragraph
from scenes.sentences import lesson as texts

_WIDTH, _HEIGHT = 11.5, 1.1  # of the title, at the most
_TOP = 3.55
_FORMULA_HEIGHT = 1.15
_FLOOR = -2.75  # of the picture


class Title(Chapter):
    """The title above a picture of the start, the formula that writes itself, the question.

    Its first frame stands for the whole lesson wherever a video is shown as a picture.
    """

    name = "title"

    @classmethod
    def shows(cls, scenario: Scenario) -> Scenario:
        return scenario.model_copy(update={"runs": scenario.runs[:1]})

    def story(self) -> None:
        scenario = self.trajectory.scenario
        title = _title(scenario.title)
        title.shift((0, _TOP - title.get_top()[1], 0))
        formula = maths(objective_formula(self.objective, scenario), 0.66)
        formula.scale(min(1.0, 2 * theme.SAFE_X / formula.width, _FORMULA_HEIGHT / formula.height))
        formula.next_to(title, DOWN, buff=0.3)
        top = formula.get_bottom()[1] - 0.25
        picture = portrait(
            self.trajectory, self.objective, (-4.4, _FLOOR), (4.4, top), walked=False
        )
        self.add(title, picture)
        self.wait(1.0)
        self.play(Write(formula), run_time=1.6)
        self.hold(0.4)
        self.say(texts.question(scenario))


def _title(text: str) -> Markup:
    """The title, set smaller until it leaves room for the formula and the picture."""
    for share in (1.0, 0.75, 0.55):
        title = paragraph(text, _WIDTH, share * theme.TITLE)
        if title.height <= _HEIGHT:
            break
    return title
