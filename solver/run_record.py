"""The record of one run: read-only arrays, a row for each point or each step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gradreel.scenarios import Run
from gradreel.scenarios.errors import GradreelError
from gradreel.solver.ending import Ending
from gradreel.solver.evaluation import Count

NO_ROW = -1  # in `batch`, after the rows of a batch that is smaller than others

# The arrays of a run and their types.
ARRAYS: dict[str, type] = {
    "parameters": np.float64,
    "loss": np.float64,
    "grad": np.float64,
    "lr": np.float64,
    "counts": np.int64,
    "batch": np.int64,
    "seen_loss": np.float64,
    "seen_grad": np.float64,
    "ways": np.float64,
    "beyond": np.float64,
}
CARRIED = "carried."  # begins the names of the arrays in `RunRecord.carried`


class RecordingError(GradreelError, ValueError):
    """A file that is not a valid recording; the message names the file and the fault."""


@dataclass(frozen=True, eq=False)
class RunRecord:
    """One recorded run of T steps over p parameters; row k is its state after k steps.

    parameters (T+1, p), loss (T+1,) and grad (T+1, p) are float64, and those of the whole loss. Of
    each step: lr (T,) is its learning rate, (0,) if the method has none; counts (T, 3) int64 how
    often it asked for the loss, its gradient and its second derivatives; `carried` are arrays
    (T, ...) by name, of what the method carried when it took the step. If it is stochastic, batch
    (T, B) int64 are the rows of data that the step saw, NO_ROW after a smaller batch, (T, 0) for a
    formula; seen_loss (T,) and seen_grad (T, p) are the loss and the gradient as it saw them where
    it began. Else these have no rows. ways (2, m, p) are the first m rows of parameters computed
    again, by a derivative in numpy and by autograd; m is 0 unless the run follows the plain rule.
    beyond (0 or 1, p) is the point to which a last step led that was refused, because the loss or
    its gradient is out of bounds there. All arrays are read-only. Raises ValueError if shapes
    disagree or a number is not finite (sums of squares, which a method may carry, need not be).
    """

    run: Run
    parameters: NDArray[np.float64]
    loss: NDArray[np.float64]
    grad: NDArray[np.float64]
    lr: NDArray[np.float64]
    counts: NDArray[np.int64]
    batch: NDArray[np.int64]
    seen_loss: NDArray[np.float64]
    seen_grad: NDArray[np.float64]
    ways: NDArray[np.float64]
    beyond: NDArray[np.float64]
    ending: Ending
    carried: Mapping[str, NDArray[np.float64]]

    def __post_init__(self) -> None:
        steps, width = self.steps, len(self.run.start)
        rates = 0 if self.run.lr is None else steps
        seen = steps if self.run.stochastic else 0
        shapes = {
            "parameters": (steps + 1, width),
            "loss": (steps + 1,),
            "grad": (steps + 1, width),
            "lr": (rates,),
            "counts": (steps, len(Count._fields)),
            "batch": (seen, *np.shape(self.batch)[1:2]),
            "seen_loss": (seen,),
            "seen_grad": (seen, width),
            "ways": (2, min([steps + 1, *np.shape(self.ways)[1:2]]), width),
            "beyond": (min([1, *np.shape(self.beyond)[:1]]), width),
        }
        for name, kind in ARRAYS.items():
            object.__setattr__(self, name, _checked(name, getattr(self, name), kind, shapes[name]))
        carried = {
            name: _shaped(name, array, np.float64, (steps, *[width] * (np.ndim(array) - 1)))
            for name, array in self.carried.items()
        }
        object.__setattr__(self, "carried", carried)

    @property
    def steps(self) -> int:
        """T, the number of steps taken."""
        return len(self.loss) - 1

    @property
    def evaluations(self) -> NDArray[np.int64]:
        """How often each step asked for the loss, (T,)."""
        return self.counts[:, 0]

    @property
    def rates(self) -> NDArray[np.float64]:
        """At each row the learning rate of the step that leaves it, (T+1,), the last one again.

        (0,) if the method has none.
        """
        if not len(self.lr):
            return np.array([] if self.run.lr is None else [self.run.lr])
        return np.append(self.lr, self.lr[-1])

    @property
    def first_rate(self) -> float:
        """The learning rate of the first step. Raises ValueError if the method has none."""
        return float(self.lr[0]) if len(self.lr) else self.run.rate

    @property
    def led_to(self) -> NDArray[np.float64]:
        """The start and where each step led, (T+1, p), or (T+2, p) if the last was refused."""
        return np.concatenate([self.parameters, self.beyond])

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, RunRecord):
            return NotImplemented
        if (self.run, self.ending) != (other.run, other.ending):
            return False
        ours, theirs = self.arrays(), other.arrays()
        return ours.keys() == theirs.keys() and all(
            np.array_equal(ours[name], theirs[name]) for name in ours
        )

    __hash__ = None  # type: ignore[assignment]

    def arrays(self) -> dict[str, NDArray[Any]]:
        """All arrays by name; those that the method carried have CARRIED before theirs."""
        carried = {f"{CARRIED}{name}": array for name, array in self.carried.items()}
        return {**{name: getattr(self, name) for name in ARRAYS}, **carried}

    @classmethod
    def of_arrays(cls, run: Run, ending: Ending, arrays: Mapping[str, NDArray[Any]]) -> RunRecord:
        """The record with the arrays that `arrays()` gave. Raises KeyError if one is missing."""
        carried = {
            name.removeprefix(CARRIED): array
            for name, array in arrays.items()
            if name.startswith(CARRIED)
        }
        known = {name: arrays[name] for name in ARRAYS}
        return cls(run=run, ending=ending, carried=carried, **known)


def _checked(name: str, values: NDArray[Any], kind: type, shape: tuple[int, ...]) -> NDArray[Any]:
    array = _shaped(name, values, kind, shape)
    if not np.isfinite(array).all():
        raise ValueError(f"{name} holds a number that is not finite")
    return array


def _shaped(name: str, values: NDArray[Any], kind: type, shape: tuple[int, ...]) -> NDArray[Any]:
    array: NDArray[Any] = np.array(values, dtype=kind)
    if array.shape != shape:
        raise ValueError(f"{name} has the shape {array.shape} instead of {shape}")
    array.flags.writeable = False
    return array
