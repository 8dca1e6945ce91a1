"""The descent on a surface by stock manim: `python -m bench.stock_surface SCENARIO LETTER FOLDER
FRAMES`.

Draws so many moving frames of it, and holds the last. Prints the seconds that a frame takes with
manim's own camera and manim's own writer: drawn with the surface among what moves, so that what is
behind a hill is hidden; drawn flat on a picture of the surface, as manim does where the surface is
not said to move; and held.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import numpy as np
from manim import (
    DEGREES,
    UL,
    Axes,
    Dot,
    Dot3D,
    Group,
    ManimColor,
    Surface,
    Text,
    ThreeDAxes,
    ThreeDScene,
    UpdateFromAlphaFunc,
    VMobject,
    config,
    linear,
)
from manim.scene.video_segment_encoder import VideoSegmentEncoder

from bench.stock import stock_settings
from scenes import theme, timing
from solver.objective import objective_of
from solver.trajectory import Trajectory

_HELD = 60


class StockSurface(ThreeDScene):
    """The recorded run on 51 x 51 points coloured by height, with its loss and its numbers."""

    def __init__(self, trajectory: Trajectory, frames: int) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.record = trajectory.runs[0]
        self.domain = trajectory.scenario.objective.domain or {}
        self.objective = objective_of(trajectory.scenario)
        self.frames = frames
        self.times: list[float] = []
        self.told = ""

    def construct(self) -> None:
        """Put everything up, then move it, with the surface and without."""
        self.camera.background_color = ManimColor(theme.BACKGROUND)
        self.set_camera_orientation(phi=60 * DEGREES, theta=-60 * DEGREES, zoom=0.65)
        self._put_up_space()
        self._put_up_curve()
        self._show(0.0)
        movers = (self.path, self.dot, self.curve, self.head, self.numbers)
        self.drawn = self._move(Group(self.surface, *movers))
        self.drawn_flat = self._move(Group(*movers))

    def _move(self, movers: Group) -> float:
        """The median of the seconds from one frame to the next."""
        span = timing.descent_time(self.record.steps)
        self.times = []
        self.play(
            UpdateFromAlphaFunc(
                movers,
                lambda _, share: self._show(timing.step_at(share * span)),
                run_time=self.frames / config.frame_rate,
                rate_func=linear,
            )
        )
        # What comes before the first frame is no frame's.
        return float(np.median(np.diff(self.times)[2:]))

    def held(self, folder: str) -> float:
        """The seconds that it takes to write the last frame once more."""
        spec = self.session_spec.video_encoder
        assert spec
        started = time.perf_counter()
        encoder = VideoSegmentEncoder(target=Path(folder, "held.mp4"), spec=spec)
        encoder.write_frame(self.renderer.get_frame(), repeat=_HELD)
        encoder.finish()
        return (time.perf_counter() - started) / _HELD

    def _put_up_space(self) -> None:
        x, y = self.domain.values()
        grid = np.stack(np.meshgrid(np.linspace(*x, 51), np.linspace(*y, 51)), axis=-1)
        heights = self.objective.value(grid)
        low, high = float(heights.min()), float(heights.max())
        self.axes = ThreeDAxes(
            x_range=(*x, 1), y_range=(*y, 1), z_range=(low, high, 1), z_length=3.0
        ).shift((-2.5, 0, -1))
        self.surface = Surface(
            lambda u, v: self._at(np.array([u, v])),
            u_range=x,
            v_range=y,
            resolution=(50, 50),
            stroke_width=0.5,
        )
        ramp = [(theme.ramp_color(s), low + s * (high - low)) for s in np.linspace(0, 1, 6)]
        self.surface.set_fill_by_value(self.axes, colorscale=ramp, axis=2)
        self.path = VMobject(stroke_color=theme.HERE, stroke_width=4)
        self.dot = Dot3D(radius=0.12, color=theme.HERE)
        self.add(self.axes, self.surface, self.path, self.dot)

    def _put_up_curve(self) -> None:
        loss = self.record.loss - self.record.loss.min()
        axes = Axes(
            x_range=(0, max(self.record.steps, 1), 2),
            y_range=(0, float(loss.max()), 0.5),
            x_length=3.4,
            y_length=2.2,
        ).move_to((4.4, 1.6, 0))
        self.places = np.array([axes.c2p(k, value) for k, value in enumerate(loss)])
        self.curve = VMobject(stroke_color=theme.LOSS, stroke_width=4)
        self.head = Dot(color=theme.HERE)
        self.numbers = Text("k = 0", font_size=24)
        heading = Text("The descent", font_size=28).to_corner(UL)
        self.add_fixed_in_frame_mobjects(axes, self.curve, self.head, heading)

    def _at(self, parameters: np.ndarray) -> np.ndarray:
        """Parameters (2,) as a place on the surface (3,)."""
        return np.asarray(self.axes.c2p(*parameters, float(self.objective.value(parameters))))

    def _show(self, step: float) -> None:
        """Put everything where it is at a step, which may lie between two recorded ones."""
        self.times.append(time.perf_counter())
        whole = min(int(step), self.record.steps)
        following, share = min(whole + 1, self.record.steps), min(step - whole, 1.0)
        rows, places = self.record.parameters, self.places
        now = rows[whole] + share * (rows[following] - rows[whole])
        walked = [self._at(row) for row in (*rows[: whole + 1], now)]
        self.path.set_points_as_corners(walked)
        self.dot.move_to(walked[-1])
        tip = places[whole] + share * (places[following] - places[whole])
        self.curve.set_points_as_corners([*places[: whole + 1], tip])
        self.head.move_to(tip)
        text = f"k = {whole}   z = {self.record.loss[whole]:.3f}"
        if text != self.told:
            self.told = text
            self.numbers.become(Text(text, font_size=24).move_to((4.4, -1, 0)))
            self.add_fixed_in_frame_mobjects(self.numbers)


def main(scenario: str, letter: str, folder: str, frames: str) -> None:
    """Draw, measure, print."""
    with stock_settings(letter, folder):
        scene = StockSurface(Trajectory.load(Path(folder, f"{scenario}.npz")), int(frames))
        scene.render()
        answer = {"drawn": scene.drawn, "flat": scene.drawn_flat, "held": scene.held(folder)}
        print(json.dumps(answer))


if __name__ == "__main__":
    main(*sys.argv[1:])
