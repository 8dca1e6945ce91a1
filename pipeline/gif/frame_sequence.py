"""The pictures of a loop, in the size and at the rate at which they are shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from PIL import Image

from gradreel.pipeline.gif.frame_store import FrameStore, Pixels, thinned


@dataclass(frozen=True)
class FrameSequence:
    """Every `step`-th frame of a store, resized to `size` (width and height in pixels).

    A frame of the store lasts `delay` hundredths of a second.
    """

    store: FrameStore
    delay: int
    step: int
    size: tuple[int, int]

    @cached_property
    def delays(self) -> dict[int, int]:
        """For how many hundredths of a second each picture is shown, by its number in the store."""
        chosen = thinned(self.store.lengths, self.step)
        return {number: frames * self.delay for number, frames in chosen.items()}

    def pictures(self, every: int = 1) -> Iterator[Pixels]:
        """The pictures in their order, or every `every`-th of them."""
        for pixels in self.store.pictures(set(list(self.delays)[::every])):
            yield resized(pixels, self.size)


def resized(pixels: Pixels, size: tuple[int, int]) -> Pixels:
    """A picture scaled to another width and height."""
    height, width = pixels.shape[:2]
    if (width, height) == size:
        return pixels
    return np.asarray(Image.fromarray(pixels).resize(size, Image.Resampling.LANCZOS))
