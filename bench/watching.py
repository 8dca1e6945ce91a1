"""From a save to what `gradreel watch` shows."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlsplit

from bench.alone import VARIABLES, BenchError
from bench.figure import Figure, Plan

_SCENARIO = "quadratic"
_HERTZ = os.sysconf("SC_CLK_TCK")  # of the times in /proc
_LONGEST = 300.0  # seconds to wait for anything

Told = dict[str, Any]


class Tab:
    """What a page of `gradreel watch` receives, without a browser."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self._connection = http.client.HTTPConnection(parts.netloc, timeout=_LONGEST)
        self._connection.request("GET", f"{parts.path}boards")
        self._lines = self._connection.getresponse()

    def boards(self) -> Iterator[Told]:
        """Each board that comes, until the end."""
        for line in self._lines:
            if line.startswith(b"data: "):
                yield json.loads(line.removeprefix(b"data: "))

    def until(self, fits: Callable[[Told], bool]) -> Told:
        """The first board that fits. Raises BenchError if there is none."""
        for board in self.boards():
            if fits(board):
                return board
        raise BenchError("gradreel watch has ended")

    def close(self) -> None:
        self._connection.close()


@contextmanager
def watching(
    folder: Path, *arguments: str, **options: Any
) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """`gradreel watch ARGUMENTS` in a folder, with the address of its page; ends with Ctrl-C."""
    command = [sys.executable, "-m", "gradreel", "watch", *arguments]
    process = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.PIPE, text=True, process_group=0, **options
    )
    assert process.stdout
    try:
        found = re.search(r"http://\S+", process.stdout.readline())
        if not found:
            raise BenchError(f"{' '.join(command)}: tells no address")
        yield process, found[0]
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGINT)
        process.communicate()


def settled(board: Told) -> bool:
    """Whether all is made, and nothing is wrong."""
    return bool(board["cards"]) and not board["left"] and not board["faults"]


def new(board: Told, before: Told, kind: str) -> bool:
    """Whether a card shows another file of a kind, still or video, than before."""
    old = {card["name"]: card[kind] for card in before["cards"]}
    return any(card[kind] and card[kind] != old[card["name"]] for card in board["cards"])


def watched(plan: Plan) -> list[Figure]:
    """Seconds from a save to the first new still and to the first chapter's new video."""
    source = Path("scenarios", f"{_SCENARIO}.toml").read_text(encoding="utf-8")
    path = plan.folder / "watched.toml"
    path.write_text(source, encoding="utf-8")
    arguments = (path.name, *(["--chapter", "title"] if plan.times == 1 else []))
    stills: list[Sequence[float]] = []
    videos: list[Sequence[float]] = []
    with watching(plan.folder, *arguments, env={**os.environ, **VARIABLES}) as (process, address):
        tab = Tab(address)
        before = tab.until(settled)
        for time_of_saving in range(plan.times):
            rate = f"lr = 0.1{time_of_saving + 1}"
            since, used = time.perf_counter(), _cpu(process.pid)
            path.write_text(re.sub(r"lr = 0\.1\d*", rate, source, count=1), encoding="utf-8")
            for kind, found in (("still", stills), ("video", videos)):
                tab.until(lambda board, kind=kind, old=before: new(board, old, kind))  # type: ignore[misc]
                found.append((time.perf_counter() - since, _cpu(process.pid) - used))
            before = tab.until(settled)
        tab.close()
    return [
        _figure("first new still", stills, 1.0),
        _figure("first chapter's new video", videos, 5.0),
    ]


def _figure(what: str, found: Sequence[Sequence[float]], target: float) -> Figure:
    seconds, cpu = (median(column) for column in zip(*found, strict=True))
    note = f"{_SCENARIO}, another learning rate; {cpu:.2g} s of CPU in all its processes"
    return Figure(f"watch, from a save to the {what}", seconds, "s", target, "at most", note)


def _cpu(pid: int) -> float:
    """The seconds of CPU that a process and its children have used."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return sum(_own_cpu(each) for each in (str(pid), *children))


def _own_cpu(pid: str) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:13])) / _HERTZ
