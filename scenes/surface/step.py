"""The one-step chapter of a surface lesson: the negative gradient, squeezed to the step."""

from __future__ import annotations

from itertools import chain

from manim import RIGHT, FadeIn, FadeOut, VGroup, rush_into

from gradreel.scenes import theme
from gradreel.scenes.parts.digits.reading import numbers_in
from gradreel.scenes.parts.formulas.update import change_within
from gradreel.scenes.parts.geometry.flight import Flight, dimming
from gradreel.scenes.parts.geometry.motion import moving
from gradreel.scenes.parts.geometry.points import place_discs
from gradreel.scenes.parts.maps.close_map import DOT
from gradreel.scenes.parts.maps.framing import inside
from gradreel.scenes.sentences import surface as texts
from gradreel.scenes.sentences.runs import step_taken
from gradreel.scenes.surface import chapters
from gradreel.scenes.surface.new_place import NewPlace
from gradreel.scenes.surface.rule import first_rule
from gradreel.scenes.surface.step_chapter import StepChapter
from gradreel.scenes.surface.whole_way import WholeWay

_LOST = 0.25  # share of the gradient beyond the map at which it has faded
_FAINT = 0.25  # opacity of the gradient when only a part of it is taken
_FLYING, _BACK = 1.4, 1.2  # seconds in which numbers fly into the rules, and to the map
_ASIDE = 0.15  # screen units left of a line, where a copy of its result appears
_LEAVING = 0.4  # seconds in which numbers on the map fade
_TRIED, _GOING = 1.2, 0.6  # seconds in which the whole way is tried, at least; of those to read


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
        way = WholeWay(self.objective, self.framing, self.run)
        self.tried.add(*way.shown(self.map))
        if len(self.tried):
            self._try()
        if self.run.first_rate < 1.0:
            self.hold()
            self.say(way.message)
            for loss in way.losses[:2]:
                self.computed(loss)
        self.hold()

    def _try(self) -> None:
        """Go all the way with a faint dot while the question is read, and write the loss there."""
        scout, *losses = self.tried
        change = self.framing.tip - self.here
        self.add(scout)

        def go(share: float) -> None:
            place_discs(scout, self.map.map.at(self.here + share * change)[None], DOT)

        self.play(moving(scout, go, max(_TRIED, _GOING * self.unread)))
        if losses:
            self.play(*map(FadeIn, losses), run_time=_LEAVING)

    def _squeeze(self) -> None:
        """Shrink the negative gradient to the step; a faint arrow of it stays."""
        self.say(texts.part(self.run))
        self.step = self.map.arrow(self.here, self.framing.tip, theme.colors().step)
        self.whole.set_opacity(_FAINT)
        end = self.here + (self.there - self.here) / self.framing.times
        gone = [FadeOut(part, run_time=_LEAVING) for part in self.tried]
        self.play(self.map.growth(self.step, end, 1.6), FadeIn(self.rule.facts[1]), *gone)

    def _go_close(self) -> None:
        """Zoom in until the step is easy to see."""
        if not self.framing.seen or not (self.there != self.here).any():
            self.hold()
            return
        if self.framing.squeezes and self.framing.times > 1:
            leaving = [arrow.animate.set_opacity(0.0) for arrow in (self.whole, self.step)]
            self.play(*leaving, FadeOut(self.notes[-1]), run_time=0.4)
            self.notes.remove(self.notes[-1])
        compare = self._compare if self.framing.squeezes and self.framing.times == 1 else None
        self.play(self.map.zoom(self.framing.close, 1.8, compare))
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
        """Write the rules, and let each number fly from where it is to its place in them."""
        if self.framing.squeezes:
            self.say("surface-new-values")
        self.play(FadeIn(VGroup(*self.rule.rules)), run_time=0.8)
        signs = [line.signs() for line in self.rule.numbers]
        # All at once, so that what they fly over is faint only once.
        flights = [self._flights(axis) for axis in range(len(signs))]
        count = len(flights[0])
        # Each number brings the signs around it, so that these never enclose a hole.
        around = [FadeIn(sign, rate_func=rush_into) for own in signs for sign in own[:count]]
        dim = dimming([*self.rule.facts, *self.rule.rules])
        self.play(*chain(*flights), *around, *dim, run_time=_FLYING)
        for line, own in zip(self.rule.numbers, signs, strict=True):
            self.play(*map(FadeIn, [*line.pieces[count:], *own[count:]]), run_time=0.4)
            self.remove(*own)
            self.add(line)
        if self.framing.seen:
            self._fly_back()
        self.hold()

    def _flights(self, axis: int) -> list[Flight]:
        """The flights of the numbers that the rule of a parameter takes from what is shown."""
        line = self.rule.numbers[axis]
        sources = [line.pieces[0].copy().scale(0.4).move_to(self.map.dot)]
        if self.rule.facts:
            gradient, rate = self.rule.facts
            sources += [rate.pieces[1].copy(), gradient.pieces[1 + axis].copy()]
        return [Flight(*ends) for ends in zip(sources, line.pieces, strict=False)]

    def _fly_back(self) -> None:
        """Let both results come out of their lines on the left, and fly to the new place."""
        self.place = NewPlace(self.map, self.there, self.rule.steps)
        flights = []
        for goal, line in zip(self.place.numbers, self.rule.numbers, strict=True):
            copy = line.pieces[-1].alone()
            copy.set_x(float(line.get_left()[0]) - _ASIDE, direction=RIGHT)
            flights.append(Flight(copy, goal))
        self.add(self.place.around)  # the plate is below the numbers
        around = FadeIn(self.place.around, rate_func=rush_into)
        self.play(around, *flights, run_time=_BACK)

    def _move(self) -> None:
        self.say(step_taken(self.run))
        if self.framing.seen:
            change = self.there - self.here
            slide = moving(
                self.map.dot, lambda share: self.map.stand(self.here + share * change), 1.4
            )
            self.play(slide)
