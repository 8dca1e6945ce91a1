"""The page in a real browser, opened from disk: it plays, seeks, sorts, and all can use it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from gradreel.pipeline.page import write_page
from gradreel.pipeline.video.lesson_file import NAME, LessonFile
from gradreel.scenarios import load_scenario
from tests.contrasts import CONTRASTS
from tests.stand_ins import videos

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page, Request

EVIL = "<script>document.title='hurt'</script>"
SHAPES = {"desktop": (1280, 800), "phone": (390, 844), "narrow": (320, 600)}


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page of two lessons whose videos are stand-ins; one is of a title that is no markup."""
    folder = tmp_path_factory.mktemp("media")
    scenarios = [load_scenario("parabola", [f"title={EVIL}"]), load_scenario("quadratic")]
    list(videos(scenarios, folder))
    write_page(folder)
    return folder


@pytest.fixture(scope="module")
def told(media: Path) -> LessonFile:
    return LessonFile.model_validate_json((media / "quadratic" / NAME).read_bytes())


@pytest.fixture
def opened(browser: Browser, media: Path) -> Iterator[Callable[..., Page]]:
    """Open the page from disk; in the end, nothing may have gone wrong in it."""
    pages: list[Page] = []
    complaints: list[str] = []

    def failed(request: Request) -> None:
        # A video is left off loading, as often as the browser has enough of it.
        if (request.resource_type, request.failure) != ("media", "net::ERR_ABORTED"):
            complaints.append(f"{request.url}: {request.failure}")

    def open_page(shape: str = "desktop", **options: str) -> Page:
        width, height = SHAPES[shape]
        page = browser.new_page(viewport={"width": width, "height": height}, **options)
        page.set_default_timeout(60_000)
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("requestfailed", failed)
        page.goto((media / "index.html").as_uri())
        pages.append(page)
        return page

    yield open_page
    for page in pages:
        page.close()
    assert complaints == []


@pytest.fixture
def page(opened: Callable[..., Page]) -> Page:
    return opened()


def lesson(page: Page) -> Locator:
    return page.locator("#quadratic")


def time_of(page: Page) -> float:
    return float(lesson(page).locator("video").evaluate("video => video.currentTime"))


def until(page: Page, script: str, argument: object = None) -> None:
    """Wait until a script says so. `Page.wait_for_function` looks again by `eval` inside of the
    page, which its content security policy forbids."""
    for _ in range(600):
        if page.evaluate(script, argument):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"never came: {script}")


def settled(page: Page, second: float) -> None:
    """Wait until the video stands at a second, or plays on from there."""
    script = "s => { const v = document.querySelector('#quadratic video');"
    until(page, f"{script} return !v.seeking && v.currentTime >= s - 1e-6; }}", second)


def column(run: Locator, index: int) -> list[str]:
    return run.locator(f"tbody tr > :nth-child({index})").all_inner_texts()


def shown_step(run: Locator) -> list[str]:
    return run.locator("tr[aria-current] th").all_inner_texts()


def test_a_video_plays_from_disk(page: Page) -> None:
    lesson(page).locator("video").evaluate("video => { video.muted = true; return video.play(); }")
    settled(page, 0.3)
    size = lesson(page).locator("video").evaluate("v => [v.videoWidth, v.videoHeight, v.error]")
    assert size == [854, 480, None]


def test_nothing_is_loaded_or_shown_before_it_is_asked_for(page: Page) -> None:
    states = page.locator("video").evaluate_all("all => all.map(v => v.paused)")
    assert states == [True, True]
    assert page.locator("tr[aria-current]").count() == 0
    assert page.locator(".marker:visible").count() == 0


def test_captions_show_from_disk(page: Page, told: LessonFile) -> None:
    video = lesson(page).locator("video")
    assert video.evaluate("video => video.textTracks[0].mode") == "disabled"
    video.evaluate("video => { video.textTracks[0].mode = 'showing'; video.preload = 'auto'; }")
    until(page, "document.querySelector('#quadratic video').textTracks[0].cues?.length")
    for cue in (told.captions[0], told.captions[-1]):
        middle = (cue.start + cue.end) / 2000
        video.evaluate("(video, s) => { video.currentTime = s; }", middle)
        until(
            page,
            # Until the browser has caught up, the cues are those of the moment before.
            "s => { const v = document.querySelector('#quadratic video');"
            "const now = [...v.textTracks[0].activeCues];"
            "return !v.seeking && now.some(cue => cue.startTime <= s && s < cue.endTime); }",
            middle,
        )
        cues = "[...v.textTracks[0].activeCues]"
        read = video.evaluate(f"v => {cues}.map(cue => cue.getCueAsHTML().textContent)")
        assert read == [cue.text]


