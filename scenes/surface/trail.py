"""A run on a surface: its path, and where it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from gradreel.scenarios.arrays import Array
from gradreel.scenes import theme
from gradreel.scenes.parts.descents.loss_curve import mark_radius
from gradreel.scenes.parts.geometry.interpolation import rows_up_to
from gradreel.scenes.parts.in_space.space import Space
from gradreel.scenes.surface.lowest_cross import LowestCross, lowest_seen
from gradreel.scenes.surface.start_picture import StartPicture
from gradreel.solver.objective import Objective
from gradreel.solver.recording import Recording

_EDGE = 0.6  # opacity of the dark edge of the path
_OTHER, _RIM = 0.1, 0.025  # screen units: the radius of the balls of other runs, and of their rims
_COMING = 0.02  # share of their time, slow at first, in which these appear
_FAINT = 0.15  # opacity of the run beside others
_MARK = 0.035  # screen units: the least radius of a bead, which shows beside the line through all

# The radius of the ball: at most this share of a step that is explained, but larger than a bead.
_OF_STEP, _LARGER = 0.25, 1.15


def bead_radius(count: int) -> float:
    """The radius of each of `count` beads, the places of a run, in screen units."""
    return max(_MARK, mark_radius(count, 0.075))


class Trail:
    """The path of a run on the surface of a picture, with a `cross` at its `lowest` point, if any.

    The ball of the picture moves along it; the `arrow` of a step is below the ball.
    """

    def __init__(self, picture: StartPicture, recording: Recording, objective: Objective) -> None:
        self._stage, self._space = picture.stage, picture.space
        self.run = recording.runs[0]
        space, colors = self._space, theme.colors()
        start = space.at(self.run.parameters[:1])
        # A dark edge, because the trail also crosses parts of the surface with nearly its colour.
        self._edge = space.stroke(start, colors.background, 8.0).set_opacity(_EDGE)
        self._line = space.stroke(start, colors.here, 4.0)
        self._marks = space.balls(start, colors.here, bead_radius(len(self.run.loss)))
        self.lowest = lowest_seen(objective, self._stage.window.domain(self.run.steps))
        places = self.run.parameters
        self.cross = LowestCross(space, self.lowest, places) if self.lowest else None
        # Below the ball, which must not slide under its own arrow.
        self.arrow = space.arrow(start[0], start[0], colors.step).set_opacity(0.0)
        self._gap = space.stroke(start, colors.ink, 3.0).set_opacity(0.0)
        self._gap_ends: Array | None = None
        self._start = space.balls(start, colors.ink, 0.07)
        self._ball, self._size = picture.ball, picture.ball.radius
        space.raise_above(picture.ball)

    def gap_to(self, place: Array) -> Callable[[float], None]:
        """A function that draws the gap from the end of the run to parameters (2,)."""
        self._gap_ends = np.array([self.run.parameters[-1], place])
        self._gap.set_points(self._space.passes(self._gap_ends)).set_opacity(1.0)

        def grow(share: float) -> None:
            self._gap.drawn = share

        return grow

    def fade_gap(self, share: float) -> None:
        """Fade that gap by a share."""
        self._gap.set_opacity(0.0 if self._gap_ends is None else 1.0 - share)

    def slimming(self, *ends: Array) -> Callable[[float], None]:
        """A function that makes the ball so small that it does not cover a step between `ends`.

        Without them, it has its usual size again.
        """
        size = self._size
        if ends:
            tail, tip = self._space.screen(self._space.at(np.array(ends)))
            least = _LARGER * bead_radius(len(self.run.loss))
            size = min(size, max(least, _OF_STEP * float(np.linalg.norm(tip - tail))))
        before = self._ball.radius

        def slim(share: float) -> None:
            self._ball.radius = before + share * (size - before)

        return slim

    def show(self, step: float, seen: float) -> None:
        """Show everything at a step, in the window of the step `seen`."""
        self._stage.follow(seen)
        self.place(step)

    def place(self, step: float, visible: float = 1.0) -> None:
        """Show everything at a step, in the part of the landscape that is shown.

        All but the cross is `visible`, from not at all (0) to wholly (1).
        """
        if self.cross:
            self.cross.follow()
        space, passed = self._space, rows_up_to(self.run.parameters, step)
        reached, now = passed[:-1], passed[-1:]
        path = space.path(passed) if self._stage.window.grows else space.passes(passed)
        self._edge.set_points(path)
        self._line.set_points(path)
        self._marks.set_points(space.at(reached[space.inside(reached)]))
        if self._gap_ends is not None:
            self._gap.set_points(space.passes(self._gap_ends)).set_opacity(visible)
        self._start.set_points(space.at(reached[:1]))
        self._start.set_opacity(visible * float(space.inside(reached[:1])[0]))
        self._ball.set_points(space.at(now))
        self._ball.set_opacity(visible * float(space.inside(now)[0]))
        self._edge.set_opacity(_EDGE * visible)
        for item in (self._line, self._marks):
            item.set_opacity(visible)

    def pale(self, share: float) -> None:
        """Make the whole run as faint as it is beside others, by a share, and its ball vanish.

        Below the cross, a faint ball would only look like dirt.
        """
        self.place(self.run.steps, 1.0 - share * (1.0 - _FAINT))
        self._ball.set_opacity((1.0 - share) * self._ball.opacity)


class DescendedPicture(StartPicture):
    """The surface with the whole path of the first run; its `trail` can be drawn again."""

    def __init__(self, recording: Recording, objective: Objective) -> None:
        super().__init__(recording, objective, revealed=True)
        self.solid()
        self.trail = Trail(self, recording, objective)
        steps = recording.runs[0].steps
        self.trail.show(steps, steps)


class OtherPaths:
    """The whole ways of other runs on the surface of a space, with balls that go along them.

    All have a rim that stands out from the ground, which the colours of runs do not everywhere.
    """

    def __init__(self, space: Space, paths: Sequence[Array], color: str) -> None:
        ways, ink = [space.passes(places) for places in paths], theme.colors().ink
        # All rims are below all lines: where ways meet, they run into each other.
        self._rims, self._lines = (
            [space.stroke(way, each, width) for way in ways]
            for each, width in ((ink, 8.0), (color, 5.0))
        )
        starts = np.concatenate([way[:1] for way in ways])
        self._balls = [
            space.balls(starts, each, radius)
            for each, radius in ((ink, _OTHER + _RIM), (color, _OTHER))
        ]
        self.draw(0.0)

    def draw(self, share: float) -> None:
        """Draw the ways up to a share of their lengths, and put the balls there."""
        for line in (*self._rims, *self._lines):
            line.drawn = share
        tips = np.concatenate([line.visible()[-1:] for line in self._lines])
        for balls in self._balls:
            balls.set_points(tips).set_opacity(min(1.0, share / _COMING))
