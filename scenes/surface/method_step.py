"""The one-step chapter of a surface lesson for a method with a rule of its own: two steps of it."""

from __future__ import annotations

import numpy as np
from manim import Animation, FadeIn, FadeOut

from gradreel.scenes import regions
from gradreel.scenes.methods.letters import letters_of
from gradreel.scenes.methods.rule import Line
from gradreel.scenes.parts.digits.numbers import divisor
from gradreel.scenes.parts.formulas.rule_lines import RuleLines
from gradreel.scenes.parts.geometry.motion import moving
from gradreel.scenes.parts.plots.loss_name import loss_name
from gradreel.scenes.sentences.methods import of_line, opening, second_step
from gradreel.scenes.sentences.runs import step_taken
from gradreel.scenes.surface import chapters
from gradreel.scenes.surface.method_arrows import AddedArrows, TermArrows
from gradreel.scenes.surface.method_box import BoxedArrows
from gradreel.scenes.surface.method_line import LineSearch
from gradreel.scenes.surface.step_chapter import StepChapter

_CLOSER, _MOVE = 1.8, 1.2  # seconds in which the map zooms in, and in which the dot moves
_LOOK = 0.8  # seconds to compare the numbers of a line with its arrow
_LEAVE = 0.4  # seconds in which the rule goes
_QUICK, _GLANCE = 0.5, 0.2  # seconds for each motion of a later step, and to look at its end


class SurfaceMethodStep(StepChapter):
    """The rule of a method, line by line: in symbols, in numbers, and as arrows on the map."""

    plan = chapters.METHOD_STEP

    def story(self) -> None:
        self.take_up()
        rule = self.framing.rule
        assert rule is not None
        self.method, self.lines = self.framing.method, rule.lines
        self.say(opening(self.run))
        if not self.method.steps:
            self.hold()
            self.say(step_taken(self.run) if self.run.steps else self.run.ending.message)
            return
        self.column = RuleLines(
            rule,
            self.recording.scenario,
            self.readable,
            self.method.steps,
            regions.current().surface.method,
            self.computed,
        )
        self.arrows = self._picture()
        self._go_near()
        for line in self.lines:
            self._show(line)
        self._move(0)
        for step in range(1, self.method.steps):
            self._show_again(step)
            self._move(step)
        self.play(*self.column.leaving(), *self.noted, run_time=_LEAVE)
        self.go_back(self.method.steps)

    def _picture(self) -> TermArrows:
        """How the terms of the rule are drawn."""
        rule = self.framing.rule
        assert rule is not None
        parts = self.map, rule, self.run, self.method.times
        if rule.picture == "line":
            (length, _), loss = letters_of(self.recording.scenario)["length"], self.notation.loss
            return LineSearch(*parts, self.objective, (length, loss_name(loss)))
        return {"added": AddedArrows, "box": BoxedArrows}.get(rule.picture, TermArrows)(*parts)

    def _go_near(self) -> None:
        """Zoom in on both steps, and say what is drawn at another scale."""
        noted: list[Animation] = []
        self.noted: list[Animation] = []
        if self.method.times > 1:
            times = divisor(self.computed(self.method.times))
            note = self.chart.note("label-all-but-step", times=times)
            noted, self.noted = [FadeIn(note)], [FadeOut(note)]
            self.chart.notes.remove(note)
        self.play(self.map.zoom(self.method.near, _CLOSER), FadeIn(self.column.settings), *noted)

    def _show(self, line: Line) -> None:
        """Show a line of the rule in the numbers of the first step, and its arrow on the map."""
        if sentence := of_line(line, self.run, 0):
            self.hold()
            self.say(sentence)
        self._bring(line, 0, np.inf)
        self.wait(_LOOK)

    def _show_again(self, step: int) -> None:
        """Show all lines in the numbers of a later step, while one sentence is read."""
        said = [sentence for line in self.lines if (sentence := of_line(line, self.run, step))]
        if said:
            self.say(said[0])
        for line in self.lines:
            self._bring(line, step, _QUICK)
            self.wait(_GLANCE)

    def _bring(self, line: Line, step: int, seconds: float) -> None:
        """Bring the numbers of a line, then its arrow; each motion takes `seconds` at most."""
        numbers = self.column.showing(line, step)
        if not line.once:
            self.play(*numbers)
        for animations in self.arrows.show(line.name, step):
            longest = max(animation.get_run_time() for animation in animations)
            self.play(*animations, run_time=min(longest, seconds))
        if line.once:  # what is searched for is found in the picture
            self.play(*numbers)

    def _move(self, step: int) -> None:
        """The dot takes the step."""
        self.hold()
        self.say(second_step(self.run) if step else step_taken(self.run))
        here, there = self.run.parameters[step : step + 2]
        change = there - here
        self.play(moving(self.map.dot, lambda share: self.map.stand(here + share * change), _MOVE))
        if step + 1 < self.method.steps:
            self.hold()
        self.play(*self.arrows.leave())