def test_a_chapter_s_link_leads_to_its_begin_and_plays(page: Page, told: LessonFile) -> None:
    links = lesson(page).locator(".chapters a")
    assert links.count() == len(told.chapters)
    links.nth(2).click()
    settled(page, told.chapters[2].start)
    assert time_of(page) < told.chapters[2].end
    assert lesson(page).locator("video").evaluate("video => video.paused") is False
    assert links.nth(2).get_attribute("aria-current") == "true"


def test_scrubbing_moves_the_marker_and_the_marked_row(page: Page, told: LessonFile) -> None:
    run = lesson(page).locator(".run").first
    places = []
    for row in (told.runs[0].rows[1], told.runs[0].rows[-1], told.runs[0].rows[0]):
        lesson(page).locator("video").evaluate(
            "(video, s) => { video.preload = 'auto'; video.currentTime = s; }", row.second
        )
        run.locator(f"tr[aria-current]:has(th:text-is('{row.step}'))").wait_for()
        assert shown_step(run) == [str(row.step)]
        box = run.locator("tr[aria-current]").bounding_box()
        frame = run.locator(".scroll").bounding_box()
        assert box
        assert frame
        assert frame["y"] <= box["y"] <= frame["y"] + frame["height"] - box["height"]
        centre = "m => [m.cx.baseVal.value, m.cy.baseVal.value]"
        places.append(run.locator(".marker").evaluate(centre))
    corners = run.locator("polyline").evaluate("p => [...p.points].map(c => [c.x, c.y])")
    assert places == [corners[1], corners[-1], corners[0]]
    lesson(page).locator("video").evaluate("video => { video.currentTime = 0; }")
    run.locator("tr[aria-current]").wait_for(state="detached")
    assert run.locator(".marker").is_hidden()


@pytest.mark.parametrize("way", ["click on the time", "click on the row", "enter", "arrow"])
def test_a_row_leads_to_the_moment_of_its_step(page: Page, told: LessonFile, way: str) -> None:
    run = lesson(page).locator(".run").first
    row = run.locator("tbody tr").nth(1)
    if way == "click on the time":
        row.locator("a").click()
    elif way == "click on the row":
        row.locator("td").last.click()
    elif way == "enter":
        row.locator("a").focus()
        page.keyboard.press("Enter")
    else:
        run.locator("tbody tr a").first.focus()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
    second = told.runs[0].rows[1].second
    assert second is not None
    settled(page, second)
    run.locator("tr[aria-current]").wait_for()
    assert time_of(page) == pytest.approx(second, abs=1e-6)
    assert shown_step(run) == ["1"]
    assert lesson(page).locator("video").evaluate("video => video.paused") is True


def test_a_table_is_one_stop_of_the_tab_key(page: Page) -> None:
    run = lesson(page).locator(".run").first
    run.locator("thead button").last.focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('tr').rowIndex") == 1
    page.keyboard.press("End")
    assert page.evaluate("document.activeElement.closest('tr').rowIndex") == 11
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('table')") is None


def test_columns_sort_by_their_numbers_both_ways(page: Page, told: LessonFile) -> None:
    run = lesson(page).locator(".run").first
    rows = told.runs[0].rows
    steps = [str(row.step) for row in rows]
    by_loss = [str(row.step) for row in sorted(rows, key=lambda row: row.loss)]
    by_x = [str(row.step) for row in sorted(rows, key=lambda row: row.parameters[0])]
    heads = run.locator("thead th")
    for name, expected in (("loss", by_loss), ("x", by_x), ("step", steps)):
        head = heads.filter(has=page.get_by_role("button", name=name, exact=True))
        for order, direction in ((expected, "ascending"), (expected[::-1], "descending")):
            head.locator("button").click()
            assert head.get_attribute("aria-sort") == direction
            assert run.locator("[aria-sort]").count() == 1
            assert column(run, 1) == order


def test_a_marked_row_is_found_in_a_sorted_table(page: Page, told: LessonFile) -> None:
    run = lesson(page).locator(".run").first
    run.get_by_role("button", name="loss", exact=True).click()
    row = told.runs[0].rows[1]
    lesson(page).locator(".chapters a").last.click()
    lesson(page).locator("video").evaluate("v => v.pause()")
    run.locator("tbody tr", has=page.locator("th:text-is('1')")).locator("a").click()
    run.locator("tr[aria-current]:has(th:text-is('1'))").wait_for()
    assert time_of(page) == pytest.approx(row.second, abs=1e-6)


def test_one_run_is_shown_at_a_time(page: Page, told: LessonFile) -> None:
    runs = lesson(page).locator(".run")
    assert [runs.nth(k).is_visible() for k in range(3)] == [True, False, False]
    lesson(page).locator(".choice input").first.focus()
    page.keyboard.press("ArrowRight")
    assert [runs.nth(k).is_visible() for k in range(3)] == [False, True, False]
    assert runs.nth(1).locator("tbody tr").count() == len(told.runs[1].rows)


