"""Where one picture becomes another, axes that are in both glide, with all that is in them."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pytest
from manim import RIGHT, Animation, VGroup, VMobject

from gradreel.scenarios import load_scenario
from gradreel.scenes.curve.zoomed_curve import ZoomedCurve
from gradreel.scenes.parts.geometry.box import Box
from gradreel.scenes.parts.geometry.points import discs, polyline
from gradreel.scenes.parts.in_space.fading import exchanging
from gradreel.scenes.parts.in_space.landscape import Landscape
from gradreel.scenes.parts.in_space.space import Space
from gradreel.scenes.parts.lettering.same_texts import same_texts
from gradreel.scenes.parts.lettering.text import Counter, Glyphs, words
from gradreel.scenes.parts.maps.loss_map import LossMap
from gradreel.scenes.parts.plots.curve_axes import CurveAxes
from gradreel.scenes.parts.plots.curve_plot import CurvePlot
from gradreel.scenes.parts.plots.fixed_ticks import FixedTicks
from gradreel.scenes.parts.plots.plot import Plot
from gradreel.solver.objective import objective_of

SMALL, LARGE = Box((1.0, -1.0), (3.0, 2.0)), Box((-5.0, -2.0), (6.0, 4.5))


class GlidingPicture(VGroup):
    """The curve of a parabola in a box, with a dot on it and a name beside that."""

    def __init__(self, box: Box, formula: str = "x**2") -> None:
        objective = objective_of(load_scenario("parabola", [f"objective.formula={formula}"]))
        self.plot = CurvePlot(objective, (-11.0, 11.0), box, ("x", "f"))
        self.dot = discs(self.plot.at(np.array([-8.0])), 0.1, "#FFFFFF")
        self.label = words("start").next_to(self.plot.at(-8.0))
        super().__init__(self.plot, self.dot, self.label)


def bowl() -> Space:
    objective = objective_of(load_scenario("quadratic"))
    landscape = Landscape(objective, {"x": (-2.0, 2.0), "y": (-2.0, 2.0)})
    return Space(landscape, ((-4.0, -2.0), (4.0, 2.0)))


def shown_at(animations: Iterable[Animation], share: float) -> None:
    for animation in animations:
        animation.interpolate(share)


def test_half_way_both_pictures_have_everything_in_one_place() -> None:
    old, new = GlidingPicture(SMALL), GlidingPicture(LARGE)
    shown_at(exchanging(old, [new]), 0.5)
    for one, other in ((old.plot.curve, new.plot.curve), (old.dot, new.dot)):
        assert one.points == pytest.approx(other.points, abs=0.3)
        assert one.get_center() == pytest.approx(other.get_center(), abs=1e-9)


def test_dots_stay_round_while_a_picture_becomes_wider() -> None:
    old, new = GlidingPicture(SMALL), GlidingPicture(Box(LARGE.corner, (9.0, 2.0)))
    shown_at(exchanging(old, [new]), 0.5)
    for dot in (old.dot, new.dot):
        assert (dot.width, dot.height) == pytest.approx((0.2, 0.2), abs=1e-9)


def test_a_picture_begins_where_the_old_one_was_and_ends_in_its_own_place() -> None:
    old, new = GlidingPicture(SMALL), GlidingPicture(LARGE)
    leaves = [leaf for leaf in new.get_family() if isinstance(leaf, VMobject) and len(leaf.points)]
    before = [leaf.points.copy() for leaf in leaves]
    animations = exchanging(old, [new])
    shown_at(animations, 0.0)
    assert new.plot.curve.points == pytest.approx(old.plot.curve.points, abs=1e-9)
    shown_at(animations, 1.0)
    for leaf, points in zip(leaves, before, strict=True):
        assert np.array_equal(leaf.points, points)


def test_letters_keep_their_form_while_axes_grow() -> None:
    old, new = GlidingPicture(SMALL), GlidingPicture(LARGE)
    width = new.label.width
    animations = exchanging(old, [new])
    for share in (0.0, 0.3, 1.0):
        shown_at(animations, share)
        assert new.label.width == pytest.approx(width)
    assert any(isinstance(leaf, Glyphs) for leaf in new.get_family())


def test_numbers_and_names_of_axes_are_in_one_place_however_wide_they_are() -> None:
    old, new = (GlidingPicture(box, "1e7*x**2") for box in (SMALL, LARGE))
    animations = exchanging(old, [new])
    for share in (0.3, 0.5, 0.9):
        shown_at(animations, share)
        numbers = [list(_upward(picture.plot)) for picture in (old, new)]
        assert len(numbers[0]) == len(numbers[1]) > 2
        for one, other in zip(*numbers, strict=True):
            assert one.get_center() == pytest.approx(other.get_center(), abs=1e-6)


@pytest.mark.parametrize("above", [0.65, 0.75])
def test_readings_above_axes_stay_where_they_are(above: float) -> None:
    old, new = GlidingPicture(SMALL), GlidingPicture(LARGE)
    reading = words("0.5").move_to((3.0, SMALL.top + above, 0.0))
    old.add(reading)
    place = reading.get_center()
    shown_at(exchanging(old, [new]), 0.5)
    assert reading.get_center() == pytest.approx(place)


def _upward(plot: CurvePlot) -> VGroup:
    return next(part for part in plot.get_family() if isinstance(part, FixedTicks)).upward


def texts_of(axes: CurveAxes) -> dict[str, Glyphs | Counter]:
    """The numbers and names of axes, by what they say; of two numbers the one that goes across."""
    written = [leaf for leaf in axes.get_family() if isinstance(leaf, Glyphs | Counter)]
    return {leaf.note.says: leaf for leaf in reversed(written)}


def test_numbers_of_zoomed_axes_keep_their_form() -> None:
    objective, limits, names = objective_of(load_scenario("parabola")), (-11.0, 11.0), ("x", "f")
    new = ZoomedCurve(objective, [limits], LARGE, names, [np.array([0.0])], ticks=(9, 9))
    widths = {says: text.width for says, text in texts_of(new).items()}
    shown_at(exchanging(GlidingPicture(SMALL), [new]), 0.0)
    for says, text in texts_of(new).items():
        assert text.width == pytest.approx(widths[says], abs=0.02), says  # kerned, or not


@pytest.mark.parametrize("box", [SMALL, LARGE], ids=["in the same place", "elsewhere"])
def test_numbers_and_names_of_both_pictures_are_in_one_place_all_the_time(box: Box) -> None:
    objective, limits, names = objective_of(load_scenario("parabola")), (-4.0, 4.0), ("x", "f")
    old = CurvePlot(objective, limits, box, names)
    new = ZoomedCurve(objective, [limits], LARGE, names, [np.array([0.0])], ticks=(5, 4))
    animations = exchanging(old, [new])
    for share in (0.0, 0.4, 0.9):
        shown_at(animations, share)
        numbers = [texts_of(axes) for axes in (old, new)]
        for says in ("−2", "−4", "x", "f"):
            places = [texts[says].get_center() for texts in numbers]
            assert places[0] == pytest.approx(places[1], abs=1e-9), (says, share)


def test_axes_do_not_take_along_the_numbers_of_others_beside_them() -> None:
    old, new = GlidingPicture(SMALL), GlidingPicture(LARGE)
    beside = LossMap(
        Landscape(objective_of(load_scenario("quadratic")), {"x": (-2.0, 2.0), "y": (-2.0, 2.0)}),
        Box((3.5, -1.0), (2.0, 2.0)),
    )
    points = [leaf.points.copy() for leaf in beside.family_members_with_points()]
    shown_at(exchanging(VGroup(old, beside), [new]), 0.5)
    for leaf, before in zip(beside.family_members_with_points(), points, strict=True):
        assert np.array_equal(leaf.points, before)


def test_a_wide_name_goes_farther_to_the_same_one() -> None:
    old, new = words("y: weight of the third"), words("y: weight of the third")
    new.shift(0.5 * RIGHT)
    assert [*same_texts([old], [new], {})] == [(old, new)]


def test_a_text_far_from_another_that_says_the_same_stays() -> None:
    old, near, far, other = words("1"), words("1"), words("1"), words("2")
    near.shift(0.2 * RIGHT), far.shift(2.0 * RIGHT)
    assert [*same_texts([old], [far, other, near], {})] == [(old, near)]
    assert not [*same_texts([old], [far, other], {})]
    assert [*same_texts([old], [far, near], {old: far.points})] == [(old, far)]


@pytest.mark.parametrize("several_first", [False, True])
def test_of_several_axes_the_first_glide_and_take_nothing_of_the_others(
    several_first: bool,
) -> None:
    first, second = GlidingPicture(SMALL), GlidingPicture(SMALL)
    second.shift((3.4, 0.0, 0.0))
    second.plot.box = Box((SMALL.left + 3.4, SMALL.bottom), SMALL.size)
    several, one = VGroup(first, second), GlidingPicture(LARGE)
    before = [leaf.points.copy() for leaf in second.family_members_with_points()]
    old, new = (several, one) if several_first else (one, several)
    shown_at(exchanging(old, [new]), 0.5)
    assert first.plot.curve.get_center() == pytest.approx(one.plot.curve.get_center(), abs=1e-9)
    for leaf, points in zip(second.family_members_with_points(), before, strict=True):
        assert np.array_equal(leaf.points, points)


@pytest.mark.parametrize("zoomed_first", [False, True])
def test_axes_that_can_be_zoomed_are_drawn_like_others(zoomed_first: bool) -> None:
    objective, limits = objective_of(load_scenario("parabola")), (-11.0, 11.0)
    fixed = CurvePlot(objective, limits, LARGE, ("x", "f"))
    losses = [np.array([0.0, 121.0])]
    zoomed = ZoomedCurve(objective, [limits], LARGE, ("x", "f"), losses, ticks=(6, 5))
    old, new = (zoomed, fixed) if zoomed_first else (fixed, zoomed)
    shown_at(exchanging(old, [new]), 0.5)
    shapes = [part for axes in (old, new) for part in axes.family_members_with_points()]
    seen = [_ink(part) for part in shapes if len(part.points) > 4]  # not a number without digits
    assert sorted(seen) == [0.0] * 14 + [1.0] * 14


def _ink(shape: VMobject) -> float:
    """The opacity of a shape."""
    rgbas = shape.fill_rgbas if isinstance(shape, Glyphs | Counter) else shape.stroke_rgbas
    return float(rgbas[:, 3].max())


def test_what_is_in_both_pictures_is_seen_once_all_the_time() -> None:
    for larger in (False, True):
        old, new = GlidingPicture(SMALL), GlidingPicture(SMALL)
        (old if larger else new).add(words("more").move_to((-4.0, 0.0, 0.0)))
        animations = exchanging(old, [new])
        for share in (0.0, 0.5, 1.0):
            shown_at(animations, share)
            opacities = [p.plot.curve.get_stroke_opacity() for p in (old, new)]
            assert sorted(opacities) == [0.0, 1.0], (larger, share)
        assert new.plot.curve.get_stroke_opacity() == 1.0


def test_what_does_not_glide_is_not_seen_through_what_comes() -> None:
    old, new = VGroup(words("before")), VGroup(words("after"))
    animations = exchanging(old, [new])
    seen = []
    for share in np.linspace(0.0, 1.0, 21):
        shown_at(animations, share)
        seen.append([float(some.submobjects[0].get_fill_opacity()) for some in (old, new)])
    assert max(min(pair) for pair in seen) < 0.2
    assert min(max(pair) for pair in seen) > 0.1  # nor is the frame empty for long
    assert (seen[0], seen[-1]) == ([1.0, 0.0], [0.0, 1.0])


def test_axes_glide_when_what_leaves_is_gone_and_before_anything_comes() -> None:
    old, new = GlidingPicture(SMALL), GlidingPicture(LARGE)
    leaving, arriving = words("before").move_to((-4.0, 3.4, 0.0)), words("after")
    corner = old.plot.curve.get_left()[0]
    animations = exchanging(VGroup(old, leaving), [new, arriving.move_to((6.0, 3.4, 0.0))])
    way = new.plot.curve.get_left()[0] - corner
    for share in np.linspace(0.0, 1.0, 21):
        shown_at(animations, share)
        gone = (old.plot.curve.get_left()[0] - corner) / way
        if 0.15 < gone < 0.85:
            assert leaving.get_fill_opacity() < 0.2, share
            assert arriving.get_fill_opacity() < 0.2, share


def test_a_space_leaves_before_a_plot_comes_but_turns_into_a_space_at_once() -> None:
    def visible(old: Space, new: VGroup | Space) -> float:
        shown_at(exchanging(old, [new]), 0.5)
        return old.eye.visible

    assert visible(bowl(), GlidingPicture(SMALL)) < 0.2
    assert visible(bowl(), bowl()) == 0.5


def test_a_curve_drawn_of_fewer_points_does_not_fade_where_it_is_the_same() -> None:
    for box in (SMALL, LARGE):
        old, new = GlidingPicture(SMALL), GlidingPicture(box)
        curve = new.plot.curve
        curve.points = np.vstack([curve.points[:-8:2], curve.points[-8:]])
        animations = exchanging(old, [new])
        for share in (0.0, 0.3, 0.9):
            shown_at(animations, share)
            assert old.plot.curve.get_stroke_opacity() == 1.0, (box, share)
            assert curve.get_stroke_opacity() == 0.0, (box, share)
        shown_at(animations, 1.0)
        assert (old.plot.curve.get_stroke_opacity(), curve.get_stroke_opacity()) == (0.0, 1.0)


def test_a_curve_drawn_of_fewer_points_stays_above_the_lines_of_its_axes() -> None:
    old, new = GlidingPicture(SMALL), GlidingPicture(SMALL)
    new.plot.curve.points = np.vstack([new.plot.curve.points[:-8:2], new.plot.curve.points[-8:]])
    animations = exchanging(old, [new])
    for share in (0.0, 0.5, 0.9):
        shown_at(animations, share)
        drawn = [leaf for leaf in VGroup(old, new).family_members_with_points() if _ink(leaf)]
        lines = [index for index, leaf in enumerate(drawn) if leaf.get_stroke_width() == 2.0]
        assert lines, "the lines of axes are drawn"
        assert max(lines) < drawn.index(old.plot.curve), share


def test_lines_that_only_become_fainter_are_never_gone() -> None:
    ends = np.array([(0.0, 0.0, 0.0), (1.0, 2.0, 0.0)])
    old, new = polyline(ends, "#FF0000", 2.5), polyline(ends[::-1], "#FF0000", 2.0)
    animations = exchanging(VGroup(old), [VGroup(new.set_stroke(opacity=0.6))])
    for share in np.linspace(0.0, 1.0, 21):
        shown_at(animations, share)
        assert _ink(old) + _ink(new) >= 0.6, share
    assert (_ink(old), _ink(new)) == (0.0, 0.6)


def test_axes_that_count_from_elsewhere_glide_to_the_same_place() -> None:
    old = GlidingPicture(SMALL)
    new = Plot((-16.0, 6.0), (0.0, 121.0), LARGE)
    new.subject, new.zero = old.plot.subject, 5.0
    dot = discs(new.place(np.array([-13.0]), 64.0), 0.1, "#FFFFFF")
    shown_at(exchanging(old, [VGroup(new, dot)]), 1.0 - 1e-9)
    assert old.dot.get_center() == pytest.approx(dot.get_center(), abs=1e-6)


def test_a_formula_above_axes_stays_where_it_is_while_it_fades() -> None:
    old, new = GlidingPicture(SMALL), GlidingPicture(LARGE)
    formula = words("formula").move_to((2.5, 1.4, 0.0))
    old.add(formula)
    place = formula.get_center()
    shown_at(exchanging(old, [new]), 0.5)
    assert formula.get_center() == pytest.approx(place)
