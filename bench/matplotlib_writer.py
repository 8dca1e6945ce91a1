"""Writes matplotlib's FuncAnimation to mp4 without an ffmpeg program."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import av
import numpy as np
from matplotlib.animation import AbstractMovieWriter, FuncAnimation
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from gradreel.pipeline.quality import Quality

_DPI = 100  # matplotlib's default, so that lines are as thick as its users know them


class Writer(AbstractMovieWriter):
    """matplotlib's FFMpegWriter by PyAV: the same codec with its default options."""

    def setup(self, fig: Any, outfile: Any, dpi: float | None = None) -> None:
        """Open the file."""
        super().setup(fig, outfile, dpi)
        self._container = av.open(str(outfile), "w")
        stream: Any = self._container.add_stream("libx264", rate=self.fps)
        stream.width, stream.height = self.frame_size
        stream.pix_fmt = "yuv420p"
        self._stream = stream

    def grab_frame(self, **options: Any) -> None:
        """Draw the figure and encode it."""
        canvas: Any = self.fig.canvas
        # FFMpegWriter saves it as raw RGBA, which draws it and hands out the buffer.
        canvas.draw()
        frame = av.VideoFrame.from_ndarray(np.asarray(canvas.buffer_rgba()), format="rgba")
        self._container.mux(self._stream.encode(frame))

    def finish(self) -> None:
        """Close the file."""
        self._container.mux(self._stream.encode(None))
        self._container.close()


def save(target: Path, quality: Quality, points: Any, line: Any) -> None:
    """Write a scatter of points (x, y) and a line (x, [y, ...]) that moves from frame to frame."""
    figure = Figure(figsize=(quality.width / _DPI, quality.height / _DPI), dpi=_DPI)
    FigureCanvasAgg(figure)
    axes = figure.add_subplot(xlim=(-1, 1), ylim=(-2, 7), xlabel="x", ylabel="y")
    axes.scatter(*points)
    x, heights = line
    (drawn,) = axes.plot(x, heights[0], linewidth=3)

    def update(frame: int) -> Any:
        drawn.set_data(x, heights[frame])
        return (drawn,)

    animation = FuncAnimation(figure, update, frames=len(heights))
    animation.save(str(target), writer=Writer(fps=quality.fps))
