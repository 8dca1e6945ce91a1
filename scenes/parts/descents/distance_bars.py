"""Bars that show how much is left of the distance to the lowest point, along each direction."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import LEFT, RIGHT, VGroup, VMobject

from gradreel.scenarios.arrays import Array
from gradreel.scenes import theme
from gradreel.scenes.parts.descents.verdict import times
from gradreel.scenes.parts.geometry.box import Pair
from gradreel.scenes.parts.geometry.interpolation import rows_up_to
from gradreel.scenes.parts.geometry.points import joined, polyline, trace
from gradreel.scenes.parts.lettering.text import maths, words
from gradreel.scenes.sentences.catalogue import text
from gradreel.solver.directions import distances
from gradreel.solver.objective import Objective
from gradreel.solver.run_record import RunRecord

# In screen units, if nothing else is said.
ROW = 0.36  # from a bar to the next: numbers as large as those of ticks are beside them
_HALF = 0.1  # half the height of a bar
_LONGEST = 0.4  # of the panel's width: the longest bar, which has words on both sides
_SHORTEST = 0.3  # the longest bar is at least so long, even if words leave little room
_MOST = 1.35  # times its first length: a bar that is even longer ends here, in a tip
_HEAD = 0.24  # from the middle of the first bar up to the words for all of them
_BESIDE = 0.12  # from the end of the longest bar to the word beside it


def shares_left(objective: Objective, run: RunRecord) -> Array:
    """The distance left along each direction, as a share of that at the start, (T+1, p).

    The sign says on which side of the lowest point it is. Along a direction without a distance at
    the start, later ones are shares of the total distance at the start.
    """
    found = distances(objective, run.parameters)
    total = float(np.linalg.norm(found[0])) or 1.0
    first = np.abs(found[0])
    return np.asarray(found / np.where(first > 0.0, first, total))


class DistanceBars:
    """A bar for each direction of a quadratic loss, from its lowest point to the run.

    `middle` is the middle of the first bar, in a panel of this `width`; on either side there is
    room for a bar and its gap up to `beside`. `names` (Typst math) are on the left; the `factors`
    of the run, as printed, appear on the right. Outlines show the distance at the start, of which
    the bars are shares; `letter` stands for it.
    `static_parts` stand still, `draw_to` moves `moving_parts`.
    """

    def __init__(
        self,
        objective: Objective,
        run: RunRecord,
        names: Sequence[str],
        factors: Sequence[str],
        middle: Pair,
        width: float,
        beside: float,
        letter: str,
    ) -> None:
        self._longest = min(_LONGEST * width, max(_SHORTEST, beside - _BESIDE))
        self._shares = shares_left(objective, run)
        x, top = middle
        head = words(text("label-share-left", distance=letter), theme.TICK, theme.colors().muted)
        head.on_baseline((0.0, top + _HEAD, 0.0)).set_x(x)
        self._rows = [np.array([x, top - index * ROW, 0.0]) for index in range(len(names))]
        self.bottom = float(self._rows[-1][1]) - _HALF
        colors = theme.colors()
        outlines = [
            self._bar(row, share) for row, share in zip(self._rows, self._shares[0], strict=True)
        ]
        zero = [(x, top + ROW / 2, 0.0), (x, float(self._rows[-1][1]) - ROW / 2, 0.0)]
        self.static_parts = VGroup(
            head,
            polyline(joined(outlines), colors.muted, 1.5),
            polyline(np.array(zero), colors.ink, 2.0),
        )
        for row, name in zip(self._rows, names, strict=True):
            label = maths(name, theme.TICK)
            self.static_parts.add(label.move_to(row - self._reach * RIGHT, aligned_edge=RIGHT))
        self._bars = VMobject(fill_color=colors.here, fill_opacity=1.0, stroke_width=0.0)
        self.moving_parts = VGroup(self._bars)
        self.factors = VGroup()
        for row, printed in zip(self._rows, factors, strict=False):
            label = maths(times(printed), theme.TICK)
            self.factors.add(label.move_to(row + self._reach * RIGHT, aligned_edge=LEFT))
        self.draw_to(0.0)

    def draw_to(self, step: float) -> None:
        """Show what is left at a step, which may lie between two recorded ones."""
        left = rows_up_to(self._shares, step)[-1]
        bars = [self._bar(row, share) for row, share in zip(self._rows, left, strict=True) if share]
        trace(self._bars, joined(bars))

    @property
    def _reach(self) -> float:
        return self._longest + _BESIDE

    def _bar(self, row: Array, share: float) -> Array:
        """The corners of a bar that begins in the middle of a row; a too long one ends in a tip."""
        end = self._longest * float(np.clip(share / _MOST, -1.0, 1.0))
        tip = min(_HALF, abs(end)) * np.sign(end) if abs(share) > _MOST else 0.0
        corners = [(0, -_HALF), (end - tip, -_HALF), (end, 0), (end - tip, _HALF), (0, _HALF)]
        return np.asarray(row + np.array([(x, y, 0.0) for x, y in (*corners, corners[0])]))
