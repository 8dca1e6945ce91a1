"""The pictures of a loop, as they are to be shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from PIL import Image

from gradreel.pipeline.gif.frame_store import FrameStore, Pixels, thinned


@dataclass(frozen=True)
class FrameSequence:
    """Every `step`-th frame of a reel in a size; a frame of the reel lasts `delay` hundredths.

    The size is a width and a height in pixels, the hundredths are those of a second.
    """

    reel: FrameStore
    delay: int
    step: int
    size: tuple[int, int]

    @cached_property
    def delays(self) -> dict[int, int]:
        """How many hundredths of a second each picture is shown, by its number in the reel."""
        chosen = thinned(self.reel.lengths, self.step)
        return {number: frames * self.delay for number, frames in chosen.items()}

    def pictures(self, every: int = 1) -> Iterator[Pixels]:
        """The pictures in their order, or every so many of them."""
        for pixels in self.reel.pictures(set(list(self.delays)[::every])):
            yield resized(pixels, self.size)


def resized(pixels: Pixels, size: tuple[int, int]) -> Pixels:
    """A picture in another width and height."""
    height, width = pixels.shape[:2]
    if (width, height) == size:
        return pixels
    return np.asarray(Image.fromarray(pixels).resize(size, Image.Resampling.LANCZOS))
