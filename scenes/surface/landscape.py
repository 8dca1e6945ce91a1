"""The landscape chapter of a surface lesson: from a slice to the surface and its contour lines."""

from __future__ import annotations

from manim import FadeIn, Mobject

from gradreel.scenes import regions, theme
from gradreel.scenes.chapter import Chapter
from gradreel.scenes.parts.geometry.motion import moving
from gradreel.scenes.parts.maps.level_labels import LevelLabels
from gradreel.scenes.sentences import surface as texts
from gradreel.scenes.surface import chapters, poses
from gradreel.scenes.surface.slices import Sweep
from gradreel.scenes.surface.start_picture import GLASS, StartPicture
from gradreel.scenes.surface.walker import Walker
from gradreel.scenes.surface.waterline import Waterline
from gradreel.solver.directions import directions_of

_SWEEP = 3.2  # seconds in which slices sweep out the surface
_FALL = 2.2  # seconds in which the surface turns to glass and contour lines fall to the floor
_GLAZED = 0.3  # share of that time after which it is glass
_RISE = 2.4  # seconds in which a level rises and leaves them behind
_LABELS, _LOOK = 0.5, 1.4  # seconds in which two of them are labelled, and to read the labels


class SurfaceLandscape(Chapter):
    """A slice from the side; it tilts into space, where slices to both sides form the surface."""

    plan = chapters.LANDSCAPE
    opens = poses.FROM_THE_SIDE
    closes = poses.UNDER_GLASS

    def story(self) -> None:
        self.start = self.carry_on(StartPicture)
        self.space = self.start.space
        landscape = self.space.landscape
        self._slice()
        self._tilt()
        self._sweep()
        if landscape.heights.soft is not None:
            self.hold()
            self.say("surface-logarithmic")
        if landscape.top > landscape.bottom:
            self.hold()
            self._contour()

    def pose_left(self) -> list[Mobject]:
        return [self.start]

    def _slice(self) -> None:
        """Show the loss along the first parameter, flat, with x to the right."""
        self.slice = self.space.slice(0, float(self.start.here[1]), theme.colors().loss)
        self.slice.drawn = 0.0
        self.walker = Walker(self.space, self.slice)
        self.space.raise_above(self.start.ball)
        self.walker.show(0.0)
        self.say("surface-slice", name=self.recording.scenario.parameters[0])
        self.play(moving(self.space, self.walker.walk, max(3.0, self.unread), steady=True))
        self.opened = self.renderer.time

    def _tilt(self) -> None:
        """Raise the eye until the other parameter is seen as well."""
        level = self.space.landscape.top == self.space.landscape.bottom
        self.hold()
        self.say("surface-level-everywhere" if level else "surface-all-curves")
        flight = self.space.fly(regions.current().surface.space_alone.corners, self.start.home)
        self.play(flight, moving(self.space, lambda share: self.walker.show(1.0 - share)))

    def _sweep(self) -> None:
        """Let slices move to both sides, leaving others behind; the surface appears in between."""
        sweep = Sweep(self.space, float(self.start.here[1]))
        self.space.raise_above(self.start.ball)
        drop = self.start.drop.opacity

        def widen(share: float) -> None:
            sweep.show(share)
            self.start.drop.set_opacity((1.0 - share) * drop)

        self.play(moving(self.space, widen, _SWEEP))

        def fade(share: float) -> None:
            sweep.fade(share)
            self.slice.set_opacity(1.0 - share)

        self.play(moving(self.space, fade, 0.6))

    def _contour(self) -> None:
        """Leave contour lines by a rising level, turn the surface to glass, and let them fall."""
        space = self.space
        self.say(texts.contours(directions_of(self.objective)))
        line = Waterline(space)
        space.raise_above(self.start.ball)
        self.play(moving(space, line.rise, _RISE, steady=True))

        def fall(share: float) -> None:
            # A surface that is not glass yet would hide what falls below it.
            space.sheet.set_opacity(1.0 + min(1.0, share / _GLAZED) * (GLASS - 1.0))
            space.contours(max(0.0, share - _GLAZED) / (1.0 - _GLAZED))

        self.play(moving(space, fall, max(_FALL, self.unread - _LABELS - _LOOK)))
        labels = LevelLabels(space)
        for value in labels.levels:
            self.computed(value)
        self.play(FadeIn(labels), run_time=_LABELS)
        self.hold(_LOOK)
