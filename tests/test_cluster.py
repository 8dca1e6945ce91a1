"""Tasks on a Dask cluster of real processes: the same results whatever happens to it."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("distributed")

import psutil

from gradreel.pipeline.build.cache import CACHE
from gradreel.pipeline.build.executor import Begun, Done, Session
from gradreel.pipeline.cluster import connection, executor, session
from gradreel.pipeline.cluster.errand import same
from gradreel.pipeline.cluster.errors import ClusterError
from gradreel.pipeline.cluster.parcel import Answer
from gradreel.pipeline.cluster.versions import versions
from gradreel.scenarios import ScenarioError
from gradreel.scenarios.errors import UnforeseenError
from tests.own_cluster import UNLIKE, OwnCluster, kill, wait_for
from tests.rendered_lessons import BIN, Lessons
from tests.small_tasks import Copy, Fatal, Faulty, Patient, WriteNote


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    folder = tmp_path / "notes"
    folder.mkdir()
    return folder


@pytest.fixture(scope="module")
def steady(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OwnCluster]:
    """A cluster of two workers, one of them under a nanny, which no test harms."""
    cluster = OwnCluster(tmp_path_factory.mktemp("steady"))
    cluster.start_worker()
    cluster.start_worker(nanny=True)
    wait_for(2, cluster.address)
    yield cluster
    cluster.end()


@pytest.fixture
def frail(tmp_path: Path) -> Iterator[OwnCluster]:
    """A cluster without workers, which a test may harm."""
    folder = tmp_path / "frail"
    folder.mkdir()
    cluster = OwnCluster(folder)
    yield cluster
    cluster.end()


def all_done(session: Session, tasks: Sequence[WriteNote], *inputs: Path) -> dict[str, Done]:
    for task in tasks:
        session.submit(task, inputs)
    return {done.task.label: done for done in session.finished()}


def done_on(
    cluster: OwnCluster, cache: Path, tasks: Sequence[WriteNote]
) -> tuple[dict[str, Done], list[str]]:
    """What became of tasks, and what was told."""
    told: list[str] = []
    with cluster.executor(told.append).session(cache) as session:
        done = all_done(session, tasks)
        assert all(end.failure or end.path.read_text() == end.task.label for end in done.values())
    return done, told


def when(condition: Callable[[], object], act: Callable[[], object]) -> threading.Thread:
    """A thread that acts as soon as a condition holds."""

    def wait() -> None:
        until = time.monotonic() + 60
        while not condition() and time.monotonic() < until:
            time.sleep(0.02)
        act()

    thread = threading.Thread(target=wait)
    thread.start()
    return thread


def test_results_are_those_of_tasks_done_here_and_each_input_is_sent_once(
    steady: OwnCluster, tmp_path: Path, notes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given, told, sent = tmp_path / "given.txt", list[str](), list[bytes]()
    given.write_text("given")
    submit = connection.Connection._submit

    def noted(self: Any, function: Any, *arguments: Any, **how: Any) -> Any:
        sent.extend(arguments if function is same else ())
        return submit(self, function, *arguments, **how)

    monkeypatch.setattr(connection.Connection, "_submit", noted)
    tasks = [Copy(f"copy-{k}", notes) for k in range(6)]
    with steady.executor(told.append).session(tmp_path / "cache") as session:
        done = all_done(session, tasks, given)
        assert {end.path.read_text() for end in done.values()} == {"given"}
        assert {end.path.parent.parent for end in done.values()} == {tmp_path / "cache"}
    assert (sent, told) == ([b"given"], [])
    assert steady.executor(print).width == 2
    assert os.listdir(tmp_path / "cache") == []
    assert all(end.since < end.until and end.value != os.getpid() for end in done.values())


def test_the_longest_are_sent_first_and_not_all_at_once(
    steady: OwnCluster, tmp_path: Path, notes: Path
) -> None:
    events: list[Begun | Done] = []
    with steady.executor(events.append).session(tmp_path / "cache") as at_work:
        for k in range(9):
            at_work.submit(WriteNote(str(k), notes, cost=float(k)))
        for event in at_work.events():
            events.append(event)
            assert len(at_work._sent) <= session._AHEAD * 2
    begun = [event.number for event in events if isinstance(event, Begun)]
    assert begun == list(range(8, -1, -1))
    ended = [event.number for event in events if isinstance(event, Done)]
    assert set(ended[:3]) < {8, 7, 6, 5}


def test_a_task_that_fails_says_so_once_and_stops_no_other(
    steady: OwnCluster, tmp_path: Path, notes: Path
) -> None:
    tasks = [
        Faulty("scenario", notes, kind="scenario"),
        Faulty("bug", notes),
        Fatal("once", notes, times=1),
        Fatal("always", notes, times=9),
        WriteNote("good", notes),
    ]
    done, told = done_on(steady, tmp_path / "cache", tasks)
    assert {name for name, end in done.items() if not end.failure} == {"good", "once"}
    # The scenario is at fault wherever it is read; anything else is tried on another worker.
    assert [task.tried() for task in tasks] == [1, 2, 2, 2, 1]
    assert isinstance(done["scenario"].failure, ScenarioError)
    assert isinstance(bug := done["bug"].failure, UnforeseenError)
    assert "in go_on" in "".join(bug.__notes__)
    died = str(done["always"].failure)
    assert died.startswith("always: the process that did it died, on tcp://127.0.0.1:")
    assert died.count("tcp://127.0.0.1:") == 2
    assert sorted(line.split(": ")[1] for line in told) == ["always", "bug", "once"]


def test_a_result_that_is_damaged_on_the_way_is_done_again(
    steady: OwnCluster, tmp_path: Path, notes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, damaged = Answer.whole.fget, list[str]()  # type: ignore[attr-defined]

    def flipped(self: Answer) -> bool:
        if self.content == b"a" and not damaged:
            damaged.append(self.worker)
            object.__setattr__(self, "content", b"b")
        return bool(whole(self))

    monkeypatch.setattr(Answer, "whole", property(flipped))
    done, told = done_on(steady, tmp_path / "cache", [WriteNote("a", notes), WriteNote("c", notes)])
    assert [end.failure for end in done.values()] == [None, None]
    assert told == [f"{damaged[0]}: a: it was damaged on the way; it is done again"]


CALLER = """
import sys
from pathlib import Path
from gradreel.pipeline.cluster.address import ClusterAddress
from gradreel.pipeline.cluster.executor import Cluster
from tests.rendered_lessons import BIN, Lessons
from tests.small_tasks import Patient

