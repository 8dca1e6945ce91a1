"""The whole descent of a surface lesson in one picture, and the chapters that show it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from manim import Animation, Group, Mobject

from gradreel.scenarios.arrays import Array
from gradreel.scenarios.runs import start_only
from gradreel.scenes import regions, theme
from gradreel.scenes.parts.descents.ends import ends_of, gathered
from gradreel.scenes.parts.formulas.notation import notation_of
from gradreel.scenes.parts.geometry.box import Pair
from gradreel.scenes.parts.geometry.motion import moving
from gradreel.scenes.parts.geometry.ripple import RING
from gradreel.scenes.parts.in_space.landscape import Landscape
from gradreel.scenes.parts.in_space.space import LEVEL, Space
from gradreel.scenes.parts.maps.views import drawn_domain
from gradreel.scenes.recap import Recap
from gradreel.scenes.sentences.lesson import question
from gradreel.scenes.sentences.other_runs import better_settings, other_valley
from gradreel.scenes.subject import Subject
from gradreel.scenes.surface import chapters, poses
from gradreel.scenes.surface.run_colors import apart_from_ground, colors_of_ends
from gradreel.scenes.surface.start_picture import StartPicture
from gradreel.scenes.surface.trail import DescendedPicture, OtherPaths, bead_radius
from gradreel.scenes.title import PosterScene, Title
from gradreel.solver.objective import Objective
from gradreel.solver.recording import Recording
from gradreel.solver.run_record import RunRecord

_HEAD = 0.13  # screen units: the radius of the ball of the run
_WORDS = 0.5  # seconds in which the words of the title fade
_GOING, _LOOK = 2.0, 1.0  # seconds in which other runs go, at least, and to see where they end
_PALING = 0.4  # seconds in which the first run becomes faint
_LOW = 3.0  # screen units: in a lower picture the labels of a surface would touch each other


def overview(recording: Recording, objective: Objective, low: Pair, high: Pair) -> Group:
    """The surface with the paths of all runs that stay near, between two corners of the screen."""
    staying = [run for run in recording.runs if not run.ending.outcome.flees]
    runs = staying or recording.runs[:1]
    visited = np.concatenate([run.parameters for run in runs])
    landscape = Landscape(objective, drawn_domain(recording, runs, best=objective.minimum), visited)
    space = Space(landscape, (low, high), notation_of(recording.scenario).loss, visited)
    space.contours()
    if high[1] - low[1] < _LOW:
        space.remove(space.labels)
    # Those come first that stand out most from the ground.
    shown = sorted(theme.colors().runs, key=apart_from_ground, reverse=True)
    several = len(recording.runs) > 1
    colors = _colors(recording, runs, shown) if several else [theme.colors().here]
    for run, color in zip(runs, colors, strict=True):
        places = run.parameters
        if len(places) > 1:
            space.stroke(space.path(places), theme.colors().background, 7.0).set_opacity(0.6)
            space.stroke(space.path(places), color, 4.0)
        for some, radius in ((places[:-1], bead_radius(len(places))), (places[-1:], _HEAD)):
            if space.inside(some).any():
                space.balls(space.at(some[space.inside(some)]), color, radius)
    return space


def _colors(recording: Recording, runs: Sequence[RunRecord], shown: Sequence[str]) -> list[str]:
    """One of the colours `shown` for each of some runs.

    If the runs of the recording differ only in their starts, it is that of its end.
    """
    if not start_only(recording.scenario):
        return [shown[index % len(shown)] for index in range(len(runs))]
    span = np.ptp(list(drawn_domain(recording, runs).values()), axis=1)
    of_ends = colors_of_ends()
    ends = gathered(ends_of(runs, span), len(of_ends))
    return [
        next(color for end, color in zip(ends, of_ends, strict=False) if index in end.runs)
        for index in range(len(runs))
    ]


SURFACE = Subject(overview, question)


class SurfaceTitle(Title):
    """The title of a surface lesson, beside axes that show only the start."""

    plan = chapters.TITLE
    subject = SURFACE
    closes = poses.FROM_THE_SIDE
    shown: StartPicture

    def picture(self, low: Pair, high: Pair) -> StartPicture:
        self._start = StartPicture(self.recording, self.objective, revealed=False)
        self._start.placed((low, high)).lift(0.0)
        return self._start

    def revealing(self, seconds: float) -> list[Animation]:
        """The ball rises from the floor to its height, the loss."""
        return [moving(self._start.space, self._start.lift, seconds)]

    def starts(self) -> Iterable[Array]:
        space = self._start.space
        return [space.screen(space.at(self._start.here))]

    def pose_left(self) -> list[Mobject]:
        space = self.shown.space
        flight = space.fly(regions.current().surface.space_level.corners, LEVEL)
        # Words that stayed would be in the way of the picture.
        words = [fading.set_run_time(_WORDS) for fading in self.leaving(self.shown)]
        self.play(*words, flight)
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

    def shown_picture(self) -> Mobject:
        picture = self.carry_on(DescendedPicture)
        self.space, self.trail = picture.space, picture.trail
        self.play(self.space.fly(regions.current().recap.picture.corners))
        self.opened = self.renderer.time
        return picture

    def retraced(self) -> Mobject:
        return self.space

    def retrace(self, step: float, visible: float) -> None:
        self.trail.place(step, visible)

    def places(self) -> list[Array | None]:
        places = [*self.run.parameters[self.ends], *([self.answer.place] if self.answer else [])]
        return [self._seen(place) for place in places]

    def gap(self, lowest: Array) -> list[Animation]:
        return [moving(self.space, self.trail.gap_to(lowest), RING)]

    def compare(self) -> None:
        """Show another valley in which other runs end, or settings that lead lower.

        The runs have the colours in which the lesson has shown them.
        """
        of = self.recording, self.objective
        others = other_valley(*of) or better_settings(*of)
        if others is None:
            return
        self.hold()
        self.say(others.sentence)
        runs = self.recording.runs
        color = _colors(self.recording, runs, theme.colors().runs)[others.runs[0]]
        paths = OtherPaths(self.space, [runs[i].parameters for i in others.runs], color)
        self.play(moving(self.space, self.trail.pale, _PALING))
        self.play(moving(self.space, paths.draw, max(_GOING, self.unread - _LOOK)))

    def _seen(self, place: Array) -> Array | None:
        """Where parameters (2,) are on the screen; None if they are not shown."""
        inside = bool(self.space.inside(place[None])[0])
        return self.space.screen(self.space.at(place)) if inside else None
