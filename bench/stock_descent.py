"""The base of descents drawn by stock manim."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
from manim import (
    Axes,
    Dot,
    Group,
    ManimColor,
    Mobject,
    UpdateFromAlphaFunc,
    VMobject,
    config,
    linear,
)
from manim.scene.video_segment_encoder import VideoSegmentEncoder

from bench.stock import stock_settings
from gradreel.scenes import theme, timing
from gradreel.solver.recording import Recording

_HELD = 60  # repeats: one second of video, over which starting the encoder is spread


class StockDescent:
    """The recorded first run in manim's own mobjects; mixed into a scene of manim's.

    Subclasses put everything up in `construct`, and call `move`.
    """

    camera: Any
    renderer: Any
    session_spec: Any
    play: Any

    def prepare(self, recording: Recording, frames: int) -> None:
        """Set what is shown, and in how many moving frames."""
        self.record = recording.runs[0]
        self.scenario = recording.scenario
        self.objective = recording.objective
        self.frames = frames
        self.times: list[float] = []
        self.camera.background_color = ManimColor(theme.colors().background)

    def show(self, step: float) -> None:
        """Place everything as it is at a step, which may be between two recorded ones."""
        raise NotImplementedError

    def move(self, movers: Iterable[Mobject]) -> float:
        """Play the movement; return the median of the seconds from one frame to the next."""
        span = timing.descent_time(self.record.steps)
        self.times = []

        def advance(_: Mobject, share: float) -> None:
            self.times.append(time.perf_counter())
            self.show(timing.step_at(share * span))

        seconds = self.frames / config.frame_rate
        self.play(UpdateFromAlphaFunc(Group(*movers), advance, run_time=seconds, rate_func=linear))
        # The first intervals include the time before the first frame.
        return float(np.median(np.diff(self.times)[2:]))

    def held(self, folder: str) -> float:
        """The seconds that it takes to write the last frame again."""
        spec = self.session_spec.video_encoder
        started = time.perf_counter()
        encoder = VideoSegmentEncoder(target=Path(folder, "held.mp4"), spec=spec)
        encoder.write_frame(self.renderer.get_frame(), repeat=_HELD)
        encoder.finish()
        return (time.perf_counter() - started) / _HELD

    def put_up_curve(self, center: tuple[float, float, float]) -> Axes:
        """The axes of the loss, its curve and the curve's head."""
        loss = self.record.loss - self.record.loss.min()
        axes = Axes(
            x_range=(0, max(self.record.steps, 1), max(self.record.steps // 5, 1)),
            y_range=(0, float(loss.max()), float(loss.max()) / 4),
            x_length=3.4,
            y_length=2.2,
        ).move_to(center)
        self.places = np.array([axes.c2p(k, value) for k, value in enumerate(loss)])
        self.curve = VMobject(stroke_color=theme.colors().loss, stroke_width=4)
        self.head = Dot(color=theme.colors().here)
        return axes

    def place(self, step: float) -> tuple[int, np.ndarray]:
        """The last recorded step, and the parameters at this one; moves the head of the curve."""
        whole = min(int(step), self.record.steps)
        following, share = min(whole + 1, self.record.steps), min(step - whole, 1.0)
        rows, places = self.record.parameters, self.places
        tip = places[whole] + share * (places[following] - places[whole])
        self.curve.set_points_as_corners([*places[: whole + 1], tip])
        self.head.move_to(tip)
        return whole, rows[whole] + share * (rows[following] - rows[whole])


def measure(scene_class: Any, scenario: str, letter: str, folder: str, frames: str) -> None:
    """Draw, measure, print the seconds of a moving frame, for each variant, and of a held one."""
    with stock_settings(letter, folder):
        scene = scene_class()
        scene.prepare(Recording.load(Path(folder, f"{scenario}.npz")), int(frames))
        scene.render()
        print(json.dumps({**scene.drawn, "held": scene.held(folder)}))
