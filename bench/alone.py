"""Measurements in a process of their own, where nothing is warm and all memory is its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


class BenchError(RuntimeError):
    """Something could not be measured."""


@dataclass(frozen=True)
class Finished:
    """A process that has ended well: its wall time in seconds, and what it printed."""

    seconds: float
    stdout: str
    stderr: str


def run(arguments: Iterable[str], cores: Iterable[int] | None = None) -> Finished:
    """Run `python ARGUMENTS`, on some of the cores. Raises BenchError where it fails."""
    before = os.sched_getaffinity(0)
    started = time.perf_counter()
    # A child may run where its parent may; the other way of telling it, preexec_fn, forks slowly.
    os.sched_setaffinity(0, before if cores is None else cores)
    try:
        result = subprocess.run(
            [sys.executable, *arguments],
            capture_output=True,
            text=True,
            env={**os.environ, **ONE_THREAD},
        )
    finally:
        os.sched_setaffinity(0, before)
    seconds = time.perf_counter() - started
    if result.returncode:
        raise BenchError(f"{' '.join(arguments)}: {result.stderr.strip()}")
    return Finished(seconds, result.stdout, result.stderr)


def measured(module: str, *arguments: str) -> dict[str, Any]:
    """What `python -m bench.MODULE ARGUMENTS` prints in its last line, as JSON."""
    answer: dict[str, Any] = json.loads(
        run(["-m", f"bench.{module}", *arguments]).stdout.splitlines()[-1]
    )
    return answer
