"""The loss around a step with momentum that is shown as a sum: a map, or a curve above the sum."""

from __future__ import annotations

import numpy as np
from manim import Animation, VGroup

from gradreel.scenes import regions, theme
from gradreel.scenes.parts.descents.step_sum import GROWING, StepSum, paint_as_kept, row_colors
from gradreel.scenes.parts.geometry.box import Box
from gradreel.scenes.parts.geometry.motion import moving
from gradreel.scenes.parts.geometry.points import discs, place_discs, polyline
from gradreel.scenes.parts.maps.close_map import DOT, CloseMap
from gradreel.scenes.parts.maps.equal_scales import note_of_scales
from gradreel.scenes.parts.maps.framing import Framing
from gradreel.scenes.parts.maps.loss_map import LossGraph
from gradreel.scenes.parts.maps.views import drawn_domain
from gradreel.solver.momentum_sums import StepAsSum
from gradreel.solver.objective import Objective
from gradreel.solver.recording import Recording
from gradreel.solver.run_record import RunRecord

_PATH = 0.66  # of the map's width: the step, the one before it, and their parts
_BEYOND = 0.5  # screen units: the curve reaches so much farther than the arrows below it
_TAKEN = 0.8  # seconds in which the dot takes the step


class SumMap(CloseMap):
    """A map close to a step of a run; its arrows go with those of a `StepSum`."""

    def __init__(
        self, recording: Recording, objective: Objective, run: RunRecord, told: StepAsSum
    ) -> None:
        here = run.parameters[told.step]
        last, self._kept, self._there = here - told.before, here + told.kept, here + told.whole
        framing = Framing(drawn_domain(recording, [run]))
        near = framing.around(np.array([last, here, self._kept, self._there]), _PATH)
        visited = run.parameters[: told.step + 2]
        super().__init__(objective, [near], regions.current().all_runs.sum_map, here, visited)
        self.lay(polyline(self.map.path(visited[:-1]), theme.colors().ink, 2.0))
        self._told, self._before = told, self.arrow(last, here, theme.colors().step)
        self.add(note_of_scales(self.map))

    def keeping(self) -> list[Animation]:
        """Animations in which the step before is squeezed, and goes to where the next begins."""
        arrow, before, kept = self._before, self._told.before, self._told.kept
        start, here = arrow.start.copy(), self.here.copy()

        def keep(share: float) -> None:
            arrow.start = start + share * (here - start)
            self.point(arrow, arrow.start + before + share * (kept - before))
            paint_as_kept(arrow, share)

        return [moving(arrow, keep, GROWING)]

    def growing(self, row: int) -> list[Animation]:
        """Animations in which the arrow of a row grows, as in a `StepSum`."""
        start = self._kept if row == 1 else self.here
        arrow = self.arrow(start, start, theme.colors().step)
        arrow.set_fill(row_colors()[row])
        return [self.growth(arrow, self._there, GROWING)]

    def taking(self) -> Animation:
        """The animation in which the dot takes the step."""
        here, way = self.here.copy(), self._told.whole
        return moving(self.dot, lambda share: self.stand(here + share * way), _TAKEN)


class SumCurve(VGroup):
    """The curve above a sum, to whose scale it is drawn: 0 in the rows is where the run is."""

    def __init__(
        self, objective: Objective, loss: str, run: RunRecord, told: StepAsSum, below: StepSum
    ) -> None:
        super().__init__()
        (rows,), room = below.rows, regions.current().all_runs.sum_curve
        self._here, self._way = run.parameters[told.step], told.whole
        (here,), (name,) = self._here.tolist(), objective.parameters
        left, right = below.sides[0] - _BEYOND, below.sides[1] + _BEYOND
        low, high = ((side - rows.zero) / rows.unit + here for side in (left, right))
        box = Box.between((left, room.bottom), (right, room.top))
        self._view = LossGraph(objective, {name: (low, high)}, box, loss)
        self._dot = discs(self._view.at(self._here)[None], DOT, theme.colors().here)
        self.add(self._view, self._dot)

    def keeping(self) -> list[Animation]:
        """None: the arrows are in the rows below."""
        return []

    def growing(self, row: int) -> list[Animation]:
        """None, whatever the row."""
        return []

    def taking(self) -> Animation:
        """The animation in which the dot takes the step."""

        def take(share: float) -> None:
            place_discs(self._dot, self._view.at(self._here + share * self._way)[None], DOT)

        return moving(self._dot, take, _TAKEN)
