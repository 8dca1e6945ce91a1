"""What hides what in a 3D space, in which colours it is seen, and where."""

from __future__ import annotations

import numpy as np
import pytest

from gradreel.scenes import theme
from gradreel.scenes.drawing.items import Arrow, Balls, Camera3D, Item, Stroke, Strokes
from gradreel.scenes.drawing.outline import AMBIENT, DIFFUSE
from gradreel.scenes.drawing.painter import Painter
from tests.spaces import (
    DOWNWARD,
    FRAME,
    HEIGHT,
    SLANTED,
    UNIT,
    WIDTH,
    at,
    hill,
    plate,
    whole,
)


@pytest.fixture(scope="module")
def painter() -> Painter:
    return Painter(WIDTH, HEIGHT)


@pytest.fixture
def above() -> Camera3D:
    return Camera3D(DOWNWARD)


# Depth


def test_a_ball_is_hidden_behind_a_sheet_and_seen_before_it(
    painter: Painter, above: Camera3D
) -> None:
    sheet = plate(above)
    behind = Balls(above, np.array([0.3, 0.2, -1.0]), "#FF0000", 0.3)
    before = Balls(above, np.array([0.3, 0.2, 1.0]), "#FF0000", 0.3)
    bare = whole(painter, sheet)
    assert np.array_equal(whole(painter, sheet, behind), bare)
    assert np.array_equal(whole(painter, behind, sheet), bare)
    red, green, _, alpha = at(whole(painter, sheet, before), 0.3, 0.2)
    assert red > 200 > green + 100
    assert alpha == 255


def test_a_stroke_through_a_sheet_is_seen_where_it_is_before_it(
    painter: Painter, above: Camera3D
) -> None:
    needle = Stroke(above, np.array([[-2.0, 1, -0.7], [2, 1, 0.7]]), "#00FF00", 20.0, lift=0.0)
    frame = whole(painter, plate(above), needle)
    green = [x for x in np.linspace(-1.9, 1.9, 60) if at(frame, x, 1.0 + 0.01 * x)[1] > 240]
    assert min(green) == pytest.approx(0.0, abs=0.1)
    assert max(green) == pytest.approx(1.9)


def test_what_lies_on_a_sheet_is_seen_whatever_the_order(painter: Painter) -> None:
    eye = Camera3D(SLANTED)
    sheet = hill(eye)
    line = Stroke(eye, sheet.points.reshape(25, 25, 3)[3], "#FF0000", 12.0)
    frames = [whole(painter, sheet, line), whole(painter, line, sheet)]
    assert np.array_equal(frames[0], frames[1])
    for point in eye.view.project(line.points[1:-1]):
        assert at(frames[0], point[0], point[1])[0] > 200


def test_a_near_sheet_hides_a_far_one_whatever_the_order(painter: Painter, above: Camera3D) -> None:
    near, far = plate(above, 0.5), plate(above, -0.5, 2.0, ramp=np.full((2, 3), 0.9))
    alone = whole(painter, near)
    assert np.array_equal(whole(painter, near, far), alone)
    assert np.array_equal(whole(painter, far, near), alone)


def test_what_is_behind_a_translucent_sheet_shines_through(
    painter: Painter, above: Camera3D
) -> None:
    ball = Balls(above, np.array([0.3, 0.2, -2.0]), "#FF0000", 0.4)
    x, y = above.view.project(ball.points[0])[:2]
    opaque, through = plate(above), plate(above)
    through.set_opacity(0.5)
    grey = at(whole(painter, opaque), x, y)[0]
    bare = at(whole(painter, ball), x, y)
    seen = at(whole(painter, through, ball), x, y)
    assert seen[0] == pytest.approx((grey + bare[0]) / 2, abs=3)
    assert seen[1] == pytest.approx((grey + bare[1]) / 2, abs=3)
    assert at(whole(painter, through), x, y)[3] == pytest.approx(127, abs=2)


