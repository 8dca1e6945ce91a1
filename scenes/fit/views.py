"""The two-views chapter of a fit lesson: every line is a place in the loss."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from manim import FadeIn, FadeOut, VGroup

from gradreel.scenes import regions, theme, timing
from gradreel.scenes.chapter import Chapter
from gradreel.scenes.fit import chapters
from gradreel.scenes.fit.stage import FitStage
from gradreel.scenes.parts.landscape import Landscape
from gradreel.scenes.parts.loss_map import LossMap
from gradreel.scenes.parts.motion import moving
from gradreel.scenes.parts.rising import rising, rising_time
from gradreel.scenes.parts.space import IN_FRONT, Space
from gradreel.scenes.sentences import fit as texts

_NEAR_CORNERS = ((-1, -1), (1, -1))  # from where the first parameter grows to the right
# Shares of the drawn ranges: to either side of most starts, and none on an edge.
_GUESSES = np.array([0.3, 0.8, 0.8, 0.25, 0.55, 0.75]).reshape(3, 2)


class FitViews(Chapter):
    """Data and line beside the loss, a surface and then its map; moving the dot moves the line."""

    plan = chapters.VIEWS

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
            self.appear(self.stage, self.stage.movers)
            self.say(texts.graph(self.recording.scenario))
            self.hold()
        self._guesses()

    def _surface(self) -> None:
        scenario, stage = self.recording.scenario, self.stage
        landscape = Landscape(self.objective, stage.domain, self.run.parameters)
        symbol, shown = self.notation.loss, self.run.parameters
        self.space = Space(landscape, self.frame.views_space.corners, symbol, shown, _NEAR_CORNERS)
        self.space.contours()
        top, foot = self.space.at(self.here), self.space.ground(self.here)
        self.height = self.space.stroke(
            np.array([foot, top]), theme.colors().loss, 4.0, lift=IN_FRONT
        )
        self.space.balls(top, theme.colors().here, 0.12)
        self.appear(stage.scatter, self.space, stage.line, stage.figures)
        self.say(texts.surface(scenario))
        self.hold()
        if landscape.heights.soft is not None:
            self.say("surface-logarithmic")
            self.hold()

    def _from_above(self, flat: LossMap) -> None:
        self.say("fit-from-above")
        self.play(moving(self.space, lambda share: self.space.label(1.0 - share), 0.4))
        start = self.space.eye.view
        corner, size = np.array(self.frame.views_map)
        floor = (tuple(corner), tuple(corner + size))

        def rise(share: float) -> None:
            self.space.set_view(rising(start, self.frame.views_space.corners, floor, share))

        seconds = rising_time(start) + timing.BEAT / 2  # on no beat that would make it faster
        self.play(moving(self.space, rise, seconds, steady=True))
        shown = VGroup(flat, self.stage.dot)
        self.play(FadeOut(self.space), FadeIn(shown), run_time=0.8)
        self.hold()

    def _guesses(self) -> None:
        """Other lines that one might guess, and back."""
        self.add(self.stage.movers)
        self.say(texts.guesses(self.recording.scenario, not self.run.grad[0].any()))
        low, high = np.array(list(self.stage.domain.values())).T
        guesses = low + _GUESSES[:, : len(low)] * (high - low)
        for start, end in pairwise(np.vstack([self.here, guesses, self.here])):
            self.play(moving(self.stage.movers, self.stage.slide(start, end), 14 * timing.BEAT))
            self.wait(3 * timing.BEAT)
