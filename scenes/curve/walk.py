"""Steps on a curve whose axes grow with them."""

from __future__ import annotations

from manim import Mobject, VGroup

from gradreel.scenes.chapter import Chapter
from gradreel.scenes.curve.stage import ROOM, CurveStage
from gradreel.scenes.parts.geometry.motion import moving

_MOVE, _WIDEN = 1.2, 1.2  # seconds in which the dot moves, and in which the axes grow


class WalkChapter(Chapter):
    """A chapter about the first steps of a run on a curve, each with an `arrow` on the axis."""

    arrow: Mobject

    def place(self) -> None:
        """Show the curve with the start, as the chapter before left it."""
        minus_slope = -float(self.run.grad[0, 0])
        downhill = (minus_slope > 0.0) - (minus_slope < 0.0)
        self.stage = CurveStage(
            self.recording, self.objective, follows=True, beyond=ROOM * downhill
        )
        self.stage.stand(float(self.run.parameters[0, 0]))
        self.appear(self.stage, self.stage.movers)

    @property
    def walkable(self) -> int:
        """How many of the first steps are seen in the picture."""
        lost = self.stage.window.lost
        return self.run.steps if lost is None else min(self.run.steps, lost - 1)

    def make_room(self, step: int) -> None:
        """Let the axes grow until the end of a step is seen."""
        window, here = self.stage.window, float(self.run.parameters[step, 0])
        if window.scale(step + 1.0) == window.scale(step):
            return

        def widen(share: float) -> None:
            self.stage.follow(step + share)
            self.stage.stand(here)

        self.play(moving(VGroup(self.stage, self.stage.movers), widen, _WIDEN))

    def walk(self, step: int) -> None:
        """Draw the arrow of a step on the axis, and let the dot take it."""
        here, there = self.run.parameters[step : step + 2, 0].tolist()
        growing = self.stage.step(here, there)
        assert isinstance(growing.mobject, Mobject)
        self.arrow = growing.mobject
        self.play(growing, run_time=1.0)
        change = there - here
        moved = moving(
            self.stage.movers, lambda share: self.stage.stand(here + share * change), _MOVE
        )
        self.play(moved)
