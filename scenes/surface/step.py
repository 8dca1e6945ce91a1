"""The one-step chapter of a surface lesson: the negative gradient, squeezed to the step."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from manim import FadeIn, FadeOut, Group, ReplacementTransform, VGroup

from gradreel.scenes import regions, theme
from gradreel.scenes.chapter import Chapter
from gradreel.scenes.parts.close_map import CloseMap
from gradreel.scenes.parts.framing import Framing, inside
from gradreel.scenes.parts.motion import moving
from gradreel.scenes.parts.reading import numbers_in
from gradreel.scenes.parts.rising import rising, rising_time
from gradreel.scenes.parts.text import words
from gradreel.scenes.parts.update import change_within, first_steps
from gradreel.scenes.parts.zoom_note import ZoomNote
from gradreel.scenes.sentences import surface as texts
from gradreel.scenes.sentences.catalogue import text
from gradreel.scenes.sentences.runs import step_taken
from gradreel.scenes.surface import chapters
from gradreel.scenes.surface.rule import RuleColumn
from gradreel.scenes.surface.stage import SurfaceStage
from gradreel.solver.diagnostics import follows_gradient

_STEP = 0.38  # of the map's width: so much of it the step takes, seen close
_FAINT = 0.25  # opacity of the gradient of which a part is taken
_FLYING = 0.7  # seconds


class SurfaceStep(Chapter):
    """The recorded first step: as a part of the negative gradient, close up, and in numbers."""

    plan = chapters.STEP

    def story(self) -> None:
        self._place()
        if len(self.run.led_to) == 1:
            self.appear(self.map)
            self.say(self.run.ending.message)
            return
        self._write()
        self.appear(self.map, *self.notes)
        if self.squeezes:
            self._stretch()
            self._squeeze()
        else:
            self.say(texts.rule(self.run))
        self._go_close()
        self._calculate()
        if self.run.steps:
            self._move()
            self._go_back()
        else:
            self.say(self.run.ending.message)

    def _place(self) -> None:
        run = self.run
        self.stage = SurfaceStage(self.recording, self.objective)
        self.here, self.there = run.parameters[0], run.led_to[:2][-1]
        home, after = (self.stage.window.domain(step) for step in (0.0, 1.0))
        framing = Framing(home)
        self.times = framing.scale(run.grad[0]) if self.squeezes else 1
        self.tip = self.here - run.grad[0] / self.times
        self.seen = framing.scale(self.there - self.here) == 1
        ends = [self.tip] if self.squeezes else []
        ends += [self.there] if self.seen and self.times == 1 else []
        self.wide = framing.wide(np.array([self.here, *ends]))
        self.close = framing.close(self.here, self.there, _STEP) if self.seen else self.wide
        self.after = after
        box = regions.current().surface.close_map
        resting = [home, self.wide, self.close, after]
        self.map = CloseMap(self.objective, resting, box, self.here, run.parameters)
        self.notes = VGroup()
        if not framing.equal:
            self._note("label-scales-differ")

    def _note(self, said: str, **values: int) -> None:
        """Write something about the map above its right end."""
        corner = (self.map.map.box.right, self.map.map.box.top)
        note = words(text(said, **values), theme.TICK, theme.colors().muted)
        note.next_to((*corner, 0.0), np.array([-1.0, 1.0, 0.0]), buff=0.08)
        note.align_to((corner[0], 0.0, 0.0), np.array([1.0, 0.0, 0.0]))
        self.notes.add(note)

    @cached_property
    def squeezes(self) -> bool:
        """Whether the step is a part of the negative gradient."""
        return follows_gradient(self.run) and bool(self.run.grad[0].any())

    def _write(self) -> None:
        """The rule of each parameter in symbols and with the numbers of this step."""
        self.steps = first_steps(self.objective, self.run)
        names = self.recording.scenario.parameters
        plain = follows_gradient(self.run)
        self.rule = RuleColumn(names, self.steps, self.notation, self.run.run.lr, plain)
        for step in self.steps:
            if plain and (change := change_within(step)) is not None:
                self.computed(numbers_in(change)[0].signed)

    def _stretch(self) -> None:
        """The negative gradient at its true length: the map grows until it holds it."""
        self.say(texts.how_much(int(self.computed(self.times))))
        self.whole = self.map.arrow(self.here, self.here, theme.colors().step)
        grown = FadeIn(self.rule.facts[0])
        if self.times > 1:
            self._note("label-arrows-smaller", times=self.times)
            self.play(FadeIn(self.notes[-1]), run_time=0.4)

        way = self.tip - self.here

        def grow(share: float) -> None:
            held = inside(self.map.domain, self.here, way)
            self.map.point(self.whole, self.here + min(1.0, 2 * share) * held * way)

        self.play(self.map.zoom(self.wide, 1.6, grow), grown)
        self.map.point(self.whole, self.tip)
        self.hold()

    def _squeeze(self) -> None:
        """All of it stays as a faint arrow, of which the step is what the learning rate leaves."""
        self.say(texts.part(self.run))
        self.step = self.map.arrow(self.here, self.tip, theme.colors().step)
        self.whole.set_opacity(_FAINT)
        end = self.here + (self.there - self.here) / self.times
        self.play(self.map.growth(self.step, end, 1.6), FadeIn(self.rule.facts[1]))

    def _go_close(self) -> None:
        """The map comes closer, until the step is seen well; the rules are written."""
        written = FadeIn(VGroup(*self.rule.rules))
        if not self.seen or not (self.there != self.here).any():
            self.play(written, run_time=0.8)
            self.hold()
            return
        if self.squeezes:
            gone = [self.whole, *([self.step] if self.times > 1 else [])]
            noted = []
            if self.times > 1:
                noted.append(FadeOut(self.notes[-1]))
                self.notes.remove(self.notes[-1])
            self.play(*(arrow.animate.set_opacity(0.0) for arrow in gone), *noted, run_time=0.4)
        self.play(self.map.zoom(self.close, 1.8), written)
        if not self.squeezes or self.times > 1:
            self.step = self.map.arrow(self.here, self.here, theme.colors().step)
            self.play(self.map.growth(self.step, self.there, 0.8))
        self.hold()

    def _calculate(self) -> None:
        """Each number flies from where it stands to its place in the rule."""
        self.say(texts.there([step.result for step in self.steps]))
        for axis, line in enumerate(self.rule.numbers):
            sources = [line.pieces[0].copy().scale(0.4).move_to(self.map.dot)]
            if self.rule.facts:
                gradient, rate = self.rule.facts
                sources += [rate.pieces[1].copy(), gradient.pieces[1 + axis].copy()]
            flying = [
                ReplacementTransform(source, piece)
                for source, piece in zip(sources, line.pieces, strict=False)
            ]
            rest = [FadeIn(piece) for piece in line.pieces[len(flying) :]]
            self.play(*flying, FadeIn(line.rest), run_time=_FLYING)
            self.play(*rest, run_time=0.4)
        if self.seen:
            self._fly_back()
        self.hold()

    def _fly_back(self) -> None:
        """Both results fly to the new place."""
        target = self.map.map.at(self.there)
        copies = [line.pieces[-1].copy() for line in self.rule.numbers]
        self.play(
            *(copy.animate.scale(0.4).move_to(target).set_opacity(0.0) for copy in copies),
            run_time=0.9,
        )
        self.remove(*copies)

    def _move(self) -> None:
        self.say(step_taken(self.run))
        if self.seen:
            way = self.there - self.here
            slide = moving(self.map.dot, lambda share: self.map.stand(self.here + share * way), 1.4)
            self.play(slide)

    def _go_back(self) -> None:
        """The map becomes the floor of the space again, over which the dot has its new height."""
        space, stage = self.stage.space, self.stage
        self.play(self.map.zoom(self.after, 1.4))
        stage.follow(1.0)
        note = ZoomNote(stage.window, regions.current().surface.zoom_note_right, self.computed)
        note.show_step(1.0)
        inside = bool(space.inside(self.there[None])[0])
        ball = space.balls(space.at(self.there), theme.colors().here, 0.12)
        ball.set_opacity(float(inside))
        home, room = space.eye.view, regions.current().surface.space.corners
        space.label(0.0)

        def sink(share: float) -> None:
            space.set_view(rising(home, room, self.map.map.box.corners, 1.0 - share))

        sink(0.0)
        self.play(FadeOut(self.map), FadeOut(self.notes), FadeIn(space), run_time=0.6)
        self.play(moving(space, sink, rising_time(home), steady=True))
        space.set_view(home)
        self.play(moving(space, space.label, 0.4), FadeIn(Group(note)))
