"""A pool of processes: in which order, how often, and what it leaves behind."""

from __future__ import annotations

import errno
import fcntl
import os
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from gradreel.pipeline.build.cache import Cache
from gradreel.pipeline.build.executor import Done
from gradreel.pipeline.build.nearby import Nearby
from gradreel.pipeline.build.process_pool import TRIES, ProcessPool
from gradreel.pipeline.build.scratch import clear_scratch, scratch_in
from gradreel.pipeline.video.clip import RenderError
from gradreel.scenarios import ScenarioError
from gradreel.scenarios.errors import GradreelError, UnforeseenError
from gradreel.scenarios.files import write_atomically
from gradreel.scenes.sentences.catalogue import UnwordedError
from tests.small_tasks import Fatal, Faulty, WriteNote


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    folder = tmp_path / "notes"
    folder.mkdir()
    return folder


def all_done(folder: Path, tasks: list[WriteNote], size: int = 1) -> list[Done]:
    with ProcessPool(size).session(folder) as workers:
        for task in tasks:
            workers.submit(task)
        return list(workers.finished())


def test_the_longest_task_is_done_first_and_of_equal_ones_the_first(
    tmp_path: Path, notes: Path
) -> None:
    costs = {"a": 1.0, "b": 3.0, "c": 1.0, "d": 2.0}
    done = all_done(tmp_path / "cache", [WriteNote(n, notes, cost=c) for n, c in costs.items()])
    assert [end.task.label for end in done] == ["b", "d", "a", "c"]
    assert [end.number for end in done] == [1, 3, 0, 2]
    assert len({end.value for end in done}) == 1


def test_tasks_can_be_submitted_while_others_run(tmp_path: Path, notes: Path) -> None:
    words = []
    with ProcessPool(2).session(tmp_path / "cache") as workers:
        workers.submit(WriteNote("0", notes))
        for done in workers.finished():
            words.append(done.path.read_text())
            if len(words) < 4:
                workers.submit(WriteNote(str(len(words)), notes))
    assert words == ["0", "1", "2", "3"]


def test_no_process_loads_two_heavy_libraries(tmp_path: Path, notes: Path) -> None:
    libraries = ["one", "other", "one", "other"]
    tasks = [WriteNote(str(k), notes, library=name) for k, name in enumerate(libraries)]
    loaded: dict[object, set[str]] = {}
    for done in all_done(tmp_path / "cache", tasks, 2):
        loaded.setdefault(done.value, set()).add(done.task.library)
    assert all(len(names) == 1 for names in loaded.values())


def test_what_is_nearby_is_done_here_after_what_it_waits_for(tmp_path: Path, notes: Path) -> None:
    done: list[Done] = []
    with Nearby("one").session(tmp_path / "cache") as session:
        for name, library in (("first", "one"), ("before", "other")):
            session.submit(WriteNote(name, notes, library=library))
        for end in session.finished():
            done.append(end)
            assert end.failure or end.path.read_text() == end.task.label
            if end.task.label == "before":
                session.submit(Faulty("faulty", notes, library="one"))
    assert [end.task.label for end in done] == ["before", "first", "faulty"]
    assert [end.value == os.getpid() for end in done] == [False, True, False]
    assert len({end.number for end in done}) == 3
    assert isinstance(done[-1].failure, UnforeseenError)
    assert list((tmp_path / "cache").iterdir()) == []


def _kinds(error: type[Exception]) -> list[type[Exception]]:
    return [error, *(kind for each in error.__subclasses__() for kind in _kinds(each))]


def test_a_failure_keeps_its_sentence_on_the_way_from_a_worker() -> None:
    kinds = _kinds(GradreelError)
    assert UnwordedError in kinds
    for kind in kinds:
        failure = kind(["a sentence"] if issubclass(kind, ScenarioError) else "a sentence")
        there = pickle.loads(pickle.dumps(failure))
        assert (type(there), str(there)) == (kind, "a sentence")


@pytest.mark.parametrize("times", range(TRIES))
def test_a_task_whose_worker_dies_is_done_again(tmp_path: Path, notes: Path, times: int) -> None:
    tasks = [Fatal("fatal", notes, times=times), WriteNote("good", notes)]
    done = {end.task.label: end for end in all_done(tmp_path / "cache", tasks)}
    assert [end.failure for end in done.values()] == [None, None]
    assert tasks[0].tried() == times + 1
    assert tasks[1].tried() == 1


