"""Arrows uphill keep their length where a descent starts on the border of its domain."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from case_files import case
from last_pictures import last_pictures

from gradreel.scenarios import load_scenario
from gradreel.scenes.curve.meaning import CurveMeaning
from gradreel.scenes.parts.views import with_room
from gradreel.scenes.surface.gradient import SurfaceGradient

ENDS = (-2.0, 0.5, 2.0)


@pytest.mark.parametrize(("x", "y"), [place for place in product(ENDS, ENDS) if 0.5 not in place])
def test_the_gradient_is_as_long_in_a_corner_and_stays_on_the_floor(x: float, y: float) -> None:
    loaded = load_scenario(case("corner"), [f"start.x={x}", f"start.y={y}"])
    (scene,) = last_pictures(loaded, ["gradient"])
    assert isinstance(scene, SurfaceGradient)
    foot, tip = scene.gradient.points
    assert np.linalg.norm(tip - foot) >= 0.41
    assert (np.abs(tip[:2]) <= 1.03).all()
    low, high = scene.space.landscape.low, scene.space.landscape.high
    assert (low <= -2.0).all()
    assert (high >= 2.0).all()
    assert (high - low < 1.4 * 4.0).all()


@pytest.mark.parametrize(("x", "y"), [(2.0, 0.5), (0.5, -2.0)])
def test_the_gradient_is_as_long_on_an_edge(x: float, y: float) -> None:
    loaded = load_scenario(case("corner"), [f"start.x={x}", f"start.y={y}"])
    (scene,) = last_pictures(loaded, ["gradient"])
    assert isinstance(scene, SurfaceGradient)
    assert np.linalg.norm(np.diff(scene.gradient.points, axis=0)) >= 0.41


FIT = """
title = "Edge"
lesson = "fit"
[objective]
model = "a*x + b"
points = [[0, 1], [1, 3], [2, 5.5], [3, 6.6]]
domain = { a = [0, 4], b = [0, 3] }
[start]
a = 4
b = 3
[[runs]]
lr = 0.1
steps = 5
"""


def test_the_way_downhill_of_a_curve_is_seen_on_the_border() -> None:
    overrides = ["objective.formula='-x**3'", "objective.domain={x = [-2, 2]}", "start.x=2"]
    (scene,) = last_pictures(load_scenario(case("wall"), overrides), ["meaning"])
    assert isinstance(scene, CurveMeaning)
    curve = scene.stage.curve
    room = float(curve.box.right - curve.foot(2.0)[0])
    assert room > 0.8


def test_a_domain_with_room_enough_stays_as_it_is() -> None:
    domain = {"x": (0.0, 10.0), "y": (0.0, 1.0)}
    assert with_room(domain, np.array([5.0, 0.5]), np.array([0.2, -0.2])) == domain
    wider = with_room(domain, np.array([10.0, 0.0]), np.array([0.2, -0.5]))
    assert wider == {"x": (0.0, pytest.approx(12.5)), "y": (pytest.approx(-1.0), 1.0)}
