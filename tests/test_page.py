"""The page as a file: what is on it, what is left out, and that text stays text."""

from __future__ import annotations

import math
import shutil
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from gradreel import cli
from gradreel.pipeline.build.made import note_made
from gradreel.pipeline.page import write_page
from gradreel.pipeline.page.chart import Chart, loss_chart
from gradreel.pipeline.video.captions import webvtt
from gradreel.pipeline.video.clip import Caption
from gradreel.pipeline.video.lesson_file import NAME, LessonFile
from gradreel.scenarios import Scenario, load_scenario
from tests.stand_ins import videos

EVIL = "<script>alert(1)</script> & </title> \"'"


class Element(dict[str, str]):
    """The attributes of an element, and the text in it."""

    def __init__(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        super().__init__({name: value or "" for name, value in attributes})
        self.tag, self.text = tag, ""


class PageReader(HTMLParser):
    """All elements of a page, in their order."""

    VOID = ("meta", "link", "img", "source", "track", "input", "path", "polyline", "circle")

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self._open: list[Element] = []
        self.feed(html)
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, attrs))
        if tag not in self.VOID:
            self._open.append(self.elements[-1])

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, attrs))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.text += data

    def all(self, tag: str) -> list[Element]:
        return [element for element in self.elements if element.tag == tag]


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with lessons made of stand-ins: one plain, one with a title that is no markup."""
    folder = tmp_path_factory.mktemp("media")
    evil = tmp_path_factory.mktemp("files") / "evil.toml"
    evil.write_text(f"title = '''{EVIL}'''\n" + _rest("one-weight"), encoding="utf-8")
    scenarios = [load_scenario("quadratic"), load_scenario(evil)]
    list(videos(scenarios, folder))
    return folder


@pytest.fixture
def media(shelf: Path, tmp_path: Path) -> Path:
    """A copy of that folder, to spoil."""
    return Path(shutil.copytree(shelf, tmp_path / "media"))


@pytest.fixture
def page(media: Path) -> Callable[[], PageReader]:
    """Write the page and read it."""
    return lambda: PageReader(write_page(media).path.read_text(encoding="utf-8"))


def _rest(name: str) -> str:
    text = load_scenario(name).text
    return text[text.index("lesson =") :]


def put(path: Path, scenario: Scenario | None = None) -> None:
    """A file beside a lesson that shows the recording of a scenario, by default the quadratic."""
    path.write_bytes(b"here")
    note_made(path.parent, scenario or load_scenario("quadratic"), [path.name])


def invoke(*arguments: Any) -> Result:
    return CliRunner().invoke(cli.main, ["page", *map(str, arguments)])


def test_text_from_a_file_is_text_everywhere(page: Callable[[], PageReader]) -> None:
    read = page()
    scripts = read.all("script")
    assert len(scripts) == 1
    assert "alert" not in scripts[0].text
    assert EVIL in [heading.text for heading in read.all("h2")]
    codes = [code.text for code in read.all("code")]
    assert load_scenario("quadratic").text in codes
    assert any(EVIL in code for code in codes)


def test_the_snippet_is_html_that_shows_the_title_as_text(page: Callable[[], PageReader]) -> None:
    snippets = [PageReader(c.text) for c in page().all("code") if c.text.startswith("<figure>")]
    assert len(snippets) == 2
    evil = snippets[0]
    assert [element.tag for element in evil.elements] == [
        *("figure", "video", "source", "track", "a", "figcaption")
    ]
    assert evil.all("figcaption")[0].text == EVIL
    assert evil.all("video")[0]["aria-label"] == EVIL


def test_it_needs_nothing_from_outside(page: Callable[[], PageReader], media: Path) -> None:
    for element in page().elements:
        for name in ("src", "href", "poster"):
            address = element.get(name, "#")
            if not address.startswith(("#", "data:")):
                assert (media / unquote(address.partition("#")[0])).is_file(), address


def test_the_captions_travel_in_the_page(page: Callable[[], PageReader], media: Path) -> None:
    (first, _) = page().all("track")
    file = LessonFile.model_validate_json((media / "evil" / NAME).read_bytes())
    content = unquote(first["src"].removeprefix("data:text/vtt;charset=utf-8,"))
    assert content == webvtt([Caption(*cue) for cue in file.captions])
    assert content == (media / "evil" / "lesson.vtt").read_text(encoding="utf-8")


def test_what_is_there_is_offered_and_nothing_else(
    page: Callable[[], PageReader], media: Path
) -> None:
    def offered() -> set[str]:
        links = [a["href"] for a in page().all("a") if "download" in a]
        return {link for link in links if link.startswith("quadratic/")}

    here = {"quadratic/lesson.mp4", "quadratic/lesson.vtt", "quadratic/lesson.srt"}
    poster = media / "quadratic" / "poster.png"
    poster.unlink(missing_ok=True)
    assert offered() == here
    assert not [image for image in page().all("img") if "quadratic" in image["src"]]
    for name in ("poster.png", "steps.csv", "descent.gif"):
        put(media / "quadratic" / name)
        here.add(f"quadratic/{name}")
    (media / "quadratic" / "lesson.srt").unlink()
    assert offered() == here - {"quadratic/lesson.srt"}
    pictures = [image["src"] for image in page().all("img") if "quadratic" in image["src"]]
    # The poster stands in the overview, and on paper in place of the player.
    assert pictures == ["quadratic/poster.png"] * 2 + ["quadratic/descent.gif"]


@pytest.mark.parametrize(
    ("name", "again"),
    [
        ("poster.png", "gradreel render quadratic"),
        ("steps.csv", "gradreel solve quadratic"),
        ("recording.npz", "gradreel solve quadratic"),
        ("storyboard.png", "gradreel storyboard quadratic"),
        ("descent.gif", "gradreel gif quadratic"),
        ("rates.webp", "gradreel gif quadratic"),
        ("step-4.5s.svg", "gradreel still quadratic"),
        ("step.mp4", "gradreel render quadratic"),
        ("step.srt", "gradreel render quadratic"),
    ],
)
def test_what_shows_another_recording_is_left_out_and_named(
    media: Path, monkeypatch: pytest.MonkeyPatch, name: str, again: str
) -> None:
    monkeypatch.chdir(media.parent)
    path = media / "quadratic" / name
    address = f'"quadratic/{name}"'
    put(path)
    assert address in write_page(media).path.read_text(encoding="utf-8")
    put(path, load_scenario("quadratic", ["runs.0.lr=0.2"]))
    result = invoke(media)
    assert result.stderr == (
        f"{path}: shows another recording than lesson.mp4, so it is left out; make it again: "
        f"{again}\n"
    )
    assert address not in (media / "index.html").read_text(encoding="utf-8")


def test_a_name_a_title_and_colours_are_not_recorded(media: Path) -> None:
    put(media / "quadratic" / "a.gif", load_scenario("quadratic", ["theme=light", "title=Other"]))
    assert write_page(media).faults == []


def test_what_nobody_knows_anything_of_is_left_out_and_named(media: Path) -> None:
    path = media / "quadratic" / "descent.gif"
    path.write_bytes(b"here")
    fault = f"{path}: is not known to show the recording of lesson.mp4, so it is left out"
    assert write_page(media).faults == [fault]
    (media / "quadratic" / "notes.txt").write_bytes(b"of mine")
    (media / "quadratic" / "made.json").write_bytes(b"{")
    faults = write_page(media).faults
    assert fault in faults
    assert not [line for line in faults if "notes" in line]


def test_lessons_stand_in_the_order_of_their_values_and_folders_below_count(media: Path) -> None:
    names = "q-lr=0.5", "q-lr=2", "q-lr=10", "week 2/q", "week 10/q"
    for name in reversed(names):
        shutil.copytree(media / "quadratic", media / name)
    shutil.copytree(media / "quadratic", media / ".hidden" / "q")
    read = PageReader(write_page(media).path.read_text(encoding="utf-8"))
    lessons = [unquote(e["id"]) for e in read.all("article")]
    assert lessons == ["evil", *names[:3], "quadratic", *names[3:]]


def test_the_author_says_what_the_page_says_of_itself(media: Path) -> None:
    put(media / "quadratic" / "step.svg")
    put(media / "quadratic" / "descent.gif")
    (media / "quadratic" / "poster.png").write_bytes(b"here")
    put(media / "quadratic" / "poster.png")
    address = "https://example.org/course"
    arguments = ["--title", EVIL, "--lead", "Week <1>", "--address", address]
    assert invoke(media, *arguments).exit_code == 0
    read = PageReader((media / "index.html").read_text(encoding="utf-8"))
    assert [e.text for e in (*read.all("title"), *read.all("h1"))] == [EVIL, EVIL]
    told = {e["property"]: e["content"] for e in read.all("meta") if "property" in e}
    assert told == {
        "og:type": "website",
        "og:title": EVIL,
        "og:description": "Week <1>",
        "og:url": f"{address}/",
        "og:image": told["og:image"],
    }
    assert told["og:image"].startswith(f"{address}/")
    snippets = [PageReader(code.text) for code in read.all("code") if "<img" in code.text]
    sources = [snippet.all("img")[0]["src"] for snippet in snippets]
    assert sources == [f"{address}/quadratic/{name}" for name in ("descent.gif", "step.svg")]
    shown = [image["src"] for image in read.all("img")]
    assert "quadratic/step.svg" in shown
    assert invoke(media, "--address", "javascript:alert(1)").exit_code == 2


def test_what_the_author_has_written_may_be_in_another_language(media: Path) -> None:
    assert invoke(media, "--title", "Mein Kurs", "--language", "de-AT").exit_code == 0
    read = PageReader((media / "index.html").read_text(encoding="utf-8"))
    assert [html["lang"] for html in read.all("html")] == ["en"]
    assert {heading["lang"] for heading in (*read.all("h1"), *read.all("h2"))} == {"de-AT"}
    # The lead is that of the catalogue.
    assert not [paragraph for paragraph in read.all("p") if "lang" in paragraph]


@pytest.mark.parametrize("tag", ["german", "de_DE", "d", "de-", 'de" onload=', "de-DE-x"])
def test_what_is_no_tag_of_a_language_is_refused(media: Path, tag: str) -> None:
    told = invoke(media, "--language", tag)
    assert told.exit_code == 2
    assert "is no tag of a language; write de, pt-BR or zh-Hant" in " ".join(told.stderr.split())


def test_every_recorded_row_is_a_row(page: Callable[[], PageReader], media: Path) -> None:
    file = LessonFile.model_validate_json((media / "quadratic" / NAME).read_bytes())
    expected = [str(row.step) for run in file.runs for row in run.rows]
    heads = [head.text for head in page().all("th") if head.get("scope") == "row"]
    assert heads[-len(expected) :] == expected


def test_lessons_of_one_title_are_told_apart_by_their_folders(
    page: Callable[[], PageReader], media: Path
) -> None:
    def told() -> list[str]:
        return [e.text.strip() for e in page().elements if e.get("class") == "meta"]

    assert not any("quadratic" in text for text in told())
    shutil.copytree(media / "quadratic", media / "quadratic-lr=0.5")
    for name in (
        "quadratic, 0:",
        "quadratic-lr=0.5, 0:",
        "quadratic, Two",
        "quadratic-lr=0.5, Two",
    ):
        assert sum(text.startswith(name) for text in told()) == 1


def test_the_same_lessons_give_the_same_bytes(media: Path) -> None:
    first = write_page(media).path.read_bytes()
    (media / "index.html").unlink()
    assert write_page(media).path.read_bytes() == first


def test_a_folder_with_odd_letters_is_linked(media: Path, page: Callable[[], PageReader]) -> None:
    (media / "quadratic").rename(media / "a b#c%?é")
    sources = [unquote(source["src"]) for source in page().all("source")]
    assert "a b#c%?é/lesson.mp4" in sources


@pytest.mark.parametrize(
    ("file", "content", "words"),
    [
        (NAME, b"{", "is damaged"),
        (NAME, b"\xff", "is damaged"),
        (NAME, b"{}", "is damaged"),
        ("lesson.mp4", b"another", "is not about this lesson.mp4"),
        ("lesson.mp4", None, "lacks its lesson.mp4"),
    ],
)
def test_a_lesson_that_is_not_whole_is_left_out_and_named(
    media: Path, file: str, content: bytes | None, words: str
) -> None:
    path = media / "quadratic" / file
    path.unlink() if content is None else path.write_bytes(content)
    result = invoke(media)
    assert (result.exit_code, result.stdout) == (0, f"wrote {media}/index.html: 1 lesson\n")
    (line,) = result.stderr.splitlines()
    assert line.startswith(f"{media}/quadratic/{NAME}: {words}")
    assert line.endswith(f"gradreel render quadratic -o {media}")
    html = (media / "index.html").read_text(encoding="utf-8")
    assert "quadratic" not in html
    assert 'id="evil"' in html


def test_a_file_name_cannot_lead_out_of_the_folder(media: Path) -> None:
    path = media / "quadratic" / NAME
    path.write_text(path.read_text().replace('"lesson.mp4"', '"../evil/lesson.mp4"'))
    assert "is damaged" in invoke(media).stderr


@pytest.mark.parametrize("there", ["nothing", "empty", "file", "damaged"])
def test_without_lessons_it_says_what_to_do(tmp_path: Path, there: str) -> None:
    folder = tmp_path / "media"
    if there == "file":
        folder.write_text("")
    elif there != "nothing":
        (folder / "quadratic").mkdir(parents=True)
    if there == "damaged":
        (folder / "quadratic" / NAME).write_text("")
    result = invoke(folder)
    assert (result.exit_code, result.stdout) == (2, "")
    assert len(result.stderr.splitlines()) == 1
    assert "gradreel render quadratic" in result.stderr
    assert not (folder / "index.html").exists()


def corners(chart: Chart) -> list[tuple[float, float]]:
    return [tuple(map(float, point.split(","))) for point in chart.points.split()]  # type: ignore[misc]


@pytest.mark.parametrize(
    ("steps", "losses", "log", "up", "across"),
    [
        ([0, 1, 2], [4.0, 1.0, 0.0], False, ["0", "1", "2", "3", "4"], ["0", "1", "2"]),
        ([0], [2.5], False, ["2.4", "2.5", "2.6"], ["0"]),
        ([0, 10], [1e4, 1e-2], True, ["0.01", "0.1", "1", "10", "100", "1000", "10⁴"], None),
        (
            [0, 50, 100],
            [1.0, 1e-50, 1e-100],
            True,
            ["10⁻¹⁰⁰", "10⁻⁸⁰", "10⁻⁶⁰", "10⁻⁴⁰", "10⁻²⁰", "1"],
            ["0", "20", "40", "60", "80", "100"],
        ),
        ([0, 1], [1e6 + 1, 1e6], False, ["1000000", "1000000.5", "1000001"], ["0", "1"]),
        ([0, 9], [5e4, -3.0], False, ["0", "20000", "40000"], None),
    ],
)
def test_a_chart_has_the_axes_that_its_numbers_ask_for(
    steps: list[int], losses: list[float], log: bool, up: list[str] | None, across: list[str] | None
) -> None:
    chart = loss_chart(steps, losses)
    assert chart.log is log
    assert up is None or [tick.label for tick in chart.up] == up
    assert across is None or [tick.label for tick in chart.across] == across


FINITE = st.floats(-1e300, 1e300)


@given(st.lists(FINITE, min_size=1, max_size=30), st.integers(1, 10**5))
def test_any_losses_lie_in_their_chart_in_their_order(losses: list[float], stride: int) -> None:
    chart = loss_chart([k * stride for k in range(len(losses))], losses)
    places = corners(chart)
    assert len(places) == len(losses)
    for x, y in places:
        assert Chart.left <= x <= Chart.right
        assert Chart.top <= y <= Chart.bottom
    lower = [(b, a) for a, b in zip(losses, places, strict=True)]
    for (_, y), loss in lower:
        assert all(other_y >= y for (_, other_y), other in lower if other < loss)
    assert [x for x, _ in places] == sorted(x for x, _ in places)
    for tick in (*chart.up, *chart.across):
        assert math.isfinite(tick.at)
    assert len(chart.up) <= 12
    assert len(chart.across) <= 12
