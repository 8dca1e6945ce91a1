"""Measurements in a fresh process, with cold caches and no memory in use by anything else."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

# One thread a process; and bytecode is kept, as it is for users: only a first call compiles.
VARIABLES = {
    **dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1"),
    "PYTHONDONTWRITEBYTECODE": "",
}


class BenchError(RuntimeError):
    """Something could not be measured."""


@dataclass(frozen=True)
class Finished:
    """A process that succeeded: its wall time, its CPU time and that of its children in seconds,
    and what it printed."""

    seconds: float
    cpu: float
    stdout: str
    stderr: str


def run(arguments: Iterable[str], cores: Iterable[int] | None = None) -> Finished:
    """Run `python ARGUMENTS`, on some of the cores. Raises BenchError if it fails."""
    before = os.sched_getaffinity(0)
    started, used = time.perf_counter(), _cpu_of_children()
    # A child inherits its parent's cores; setting them by preexec_fn would fork slowly.
    os.sched_setaffinity(0, before if cores is None else cores)
    try:
        result = subprocess.run(
            [sys.executable, *arguments],
            capture_output=True,
            text=True,
            env={**os.environ, **VARIABLES},
        )
    finally:
        os.sched_setaffinity(0, before)
    seconds = time.perf_counter() - started
    if result.returncode:
        raise BenchError(f"{' '.join(arguments)}: {result.stderr.strip()}")
    return Finished(seconds, _cpu_of_children() - used, result.stdout, result.stderr)


def _cpu_of_children() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def measured(module: str, *arguments: str) -> dict[str, Any]:
    """The last line that `python -m bench.MODULE ARGUMENTS` prints, parsed from JSON."""
    answer: dict[str, Any] = json.loads(
        run(["-m", f"bench.{module}", *arguments]).stdout.splitlines()[-1]
    )
    return answer
