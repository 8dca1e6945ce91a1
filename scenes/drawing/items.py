"""The drawables of a 3D space: manim mobjects whose points are space points.

They animate like any mobject (FadeIn, .animate, MoveAlongPath); a painter decides how they look
on the screen.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any, Self

import numpy as np
from manim import ManimColor, Mobject
from manim.utils.color import ParsableManimColor, interpolate_color

from gradreel.scenarios.arrays import Array
from gradreel.scenes.drawing.patch import Patch, grid_patch
from gradreel.scenes.drawing.view import View

STROKE_UNIT = 0.01  # screen units: the width that manim gives a stroke of width 1


class Camera3D:
    """The view that the items of one space share: only this changes when the space is orbited.

    `visible`, from 0 to 1, fades the items as one picture, so that a fading surface shows nothing
    of what is behind it.
    """

    def __init__(self, view: View) -> None:
        self.view = view
        self.visible = 1.0

    def __deepcopy__(self, memo: dict[int, Any]) -> Camera3D:
        return self


class Item(Mobject):
    """A drawable of a 3D space: points (n, 3), one colour and one opacity.

    Points that are not finite are gaps: `lost` (n,) marks them, and `placed` has NaN there.
    """

    # manim reads this from every mobject when it sorts them for display.
    shade_in_3d = False

    def __init__(
        self, eye: Camera3D, points: Array, color: ParsableManimColor, opacity: float = 1.0
    ) -> None:
        super().__init__()
        self.eye = eye
        self.set_points(points)
        self.ink = ManimColor.parse(color)
        self.opacity = opacity

    def placed(self) -> Array:
        """The points (n, 3), with NaN at the gaps."""
        return np.where(self.lost[:, None], np.nan, self.points)

    def appearance(self) -> tuple[Hashable, ...]:
        """Whatever determines how it is drawn: items that are equal in it are drawn alike."""
        points, lost = self.points.tobytes(), self.lost.tobytes()
        ink: tuple[float, ...] = tuple(self.ink.to_rgb())
        return type(self).__name__, self.eye.view, points, lost, ink, self.opacity

    def set_opacity(self, opacity: float, family: bool = True) -> Self:
        """Set the opacity, from 0 (not drawn) to 1."""
        self.opacity = opacity
        return self

    def set_color(self, color: ParsableManimColor, family: bool = True) -> Self:  # type: ignore[override]
        """Set the colour."""
        self.ink = ManimColor.parse(color)
        return self

    def fade(self, darkness: float = 0.5, family: bool = True) -> Self:
        """Reduce the opacity by a share of itself, as manim's fades do."""
        return self.set_opacity(self.opacity * (1.0 - darkness))

    def set_points(self, points: Array) -> Self:
        """Replace the points by other space points (n, 3)."""
        self.points = np.array(points, dtype=float).reshape(-1, 3)
        self.lost = np.asarray(~np.isfinite(self.points).all(axis=1))
        # manim asks for the middle of what it fades: a single NaN would make that NaN as well.
        self.points[self.lost] = 0.0 if self.lost.all() else self.points[~self.lost][0]
        return self

    def interpolate_color(self, mobject1: Mobject, mobject2: Mobject, alpha: float) -> Self:
        """Take on a look between those of two items, as manim's transforms ask for."""
        assert isinstance(mobject1, Item)
        assert isinstance(mobject2, Item)
        self.opacity = mobject1.opacity + alpha * (mobject2.opacity - mobject1.opacity)
        self.lost = mobject2.lost if alpha > 0.0 else mobject1.lost
        self.ink = interpolate_color(mobject1.ink, mobject2.ink, alpha)
        return self


