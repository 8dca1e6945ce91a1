"""The one-step chapter of a surface lesson: the negative gradient, squeezed to the step."""

from __future__ import annotations

import numpy as np
from manim import FadeIn, FadeOut, VGroup, VMobject, rush_into

from gradreel.scenarios.arrays import Array
from gradreel.scenes import theme
from gradreel.scenes.parts.digits.reading import numbers_in
from gradreel.scenes.parts.formulas.formula import value
from gradreel.scenes.parts.formulas.update import change_within
from gradreel.scenes.parts.geometry.flight import Flight, dimming
from gradreel.scenes.parts.geometry.motion import moving
from gradreel.scenes.parts.geometry.points import place_discs
from gradreel.scenes.parts.lettering.plate import on_plate
from gradreel.scenes.parts.lettering.text import maths
from gradreel.scenes.parts.maps.close_map import DOT
from gradreel.scenes.parts.maps.framing import inside
from gradreel.scenes.sentences import surface as texts
from gradreel.scenes.sentences.catalogue import text
from gradreel.scenes.sentences.runs import step_taken
from gradreel.scenes.surface import chapters
from gradreel.scenes.surface.new_place import NewPlace, put_clear
from gradreel.scenes.surface.rule import first_rule
from gradreel.scenes.surface.step_chapter import StepChapter

_LOST = 0.25  # share of the gradient beyond the map at which it has faded
_FAINT = 0.25  # opacity of the gradient when only a part of it is taken
_FLYING, _BACK = 1.0, 1.4  # seconds in which a number flies into the rule, and to the map
_BELOW, _ASIDE = 0.15, 0.3  # screen units below a line and left of it, where nothing is written
_LEAVING = 0.4  # seconds in which numbers on the map fade
_TRIED, _SCOUT = 1.2, 0.5  # seconds in which a step is tried, at least; opacity of the trying dot


