"""The landscape chapter of a surface lesson: from two slices to the surface."""

from __future__ import annotations

from scenes import theme
from scenes.chapter import Chapter
from scenes.parts.about import loss_symbol
from scenes.parts.landscape import Landscape
from scenes.parts.motion import drawing, unrolling
from scenes.parts.space import Space
from scenes.parts.views import drawn_domain

_SWING = 0.6  # how far the eye moves to either side, in radians


class SurfaceLandscape(Chapter):
    """A slice along each parameter, then the surface, seen from side to side."""

    name = "landscape"
    heading = "The landscape"

    def story(self) -> None:
        scenario = self.trajectory.scenario
        landscape = Landscape(self.objective, drawn_domain(self.trajectory))
        room = ((-5.0, -2.8), (5.0, 3.2))
        space = Space(landscape, room, loss_symbol(scenario), self.run.parameters)
        home = space.eye.view.azimuth
        first, second = scenario.parameters
        start = self.run.parameters[0]
        space.sheet.revealed = 0.0
        slices = [space.slice(axis, start[1 - axis], theme.HERE) for axis in (0, 1)]
        contours = space.contours()
        for item in (contours, *slices):
            item.set_opacity(0.0)
        space.look(space.eye.view.moved(azimuth=home - _SWING))
        self.appear(space)
        for name, item in zip((first, second), slices, strict=True):
            item.set_opacity(1.0)
            item.drawn = 0.0
            self.say(f"Walk along {name} alone, and the loss draws a curve.")
            self.play(drawing(item, 1.4))
            self.hold()
        self.say("All such curves together are a surface: low is dark, high is light.")
        self.play(unrolling(space.sheet, 2.2))
        self.play(*(item.animate.set_opacity(0.0) for item in slices), run_time=0.5)
        self.play(space.turn(home + _SWING, run_time=3.4))
        self.play(space.turn(home, run_time=2.2))
        self.hold()
        self.say("On the floor, contour lines join the places of equal loss.")
        self.play(contours.animate.set_opacity(0.8), run_time=1.0)