def test_the_later_of_two_strokes_is_drawn_over_the_earlier(
    painter: Painter, above: Camera3D
) -> None:
    red = Stroke(above, np.array([[-2.0, 0, 0.1], [2, 0, 0.1]]), "#FF0000", 20.0)
    blue = Stroke(above, np.array([[0.0, -2, 0], [0, 2, 0]]), "#0000FF", 20.0)
    assert at(whole(painter, red, blue), 0, 0) == [0, 0, 255, 255]
    assert at(whole(painter, blue, red), 0, 0) == [255, 0, 0, 255]


# Colours


def test_a_sheet_is_dark_where_it_is_low_and_light_where_it_is_high(
    painter: Painter, above: Camera3D
) -> None:
    frame = whole(painter, plate(above, ramp=theme.colors().ramp))
    lit = AMBIENT + DIFFUSE
    brightness = []
    for x in np.linspace(-2.8, 2.8, 15):
        pixel = at(frame, x, 0.7)
        share = ((int(WIDTH / 2 + x * UNIT) + 0.5 - WIDTH / 2) / UNIT + 3.0) / 6.0
        expected = np.minimum(theme.colors().ramp[round(share * 255)] * lit, 1.0) * 255
        assert pixel[:3] == pytest.approx(expected.tolist(), abs=3)
        brightness.append(0.2126 * pixel[0] + 0.7152 * pixel[1] + 0.0722 * pixel[2])
    assert np.diff(brightness).min() > 2


def test_the_ramp_grows_lighter_all_the_way() -> None:
    assert np.diff(theme.colors().ramp @ [0.2126, 0.7152, 0.0722]).min() > 0
    assert theme.colors().ramp_color(-1.0) == theme.colors().ramp_color(0.0) == "#1C2457"
    assert theme.colors().ramp_color(2.0) == theme.colors().ramp_color(1.0) == "#D4D9A3"


