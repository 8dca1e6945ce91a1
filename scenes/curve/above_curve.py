"""Room for a formula above a curve, beside the name of its axis."""

from __future__ import annotations

from manim import RIGHT, UP, VGroup

from gradreel.scenes import theme
from gradreel.scenes.parts.formulas.equation import narrowed
from gradreel.scenes.parts.geometry.box import Box

# In screen units.
_ABOVE, _FOR_NAME = 0.3, 1.4  # from the curve up to the middle of a formula; for the axis' name


def put_above(formula: VGroup, box: Box) -> bool:
    """Put a formula with the size of labels above the box of a curve.

    Returns whether it can be read there; an empty one cannot.
    """
    room = box.width - _FOR_NAME
    if not len(formula) or formula.width > room * theme.LABEL / theme.TICK:
        return False
    narrowed(formula, room)
    formula.move_to((box.right, box.top, 0.0), aligned_edge=RIGHT).shift(_ABOVE * UP)
    return True