def test_a_title_with_markup_is_text(page: Page) -> None:
    assert page.locator("[id^=parabola] h2").inner_text() == EVIL
    assert page.title() == "Lessons in gradient descent"
    assert page.locator("script").count() == 1


@pytest.mark.parametrize("shape", ["phone", "narrow"])
def test_a_phone_needs_no_scrolling_sideways(opened: Callable[..., Page], shape: str) -> None:
    page = opened(shape)
    for details in page.locator("details summary").all():
        details.click()
    widths = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert widths[0] <= widths[1]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_stands_out_from_its_ground(opened: Callable[..., Page], scheme: str) -> None:
    page = opened(color_scheme=scheme)
    lesson(page).locator(".run a").first.click()
    lesson(page).locator("tr[aria-current]").first.wait_for()
    for details in page.locator("details summary").all():
        details.click()
    found = page.evaluate(CONTRASTS)
    assert len(found) > 200
    assert [(ratio, what) for ratio, what in found if ratio < 4.5] == []


def test_everything_has_a_name_and_headings_follow_each_other(page: Page) -> None:
    controls = page.locator("a, button, input, video, nav, section, summary, svg")
    assert controls.count() > 50
    nameless = """all => all.filter(e => !(e.textContent.trim() || e.getAttribute("aria-label")
      || e.closest("label")?.textContent.trim())).map(e => e.outerHTML)"""
    assert controls.evaluate_all(nameless) == []
    levels = page.locator("h1, h2, h3").evaluate_all("all => all.map(h => Number(h.tagName[1]))")
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(b <= a + 1 for a, b in pairwise(levels))
    identities = page.locator("[id]").evaluate_all("all => all.map(e => e.id)")
    assert len(identities) == len(set(identities))


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_nothing_moves_by_itself(opened: Callable[..., Page], motion: str) -> None:
    page = opened(reduced_motion=motion)
    smooth = page.evaluate("getComputedStyle(document.documentElement).scrollBehavior")
    assert smooth == ("auto" if motion == "reduce" else "smooth")
    assert page.locator("[autoplay]").count() == 0
    assert page.locator("details[open]").count() == 0


def test_what_is_focused_is_seen_to_be(page: Page) -> None:
    for _ in range(25):
        page.keyboard.press("Tab")
        outline = page.evaluate(
            "() => { const e = document.activeElement; const s = getComputedStyle("
            "e.matches('.choice input') ? e.nextElementSibling : e);"
            "return e.matches('video, body') ? 3 : parseFloat(s.outlineWidth); }"
        )
        assert outline >= 3


def test_a_text_is_copied_or_selected(page: Page, told: LessonFile) -> None:
    lesson(page).get_by_text("The scenario file").click()
    lesson(page).locator(".copy:visible").click()
    until(page, "document.querySelector('[role=status]').textContent")
    selected = page.evaluate("getSelection().toString()")
    copied = page.locator("[role=status]").inner_text() == "Copied."
    assert copied or selected.strip() == told.text.strip()


def test_paper_shows_the_poster_and_nothing_that_only_a_screen_can(page: Page) -> None:
    page.emulate_media(media="print", color_scheme="dark")
    assert lesson(page).locator("img.printed").is_visible()
    for what in ("video", ".chapters", ".choice", ".downloads", ".files", "details"):
        assert [one.is_visible() for one in lesson(page).locator(what).all()].count(True) == 0, what
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_paper_shows_every_row_of_every_run_below_heads_that_each_page_repeats(
    page: Page, told: LessonFile
) -> None:
    page.emulate_media(media="print")
    rows = lesson(page).locator("tbody tr")
    assert rows.count() == sum(len(run.rows) for run in told.runs)
    assert all(row.is_visible() for row in rows.all())
    # Chromium repeats no button, and nothing that is sticky.
    heads = lesson(page).locator("thead th, thead button")
    assert set(
        heads.evaluate_all("all => all.map(e => [getComputedStyle(e).position, e.tagName].join())")
    ) == {"static,TH", "static,BUTTON"}
    styles = "all => all.map(e => getComputedStyle(e).display)"
    assert set(lesson(page).locator("thead button").evaluate_all(styles)) == {"contents"}


def test_a_video_that_shows_no_steps_has_no_column_of_their_moments(tmp_path: Path) -> None:
    scenario = load_scenario("parabola", ["chapters=['title']"])
    list(videos([scenario], tmp_path))
    write_page(tmp_path)
    heads = (tmp_path / "index.html").read_text().split("<thead>")[1].split("</thead>")[0]
    assert ">step<" in heads
    assert ">video<" not in heads
