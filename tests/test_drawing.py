"""Pictures of 3D spaces, and 2D scenes drawn the same as by manim's own camera."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from manim import (
    BLUE,
    DOWN,
    LEFT,
    RED,
    RIGHT,
    UP,
    CairoRenderer,
    Camera,
    Circle,
    Dot,
    FadeIn,
    FadeOut,
    Line,
    Mobject,
    PointCloudDot,
    Rotate,
    Scene,
    Square,
    Transform,
    Triangle,
    VGroup,
    VMobject,
    tempconfig,
)
from numpy.typing import NDArray

from scenes import theme
from scenes.drawing.camera import StageCamera, StageRenderer
from scenes.drawing.items import Arrow, Balls, Camera3D, Item, Sheet, Stroke, Strokes
from scenes.drawing.outline import AMBIENT, DIFFUSE, LIGHT, _edges, outline
from scenes.drawing.painter import Painter
from scenes.drawing.sprites import triangles
from scenes.drawing.view import View
from scenes.parts.motion import moving
from scenes.parts.plot import Plot, discs, polyline
from scenes.parts.text import Counter, maths, words
from scenes.parts.typeset import Array

Picture = NDArray[np.uint8]

WIDTH, HEIGHT, UNIT = 320, 180, 20  # pixels, pixels, pixels a screen unit
FRAME = (WIDTH / UNIT, HEIGHT / UNIT)
# Straight down: x of the space is to the right of the screen, y up, z toward the eye.
DOWNWARD = View(azimuth=-np.pi / 2, elevation=np.pi / 2, scale=1.0)
SLANTED = View(azimuth=-1.0, elevation=0.5, scale=1.6, target=(0.0, 0.0, 0.3))
GREY = np.full((4, 3), 0.5)


@pytest.fixture(scope="module")
def painter() -> Painter:
    return Painter(WIDTH, HEIGHT)


@pytest.fixture
def above() -> Camera3D:
    return Camera3D(DOWNWARD)


def whole(painter: Painter, *items: Item) -> Picture:
    """The items' picture in its place in the frame, (180, 320, 4)."""
    picture = painter.paint(items, FRAME[0])
    frame = np.zeros((HEIGHT, WIDTH, 4), dtype=np.uint8)
    rows, columns = picture.pixels.shape[:2]
    assert picture.left + columns <= WIDTH
    assert picture.top + rows <= HEIGHT
    frame[picture.top : picture.top + rows, picture.left : picture.left + columns] = picture.pixels
    return frame


def at(frame: Picture, x: float, y: float) -> list[int]:
    """The pixel at a place of the screen."""
    return [int(v) for v in frame[int(HEIGHT / 2 - y * UNIT), int(WIDTH / 2 + x * UNIT)]]


def plate(
    eye: Camera3D,
    z: float = 0.0,
    half: float = 3.0,
    ramp: Array = GREY,
    cells: tuple[float, float] = (1.0, 1.0),
    tilt: float = 0.0,
) -> Sheet:
    """A square sheet about the origin, its heights (for the colours) growing with x."""
    side = np.linspace(-half, half, 13)
    x, y = np.meshgrid(side, side)
    points = np.stack([x, y, z + tilt * x], axis=-1)
    return Sheet(eye, points, (x + half) / (2 * half), ramp, cells)


def hill(eye: Camera3D) -> Sheet:
    side = np.linspace(-1.5, 1.5, 25)
    x, y = np.meshgrid(side, side)
    height = 1.5 * np.exp(-2 * (x**2 + y**2))
    return Sheet(eye, np.stack([x, y, height], axis=-1), height / 1.5, theme.RAMP, (6.0, 6.0))


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
    frame = whole(painter, plate(above, ramp=theme.RAMP))
    lit = AMBIENT + DIFFUSE * LIGHT[2]
    brightness = []
    for x in np.linspace(-2.8, 2.8, 15):
        pixel = at(frame, x, 0.7)
        share = ((int(WIDTH / 2 + x * UNIT) + 0.5 - WIDTH / 2) / UNIT + 3.0) / 6.0
        expected = np.minimum(theme.RAMP[round(share * 255)] * lit, 1.0) * 255
        assert pixel[:3] == pytest.approx(expected.tolist(), abs=3)
        brightness.append(0.2126 * pixel[0] + 0.7152 * pixel[1] + 0.0722 * pixel[2])
    assert np.diff(brightness).min() > 2


