"""Squares over residuals: they unfold, become bars, and level out at their mean."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import RIGHT, UP, VGroup, VMobject

from gradreel.scenarios.arrays import Array
from gradreel.scenes import theme
from gradreel.scenes.parts.formulas.formula import value
from gradreel.scenes.parts.geometry.box import Box
from gradreel.scenes.parts.geometry.points import polyline, trace
from gradreel.scenes.parts.lettering.text import Markup, maths
from gradreel.scenes.parts.lettering.typeset import in_math

_ALONE, _EDGE = 0.35, 0.9  # opacity of a single square, and of its edge
_FAINT, _FAINT_EDGE = 0.18, 0.35  # the same for many squares, which overlap
_GAP = 0.05  # screen units between bars, at most
_LARGE, _SMALL, _LARGER = 0.7, 0.35, 0.95  # ranks, from the smallest residual (0) to the largest


class Squares(VGroup):
    """Translucent squares on m residuals, which go from `starts` to `ends` (m, 3).

    Those that are `alone` are a shape each; all others are one shape, however many. They are
    invisible at first. `unfold` opens them sideways, within the x limits `room` if they fit, or
    else up to `spare` beyond its right end; `reshape` turns each into another quadrilateral, with
    corners (m, 4, 3).
    """

    def __init__(
        self,
        starts: Array,
        ends: Array,
        room: tuple[float, float],
        alone: Sequence[int],
        spare: float = 0.0,
    ) -> None:
        super().__init__()
        self._closed, self._open = (
            square_corners(starts, ends, room, share, spare) for share in (0.0, 1.0)
        )
        self._joined = 0.0
        rest = sorted({*range(len(starts))} - {*alone})
        self._groups = [[index] for index in alone] + ([rest] if rest else [])
        for group in self._groups:
            shape = VMobject(
                fill_color=theme.colors().residual,
                stroke_color=theme.colors().residual,
                stroke_width=1.5,
            )
            self.add(shape)
            self._ink(shape, float(len(group) == 1))

    def unfold(self, which: Sequence[int], share: float) -> None:
        """Open some of the shapes, given by their indices, to a share of their width."""
        self._place(self._closed + share * (self._open - self._closed), which)

    def join(self, share: float) -> None:
        """Make single squares as faint as the others, by a share."""
        self._joined = share
        for shape in self.submobjects:
            self._ink(shape, 1.0 - share)

    def reshape(self, corners: Array, share: float) -> None:
        """Turn all squares into bars with these corners, and make them easier to see."""
        self._place(self._open + share * (corners - self._open))
        for shape, group in zip(self.submobjects, self._groups, strict=True):
            before = 1.0 - self._joined if len(group) == 1 else 0.0
            late = share**4  # when they no longer overlap
            self._ink(shape, before + late * (1.0 - before))

    def level(self, bars: Array, height: float, share: float) -> None:
        """Move the upper ends of bars (m, 4, 3), by a share, to the same height on the screen."""
        moved = bars.copy()
        moved[:, 1:3, 1] += share * (height - moved[:, 1:3, 1])
        self._place(moved)

    def _ink(self, shape: VMobject, share: float) -> None:
        shape.set_fill(opacity=_FAINT + share * (_ALONE - _FAINT))
        shape.set_stroke(opacity=_FAINT_EDGE + share * (_EDGE - _FAINT_EDGE))

    def _place(self, corners: Array, which: Sequence[int] | None = None) -> None:
        """Draw the corners (m, 4, 3) of some shapes, or of all."""
        gaps = np.full((len(corners), 1, 3), np.nan)
        rings = np.concatenate([corners, corners[:, :1], gaps], axis=1)
        for number, (shape, group) in enumerate(zip(self.submobjects, self._groups, strict=True)):
            if which is None or number in which:
                trace(shape, rings[group].reshape(-1, 3))


def square_corners(
    starts: Array, ends: Array, room: tuple[float, float], share: float, spare: float = 0.0
) -> Array:
    """Corners (m, 4, 3) of squares over upright segments, opened to a share of their width.

    Each opens to the side where it stays within `room`, or goes beyond it by less; inward where
    both are the same. What is `spare` beyond the right end counts as room.
    """
    side, x = np.abs(ends - starts)[:, 1], starts[:, 0]
    beyond_left = np.maximum(room[0] - (x - side), 0.0)
    beyond_right = np.maximum(x + side - room[1] - spare, 0.0)
    inward = np.where(x < sum(room) / 2, 1.0, -1.0)
    across = np.zeros_like(starts)
    way = np.sign(beyond_left - beyond_right)
    across[:, 0] = side * share * np.where(way == 0.0, inward, way)
    corners = np.stack([starts, ends, ends + across, starts + across], axis=1)
    # All have the same orientation, because the overlap of two opposite ones would be left out.
    turned = (ends - starts)[:, 1] * across[:, 0] < 0.0
    corners[turned] = corners[turned][:, [3, 2, 1, 0]]
    # The first is the lower left one, as in bars, or else a square would turn upside down into one.
    down = ends[:, 1] < starts[:, 1]
    corners[down] = np.roll(corners[down], 2, axis=1)
    return corners


def bar_corners(values: Array, room: Box) -> tuple[Array, float]:
    """The corners (m, 4, 3) of bars for values (m,), side by side, and the height of one unit.

    The highest bar fills the room. Corners begin at the lower left and go round clockwise.
    """
    unit = room.height / float(values.max())
    width = room.width / len(values)
    left = room.left + width * np.arange(len(values))
    gap = min(_GAP, 0.2 * width)
    corners = np.zeros((len(values), 4, 3))
    corners[:, :2, 0] = left[:, None]
    corners[:, 2:, 0] = (left + width - gap)[:, None]
    corners[:, :, 1] = room.bottom
    corners[:, 1:3, 1] += unit * values[:, None]
    return corners, unit


def level_mark(
    room: Box, height: float, name: str, loss: float, size: float
) -> tuple[VMobject, Markup]:
    """A line at the height at which bars level out, with the loss above its right end."""
    ends = np.array([(room.left, height, 0.0), (room.right, height, 0.0)])
    shown = maths(in_math(f"{name} = {value(loss)}", theme.colors().loss), size)
    shown.next_to((room.right, height, 0), UP, buff=0.15).align_to((room.right, 0, 0), RIGHT)
    return polyline(ends, theme.colors().loss, 4.0), shown


def thirds(sizes: Array) -> list[int]:
    """The indices of three sizes (m,), or of as many as there are, beginning with a large one."""
    order = np.argsort(sizes, kind="stable")
    picks = dict.fromkeys(
        int(order[round(share * (len(sizes) - 1))]) for share in (_LARGE, _SMALL, _LARGER)
    )
    return [*picks]
