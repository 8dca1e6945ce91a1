"""A mass of descents, compared with a Python loop over torch.optim."""

from __future__ import annotations

import os

import numpy as np

from bench.alone import measured
from bench.figure import Figure, Plan

_MASS, _QUICK = 1_000_000, 2000  # descents
_LOOPED = 10  # descents of the loop whose time is measured: each takes the same number of steps
_TIMES, _APART = 1000.0, 1e-9


def many(plan: Plan) -> list[Figure]:
    """How many times as fast a mass is as the loop on all cores, and how far apart they end."""
    count, cores = _MASS if plan.letter == "h" else _QUICK, len(os.sched_getaffinity(0))
    mass, loop = (measured("masses", *of) for of in (("mass", str(count)), ("loop", str(_LOOPED))))
    # The loop uses one core: as many processes as there are cores would share its descents.
    seconds = loop["seconds"] / _LOOPED * count / cores
    apart = float(np.abs(np.subtract(loop["ends"], mass["ends"])).max())
    note = f"{count} in {mass['seconds']:.3g} s ({mass['device']}), the loop in {seconds:.3g} s"
    name = "descents of 1000 steps, compared with a loop over torch.optim"
    return [
        Figure(name, seconds / mass["seconds"], "times as fast", _TIMES, "at least", note),
        Figure("how far apart they end", apart, "", _APART, "at most", f"{_LOOPED} of them"),
    ]