def test_the_ramp_grows_lighter_all_the_way() -> None:
    assert np.diff(theme.RAMP @ [0.2126, 0.7152, 0.0722]).min() > 0
    assert theme.ramp_color(-1.0) == theme.ramp_color(0.0) == "#1C2457"
    assert theme.ramp_color(2.0) == theme.ramp_color(1.0) == "#D4D9A3"


def test_grid_lines_stand_at_whole_cells(painter: Painter, above: Camera3D) -> None:
    frame = whole(painter, plate(above, cells=(4.0, 2.0)))
    across = frame[int(HEIGHT / 2 - 1.0 * UNIT), :, 0].astype(int)
    inner = across[WIDTH // 2 - 55 : WIDTH // 2 + 55]
    bright = np.flatnonzero(inner > np.median(inner) + 10) + WIDTH // 2 - 55
    lines = WIDTH / 2 + np.array([-1.5, 0.0, 1.5]) * UNIT
    nearest = np.abs(bright[:, None] + 0.5 - lines).min(axis=1)
    assert nearest.max() < 1.0
    assert {int(np.abs(b + 0.5 - lines).argmin()) for b in bright} == {0, 1, 2}


def test_a_slope_turned_to_the_light_is_lighter(painter: Painter, above: Camera3D) -> None:
    left, flat, right = (
        at(whole(painter, plate(above, tilt=tilt)), 0.4, 0.4)[0] for tilt in (0.6, 0.0, -0.6)
    )
    assert left > flat > right


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
    assert painter.paint([*items, faint], FRAME[0]).pixels.shape == (HEIGHT, WIDTH, 4)
    assert np.array_equal(whole(painter, *items), whole(painter, *items, faint))


def test_a_picture_holds_nothing_of_the_one_before(painter: Painter, above: Camera3D) -> None:
    dot = Balls(above, np.array([1.0, 1.0, 0.0]), "#FF0000", 0.2)
    fresh = whole(painter, dot)
    whole(painter, plate(above, z=0.9, half=9.0))
    assert np.array_equal(whole(painter, dot), fresh)
    assert not whole(painter).any()


def test_a_small_item_makes_a_small_picture(painter: Painter, above: Camera3D) -> None:
    picture = painter.paint([Balls(above, np.array([1.0, 1.0, 0.0]), "#FF0000", 0.2)], FRAME[0])
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
        sheet.revealed = revealed
        covered = whole(painter, sheet)[..., 3].sum() / 255
        edge = 2 * 6 * UNIT * (1 + revealed) if revealed else 0.0
        assert revealed * (6 * UNIT) ** 2 - 1e-9 <= covered <= revealed * (6 * UNIT) ** 2 + edge
    sheet.revealed = 0.5
    frame = whole(painter, sheet)
    assert (at(frame, 0, -0.2)[3], at(frame, 0, 0.2)[3]) == (255, 0)


# Shapes


def _coordinates(start: Array, end: Array) -> tuple[Array, Array, float]:
    """Of every pixel's centre, in pixels: how far along a line, how far from it; its length."""
    y, x = np.mgrid[:HEIGHT, :WIDTH] + 0.5
    places = np.stack([x - WIDTH / 2, HEIGHT / 2 - y], axis=-1) - start * UNIT
    length = float(np.linalg.norm(end - start) * UNIT)
    ahead = (end - start) * UNIT / length
    return places @ ahead, np.abs(places @ [-ahead[1], ahead[0]]), length


@pytest.mark.parametrize("angle", [0.0, 0.3, 0.8, np.pi / 2, 2.0, 4.0])
@pytest.mark.parametrize("kind", [Stroke, Strokes])
def test_a_stroke_covers_its_width_and_no_more(
    painter: Painter, above: Camera3D, kind: type[Stroke] | type[Strokes], angle: float
) -> None:
    end = 2.5 * np.array([np.cos(angle), np.sin(angle), 0.0])
    thickness = 30.0  # six pixels
    alpha = whole(painter, kind(above, np.array([-end, end]), "#FFFFFF", thickness))[..., 3]
    along, aside, length = _coordinates(-end[:2], end[:2])
    within = (along > 1) & (along < length - 1) & (aside < 3 - 1)
    outside = (along < -1) | (along > length + 1) | (aside > 3 + 1)
    assert alpha[within].min() > 250
    assert alpha[outside].max() == 0
    assert alpha.sum() / 255 == pytest.approx(6 * length, rel=0.05)


@pytest.mark.parametrize("angle", [0.0, 0.3, 0.8, np.pi / 2, 2.0, 4.0])
def test_an_arrow_has_a_shaft_and_a_head_that_ends_at_its_tip(
    painter: Painter, above: Camera3D, angle: float
) -> None:
    end = 3.0 * np.array([np.cos(angle), np.sin(angle), 0.0])
    alpha = whole(painter, Arrow(above, -end / 3, end, "#FFFFFF", 25.0))[..., 3]
    along, aside, length = _coordinates(-end[:2] / 3, end[:2])
    head, wing = 3.6 * 5.0, 1.7 * 5.0
    half = np.where(along < length - head, 2.5, wing * (length - along) / head)
    within = (along > 1) & (along < length - 2) & (aside < half - 1)
    outside = (along < -1) | (along > length + 1) | (aside > half + 1.5)
    near_neck = np.abs(along - (length - head)) < 1.5
    assert alpha[within & ~near_neck].min() > 250
    assert alpha[outside & ~near_neck].max() == 0
    assert alpha.sum() / 255 == pytest.approx(5 * (length - head) + wing * head, rel=0.05)


def test_a_short_arrow_still_has_a_shaft(painter: Painter, above: Camera3D) -> None:
    alpha = whole(painter, Arrow(above, np.zeros(3), np.array([0.5, 0, 0]), "#FFFFFF"))[..., 3]
    columns = np.flatnonzero(alpha.any(axis=0))
    assert columns.min() == pytest.approx(WIDTH / 2, abs=1)
    assert columns.max() == pytest.approx(WIDTH / 2 + 0.5 * UNIT, abs=1)


@pytest.mark.parametrize("place", [(0.0, 0.0), (1.3, -0.77), (-6.1, 3.2)])
def test_a_ball_is_a_disc_about_its_place(
    painter: Painter, above: Camera3D, place: tuple[float, float]
) -> None:
    alpha = whole(painter, Balls(above, np.array([*place, 0.0]), "#FFFFFF", 0.4))[..., 3]
    y, x = np.mgrid[:HEIGHT, :WIDTH] + 0.5
    away = np.hypot(x - WIDTH / 2 - place[0] * UNIT, HEIGHT / 2 - y - place[1] * UNIT)
    assert alpha[away < 7].min() == 255
    assert alpha[away > 9].max() == 0
    assert alpha.sum() / 255 == pytest.approx(np.pi * 8**2, rel=0.02)


def test_a_stroke_keeps_its_width_round_a_bend(painter: Painter, above: Camera3D) -> None:
    turn = np.linspace(0, np.pi, 60)
    arc = 2 * np.stack([np.cos(turn), np.sin(turn), 0 * turn], axis=1)
    alpha = whole(painter, Stroke(above, arc, "#FFFFFF", 20.0))[..., 3]
    y, x = np.mgrid[:HEIGHT, :WIDTH] + 0.5
    away = np.abs(np.hypot(x - WIDTH / 2, HEIGHT / 2 - y) - 2 * UNIT)
    upper = (HEIGHT / 2 - y) > 1
    assert alpha[upper & (away < 1)].min() > 250
    assert alpha[upper & (away > 3)].max() == 0


@pytest.mark.parametrize("drawn", [0.0, 0.2, 0.5, 1.0])
def test_a_stroke_is_drawn_up_to_a_share_of_its_length(above: Camera3D, drawn: float) -> None:
    stroke = Stroke(above, np.array([[0.0, 0, 0], [1, 0, 0], [1, 0, 0], [1, 3, 0]]), "#FFFFFF")
    stroke.drawn = drawn
    seen = stroke.visible()
    assert np.linalg.norm(np.diff(seen, axis=0), axis=1).sum() == pytest.approx(4 * drawn)
    assert seen[-1] == pytest.approx(
        {0.0: [0, 0, 0], 0.2: [0.8, 0, 0], 0.5: [1, 1, 0]}.get(drawn, [1, 3, 0])
    )


def _degenerate(eye: Camera3D) -> list[Item]:
    same, none = np.ones((4, 3)), np.empty((0, 3))
    half_drawn = Stroke(eye, same, "#FFFFFF")
    half_drawn.drawn = 0.5
    return [
        Stroke(eye, none, "#FFFFFF"),
        Stroke(eye, same[:1], "#FFFFFF"),
        Stroke(eye, same, "#FFFFFF"),
        half_drawn,
        Stroke(eye, np.array([[0.0, 0, 0], [1, 0, 0], [0, 0, 0]]), "#FFFFFF"),
        Strokes(eye, none, "#FFFFFF"),
        Strokes(eye, same, "#FFFFFF"),
        Balls(eye, none, "#FFFFFF"),
        Balls(eye, same, "#FFFFFF", 0.0),
        Arrow(eye, same[0], same[0], "#FFFFFF"),
        # Straight toward the eye.
        Arrow(eye, np.zeros(3), eye.view.toward_eye, "#FFFFFF"),
        Sheet(eye, np.zeros((3, 3, 3)), np.zeros(9), GREY, (1.0, 1.0)),
    ]


@pytest.mark.parametrize("index", range(12))
@pytest.mark.filterwarnings("error")
def test_degenerate_items_are_drawn_without_a_nan(painter: Painter, index: int) -> None:
    item = _degenerate(Camera3D(DOWNWARD))[index]
    if isinstance(item, Sheet):
        assert np.isfinite(item.normals()).all()
        assert np.isfinite(outline(item, FRAME, UNIT)).all()
    else:
        assert np.isfinite(triangles(item, FRAME, UNIT)).all()
    assert whole(painter, item).shape == (HEIGHT, WIDTH, 4)


def test_places_without_a_loss_are_gaps(painter: Painter, above: Camera3D) -> None:
    points = np.array([[-3.0, 0, 0], [-1, 0, 0], [0, 0, np.nan], [1, 0, 0], [2, 0, 0], [3, 0, 0]])
    line = whole(painter, Stroke(above, points, "#FFFFFF", 20.0))
    assert [at(line, x, 0)[3] for x in (-0.5, 0.0, 0.5, 2.5)] == [0, 0, 0, 255]
    dots = whole(painter, Balls(above, points, "#FFFFFF", 0.2))
    assert [at(dots, x, 0)[3] for x in (-3, -1, 0, 1, 2)] == [255, 255, 0, 255, 255]
    arrow = Arrow(above, points[0], points[2], "#FFFFFF")
    assert not whole(painter, arrow).any()


# Outlines of sheets


@pytest.mark.parametrize(("rows", "columns"), [(2, 2), (2, 5), (4, 3), (51, 51)])
def test_every_edge_of_a_grid_knows_its_faces(rows: int, columns: int) -> None:
    pairs, faces = _edges(rows, columns)
    assert len(pairs) == rows * (columns - 1) + columns * (rows - 1)
    assert len({tuple(sorted(pair)) for pair in pairs.tolist()}) == len(pairs)
    assert ((faces < 0).sum(axis=1) <= 1).all()
    assert (faces < 0).sum() == 2 * (rows - 1) + 2 * (columns - 1)
    for pair, beside in zip(pairs.tolist(), faces.tolist(), strict=True):
        for face in beside:
            if face >= 0:
                row, column = divmod(face, columns - 1)
                corners = {(row + i) * columns + column + j for i in (0, 1) for j in (0, 1)}
                assert set(pair) <= corners


def test_a_plate_is_outlined_at_its_border_alone(above: Camera3D) -> None:
    corners = outline(plate(above), FRAME, UNIT).reshape(-1, 6, 11)
    assert len(corners) == 4 * 12
    middles = corners[..., :2].mean(axis=1) * np.array(FRAME) / 2
    assert np.abs(middles).max(axis=1) == pytest.approx(np.full(48, 3.0))


def test_a_hill_is_outlined_where_it_turns_away() -> None:
    eye = Camera3D(SLANTED.moved(elevation=0.15))
    inner = len(outline(hill(eye), FRAME, UNIT)) / 6 - 4 * 24
    assert inner > 5
    eye.view = DOWNWARD
    assert len(outline(hill(eye), FRAME, UNIT)) / 6 == 4 * 24


def test_the_border_of_a_sheet_is_smooth(painter: Painter) -> None:
    alpha = whole(painter, plate(Camera3D(SLANTED), half=1.0))[..., 3]
    between = (alpha > 20) & (alpha < 235)
    # Some softened pixel in nearly every column that the tilted border crosses.
    assert between.any(axis=0).sum() > 0.8 * alpha.any(axis=0).sum()


# Views

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


# The camera, against manim's own


Story = Callable[[Scene], None]


def _frames(story: Story, renderer: type[CairoRenderer], camera: type[Camera]) -> Picture:
    """Every frame of a scene, (n, 240, 426, 4)."""
    frames: list[Any] = []

    class Recording(renderer):  # type: ignore[misc, valid-type]
        def add_frame(self, frame: Any, num_frames: int = 1) -> None:
            self.time += num_frames / self.camera.frame_rate
            frames.append(frame.copy())

    class Told(Scene):
        def construct(self) -> None:
            story(self)

    with tempconfig(
        {
            "dry_run": True,
            "disable_caching": True,
            "progress_bar": "none",
            "frame_rate": 10,
            "pixel_width": 426,
            "pixel_height": 240,
            "frame_width": 8.0 * 426 / 240,
        }
    ):
        Told(renderer=Recording(camera_class=camera)).render()
    return np.array(frames)


def _alike(story: Story) -> Picture:
    """Draw a scene with both cameras; every frame is the same up to rounding, none is blank."""
    stock = _frames(story, CairoRenderer, Camera)
    ours = _frames(story, StageRenderer, StageCamera)
    assert len(stock) == len(ours)
    assert stock.max(axis=(1, 2, 3)).min() > 50
    assert np.abs(stock.astype(int) - ours).max() <= 2
    return ours


def _circles(scene: Scene) -> VGroup:
    rng = np.random.default_rng(0)
    circles = VGroup()
    for index in range(12):
        circle = Circle(
            radius=rng.uniform(0.3, 1.5),
            stroke_color=RED,
            stroke_width=rng.uniform(0, 10),
            stroke_opacity=0.7,
            fill_color=theme.RUNS[index % 6],
            fill_opacity=0.4,
        )
        place = (rng.uniform(-5, 5), rng.uniform(-3, 3), 0.0)
        circles.add(circle.move_to(place).set_z_index(index % 3))
    scene.add(*circles)
    return circles


def translucent_shapes(scene: Scene) -> None:
    _circles(scene)
    square = Square(color=BLUE, fill_opacity=0.5)
    scene.play(FadeIn(square), run_time=0.6)
    triangle = Triangle(fill_opacity=0.7, color=theme.HERE).shift(2 * RIGHT)
    scene.play(Transform(square, triangle), run_time=0.6)
    scene.wait(0.4)
    scene.play(Rotate(square, 1.0), FadeOut(scene.mobjects[0]), run_time=0.6)


def text_and_plots(scene: Scene) -> None:
    plot = Plot((-2.0, 2.0), (-1.0, 5.0), (-5.0, -2.0), (4.0, 4.0), ("x", "f(x)"))
    x = np.linspace(-2, 2, 60)
    scene.add(plot, plot.curve(x, x**2, theme.LOSS))
    scene.add(words("Hello, gradient", 0.5).shift(2 * UP), maths("frac(x^2, sqrt(2))"))
    value = Counter("0", 0.5, theme.HERE).shift(3 * RIGHT)
    marks = discs(plot.at(x[::6], x[::6] ** 2), 0.08, theme.DATA, 0.8)
    scene.play(FadeIn(value, marks), run_time=0.4)

    def count(share: float) -> None:
        value.write(f"{share:.2f}")

    scene.play(moving(value, count, run_time=0.8))


def things_pass_behind_and_before(scene: Scene) -> None:
    low = [Circle(1.0, color=RED, fill_opacity=0.6).shift(i * RIGHT) for i in range(3)]
    high = [Square(1.0, color=BLUE, fill_opacity=0.6).shift(i * LEFT) for i in range(3)]
    line = polyline(np.array([[-4.0, 0, 0], [4, 1, 0]]), theme.INK, 6.0)
    dot = Dot(radius=0.4, color=theme.HERE).shift(4 * LEFT)
    for mobject, z in zip([*low, dot, line, *high], [0, 0, 0, 1, 1, 2, 2, 2], strict=True):
        scene.add(mobject.set_z_index(z))
    scene.play(dot.animate.shift(8 * RIGHT), run_time=1.0)
    scene.play(dot.animate.set_z_index(3).shift(4 * LEFT), low[1].animate.shift(UP), run_time=0.8)


def _in_two_colors(shape: VMobject) -> VMobject:
    return shape.set_fill([RED, BLUE])  # type: ignore[arg-type]


def gradients_and_point_clouds(scene: Scene) -> None:
    circle = _in_two_colors(Circle(2.0, fill_opacity=1.0)).shift(2 * LEFT)
    square = Square(2.0, stroke_width=3.0).set_stroke(RED, 12.0, background=True)
    cloud = PointCloudDot(radius=1.0, color=BLUE).shift(2 * UP)
    scene.add(circle, square, cloud, Line(DOWN, UP))
    dot = Dot(radius=0.3).shift(3 * LEFT)
    scene.play(dot.animate.shift(6 * RIGHT), run_time=0.8)


@pytest.mark.parametrize(
    "story",
    [
        translucent_shapes,
        text_and_plots,
        things_pass_behind_and_before,
        gradients_and_point_clouds,
    ],
)
def test_a_scene_looks_as_manims_own_camera_draws_it(story: Story) -> None:
    frames = _alike(story)
    assert np.abs(np.diff(frames.astype(int), axis=0)).max(axis=(1, 2, 3)).max() > 50


def _shift_points(group: VGroup) -> None:
    group[0].points += (0.5, 0.25, 0.0)


def _color(group: VGroup) -> None:
    group[0].set_fill(theme.LOSS)


def _opacity(group: VGroup) -> None:
    group[0].set_opacity(0.2)


def _stroke_width(group: VGroup) -> None:
    group[0].set_stroke(width=12.0)


def _behind(group: VGroup) -> None:
    group[0].set_stroke(width=20.0, background=True)


def _replace(group: VGroup) -> None:
    group.submobjects[0] = Square(0.7, color=BLUE, fill_opacity=1.0)


def _reorder(group: VGroup) -> None:
    group[0].set_z_index(5)


def _remove(group: VGroup) -> None:
    group.remove(group[1])


def _sheen(group: VGroup) -> None:
    group[2].set_sheen_direction(UP)


def _one_rgba_in_place(group: VGroup) -> None:
    group[0].fill_rgbas[0, :3] = (0.1, 0.9, 0.2)


CHANGES = [
    *(_shift_points, _color, _opacity, _stroke_width, _behind, _replace, _reorder, _remove),
    *(_sheen, _one_rgba_in_place),
]


@pytest.fixture
def cameras() -> Iterator[tuple[Camera, StageCamera]]:
    """manim's camera and ours, both small."""
    with tempconfig({"pixel_width": 213, "pixel_height": 120, "frame_width": 8.0 * 213 / 120}):
        yield Camera(), StageCamera()


def _shot(camera: Camera, *mobjects: Mobject) -> Picture:
    camera.reset()
    camera.capture_mobjects(mobjects)
    return np.array(camera.pixel_array)


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("still", [1, 2, 5])
def test_a_change_after_being_still_is_never_shown_stale(
    cameras: tuple[Camera, StageCamera], change: Callable[[VGroup], None], still: int
) -> None:
    stock, ours = cameras
    group = VGroup(
        Circle(1.5, color=RED, fill_opacity=0.8).set_stroke(theme.INK, 6.0, background=True),
        Square(1.5, color=BLUE, fill_opacity=0.8).shift(0.5 * RIGHT),
        _in_two_colors(Triangle(fill_opacity=1.0)).shift(2 * LEFT),
        *(Dot(radius=0.3, color=color).shift((i - 2) * UP) for i, color in enumerate(theme.RUNS)),
    )
    for _ in range(still):
        before = _shot(ours, group)
    change(group)
    for _ in range(3):
        shown, expected = _shot(ours, group), _shot(stock, group)
        assert np.abs(shown.astype(int) - expected).max() <= 2
    assert np.abs(expected.astype(int) - before).max() > 20


@settings(max_examples=30)
@given(st.lists(st.tuples(st.integers(0, 5), st.sampled_from(["move", "fade", "hold"]))))
def test_whatever_moves_or_rests_looks_as_in_manim(deeds: list[tuple[int, str]]) -> None:
    with tempconfig({"pixel_width": 106, "pixel_height": 60, "frame_width": 8.0 * 106 / 60}):
        stock, ours = Camera(), StageCamera()
    shapes = [
        Square(2.0, color=color, fill_opacity=0.6).shift((i - 2.5) * RIGHT)
        for i, color in enumerate(theme.RUNS)
    ]
    for index, deed in deeds:
        if deed == "move":
            shapes[index].shift(0.3 * UP)
        elif deed == "fade":
            shapes[index].set_opacity(0.3)
        assert np.abs(_shot(ours, *shapes).astype(int) - _shot(stock, *shapes)).max() <= 2


def test_pictures_are_kept_only_while_they_are_used(
    cameras: tuple[Camera, StageCamera],
) -> None:
    ours = cameras[1]
    still = [
        Circle(0.5, color=color, fill_opacity=1.0).shift((i - 2) * UP)
        for i, color in enumerate(theme.RUNS)
    ]
    mover = Dot(radius=0.5).shift(3 * LEFT)
    for _ in range(40):
        mover.shift(0.1 * RIGHT)
        _shot(ours, *still[:3], mover, *still[3:])
        assert len(ours._layers._kept) <= 2
    assert len(ours._layers._kept) == 2
    for k in range(40):
        # Other things rest in every frame: what no frame needs any more is forgotten.
        shown = [Square(0.1 * k + 0.1), Square(0.1 * k + 0.2), Square(0.1 * k + 0.3)]
        for _ in range(2):
            _shot(ours, *shown)
        assert len(ours._layers._kept) == 1
    _shot(ours, mover)
    assert not ours._layers._kept


def test_what_rests_is_drawn_from_its_picture(
    cameras: tuple[Camera, StageCamera], monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = cameras[1]
    drawn: list[VMobject] = []
    draw = StageCamera.display_vectorized

    def counted(camera: StageCamera, mobject: VMobject, context: Any) -> Any:
        drawn.append(mobject)
        return draw(camera, mobject, context)

    monkeypatch.setattr(StageCamera, "display_vectorized", counted)
    still = [Circle(0.1 + 0.1 * i) for i in range(10)]
    mover = Dot()
    for _ in range(10):
        _shot(ours, *still, mover.shift(0.1 * UP))
    # The first frame, the picture, and the one that moves in every frame.
    assert len(drawn) == 10 + 10 + 10


@pytest.mark.parametrize(("seconds", "frames"), [(0.31, 3), (0.39, 4), (0.01, 1), (1.0, 10)])
def test_a_held_frame_lasts_a_rounded_number_of_frames(seconds: float, frames: int) -> None:
    counted: list[int] = []

    class Counting(StageRenderer):
        def add_frame(self, frame: Any, num_frames: int = 1) -> None:
            counted.append(num_frames)

    with tempconfig({"pixel_width": 32, "pixel_height": 18, "frame_rate": 10}):
        Counting(camera_class=StageCamera).freeze_current_frame(seconds)
    assert counted == [frames]


def test_items_are_drawn_among_mobjects_in_their_order(
    cameras: tuple[Camera, StageCamera],
) -> None:
    ours = cameras[1]
    eye = Camera3D(DOWNWARD)
    ball = Balls(eye, np.zeros(3), "#FF0000", 0.5)
    below = Square(4.0, stroke_width=0.0, fill_opacity=1.0, color="#00FF00")
    over = Square(0.4, stroke_width=0.0, fill_opacity=1.0, color="#0000FF")
    frame = _shot(ours, below, ball, over)
    middle, aside, corner = frame[60, 106], frame[60, 106 + 5], frame[60 - 25, 106 + 25]
    assert middle.tolist() == [0, 0, 255, 255]
    assert aside[0] > 150 > 100 > aside[1]
    assert corner.tolist() == [0, 255, 0, 255]


def test_items_fade_and_move_like_any_mobject() -> None:
    eye = Camera3D(DOWNWARD)
    ball = Balls(eye, np.zeros(3), "#FF0000", 0.5)

    def story(scene: Scene) -> None:
        scene.play(FadeIn(ball), run_time=0.5)
        scene.play(ball.animate.set_points(np.array([3.0, 0, 0])), run_time=0.5)
        scene.play(ball.animate.set_opacity(0.0), run_time=0.5)

    frames = _frames(story, StageRenderer, StageCamera)
    red = frames[..., 0].astype(float)
    light = red.sum(axis=(1, 2))
    assert light[0] < light[2] < light[4]
    places = (red.sum(axis=1) @ np.arange(426)) / np.maximum(light, 1.0)
    assert places[5:10].tolist() == sorted(places[5:10])
    assert places[9] - places[5] > 50
    assert light[-1] < light[11] < light[9]
