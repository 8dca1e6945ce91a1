"""Maps that show more than at first."""

from __future__ import annotations

import numpy as np
import pytest
from manim import VMobject

from gradreel.scenarios import Formula
from gradreel.scenes.parts.geometry.box import Box
from gradreel.scenes.parts.maps.contours import Contours
from gradreel.scenes.parts.maps.zoomed_map import ZoomedMap
from gradreel.solver.objective import objective_of
from tests.solver_cases import run, scenario

NARROW = {"x": (-1.0, 1.0), "y": (-1.0, 1.0)}
WIDE = {"x": (-3.0, 3.0), "y": (-3.0, 3.0)}


def further(shown: ZoomedMap) -> VMobject:
    """The contour lines of what a map shows more than at first."""
    contours = next(part for part in shown.get_family() if isinstance(part, Contours))
    lines = contours[3]
    assert isinstance(lines, VMobject)
    return lines


@pytest.mark.parametrize("text", ["x**2 + y**2", "x**4 + y**2", "abs(x) + abs(y)"])
def test_contour_lines_go_on_where_a_map_shows_more_than_at_first(text: str) -> None:
    objective = objective_of(scenario(Formula(formula=text, domain=NARROW), run(0.5, 0.5)))
    shown = ZoomedMap(objective, [NARROW], Box((0.0, 0.0), (6.0, 6.0)))
    shown.zoom_to(WIDE)
    points = further(shown).points
    away = np.abs(points[:, 0] - 3.0)  # from the lowest point, in units of the parameter
    seen = np.histogram(away[np.isfinite(away)], bins=(1.0, 1.5, 2.0, 2.5))[0]
    assert (seen > 0).all()


def test_lines_that_would_run_together_are_left_out() -> None:
    objective = objective_of(scenario(Formula(formula="x**4 + y**2", domain=NARROW), run(0.5, 0.5)))
    shown = ZoomedMap(objective, [NARROW], Box((0.0, 0.0), (6.0, 6.0)))
    opacities = []
    for width in (1.0, 1.5, 2.5, 50.0):
        shown.zoom_to(dict.fromkeys("xy", (-width, width)))
        opacities.append(float(further(shown).get_stroke_opacity()))
    assert opacities[0] == opacities[1] > opacities[2] > opacities[3] == 0.0