if __name__ == "__main__":
    with Cluster(ClusterAddress.of(sys.argv[1])).session(Path(sys.argv[2])) as session:
        session.submit(Patient("long", Path(sys.argv[3])), (), "0" * 32)
        list(session.finished())
"""


def test_what_was_begun_for_a_caller_that_was_killed_is_there_for_the_next(
    steady: OwnCluster, tmp_path: Path, notes: Path
) -> None:
    task, cache = Patient("long", notes), tmp_path / "cache"
    command = [sys.executable, "-c", CALLER, steady.address, str(cache), str(notes)]
    with subprocess.Popen(command) as caller:
        when(task.tried, caller.kill).join()
    (notes / "long.go").touch()
    when(lambda: any(steady.kept(task.label)), lambda: None).join()
    with steady.executor(print).session(cache) as session:
        session.submit(task, (), "0" * 32)
        (done,) = session.finished()
        assert done.path.read_text() == "long"
    assert task.tried() == 1
    assert os.listdir(cache) == []


def test_what_a_lost_worker_did_is_done_by_another(
    frail: OwnCluster, tmp_path: Path, notes: Path
) -> None:
    workers = [frail.start_worker(), frail.start_worker()]
    wait_for(2, frail.address)
    tasks = [Patient("a", notes), Patient("b", notes)]

    def lose() -> None:
        kill(workers[0])
        for task in tasks:
            (notes / f"{task.label}.go").touch()

    thread = when(lambda: all(task.tried() for task in tasks), lose)
    done, told = done_on(frail, tmp_path / "cache", tasks)
    thread.join()
    assert [end.failure for end in done.values()] == [None, None]
    assert sorted(task.tried() for task in tasks) == [1, 2]
    (sentence,) = told
    assert sentence.endswith(": the worker was lost; what it was doing is done again")


def test_a_scheduler_that_is_started_again_is_waited_for(
    frail: OwnCluster, tmp_path: Path, notes: Path
) -> None:
    frail.start_worker()
    wait_for(1, frail.address)
    tasks = [WriteNote("first", notes, cost=2), Patient("a", notes, cost=1), Patient("b", notes)]

    def restart() -> None:
        kill(frail.scheduler)
        for name in "ab":
            (notes / f"{name}.go").touch()
        frail.start_scheduler()
        frail.start_worker()

    told, failures = list[str](), list[Exception | None]()
    with frail.executor(told.append).session(tmp_path / "cache") as session:
        for task in tasks:
            session.submit(task)
        for done in session.finished():
            failures.append(done.failure)
            if done.task == tasks[0]:
                thread = when(tasks[1].tried, restart)
    thread.join()
    assert failures == [None] * 3
    assert tasks[0].tried() == 1
    assert told[0].startswith(f"{frail.address}: lost the scheduler: waiting ")
    assert told[1:] in ([], ["there are no workers yet: waiting for some"])


def test_a_worker_with_other_versions_is_left_out_whenever_it_comes(
    frail: OwnCluster, tmp_path: Path, notes: Path
) -> None:
    good, tasks = frail.start_worker(), [Patient("a", notes), *map(WriteNote, "bcdef", [notes] * 5)]
    wait_for(1, frail.address)

    def join() -> None:
        frail.start_worker(unlike=True)
        wait_for(2, frail.address)
        (notes / "a.go").touch()

    thread = when(tasks[0].tried, join)
    done, told = done_on(frail, tmp_path / "cache", tasks)
    thread.join()
    assert [end.failure for end in done.values()] == [None] * 6
    # Dask may have given it none.
    told = (
        told or done_on(frail, tmp_path / "cache", [WriteNote(str(k), notes) for k in range(8)])[1]
    )
    differing = [f"{name} {there} there, {versions()[name]} here" for name, there in UNLIKE.items()]
    sentence = f": does nothing, since it is unlike this machine: {'; '.join(differing)}"
    assert [line.removesuffix(sentence)[:16] for line in told] == ["tcp://127.0.0.1:"]
    kill(good)
    wait_for(1, frail.address)
    with pytest.raises(ClusterError, match=re.escape(sentence)):
        done_on(frail, tmp_path / "cache", [WriteNote("g", notes)])


def test_what_a_full_disk_refuses_another_worker_does_or_one_sentence_tells(
    frail: OwnCluster, tmp_path: Path, notes: Path
) -> None:
    given, told = tmp_path / "given.txt", list[str]()
    given.write_bytes(bytes(100_000))
    frail.start_worker(most=50_000)
    wait_for(1, frail.address)
    with frail.executor(told.append).session(tmp_path / "cache") as session:
        failure = str(all_done(session, [Copy("a", notes)], given)["a"].failure)
        assert failure.startswith("a: file too large in ")
        assert failure.endswith("; free some space there")
        assert len(told) == 1
        frail.start_worker()
        wait_for(2, frail.address)
        done = all_done(session, [Copy(name, notes) for name in "bcdef"], given)
        assert {end.path.read_bytes() for end in done.values()} == {bytes(100_000)}
    # All of the one that is full.
    assert len({line.partition(": ")[0] for line in told}) == 1


def test_without_workers_it_waits_for_some(frail: OwnCluster, tmp_path: Path, notes: Path) -> None:
    told: list[str] = []
    thread = when(lambda: told, lambda: frail.start_worker(nanny=True))
    with frail.executor(told.append).session(tmp_path / "cache") as session:
        done = all_done(session, [WriteNote("a", notes)])
    thread.join()
    assert done["a"].failure is None
    assert told == ["there are no workers yet: waiting for some"]


def test_a_scheduler_that_is_lost_for_good_is_told(
    frail: OwnCluster, tmp_path: Path, notes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(executor, "PATIENCE", 1.0)
    monkeypatch.setattr(connection, "ANSWERS_WITHIN", 1.0)
    with frail.executor(lambda _: kill(frail.scheduler)).session(tmp_path / "cache") as session:
        session.submit(WriteNote("a", notes))
        with pytest.raises(ClusterError, match="the same call goes on from there"):
            list(session.finished())
    assert os.listdir(tmp_path / "cache") == []
    with pytest.raises(ClusterError, match="no scheduler answers there: start one"):
        done_on(frail, tmp_path / "cache", [])


def test_a_cluster_here_leaves_nothing_when_it_is_interrupted_and_nobody_else_can_reach_it(
    tmp_path: Path, notes: Path
) -> None:
    (tmp_path / "script.py").write_text(CALLER.replace("sys.argv[1]", '"local:2"'))
    command = [sys.executable, "script.py", "", "cache", "notes"]
    with subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, text=True) as caller:
        task = Patient("long", notes)
        when(task.tried, lambda: None).join()
        children = psutil.Process(caller.pid).children(recursive=True)
        listening = [
            one.laddr.ip
            for one in psutil.Process(caller.pid).net_connections()
            if one.status == psutil.CONN_LISTEN
        ]
        caller.send_signal(signal.SIGINT)
        assert "KeyboardInterrupt" in caller.communicate()[1].splitlines()[-1]
    assert {*listening} <= {"127.0.0.1"}
    assert children
    assert psutil.wait_procs(children, timeout=60)[1] == []
    assert os.listdir(tmp_path / "cache") == []


def test_a_lesson_from_a_cluster_has_the_bytes_of_one_from_here(
    steady: OwnCluster, lessons: Lessons, tmp_path: Path
) -> None:
    command = [str(BIN / "gradreel"), "render", "parabola", "--chapter", "title", "-q", "l"]
    result = subprocess.run(
        [*command, "--cluster", steady.address], cwd=tmp_path, capture_output=True, text=True
    )
    assert result.returncode == 0, result.stderr
    assert result.stderr.splitlines() == ["parabola: title (1 of 1)"]
    (mine,) = (tmp_path / "media" / CACHE).glob("artifact-*.mp4")
    (here,) = (clip.path for clip in lessons.clips("parabola") if clip.chapter == "title")
    assert (mine.name, mine.read_bytes()) == (here.name, here.read_bytes())


def test_a_result_leaves_no_memory_behind(steady: OwnCluster, tmp_path: Path, notes: Path) -> None:
    held = []
    with steady.executor(print).session(tmp_path / "cache") as session:
        for turn in range(4):
            for k in range(8):
                given = tmp_path / f"{turn}-{k}"
                given.write_bytes(os.urandom(4_000_000))
                session.submit(Copy(given.name, notes), [given])
            assert not any(done.failure for done in session.finished())
            held.append(steady.memory())
    # Of 32 MB in and 32 MB out in each turn, which pass by the scheduler and a worker: a leak would
    # be seen in every turn, chance is not.
    assert min(later - earlier for earlier, later in pairwise(held[1:])) < 16_000_000


def test_hosts_share_nothing_and_one_whose_cable_is_pulled_is_done_without(tmp_path: Path) -> None:
    alone = ["unshare", "--net", "--mount"]
    bridge = [*alone, "ip", "link", "add", "switch", "type", "bridge"]
    if not shutil.which("unshare") or subprocess.run(bridge, capture_output=True).returncode:
        pytest.skip("no network namespaces here")
    command = [*alone, sys.executable, str(Path(__file__).with_name("hosts.py")), str(tmp_path)]
    result = subprocess.run(command, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    *results, lost = sorted(result.stdout.splitlines())
    assert results == ["a a", "b b", *(f"{name} given" for name in "cdef")]
    assert re.fullmatch(r"tcp://10\.77\.0\.3:\d+: the worker was lost; what it was .* again", lost)
