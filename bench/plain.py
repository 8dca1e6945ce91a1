"""A plain animation, a scatter and a moving line: `python -m bench.plain HOW LETTER FOLDER FRAMES`.

HOW is `gradreel` or `matplotlib`. Prints the seconds from nothing to the finished video, of which
loading the libraries is no part.
"""

from __future__ import annotations

import json
import sys
import time
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from manim import Scene, VGroup, config

from bench.matplotlib_writer import save
from gradreel.pipeline.quality import QUALITIES, Quality
from gradreel.pipeline.video.encode import Encoder
from gradreel.pipeline.video.render import perform
from gradreel.scenes import theme
from gradreel.scenes.drawing.camera import StageRenderer
from gradreel.scenes.parts.geometry.box import Box
from gradreel.scenes.parts.geometry.motion import moving
from gradreel.scenes.parts.geometry.points import discs, polyline, trace
from gradreel.scenes.parts.plots.plot import Plot

_X = np.random.default_rng(1).uniform(-1, 1, 100)
_Y = 3 * _X + 2 + np.random.default_rng(2).uniform(0, 1, 100)
_ENDS = np.array([-1.0, 1.0])


def heights(share: float) -> Any:
    """The heights (2,) of the line at both ends of the axis, after a share of its movement."""
    return share * (3 * _ENDS + 2.5)


class Plain(Scene):
    """A scene of the points and the line, which moves for a number of frames."""

    def __init__(self, frames: int, renderer: StageRenderer) -> None:
        super().__init__(renderer)
        self.frames = frames

    def construct(self) -> None:
        """Show the points, move the line."""
        plot = Plot((-1.0, 1.0), (-2.0, 7.0), Box((-5.5, -3.0), (11.0, 6.0)), ("x", "y"))
        line = polyline(plot.place(_ENDS, heights(0.0)), theme.colors().model, 5.0)

        def move(share: float) -> None:
            trace(line, plot.place(_ENDS, heights(share)))

        self.add(VGroup(plot, discs(plot.place(_X, _Y), 0.06, theme.colors().data)), line)
        seconds = self.frames / config.frame_rate - 1e-6
        self.play(moving(line, move, seconds, steady=True))


def by_gradreel(target: Path, quality: Quality, frames: int) -> None:
    """The animation by our renderer and our encoder."""
    with Encoder(target, quality, "mp4") as encoder:
        perform(partial(Plain, frames), quality, encoder)
    if encoder.frames != frames:
        raise ValueError(f"{encoder.frames} frames instead of {frames}")


def by_matplotlib(target: Path, quality: Quality, frames: int) -> None:
    """The animation as matplotlib's FuncAnimation."""
    shares = np.linspace(0.0, 1.0, frames)
    save(target, quality, (_X, _Y), (_ENDS, [heights(share) for share in shares]))


def main(how: str, letter: str, folder: str, frames: str) -> None:
    """Make the video, measure, print."""
    make = {"gradreel": by_gradreel, "matplotlib": by_matplotlib}[how]
    started = time.perf_counter()
    make(Path(folder, f"plain-{how}.mp4"), QUALITIES[letter], int(frames))
    print(json.dumps({"seconds": time.perf_counter() - started}))


if __name__ == "__main__":
    main(*sys.argv[1:])
