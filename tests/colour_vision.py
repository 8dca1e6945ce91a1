"""How far apart colours are to eyes that see them all, and to deuteranopes and protanopes."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

# What is left of linear RGB to dichromats: Machado, Oliveira and Fernandes (2009), severity 1.
SIGHTS: dict[str, Array] = {
    "all colours": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
}
_TO_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)
_WHITE = _TO_XYZ @ np.ones(3)


def _linear(color: str) -> Array:
    shares = np.array([int(color[k : k + 2], 16) / 255 for k in (1, 3, 5)])
    return np.where(shares <= 0.04045, shares / 12.92, ((shares + 0.055) / 1.055) ** 2.4)


def lab(color: str, sight: str = "all colours") -> Array:
    """CIE L*a*b* (D65) of a hex colour as it is seen, (3,)."""
    seen = np.clip(SIGHTS[sight] @ _linear(color), 0.0, 1.0)
    xyz = _TO_XYZ @ seen / _WHITE
    root = np.where(xyz > (6 / 29) ** 3, np.cbrt(xyz), xyz / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * root[1] - 16, 500 * (root[0] - root[1]), 200 * (root[1] - root[2])])


def apart(one: str, other: str, sight: str) -> float:
    """The distance of two colours in CIE L*a*b* (1976) as they are seen."""
    return float(np.linalg.norm(lab(one, sight) - lab(other, sight)))


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, from 1 to 21 (WCAG)."""
    luminances = sorted(float(_TO_XYZ[1] @ _linear(color)) for color in (one, other))
    return (luminances[1] + 0.05) / (luminances[0] + 0.05)