def test_a_task_that_kills_three_workers_is_given_up_in_one_sentence(
    tmp_path: Path, notes: Path
) -> None:
    tasks = [Fatal("fatal", notes, times=99), WriteNote("good", notes)]
    done = {end.task.label: end for end in all_done(tmp_path / "cache", tasks)}
    assert tasks[0].tried() == TRIES == 3
    assert done["good"].failure is None
    assert isinstance(done["fatal"].failure, RenderError)
    assert str(done["fatal"].failure).startswith("fatal: its process died 3 times; ")


@pytest.mark.parametrize(
    ("kind", "failure", "words"),
    [
        ("value", UnforeseenError, "faulty: that is wrong"),
        ("scenario", ScenarioError, "one\nother"),
        ("disk", OSError, f"[Errno {errno.ENOSPC}]"),
    ],
)
def test_a_task_that_fails_says_so_and_stops_no_other(
    tmp_path: Path, notes: Path, kind: str, failure: type[Exception], words: str
) -> None:
    tasks = [Faulty("faulty", notes, kind=kind), WriteNote("good", notes)]
    done = {end.task.label: end for end in all_done(tmp_path / "cache", tasks)}
    assert done["good"].failure is None
    error = done["faulty"].failure
    assert isinstance(error, failure)
    assert str(error).startswith(words)
    assert tasks[0].tried() == 1
    assert "in go_on" in "".join(error.__notes__)
    if isinstance(error, ScenarioError):
        assert error.problems == ("one", "other")
    if isinstance(error, OSError):
        assert error.filename == str(tmp_path / "cache")


def test_an_idle_worker_that_dies_is_replaced(tmp_path: Path, notes: Path) -> None:
    with ProcessPool(1).session(tmp_path / "cache") as workers:
        workers.submit(WriteNote("a", notes))
        (first,) = workers.finished()
        os.kill(first.value, 9)
        workers.submit(WriteNote("b", notes))
        (second,) = workers.finished()
        assert second.failure is None
        assert second.value != first.value


def test_what_a_killed_call_left_goes_with_the_next_and_what_is_in_use_stays(
    tmp_path: Path,
) -> None:
    left = tmp_path / ".rendering-0123456789abcdef"
    left.mkdir()
    (left / "half.mp4").write_text("half")
    with scratch_in(tmp_path) as one:
        assert not left.exists()
        (one / "file").touch()
        with scratch_in(tmp_path) as other:
            clear_scratch(tmp_path)
            Cache(tmp_path).clear()
            assert (one / "file").exists()
            assert other.is_dir()
    assert list(tmp_path.iterdir()) == []


HALF = """
import os, sys
from gradreel.scenarios.files import write_atomically
with write_atomically(sys.argv[1]) as temporary:
    temporary.write_text("half")
    print(flush=True)
    sys.stdin.read()
"""


def half_written(path: Path) -> subprocess.Popen[str]:
    """A process that is in the middle of writing a file."""
    streams = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    process = subprocess.Popen([sys.executable, "-c", HALF, str(path)], text=True, **streams)
    assert process.stdout
    process.stdout.readline()
    return process


def test_a_file_half_written_by_a_killed_process_goes_with_the_next_write(tmp_path: Path) -> None:
    path, neighbour = tmp_path / "lesson.mp4", tmp_path / ".lesson-of-mine.mp4"
    neighbour.write_text("precious")
    with half_written(path) as process:
        process.kill()
    with half_written(path) as living:
        (half,) = set(tmp_path.iterdir()) - {neighbour}
        with write_atomically(path) as temporary:
            temporary.write_text("whole")
        assert set(tmp_path.iterdir()) == {path, neighbour, half}
        assert path.read_text() == "whole"
        living.communicate("")
    assert set(tmp_path.iterdir()) == {path, neighbour}
    assert path.read_text() == "half"


def test_a_folder_without_locks_is_used_without_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOLCK, "no locks available")

    monkeypatch.setattr(fcntl, "flock", refuse)
    with scratch_in(tmp_path) as one, scratch_in(tmp_path) as other:
        assert one.is_dir()
        assert other.is_dir()
    with write_atomically(tmp_path / "file") as temporary:
        temporary.write_text("whole")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_the_processes_are_gone_when_the_crew_is(tmp_path: Path, notes: Path) -> None:
    (done,) = all_done(tmp_path / "cache", [WriteNote("a", notes)])
    with pytest.raises(ProcessLookupError):
        os.kill(done.value, 0)
