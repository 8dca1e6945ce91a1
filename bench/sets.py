"""Many small scenarios through `gradreel batch`."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from bench.alone import VARIABLES, BenchError
from bench.figure import Figure, Plan

_SCENARIO = """\
title = "A bowl"
lesson = "curve"
[objective]
formula = "x**2/2"
domain = {{ x = [-3, 3] }}
[start]
x = 1
[[runs]]
lr = {lr}
steps = 5
"""
_MANY, _FEW = 24, 6  # scenarios: the command's memory must hardly grow from one to the other
_LETTER = "l"


def sets(plan: Plan) -> list[Figure]:
    """Two processes against one, and the memory of the command for many scenarios and for few."""
    many, few = (_MANY, _FEW) if plan.times > 1 else (4, 2)
    one, _ = batch(plan.folder / "one", many, 1)
    two, large = batch(plan.folder / "two", many, 2)
    _, small = batch(plan.folder / "few", few, 2)
    return [
        Figure(
            f"{many} small scenarios, two processes, of the speed of one",
            one / two,
            "times",
            1.7,
            "at least",
            f"{two:.1f} s against {one:.1f} s, at {_LETTER}",
        ),
        Figure(
            f"memory of gradreel batch, {many} scenarios against {few}",
            large / small,
            "times",
            1.1,
            "at most",
            f"{large:.0f} MB against {small:.0f} MB, without its workers",
        ),
    ]


def batch(folder: Path, count: int, processes: int) -> tuple[float, float]:
    """The seconds that a set takes with a core per process, and the command's peak memory in MB."""
    (folder / "set").mkdir(parents=True)
    for number in range(count):
        text = _SCENARIO.format(lr=(number + 1) / count)
        (folder / "set" / f"bowl-{number:02}.toml").write_text(text)
    options = ["-q", _LETTER, "-j", str(processes), "-o", str(folder / "media")]
    command = [sys.executable, "-m", "gradreel", "batch", str(folder / "set"), *options]
    cores = ",".join(map(str, sorted(os.sched_getaffinity(0))[:processes]))
    quiet, environment = subprocess.DEVNULL, {**os.environ, **VARIABLES}
    started = time.perf_counter()
    with subprocess.Popen(
        ["taskset", "-c", cores, *command], env=environment, stdout=quiet, stderr=quiet
    ) as process:
        # The system's figure for ended children would include the command's own workers.
        peak = 0.0
        while process.poll() is None:
            peak = max(peak, held(process.pid))
            time.sleep(0.1)
    if process.returncode:
        raise BenchError(f"{' '.join(command)}: status {process.returncode}")
    return time.perf_counter() - started, peak


def held(pid: int) -> float:
    """The peak memory of a process so far, in MB; 0 if it has ended."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1000 for line in lines if line.startswith("VmHWM")), 0.0)
