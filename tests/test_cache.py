"""Which chapters are rendered again after which change, and what the cache forgets."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from case_files import case

from gradreel.pipeline.build import cache as cache_module
from gradreel.pipeline.build import sources
from gradreel.pipeline.build.cache import CACHE, Cache, Kept, key_of
from gradreel.pipeline.outputs.chapter import RenderChapter
from gradreel.pipeline.quality import QUALITIES
from gradreel.pipeline.video.clip import Clip, RenderError
from gradreel.pipeline.video.encode import Encoder
from gradreel.scenarios import Scenario, load_scenario, shipped
from gradreel.scenes.drawing import opengl
from gradreel.scenes.lesson import LESSONS, chapters_of
from gradreel.solver.descent import record
from tests.stand_ins import StandIn, videos

LOW = QUALITIES["l"]
COMPARING = {
    "race",
    "rates",
    "sizes",
    "starts",
}  # and the recap of a surface, which tells of other runs

Rendered = Callable[..., list[str]]


def names_of(scenario: Scenario) -> list[str]:
    return [chapter.name for chapter in chapters_of(scenario)]


@pytest.fixture(scope="module")
def picture(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A real clip of a few grey frames."""
    path = tmp_path_factory.mktemp("clip") / "clip.mp4"
    with Encoder(path, LOW, "mp4") as encoder:
        encoder.write(np.full((LOW.height, LOW.width, 4), 80, dtype=np.uint8), repeat=4)
    return path.read_bytes()


@pytest.fixture
def rendered(tmp_path: Path, picture: bytes) -> Rendered:
    """Make a lesson in one folder; the chapters that were rendered for it.

    Everything is real but the drawing, of which each clip is a stand-in.
    """
    drawn: list[str] = []

    def draw(task: RenderChapter, path: Path) -> Clip:
        path.write_bytes(picture)
        drawn.append(task.chapter)
        return Clip(task.chapter, task.chapter, path, 4, ())

    def make(scenario: Scenario, **settings: Any) -> list[str]:
        drawn.clear()
        assert len(list(videos([scenario], tmp_path, executor=StandIn(draw), **settings))) == 1
        return drawn[:]

    return make


@pytest.mark.parametrize("name", shipped())
def test_a_lesson_that_did_not_change_is_not_rendered_again(rendered: Rendered, name: str) -> None:
    scenario = load_scenario(name)
    assert rendered(scenario) == names_of(scenario)
    assert rendered(scenario) == []


@pytest.mark.parametrize("name", [n for n in shipped() if len(load_scenario(n).runs) > 1])
def test_another_run_concerns_only_the_chapters_that_compare_runs(
    rendered: Rendered, name: str
) -> None:
    scenario = load_scenario(name)
    rendered(scenario)
    second = scenario.runs[1]
    runs = [scenario.runs[0], second.model_copy(update={"steps": second.steps + 1})]
    changed = scenario.model_copy(update={"runs": (*runs, *scenario.runs[2:])})
    comparing = COMPARING | ({"recap"} if scenario.lesson == "surface" else set())
    assert rendered(changed) == [n for n in names_of(changed) if n in comparing] != []


@pytest.mark.parametrize("name", shipped())
def test_the_first_run_concerns_all_chapters(rendered: Rendered, name: str) -> None:
    scenario = load_scenario(name)
    rendered(scenario)
    assert rendered(load_scenario(name, ["runs.0.steps=7"])) == names_of(scenario)


def test_the_title_concerns_its_chapter_alone(rendered: Rendered) -> None:
    rendered(load_scenario("parabola"))
    assert rendered(load_scenario("parabola", ["title=Another"])) == ["title"]


def test_a_run_concerns_the_chapters_that_show_it_alone(rendered: Rendered) -> None:
    scenario = load_scenario("parabola")
    many = tuple(scenario.runs[k % len(scenario.runs)] for k in range(7))
    rendered(scenario.model_copy(update={"runs": many}))
    last = many[-1].model_copy(update={"lr": 0.123})
    assert rendered(scenario.model_copy(update={"runs": (*many[:-1], last)})) == ["rates"]


@pytest.mark.parametrize(
    "override", ["objective.formula=x**2+1", "objective.domain.x=[-30, 30]", "start.x=3"]
)
def test_the_objective_concerns_every_chapter_that_shows_it(
    rendered: Rendered, override: str
) -> None:
    rendered(load_scenario("parabola"))
    changed = load_scenario("parabola", [override])
    assert rendered(changed) == names_of(changed)


@pytest.mark.parametrize("changes", [{"quality": replace(LOW, fps=30)}, {"format": "mov"}])
def test_another_quality_or_format_is_rendered(
    rendered: Rendered, changes: dict[str, object]
) -> None:
    scenario = load_scenario("parabola")
    rendered(scenario)
    assert rendered(scenario, **changes) == names_of(scenario)


def test_a_change_taken_back_costs_nothing(rendered: Rendered) -> None:
    first, second = load_scenario("parabola"), load_scenario("parabola", ["runs.0.lr=0.2"])
    rendered(first)
    rendered(second)
    assert rendered(first) == []


