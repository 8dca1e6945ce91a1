"""The part of a chapter's frames that an animated picture shows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gradreel.pipeline.gif.settings import GifSettings
from gradreel.pipeline.quality import Quality
from gradreel.pipeline.video.render import Sink
from gradreel.scenes.parts.geometry.box import Box

_HEIGHT = 8.0  # of every frame, in screen units


@dataclass(frozen=True)
class Cutout:
    """Frames drawn so large that a box of them is as wide as a picture should be.

    `quality` is the size of the frames, (`left`, `top`) the corner of the box in them and `size`
    its width and height, all in pixels. Without a box it is all of the frame.
    """

    quality: Quality
    left: int
    top: int
    size: tuple[int, int]

    @classmethod
    def of(cls, settings: GifSettings, box: Box | None) -> Cutout:
        """What is shown of a frame by these settings."""
        whole = settings.drawn
        if box is None:
            return cls(whole, 0, 0, (whole.width, whole.height))
        unit = settings.width / box.width  # pixels
        width, height = round(unit * _HEIGHT * 16 / 9), round(unit * _HEIGHT)
        left, top = round(width / 2 + unit * box.left), round(height / 2 - unit * box.top)
        size = settings.width, round(unit * box.height)
        return cls(Quality(width, height, whole.fps), left, top, size)

    def into(self, sink: Sink) -> Sink:
        """What passes this part of frames on to a sink."""
        return _Cropping(sink, self)


@dataclass(frozen=True)
class _Cropping:
    sink: Sink
    cutout: Cutout

    def write(self, pixels: NDArray[np.uint8], repeat: int = 1) -> None:
        left, top, (width, height) = self.cutout.left, self.cutout.top, self.cutout.size
        self.sink.write(pixels[top : top + height, left : left + width], repeat)
