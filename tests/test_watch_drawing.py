"""What the page of `gradreel watch` shows, and the processes that draw it."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from gradreel.pipeline.build.cache import Artifact, Cache
from gradreel.pipeline.build.graph import Node
from gradreel.pipeline.watch import drawing
from gradreel.pipeline.watch.board import Board, Card, MadePictures, board_of
from gradreel.pipeline.watch.drawing import Drawing
from gradreel.pipeline.watch.edition import ChapterNodes, Edition, FileFault
from gradreel.scenarios import ScenarioError
from tests.own_loop import finished
from tests.small_tasks import Deaf, Fatal, Faulty, Patient, WriteNote

NOTHING, EMPTY = MadePictures({}, {}), Board("")
STILL, VIDEO = (Node(key, WriteNote(key, Path())) for key in ("still", "video"))
EDITION = Edition("small.toml", "Small", (ChapterNodes("step", "One step", STILL, VIDEO),))


def artifact(name: str) -> Artifact:
    return Artifact(Path("cache", name), {})


def shown(made: MadePictures, before: Board = EMPTY) -> Card:
    (card,) = board_of(EDITION, made, before).cards
    return card


def test_a_card_has_a_still_first_and_then_a_video() -> None:
    assert shown(NOTHING) == Card("step", "One step")
    made = {"still": artifact("a.png")}
    assert shown(MadePictures(made, {})) == Card("step", "One step", "a.png", "", "video")
    made["video"] = artifact("a.mp4")
    assert shown(MadePictures(made, {})) == Card("step", "One step", "a.png", "a.mp4", "done")


def test_old_pictures_stay_until_there_is_a_new_one() -> None:
    old = Board("small.toml", cards=(Card("step", "One step", "a.png", "a.mp4", "done"),))
    assert shown(NOTHING, old) == Card("step", "One step", "a.png", "a.mp4", "still")
    made = MadePictures({"still": artifact("b.png")}, {})
    assert shown(made, old) == Card("step", "One step", "b.png", "", "video")


@pytest.mark.parametrize("key", ["still", "video"])
def test_a_chapter_that_cannot_be_drawn_says_why(key: str) -> None:
    card = shown(MadePictures({}, {key: ScenarioError(["that is wrong"])}))
    assert (card.stage, card.fault) == ("failed", "that is wrong")


def test_a_board_counts_what_is_left_and_tells_faults() -> None:
    fault = FileFault("is wrong", 3, "lr = -1")
    edition = Edition("small.toml", "Small", EDITION.parts, 2, (fault,))
    board = board_of(edition, MadePictures({"still": artifact("a.png")}, {}), Board(""))
    assert (board.file, board.title, board.left, board.count) == ("small.toml", "Small", 1, 2)
    assert board.faults == (fault,)


def still(task: WriteNote, *inputs: Node) -> Node:
    return Node(task.label * 4, task, inputs)


class Studio:
    """A drawing at work in folders of its own, whose processes warm up at once."""

    def __init__(self, folder: Path) -> None:
        self.notes, self.scratch = folder / "notes", folder / "cache" / "scratch"
        for each in (self.notes, self.scratch):
            each.mkdir(parents=True)
        self.cache = Cache(folder / "cache")

    def note(self, label: str, of: type[WriteNote] = WriteNote, **options: object) -> Node:
        task = of(label, self.notes, library="manim", **options)  # type: ignore[arg-type]
        return still(task)

    def go(self, label: str) -> None:
        """Let a patient task end."""
        (self.notes / f"{label}.go").touch()

    def began(self, label: str) -> bool:
        return any(path.suffix != ".go" for path in self.notes.glob(f"{label}.*"))

    @asynccontextmanager
    async def drawing(self) -> AsyncIterator[Drawing]:
        at_work = Drawing(self.cache, self.scratch, lambda: None)
        at_work.start()
        try:
            yield at_work
        finally:
            at_work.end()


@pytest.fixture
def studio(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Studio:
    made = Studio(tmp_path)
    monkeypatch.setattr(drawing, "LIBRARIES", ("manim",))
    monkeypatch.setattr(drawing, "cores", lambda: 1)
    monkeypatch.setattr(drawing, "warm_up", lambda library: WriteNote("warm", made.notes))
    return made


async def until(fits: Callable[[], bool]) -> None:
    for _ in range(3000):
        if fits():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("never came")


def test_stills_come_before_videos_and_each_in_its_order(studio: Studio) -> None:
    stills, videos = ([studio.note(label) for label in pair] for pair in ("ab", "cd"))
    ends: list[str] = []

    async def play() -> None:
        async with studio.drawing() as at_work:
            at_work._changed = lambda: ends.extend(  # type: ignore[method-assign]
                sorted(at_work.made.artifacts.keys() - set(ends))
            )
            at_work.want(stills, videos)
            await until(lambda: len(ends) == 4)

    finished(play())
    assert ends == ["aaaa", "bbbb", "cccc", "dddd"]


def test_what_is_in_the_cache_is_there_at_once_and_can_be_shown(studio: Studio) -> None:
    wanted = [studio.note("a")]

    async def play() -> None:
        async with studio.drawing() as at_work:
            at_work.want(wanted, [])
            await until(lambda: bool(at_work.made.artifacts))
            at_work.want([], [])
            assert not at_work.made.artifacts
            at_work.want(wanted, [])
            found = at_work.made.artifacts["aaaa"].path
            assert at_work.picture(found.name) == found
            assert at_work.picture("artifact-other.png") is None

    finished(play())
    assert len(list(studio.notes.glob("a.*"))) == 1


def test_what_another_one_needs_is_made_first_and_shown_to_nobody(studio: Studio) -> None:
    needed = studio.note("n")
    wanted = still(WriteNote("a", studio.notes, library="manim"), needed)

    async def play() -> None:
        async with studio.drawing() as at_work:
            at_work.want([wanted], [])
            await until(lambda: "aaaa" in at_work.made.artifacts)
            assert at_work.picture(at_work.made.artifacts["nnnn"].path.name) is None

    finished(play())


@pytest.mark.parametrize("kind", [Patient, Deaf])
def test_what_is_stale_gives_way_whether_or_not_it_listens(
    studio: Studio, kind: type[Patient]
) -> None:
    stale, fresh = studio.note("s", kind), studio.note("f")

    async def play() -> None:
        async with studio.drawing() as at_work:
            at_work.want([stale], [])
            await until(lambda: studio.began("s"))
            at_work.want([fresh], [])
            await until(lambda: "ffff" in at_work.made.artifacts)
            assert not at_work.made.failures

    finished(play())
    # A process that listens is not replaced, and so stays warm.
    assert len(list(studio.notes.glob("warm.*"))) == (1 if kind is Patient else 2)


def test_a_still_takes_the_place_of_a_video_which_is_drawn_after_it(studio: Studio) -> None:
    first, video, urgent = studio.note("a"), studio.note("v", Patient), studio.note("u")

    async def play() -> None:
        async with studio.drawing() as at_work:
            at_work.want([first], [video])
            await until(lambda: studio.began("v"))
            at_work.want([first, urgent], [video])
            await until(lambda: "uuuu" in at_work.made.artifacts)
            assert "vvvv" not in at_work.made.artifacts
            studio.go("v")
            await until(lambda: "vvvv" in at_work.made.artifacts)

    finished(play())
    assert len([p for p in studio.notes.glob("v.*") if p.suffix != ".go"]) == 2


def test_a_task_that_fails_and_one_that_kills_its_process_stop_no_other(studio: Studio) -> None:
    nodes = [
        studio.note("x", Fatal, times=99),
        studio.note("y", Faulty, kind="scenario"),
        studio.note("z"),
    ]

    async def play() -> None:
        async with studio.drawing() as at_work:
            at_work.want(nodes, [])
            await until(lambda: "zzzz" in at_work.made.artifacts)
            told = {key: str(failure) for key, failure in at_work.made.failures.items()}
            assert told["xxxx"].startswith("x: its process died 3 times")
            assert told["yyyy"] == "one\nother"

    finished(play())


def test_what_needs_something_that_fails_fails_for_the_same_reason(studio: Studio) -> None:
    faulty = studio.note("n", Faulty)
    wanted = still(WriteNote("a", studio.notes, library="manim"), faulty)

    async def play() -> None:
        async with studio.drawing() as at_work:
            at_work.want([wanted], [])
            await until(lambda: "aaaa" in at_work.made.failures)

    finished(play())
    assert not studio.began("a")


def test_no_process_is_left(studio: Studio) -> None:
    endless = studio.note("e", Deaf)
    pids: list[int] = []

    async def play() -> None:
        async with studio.drawing() as at_work:
            at_work.want([endless], [])
            await until(lambda: studio.began("e"))
            pids.extend(worker._process.pid or 0 for worker in at_work._workers)

    finished(play())
    assert len(pids) == 1
    with pytest.raises(ProcessLookupError):
        os.kill(pids[0], 0)
