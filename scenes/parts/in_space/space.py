"""The surface of a loss over two parameters, with its floor, axes and whatever is placed on it."""

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
from gradreel.scenes.parts.geometry.box import Corners
from gradreel.scenes.parts.geometry.motion import moving
from gradreel.scenes.parts.in_space.floor import CLEARANCE, HEIGHT, Floor
from gradreel.scenes.parts.in_space.landscape import Landscape
from gradreel.scenes.parts.in_space.viewpoint import CORNERS, TARGET, best_view, seen_share
from gradreel.scenes.parts.in_space.world import in_space, thinned

_T = TypeVar("_T", bound=Item)

# Of the grid on a surface: a line at every second of the 51 points of a landscape.
_CELLS = (25.0, 25.0)
# Points of a path between two recorded places, since on the surface a step is curved.
_STEPS_PER_CURVE = 24
ON_SURFACE = 0.03  # world units: how far lines on the surface are lifted so as not to sink into it
LEVEL = View(azimuth=-np.pi / 2, elevation=0.0, distance=DISTANT, target=TARGET)
_MOVE = 0.8  # seconds in which a space moves to another place without turning
IN_FRONT = 3.0  # world units toward the eye: in front of the whole surface
_ROUNDS, _HAIR = 3, 1e-3  # attempts to make room for numbers, and a lack of it that nobody sees
# Of a pin: with ten pixels for a dash and a gap if the pin is a fifth of a 480p picture high.
_DASHES = 9
# The corners of a space with its labels, which have to fit where it is shown.
EXTENT = np.array([(x, y, z) for x in (-1.1, 1.1) for y in (-1.1, 1.1) for z in (0.0, 1.45)])


