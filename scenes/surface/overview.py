"""The whole descent of a surface lesson in one picture, and the chapters that show it."""

from __future__ import annotations

from collections.abc import Iterable

from manim import Animation, Group, Mobject

from gradreel.scenarios.arrays import Array
from gradreel.scenes import regions, theme
from gradreel.scenes.parts.box import Pair
from gradreel.scenes.parts.landscape import Landscape
from gradreel.scenes.parts.motion import moving
from gradreel.scenes.parts.notation import notation_of
from gradreel.scenes.parts.space import LEVEL, Space
from gradreel.scenes.parts.views import drawn_domain
from gradreel.scenes.recap import Recap
from gradreel.scenes.sentences.lesson import question
from gradreel.scenes.subject import Subject
from gradreel.scenes.surface import chapters, poses
from gradreel.scenes.surface.start_picture import StartPicture
from gradreel.scenes.title import PosterScene, Title
from gradreel.solver.objective import Objective
from gradreel.solver.recording import Recording

_LOW = 3.0  # a height in which the labels of a surface would run into each other


def overview(recording: Recording, objective: Objective, low: Pair, high: Pair) -> Group:
    """The surface with all places of the first run, between two corners of the screen."""
    places = recording.runs[0].parameters
    domain = drawn_domain(recording, best=objective.minimum)
    landscape = Landscape(objective, domain, places)
    space = Space(landscape, (low, high), notation_of(recording.scenario).loss, places)
    space.contours()
    if high[1] - low[1] < _LOW:
        space.remove(space.labels)
    if len(places) > 1:
        space.stroke(space.path(places), theme.colors().here, 4.0)
    inside = places[space.inside(places)]
    for ball, radius in ((inside[:-1], 0.06), (inside[-1:], 0.13)):
        if len(ball):
            space.balls(space.at(ball), theme.colors().here, radius)
    return space


SURFACE = Subject(overview, question)


class SurfaceTitle(Title):
    """The title of a surface lesson, over axes in which only the start is seen."""

    plan = chapters.TITLE
    subject = SURFACE
    closes = poses.FROM_THE_SIDE
    shown: StartPicture

    def picture(self, low: Pair, high: Pair) -> StartPicture:
        self._start = StartPicture(self.recording, self.objective, revealed=False)
        self._start.placed((low, high)).lift(0.0)
        return self._start

    def revealing(self, seconds: float) -> list[Animation]:
        """The ball rises from the floor to its height, which is the loss."""
        return [moving(self._start.space, self._start.lift, seconds)]

    def starts(self) -> Iterable[Array]:
        space = self._start.space
        return [space.screen(space.at(self._start.here))]

    def pose_left(self) -> list[Mobject]:
        space = self.shown.space
        flight = space.fly(regions.current().surface.space_level.corners, LEVEL)
        self.play(*self.leaving(self.shown), flight)
        return [self.shown]


class SurfacePoster(PosterScene):
    """The poster of a surface lesson."""

    plan = chapters.POSTER
    subject = SURFACE


class SurfaceRecap(Recap):
    """The recap of a surface lesson."""

    plan = chapters.RECAP
    subject = SURFACE
    opens = poses.DESCENDED

    def show_picture(self, low: Pair, high: Pair) -> None:
        space = self.carry_on(StartPicture).space
        self.play(space.fly((low, high)))
        self.opened = self.renderer.time
