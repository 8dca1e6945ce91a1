"""Colours, sizes and places: one colour for each meaning, in every lesson.

The hues are those of Okabe and Ito ("Color Universal Design", 2008), lightened where a thin
line on the dark ground asks for it, so that a colour-blind viewer tells them apart.
"""

from __future__ import annotations

import numpy as np

BACKGROUND = "#11141B"
INK = "#F2F0E9"
MUTED = "#A3A9B8"
FAINT = "#454C5C"

HERE = "#F0E442"  # the place where we are
GRADIENT = "#FF8A4C"  # uphill
STEP = "#6CC4F5"  # downhill
DATA = "#C6D0E4"
MODEL = "#F5B335"  # the line of the model
RESIDUAL = "#DE8FC0"
LOSS = "#2FC79A"

RUNS = ("#F0E442", "#6CC4F5", "#FF8A4C", "#2FC79A", "#DE8FC0", "#C6D0E4")

# Low to high: from a deep night blue to a pale sand, lightness rising all the way.
_RAMP_STOPS = np.array(
    [
        [0.110, 0.140, 0.340],
        [0.130, 0.270, 0.500],
        [0.130, 0.430, 0.570],
        [0.260, 0.590, 0.570],
        [0.520, 0.730, 0.560],
        [0.830, 0.850, 0.640],
    ]
)
_AT = np.linspace(0.0, 1.0, 256)
RAMP = np.stack(
    [np.interp(_AT, np.linspace(0.0, 1.0, len(_RAMP_STOPS)), _RAMP_STOPS[:, k]) for k in range(3)],
    axis=1,
)

# Sizes of type, in screen units for an em; the frame is 8 units high.
TITLE = 0.80
HEADING = 0.40
SENTENCE = 0.40
FORMULA = 0.50
LABEL = 0.34
TICK = 0.29

# The safe area leaves 5 % of the frame free on each side.
SAFE_X = 6.4
SAFE_Y = 3.6


def ramp_color(share: float) -> str:
    """The colour of a height between 0 (lowest) and 1 (highest), as a hex string."""
    red, green, blue = (round(255 * v) for v in RAMP[round(255 * min(max(share, 0.0), 1.0))])
    return f"#{red:02X}{green:02X}{blue:02X}"
