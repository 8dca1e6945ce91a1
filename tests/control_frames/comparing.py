"""Tells a change of a picture from what rasterisers make differently of the same drawing."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray
from PIL import Image

from gradreel.scenarios.arrays import Array

# Both painters' pictures of a moment are at most 1.4 apart. A digit of the smallest numbers that is
# taken for the one most like it makes 4.7, and a text in another place at least 20.
LIMIT = 3.0
_TILE = 4  # pixels: no smaller than a digit of the smallest numbers
# An edge may lie so much of a pixel elsewhere: it changes a pixel by this share of the step there.
_EDGE = 0.15

Picture = NDArray[np.uint8]


@dataclass(frozen=True)
class Apart:
    """How far two pictures are apart at most, in levels of 255, and the box where they are so."""

    levels: float
    left: int
    top: int
    right: int
    bottom: int

    def __str__(self) -> str:
        box = f"x {self.left} to {self.right}, y {self.top} to {self.bottom}"
        return f"off by {self.levels:.1f} ({LIMIT:g} is allowed) within {box}"


def difference(wanted: Picture, found: Picture) -> Apart | None:
    """Where pictures (h, w, 3) show something different, None where they show the same."""
    tiles = _apart(wanted, found)
    rows, columns = np.nonzero(tiles > LIMIT)
    if not len(rows):
        return None
    left, top, right, bottom = columns.min(), rows.min(), columns.max(), rows.max()
    return Apart(float(tiles.max()), int(left), int(top), int(right) + _TILE, int(bottom) + _TILE)


def _apart(wanted: Picture, found: Picture) -> Array:
    """How far each square of pixels is off on average, in the channel that is furthest off."""
    one, other = wanted.astype(float), found.astype(float)
    allowed = _EDGE * np.maximum(_steps(one), _steps(other))
    off = np.maximum(np.abs(one - other) - allowed, 0.0).max(axis=-1)
    return np.asarray(sliding_window_view(off, (_TILE, _TILE)).mean(axis=(-2, -1)))


def _steps(picture: Array) -> Array:
    """By how much each pixel's surroundings vary, (h, w, 3)."""
    around = np.pad(picture, ((1, 1), (1, 1), (0, 0)), mode="edge")
    near = sliding_window_view(around, (3, 3), axis=(0, 1))
    return np.asarray(np.ptp(near, axis=(-2, -1)))


def write_side_by_side(wanted: Picture, found: Picture, path: Path) -> None:
    """What was wanted, what was found, and four times their difference, as one picture."""
    apart = np.minimum(4 * np.abs(wanted.astype(int) - found), 255).astype(np.uint8)
    gap = np.full((len(wanted), 4, 3), 128, dtype=np.uint8)
    Image.fromarray(np.hstack([wanted, gap, found, gap, apart])).save(path)
