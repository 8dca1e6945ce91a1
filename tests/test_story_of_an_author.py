"""An author's course: lessons in folders, interrupted, continued, changed, and shown on a page."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.small_files import CURVE, LINE

DRIVER = Path(__file__).with_name("quick_batch.py")
OUTPUTS = '[output]\nmake = ["lesson", "csv"]\n'
BATCH = ("batch", "course", "-q", "l", "-j", "1")
BOWL, FIT = "1-curves/bowl", "2-fits/line"


def command(*arguments: str) -> list[str]:
    return [sys.executable, str(DRIVER), *arguments]


def call(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(command(*arguments), cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done


def interrupted(folder: Path) -> str:
    """What a batch says that Ctrl-C interrupts in the middle of its work."""
    kept = folder / "media" / ".cache"
    with subprocess.Popen(
        command(*BATCH), cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        while process.poll() is None and len(list(kept.glob("*.json"))) < 4:
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)
    assert process.returncode == 130, said
    return said


def left_to_do(folder: Path) -> tuple[int, int]:
    """How many tasks of how many there are left, as a dry run says."""
    told = call(folder, *BATCH, "--dry-run").stdout
    counts = re.findall(r"(\d+) of (\d+) tasks to do", told)
    return sum(int(left) for left, _ in counts), sum(int(of) for _, of in counts)


def times(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}


def test_a_course_is_interrupted_continued_changed_and_published(tmp_path: Path) -> None:
    for place, text in ((BOWL, CURVE), (FIT, LINE)):
        path = tmp_path / "course" / f"{place}.toml"
        path.parent.mkdir(parents=True)
        path.write_text(text + OUTPUTS)

    assert "the same call goes on from there" in interrupted(tmp_path)
    left, tasks = left_to_do(tmp_path)
    assert 0 < left < tasks
    again = call(tmp_path, *BATCH).stdout
    assert re.search(rf"^made +media/{BOWL}: lesson\.mp4, steps\.csv ", again, re.MULTILINE)
    assert re.search(rf"^made +media/{FIT}: lesson\.mp4, steps\.csv ", again, re.MULTILINE)

    bowl = tmp_path / "course" / f"{BOWL}.toml"
    bowl.write_text(bowl.read_text().replace("A bowl", "A wider bowl").replace("0.1", "0.2"))
    before = times(tmp_path / "media" / FIT)
    changed = call(tmp_path, *BATCH).stdout.splitlines()
    assert sorted(line.split("  ")[0] for line in changed) == [
        "1 made, 1 up to date",
        "made",
        "up to date",
    ]
    assert times(tmp_path / "media" / FIT) == before

    page = call(tmp_path, "page", "--title", "My course")
    assert page.stdout.strip().endswith(": 2 lessons")
    assert page.stderr == ""
    html = (tmp_path / "media" / "index.html").read_text(encoding="utf-8")
    assert "<title>My course</title>" in html
    assert html.index("A wider bowl") < html.index("A line")
    files = set(re.findall(rf'(?:src|href)="((?:{BOWL}|{FIT})/[^"#]+)', html))
    assert {f"{BOWL}/lesson.mp4", f"{FIT}/lesson.mp4", f"{BOWL}/steps.csv"} <= files
    assert all((tmp_path / "media" / file).is_file() for file in files)
