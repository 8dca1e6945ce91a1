"""The landscape chapter of a surface lesson: from two slices to the surface."""

from __future__ import annotations

import numpy as np

from gradreel.scenes import regions, theme
from gradreel.scenes.chapter import Chapter
from gradreel.scenes.drawing.items import Stroke
from gradreel.scenes.parts.landscape import Landscape
from gradreel.scenes.parts.motion import drawing, moving
from gradreel.scenes.parts.space import Space
from gradreel.scenes.parts.views import first_domain
from gradreel.scenes.parts.window import Window
from gradreel.scenes.surface import chapters

_QUARTER = np.pi / 2
_ORBIT = 4.2  # seconds: 32 degrees a second at its fastest


class SurfaceLandscape(Chapter):
    """A slice along each parameter; one sweeps out the surface; the eye goes a quarter round it."""

    plan = chapters.LANDSCAPE

    def story(self) -> None:
        scenario = self.recording.scenario
        window = Window(first_domain(self.recording), self.run.parameters[:1])
        landscape = Landscape(self.objective, window.domain(0.0), self.run.parameters)
        self.space = Space(
            landscape,
            regions.current().surface.space_alone.corners,
            self.notation.loss,
            self.run.parameters,
        )
        self.start = self.run.parameters[0]
        home = self.space.eye.view.azimuth
        self.space.set_view(self.space.eye.view.moved(azimuth=home - _QUARTER))
        self.space.sheet.revealed = 0.0
        self.space.border.set_opacity(0.0)
        self.appear(self.space)
        slices = self._slices(scenario.parameters)
        self._sweep(slices)
        if landscape.heights.soft is not None:
            self.hold()
            self.say("surface-logarithmic")
            self.hold()
        self.play(self.space.turn(home, run_time=_ORBIT))
        if landscape.top > landscape.bottom:
            self.hold()
            self.say("surface-contours")
            self.play(moving(self.space, self._drop, 1.6))

    def _drop(self, share: float) -> None:
        """The contour lines come off the surface and fall to the floor."""
        self.space.contours(share).set_opacity(0.8 * min(1.0, 4 * share))

    def _slices(self, names: tuple[str, ...]) -> list[Stroke]:
        """The curve of the loss along each parameter through the start, one after the other."""
        slices = [
            self.space.slice(axis, self.start[1 - axis], theme.colors().here) for axis in (0, 1)
        ]
        for item in slices:
            item.drawn = 0.0
        said = ("surface-slice", "surface-slice-too")
        for item, sentence, name in zip(slices, said, names, strict=True):
            self.say(sentence, name=name)
            self.play(drawing(item, 1.4))
            self.hold()
        return slices

    def _sweep(self, slices: list[Stroke]) -> None:
        """The first slice goes back to the edge, then leaves the surface behind it."""
        landscape = self.space.landscape
        low, high = landscape.low[1], landscape.high[1]
        at = (self.start[1] - low) / (high - low)

        def put(share: float) -> None:
            points = self.space.sliced(0, low + share * (high - low))
            if np.isfinite(points).any():  # on a border there may be none
                slices[0].set_points(points)

        def sweep(share: float) -> None:
            put(share)
            self.space.sheet.revealed = share
            self.space.border.set_opacity(share)

        level = landscape.top == landscape.bottom
        self.say("surface-level-everywhere" if level else "surface-all-curves")
        self.play(moving(slices[0], lambda share: put(at * (1 - share)), 0.6))
        self.play(moving(self.space, sweep, 2.2))
        self.play(*(item.animate.set_opacity(0.0) for item in slices), run_time=0.4)