class SurfaceStep(StepChapter):
    """The recorded first step: as a part of the negative gradient, close up, and in numbers."""

    plan = chapters.STEP

    def story(self) -> None:
        self.take_up()
        self.there = self.framing.there
        if len(self.run.led_to) == 1:
            self.say(self.run.ending.message)
            return
        self._write()
        if self.framing.squeezes:
            self._ask()
            self._squeeze()
        else:
            self.say(texts.rule(self.run))
        self._go_close()
        self._calculate()
        if self.run.steps:
            self._move()
            self.go_back(
                1, *([FadeOut(self.place, run_time=_LEAVING)] if self.framing.seen else [])
            )
        else:
            self.say(self.run.ending.message)

    def _write(self) -> None:
        """Write the rule of each parameter in symbols and in the numbers of this step."""
        shown = self.chart.rule
        self.rule = first_rule(self.recording, self.objective) if shown is None else shown
        for step in self.rule.steps:
            if self.rule.facts and (change := change_within(step)) is not None:
                self.computed(numbers_in(change)[0].signed)

    def _ask(self) -> None:
        """Ask how much of the negative gradient to go, and try all of it."""
        self.whole, self.tried = self.chart.whole, VGroup()
        # It stays when the map goes.
        self.chart.remove(self.rule.facts[0])
        self.add(self.rule.facts[0])
        self.say(texts.how_much(int(self.computed(self.framing.times))))
        self._try(self.framing.tip - self.here)
        self.hold()

    def _try(self, vector: Array) -> None:
        """Try the whole negative gradient while the question is read, with a faint dot."""
        if self.unread < _TRIED:
            return
        scout = self.map.dot.copy().set_opacity(_SCOUT)
        self.add(scout)

        def go(reached: float) -> None:
            place_discs(scout, self.map.map.at(self.here + reached * vector)[None], DOT)

        self.play(moving(scout, go, self.unread / 2))
        self.tried = self._loss_there()
        coming = [FadeIn(label, run_time=_LEAVING) for label in self.tried]
        self.play(moving(scout, lambda share: go(1.0 - share), self.unread), *coming)
        self.remove(scout)

    def _loss_there(self) -> VGroup:
        """The loss at the end of the whole negative gradient, if it is drawn at its true length."""
        loss = float(self.objective.value(self.framing.tip))
        if self.framing.times > 1 or not np.isfinite(loss):
            return VGroup()
        written = f'"{text("label-loss")}" thick {value(self.computed(loss))}'
        label = maths(written, theme.TICK, theme.colors().loss)
        put_clear(label, self.map, self.framing.tip)
        return VGroup(on_plate(label))

    def _squeeze(self) -> None:
        """Shrink the negative gradient to the step; a faint arrow of it stays."""
        self.say(texts.part(self.run))
        self.step = self.map.arrow(self.here, self.framing.tip, theme.colors().step)
        self.whole.set_opacity(_FAINT)
        end = self.here + (self.there - self.here) / self.framing.times
        gone = [FadeOut(label, run_time=_LEAVING) for label in self.tried]
        self.play(self.map.growth(self.step, end, 1.6), FadeIn(self.rule.facts[1]), *gone)

    def _go_close(self) -> None:
        """Zoom in until the step is easy to see, and write the rules."""
        written = FadeIn(VGroup(*self.rule.rules))
        if not self.framing.seen or not (self.there != self.here).any():
            self.play(written, run_time=0.8)
            self.hold()
            return
        if self.framing.squeezes and self.framing.times > 1:
            leaving = [arrow.animate.set_opacity(0.0) for arrow in (self.whole, self.step)]
            self.play(*leaving, FadeOut(self.notes[-1]), run_time=0.4)
            self.notes.remove(self.notes[-1])
        compare = self._compare if self.framing.squeezes and self.framing.times == 1 else None
        self.play(self.map.zoom(self.framing.close, 1.8, compare), written)
        if compare:
            self.map.point(self.whole, self.framing.tip)
        if not self.framing.squeezes or self.framing.times > 1:
            self.step = self.map.arrow(self.here, self.here, theme.colors().step)
            self.play(self.map.growth(self.step, self.there, 0.8))
        self.hold()

    def _compare(self, _: float) -> None:
        """Keep the whole gradient beside the step until its tip leaves the map."""
        vector = self.framing.tip - self.here
        held = inside(self.map.domain, self.here, vector)
        self.map.point(self.whole, self.here + held * vector)
        self.whole.set_opacity(_FAINT * max(0.0, 1.0 - (1.0 - held) / _LOST))

    def _calculate(self) -> None:
        """Let each number fly from where it is to its place in the rule."""
        self.say(texts.there([step.result for step in self.rule.steps]))
        for axis, line in enumerate(self.rule.numbers):
            sources = [line.pieces[0].copy().scale(0.4).move_to(self.map.dot)]
            if self.rule.facts:
                gradient, rate = self.rule.facts
                sources += [rate.pieces[1].copy(), gradient.pieces[1 + axis].copy()]
            flying = [
                Flight(source, piece) for source, piece in zip(sources, line.pieces, strict=False)
            ]
            # Each number brings the signs around it, so that these never enclose a hole.
            signs, count = line.signs(), len(flying)
            around = [FadeIn(sign, rate_func=rush_into) for sign in signs[:count]]
            dim = dimming(self._written(axis))
            self.play(*flying, *around, *dim, run_time=_FLYING)
            self.play(*map(FadeIn, [*line.pieces[count:], *signs[count:]]), run_time=0.4)
            self.remove(*signs)
            self.add(line)
        if self.framing.seen:
            self._fly_back()
        self.hold()

    def _written(self, lines: int) -> list[VMobject]:
        """What stands in the column when so many lines of numbers are written."""
        return [*self.rule.facts, *self.rule.rules, *self.rule.numbers[:lines]]

    def _fly_back(self) -> None:
        """Let both results fly to the new place, each along the gap below its own line."""
        self.place = NewPlace(self.map, self.there, self.rule.steps)
        flights = []
        for goal, line in zip(self.place.numbers, self.rule.numbers, strict=True):
            below, left = float(line.get_bottom()[1]) - _BELOW, float(line.get_left()[0]) - _ASIDE
            copy = line.pieces[-1].alone()
            corners = np.array([(copy.get_x(), below, 0.0), (left, below, 0.0)])
            flights.append(Flight(copy, goal, corners))
        dim = dimming(self._written(len(self.rule.steps)))
        self.add(self.place.around)  # the plate is below the numbers
        around = FadeIn(self.place.around, rate_func=rush_into)
        self.play(around, *flights, *dim, run_time=_BACK)

    def _move(self) -> None:
        self.say(step_taken(self.run))
        if self.framing.seen:
            change = self.there - self.here
            slide = moving(
                self.map.dot, lambda share: self.map.stand(self.here + share * change), 1.4
            )
            self.play(slide)
