"""What the chapters of a first step on a surface share: they begin and end alike."""

from __future__ import annotations

from manim import Animation, FadeIn, Group, Mobject

from gradreel.scenes import regions
from gradreel.scenes.chapter import Chapter
from gradreel.scenes.parts.geometry.motion import moving
from gradreel.scenes.parts.in_space.rising import rising, rising_time
from gradreel.scenes.parts.maps.over_floor import lifting
from gradreel.scenes.parts.maps.zoom_note import ZoomNote
from gradreel.scenes.returning import return_to_start
from gradreel.scenes.surface import poses
from gradreel.scenes.surface.start_picture import StartPicture
from gradreel.scenes.surface.step_map import StepMap

_BACK = 0.8  # seconds in which the ball goes back to the start


class StepChapter(Chapter):
    """A chapter that begins with the map from above, and ends with the surface beside."""

    opens = poses.FROM_ABOVE
    closes = poses.BESIDE
    _taken = 0  # how many steps have been shown when it goes back

    def take_up(self) -> None:
        """Carry on with the map with which the chapter before it ended."""
        chart = self.carry_on(StepMap)
        self.chart, self.map, self.notes, self.framing = (
            chart,
            chart.map,
            chart.notes,
            chart.framing,
        )
        self.here = self.framing.here

    def go_back(self, taken: int, *leaving: Animation) -> None:
        """Turn the map into the floor of the space again, above which the ball has a new height.

        `taken` is how many steps have been shown; what is `leaving` does so meanwhile.
        """
        self._taken = taken
        self.picture = StartPicture(self.recording, self.objective, revealed=True).solid()
        space, stage = self.picture.space, self.picture.stage
        self.play(self.map.zoom(self.framing.after, 1.4), *leaving)
        stage.follow(float(taken))
        self.note = ZoomNote(stage.window, regions.current().surface.zoom_note_right, self.computed)
        self.note.show_step(float(taken))
        self._roll(float(taken))
        home, room = space.eye.view, regions.current().surface.space.corners

        def sink(share: float) -> None:
            space.set_view(rising(home, room, self.map.map.box.corners, 1.0 - share))

        sink(0.0)
        self.add(self.picture, self.chart)
        self.play(*lifting(space, self.chart.parts, self.map.dot, 0.6))
        sinking = moving(space, sink, rising_time(home), steady=True)
        self.play(sinking, FadeIn(Group(self.note)))
        space.set_view(home)

    def _roll(self, step: float) -> None:
        """Show the ball, and the picture around it, at a step, which may lie between two others."""
        picture = self.picture
        picture.stage.follow(step)
        before = min(int(step), self._taken - 1)
        here, there = self.run.led_to[before : before + 2]
        place = here + (step - before) * (there - here)
        inside = bool(picture.space.inside(place[None])[0])
        picture.ball.set_points(picture.space.at(place)).set_opacity(float(inside))

    def pose_left(self) -> list[Mobject]:
        if not self._taken:
            return []
        picture = self.picture
        back = moving(picture.space, lambda share: self._roll(self._taken * (1.0 - share)), _BACK)
        return_to_start(self, [picture], back)
        return [picture]
