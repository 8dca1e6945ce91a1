"""Bars that show how much is left of the distance to the lowest point, along each direction."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import UP, VGroup, VMobject

from gradreel.scenarios.arrays import Array
from gradreel.scenes import theme
from gradreel.scenes.parts.descents.verdict import times
from gradreel.scenes.parts.formulas.notation import spoken
from gradreel.scenes.parts.geometry.box import Pair
from gradreel.scenes.parts.geometry.interpolation import rows_up_to
from gradreel.scenes.parts.geometry.points import between, joined, polyline, trace
from gradreel.scenes.parts.lettering.text import Markup, maths
from gradreel.scenes.parts.lettering.typeset import in_math, upright
from gradreel.scenes.sentences.catalogue import text
from gradreel.solver.directions import distances
from gradreel.solver.objective import Objective
from gradreel.solver.run_record import RunRecord

# In screen units, if nothing else is said.
_ROW = 0.63  # from a bar to the next: what is said of it is in between, above it
_DOWN = 0.21  # from the baseline of these words to the middle of their bar
_HALF = 0.11  # half the height of a bar
_ZERO = 0.14  # half the height of the line where a bar begins
_MOST = 1.35  # times its first length: a bar that is even longer ends here, in a tip
_GAP = 0.1  # from the letter of the distance to its factor


def shares_left(objective: Objective, run: RunRecord) -> Array:
    """The distance left along each direction, as a share of that at the start, (T+1, p).

    The sign says on which side of the lowest point it is. Along a direction without a distance at
    the start, later ones are shares of the total distance at the start.
    """
    found = distances(objective, run.parameters)
    total = float(np.linalg.norm(found[0])) or 1.0
    first = np.abs(found[0])
    return np.asarray(found / np.where(first > 0.0, first, total))


def longest_share(objective: Objective, runs: Sequence[RunRecord]) -> float:
    """The share to whose length the bars of several runs have to grow."""
    largest = max(float(np.abs(shares_left(objective, run)).max()) for run in runs)
    return min(max(largest, 1.0), _MOST)


class DistanceBars:
    """A bar for each direction of a quadratic loss, from its lowest point to the run.

    `middle` is that of the baseline of the first words. Bars reach to `longest`, a share, within
    half a `width` to each side. Outlines show the distance at the start, of which the bars are
    shares; `letter` (Typst math) stands for it. Above each is its name (Typst math) with its
    `meaning`, which the `factors` of the run, as printed, replace.
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
        longest: float,
        letter: str,
    ) -> None:
        self._shares = shares_left(objective, run)
        self._longest, self._one = longest, width / 2 / longest
        x, top = middle
        count = len(names)
        self._rows = [np.array([x, top - _DOWN - row * _ROW, 0.0]) for row in range(count)]
        self.bottom = float(self._rows[-1][1]) - _HALF
        colors = theme.colors()
        outlines = [
            self._bar(row, share) for row, share in zip(self._rows, self._shares[0], strict=True)
        ]
        rows = np.array(self._rows)
        self.static_parts = VGroup(
            polyline(joined(outlines), colors.muted, 1.5),
            polyline(between(rows - _ZERO * UP, rows + _ZERO * UP), colors.ink, 2.0),
        )
        self._bars = VMobject(fill_color=colors.here, fill_opacity=1.0, stroke_width=0.0)
        self.moving_parts = VGroup(self._bars)
        words = upright(text("label-share-left", distance=spoken(letter)))
        heads = [f"{name} : #h(0.4em)" if name else "" for name in names]
        self.meaning, self.factors = VGroup(), VGroup()
        for row, head in enumerate(heads):
            line = f"{head} {in_math(words, colors.muted)}"
            self._place(self.meaning, row, maths(line, theme.TICK))
        for row, (head, printed) in enumerate(zip(heads, factors, strict=False)):
            away = maths(f"{head} {in_math(letter, colors.here)}", theme.TICK)
            self._place(self.factors, row, away, maths(times(printed), theme.TICK))
        self.draw_to(0.0)

    def draw_to(self, step: float) -> None:
        """Show what is left at a step, which may lie between two recorded ones."""
        left = rows_up_to(self._shares, step)[-1]
        bars = [self._bar(row, share) for row, share in zip(self._rows, left, strict=True) if share]
        trace(self._bars, joined(bars))

    def _place(self, group: VGroup, row: int, *parts: Markup) -> None:
        """Put parts of a line above the bar of a row, centred, and add them to a group."""
        x, y, _ = self._rows[row]
        left = x - (sum(part.width for part in parts) + _GAP * (len(parts) - 1)) / 2
        for part in parts:
            group.add(part.on_baseline((left, y + _DOWN, 0.0)))
            left += part.width + _GAP

    def _bar(self, row: Array, share: float) -> Array:
        """The corners of a bar that begins in the middle of a row; a too long one ends in a tip."""
        end = self._one * float(np.clip(share, -self._longest, self._longest))
        tip = min(_HALF, abs(end)) * np.sign(end) if abs(share) > self._longest else 0.0
        corners = [(0, -_HALF), (end - tip, -_HALF), (end, 0), (end - tip, _HALF), (0, _HALF)]
        return np.asarray(row + np.array([(x, y, 0.0) for x, y in (*corners, corners[0])]))
