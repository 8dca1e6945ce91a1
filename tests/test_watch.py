"""`gradreel watch` as a process: a file is edited, broken, mended, renamed, and pages follow."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

import pytest
from click.testing import Result

from bench.watching import Tab, new, settled, watching
from tests import small_files
from tests.contrasts import CONTRASTS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SMALL = small_files.SMALL.replace("Small", "A small curve")


class WatchProcess(NamedTuple):
    """A process that watches a file, and the address of its page."""

    process: subprocess.Popen[str]
    address: str
    path: Path
    sound: dict[str, Any]

    def save(self, old: str = "", new: str = "") -> None:
        """Save the file, as many editors do, by a new one."""
        beside = self.path.with_suffix(".new")
        beside.write_text(SMALL.replace(old, new))
        beside.replace(self.path)

    @contextmanager
    def tab(self) -> Iterator[Tab]:
        tab = Tab(self.address)
        yield tab
        tab.close()

    def restore(self) -> dict[str, Any]:
        """Save the file as it was first, and return what is shown then."""
        with self.tab() as tab:
            self.save()
            return tab.until(lambda board: board == self.sound)

    def status(self, path: str) -> int:
        """How a request for a path of the page is answered."""
        parts = urlsplit(self.address)
        connection = http.client.HTTPConnection(parts.netloc)
        connection.request("GET", parts.path + path)
        return connection.getresponse().status


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WatchProcess]:
    folder = tmp_path_factory.mktemp("watched")
    (folder / "small.toml").write_text(SMALL)
    with watching(folder, "small.toml", "--chapter", "title") as (process, address):
        tab = Tab(address)
        sound = tab.until(settled)
        tab.close()
        yield WatchProcess(process, address, folder / "small.toml", sound)


def test_a_save_shows_a_new_still_and_then_a_new_video_in_every_tab(watched: WatchProcess) -> None:
    before = watched.restore()
    with watched.tab() as one, watched.tab() as other:
        watched.save("x = 1", "x = 1.5")
        for tab in (one, other):
            first = tab.until(lambda board: new(board, before, "still"))
            (card,) = first["cards"]
            assert (card["name"], card["video"], card["stage"]) == ("title", "", "video")
            (card,) = tab.until(settled)["cards"]
            assert watched.status(f"pictures/{card['still']}") == 200
            assert watched.status(f"pictures/{card['video']}") == 200
    # What was before is in the cache, and there at once.
    assert watched.restore() == before


def test_a_broken_file_says_where_and_the_pictures_stay(watched: WatchProcess) -> None:
    before = watched.restore()
    with watched.tab() as tab:
        watched.save("lr = 0.1", "lr = -0.1")
        broken = tab.until(lambda board: bool(board["faults"]))
        (fault,) = broken["faults"]
        assert (fault["place"], fault["text"]) == ("Line 9", "lr = -0.1")
        assert broken["cards"] == before["cards"]
        watched.path.unlink()
        gone = tab.until(lambda board: "no such file" in str(board["faults"]))
        assert gone["cards"] == before["cards"]
        watched.save()
        assert tab.until(settled) == before


def test_what_only_the_lesson_knows_to_be_wrong_is_told_with_its_line(
    watched: WatchProcess,
) -> None:
    before = watched.restore()
    with watched.tab() as tab:
        watched.save("[objective]", '[text]\nheading-step = "{ $nothing }"\n[objective]')
        board = tab.until(lambda board: bool(board["faults"]))
        (fault,) = board["faults"]
        assert fault["place"] == "Line 4"
        assert fault["sentence"].startswith("text.heading-step: ")
        assert board["cards"] == before["cards"]


def test_a_renamed_file_is_followed_there_and_back(watched: WatchProcess) -> None:
    with watched.tab() as tab:
        watched.save("A small curve", "A curve with another name")
        tab.until(lambda board: settled(board) and board["title"] == "A curve with another name")
        for name in ("valley.toml", "small.toml"):
            (path,) = watched.path.parent.glob("*.toml")
            path.rename(path.with_name(name))
            board = tab.until(lambda board, name=name: board["file"] == name)  # type: ignore[misc]
            assert board["faults"] == []


def test_recordings_are_not_served(watched: WatchProcess) -> None:
    assert watched.status("") == 200
    (cache,) = watched.path.parent.glob("media/.cache")
    recording = next(cache.glob("*.npz")).name
    assert watched.status(f"pictures/{recording}") == 404


@pytest.fixture
def page(watched: WatchProcess, browser: Browser) -> Iterator[Callable[..., Page]]:
    complaints: list[str] = []
    pages: list[Page] = []

    def opened(width: int = 1280, **options: str) -> Page:
        page = browser.new_page(viewport={"width": width, "height": 800}, **options)
        page.set_default_timeout(60_000)
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(watched.address)
        pages.append(page)
        return page

    watched.restore()
    yield opened
    for each in pages:
        each.close()
    assert complaints == []


def test_a_browser_plays_the_video_and_follows_the_file(
    watched: WatchProcess, page: Callable[..., Page]
) -> None:
    shown = page()
    video = shown.locator("[data-chapter=title][data-stage=done] video")
    video.wait_for()
    assert video.evaluate("v => [v.loop, v.muted, v.videoWidth, v.videoHeight]") == [
        *(True, True, 854, 480)
    ]
    assert shown.title() == "A small curve"
    source = video.get_attribute("src")
    watched.save("A small curve", "Mended &lt;b&gt;")
    shown.locator(f"video:not([src='{source}'])").wait_for()
    assert shown.locator("h1").inner_text() == "Mended &lt;b&gt;"


def test_a_browser_shows_faults_until_they_are_mended(
    watched: WatchProcess, page: Callable[..., Page]
) -> None:
    shown = page()
    assert shown.locator("#faulty").is_hidden()
    watched.save("lr = 0.1", 'lr = "<script>"')
    shown.locator("#faults .place", has_text="Line 9").wait_for()
    assert shown.locator("#faults code").inner_text() == 'lr = "<script>"'
    watched.save()
    shown.locator("#faulty").wait_for(state="hidden")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_needs_no_scrolling_sideways_and_every_text_can_be_read(
    watched: WatchProcess, page: Callable[..., Page], scheme: str
) -> None:
    watched.save("lr = 0.1", f"lr = -0.1  # {'long ' * 40}")
    shown = page(400, color_scheme=scheme)
    shown.locator("#faults .place").wait_for()
    shown.locator(".picture video, .picture img").wait_for()
    widths = shown.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert widths[0] <= widths[1]
    found = shown.evaluate(CONTRASTS)
    assert len(found) > 5
    assert [(ratio, what) for ratio, what in found if ratio < 4.5] == []


def test_nothing_moves_for_those_who_do_not_want_it(page: Callable[..., Page]) -> None:
    video = page(reduced_motion="reduce").locator("video")
    video.wait_for()
    assert video.evaluate("v => [v.paused, v.controls]") == [True, True]


def processes_of(group: int) -> list[str]:
    """The processes that still run of a group."""
    found = subprocess.run(["ps", "-eo", "pid,pgid,args"], capture_output=True, text=True).stdout
    ours = (line for line in found.splitlines()[1:] if int(line.split()[1]) == group)
    return [line for line in ours if "<defunct>" not in line]


@pytest.mark.parametrize(
    ("number", "status"), [(signal.SIGINT, 0), (signal.SIGTERM, 128 + signal.SIGTERM)]
)
def test_it_ends_at_once_in_the_middle_of_its_work_and_leaves_nothing(
    tmp_path: Path, number: int, status: int
) -> None:
    (tmp_path / "small.toml").write_text(SMALL)
    with watching(tmp_path, "small.toml", stderr=subprocess.PIPE) as (process, address):
        tab = Tab(address)
        tab.until(lambda board: bool(board["cards"]))
        os.killpg(process.pid, number)
        _, complaints = process.communicate(timeout=60)
        # The page is told before the end.
        list(tab.boards())
        tab.close()
    assert (process.returncode, complaints) == (status, "")
    assert processes_of(process.pid) == []
    left = {path.name for path in (tmp_path / "media" / ".cache").iterdir()}
    assert not [name for name in left if name.startswith(".")]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nowhere.toml"], "nowhere.toml: there is no such file"),
        (["-"], "standard input cannot be watched"),
        (["parabola", "--chapter", "stepp"], 'did you mean "step"'),
    ],
)
def test_what_cannot_be_watched_is_refused_at_once(
    invoke: Callable[..., Result], arguments: list[str], words: str
) -> None:
    result = invoke("watch", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert words in result.stderr
