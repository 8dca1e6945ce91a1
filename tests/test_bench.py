"""The benchmarks run, and say what they found; how fast it was is not asked here."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from bench.__main__ import MEASUREMENTS, quick_plan, table
from bench.figure import Figure
from bench.spans import Piece, end_of, pieces
from gradreel.pipeline.quality import QUALITIES


def bench(repository: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bench", *arguments]
    return subprocess.run(command, cwd=repository, capture_output=True, text=True)


def test_quick_measurements_end_in_a_table(repository: Path) -> None:
    result = bench(repository, "--quick", "plain", "starts")
    assert result.returncode == 0, result.stderr
    rows = re.findall(r"(at \w+ \S+) +(met|MISSED)", result.stdout)
    assert [target for target, _ in rows] == ["at least 3", *["at most 0.5"] * 2, "at most 2"]
    assert re.search(r"854x480, .* on [12] cores", result.stdout)
    assert "load average" in result.stdout


def test_an_unknown_measurement_is_refused(repository: Path) -> None:
    result = bench(repository, "--quick", "plane")
    assert result.returncode == 2
    assert all(name in result.stderr for name in MEASUREMENTS)


@pytest.mark.parametrize(
    ("bound", "value", "ok"),
    [
        *(("at least", 3.0, True), ("at least", 2.9, False)),
        *(("at most", 3.0, True), ("at most", 3.1, False)),
    ],
)
def test_a_figure_knows_whether_it_meets_its_target(bound: str, value: float, ok: bool) -> None:
    assert Figure("a", value, "s", 3.0, bound).ok is ok  # type: ignore[arg-type]


def test_what_is_computed_for_many_workers_follows_from_the_times_of_spans() -> None:
    title = {"name": "title", "cost": 0.3, "passed": 0.5, "spans": [3.0]}
    descent = {"name": "descent", "cost": 4.0, "passed": 0.5, "spans": [6.0, 5.0, 2.0]}
    lesson, high = {"loaded": 2.0, "chapters": [title, descent]}, QUALITIES["h"]
    assert pieces([lesson], 1, high) == [Piece(0.3, 3.0), Piece(4.0, 13.0)]
    in_parts = pieces([lesson], 2, high)
    assert [piece.seconds for piece in in_parts] == [3.0, 8.5, 5.5]
    # The longest by cost come first; the title follows where a worker is free first.
    assert end_of(in_parts, 2) == 8.5
    assert end_of(pieces([lesson], 1, high), 2) == 13.0


def test_the_table_marks_what_misses_its_target(tmp_path: Path) -> None:
    figures = [
        Figure("fast", 2.0, "s", 1.0, "at least"),
        Figure("slow", 2.0, "s", 1.0, "at most"),
        Figure("free", 2.0, "s", None, "at most"),
    ]
    marks = list(table(figures, quick_plan(tmp_path)).columns[3].cells)
    assert marks == ["met", "MISSED", ""]
