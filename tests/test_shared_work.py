"""What a build says of its work, and how two of them share it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from gradreel.pipeline.build import InProcess, Progress, Target, build
from gradreel.pipeline.build.claims import WorkClaims
from gradreel.pipeline.build.target_build import _covered
from gradreel.pipeline.outputs import StepsFile
from gradreel.scenarios import load_scenario
from tests.recorded_before import put_recorded
from tests.small_files import CURVE

DRIVER = Path(__file__).with_name("quick_batch.py")
KEYS = "0123456789abcdef" * 2, "fedcba9876543210" * 2


@pytest.mark.parametrize(
    ("times", "seconds"),
    [
        ([(0.0, 2.0)], 2.0),
        ([(0.0, 2.0), (10.0, 11.0)], 3.0),  # it waited between
        ([(0.0, 2.0), (1.0, 3.0)], 3.0),  # side by side
        ([(1.0, 2.0), (0.0, 5.0)], 5.0),
        ([], 0.0),
    ],
)
def test_the_time_that_something_took_is_that_in_which_it_was_worked_on(
    times: list[tuple[float, float]], seconds: float
) -> None:
    assert _covered(times) == seconds


def test_what_waits_for_its_turn_is_waiting(tmp_path: Path) -> None:
    scenarios = []
    for number in range(3):
        file = tmp_path / f"f{number}.toml"
        file.write_text(CURVE)
        scenarios.append(load_scenario(file))
    words = list[list[str]]()

    def report(progress: Progress) -> None:
        words.append([state.word for state in progress.states])

    targets = [Target(scenario, (StepsFile(),)) for scenario in scenarios]
    assert len(list(build(targets, tmp_path / "media", InProcess(), report))) == 3
    assert words == [
        ["waiting", "waiting", "waiting"],
        ["at work", "waiting", "waiting"],
        ["done", "waiting", "waiting"],
        ["done", "at work", "waiting"],
        ["done", "done", "waiting"],
        ["done", "done", "at work"],
        ["done", "done", "done"],
    ]


HOLD = """
import sys
from pathlib import Path
from gradreel.pipeline.build.claims import WorkClaims
claims = WorkClaims(Path(sys.argv[1]))
print(claims.take(sys.argv[2]), flush=True)
sys.stdin.read()
"""


def test_a_claim_is_of_one_process_and_ends_with_it(tmp_path: Path) -> None:
    mine, other = KEYS
    command = [sys.executable, "-c", HOLD, str(tmp_path), other]
    streams = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, text=True, **streams) as process:  # type: ignore[call-overload]
        assert process.stdout.readline() == "True\n"
        claims = WorkClaims(tmp_path)
        assert claims.take(mine)
        assert not claims.take(other)
        process.kill()
        process.wait()
        assert claims.take(other)
    claims.give_back(other)
    claims.end()


def test_two_batches_at_once_do_no_task_twice(tmp_path: Path) -> None:
    chapters = ("title", "slope", "descent")
    for number in range(2):
        lesson = CURVE.replace("0.1", f"0.{number + 1}") + '[output]\nmake = ["lesson", "csv"]\n'
        file = tmp_path / f"f{number}.toml"
        file.write_text(f"chapters = {[*chapters]}\n{lesson}")
        put_recorded(tmp_path, file)
    command = [sys.executable, str(DRIVER), "batch", ".", "-q", "l", "-j", "1"]
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    calls = [
        subprocess.Popen(command, cwd=tmp_path, text=True, **streams)  # type: ignore[call-overload]
        for _ in range(2)
    ]
    outputs = [call.communicate() for call in calls]
    assert [call.returncode for call in calls] == [0, 0], outputs
    assert all("failed" not in out.splitlines()[-1] for out, _ in outputs)
    # Each reports what it has drawn itself, not what it has found in the cache.
    drawn = [label for _, err in outputs for label in re.findall(r"^(.+) \(\d of \d\)$", err, re.M)]
    assert sorted(drawn) == sorted(f"f{n}: {chapter}" for n in range(2) for chapter in chapters)
    for name in ("lesson.mp4", "steps.csv"):
        assert len(list((tmp_path / "media").glob(f"*/{name}"))) == 2