@pytest.mark.parametrize("kind", LESSONS)
def test_a_chapter_cannot_see_more_than_what_its_key_covers(kind: str) -> None:
    name = next(n for n in shipped() if load_scenario(n).lesson == kind)
    whole = record(load_scenario(name))
    for chapter in LESSONS[kind].chapters:
        given = chapter(whole).recording
        assert given.scenario == chapter.shows(whole.scenario)
        runs = whole.runs[: len(given.scenario.runs)]
        assert given.runs == runs
        assert tuple(run.run for run in given.runs) == given.scenario.runs
        assert bool(given.scenario.title) == (chapter.name == "title")


@pytest.mark.parametrize("name", shipped())
def test_a_run_is_recorded_the_same_without_the_others(name: str) -> None:
    """Otherwise a chapter of the first run would depend on runs that its key leaves out."""
    scenario = load_scenario(name)
    alone = record(scenario.model_copy(update={"runs": scenario.runs[:1]}))
    assert alone.runs[0] == record(scenario).runs[0]


@pytest.fixture
def edit(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Pretend that a module was changed."""
    cached = (sources.digest_of, sources.digest_of_all)
    read, edited = Path.read_bytes, set()
    monkeypatch.setattr(
        Path, "read_bytes", lambda path: read(path) + b"\n#" * (str(path) in edited)
    )

    def change(module: str) -> None:
        edited.add(str(sources._path(module)))
        for function in cached:
            function.cache_clear()

    yield change
    for function in cached:
        function.cache_clear()


@pytest.mark.parametrize(
    ("module", "expected"),
    [
        ("gradreel.scenes.curve.rates", ["rates"]),
        ("gradreel.scenes.title", ["title", "recap"]),
        ("gradreel.scenes.curve.overview", ["title", "recap"]),
        ("gradreel.scenes.surface.overview", []),
        ("gradreel.scenes.curve.slope", ["slope"]),
        ("gradreel.scenes.curve.meaning", ["meaning"]),
        ("gradreel.scenes.curve.slope_arrow", ["meaning", "step"]),
        ("gradreel.scenes.curve.panels", ["rates"]),
        ("gradreel.scenes.surface.rates", []),
        ("gradreel.scenes.lesson", []),
        ("gradreel.pipeline.video.assemble", []),
    ],
)
def test_edited_code_concerns_the_chapters_that_are_made_of_it(
    rendered: Rendered, edit: Callable[[str], None], module: str, expected: list[str]
) -> None:
    scenario = load_scenario("parabola")
    rendered(scenario)
    edit(module)
    assert rendered(scenario) == expected


@pytest.mark.parametrize(
    "module",
    [
        *(
            "gradreel.scenarios.objective",
            "gradreel.solver.descent",
            "gradreel.solver.torch_optim",
            "gradreel.solver.recording",
        ),
        *(
            "gradreel.scenes",
            "gradreel.scenes.chapter",
            "gradreel.scenes.theme",
            "gradreel.scenes.parts.lettering.typeset",
        ),
        *(
            "gradreel.scenes.drawing.camera",
            "gradreel.scenes.drawing.painter",
            "gradreel.pipeline.video.encode",
            "gradreel.pipeline.video.render",
        ),
    ],
)
def test_edited_code_that_every_chapter_is_made_of_concerns_all(
    edit: Callable[[str], None], module: str
) -> None:
    modules = {chapter.__module__ for plan in LESSONS.values() for chapter in plan.chapters}
    before = {name: sources.digest_of(name) for name in modules}
    edit(module)
    assert [name for name in modules if sources.digest_of(name) == before[name]] == []


def test_clips_drawn_without_opengl_are_not_taken_for_others(
    rendered: Rendered, monkeypatch: pytest.MonkeyPatch
) -> None:
    surface, curve = load_scenario("quadratic"), load_scenario("parabola")
    monkeypatch.setattr(opengl, "available", lambda: False)
    assert rendered(surface) == names_of(surface)
    assert rendered(surface) == []
    assert rendered(curve) == names_of(curve)
    monkeypatch.setattr(opengl, "available", lambda: True)
    assert rendered(surface) == names_of(surface)
    assert rendered(curve) == []
    # With OpenGL's pictures, nothing is asked of the driver.
    monkeypatch.setattr(opengl, "available", lambda: pytest.fail("asked"))
    assert rendered(surface) == []


def keep(cache: Cache, name: str, size: int = 100, age_in_days: float = 0.0) -> Path:
    """Put a clip into a cache, as if it had been used last so many days ago."""
    cache.folder.mkdir(exist_ok=True)
    path = cache.folder / f".{name}.mp4"
    path.write_bytes(b"x" * size)
    kept = cache.keep(key_of(name), path, {"name": name})
    then = time.time() - age_in_days * 24 * 3600
    for file in (kept.path, kept.path.with_suffix(".json")):
        os.utime(file, (then, then))
    return kept.path


def test_clips_that_nobody_used_for_a_month_are_forgotten(tmp_path: Path) -> None:
    cache = Cache(tmp_path / CACHE)
    old, used, new = keep(cache, "a", age_in_days=31), keep(cache, "b", age_in_days=31), None
    new = keep(cache, "c", age_in_days=29)
    assert cache.artifact(key_of("b"), ".mp4")
    cache.prune()
    assert [path.exists() for path in (old, used, new)] == [False, True, True]
    assert not old.with_suffix(".json").exists()
    assert cache.artifact(key_of("b"), ".mp4") == (used, {"name": "b"})


def test_of_too_many_clips_those_used_last_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache_module, "_MOST", 3000)
    cache = Cache(tmp_path / CACHE)
    paths = [keep(cache, str(days), 1000, days) for days in (3, 1, 2, 4)]
    cache.prune()
    assert [path.exists() for path in paths] == [False, True, True, False]


def test_a_render_forgets_what_is_old_and_keeps_what_it_used(
    rendered: Rendered, tmp_path: Path
) -> None:
    scenario, other = load_scenario("parabola"), load_scenario("parabola", ["runs.1.lr=0.2"])
    rendered(scenario)
    for path in (tmp_path / CACHE).iterdir():
        os.utime(path, (0, 0))
    assert rendered(other) == ["rates"]
    (tmp_path / "parabola" / "lesson.mp4").unlink()
    assert rendered(scenario) == ["rates"]


def test_of_each_output_only_the_last_is_remembered(tmp_path: Path) -> None:
    cache, path = Cache(tmp_path / CACHE), tmp_path / "name" / "lesson.mp4"
    path.parent.mkdir()
    cache.folder.mkdir()
    for key in ("one", "other"):
        path.write_text(key)
        cache.remember(key, path, {"of": key}, checksummed=True)
    assert cache.output("one", path, checksummed=True) is None
    assert cache.output("other", path, checksummed=True) == {"of": "other"}
    assert len(list(cache.folder.iterdir())) == 1


def test_a_checksummed_output_counts_as_long_as_its_file_is_the_same(tmp_path: Path) -> None:
    cache, path = Cache(tmp_path / CACHE), tmp_path / "name" / "lesson.mp4"
    path.parent.mkdir()
    cache.folder.mkdir()
    for checksummed in (True, False):
        path.write_text("whole")
        cache.remember("key", path, {}, checksummed)
        assert cache.output("key", path, checksummed) == {}
        path.write_text("hole")
        assert (cache.output("key", path, checksummed) is None) == checksummed


def test_what_is_not_ours_is_neither_counted_nor_removed(tmp_path: Path) -> None:
    """As where somebody's home folder, which may have a .cache, is the output folder."""
    cache = Cache(tmp_path / CACHE)
    cache.folder.mkdir()
    foreign = [cache.folder / name for name in ("a.mp4", "notes.json", f"{'0' * 31}.mp4", "k.txt")]
    for path in foreign:
        path.write_text("precious")
        os.utime(path, (0, 0))
    (cache.folder / "pip").mkdir()
    keep(cache, "ours")
    assert cache.kept().clips == 1
    cache.prune()
    cache.clear()
    assert sorted(cache.folder.iterdir()) == sorted([*foreign, cache.folder / "pip"])


def test_an_absent_cache_is_empty(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "absent")
    cache.prune()
    cache.clear()
    assert cache.kept() == Kept(0, 0)
    assert not cache.folder.exists()


@pytest.mark.parametrize(("error", "kept"), [(FileNotFoundError, False), (PermissionError, True)])
def test_an_artifact_that_cannot_be_touched_fails_no_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: type[OSError], kept: bool
) -> None:
    """Another call may have pruned it; and in somebody else's cache it can be read all the same."""
    cache = Cache(tmp_path / CACHE)
    keep(cache, "a")

    def refuse(path: Path) -> None:
        raise error(str(path))

    monkeypatch.setattr(os, "utime", refuse)
    assert (cache.artifact(key_of("a"), ".mp4") is not None) is kept


def test_the_first_failure_is_raised_before_the_rest_is_tried(tmp_path: Path) -> None:
    tried: list[str] = []

    def draw(task: RenderChapter, path: Path) -> Clip:
        tried.append(task.chapter)
        raise RenderError("no luck")

    with pytest.raises(RenderError, match="no luck"):
        list(videos([load_scenario("parabola")], tmp_path, executor=StandIn(draw)))
    assert len(tried) == 1


def test_a_run_that_gave_up_is_told_alike_with_and_without_others(tmp_path: Path) -> None:
    """Else a chapter about it, which is kept by this run alone, would show an old name."""
    scenario = load_scenario(case("hostile/asgd"))
    other = scenario.runs[0].model_copy(update={"optimizer": "SGD", "options": {}, "steps": 2})
    both = scenario.model_copy(update={"runs": (*scenario.runs, other)})
    assert record(scenario).runs[0].ending == record(both).runs[0].ending
