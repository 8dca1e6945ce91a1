"""A worker gives back what its jobs took."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from bench.worker import LESSONS
from gradreel.scenarios import load_scenario
from gradreel.solver.descent import record


def test_a_worker_holds_no_more_after_some_dozens_of_jobs(repository: Path, tmp_path: Path) -> None:
    for name in LESSONS:
        record(load_scenario(name)).save(tmp_path / f"{name}.npz")
    # On a surface, a curve and data: chapters, posters and GIFs.
    command = [sys.executable, "-m", "bench.worker", str(tmp_path), "128", "3", "title"]
    result = subprocess.run(command, cwd=repository, capture_output=True, text=True, check=True)
    told = json.loads(result.stdout.splitlines()[-1])
    assert told["tasks"] * len(told["held"]) >= 24
    first, *later = told["held"]
    assert max(later) <= 1.1 * first
