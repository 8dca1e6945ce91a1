"""A block of a mass of descents: few operations on long arrays.

Steps are taken blindly, many in a row; then a look tells which descents may have ended meanwhile,
or have come to where the fast arithmetic is not to be trusted. These alone are taken back to where
they were, and go the same way again, step by step, in the arithmetic of recorded runs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gradreel.scenarios.arrays import Array, Index
from gradreel.scenarios.bounds import LIMIT
from gradreel.scenarios.kernels import Library
from gradreel.solver.careful_descents import MassRule, MassState, advance
from gradreel.solver.gradient_program import GUARDED, Call, GradientProgram
from gradreel.solver.objective import Objective

_EVERY = 32  # steps from one look to the next: a look costs about as much as a step
_OWN = 5  # arrays of a block beside those of its program


@dataclass(frozen=True)
class Device:
    """Where arrays are: how they come there (`new`), and back, and how constants are written.

    `block` descents are done at once, in each of the `threads`.
    """

    name: str
    library: Library
    new: Callable[[NDArray[Any]], Any]
    back: Callable[[Any], NDArray[Any]]
    constant: Callable[[float], Any]
    block: int
    threads: int


class Block:
    """Descents of an objective from starts (n, p), by a rule, on a device."""

    def __init__(
        self,
        objective: Objective,
        program: GradientProgram,
        rule: MassRule,
        starts: Array,
        device: Device,
    ) -> None:
        self._objective, self._program = objective, program
        self._rule, self._device = rule, device
        self._found = MassState.at(starts, np.zeros_like(starts), 0)
        width, parameters = starts.shape
        self._rows: Index = np.arange(width)  # of those on their way
        self._places = device.new(starts.T)
        self._velocity = device.new(np.zeros_like(starts.T))
        self._moving = bool(rule.momentum.any())
        _, slots = program.slots()
        self._room = device.new(np.empty((slots, width)))
        self._own = device.new(np.empty((parameters + _OWN, width)))

    def finished(self) -> MassState:
        """What they come to."""
        with np.errstate(all="ignore"):
            self._go()
        self._found.places[self._rows] = self._device.back(self._places).T
        self._found.steps[self._rows] = self._rule.steps
        return self._found

    def _go(self) -> None:
        calls = self._calls()
        for first in range(0, self._rule.steps, _EVERY):
            count = min(_EVERY, self._rule.steps - first)
            before = self._places + 0.0, self._velocity + 0.0  # copies, in numpy and in torch
            self._worst[...], self._shortest[...] = 0.0, np.inf
            for _ in range(count):
                for function, arguments, out in calls:
                    function(*arguments, out=out)
            if len(some := self._may_have_ended()):
                at = self._device.new(some)
                places, velocity = (self._device.back(of[:, at]).T for of in before)
                state = MassState.at(places, velocity, first)
                advance(self._objective, self._rule.of(self._rows[some]), state, count)
                self._take(some, state)
                if not len(self._rows):
                    break
                calls = self._calls()

    def _calls(self) -> list[Call]:
        """The calls that take one step of those on their way."""
        device, xp = self._device, self._device.library.module
        *steps, one, two, three, self._worst, self._shortest = (
            row[: len(self._rows)] for row in self._own
        )
        lr, momentum = self._shared(self._rule.lr), self._shared(self._rule.momentum)
        places, velocity = [*self._places], [*self._velocity]
        calls, slopes, guards = self._program.bound(
            places, self._room, device.library, device.constant
        )
        for guard in guards:
            calls += [(xp.absolute, (guard,), one)]
            calls += [(xp.maximum, (self._worst, one), self._worst)]
        for speed, slope in zip(velocity, slopes, strict=True) if self._moving else ():
            calls += [(xp.multiply, (speed, momentum), speed), (xp.add, (speed, slope), speed)]
        watched = self._rule.tolerance is not None
        if watched and self._moving:
            calls += [*_scaled(xp, slopes, lr, steps), *_squares(xp, steps, three, two)]
        calls += _scaled(xp, velocity if self._moving else slopes, lr, steps)
        if watched:
            calls += _squares(xp, steps, one, two)
            calls += [(xp.maximum, (one, three), one)] if self._moving else []
            calls += [(xp.minimum, (self._shortest, one), self._shortest)]
        # Only now, since all slopes are those of the place before the step.
        return calls + [
            (xp.subtract, (place, step), place) for place, step in zip(places, steps, strict=True)
        ]

    def _shared(self, values: Array) -> Any:
        """What those on their way have: one constant, or an array (m,)."""
        values = values[self._rows]
        if (values == values[:1]).all():
            return self._device.constant(float(values[0]))
        return self._device.new(values)

    def _may_have_ended(self) -> Index:
        """Which of those on their way may have ended, or cannot be trusted."""
        xp = self._device.library.module
        sound = (xp.absolute(self._places) <= LIMIT).all(0) & (self._worst <= GUARDED)
        ended = ~sound | self._rule.settles(self._shortest)
        return np.flatnonzero(self._device.back(ended))

    def _take(self, some: Index, state: MassState) -> None:
        """Take over what the careful steps of some have led to; keep those on their way."""
        rows = self._rows[some]
        for whole, part in zip(self._found, state, strict=True):
            whole[rows] = part
        places, velocity = (self._device.new(part.T) for part in (state.places, state.velocity))
        at = self._device.new(some)
        self._places[:, at], self._velocity[:, at] = places, velocity
        kept = np.ones(len(self._rows), dtype=bool)
        kept[some] = state.on_their_way
        left, stack = self._device.new(kept), self._device.library.module.stack
        self._places = stack([row[left] for row in self._places])
        self._velocity = stack([row[left] for row in self._velocity])
        self._rows = self._rows[kept]


def _scaled(xp: Any, values: Sequence[Any], by: Any, out: Sequence[Any]) -> list[Call]:
    return [(xp.multiply, (value, by), one) for value, one in zip(values, out, strict=True)]


def _squares(xp: Any, parts: Sequence[Any], out: Any, room: Any) -> list[Call]:
    """The calls that add up the squares of parts, with `room` for one of them."""
    first, *others = parts
    calls: list[Call] = [(xp.multiply, (first, first), out)]
    for part in others:
        calls += [(xp.multiply, (part, part), room), (xp.add, (out, room), out)]
    return calls
