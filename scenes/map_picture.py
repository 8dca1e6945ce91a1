"""The picture of a map of descents."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, ManimColor, Mobject, VGroup, VMobject
from numpy.typing import NDArray

from gradreel.scenarios import Scenario
from gradreel.scenarios.arrays import Array
from gradreel.scenes import regions, theme
from gradreel.scenes.drawing.camera import StageCamera
from gradreel.scenes.parts.formulas.formula import symbol, value
from gradreel.scenes.parts.formulas.notation import notation_of
from gradreel.scenes.parts.geometry.box import Box
from gradreel.scenes.parts.geometry.lines import dashes
from gradreel.scenes.parts.geometry.points import discs, polyline
from gradreel.scenes.parts.lettering.text import Glyphs, Markup, maths, shortened, words
from gradreel.scenes.parts.lettering.typeset import in_math, upright
from gradreel.scenes.parts.maps.equal_scales import equally_scaled
from gradreel.scenes.parts.maps.map_colors import Entry, MapColors, colored
from gradreel.scenes.parts.plots.axes import Axes
from gradreel.scenes.parts.plots.fixed_ticks import FixedTicks
from gradreel.scenes.parts.plots.room import keep_in_room
from gradreel.scenes.sentences.catalogue import text, worded
from gradreel.scenes.subtitle import subtitle
from gradreel.solver.descent_map import DescentMap
from gradreel.solver.map_axes import MOMENTUM, RATE, momentum_of

_WORDS = {RATE: "label-rate", MOMENTUM: "map-momentum"}
_TICKS = (6, 5)  # numbers along the axes, at most
_DOT = 0.09  # screen units: the radius of the dot at a place where descents end
_EDGE = 2.0  # stroke width of the line around it
# Screen units: the side of a square in the legend, the length of a line there, the gap after both.
_SWATCH, _SAMPLE, _AFTER = 0.26, 0.5, 0.15
_ROW, _WITHIN = 0.26, 0.12  # screen units between entries, and within one


def map_pixels(found: DescentMap, scenario: Scenario) -> NDArray[np.uint8]:
    """The picture (height, width, 3) of a map, in the current quality and the scenario's theme."""
    with theme.use(scenario.theme):
        camera = StageCamera()
        camera.background_color = ManimColor(theme.colors().background)
        camera.reset()
        colors = colored(found, scenario)
        view = keep_in_room(lambda box: _MapAxes(found, scenario, box), _box(found, scenario))
        _paint(camera, view.box, colors.cells)
        camera.capture_mobjects([view, *_marks(found, scenario, view)])
        camera.capture_mobjects([*_words(found, scenario, colors)])
    return np.asarray(camera.pixel_array[..., :3])


def _paint(camera: StageCamera, box: Box, cells: NDArray[np.uint8]) -> None:
    """Paint the cells (rows, columns, 3) into a box: each pixel has the colour of its cell."""
    unit = camera.pixel_height / camera.frame_height
    middle = np.array([camera.frame_width, camera.frame_height]) / 2
    left, bottom = np.rint((middle + box.corners[0]) * unit).astype(int)
    right, top = np.rint((middle + box.corners[1]) * unit).astype(int)
    rows, columns = (
        ((np.arange(size) + 0.5) / size * count).astype(int)
        for size, count in zip((top - bottom, right - left), cells.shape, strict=False)
    )
    height = camera.pixel_height
    place = camera.pixel_array[height - top : height - bottom, left:right, :3]
    place[...] = cells[rows[::-1, None], columns]


def _words(found: DescentMap, scenario: Scenario, colors: MapColors) -> Iterator[Mobject]:
    """The title, the legend, and what the map shows."""
    heading = regions.current().heading
    room = regions.safe().right - heading[0]
    yield shortened(scenario.title, room, theme.HEADING).on_baseline((*heading, 0.0))
    yield _legend(found, scenario, colors)
    yield subtitle(notation_of(scenario).written(worded(colors.says)))


