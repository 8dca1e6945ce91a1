"""How far a text has to move to keep off another one."""

from __future__ import annotations

import numpy as np
from manim import VMobject

from gradreel.scenarios.arrays import Array

# Screen units between a name and a number beside it, with which it would be read as one word.
_AIR = np.array([0.16, 0.06])


def shift_off(name: VMobject, label: VMobject, direction: Array) -> float:
    """How far a name has to move along a direction (2,) to leave some air around a label."""
    offset = (name.get_center() - label.get_center())[:2]
    sizes = np.array([(m.width, m.height) for m in (name, label)])
    overlap = sizes.sum(axis=0) / 2 + _AIR - np.sign(direction) * offset
    if (sizes.sum(axis=0) / 2 + _AIR <= np.abs(offset)).any():
        return 0.0
    with np.errstate(divide="ignore"):
        return float(np.min(np.where(direction != 0.0, overlap / np.abs(direction), np.inf)))
