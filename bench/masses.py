"""Very many descents: `python -m bench.masses HOW DESCENTS`, for `bench.many`.

HOW is `mass` or `loop`, which is a Python loop over torch.optim. Prints the seconds that the
descents take, without loading, how many there were, and where the first of them end.
"""

from __future__ import annotations

import json
import sys
import time

import numpy as np
import torch

from gradreel.scenarios import load_scenario
from gradreel.solver.masses import descend
from gradreel.solver.objective import objective_of
from gradreel.solver.torch_masses import torch_device

COMPARED = 10  # descents whose ends are printed

_LR, _STEPS = 0.2, 1000


def by_mass(starts: np.ndarray) -> np.ndarray:
    """The ends (n, 2) of descents from starts (n, 2), all at once, of which none stops early."""
    objective = objective_of(load_scenario("two-valleys"))
    return descend(objective, starts, _LR, _STEPS, device=torch_device()).ends


def by_loop(starts: np.ndarray) -> np.ndarray:
    """The same, one after the other, as people write it."""
    ends = []
    for start in starts:
        point = torch.tensor(start, requires_grad=True)
        optimizer = torch.optim.SGD([point], lr=_LR)
        for _ in range(_STEPS):
            optimizer.zero_grad()
            x, y = point
            loss = x**4 / 4 - x**2 / 2 + x / 8 + y**2 / 4
            loss.backward()
            optimizer.step()
        ends.append(point.detach().numpy())
    return np.array(ends)


def main(how: str, descents: str) -> None:
    """Descend, measure, print."""
    starts = np.random.default_rng(1).uniform(-1.4, 1.4, (int(descents), 2))
    descend_all = {"mass": by_mass, "loop": by_loop}[how]
    descend_all(starts[:1])  # what is loaded or compiled once does not count
    started = time.perf_counter()
    ends = descend_all(starts)
    seconds = time.perf_counter() - started
    device = torch_device().name
    print(json.dumps({"seconds": seconds, "device": device, "ends": ends[:COMPARED].tolist()}))


if __name__ == "__main__":
    main(*sys.argv[1:])
