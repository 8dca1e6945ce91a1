"""The surface of a loss over two parameters, with floor, axes and everything that moves on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import numpy as np
from manim import Animation, Group, VGroup, VMobject
from manim.utils.color import ParsableManimColor

from scenes import theme
from scenes.drawing.items import Arrow, Balls, Camera3D, Item, Sheet, Stroke, Strokes
from scenes.drawing.view import View
from scenes.parts.formula import symbol
from scenes.parts.landscape import GRID, Landscape
from scenes.parts.motion import moving
from scenes.parts.numbers import number
from scenes.parts.plot import nice_ticks
from scenes.parts.text import Glyphs, as_tick, maths, words
from scenes.parts.typeset import Array

_T = TypeVar("_T", bound=Item)
Room = tuple[tuple[float, float], tuple[float, float]]

_CELLS = 25
_HEIGHT = 1.15  # of the surface, where the floor reaches from -1 to 1
_CLEARANCE = 0.3  # between the floor and the lowest point
_TICK = 0.05
_STEPS_PER_CURVE = 24
_FINEST = 0.002  # world units between points of a path: about half a pixel
# Where the eye may stand: its height in radians, and how far beside a corner of the floor.
_ELEVATIONS = (0.55, 0.7, 0.85, 1.0)
_ASIDE = 0.24
_CORNERS = ((1, -1), (1, 1), (-1, -1), (-1, 1))
_HIDDEN_ALLOWED = 0.01  # share of what is shown
# The corners of everything with its labels, which must fit where a space is shown.
EXTENT = np.array([(x, y, z) for x in (-1.1, 1.1) for y in (-1.1, 1.1) for z in (0.0, 1.45)])


class Space(Group):
    """A landscape in a 3D view: the surface, its floor with ticks, and what is placed on it.

    `room` is where on the screen it is to fit: the lower left and the upper right corner. The eye
    stands over one of the `corners` (signs of x and y), where it sees most of the parameters
    `shown` (n, 2), nothing in between.
    Points of the space are world points: x and y from -1 to 1, z up. `at` and `ground` turn
    parameters into them, `screen` turns them into screen points.
    """

    def __init__(
        self,
        landscape: Landscape,
        room: Room,
        loss: str = "z",
        shown: Array | None = None,
        corners: Sequence[tuple[int, int]] = _CORNERS,
    ) -> None:
        super().__init__()
        self.landscape = landscape
        self._room = room
        self._corners = corners
        self.eye = Camera3D(self._best_view(np.empty((0, 2)) if shown is None else shown))
        self.items = Group()
        self.labels = VGroup()
        self.add(self.items, self.labels)
        world = self.at(landscape.grid.reshape(-1, 2)).reshape(GRID, GRID, 3)
        cells = (float(_CELLS), float(_CELLS))
        self.sheet = Sheet(self.eye, world, landscape.share(landscape.heights), theme.RAMP, cells)
        self.floor = Strokes(self.eye, self._floor_lines(), theme.MUTED, 2.0)
        self.items.add(self.floor, self.sheet)
        self._anchors: list[Array] = []
        self._add_labels(loss)
        self.look(self.eye.view)

    # Places

    def at(self, parameters: Array) -> Array:
        """Parameters (..., 2) as world points (..., 3) on the surface."""
        height = self.landscape.share(self.landscape.objective.value(parameters))
        return self.raised(parameters, height)

    def ground(self, parameters: Array) -> Array:
        """Parameters (..., 2) as world points (..., 3) on the floor."""
        return self.raised(parameters, np.full(np.shape(parameters)[:-1], -_CLEARANCE / _HEIGHT))

    def raised(self, parameters: Array, share: Array) -> Array:
        """Parameters (..., 2) as world points (..., 3) at a share of the surface's height."""
        low, high = self.landscape.low, self.landscape.high
        flat = 2 * (np.asarray(parameters, dtype=float) - low) / (high - low) - 1
        height = np.asarray(share) * _HEIGHT + _CLEARANCE
        return np.concatenate([flat, height[..., None]], axis=-1)

    def inside(self, parameters: Array) -> Array:
        """Which parameters (n, 2) lie in the drawn domain, (n,) of bool."""
        low, high = self.landscape.low, self.landscape.high
        pad = 1e-9 * (high - low)
        return np.asarray(((parameters >= low - pad) & (parameters <= high + pad)).all(axis=-1))

    def screen(self, world: Array) -> Array:
        """World points (..., 3) as screen points (..., 3)."""
        return self.eye.view.project(world)

    # Things

    def stroke(
        self, world: Array, color: ParsableManimColor, thickness: float = 4.0, lift: float = 0.03
    ) -> Stroke:
        """A line through world points, added to the space; `lift` keeps it seen so far below."""
        return self._added(Stroke(self.eye, world, color, thickness, lift=lift))

    def balls(self, world: Array, color: ParsableManimColor, radius: float = 0.1) -> Balls:
        """Balls about world points, added to the space."""
        return self._added(Balls(self.eye, world, color, radius))

    def arrow(self, start: Array, end: Array, color: ParsableManimColor) -> Arrow:
        """An arrow between two world points, added to the space."""
        return self._added(Arrow(self.eye, start, end, color))

    def contours(self) -> Strokes:
        """The contour lines of the surface, added on the floor."""
        pieces = [
            np.repeat(self.ground(line), 2, axis=0)[1:-1]
            for level in self.landscape.levels()
            for line in self.landscape.contour(level)
        ]
        points = np.concatenate(pieces or [np.empty((0, 3))])
        lines = Strokes(self.eye, points, theme.MUTED, 1.8, opacity=0.7)
        self.items.submobjects.insert(1, lines)
        return lines

    def slice(self, axis: int, at: float, color: ParsableManimColor) -> Stroke:
        """The curve of the surface along one parameter, the other fixed, added to the space."""
        free = self.landscape.across if axis == 0 else self.landscape.along
        parameters = np.full((len(free), 2), at)
        parameters[:, axis] = free
        return self.stroke(self.at(parameters), color, 5.0)

    def path(self, parameters: Array) -> Array:
        """World points along the surface between parameters (n, 2), until they leave the domain."""
        within = self.inside(parameters)
        last = len(within) if within.all() else int(np.argmin(within))
        steps = np.linspace(0, 1, _STEPS_PER_CURVE, endpoint=False)[None, :, None]
        legs = (
            parameters[: max(last - 1, 0), None]
            + steps * np.diff(parameters[:last], axis=0)[:, None]
        )
        dense = np.concatenate([legs.reshape(-1, 2), parameters[max(last - 1, 0) : last]])
        return _thinned(self.at(dense))

    def _added(self, item: _T) -> _T:
        self.items.add(item)
        return item

    # The view

    def look(self, view: View) -> None:
        """Take another view; the labels follow their places."""
        self.eye.view = view
        for label, anchor in zip(self.labels, self._anchors, strict=True):
            label.move_to(view.project(anchor))

    def turn(
        self, azimuth: float, elevation: float | None = None, run_time: float = 1.0
    ) -> Animation:
        """Orbit to another azimuth and elevation (radians), smoothly."""
        start = self.eye.view
        end = start.moved(
            azimuth=azimuth, elevation=start.elevation if elevation is None else elevation
        )

        def look(share: float) -> None:
            self.look(
                start.moved(
                    azimuth=start.azimuth + share * (end.azimuth - start.azimuth),
                    elevation=start.elevation + share * (end.elevation - start.elevation),
                )
            )

        return moving(self, look, run_time)

    def _best_view(self, shown: Array) -> View:
        """From over the lowest corner and not too high, unless a hill hides what is shown."""
        half = GRID // 2
        quarters = {
            (sx, sy): self.landscape.heights[
                slice(half, None) if sy > 0 else slice(0, half),
                slice(half, None) if sx > 0 else slice(0, half),
            ].mean()
            for sx, sy in self._corners
        }
        candidates = {
            (corner, elevation): View(
                azimuth=float(np.arctan2(corner[1], corner[0])) + _ASIDE,
                elevation=elevation,
                target=(0, 0, 0.55),
            )
            for elevation in _ELEVATIONS
            for corner in sorted(quarters, key=lambda corner: quarters[corner])
        }
        seen = {key: self._seen(shown, view) for key, view in candidates.items()}
        best = max(seen.values())
        choice = next(key for key in candidates if seen[key] >= best - _HIDDEN_ALLOWED)
        self._front = choice[0]
        return candidates[choice].fitted(EXTENT, *self._room)

    def _seen(self, parameters: Array, view: View) -> float:
        """The share of places on the surface with no part of it between them and the eye."""
        places = self.at(parameters[self.inside(parameters)])
        if not len(places):
            return 1.0
        along = np.linspace(0.04, 2.5, 60)[:, None, None] * view.toward_eye
        rays = places[None] + along
        cell = np.round((rays[..., :2] + 1) / 2 * (GRID - 1)).astype(int)
        over = ((cell >= 0) & (cell < GRID)).all(axis=-1)
        cell = np.clip(cell, 0, GRID - 1)
        heights = self.landscape.share(self.landscape.heights) * _HEIGHT + _CLEARANCE
        hidden = over & (heights[cell[..., 1], cell[..., 0]] > rays[..., 2])
        return 1.0 - float(hidden.any(axis=0).mean())

    def _floor_lines(self) -> Array:
        sx, sy = self._front
        corners = np.array([(-1, -1, 0), (1, -1, 0), (1, 1, 0), (-1, 1, 0)], dtype=float)
        pieces = [np.stack([corners, np.roll(corners, -1, axis=0)], axis=1).reshape(-1, 3)]
        pieces.append(np.array([self._pole(0.0), self._pole(_CLEARANCE + _HEIGHT)]))
        for value in self._loss_ticks():
            foot = self._pole(_CLEARANCE + _HEIGHT * float(self.landscape.share(value)))
            pieces.append(np.stack([foot, foot * (1 + _TICK, 1 + _TICK, 1)]))
        for axis, edge in ((0, sy), (1, sx)):
            for value in self._ticks(axis):
                start = self._edge_point(axis, edge, value)
                outward = np.zeros(3)
                outward[1 - axis] = edge * _TICK
                pieces.append(np.stack([start, start + outward]))
        return np.concatenate(pieces)

    def _pole(self, height: float) -> Array:
        """A point of the vertical axis, which stands at the corner farthest to the left."""
        sx, sy = self._front
        left, right = (sx, -sy), (-sx, sy)
        x_of = self.eye.view.project(np.array([(*left, 0.0), (*right, 0.0)]))[:, 0]
        return np.array([*(left if x_of[0] < x_of[1] else right), height], dtype=float)

    def _loss_ticks(self) -> Array:
        return nice_ticks(self.landscape.bottom, self.landscape.top, 4)

    def _ticks(self, axis: int) -> Array:
        return nice_ticks(self.landscape.low[axis], self.landscape.high[axis], 4)

    def _edge_point(self, axis: int, edge: int, value: float) -> Array:
        low, high = self.landscape.low[axis], self.landscape.high[axis]
        point = np.zeros(3)
        point[axis] = 2 * (value - low) / (high - low) - 1
        point[1 - axis] = edge
        return point

    def _add_labels(self, loss: str) -> None:
        sx, sy = self._front
        for axis, edge in ((0, sy), (1, sx)):
            outward = np.zeros(3)
            outward[1 - axis] = edge
            for value in self._ticks(axis):
                place = self._edge_point(axis, edge, value) + 0.17 * outward
                self._label(_tick(value), place)
            name = maths(symbol(self.landscape.names[axis]), theme.LABEL)
            self._label(name, outward * 1.42)
        out = np.array([1.14, 1.14, 1.0])
        for value in self._loss_ticks():
            height = _CLEARANCE + _HEIGHT * float(self.landscape.share(value))
            self._label(_tick(value), self._pole(height) * out)
        self._label(maths(loss, theme.LABEL, theme.LOSS), self._pole(_CLEARANCE + _HEIGHT + 0.2))

    def _label(self, label: VMobject, place: Array) -> None:
        self.labels.add(label)
        self._anchors.append(place)


def _tick(value: float) -> Glyphs:
    return as_tick(words(number(value), theme.TICK, theme.MUTED))


def _thinned(world: Array) -> Array:
    """A path (n, 3) without points too close to be told apart, of which a slow descent has many.

    What is kept of its beginning does not depend on how far it goes.
    """
    lengths = np.linalg.norm(np.diff(world, axis=0), axis=1)
    at = np.concatenate([np.zeros(min(len(world), 1)), np.cumsum(lengths)])
    kept = np.diff(np.floor(at / _FINEST), prepend=-1.0) > 0.0
    kept[-1:] = True
    return world[kept]
