"""The surface of a loss over two parameters, with floor, axes and everything that moves on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import numpy as np
from manim import OUT, Animation, Group
from manim.utils.color import ParsableManimColor

from gradreel.scenarios.arrays import Array
from gradreel.scenes import theme
from gradreel.scenes.drawing.items import Arrow, Balls, Camera3D, Item, Sheet, Stroke, Strokes
from gradreel.scenes.drawing.patch import Patch, grid_patch
from gradreel.scenes.drawing.view import DISTANT, View, flight_time
from gradreel.scenes.parts.box import Corners
from gradreel.scenes.parts.floor import CLEARANCE, HEIGHT, Floor
from gradreel.scenes.parts.landscape import Landscape
from gradreel.scenes.parts.motion import moving
from gradreel.scenes.parts.viewpoint import CORNERS, TARGET, best_view, seen_share

_T = TypeVar("_T", bound=Item)

_FAR = 1e3  # world units from the middle, where the drawn domain ends at 1: far outside any picture
# Of the grid on a surface: a line for every second of the 51 points of a landscape.
_CELLS = (25.0, 25.0)
# Of a path between two recorded places, since on the surface a step is curved.
_STEPS_PER_CURVE = 24
_ON_SURFACE = 0.03  # how far lines on the surface are lifted, not to be lost in it
LEVEL = View(azimuth=-np.pi / 2, elevation=0.0, distance=DISTANT, target=TARGET)
_MOVE = 0.8  # seconds in which a space goes to another place, if it does not turn
IN_FRONT = 3.0  # of all of the surface: how far toward the eye
# Of a pin: ten pixels each, gap included, where a pin is a fifth of a 480p picture high.
_DASHES = 9
_FINEST = 0.002  # world units between points of a path: about half a pixel
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
        room: Corners,
        loss: str = "z",
        shown: Array | None = None,
        corners: Sequence[tuple[int, int]] = CORNERS,
    ) -> None:
        super().__init__()
        self.landscape = landscape
        self._room = room
        places = np.empty((0, 2)) if shown is None else shown
        places = self.at(places[self.inside(places)])
        self.eye = Camera3D(self.fitted(best_view(landscape, places, corners)))
        self.floor = Floor(self.eye, landscape, loss)
        self._make_room()
        self.sheet = Sheet(self.eye, np.zeros((2, 2, 3)), np.zeros(4), theme.colors().ramp, _CELLS)
        self.border = Strokes(self.eye, np.empty((0, 3)), theme.colors().ink, 2.5, lift=0.03)
        self._lay()
        self._contours = Strokes(self.eye, np.empty((0, 3)), theme.colors().muted, 1.8, opacity=0.7)
        self.items = Group(
            self.floor.lines, self._contours, self.floor.pole, self.sheet, self.border
        )
        self.labels = self.floor.labels
        self.add(self.items, self.labels)

    # Places

    def at(self, parameters: Array) -> Array:
        """Parameters (..., 2) as world points (..., 3) on the surface."""
        height = self.landscape.share(self.landscape.objective.value(parameters))
        return self.raised(parameters, height)

    def ground(self, parameters: Array) -> Array:
        """Parameters (..., 2) as world points (..., 3) on the floor."""
        return self.raised(parameters, np.full(np.shape(parameters)[:-1], -CLEARANCE / HEIGHT))

    def raised(self, parameters: Array, share: Array) -> Array:
        """Parameters (..., 2) as world points (..., 3) at a share of the surface's height."""
        return in_space(self.landscape, parameters, share)

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

    def pin(self, place: Array, color: ParsableManimColor) -> Group:
        """A ball at parameters (2,) in front of all else, with a dashed line down to the floor."""
        line = self.dashed(place, color, lift=IN_FRONT)
        ball = Balls(self.eye, self.at(place)[None], color, 0.11, lift=IN_FRONT)
        return Group(line, self._added(ball))

    def dashed(self, place: Array, color: ParsableManimColor, lift: float = 0.0) -> Strokes:
        """A dashed line from parameters (2,) on the surface down to the floor."""
        return self.segments(self.dashes(place), color, 3.0, lift)

    def dashes(self, place: Array, share: float = 1.0) -> Array:
        """The ends (2 * n, 3) of dashes from the floor up to a share of the height of a place."""
        head, foot = self.at(place), self.ground(place)
        parts = np.arange(_DASHES)[:, None] + np.array([0.0, 0.5])
        return np.asarray(foot + share * parts.reshape(-1, 1) / _DASHES * (head - foot))

    def segments(
        self, world: Array, color: ParsableManimColor, thickness: float, lift: float
    ) -> Strokes:
        """Separate segments between world points (2 * n, 3), pair by pair, added to the space."""
        return self._added(Strokes(self.eye, world, color, thickness, lift=lift))

    def hides(self, place: Array) -> bool:
        """Whether the surface stands between parameters (2,) and the eye."""
        return seen_share(self.landscape, self.at(place[None]), self.eye.view) < 1.0

    def arrow(self, start: Array, end: Array, color: ParsableManimColor) -> Arrow:
        """An arrow between two world points, added to the space."""
        return self._added(Arrow(self.eye, start, end, color))

    def contours(self, dropped: float = 1.0, below: float = 1.0) -> Strokes:
        """The contour lines, which fall from the surface (0) to the floor (1).

        Only those are there that are `below` a share of the height.
        """
        levels = self.landscape.levels()
        levels = levels[self.landscape.share(levels) <= below]
        pieces = [self.contour(level, dropped) for level in levels]
        self._contours.lift = (1.0 - dropped) * _ON_SURFACE
        return self._contours.set_points(np.concatenate([np.empty((0, 3)), *pieces]))

    def contour(self, level: float, dropped: float = 0.0) -> Array:
        """The ends (2 * n, 3) of the pieces of a contour line, on the surface (0) or below it."""
        height = float(self.landscape.share(level)) * HEIGHT + CLEARANCE
        flat = self.ground(self.landscape.contour(level).reshape(-1, 2))
        return np.asarray(flat + (1 - dropped) * height * OUT)

    def slice(self, axis: int, at: float, color: ParsableManimColor) -> Stroke:
        """The curve of the surface along one parameter, the other fixed, added to the space."""
        return self.stroke(self.sliced(axis, at), color, 5.0)

    def sliced(self, axis: int, at: float) -> Array:
        """The world points (n, 3) of a slice; NaN where the surface has none."""
        free = self.landscape.across if axis == 0 else self.landscape.along
        parameters = np.full((len(free), 2), at)
        parameters[:, axis] = free
        points = self.at(parameters)
        on_surface = self.landscape.heights.drawn(self.landscape.objective.value(parameters))
        return np.where(on_surface[:, None], points, np.nan)

    def path(self, parameters: Array) -> Array:
        """World points along the surface between parameters (n, 2), up to the domain's border."""
        within = self.inside(parameters)
        last = len(within) if within.all() else int(np.argmin(within))
        kept = parameters[:last]
        if 0 < last < len(parameters):
            kept = np.vstack([kept, self._exit(kept[-1], parameters[last])])
        steps = np.linspace(0, 1, _STEPS_PER_CURVE, endpoint=False)[None, :, None]
        legs = kept[:-1, None] + steps * np.diff(kept, axis=0)[:, None]
        return _thinned(self.at(np.concatenate([legs.reshape(-1, 2), kept[-1:]])))

    def floor_arrow(self, here: Array, there: Array, color: ParsableManimColor) -> Arrow:
        """An arrow on the floor from parameters (2,) to others, up to the domain's border."""
        end = there if self.inside(there[None])[0] else self._exit(here, there)
        return self.arrow(self.ground(here), self.ground(end), color)

    def passes(self, parameters: Array) -> Array:
        """The same of all parts of a way that lie in the domain, NaN between them."""
        low, high = self.landscape.low, self.landscape.high
        starts, ways = parameters[:-1], np.diff(parameters, axis=0)
        with np.errstate(all="ignore"):
            ends = (np.stack([low, high])[:, None] - starts) / ways
        standing = (ways == 0.0) & (starts >= low) & (starts <= high)
        first = np.where(standing, 0.0, np.fmin(*ends)).max(axis=1).clip(0.0)
        last = np.where(standing, 1.0, np.fmax(*ends)).min(axis=1).clip(max=1.0)
        seen = first <= last  # False for NaN
        shares = np.linspace(first[seen], last[seen], _STEPS_PER_CURVE + 1, axis=1)
        legs = starts[seen, None] + shares[..., None] * ways[seen, None]
        # A leg that ends at the border is not joined with the next one.
        leaves = np.flatnonzero(last[seen] < 1.0) + 1
        return _thinned(np.insert(self.at(legs), leaves, np.nan, axis=0).reshape(-1, 3))

    def _exit(self, inside: Array, outside: Array) -> Array:
        """Where the way between two parameters (2,) leaves the domain."""
        low, high = self.landscape.low, self.landscape.high
        way = outside - inside
        border = np.where(way > 0, high, low)
        shares = np.divide(border - inside, way, out=np.full(2, np.inf), where=way != 0)
        return np.asarray(np.clip(inside + shares.min() * way, low, high))

    def _lay(self) -> None:
        """Give the sheet the form of the landscape, and a border where that ends."""
        landscape, mesh = self.landscape, self.landscape.mesh
        if mesh is None:
            shares, size = landscape.share(landscape.values), landscape.size
            grid = self.raised(landscape.grid, shares)
            self.sheet.lay(grid, shares, grid_patch(size, size))
            self.border.set_points(np.empty((0, 3)))
            return
        points = self.raised(mesh.places, mesh.shares)
        along = (mesh.places - landscape.low) / (landscape.high - landscape.low)
        # What no triangle has must not make the picture any larger.
        used = np.zeros(len(points), dtype=bool)
        used[mesh.triangles] = True
        points[~used] = points[used][0] if used.any() else 0.0
        self.sheet.lay(points, mesh.shares, Patch(along, mesh.triangles.astype(np.int32)))
        self.border.set_points(points[mesh.cut.ravel()])

    def _added(self, item: _T) -> _T:
        self.items.add(item)
        return item

    # The view

    def set_view(self, view: View) -> None:
        """Take another view; the labels follow their places."""
        self.eye.view = view
        self.floor.follow()

    def reveal(self, share: float) -> None:
        """Show all of it, as one picture, from not at all (0) to in full (1)."""
        self.eye.visible = share
        self.label(share)

    def label(self, shown: float) -> None:
        """Show names and numbers from not at all (0) to in full (1), whatever the view."""
        self.floor.shown = shown
        self.floor.follow()

    def fitted(self, view: View) -> View:
        """A view scaled and placed so that the space fills its room."""
        return view.fitted(EXTENT, *self._room)

    def settle(self, room: Corners, view: View | None = None) -> None:
        """Fill another room, with this view or the one that it has."""
        self._room = room
        self.set_view(self.fitted(view or self.eye.view))
        self._make_room()

    def _make_room(self) -> None:
        """Long numbers take their room from the surface."""
        if overhang := float(self.floor.overhang):
            (left, bottom), (right, top) = self._room
            self._room = (left + overhang, bottom), (right, top)
            self.set_view(self.fitted(self.eye.view))

    def fly(self, room: Corners, view: View | None = None) -> Animation:
        """Settle in another room, coming there from where it is, eased at both ends."""
        before = self.eye.view
        self.settle(room, view)
        after = self.eye.view

        def come(share: float) -> None:
            eased = share * share * (3.0 - 2.0 * share)
            self.set_view(before.toward(after, eased) if share < 1.0 else after)

        return moving(self, come, max(flight_time(before, after), _MOVE), steady=True)

    def spread(self, landscape: Landscape, zooming: bool = True) -> None:
        """Show another part of the loss; what was placed has to be placed anew."""
        self.landscape = landscape
        self._lay()
        if len(self._contours.points):
            self.contours()
        self.floor.put(landscape, zooming)


def in_space(landscape: Landscape, parameters: Array, share: Array) -> Array:
    """Parameters (..., 2) as world points (..., 3) at a share of the height of a landscape."""
    low, high = landscape.low, landscape.high
    flat = 2 * (np.asarray(parameters, dtype=float) - low) / (high - low) - 1
    height = np.asarray(share) * HEIGHT + CLEARANCE
    world = np.concatenate([flat, height[..., None]], axis=-1)
    # Beside what a diverging run takes far away, all else would collapse when they are moved.
    return np.asarray(np.clip(world, -_FAR, _FAR))


def _thinned(world: Array) -> Array:
    """A path (n, 3) without points too close to be distinguished, of which a slow descent has many.

    What is kept of its beginning does not depend on how far it goes.
    """
    lengths = np.linalg.norm(np.diff(world, axis=0), axis=1)
    gaps = np.isnan(lengths)
    at = np.concatenate([np.zeros(min(len(world), 1)), np.cumsum(np.where(gaps, 0.0, lengths))])
    kept = np.diff(np.floor(at / _FINEST), prepend=-1.0) > 0.0
    kept[-1:] = True
    kept[1:] |= gaps
    kept[:-1] |= gaps
    return world[kept]
