"""Maps on which a unit is as long on one axis as on the other, so that right angles are right."""

from __future__ import annotations

import numpy as np
from manim import RIGHT, VGroup

from gradreel.scenarios.arrays import Array
from gradreel.scenes import theme
from gradreel.scenes.parts.axes import Axes
from gradreel.scenes.parts.box import Box, Domain
from gradreel.scenes.parts.plate import on_plate
from gradreel.scenes.parts.text import words
from gradreel.scenes.sentences.catalogue import text

LONGEST = 4.0  # times as long as wide: of a longer domain the one side would be a strip
_INSIDE = (0.12, 0.14)  # from the lower right corner of a map to its note
_SAME = 1e-6  # relative: scales that differ by less differ by rounding


def too_long(domain: Domain) -> bool:
    """Whether a domain is too long for equal scales."""
    widths = _widths(domain)
    return bool(widths.max() > LONGEST * widths.min())


def squared(domain: Domain) -> Domain:
    """A domain with all its sides as wide as the widest; as it is where it is too long for that."""
    widest = _widths(domain).max()
    if too_long(domain):
        return domain
    middles = {name: (low + high) / 2 for name, (low, high) in domain.items()}
    return {name: (x - widest / 2, x + widest / 2) for name, x in middles.items()}


def equally_scaled(domain: Domain, box: Box) -> Box:
    """The largest box in the middle of another in which both parameters have one scale.

    The whole box for one parameter alone, and for a domain that is too long.
    """
    if len(domain) < 2 or too_long(domain):
        return box
    wide, high = (_widths(domain) * (box.size / _widths(domain)).min()).tolist()
    middle = box.left + (box.width - wide) / 2, box.bottom + (box.height - high) / 2
    return Box(middle, (wide, high))


def note_of_scales(axes: Axes) -> VGroup:
    """What a map says in its corner where its axes have different scales."""
    if axes.unit.max() <= (1.0 + _SAME) * axes.unit.min():
        return VGroup()
    note = words(text("label-scales-differ"), theme.TICK)
    corner = np.array([axes.box.right - _INSIDE[0], axes.box.bottom + _INSIDE[1], 0.0])
    note.on_baseline(corner - (note.width, 0.0, 0.0)).align_to(corner, RIGHT)
    return VGroup(on_plate(note))


def _widths(domain: Domain) -> Array:
    return np.asarray(np.ptp(np.array([*domain.values()], dtype=float), axis=1))
