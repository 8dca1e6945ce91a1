"""Whole scenes, drawn the same as by manim's own camera."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import cairo
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

from gradreel.scenes import theme
from gradreel.scenes.drawing.camera import StageCamera, StageRenderer
from gradreel.scenes.drawing.items import Balls, Camera3D
from gradreel.scenes.parts.geometry.box import Box
from gradreel.scenes.parts.geometry.motion import moving
from gradreel.scenes.parts.geometry.points import discs, polyline
from gradreel.scenes.parts.lettering.text import Counter, maths, words
from gradreel.scenes.parts.plots.plot import Plot
from tests.spaces import (
    DOWNWARD,
    Picture,
)

Story = Callable[[Scene], None]


def _frames(story: Story, renderer: type[CairoRenderer], camera: type[Camera]) -> Picture:
    """Every frame of a scene, (n, 240, 426, 4)."""
    frames: list[Any] = []

    class FrameRecorder(renderer):  # type: ignore[misc, valid-type]
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
        Told(renderer=FrameRecorder(camera_class=camera)).render()
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
            fill_color=theme.colors().runs[index % 6],
            fill_opacity=0.4,
        )
        place = (rng.uniform(-5, 5), rng.uniform(-3, 3), 0.0)
        circles.add(circle.move_to(place).set_z_index(index % 3))
    scene.add(*circles)
    return circles


@pytest.mark.parametrize(
    "shape",
    [
        Circle(),
        words("a word, 8"),
        polyline(
            np.array([(0, 0, 0), (1, 0, 0), (1, 1, 0), (np.nan,) * 3, (2, 2, 0), (3, 2, 0)]), RED
        ),
        polyline(np.array([(0, 0, 0), (1, 0, 0), (1, 1, 0), (0, 0, 0)]), RED),
        VMobject().set_points(np.arange(21.0).reshape(7, 3)),
        VMobject().set_points(np.full((4, 3), np.inf)),
        VMobject(),
    ],
    ids=["a curve", "letters", "lines", "a ring", "a part of a curve", "nowhere", "nothing"],
)
def test_the_path_of_a_shape_is_that_of_manim(shape: VMobject) -> None:
    context = cairo.Context(cairo.ImageSurface(cairo.FORMAT_ARGB32, 8, 8))
    paths: list[list[object]] = []
    for camera in (Camera(), StageCamera()):
        for part in shape.family_members_with_points() or [shape]:
            context.rectangle(0, 0, 1, 1)  # what was drawn before
            camera.set_cairo_context_path(context, part)
            paths.append([*context.copy_path()])
            context.new_path()
    half = len(paths) // 2
    assert paths[:half] == paths[half:]


def translucent_shapes(scene: Scene) -> None:
    _circles(scene)
    square = Square(color=BLUE, fill_opacity=0.5)
    scene.play(FadeIn(square), run_time=0.6)
    triangle = Triangle(fill_opacity=0.7, color=theme.colors().here).shift(2 * RIGHT)
    scene.play(Transform(square, triangle), run_time=0.6)
    scene.wait(0.4)
    scene.play(Rotate(square, 1.0), FadeOut(scene.mobjects[0]), run_time=0.6)


def text_and_plots(scene: Scene) -> None:
    plot = Plot((-2.0, 2.0), (-1.0, 5.0), Box((-5.0, -2.0), (4.0, 4.0)), ("x", "f(x)"))
    x = np.linspace(-2, 2, 60)
    scene.add(plot, polyline(plot.cut(plot.place(x, x**2)), theme.colors().loss))
    scene.add(words("Hello, gradient", 0.5).shift(2 * UP), maths("frac(x^2, sqrt(2))"))
    value = Counter("0", 0.5, theme.colors().here).shift(3 * RIGHT)
    marks = discs(plot.place(x[::6], x[::6] ** 2), 0.08, theme.colors().data, 0.8)
    scene.play(FadeIn(value, marks), run_time=0.4)

    def count(share: float) -> None:
        value.write(f"{share:.2f}")

    scene.play(moving(value, count, run_time=0.8))


def things_pass_behind_and_before(scene: Scene) -> None:
    low = [Circle(1.0, color=RED, fill_opacity=0.6).shift(i * RIGHT) for i in range(3)]
    high = [Square(1.0, color=BLUE, fill_opacity=0.6).shift(i * LEFT) for i in range(3)]
    line = polyline(np.array([[-4.0, 0, 0], [4, 1, 0]]), theme.colors().ink, 6.0)
    dot = Dot(radius=0.4, color=theme.colors().here).shift(4 * LEFT)
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
    group[0].set_fill(theme.colors().loss)


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
        Circle(1.5, color=RED, fill_opacity=0.8).set_stroke(
            theme.colors().ink, 6.0, background=True
        ),
        Square(1.5, color=BLUE, fill_opacity=0.8).shift(0.5 * RIGHT),
        _in_two_colors(Triangle(fill_opacity=1.0)).shift(2 * LEFT),
        *(
            Dot(radius=0.3, color=color).shift((i - 2) * UP)
            for i, color in enumerate(theme.colors().runs)
        ),
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
        for i, color in enumerate(theme.colors().runs)
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
        for i, color in enumerate(theme.colors().runs)
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

    class HoldCounter(StageRenderer):
        def add_frame(self, frame: Any, num_frames: int = 1) -> None:
            counted.append(num_frames)

    with tempconfig({"pixel_width": 32, "pixel_height": 18, "frame_rate": 10}):
        HoldCounter(camera_class=StageCamera).freeze_current_frame(seconds)
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