def test_grid_lines_stand_at_whole_cells(painter: Painter, above: Camera3D) -> None:
    frame = whole(painter, plate(above, cells=(4.0, 2.0)))
    across = frame[int(HEIGHT / 2 - 1.0 * UNIT), :, 0].astype(int)
    inner = across[WIDTH // 2 - 55 : WIDTH // 2 + 55]
    bright = np.flatnonzero(inner > np.median(inner) + 10) + WIDTH // 2 - 55
    lines = WIDTH / 2 + np.array([-1.5, 0.0, 1.5]) * UNIT
    nearest = np.abs(bright[:, None] + 0.5 - lines).min(axis=1)
    assert nearest.max() < 1.0
    assert {int(np.abs(b + 0.5 - lines).argmin()) for b in bright} == {0, 1, 2}


def test_slopes_are_darker_than_what_faces_the_eye_and_alike_on_either_side(
    painter: Painter, above: Camera3D
) -> None:
    left, flat, right = (
        at(whole(painter, plate(above, tilt=tilt)), 0.4, 0.4)[0] for tilt in (0.6, 0.0, -0.6)
    )
    assert flat > left
    assert abs(left - right) <= 1


@pytest.mark.parametrize("opacity", [0.25, 0.5])
def test_opacity_makes_every_item_translucent(
    painter: Painter, above: Camera3D, opacity: float
) -> None:
    for item in _one_of_each(above):
        item.set_opacity(opacity)
        alpha = at(whole(painter, item), 0, 0)[3]
        # A sheet's grid line or outline does not add to it, and nothing is drawn twice.
        assert alpha == pytest.approx(255 * opacity, abs=2), type(item).__name__
        assert not whole(painter, item.set_opacity(0.0)).any()


def _one_of_each(eye: Camera3D) -> list[Item]:
    ends = np.array([[-1.0, 0, 0], [1, 0, 0]])
    return [
        plate(eye),
        Stroke(eye, ends, "#FFFFFF", 20.0),
        Strokes(eye, ends, "#FFFFFF", 20.0),
        Balls(eye, np.zeros(3), "#FFFFFF", 0.4),
        Arrow(eye, ends[0], ends[1], "#FFFFFF", 20.0),
    ]


# The picture's place


def _many(eye: Camera3D) -> list[list[Item]]:
    rng = np.random.default_rng(3)
    wild = rng.normal(size=(12, 3)) * (4.0, 3.0, 0.3)
    return [
        [hill(eye)],
        [Balls(eye, wild, "#FFEE00", 0.3)],
        [Stroke(eye, wild, "#FFEE00", 12.0), hill(eye)],
        [Strokes(eye, wild, "#FFEE00", 3.0), Arrow(eye, wild[0], wild[1], "#FF0000")],
        [Arrow(eye, np.zeros(3), np.array([0.0, 0.9, 0.4]), "#FF0000", 14.0)],
        [Balls(eye, np.zeros(3), "#FF0000", 0.02)],
        [],
    ]


@pytest.mark.parametrize("index", range(7))
def test_only_what_is_empty_is_left_out_of_the_picture(
    painter: Painter, above: Camera3D, index: int
) -> None:
    items = _many(Camera3D(SLANTED))[index]
    # Too faint to be seen, and in all corners: nothing of the frame can be left out.
    corners = np.array([(x, y, 0.0) for x in (-8, 8) for y in (-4.5, 4.5)])
    faint = Balls(above, corners, "#000000", 0.1, opacity=1e-4)
    painter.paint([], FRAME[0])
    (picture,) = painter.paint([*items, faint], FRAME[0])
    assert picture.pixels.shape == (HEIGHT, WIDTH, 4)
    assert np.array_equal(whole(painter, *items), whole(painter, *items, faint))


def test_a_picture_holds_nothing_of_the_one_before(painter: Painter, above: Camera3D) -> None:
    dot = Balls(above, np.array([1.0, 1.0, 0.0]), "#FF0000", 0.2)
    fresh = whole(painter, dot)
    whole(painter, plate(above, z=0.9, half=9.0))
    assert np.array_equal(whole(painter, dot), fresh)
    assert not whole(painter).any()


def test_a_small_item_makes_a_small_picture(painter: Painter, above: Camera3D) -> None:
    (picture,) = painter.paint([Balls(above, np.array([1.0, 1.0, 0.0]), "#FF0000", 0.2)], FRAME[0])
    assert picture.pixels.shape[0] <= 2 * (0.2 * UNIT + 3)
    assert picture.pixels.shape[1] <= 2 * (0.2 * UNIT + 3)


@pytest.mark.parametrize("x", [-100.0, 100.0, 8.6])
def test_what_is_outside_of_the_frame_is_not_drawn(
    painter: Painter, above: Camera3D, x: float
) -> None:
    beside, below = np.array([x, 0.0, 0.0]), np.array([0.0, x, 0.0])
    assert not whole(painter, Balls(above, np.array([beside, below]), "#FF0000", 0.3)).any()


def test_a_sheet_larger_than_the_frame_fills_it(painter: Painter, above: Camera3D) -> None:
    assert (whole(painter, plate(above, half=12.0))[..., 3] == 255).all()


def test_a_sheet_is_uncovered_row_by_row(painter: Painter, above: Camera3D) -> None:
    sheet = plate(above)
    for revealed in (0.0, 0.25, 0.5, 0.75, 1.0):
        sheet.revealed = (0.0, revealed)
        covered = whole(painter, sheet)[..., 3].sum() / 255
        edge = 2 * 6 * UNIT * (1 + revealed) if revealed else 0.0
        assert revealed * (6 * UNIT) ** 2 - 1e-9 <= covered <= revealed * (6 * UNIT) ** 2 + edge
    sheet.revealed = (0.0, 0.5)
    frame = whole(painter, sheet)
    assert (at(frame, 0, -0.2)[3], at(frame, 0, 0.2)[3]) == (255, 0)
