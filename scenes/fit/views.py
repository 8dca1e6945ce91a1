"""The two-views chapter of a fit lesson: every line is a place on the loss."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from manim import UP, Animation, FadeIn, FadeOut, VGroup, VMobject

from gradreel.scenarios.arrays import Array
from gradreel.scenes import regions, theme, timing
from gradreel.scenes.chapter import Chapter
from gradreel.scenes.fit import chapters, poses
from gradreel.scenes.fit.stage import ENTER, FitStage
from gradreel.scenes.parts.geometry.lines import FlatArrow
from gradreel.scenes.parts.geometry.motion import moving
from gradreel.scenes.parts.geometry.points import discs, draw_up_to
from gradreel.scenes.parts.geometry.ripple import Ripple
from gradreel.scenes.parts.in_space.landscape import Landscape
from gradreel.scenes.parts.in_space.rising import rising, rising_time
from gradreel.scenes.parts.in_space.space import Space
from gradreel.scenes.parts.lettering.plate import on_plate
from gradreel.scenes.parts.lettering.text import words
from gradreel.scenes.parts.maps.downhill import Downhill, arrow_note
from gradreel.scenes.parts.maps.equal_scales import too_long
from gradreel.scenes.parts.maps.loss_map import LossMap, MapView
from gradreel.scenes.parts.maps.over_floor import laying
from gradreel.scenes.parts.maps.right_angle import contour_line, contour_through, right_angle
from gradreel.scenes.sentences import fit as texts

_NEAR_CORNERS = ((-1, -1), (1, -1))  # seen from these, the first parameter grows to the right
# Shares of the drawn ranges: on either side of most starts, and not near an edge.
_GUESSES = np.array([0.2, 0.8, 0.85, 0.25, 0.55, 0.6]).reshape(3, 2)
_ABOVE = 0.32  # screen units from a guess up to its loss
_CLIMB, _REVEAL = 1.4, 2.0  # seconds for the dot to rise to its height, and for the surface
_ON_TOP, _LINES = 0.03, 0.8  # of contours on the surface: world units above it, and opacity


class FitViews(Chapter):
    """Data and line beside the loss, first a surface, then its map; the dot moves the line."""

    plan = chapters.VIEWS
    opens = poses.GUESSED
    closes = poses.SIDE_BY_SIDE

    def story(self) -> None:
        self.frame = regions.current().fit
        self.here = self.run.parameters[0]
        self.stage = FitStage(
            self.recording,
            self.objective,
            self.frame.views_data,
            self.frame.views_map,
            self.frame.views_figures,
            self.computed,
        )
        if isinstance(self.stage.view, LossMap):
            self._surface()
            self._from_above(self.stage.view)
        else:
            self.appear(self.stage, self.stage.movers, run_time=ENTER)
            self.say(texts.graph(self.recording.scenario))
            self.hold()
        self._guesses()

    def _surface(self) -> None:
        """Let the dot rise to its loss, and then all other losses around it."""
        scenario, stage = self.recording.scenario, self.stage
        landscape = Landscape(self.objective, stage.domain, self.run.parameters)
        symbol, shown = self.notation.loss, self.run.parameters
        self.space = space = Space(
            landscape, self.frame.views_space.corners, symbol, shown, _NEAR_CORNERS
        )
        top, foot = space.at(self.here), space.ground(self.here)
        stem = space.stroke(np.array([foot, foot]), theme.colors().loss, 4.0)
        ball = space.balls(foot, theme.colors().here, 0.12)
        space.sheet.revealed = (0.0, 0.0)
        space.border.set_opacity(0.0)
        self.appear(
            stage.scatter, space, stage.residuals, stage.line, stage.figures, run_time=ENTER
        )
        self.say(texts.surface(scenario))

        def climb(share: float) -> None:
            ball.set_points(foot + share * (top - foot))
            stem.set_points(np.array([foot, foot + share * (top - foot)]))

        def reveal(share: float) -> None:
            space.sheet.revealed = (0.0, share)
            space.border.set_opacity(share)

        self.play(moving(space, climb, _CLIMB))
        self.play(moving(space, reveal, _REVEAL))
        self.hold()
        if landscape.heights.soft is not None:
            self.say("surface-logarithmic")
            self.hold()

    def _from_above(self, flat: LossMap) -> None:
        self.say("fit-from-above")
        lines = self.space.contours(0.0)
        lines.lift = _ON_TOP

        def draw(share: float) -> None:
            lines.set_opacity(_LINES * share)

        self.play(moving(self.space, draw, 0.6))
        start = self.space.eye.view
        floor = flat.box.corners

        def rise(share: float) -> None:
            self.space.set_view(rising(start, self.frame.views_space.corners, floor, share))

        seconds = rising_time(start) + timing.BEAT / 2  # not rounded down to a beat: too fast
        self.play(moving(self.space, rise, seconds, steady=True))
        self.play(*laying(self.space, [flat], self.stage.dot, 0.6))
        self.remove(self.space)
        self.hold()

    def _guesses(self) -> None:
        """Show other lines that one might guess, each with its loss, and go back."""
        stage = self.stage
        self.add(stage.movers)
        self.say(texts.guesses(self.recording.scenario))
        low, high = np.array(list(stage.domain.values())).T
        guesses = low + _GUESSES[:, : len(low)] * (high - low)
        guesses = np.array([stage.scatter.seen_toward(guess, self.here) for guess in guesses])
        losses = VGroup()
        for start, end in pairwise(np.vstack([self.here, guesses])):
            self.play(moving(stage.movers, stage.slide(start, end), 6 * timing.BEAT))
            loss = self._loss_of(end)
            if covered := [old for old in losses if _overlap(old, loss)]:
                self.play(*map(FadeOut, covered), run_time=2 * timing.BEAT)
                losses.remove(*covered)
            losses.add(loss)
            self.play(FadeIn(loss), run_time=4 * timing.BEAT)
            ring = Ripple(self.stage.view.at(end)).spreading(1)
            self.play(ring, run_time=10 * timing.BEAT)
            self.add(stage.movers)  # no number lies over the dot
        self._downhill(losses, moving(stage.movers, stage.slide(guesses[-1], self.here), 0.8))

    def _loss_of(self, guess: Array) -> VGroup:
        """A ring where a guess was on the loss, with the number of its loss above."""
        place = self.stage.view.at(guess)
        ring = discs(place[None], 0.09, theme.colors().ink, 0.0)
        ring.set_stroke(theme.colors().ink, 2.5, 1.0)
        number = words(self.stage.figures.shown[-1], theme.TICK)
        return VGroup(ring, on_plate(number.move_to(place + _ABOVE * UP)))

    def _downhill(self, losses: VGroup, back: Animation) -> None:
        """Ask, back at the start, which way is down, leave time to guess, and answer."""
        level = not self.run.grad[0].any()
        scenario, view = self.recording.scenario, self.stage.view
        self.say(texts.no_way_down(scenario) if level else texts.which_way(scenario))
        self.play(back, FadeOut(losses, run_time=0.6))
        self.stage.place(self.here)
        if level:
            return
        self.let_guess(self.stage.dot.get_center())
        down = Downhill(view, self.here, self.run.grad[0])
        shape = FlatArrow(theme.colors().step)
        equal = isinstance(view, MapView) and not too_long(self.stage.domain)
        self.say(texts.way_down(scenario, equal))
        if down.times > 1:
            self.appear(arrow_note(view, down, self.computed), run_time=0.4)
        self.add(shape, self.stage.dot)
        growing = moving(shape, lambda share: down.grow(shape, down.end, share), 1.2)
        if isinstance(view, MapView) and equal:
            self._cross(view, down, growing)
        else:
            self.play(growing)

    def _cross(self, view: MapView, down: Downhill, growing: Animation) -> None:
        """Show that the arrow is at a right angle to the contour line where it starts."""
        contour = self.space.landscape.contour
        places = contour_through(view, self.objective, self.here, contour)
        points = view.cut(view.at(places))
        self.add(line := contour_line(), self.stage.dot)
        drawing = moving(line, lambda share: draw_up_to(line, points, share), 1.2)
        corner = right_angle(down.start, down.vector)
        self.add(corner, self.stage.dot)
        self.play(drawing, growing, FadeIn(corner))


def _overlap(one: VMobject, other: VMobject) -> bool:
    """Whether the numbers of two guesses, or the rings below them, lie over each other."""
    apart = np.abs(one.get_center() - other.get_center())[:2]
    sizes = np.array([(each.width, each.height) for each in (one, other)])
    return bool((apart < sizes.mean(axis=0)).all())
