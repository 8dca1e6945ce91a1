"""The space of a surface lesson, with the place where its first run starts."""

from __future__ import annotations

from manim import Group

from gradreel.scenes import theme
from gradreel.scenes.parts.geometry.box import Corners
from gradreel.scenes.parts.in_space.space import LEVEL
from gradreel.scenes.surface.stage import SurfaceStage
from gradreel.solver.objective import Objective
from gradreel.solver.recording import Recording

GLASS = 0.4  # opacity of a surface through which the floor is seen
_BALL = 0.12  # screen units: the radius of the ball


class StartPicture(Group):
    """The `space` of a landscape with a `ball` at the start, and a line from there to the floor.

    At first it shows only the axes and the ball; the surface is shown by revealing its sheet.
    """

    def __init__(self, recording: Recording, objective: Objective, revealed: bool) -> None:
        super().__init__()
        self.stage = SurfaceStage(recording, objective)
        self.space = self.stage.space
        self.home = self.space.eye.view
        self.here = recording.runs[0].parameters[0]
        place = self.space.at(self.here)
        self.drop = self.space.dashed(self.here, theme.colors().muted)
        self.ball = self.space.balls(place, theme.colors().here, _BALL)
        if not revealed:
            self.space.sheet.revealed = (0.0, 0.0)
            self.space.border.set_opacity(0.0)
            self.space.contours().set_opacity(0.0)
        self.add(self.space)

    def placed(self, room: Corners, level: bool = False) -> StartPicture:
        """The picture itself, moved into a room, seen from the usual place or from the side."""
        self.space.settle(room, LEVEL if level else self.home)
        return self

    def lift(self, share: float) -> None:
        """Hold the ball at a share of its height above the floor, with the line below it."""
        foot, head = self.space.ground(self.here), self.space.at(self.here)
        self.ball.set_points(foot + share * (head - foot))
        self.drop.set_points(self.space.dashes(self.here, share))

    def solid(self) -> StartPicture:
        """The picture itself, with only the surface and the ball."""
        self.drop.set_opacity(0.0)
        return self

    def under_glass(self) -> StartPicture:
        """The picture itself, with a glass surface above the contour lines on the floor."""
        self.space.sheet.set_opacity(GLASS)
        return self.solid()
