"""Sets of very many scenarios: work in proportion, and no more lines than can be read."""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from gradreel.pipeline.batch import Result, build_batch, expanded, plan_batch, read
from gradreel.pipeline.build import Progress, State
from gradreel.pipeline.build.executor import Begun, Done, Task
from gradreel.pipeline.build.scratch import scratch_in
from gradreel.pipeline.quality import QUALITIES
from gradreel.pipeline.terminal import display, report
from gradreel.pipeline.terminal.streams import MOST_LINES
from gradreel.scenarios import Scenario, load_set
from tests.small_files import CURVE

MANY = 1000
SIZES = (10, 20, 40)
SCENARIO = CURVE + '[output]\nmake = ["poster"]\n'


class Writing:
    """Writes some bytes as every file that is asked for, in no time."""

    width = 2

    @contextmanager
    def session(self, folder: Path) -> Iterator[Any]:
        with scratch_in(folder) as scratch:
            self.scratch = scratch
            self.tasks = list[Task]()
            yield self

    def submit(self, task: Task, inputs: Sequence[Path] = (), key: str = "") -> int:
        self.tasks.append(task)
        return len(self.tasks) - 1

    def finished(self) -> Iterator[Done]:
        return (event for event in self.events() if isinstance(event, Done))

    def events(self) -> Iterator[Begun | Done]:
        for number, task in enumerate(self.tasks):  # which grow meanwhile
            yield Begun(number)
            path = self.scratch / f"{number}{task.suffix}"
            path.write_bytes(b"some bytes")
            yield Done(number, task, path, 0.0, 0.0, {})


def calls_in(function: Callable[[], object]) -> int:
    """How many functions are called, of Python and of C, in this thread."""
    count = 0

    def note(_frame: Any, event: str, _argument: Any) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(note)
    try:
        function()
    finally:
        sys.setprofile(None)
    return count


def grows_in_proportion(counts: Sequence[int]) -> bool:
    """Whether twice as many more take twice as much more, of sizes that double."""
    first, second, third = counts
    return 0 < third - second < 2.1 * (second - first)


def put_files(folder: Path, count: int) -> Path:
    for number in range(count):
        path = folder / str(count) / f"unit-{number % 5}" / f"bowl-{number}.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(SCENARIO.replace("x**2/2", f"{number + 1}*x**2/200"))
    return folder / str(count)


def test_reading_and_planning_and_building_take_work_in_proportion(tmp_path: Path) -> None:
    sets = [put_files(tmp_path, size) for size in SIZES]
    small = QUALITIES["l"]
    read_ones = list[list[Scenario]]()
    for folder in sets:  # whatever is found out once only
        read_ones.append(read(expanded([str(folder)]))[0])
    assert [len(scenarios) for scenarios in read_ones] == [*SIZES]
    assert all(result.todo for result in plan_batch(read_ones[0], small, tmp_path / "none"))

    def reading(number: int) -> None:
        read(expanded([str(sets[number])]))

    def planning(number: int) -> None:
        list(plan_batch(read_ones[number], small, tmp_path / "none"))

    def building(number: int) -> None:
        scenarios, show = read_ones[number], display._Lines().show
        results = list(build_batch(scenarios, small, tmp_path / f"o{number}", Writing(), show))
        assert not [result.failure for result in results if result.failure]

    for work in (reading, planning, building, building):  # and again, when all is up to date
        counts = [calls_in(lambda n=n, work=work: work(n)) for n in range(3)]  # type: ignore[misc]
        assert grows_in_proportion(counts), (work.__name__, counts)


def test_a_sweep_is_read_in_proportion(tmp_path: Path) -> None:
    counts = []
    for size in SIZES:
        file = tmp_path / f"s{size}.toml"
        rates = [(k + 1) / 100 for k in range(size)]
        file.write_text(f"{SCENARIO}[sweep]\nruns.0.lr = {rates}\n")
        assert len(load_set(file)) == size
        counts.append(calls_in(lambda file=file: load_set(file)))  # type: ignore[misc]
    assert grows_in_proportion(counts), counts


def told(results: Sequence[Result], capsys: pytest.CaptureFixture[str]) -> list[str]:
    report.print_results(results, lambda failure: [str(failure)])
    return capsys.readouterr().out.splitlines()


def results(count: int) -> list[Result]:
    return [
        Result(f"s{number:04}", (Path(f"media/s{number:04}/poster.png"),), took=1.5)
        for number in range(count)
    ]


def test_of_very_many_results_those_that_are_alike_have_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    same = results(MANY - 3)
    others = [
        Result("t", (Path("media/t/poster.png"),)),
        Result("u", (Path("media/u/lesson.mp4"),), took=2.0),
        Result("v", failure=ValueError("what is wrong")),
    ]
    assert told([*same, *others], capsys) == [
        "failed      v: what is wrong",
        f"made        {MANY - 3} scenarios: poster.png",
        "up to date  1 scenario: poster.png",
        "made        1 scenario: lesson.mp4",
        f"{MANY - 2} made, 1 up to date, 1 failed",
    ]
    assert len(told(results(MOST_LINES), capsys)) == MOST_LINES + 1
    monkeypatch.setattr(report, "is_verbose", lambda: True)
    every = told([*same, *others], capsys)
    assert len(every) == MANY + 1
    assert every[0] == "made        media/s0000: poster.png  took 1.5 s"


@pytest.mark.parametrize("verbose", [False, True])
def test_of_very_many_tasks_each_hundredth_has_a_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, verbose: bool
) -> None:
    monkeypatch.setattr(display, "is_verbose", lambda: verbose)
    with display.show_set_progress() as show:
        show(Progress(0, MANY, "", note="A note."))
        for number in range(1, MANY + 1):
            show(Progress(number, MANY, f"s{number}: poster"))
    note, *lines = capsys.readouterr().err.splitlines()
    assert note == "A note."
    assert len(lines) == (MANY if verbose else MOST_LINES)
    assert lines[-1] == f"s{MANY}: poster ({MANY} of {MANY})"
    few = MOST_LINES - 1
    with display.show_set_progress() as show:
        for number in range(1, few + 1):
            show(Progress(number, few, "s: poster"))
    assert len(capsys.readouterr().err.splitlines()) == few


def test_a_terminal_is_drawn_anew_now_and_then_and_not_for_each_task(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    screen = Console(file=io.StringIO(), force_terminal=True, width=80, height=24)
    monkeypatch.setattr(display, "Terminal", lambda stderr: screen)
    drawn = list[int]()
    table = display.states_table

    def counted(states: Sequence[State], most: int) -> Any:
        drawn.append(len(screen.render_lines(table(states, most))))
        return table(states, most)

    monkeypatch.setattr(display, "states_table", counted)
    states = {number: State(f"s{number}", 0, 1, "waiting") for number in range(MANY)}
    with display.show_set_progress() as show:
        for number in range(MANY):
            states[number] = State(f"s{number}", 1, 1, "done")
            show(Progress(number + 1, MANY, "", states=states.values()))
        until = time.monotonic() + 30
        while not drawn and time.monotonic() < until:
            time.sleep(0.02)
    assert 0 < len(drawn) < MANY / 4
    assert max(drawn) < screen.height
