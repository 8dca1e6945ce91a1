"""Masses of descents: very many at once, without a record of their steps.

They are those of plain gradient descent and of SGD with momentum, each with its own start,
learning rate and momentum. The ends are those of recorded runs to 1e-9 of the size of the
parameters, whatever the blocks, the threads and the device; but where steps keep enlarging
differences, those of rounding grow as well.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import ArrayLike

from gradreel.scenarios.arrays import Array, Index, Mask
from gradreel.scenarios.kernels import NUMPY
from gradreel.solver.careful_descents import MassRule, MassState
from gradreel.solver.gradient_program import gradient_program
from gradreel.solver.mass_block import Block, Device
from gradreel.solver.objective import Objective

NOWHERE = -1  # the index of the end of what came to none of those that are told apart
# Of the domain: the dots of two ends that are closer overlap, and count as one place.
TOGETHER = 0.03
AT_REST = 1e-12  # of the width of a domain: less of a step is none

# Blocks whose arrays stay in the cache; in one thread, as other processes use the other cores.
IN_NUMPY = Device("numpy", NUMPY, partial(np.array, order="C"), np.asarray, np.float64, 8192, 1)


@dataclass(frozen=True, eq=False)
class Mass:
    """n descents over p parameters: starts and ends (n, p), losses (n,) at the end, steps (n,).

    A descent has `settled` (n,) if it stopped because its steps had become short, and `diverged`
    (n,) if its last step left all bounds or led to where there is no loss: its end and its loss
    are nan. All others have used up their steps.
    """

    starts: Array
    ends: Array
    losses: Array
    steps: Index
    settled: Mask
    diverged: Mask

    def __post_init__(self) -> None:
        count, width = np.shape(self.starts)
        shapes = {"starts": (count, width), "ends": (count, width)}
        for name, array in vars(self).items():
            if array.shape != shapes.get(name, (count,)):
                raise ValueError(f"{name} has the shape {array.shape}")
            array.flags.writeable = False

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Mass):
            return NotImplemented
        pairs = zip(vars(self).values(), vars(other).values(), strict=True)
        return all(np.array_equal(one, another, equal_nan=True) for one, another in pairs)

    __hash__ = None  # type: ignore[assignment]


def descend(
    objective: Objective,
    starts: Array,
    lr: ArrayLike,
    steps: int,
    momentum: ArrayLike = 0.0,
    tolerance: float | None = None,
    device: Device = IN_NUMPY,
) -> Mass:
    """Descend from starts (n, p), with a learning rate and a momentum for each (n,) or for all.

    With a `tolerance`, a descent settles at its first step that is at most so long.
    """
    starts = np.array(starts, dtype=np.float64)
    count = len(starts)
    both = np.asarray(lr, np.float64), np.asarray(momentum, np.float64)
    rates, momenta = (np.broadcast_to(values, count) for values in both)
    rule, program = MassRule(rates, momenta, steps, tolerance), gradient_program(objective)

    def of_block(first: int) -> MassState:
        rows = slice(first, first + device.block)
        return Block(objective, program, rule.of(rows), starts[rows], device).finished()

    with ThreadPoolExecutor(device.threads) as pool:
        blocks = list(pool.map(of_block, range(0, count, device.block)))
    found = MassState(*map(np.concatenate, zip(*blocks, strict=True)))
    losses = objective.value(found.places)
    return Mass(starts, found.places, losses, found.steps, found.settled, found.diverged)


def nearest(found: Array, ends: Array, span: Array, reach: float) -> Index:
    """Which of some `ends` (m, p) each of the places (n, p) has come to, (n,), or NOWHERE.

    That is the nearest within the share `reach` of the `span` (p,) in every parameter.
    """
    if not len(ends):
        return np.full(len(found), NOWHERE)
    apart = np.abs(found[:, None] - ends[None]) / span
    worst = np.where(np.isnan(apart), np.inf, apart).max(axis=2)
    best = worst.argmin(axis=1)
    return np.asarray(np.where(worst[np.arange(len(found)), best] <= reach, best, NOWHERE))
