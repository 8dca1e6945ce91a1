"""Whatever happens to a set while it is made, in the end there are the same files."""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.recorded_before import put_recorded
from tests.small_files import CURVE, LINE

DRIVER = Path(__file__).with_name("quick_batch.py")
OUTPUTS = '[output]\nmake = ["lesson", "captions", "csv"]\n'


def command(processes: int = 2) -> list[str]:
    return [sys.executable, str(DRIVER), "batch", "set", "-q", "l", "-j", str(processes)]


def call(folder: Path, processes: int = 2) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command(processes), cwd=folder, capture_output=True, text=True)


def digests(folder: Path) -> dict[str, str]:
    """The outputs below a folder, each by the SHA-256 of its bytes; what is hidden counts too."""
    files = (p for p in (folder / "media").rglob("*") if p.is_file() and ".cache" not in p.parts)
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
    }


def unfinished(folder: Path) -> list[str]:
    """What only a call that was killed leaves."""
    return [str(path) for path in (folder / "media").rglob(".*") if path.name != ".cache"]


def put_set(folder: Path) -> Path:
    """Two scenarios, and what they record."""
    for name, text in (("bowl", CURVE), ("line", LINE)):
        path = folder / "set" / f"{name}.toml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text + OUTPUTS)
        put_recorded(folder, path)
    return folder


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A set that was made without a disturbance."""
    folder = put_set(tmp_path_factory.mktemp("undisturbed"))
    result = call(folder)
    assert (result.returncode, result.stdout.splitlines()[-1]) == (0, "2 made"), result.stderr
    assert len(digests(folder)) == 12
    return folder


@pytest.fixture
def copied(undisturbed: Path, tmp_path: Path) -> Path:
    """A copy of it, to be damaged."""
    return Path(shutil.copytree(undisturbed, tmp_path / "copy"))


def workers() -> Iterator[Path]:
    """Where the system tells of each process that works for some call."""
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if "spawn_main" in (process / "cmdline").read_text():
                yield process


def children(parent: int) -> list[int]:
    """The processes that work for a call."""
    found = []
    for process in workers():
        with suppress(OSError):
            if int((process / "stat").read_text().rpartition(")")[2].split()[1]) == parent:
                found.append(int(process.name))
    return found


def workers_in(folder: Path) -> list[Path]:
    """Those that work in a folder, for whatever call."""
    found = []
    for process in workers():
        with suppress(OSError):
            if (process / "cwd").readlink() == folder:
                found.append(process)
    return found


def kept(folder: Path) -> int:
    return len(list(folder.glob("media/.cache/*.json")))


@pytest.mark.parametrize("send", [signal.SIGKILL, signal.SIGINT])
def test_a_call_that_is_ended_again_and_again_makes_the_same_files(
    undisturbed: Path, tmp_path: Path, send: int
) -> None:
    folder, chance, ended = put_set(tmp_path), random.Random(int(send)), 0
    while True:
        before = kept(folder)
        with subprocess.Popen(
            command(), cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as process:
            # It has got a little further than before, and is anywhere in what comes next.
            while process.poll() is None and kept(folder) < before + 4:
                time.sleep(0.01)
            time.sleep(chance.uniform(0, 0.15))
            process.send_signal(send)
            out, err = process.communicate(timeout=120)
        if process.returncode == 0:
            assert out.endswith(("up to date\n", "made\n")), out
            break
        ended += 1
        # The signal itself ends a call that has done its work, and is on its way out of Python.
        ends = (130, -send) if send == signal.SIGINT else (-send,)
        assert process.returncode in ends, err
        if send == signal.SIGINT:
            assert unfinished(folder) == []
        # Whatever is there under its own name is whole; only made.json grows with what is made.
        whole = digests(undisturbed)
        there = {
            name: digest
            for name, digest in digests(folder).items()
            if "/." not in name and not name.endswith("/made.json")
        }
        assert there.items() <= whole.items()
    assert ended >= 2
    # The workers of a killed call end a moment after it; until then, their folder is in use.
    while workers_in(folder):
        time.sleep(0.05)
    assert call(folder).returncode == 0
    assert digests(folder) == digests(undisturbed)
    assert unfinished(folder) == []


def test_workers_that_are_killed_are_replaced_and_the_files_are_the_same(
    undisturbed: Path, tmp_path: Path
) -> None:
    if not Path("/proc/self/stat").exists():
        pytest.skip("processes are found by /proc")
    folder, killed = put_set(tmp_path), set()
    with subprocess.Popen(
        command(), cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        while process.poll() is None:
            # Never the same job three times: one worker for each few that are done.
            if len(killed) <= kept(folder) // 3:
                for worker in children(process.pid)[:1]:
                    with suppress(ProcessLookupError):
                        os.kill(worker, signal.SIGKILL)
                        killed.add(worker)
            time.sleep(0.02)
        out, err = process.communicate(timeout=120)
    assert (process.returncode, out.splitlines()[-1:]) == (0, ["2 made"]), err
    assert len(killed) >= 4
    assert digests(folder) == digests(undisturbed)
    assert unfinished(folder) == []


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def cut_end(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


@pytest.mark.parametrize(
    "damages",
    [{"*.npz": cut, "*.mp4": cut_end, "*.built": cut_end}, {"*": cut}],
    ids=["what was made", "everything"],
)
def test_cut_entries_of_the_cache_are_made_again(
    copied: Path, undisturbed: Path, damages: dict[str, Callable[[Path], None]]
) -> None:
    for pattern, damage in damages.items():
        entries = sorted(copied.glob(f"media/.cache/{pattern}"))
        assert entries
        for entry in entries:
            damage(entry)
    for path in copied.glob("media/*/lesson.*"):
        path.unlink()
    assert call(copied).returncode == 0
    assert digests(copied) == digests(undisturbed)


def test_a_disk_that_is_full_again_and_again_ends_in_the_same_files(
    undisturbed: Path, tmp_path: Path
) -> None:
    folder = put_set(tmp_path)
    (folder / "media").mkdir()
    inside = ["unshare", "--map-root-user", "--mount", "sh", "-c"]
    if subprocess.run([*inside, "mount -t tmpfs none media"], cwd=folder).returncode:
        pytest.skip("no file system of its own can be mounted here")
    stages = "".join(
        f"mount -o remount,size={size}k none media\n"
        'if "$@"; then echo whole; else echo "status $?"; fi\n'
        "find media -name '.*' ! -name .cache\n"
        for size in (24, 192, 20_000)
    )
    script = f"mount -t tmpfs -o size=24k none media\n{stages}cp -r media after"
    result = subprocess.run(
        [*inside, script, "sh", *command()], cwd=folder, capture_output=True, text=True
    )
    assert result.returncode == 0, result.stderr
    lines = result.stdout.splitlines()
    statuses = [line for line in lines if line.startswith(("status", "whole"))]
    assert statuses[0] == "status 1"
    assert statuses[-1] == "whole"
    assert "media/.cache: no space left on device; free some space or choose" in result.stdout
    assert "Traceback" not in result.stderr
    assert not any(line.startswith("media/") for line in lines)
    (folder / "media").rmdir()
    (folder / "after").rename(folder / "media")
    assert digests(folder) == digests(undisturbed)


def test_one_process_makes_the_same_bytes_as_two(undisturbed: Path, tmp_path: Path) -> None:
    folder = put_set(tmp_path)
    assert call(folder, processes=1).returncode == 0
    assert digests(folder) == digests(undisturbed)
