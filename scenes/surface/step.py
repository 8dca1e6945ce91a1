"""The one-step chapter of a surface lesson: the rule, its numbers, the ghost, the move."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from manim import DOWN, LEFT, UL, FadeIn, Group, VGroup

from gradreel.scenarios.arrays import Array
from gradreel.scenes import regions, theme
from gradreel.scenes.chapter import Chapter
from gradreel.scenes.parts.equation import Equation
from gradreel.scenes.parts.formula import factor, symbol, value
from gradreel.scenes.parts.motion import moving
from gradreel.scenes.parts.text import maths
from gradreel.scenes.parts.update import first_steps
from gradreel.scenes.parts.zoom_note import ZoomNote
from gradreel.scenes.sentences import surface as texts
from gradreel.scenes.sentences.runs import step_taken
from gradreel.scenes.surface import chapters
from gradreel.scenes.surface.stage import SurfaceStage, one_size
from gradreel.solver.diagnostics import follows_gradient

_TOO_WIDE = 1.4  # times the room for formulas: lines to be broken
_BELOW = 0.75  # from numbers to the middle of the next rule, at least


class SurfaceStep(Chapter):
    """The recorded first step: the rule in symbols, in numbers, a ghost dot, then the move."""

    plan = chapters.STEP

    def story(self) -> None:
        self._place()
        if len(self.run.led_to) == 1:
            self.say(self.run.ending.message)
            return
        self._write()
        if self.run.steps:
            self._point()
            self._move()
        else:
            self.say(self.run.ending.message)
            self.play(self.stage.refused(self.here, self.there))

    def _place(self) -> None:
        self.stage = SurfaceStage(self.recording, self.objective)
        self.space = self.stage.space
        self.here, self.there = self.run.parameters[0], self.run.led_to[:2][-1]
        self.ball = self.space.balls(self.space.at(self.here), theme.colors().here, 0.12)
        self.appear(self.space)

    @cached_property
    def _plain(self) -> bool:
        return follows_gradient(self.run)

    def _write(self) -> None:
        """The rule of each parameter in symbols, then with the numbers of this step."""
        names = self.recording.scenario.parameters
        self.steps = first_steps(self.objective, self.run)
        rules = [self._rule(name) for name in names]
        numbers = [self._numbers(axis, "{} {} {}") for axis in range(len(names))]
        if max(line.width for line in numbers) > _TOO_WIDE * regions.current().surface.column.width:
            numbers = [self._numbers(axis, r"&{} \ &{} {}") for axis in range(len(names))]
        left = one_size([*rules, *numbers])
        frame = regions.current().surface
        top, pair = frame.formulas
        for rule, line in zip(rules, numbers, strict=True):
            rule.move_to((left, top, 0), aligned_edge=LEFT)
            line.next_to(rule, DOWN, buff=0.3).align_to(rule, LEFT)
            # Numbers in two lines push what follows down.
            top = min(top - pair, float(line.get_bottom()[1]) - _BELOW)
        written = VGroup(*rules, *numbers)
        corner = written.get_corner(UL)
        written.scale(min(1.0, frame.formulas_height / written.height), about_point=corner)
        self.say(texts.rule(self.run))
        self.play(*(FadeIn(rule) for rule in rules), run_time=0.8)
        self.hold()
        self.say("surface-numbers")
        for line in numbers:
            self.play(FadeIn(line), run_time=0.6)
            self.wait(0.6)
        self.hold()
        self._last = numbers[-1]

    def _point(self) -> None:
        """The results fly to the new place, where a ghost appears; then the arrow."""
        self.say(texts.there([step.result for step in self.steps]))
        note = ZoomNote(self.stage.window, regions.current().surface.zoom_note_right, self.computed)
        if self.stage.window.scale(1.0) > self.stage.window.scale(0.0):
            self._widen(note)
        elif self.stage.window.lost == 1:
            note.show_step(1.0)
            self.appear(note)
        start, end = self.space.at(self.here), self.space.at(self.there)
        self.seen = bool(self.space.inside(self.there[None])[0])
        if self.seen:
            self._fly(self.space.screen(end))
        else:
            way = self.space.path(np.array([self.here, self.there]))
            end = way[-1]
        self.ghost = self.space.balls(end, theme.colors().step, 0.10).set_opacity(0.0)
        self.play(self.ghost.animate.set_opacity(0.6 if self.seen else 0.0), run_time=0.4)
        self.arrow = self.space.arrow(start, start, theme.colors().step)
        self.play(self.arrow.animate.set_points(np.array([start, end])), run_time=0.8)
        self.hold()

    def _fly(self, target: Array) -> None:
        """Both results make a place, which flies to where it is on the screen."""
        pair = ", ".join(value(step.result) for step in self.steps)
        place = maths(f"({pair})", theme.FORMULA, theme.colors().here)
        left = self._last.get_left()[0]
        place.scale(min(1.0, (regions.safe().right - left) / place.width))
        place.next_to(self._last, DOWN, buff=0.45).align_to(self._last, LEFT)
        self.appear(place)
        self.play(place.animate.scale(0.3).move_to(target).set_opacity(0.0), run_time=1.0)
        self.remove(place)

    def _widen(self, note: ZoomNote) -> None:
        """Zoom out until the new place is seen, or as far as makes sense, and note it."""
        self.add(note)

        def widen(share: float) -> None:
            self.stage.follow(share)
            self.ball.set_points(self.space.at(self.here))
            note.show_step(share)

        self.play(moving(Group(self.space, note), widen, 1.2))

    def _move(self) -> None:
        self.say(step_taken(self.run))
        self.play(moving(self.space, self._slide, 1.6))
        if self.seen:
            gone = [item.animate.set_opacity(0.0) for item in (self.arrow, self.ghost)]
            self.play(*gone, run_time=0.4)

    def _slide(self, share: float) -> None:
        where = self.here + share * (self.there - self.here)
        self.ball.set_points(self.space.at(where))
        self.ball.set_opacity(float(self.space.inside(where[None])[0]))

    def _rule(self, name: str) -> Equation:
        """The update of one parameter in symbols."""
        x, rate = (symbol(name), theme.colors().here), (self.notation.rate, theme.colors().step)
        loss = self.notation.loss
        if self._plain:
            slope = (f"(partial {loss}) / (partial {symbol(name)})", theme.colors().gradient)
            return Equation("{} arrow.l {} - {} dot {}", [x, x, rate, slope])
        return Equation(
            "{} arrow.l {} + {}", [x, x, (f"Delta {symbol(name)}", theme.colors().step)]
        )

    def _numbers(self, axis: int, template: str) -> Equation:
        """The same update in the recorded numbers, its sides put into a template."""
        step = self.steps[axis]
        here, *parts = step.operands
        colors = (theme.colors().step, theme.colors().gradient)
        change = [(factor(part), color) for part, color in zip(parts, colors, strict=False)]
        left = "{} - {} dot {}" if self._plain else "{} + {}"
        pieces = [
            (value(here), theme.colors().here),
            *change,
            (value(step.result), theme.colors().here),
        ]
        return Equation(template.format(left, step.sign, "{}"), pieces)
