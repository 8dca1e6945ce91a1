"""What moves or stands beside the runs of a surface covers neither them nor what is written."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from manim import DL, UR, Animation, FadeIn, Line, ManimColor, Mobject, Scene, Square, VGroup
from spoken import played

from gradreel.scenes import theme
from gradreel.scenes.chapter import Chapter, default_recording
from gradreel.scenes.curve.stage import DOT
from gradreel.scenes.curve.step import CurveStep
from gradreel.scenes.drawing.items import Arrow, Balls, Item, Stroke, Strokes
from gradreel.scenes.drawing.rehearsal import Unseen
from gradreel.scenes.parts.formulas.notation import notation_of
from gradreel.scenes.parts.geometry.box import Box
from gradreel.scenes.parts.geometry.flight import Copying, Flight, dimming
from gradreel.scenes.parts.geometry.ripple import Ripple
from gradreel.scenes.parts.in_space.space import Space
from gradreel.scenes.parts.lettering.text import maths
from gradreel.scenes.parts.maps.slices import Slices

LESSONS = ("quadratic", "two-valleys", "two-weights")
LINES = Arrow | Stroke | Strokes
BALL = 0.12  # screen units: the radius of the ball at the start


def test_a_flying_number_goes_round_its_stops_and_becomes_its_goal() -> None:
    number = Square(0.4, fill_opacity=1.0, stroke_width=0.0)
    stops = np.array([(0.0, -1.0, 0.0), (-3.0, -1.0, 0.0)])
    goal = number.copy().scale(0.7).move_to((-4.0, 0.0, 0.0))
    flight = Flight(number, goal, stops)
    flight.begin()
    places, seen = [], []
    for share in np.linspace(0.0, 1.0, 101):
        flight.interpolate(share)
        places.append(number.get_center())
        seen.append(number.get_fill_opacity())
    # The copy is not seen on its original, but long before it arrives.
    assert (seen[0], seen[50], seen[-1]) == (0.0, 1.0, 1.0)
    assert seen == sorted(seen)
    way = np.array(places)
    assert all(np.linalg.norm(way - stop, axis=1).min() < 0.1 for stop in stops)
    assert number.points == pytest.approx(goal.points)


def test_what_a_number_flies_over_is_faint_meanwhile() -> None:
    rule, pale, unseen, line = maths("x - eta dot s"), maths("s"), maths("t"), Line()
    pale.set_fill(opacity=0.5)
    unseen.set_opacity(0.0)
    line.set_stroke(opacity=0.8)
    standing = {rule: 1.0, pale: 0.5, unseen: 0.0, line: 0.8}
    (dimmed,) = dimming([VGroup(*standing)])
    dimmed.begin()
    for time, share in ((0.0, 1.0), (0.25, 0.25), (0.5, 0.25), (0.75, 0.25), (1.0, 1.0)):
        dimmed.interpolate(time)
        for shape, usual in standing.items():
            assert shape.family_members_with_points()
            for part in shape.family_members_with_points():
                shown = max(
                    part.get_fill_opacity(),
                    part.get_stroke_opacity() * (shape in (line, unseen)),
                )
                assert shown == pytest.approx(share * usual)


@pytest.mark.parametrize("name", ["parabola", "one-weight"])
def test_a_rule_stays_lit_and_free_while_its_numbers_come_and_the_loss_falls(name: str) -> None:
    lit: list[float] = []
    apart: list[float] = []
    copies = 0

    def look(scene: CurveStep, animations: Sequence[Animation]) -> None:
        nonlocal copies
        opacity = min(piece.get_fill_opacity() for piece in scene.rule.pieces)
        if lit or opacity == 1.0:
            lit.append(opacity)
        shown = [m for m in scene.mobjects if m in (scene.rule, scene.names)]
        kept = [part for each in shown for part in each.family_members_with_points()]
        for animation in animations:
            if isinstance(animation, Copying):
                copies += bool(kept)
                assert not any(overlap(animation.mobject, part) for part in kept)
        arrow = scene.fall
        if arrow in scene.mobjects and len(arrow.points):
            apart.append(abs(float(arrow.tip[1] - scene.stage.dot.get_center()[1])))

    class Watch(Unseen):
        def during(self, scene: Scene, began: float) -> None:
            assert isinstance(scene, CurveStep)
            animations = scene.animations or ()
            for share in np.linspace(0.0, 1.0, 13):
                for animation in animations:
                    animation.interpolate(share)
                if hasattr(scene, "names") and not scene.finished:
                    look(scene, animations)

    played(default_recording(name), "step", Watch())
    assert set(lit) == {1.0}
    assert copies
    assert apart
    assert max(apart) < 1e-6


def overlap(first: Mobject, second: Mobject) -> bool:
    """Whether the boxes around two mobjects overlap."""
    lows, highs = (
        np.array([each.get_corner(corner) for each in (first, second)]) for corner in (DL, UR)
    )
    return bool((lows.max(axis=0) < highs.min(axis=0))[:2].all())


@pytest.mark.parametrize("chapter", ["landscape", "gradient"])
def test_no_line_on_the_surface_is_drawn_across_the_ball(chapter: str) -> None:
    after: list[Item] = []
    seen = 0

    class Lines(Unseen):
        def during(self, scene: Scene, began: float) -> None:
            nonlocal seen
            family = (part for mobject in scene.mobjects for part in mobject.get_family())
            for space in (part for part in family if isinstance(part, Space)):
                items = list(space.items)
                (ball,) = (index for index, item in enumerate(items) if is_place(item))
                seen += any(isinstance(item, LINES) for item in items[:ball])
                after.extend(item for item in items[ball:] if isinstance(item, LINES))

    def is_place(item: Mobject) -> bool:
        return isinstance(item, Balls) and item.ink == ManimColor(theme.colors().here)

    played(default_recording("quadratic"), chapter, Lines())
    assert seen
    assert not [item for item in after if item.opacity]


@pytest.mark.parametrize("chapter", ["slope", "step"])
def test_nothing_is_drawn_across_the_dot_on_a_curve(chapter: str) -> None:
    below = 0

    class Order(Unseen):
        def during(self, scene: Scene, began: float) -> None:
            nonlocal below
            assert isinstance(scene, Chapter)
            stage = getattr(scene, "stage", None)
            shown = [part for each in scene.mobjects for part in each.get_family()]
            if stage is None or scene.finished or stage.dot not in shown:
                return
            middle = stage.dot.get_center()
            covering = [
                type(shape).__name__
                for shape in shown[shown.index(stage.dot) + 1 :]
                if not isinstance(shape, Ripple)
                and len(shape.points)
                and np.linalg.norm(shape.points - middle, axis=1).min() < DOT
            ]
            assert not covering
            below += 1

    played(default_recording("parabola"), chapter, Order())
    assert below > 10


def test_slices_are_drawn_one_after_the_other_and_each_shows_the_run_once_it_reaches_it() -> None:
    recording = default_recording("quadratic")
    box = Box((-6.0, -3.0), (5.0, 4.0))
    distances = np.array([[2.0, 1.0], [1.8, 0.95]])
    notation = notation_of(recording.scenario)
    slices = Slices(0.0, [1.0, 0.5], distances, ["x", "y"], box, 6.0, notation)
    dots = slices.submobjects[-1]
    one = len(dots.points) // 2
    for drawn, seen in ((0.0, 0), (0.5, 0), (1.0, 1), (1.2, 1), (1.9, 2), (2.0, 2)):
        slices.grow(drawn)
        assert len(dots.points) == seen * one
    slices.grow(2.0 / (1.12 * 2.0) + 0.01)
    assert 0.0 < dots.width < 0.1, "the dot grows where the slice has just reached it"
    growing, naming, *others = slices.unfolding(6.0)
    assert isinstance(naming, FadeIn)
    assert len(others) == 2
    assert 2 * (growing.run_time + naming.run_time) == pytest.approx(6.0)
