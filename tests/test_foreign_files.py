"""Other people's files, pipes and locks where gradreel works: never touched, never waited for."""

from __future__ import annotations

import fcntl
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import Result

from gradreel.pipeline.build import scratch
from gradreel.pipeline.build.cache import CACHE, Cache
from gradreel.pipeline.build.scratch import scratch_in
from gradreel.pipeline.outputs import Still
from gradreel.pipeline.quality import QUALITIES
from gradreel.scenarios import load_scenario
from gradreel.scenarios.files import write_atomically, write_where_different
from tests.small_files import CURVE

Invoke = Callable[..., Result]
KEY = "0123456789abcdef" * 2


@contextmanager
def in_time(seconds: float = 20) -> Iterator[None]:
    """Whoever waits for a pipe in here is let go in the end, and the test fails."""
    stuck = threading.Timer(seconds, os._exit, [1])
    stuck.start()
    try:
        yield
    finally:
        stuck.cancel()


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir])
def test_what_is_no_file_is_not_written_over(invoke: Invoke, make: Callable[[Path], None]) -> None:
    Path("f.toml").write_text(CURVE)
    target = Path("media/f/steps.csv")
    target.parent.mkdir(parents=True)
    make(target)
    with in_time():
        result = invoke("solve", "f.toml")
    assert result.exit_code == 1
    assert result.stderr == (
        "media/f/steps.csv: exists already, and is not a file; choose another folder\n"
    )
    assert not target.is_file()


def test_a_pipe_beside_a_file_that_is_written_is_left_alone(tmp_path: Path) -> None:
    pipe = tmp_path / ".steps-01234567.csv"
    os.mkfifo(pipe)
    with in_time(), write_atomically(tmp_path / "steps.csv") as temporary:
        temporary.write_text("x")
    assert sorted(os.listdir(tmp_path)) == [pipe.name, "steps.csv"]


def test_a_pipe_is_not_compared_with(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "f.srt")
    with in_time(), pytest.raises(OSError, match="is not a file"):
        write_where_different(tmp_path / "f.srt", b"x")


def test_pipes_in_the_cache_count_as_missing(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    for name in (f"artifact-{KEY}.json", f"artifact-{KEY}.mp4", "f.lesson.mp4.built"):
        os.mkfifo(tmp_path / name)
    with in_time():
        assert cache.artifact(KEY, ".mp4") is None
        assert cache.output("key", tmp_path / "f" / "lesson.mp4", checksummed=True) is None
        assert cache.kept() == (0, 0)
        cache.prune()
        cache.clear()
    assert len(os.listdir(tmp_path)) == 3


def test_an_artifact_that_became_a_pipe_is_made_again(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    (tmp_path / "new.mp4").write_bytes(b"film")
    artifact = cache.keep(KEY, tmp_path / "new.mp4", {"a": 1})
    artifact.path.unlink()
    os.mkfifo(artifact.path)
    with in_time():
        assert cache.artifact(KEY, ".mp4") is None


@pytest.mark.parametrize("command", ["batch", "solve"])
def test_what_a_killed_call_left_goes_with_one_that_has_nothing_to_do(
    invoke: Invoke, command: str
) -> None:
    Path("f.toml").write_text(CURVE + '[output]\nmake = ["csv"]\n')
    assert invoke(command, "f.toml").exit_code == 0
    left = Path("media", CACHE, ".rendering-0123456789abcdef")
    left.mkdir()
    (left / "half.npz").write_bytes(b"half")
    again = invoke(command, "f.toml")
    assert (again.exit_code, again.stderr) == (0, "")
    assert not left.exists()


def test_clearing_removes_what_was_written_and_nothing_else(invoke: Invoke) -> None:
    folder = Path("media") / CACHE
    folder.mkdir(parents=True)
    cache = Cache(folder)
    (folder / "new.mp4").write_bytes(b"film")
    cache.keep(KEY, folder / "new.mp4", {})
    cache.remember("key", Path("media/f/steps.csv"), {}, checksummed=False)
    (folder / ".rendering-0123456789abcdef").mkdir()
    (folder / "elsewhere").mkdir()
    # Of calls that were killed as they wrote these.
    (folder / f".artifact-{KEY}-01234567.json").write_text("")
    (folder / ".f.steps.csv-01234567.built").write_text('{"content": {"key": "k')
    foreign = {
        ".poem.txt-01234567.built": "roses",
        f".{KEY}-01234567.json": "{}",
        "notes.built": "by hand",
        "list.built": '{"content": 1}',
        "deep.built": "[" * 100_000,
        f"{KEY}.txt": "",
        f"{KEY}.mp4": "",
        "film.mp4": "",
        ".rendering-mine/poem.txt": "roses",
        ".rendering-abcdefgh/poem.txt": "violets",
        f"artifact-{KEY[:-1]}0.mp4/poem.txt": "sugar",
    }
    for name, text in foreign.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)
    (folder / ".rendering-00000000000000ff").symlink_to("elsewhere")
    assert invoke("cache", "--clear").exit_code == 0
    left = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    assert left == set(foreign)
    assert (folder / "elsewhere").is_dir()


def test_a_lock_of_somebody_else_is_told_and_not_waited_for_without_end(
    invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scratch, "_WAIT", 3)
    Path("f.toml").write_text(CURVE + '[output]\nmake = ["csv"]\n')
    folder = Path("media") / CACHE
    folder.mkdir(parents=True)
    lock = os.open(folder, os.O_RDONLY)
    fcntl.flock(lock, fcntl.LOCK_EX)
    with in_time(60):
        result = invoke("batch", "f.toml")
    os.close(lock)
    assert result.exit_code == 1
    assert result.stderr.splitlines()[-1] == (
        f"{folder}: another program keeps a lock on it; end that program, or choose another folder"
    )


def test_a_lock_that_ends_soon_is_waited_for(tmp_path: Path) -> None:
    lock = os.open(tmp_path, os.O_RDONLY)
    fcntl.flock(lock, fcntl.LOCK_EX)
    threading.Timer(0.3, os.close, [lock]).start()
    begin = time.monotonic()
    with scratch_in(tmp_path) as folder:
        assert folder.is_dir()
    assert time.monotonic() - begin > 0.2
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize(
    ("one", "other"), [(1.0004, 1.00049), (1.0, 1.0000001), (0.1, 0.1 + 1e-16), (2, 2.5)]
)
def test_two_seconds_never_share_a_name(one: float, other: float) -> None:
    scenario = load_scenario("parabola")
    names = [Still("step", at, "png", QUALITIES["l"]).path(scenario).name for at in (one, other)]
    assert names[0] != names[1]


def test_a_second_is_named_as_it_is_written() -> None:
    stills = [Still("step", at, "png", QUALITIES["l"]) for at in (8.5, 3.0, None)]
    names = [still.path(load_scenario("parabola")).name for still in stills]
    assert names == ["step-8.5s.png", "step-3s.png", "step.png"]
