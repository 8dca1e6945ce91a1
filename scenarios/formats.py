"""The formats and the limits of outputs, as scenario files and commands know them."""

from __future__ import annotations

import re
from typing import Literal, get_args

VideoFormat = Literal["mp4", "webm", "mov"]
StillFormat = Literal["png", "svg", "pdf"]
GifFormat = Literal["gif", "webp", "apng", "avif"]
# Frames a second that are whole hundredths of a second each, the unit of GIFs; browsers slow down
# whatever is shown for less than two.
FrameRate = Literal[1, 2, 4, 5, 10, 20, 25, 50]

RATES: tuple[int, ...] = get_args(FrameRate)
NARROWEST, WIDEST = 64, 3840  # pixels: an icon, and the width of the largest video
MOST_CELLS = 2000  # along a side of a map: a picture has hardly more pixels
MOST_STEPS = 100_000  # of the descents of a map, as of a run
MAP_SETTINGS = ("lr", "momentum")  # of descents, which may be axes of a map beside the parameters

_UNITS = {"": 1, "k": 1000, "m": 1000**2, "ki": 1024, "mi": 1024**2}


def bytes_of(size: str) -> int:
    """The bytes of a size such as 1MB, 500kB or 1.5 MiB; 0 if it is none."""
    found = re.fullmatch(r"(\d{1,9}(?:\.\d{1,9})?) ?([km]i?)?b", size.strip().lower())
    return int(float(found[1]) * _UNITS[found[2] or ""]) if found else 0
