"""The first chapter of every lesson: what it is about."""

from __future__ import annotations

from manim import DOWN, FadeIn, Write

from scenarios import Scenario
from scenes import theme
from scenes.chapter import Chapter
from scenes.parts.about import objective_formula, question
from scenes.parts.text import Markup, maths, paragraph

_WIDTH, _HEIGHT = 11.5, 1.7  # of the title, at the most


class Title(Chapter):
    """The title, the formula that writes itself, the question."""

    name = "title"

    @classmethod
    def shows(cls, scenario: Scenario) -> Scenario:
        return scenario.model_copy(update={"runs": ()})

    def story(self) -> None:
        scenario = self.trajectory.scenario
        title = _title(scenario.title).move_to((0, 1.9, 0))
        formula = maths(objective_formula(self.objective, scenario), 0.72)
        formula.scale(min(1.0, 12.0 / formula.width)).next_to(title, DOWN, buff=0.9)
        self.play(FadeIn(title, shift=0.2 * DOWN), run_time=1.0)
        self.play(Write(formula), run_time=1.6)
        self.hold(0.6)
        self.say(question(self.objective, scenario))


def _title(text: str) -> Markup:
    """The title, set smaller until it is low enough to leave room for the formula."""
    for share in (1.0, 0.75, 0.55):
        title = paragraph(text, _WIDTH, share * theme.TITLE)
        if title.height <= _HEIGHT:
            break
    return title
