"""Strokes, arrows, balls and the outlines of surfaces, to the pixel."""

from __future__ import annotations

import numpy as np
import pytest

from gradreel.scenarios.arrays import Array
from gradreel.scenes.drawing.items import Arrow, Balls, Camera3D, Item, Sheet, Stroke, Strokes
from gradreel.scenes.drawing.outline import outline
from gradreel.scenes.drawing.painter import Painter
from gradreel.scenes.drawing.patch import Patch, grid_patch
from gradreel.scenes.drawing.sprites import triangles
from tests.spaces import (
    DOWNWARD,
    FRAME,
    GREY,
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
    pairs, faces = grid_patch(rows, columns).edges
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


# Sheets of any triangles


def _half_disc(eye: Camera3D) -> tuple[Sheet, int]:
    """A sheet over the half disc y > 0 of radius 3 about the origin, and how many triangles."""
    turns = np.linspace(0.0, np.pi, 41)
    rim = 3.0 * np.stack([np.cos(turns), np.sin(turns), 0.0 * turns], axis=1)
    points = np.vstack([np.zeros((1, 3)), rim])
    around = np.arange(1, 41, dtype=np.int32)
    triangles = np.stack([np.zeros_like(around), around, around + 1], axis=1)
    sheet = Sheet(eye, np.zeros((2, 2, 3)), np.zeros(4), GREY, (1.0, 1.0))
    sheet.lay(points, np.full(42, 0.5), Patch((points[:, :2] + 3.0) / 6.0, triangles))
    return sheet, len(triangles)


def test_a_sheet_of_triangles_covers_what_they_cover(painter: Painter, above: Camera3D) -> None:
    sheet, _ = _half_disc(above)
    picture = whole(painter, sheet)
    alphas = [at(picture, x, y)[3] for x, y in ((0, 1), (-2, 1), (0, -1), (2.5, 2.5), (0, 3.5))]
    assert alphas == [255, 255, 0, 0, 0]


def test_a_sheet_of_triangles_knows_its_edges_and_normals(above: Camera3D) -> None:
    sheet, count = _half_disc(above)
    pairs, beside = sheet.patch.edges
    assert len(pairs) == 2 * count + 1
    assert (beside < 0).any(axis=1).sum() == count + 2
    assert sheet.normals() == pytest.approx(np.tile((0.0, 0.0, 1.0), (42, 1)))
    assert len(outline(sheet, FRAME, UNIT)) == 6 * (count + 2)


def test_only_the_revealed_rows_of_triangles_are_drawn(painter: Painter, above: Camera3D) -> None:
    sheet, _ = _half_disc(above)
    sheet.revealed = (0.6, 0.75)  # from y = 0.6 up to y = 1.5
    picture = whole(painter, sheet)
    assert [at(picture, 0, y)[3] for y in (0.2, 1.0, 2.0)] == [0, 255, 0]
