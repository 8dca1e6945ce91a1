"""Of a space, what stays from one picture to the next is not drawn again, and not lost."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from gradreel.scenes.drawing.items import Arrow, Balls, Camera3D, Item, Sheet, Stroke, Strokes
from gradreel.scenes.drawing.painter import Painter
from gradreel.scenes.drawing.plain_painter import PlainPainter
from tests.spaces import HEIGHT, SLANTED, WIDTH, hill, whole

LEVELS = 2  # of 255: each picture is rounded before the next is laid over it
ON_A_CIRCLE = np.array([[np.cos(a), np.sin(a), 0.4] for a in np.linspace(0, 6, 40)])


def everything() -> dict[str, Item]:
    eye = Camera3D(SLANTED)
    return {
        "sheet": hill(eye),
        "stroke": Stroke(eye, ON_A_CIRCLE, "#00FF00", 6.0),
        "strokes": Strokes(eye, ON_A_CIRCLE[16:22], "#00FFFF", 5.0),
        "balls": Balls(eye, ON_A_CIRCLE[24:27], "#FF0000", 0.2),
        "arrow": Arrow(eye, ON_A_CIRCLE[20], ON_A_CIRCLE[30], "#FFFF00"),
    }


def turned(items: dict[str, Item]) -> None:
    eye = items["sheet"].eye
    eye.view = eye.view.moved(azimuth=eye.view.azimuth + 0.3)


def _set(name: str, **changes: object) -> Callable[[dict[str, Item]], None]:
    def change(items: dict[str, Item]) -> None:
        for attribute, value in changes.items():
            assert hasattr(items[name], attribute)
            setattr(items[name], attribute, value)

    return change


def _points(name: str) -> Callable[[dict[str, Item]], None]:
    def change(items: dict[str, Item]) -> None:
        items[name].points += (0.1, 0.2, 0.3)  # in place, as animations do

    return change


def _heights(items: dict[str, Item]) -> None:
    sheet = items["sheet"]
    assert isinstance(sheet, Sheet)
    sheet.heights[: len(sheet.heights) // 2] = 0.9


def _ramp(items: dict[str, Item]) -> None:
    sheet = items["sheet"]
    assert isinstance(sheet, Sheet)
    sheet.ramp = sheet.ramp[::-1].copy()


CHANGES: dict[str, Callable[[dict[str, Item]], object]] = {
    "the view": turned,
    "the sheet's opacity": _set("sheet", opacity=0.4),
    "the sheet's rows": _set("sheet", revealed=(0.2, 0.7)),
    "the sheet's cells": _set("sheet", cells=(3.0, 3.0)),
    "the sheet's colours": _ramp,
    "the sheet's heights": _heights,
    **{
        f"the points of the {name}": _points(name)
        for name in ("stroke", "strokes", "balls", "arrow", "sheet")
    },
    **{
        f"the colour of the {name}": lambda items, name=name: items[name].set_color("#8040FF")
        for name in ("stroke", "strokes", "balls", "arrow")
    },
    **{
        f"the opacity of the {name}": _set(name, opacity=0.3)
        for name in ("stroke", "strokes", "balls", "arrow")
    },
    **{
        f"the thickness of the {name}": _set(name, thickness=12.0)
        for name in ("stroke", "strokes", "arrow")
    },
    **{f"the lift of the {name}": _set(name, lift=-2.5) for name in ("stroke", "strokes", "arrow")},
    "the lift of the balls": _set("balls", lift=-2.5),
    "the radius of the balls": _set("balls", radius=0.3),
    "the share of the stroke that is drawn": _set("stroke", drawn=0.4),
    "a gap": lambda items: items["stroke"].set_points(
        np.where(np.arange(40)[:, None] == 7, np.nan, ON_A_CIRCLE)
    ),
}


@pytest.fixture(scope="module")
def painter() -> Painter:
    return Painter(WIDTH, HEIGHT)


@pytest.mark.parametrize("kind", [Painter, PlainPainter])
@pytest.mark.parametrize("change", CHANGES)
def test_every_change_is_seen(kind: type[Painter] | type[PlainPainter], change: str) -> None:
    painter, items = kind(WIDTH, HEIGHT), everything()
    for _ in range(3):
        before = whole(painter, *items.values())
    CHANGES[change](items)
    after, fresh = (whole(p, *items.values()) for p in (painter, kind(WIDTH, HEIGHT)))
    assert np.abs(fresh.astype(int) - before).max() > 8 * LEVELS
    assert np.abs(fresh.astype(int) - after).max() <= LEVELS


@pytest.mark.parametrize("opacity", [1.0, 0.5])
@pytest.mark.parametrize("seed", range(4))
def test_pictures_one_after_another_are_what_each_is_alone(
    painter: Painter, opacity: float, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    items = everything()
    items["sheet"].opacity = opacity
    balls, arrow = items["balls"], items["arrow"]
    for _ in range(12):
        shown = [item for item in items.values() if rng.random() < 0.9]
        if rng.random() < 0.5:
            balls.set_points(balls.points + np.array([0.0, 0.05, 0.0]))
        if rng.random() < 0.3:
            arrow.points[1] += (0.0, 0.0, 0.1)
        if rng.random() < 0.2:
            turned(items)
        for _ in range(rng.integers(1, 3)):
            fresh = whole(Painter(WIDTH, HEIGHT), *shown).astype(int)
            assert np.abs(whole(painter, *shown) - fresh).max() <= LEVELS


def test_two_spaces_take_turns_on_one_painter(painter: Painter) -> None:
    spaces = [everything(), everything()]
    turned(spaces[1])
    alone = [whole(Painter(WIDTH, HEIGHT), *space.values()).astype(int) for space in spaces]
    for _ in range(3):
        for space, expected in zip(spaces, alone, strict=True):
            assert np.abs(whole(painter, *space.values()) - expected).max() <= LEVELS


def test_what_does_not_change_is_not_drawn_again(
    painter: Painter, monkeypatch: pytest.MonkeyPatch
) -> None:
    items = everything()
    for _ in range(2):
        whole(painter, *items.values())
    drawn: list[int] = []
    render = Painter._draw
    monkeypatch.setattr(
        Painter, "_draw", lambda self, *args: (drawn.append(len(args[3])), render(self, *args))
    )
    whole(painter, *items.values())
    assert not sum(drawn)
    items["balls"].points[0] += 0.1
    whole(painter, *items.values())  # the pictures of what stays are made anew, without it
    drawn.clear()
    items["balls"].points[0] += 0.1
    whole(painter, *items.values())
    assert 0 < sum(drawn) < 100