class Space(Group):
    """A landscape in a 3D view: the surface, its floor with ticks, and what is placed on it.

    It fits into `room`, the lower left and upper right corners on the screen. The eye is over that
    of the `corners` (signs of x and y) from which most of the parameters `visible` (n, 2) can be
    seen.

    Points of the space are world points: x and y from -1 to 1, z up. `at` and `ground` turn
    parameters into them, `screen` turns them into screen points.
    """

    def __init__(
        self,
        landscape: Landscape,
        room: Corners,
        loss: str = "z",
        visible: Array | None = None,
        corners: Sequence[tuple[int, int]] = CORNERS,
    ) -> None:
        super().__init__()
        self.landscape = landscape
        self._room = room
        places = np.empty((0, 2)) if visible is None else visible
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
        """Which parameters (n, 2) lie in the drawn domain, (n,)."""
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
        """Add a line through world points; `lift` moves it toward the eye, in depth alone."""
        return self._added(Stroke(self.eye, world, color, thickness, lift=lift))

    def balls(self, world: Array, color: ParsableManimColor, radius: float = 0.1) -> Balls:
        """Add balls at world points."""
        return self._added(Balls(self.eye, world, color, radius))

    def raise_above(self, item: Item) -> None:
        """Draw an item after all others so far: no line on the surface runs across it."""
        self.items.remove(item)
        self.items.add(item)

    def pin(self, place: Array, color: ParsableManimColor) -> Group:
        """Add a ball at parameters (2,), in front of all else, with a dashed line to the floor."""
        line = self.dashed(place, color, lift=IN_FRONT)
        ball = Balls(self.eye, self.at(place)[None], color, 0.11, lift=IN_FRONT)
        return Group(line, self._added(ball))

    def dashed(self, place: Array, color: ParsableManimColor, lift: float = 0.0) -> Strokes:
        """Add a dashed line from parameters (2,) on the surface down to the floor."""
        return self.segments(self.dashes(place), color, 3.0, lift)

    def dashes(self, place: Array, share: float = 1.0) -> Array:
        """The ends (2 * n, 3) of dashes from the floor up to a share of the height of a place."""
        head, foot = self.at(place), self.ground(place)
        parts = np.arange(_DASHES)[:, None] + np.array([0.0, 0.5])
        return np.asarray(foot + share * parts.reshape(-1, 1) / _DASHES * (head - foot))

    def segments(
        self, world: Array, color: ParsableManimColor, thickness: float, lift: float
    ) -> Strokes:
        """Add separate segments between pairs of world points (2 * n, 3)."""
        return self._added(Strokes(self.eye, world, color, thickness, lift=lift))

    def hides(self, place: Array) -> bool:
        """Whether the surface hides parameters (2,) from the eye."""
        return seen_share(self.landscape, self.at(place[None]), self.eye.view) < 1.0

    def arrow(self, start: Array, end: Array, color: ParsableManimColor) -> Arrow:
        """Add an arrow between two world points."""
        return self._added(Arrow(self.eye, start, end, color))

    def contours(self, dropped: float = 1.0, below: float = 1.0) -> Strokes:
        """The contour lines, dropped from the surface (0) to the floor (1).

        Only those `below` a share of the height are drawn.
        """
        levels = self.landscape.levels()
        levels = levels[self.landscape.share(levels) <= below]
        pieces = [self.contour(level, dropped) for level in levels]
        self._contours.lift = (1.0 - dropped) * ON_SURFACE
        return self._contours.set_points(np.concatenate([np.empty((0, 3)), *pieces]))

    def contour(self, level: float, dropped: float = 0.0) -> Array:
        """The ends (2 * n, 3) of the pieces of a contour line, on the surface (0) or below it."""
        height = float(self.landscape.share(level)) * HEIGHT + CLEARANCE
        flat = self.ground(self.landscape.contour(level).reshape(-1, 2))
        return np.asarray(flat + (1 - dropped) * height * OUT)

    def slice(self, axis: int, fixed: float, color: ParsableManimColor) -> Stroke:
        """Add the curve of the surface along one parameter, with the other fixed."""
        return self.stroke(self.sliced(axis, fixed), color, 5.0)

    def sliced(self, axis: int, fixed: float) -> Array:
        """The world points (n, 3) of a slice; NaN where the surface has none."""
        free = self.landscape.across if axis == 0 else self.landscape.along
        parameters = np.full((len(free), 2), fixed)
        parameters[:, axis] = free
        points = self.at(parameters)
        on_surface = self.landscape.heights.drawn(self.landscape.objective.value(parameters))
        return np.where(on_surface[:, None], points, np.nan)

    def path(self, parameters: Array) -> Array:
        """World points along the surface through parameters (n, 2), up to the domain's border."""
        within = self.inside(parameters)
        last = len(within) if within.all() else int(np.argmin(within))
        inner = parameters[:last]
        if 0 < last < len(parameters):
            inner = np.vstack([inner, self._exit(inner[-1], parameters[last])])
        steps = np.linspace(0, 1, _STEPS_PER_CURVE, endpoint=False)[None, :, None]
        legs = inner[:-1, None] + steps * np.diff(inner, axis=0)[:, None]
        return thinned(self.at(np.concatenate([legs.reshape(-1, 2), inner[-1:]])))

    def floor_arrow(self, start: Array, target: Array, color: ParsableManimColor) -> Arrow:
        """Add an arrow on the floor from parameters (2,) to others, up to the domain's border."""
        end = target if self.inside(target[None])[0] else self._exit(start, target)
        return self.arrow(self.ground(start), self.ground(end), color)

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
        return thinned(np.insert(self.at(legs), leaves, np.nan, axis=0).reshape(-1, 3))

    def _exit(self, inside: Array, outside: Array) -> Array:
        """Where the line from parameters (2,) inside the domain to some outside leaves it."""
        low, high = self.landscape.low, self.landscape.high
        direction = outside - inside
        border = np.where(direction > 0, high, low)
        shares = np.divide(border - inside, direction, out=np.full(2, np.inf), where=direction != 0)
        return np.asarray(np.clip(inside + shares.min() * direction, low, high))

    def _lay(self) -> None:
        """Give the sheet the shape of the landscape, and a border where that ends."""
        landscape, mesh = self.landscape, self.landscape.mesh
        if mesh is None:
            shares, size = landscape.share(landscape.values), landscape.size
            grid = self.raised(landscape.grid, shares)
            self.sheet.lay(grid, shares, grid_patch(size, size))
            self.border.set_points(np.empty((0, 3)))
            return
        points = self.raised(mesh.places, mesh.shares)
        along = (mesh.places - landscape.low) / (landscape.high - landscape.low)
        # Points of no triangle must not enlarge the part of the picture that is drawn.
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
        """Show the space as one picture, from invisible (0) to opaque (1)."""
        self.eye.visible = share
        self.label(share)

    def label(self, opacity: float) -> None:
        """Show names and numbers, from invisible (0) to opaque (1)."""
        self.floor.shown = opacity
        self.floor.follow()

    def fitted(self, view: View) -> View:
        """A view scaled and moved so that the space fills its room."""
        return view.fitted(EXTENT, *self._room)

    def settle(self, room: Corners, view: View | None = None) -> None:
        """Fill another room, from this view or the current one."""
        self._room = room
        self.set_view(self.fitted(view or self.eye.view))
        self._make_room()

    def _make_room(self) -> None:
        """Make the space smaller if long numbers reach out of the safe area."""
        for _ in range(_ROUNDS):
            to_left, to_right = self.floor.overhang
            if max(to_left, to_right) < _HAIR:
                break
            (left, bottom), (right, top) = self._room
            self._room = (left + to_left, bottom), (right - to_right, top)
            self.set_view(self.fitted(self.eye.view))

    def fly(self, room: Corners, view: View | None = None) -> Animation:
        """An animation from the current place to another room, eased at both ends."""
        start = self.eye.view
        self.settle(room, view)
        end = self.eye.view

        def come(share: float) -> None:
            eased = share * share * (3.0 - 2.0 * share)
            self.set_view(start.toward(end, eased) if share < 1.0 else end)

        return moving(self, come, max(flight_time(start, end), _MOVE), steady=True)

    def spread(self, landscape: Landscape, zooming: bool = True) -> None:
        """Show another part of the loss; whatever was placed has to be placed again."""
        self.landscape = landscape
        self._lay()
        if len(self._contours.points):
            self.contours()
        self.floor.put(landscape, zooming)
