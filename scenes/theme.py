"""Colours and sizes of type: one colour for each meaning, in every lesson.

The colours are those of the current theme. A chapter makes its scenario's theme current while it
plays; outside of chapters the dark one is current. The hues are from Okabe and Ito ("Color
Universal Design", 2008), lightened for the dark background and darkened for the light one, so that
colour-blind viewers can tell them apart: `tests/test_colours.py` measures how well.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from gradreel.scenarios.model import ThemeName


@dataclass(frozen=True)
class Theme:
    """A colour for each meaning.

    `runs` are for the runs in order, and mean nothing else. `heights` (n, 3) are for a surface, at
    even distances from its lowest place to its highest.
    """

    background: str
    ink: str
    muted: str
    here: str  # the current point
    gradient: str  # uphill
    step: str  # downhill
    data: str
    model: str  # the line of the model
    residual: str
    loss: str
    runs: tuple[str, ...]
    heights: tuple[tuple[float, float, float], ...]

    @cached_property
    def ramp(self) -> NDArray[np.float64]:
        """The colours of heights in fine steps, from low to high, (256, 3)."""
        shares, stops = np.linspace(0.0, 1.0, 256), np.array(self.heights)
        stop_shares = np.linspace(0.0, 1.0, len(stops))
        return np.stack([np.interp(shares, stop_shares, stops[:, k]) for k in range(3)], axis=1)

    def ramp_color(self, share: float) -> str:
        """The colour of a height between 0 (lowest) and 1 (highest), as a hex string."""
        place = round(255 * min(max(share, 0.0), 1.0))
        red, green, blue = (round(255 * v) for v in self.ramp[place])
        return f"#{red:02X}{green:02X}{blue:02X}"


# The backgrounds are colours that survive video encoding, which has fewer colours than pictures:
# otherwise the background would jump when a video starts after its poster.
THEMES: dict[ThemeName, Theme] = {
    "dark": Theme(
        background="#10141A",
        ink="#F2F0E9",
        muted="#A3A9B8",
        here="#F0E442",
        gradient="#FF8A4C",
        step="#6CC4F5",
        data="#C6D0E4",
        model="#E4A212",
        residual="#D284B4",
        loss="#2FC79A",
        runs=("#9A8CFF", "#308F8F", "#C36C16", "#FFD9A0", "#C37869", "#2A8DC8"),
        # From a deep night blue to a pale sand, ever lighter.
        heights=(
            (0.110, 0.140, 0.340),
            (0.130, 0.270, 0.500),
            (0.130, 0.430, 0.570),
            (0.260, 0.590, 0.570),
            (0.520, 0.730, 0.560),
            (0.830, 0.850, 0.640),
        ),
    ),
    "light": Theme(
        background="#FCFAF6",
        ink="#1B1F2A",
        muted="#3B4152",
        here="#7A1F6B",
        gradient="#C23B0A",
        step="#0A64A6",
        data="#5F7096",
        model="#5E4A1F",
        residual="#BA2454",
        loss="#00705A",
        runs=("#2460D8", "#8C6C00", "#640073", "#164338", "#500912", "#008048"),
        # From a greyish blue, on which clear blues stand out, to a sand darker than the paper;
        # everything drawn on it is darker.
        heights=(
            (0.330, 0.440, 0.600),
            (0.360, 0.560, 0.650),
            (0.440, 0.670, 0.660),
            (0.580, 0.760, 0.610),
            (0.740, 0.810, 0.550),
            (0.890, 0.830, 0.520),
        ),
    ),
}

_current = ContextVar("theme", default=THEMES["dark"])


def colors() -> Theme:
    """The current theme: that of the innermost `use`, or the dark one outside of any."""
    return _current.get()


@contextmanager
def use(name: ThemeName) -> Iterator[None]:
    """Make a theme current within a `with` block."""
    token = _current.set(THEMES[name])
    try:
        yield
    finally:
        _current.reset(token)


# Sizes of type: an em, in screen units. The frame is 8 units high.
TITLE = 0.80
HEADING = 0.40  # 5 % of the height of the frame
SENTENCE = 0.40  # as large as a heading, because it is read while something else moves
FORMULA = 0.50  # larger, because its exponents and indices are smaller than its letters
LABEL = 0.34  # smaller than a sentence, which is to be read first
TICK = 0.29  # the smallest: capitals of 2.2 % of the frame's height, ten pixels at 480p
