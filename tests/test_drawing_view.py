"""Where a point of a 3D space lands on the screen."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradreel.scenarios.arrays import Array
from gradreel.scenes.drawing.view import View
from tests.spaces import (
    DOWNWARD,
    FRAME,
)

NUMBERS = st.floats(-2, 2)
POINTS = st.lists(st.tuples(NUMBERS, NUMBERS, NUMBERS), min_size=1, max_size=6).map(np.array)
VIEWS = st.builds(
    View,
    azimuth=st.floats(-7, 7),
    elevation=st.floats(-1.5, 1.5),
    distance=st.floats(6, 20),
    scale=st.floats(0.5, 5),
    center=st.tuples(st.floats(-3, 3), st.floats(-2, 2)),
    target=st.tuples(NUMBERS, NUMBERS, st.floats(0, 1)),
)


@pytest.mark.parametrize(
    ("view", "point", "screen"),
    [
        (DOWNWARD, (1.0, 2.0, 0.0), (1.0, 2.0)),
        (DOWNWARD, (1.0, 2.0, 4.5), (2.0, 4.0)),
        (DOWNWARD, (1.0, 2.0, -9.0), (0.5, 1.0)),
        (View(azimuth=0.0, elevation=0.0, scale=2.0), (0.0, 1.0, 3.0), (2.0, 6.0)),
        (View(azimuth=np.pi, elevation=0.0, scale=2.0), (0.0, 1.0, 3.0), (-2.0, 6.0)),
        (View(target=(1.0, 2.0, 3.0), center=(-4.0, 0.5)), (1.0, 2.0, 3.0), (-4.0, 0.5)),
    ],
)
def test_a_point_lands_where_a_pinhole_camera_puts_it(
    view: View, point: tuple[float, float, float], screen: tuple[float, float]
) -> None:
    assert view.project(np.array(point)) == pytest.approx([*screen, 0.0])


@given(VIEWS, POINTS, st.floats(0, 0.5))
def test_clip_coordinates_divide_to_screen_points(view: View, points: Array, lift: float) -> None:
    clip = view.to_clip(points, FRAME, lift)
    screen = clip[:, :2] / clip[:, 3:] * np.array(FRAME) / 2
    assert screen == pytest.approx(view.project(points)[:, :2])


@given(VIEWS, POINTS, st.floats(0.001, 0.5))
def test_a_lift_brings_points_nearer_and_moves_them_nowhere_else(
    view: View, points: Array, lift: float
) -> None:
    flat, lifted = view.to_clip(points, FRAME), view.to_clip(points, FRAME, lift)
    assert np.array_equal(flat[:, [0, 1, 3]], lifted[:, [0, 1, 3]])
    nearer = view.to_clip(points + lift * view.toward_eye, FRAME)
    assert lifted[:, 2] / lifted[:, 3] == pytest.approx(nearer[:, 2] / nearer[:, 3])
    assert (lifted[:, 2] / lifted[:, 3] < flat[:, 2] / flat[:, 3]).all()


@given(VIEWS, st.floats(-2, 2), st.floats(-2, 2))
def test_what_is_nearer_has_less_depth(view: View, one: float, other: float) -> None:
    toward = np.array([[one], [other]]) * view.toward_eye + view.target
    clip = view.to_clip(toward, FRAME)
    depth = clip[:, 2] / clip[:, 3]
    assert np.abs(depth).max() < 1.0
    if one > other + 1e-6:
        assert depth[0] < depth[1]


@given(VIEWS, st.lists(st.tuples(NUMBERS, NUMBERS, NUMBERS), min_size=2, max_size=6).map(np.array))
def test_a_fitted_view_fills_its_rectangle(view: View, points: Array) -> None:
    bare = view.moved(scale=1.0).project(points)[:, :2]
    if np.ptp(bare, axis=0).max() < 1e-6 or np.ptp(bare, axis=0).min() < 1e-9:
        return
    low, high = np.array([-4.0, -2.0]), np.array([3.0, 2.5])
    screen = view.fitted(points, (-4.0, -2.0), (3.0, 2.5)).project(points)[:, :2]
    assert (screen.min(axis=0) >= low - 1e-6).all()
    assert (screen.max(axis=0) <= high + 1e-6).all()
    assert (screen.min(axis=0) + screen.max(axis=0)) / 2 == pytest.approx((low + high) / 2)
    assert (np.ptp(screen, axis=0) / (high - low)).max() == pytest.approx(1.0)