def _marks(found: DescentMap, scenario: Scenario, view: Axes) -> Iterator[VMobject]:
    """The border by theory, and the places where descents end."""
    if len(found.border):
        yield _line(view.place(*found.border.T))
    if set(found.over) <= set(scenario.parameters):
        columns = [scenario.parameters.index(name) for name in found.over]
        points = view.place(*found.places[:, columns].T)
        dots = discs(points[view.within(points)], _DOT, theme.colors().background)
        yield dots.set_stroke(theme.colors().ink, _EDGE)


def _box(found: DescentMap, scenario: Scenario) -> Box:
    """Where the map is: with equal scales if both axes are parameters."""
    box = regions.current().map.picture
    if not set(found.over) <= set(scenario.parameters):
        return box
    return equally_scaled(dict(zip(found.over, found.limits.tolist(), strict=True)), box)


class _MapAxes(Axes):
    """The axes of a map."""

    def __init__(self, found: DescentMap, scenario: Scenario, box: Box) -> None:
        super().__init__(box)
        (left, right), (low, high) = found.limits.tolist()
        self.x, self.y = (left, right), (low, high)
        first, second = (_name(name, scenario) for name in found.over)
        self.add(FixedTicks(self, _TICKS, (first, second)))


def _name(axis: str, scenario: Scenario) -> str:
    """The name of an axis, as Typst math."""
    return symbol(axis) if axis in scenario.parameters else upright(text(_WORDS[axis]))


def _line(points: Array) -> VMobject:
    return polyline(dashes(points), theme.colors().ink, 3.0)


def _legend(found: DescentMap, scenario: Scenario, colors: MapColors) -> VGroup:
    """What each colour means, and what the border is."""
    entries = colors.legend
    rows = VGroup(*(_row(_swatch(entry.color), _entry(entry, scenario)) for entry in entries))
    if len(found.border):
        sample = _line(np.array([[0.0, 0.0, 0.0], [_SAMPLE, 0.0, 0.0]]))
        rows.add(_row(sample, _border(found, scenario)))
    rows.arrange(DOWN, buff=_ROW, aligned_edge=LEFT)
    (left, middle), safe = regions.current().map.legend, regions.safe()
    rows.scale(min(1.0, (safe.right - left) / rows.width))
    return rows.move_to((left, middle, 0.0), aligned_edge=LEFT)


def _swatch(color: str) -> VMobject:
    square = VMobject(fill_color=color, fill_opacity=1.0, stroke_width=0.0)
    corners = _SWATCH * np.array([[0, 0, 0], [0, 1, 0], [1, 1, 0], [1, 0, 0], [0, 0, 0]])
    square.set_points_as_corners(corners)
    return square


def _row(mark: VMobject, lines: VGroup) -> VGroup:
    """A mark in a column as wide as the widest, and what it means."""
    lines.next_to(mark.get_left() + (_SAMPLE + _AFTER) * RIGHT, RIGHT, buff=0.0)
    lines.shift((mark.get_center()[1] - lines[0].get_center()[1]) * UP)
    return VGroup(mark, lines)


def _entry(entry: Entry, scenario: Scenario) -> VGroup:
    lines: list[Glyphs | Markup] = [words(worded(entry.says), theme.LABEL)]
    if entry.loss is not None:
        name = in_math(notation_of(scenario).loss, theme.colors().loss)
        lines.append(maths(f"{name} = {value(entry.loss)}", theme.LABEL))
    return VGroup(*lines).arrange(DOWN, buff=_WITHIN, aligned_edge=LEFT)


def _border(found: DescentMap, scenario: Scenario) -> VGroup:
    """The rule of the border, with what its letter means."""
    bend, momentum = notation_of(scenario).curvature, momentum_of(scenario)
    if MOMENTUM in found.over:
        rule = f'2 (1 + "{text("map-momentum")}") \\/ {bend}'
    else:
        times = f"2 (1 + {value(momentum)})" if momentum else "2"
        rule = f"{times} \\/ {bend} = {value(2 * (1 + momentum) / found.curvature)}"
    letter = f'{bend} = {value(found.curvature)} "{text("map-curvature")}"'
    name, formula = words(text("map-border"), theme.LABEL), maths(rule, theme.LABEL)
    lines = VGroup(name, formula, maths(letter, theme.TICK))
    lines.arrange(DOWN, buff=_WITHIN, aligned_edge=LEFT)
    return lines