class Sheet(Item):
    """A surface coloured by height, at first over a grid of points (rows, columns, 3).

    `heights`, one from 0 to 1 for each point, pick colours from `ramp` (k, 3); `cells` says how
    many cells the grid lines form along (columns, rows). Only the rows between the two shares of
    `revealed`, from 0 to 1, are drawn.
    """

    def __init__(
        self,
        eye: Camera3D,
        points: Array,
        heights: Array,
        ramp: Array,
        cells: tuple[float, float],
    ) -> None:
        super().__init__(eye, points, "#FFFFFF")
        self.lay(points, heights, grid_patch(*points.shape[:2]))
        self.ramp = ramp
        self.cells = cells
        self.revealed = (0.0, 1.0)

    def lay(self, points: Array, heights: Array, patch: Patch) -> Self:
        """Replace the surface by m points and heights, which `patch` joins into triangles."""
        self.patch = patch
        self.heights = np.asarray(heights, dtype=float).ravel()
        return self.set_points(points)

    def appearance(self) -> tuple[Hashable, ...]:
        """How it is drawn, with its colours and its joints."""
        colors = self.heights.tobytes(), self.ramp.tobytes(), self.cells
        return *super().appearance(), self.patch, *colors, tuple(self.revealed)

    def uncovered(self) -> tuple[float, float]:
        """The shares between which painters draw rows.

        Painters soften both ends, but the edge of the whole surface has to stay opaque: the lower
        share is -1 where nothing is hidden before it.
        """
        first, last = self.revealed
        return first if first > 0.0 else -1.0, last

    def normals(self) -> Array:
        """The unit normals (m, 3) at its points."""
        return self.patch.normals(self.points)


class Stroke(Item):
    """A polyline through its points; `thickness` is in manim's stroke units.

    `lift`, in space units toward the eye, keeps a line from sinking into a surface it lies on.
    """

    def __init__(
        self,
        eye: Camera3D,
        points: Array,
        color: ParsableManimColor,
        thickness: float = 4.0,
        opacity: float = 1.0,
        lift: float = 0.03,
    ) -> None:
        super().__init__(eye, points, color, opacity)
        self.thickness = thickness
        self.lift = lift
        self.drawn = 1.0

    def appearance(self) -> tuple[Hashable, ...]:
        """How it is drawn, as far as it is drawn."""
        return *super().appearance(), self.thickness, self.lift, self.drawn

    def visible(self) -> Array:
        """The part of the polyline up to the share `drawn` of its length, (m, 3)."""
        points = self.placed()
        if self.drawn >= 1.0 or len(points) < 2:
            return points
        lengths = np.linalg.norm(np.diff(points, axis=0), axis=1)
        travelled = np.concatenate([[0.0], np.cumsum(np.where(np.isfinite(lengths), lengths, 0.0))])
        end = self.drawn * travelled[-1]
        passed = points[travelled < end]
        tip = [np.interp(end, travelled, points[:, k]) for k in range(3)]
        return np.vstack([passed, tip])


class Strokes(Item):
    """Separate segments of one colour and thickness: points (2 * n, 3), a pair for each segment."""

    def __init__(
        self,
        eye: Camera3D,
        points: Array,
        color: ParsableManimColor,
        thickness: float = 2.0,
        opacity: float = 1.0,
        lift: float = 0.0,
    ) -> None:
        super().__init__(eye, points, color, opacity)
        self.thickness = thickness
        self.lift = lift

    def appearance(self) -> tuple[Hashable, ...]:
        """How it is drawn, with its size."""
        return *super().appearance(), self.thickness, self.lift


class Balls(Item):
    """A shaded ball at each point; `radius` in screen units, `lift` in space units."""

    def __init__(
        self,
        eye: Camera3D,
        points: Array,
        color: ParsableManimColor,
        radius: float = 0.1,
        opacity: float = 1.0,
        lift: float = 0.0,
    ) -> None:
        super().__init__(eye, points, color, opacity)
        self.radius = radius
        self.lift = lift

    def appearance(self) -> tuple[Hashable, ...]:
        """How it is drawn, with its size."""
        return *super().appearance(), self.radius, self.lift


class Arrow(Item):
    """An arrow from its first point to its second, flat toward the eye."""

    def __init__(
        self,
        eye: Camera3D,
        start: Array,
        end: Array,
        color: ParsableManimColor,
        thickness: float = 6.0,
        lift: float = 0.06,
    ) -> None:
        super().__init__(eye, np.array([start, end]), color)
        self.thickness = thickness
        self.lift = lift

    def appearance(self) -> tuple[Hashable, ...]:
        """How it is drawn, with its size."""
        return *super().appearance(), self.thickness, self.lift
