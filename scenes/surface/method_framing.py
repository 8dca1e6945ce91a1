"""What the map of a method's first two steps shows, and at which scale it draws their terms."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from gradreel.scenarios.arrays import Array
from gradreel.scenes.methods.rule import MethodRule
from gradreel.scenes.parts.digits.round_steps import round_counts
from gradreel.scenes.parts.geometry.box import Domain
from gradreel.scenes.parts.maps.framing import Framing
from gradreel.solver.run_record import RunRecord

EXPLAINED = 2  # steps: in the second one, what is carried is not 0 any more
_PATH = 0.4  # of the map's width: both steps together
_AIR = 0.05  # of the map, between the tip of an arrow and the border
_NOT_DRAWN = ("here", "step")  # of the vectors of a step: the place, and what is always true


class MethodFraming:
    """The window `near` both steps, and how many `times` smaller their terms are drawn there.

    `steps` is how many steps can be seen: none, if the first one leads too far away.
    """

    def __init__(self, rule: MethodRule, run: RunRecord, home: Domain) -> None:
        framing = Framing(home)
        self._rule, self._run = rule, run
        moves = np.diff(run.parameters[: EXPLAINED + 1], axis=0)
        seen = [framing.scale(move) == 1 and bool(move.any()) for move in moves]
        self.steps = (*seen, False).index(False)
        self.near = home
        if self.steps:
            self.near = framing.around(run.parameters[: self.steps + 1], _PATH)
        self.times = next(times for times in round_counts() if self._fits(times))

    def _fits(self, times: int) -> bool:
        low, high = np.array(list(self.near.values()), dtype=float).T
        pad = _AIR * (high - low)
        tips = np.array([place + drawn / times for place, drawn in self._drawn()] or [low + pad])
        return bool(((tips >= low + pad) & (tips <= high - pad)).all())

    def _drawn(self) -> Iterator[tuple[Array, Array]]:
        """Each place, and how far what is drawn there reaches in its true size, (2,)."""
        for step in range(self.steps):
            place = self._run.parameters[step]
            for name, vector in self._rule.vectors(self._run, step).items():
                if "squares" in name:
                    slopes = np.abs(self._run.grad[step])
                    reach = np.maximum(np.sqrt(vector), slopes) if step == 0 else np.sqrt(vector)
                    yield place, reach
                    yield place, -reach
                elif name not in _NOT_DRAWN:
                    yield place, -vector
