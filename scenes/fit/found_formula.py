"""The line that was found, as a formula above its picture."""

from __future__ import annotations

from gradreel.scenes import theme
from gradreel.scenes.fit.found_line import FoundLine
from gradreel.scenes.parts.lettering.text import Markup, maths
from gradreel.scenes.parts.plots.scatter import Scatter

_ABOVE = 0.15  # screen units from the upper end of the axes to the formula
_APART = 0.4  # screen units between it and the name of the axis


def formula_above(finding: FoundLine, scatter: Scatter) -> list[Markup]:
    """The formula, flush right; nothing if it is not simple, or has no room beside a name."""
    if not finding.formula:
        return []
    formula, box = maths(finding.formula, theme.LABEL), scatter.box
    formula.on_baseline((box.right - formula.width, box.top + _ABOVE, 0.0))
    _, upward = scatter.names
    return [formula] if formula.get_left()[0] > upward.get_right()[0] + _APART else []
