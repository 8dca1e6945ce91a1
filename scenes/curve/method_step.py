"""The one-step chapter of a curve lesson for a method with a rule of its own: two steps of it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import FadeIn, FadeOut

from gradreel.scenes import regions
from gradreel.scenes.curve import chapters, poses
from gradreel.scenes.curve.walk import WalkChapter
from gradreel.scenes.methods.rule import Line
from gradreel.scenes.methods.table import rule_of
from gradreel.scenes.parts.formulas.rule_lines import RuleLines
from gradreel.scenes.sentences.methods import of_line, opening, second_step
from gradreel.scenes.sentences.runs import step_taken

_EXPLAINED = 2  # steps: in the second one, what is carried is not 0 any more
_LOOK = 0.8  # seconds to look at numbers of which nothing is said
_GLANCE = 0.2  # the same in a later step, whose lines are known
_SHORT = 1.0  # seconds: a line is not marked for less


class CurveMethodStep(WalkChapter):
    """The rule of a method, line by line, in symbols and in numbers, and each step on the axis."""

    plan = chapters.METHOD_STEP
    opens = poses.TOUCHED
    closes = poses.TOUCHED

    def story(self) -> None:
        self.place()
        self.say(opening(self.run))
        moves = np.diff(self.run.parameters[: _EXPLAINED + 1, 0]) != 0.0
        steps = min(self.walkable, (*moves.tolist(), False).index(False))
        if not steps:
            self.hold()
            self.say(step_taken(self.run) if self.run.steps else self.run.ending.message)
            return
        rule = rule_of(self.run.run)
        assert rule is not None
        room = regions.current().curve.method
        self.column = RuleLines(
            rule, self.recording.scenario, self.readable, steps, room, self.computed
        )
        if len(self.column.settings):
            self.play(FadeIn(self.column.settings))
        for step in range(steps):
            self.make_room(step)
            if step == 0:
                for line in rule.lines:
                    self._show(line)
                self.say(step_taken(self.run))
            else:
                self._show_again(rule.lines, step)
                self.hold()
                self.say(second_step(self.run))
            self.walk(step)
            self.hold()
            self.play(FadeOut(self.arrow), run_time=0.3)

    def _show(self, line: Line) -> None:
        """Show a line of the rule in the numbers of the first step."""
        sentence = of_line(line, self.run, 0)
        if sentence:
            self.hold()
            self.say(sentence)
        self.play(*self.column.showing(line, 0))
        if sentence and self.unread > _SHORT:
            self.play(self.column.emphasis(line, self.unread))
        self.hold(0.0 if sentence else _LOOK)

    def _show_again(self, lines: Sequence[Line], step: int) -> None:
        """Show all lines in the numbers of a later step, while one sentence is read."""
        said = [sentence for line in lines if (sentence := of_line(line, self.run, step))]
        if said:
            self.hold()
            self.say(said[0])
        for line in lines:
            self.play(*self.column.showing(line, step))
            self.wait(_GLANCE)
