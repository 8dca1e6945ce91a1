"""Maps with equal scales on both axes, so that right angles look like right angles."""

from __future__ import annotations

import numpy as np
from manim import RIGHT, VGroup

from gradreel.scenarios.arrays import Array
from gradreel.scenes import theme
from gradreel.scenes.parts.geometry.box import Box, Domain
from gradreel.scenes.parts.lettering.plate import on_plate
from gradreel.scenes.parts.lettering.text import words
from gradreel.scenes.parts.plots.axes import Axes
from gradreel.scenes.sentences.catalogue import text

LONGEST = 4.0  # times as long as wide: the map of a longer domain would be a strip
_INSIDE = (0.12, 0.14)  # screen units from the lower right corner of a map to its note
_SAME = 1e-6  # relative: scales that differ by less are equal up to rounding


def too_long(domain: Domain) -> bool:
    """Whether a domain is too long for equal scales."""
    widths = _widths(domain)
    return bool(widths.max() > LONGEST * widths.min())


def squared(domain: Domain) -> Domain:
    """A domain with all sides as wide as the widest, or unchanged if it is too long for that."""
    widest = _widths(domain).max()
    if too_long(domain):
        return domain
    middles = {name: (low + high) / 2 for name, (low, high) in domain.items()}
    return {name: (x - widest / 2, x + widest / 2) for name, x in middles.items()}


def equally_scaled(domain: Domain, box: Box) -> Box:
    """The largest box, centred in another, in which both parameters have the same scale.

    It is the other box itself if there is one parameter, or the domain is too long.
    """
    if len(domain) < 2 or too_long(domain):
        return box
    wide, high = (_widths(domain) * (box.size / _widths(domain)).min()).tolist()
    middle = box.left + (box.width - wide) / 2, box.bottom + (box.height - high) / 2
    return Box(middle, (wide, high))


def note_of_scales(axes: Axes) -> VGroup:
    """A note in the corner of a map whose axes have different scales; else empty."""
    if axes.unit.max() <= (1.0 + _SAME) * axes.unit.min():
        return VGroup()
    note = words(text("label-scales-differ"), theme.TICK)
    corner = np.array([axes.box.right - _INSIDE[0], axes.box.bottom + _INSIDE[1], 0.0])
    note.on_baseline(corner - (note.width, 0.0, 0.0)).align_to(corner, RIGHT)
    return VGroup(on_plate(note))


def _widths(domain: Domain) -> Array:
    return np.asarray(np.ptp(np.array([*domain.values()], dtype=float), axis=1))
