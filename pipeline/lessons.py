"""Scenarios to lesson videos: record, render, assemble, and nothing twice."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from pipeline.assemble import assemble
from pipeline.cache import CACHE, Cache, key_of
from pipeline.captions import write_captions
from pipeline.clip import Clip, Video
from pipeline.crew import Done, Job
from pipeline.jobs import RecordScenario, RenderChapter
from pipeline.quality import Quality
from pipeline.sources import digest_of, digest_of_all
from pipeline.workers import crew
from scenarios import Scenario, ScenarioError
from scenarios.words import listed, shown, suggestion


@dataclass(frozen=True)
class Order:
    """What to make of each scenario, and below which folder."""

    quality: Quality
    format: str
    folder: Path
    chapter: str | None = None

    def target(self, scenario: Scenario) -> Path:
        """Where the video of a scenario goes."""
        name = "lesson" if self.chapter is None else self.chapter
        return self.folder / scenario.name / f"{name}.{self.format}"

    def clip_key(self, scenario: Scenario, chapter: str) -> str:
        """A digest of everything that decides how a chapter looks."""
        from scenes.lesson import chapter_named

        scene = chapter_named(scenario, chapter)
        shown = scene.shows(scenario).model_dump_json()
        plainly = _plainly(scenario)
        return key_of(digest_of(scene.__module__), scene.name, shown, plainly, *self._look())

    def recording_key(self, scenario: Scenario) -> str:
        """A digest of everything that decides what is recorded."""
        return key_of(digest_of("solver.descent"), scenario.model_dump_json())

    def video_key(self, scenario: Scenario, plainly: bool = False) -> str:
        """A digest of everything that decides how the whole video looks."""
        whole = scenario.model_dump_json()
        return key_of(digest_of_all(), self.chapter, whole, plainly, *self._look())

    def _look(self) -> tuple[object, ...]:
        return asdict(self.quality), self.format


@dataclass(frozen=True)
class Progress:
    """How far a call has come: chapters done of all, and what was finished last.

    `note` is a sentence that the user should read, if there is one.
    """

    done: int
    total: int
    label: str
    note: str = ""


def make_videos(
    scenarios: Sequence[Scenario], order: Order, report: Callable[[Progress], None]
) -> Iterator[tuple[Scenario, Video]]:
    """Make the video of every scenario, each as soon as its chapters are there.

    Videos that are up to date come first and cost nothing. Raises ScenarioError where a lesson
    does not have the chapter, RenderError where a video cannot be made, and OSError where a file
    cannot be written.
    """
    cache = Cache(order.folder / CACHE)
    todo = []
    for scenario in scenarios:
        video = _finished(scenario, order, cache)
        if video:
            write_captions(video)
            yield scenario, video
        else:
            todo.append(scenario)
    # Only now the heavy libraries are worth loading.
    for lesson in make_lessons(todo, order, report) if todo else ():
        yield lesson.scenario, lesson.assemble()


def make_lessons(
    scenarios: Sequence[Scenario], order: Order, report: Callable[[Progress], None]
) -> Iterator[Lesson]:
    """Render what is missing of every scenario's lesson, each yielded as soon as it is whole.

    Raises what `make_videos` raises.
    """
    cache = Cache(order.folder / CACHE)
    chapters = _chapters(scenarios, order)
    lessons = [Lesson(s, names, order, cache) for s, names in zip(scenarios, chapters, strict=True)]
    total = sum(map(len, chapters))
    report(Progress(total - _left(lessons), total, "", _note(lessons)))
    yield from (lesson for lesson in lessons if lesson.whole)
    for lesson, job in _worked(lessons, cache.folder) if _left(lessons) else ():
        report(Progress(total - _left(lessons), total, job.label))
        if lesson.whole:
            yield lesson
    cache.prune()


def _worked(lessons: Sequence[Lesson], folder: Path) -> Iterator[tuple[Lesson, Job]]:
    """Have all done that is left of the lessons; each with its chapter, when that is there."""
    with crew(folder) as workers:
        jobs = {workers.submit(job): lesson for lesson in lessons for job in lesson.begin()}
        for done in workers.finished():
            lesson = jobs.pop(done.number)
            ready = lesson.take(done)
            jobs |= {workers.submit(job): lesson for job in ready}
            if not ready:
                yield lesson, done.job


def _left(lessons: Iterable[Lesson]) -> int:
    """How many chapters are still to be rendered."""
    return sum(len(lesson.missing) for lesson in lessons)


def _plainly(scenario: Scenario) -> bool:
    """Whether surfaces are to be drawn without OpenGL, for want of a driver."""
    from scenes.drawing.opengl import available

    return scenario.lesson == "surface" and not available()


def _finished(scenario: Scenario, order: Order, cache: Cache) -> Video | None:
    """The video of a scenario, if it is up to date.

    One drawn with OpenGL is, with or without a driver now: asking for one takes long.
    """
    target = order.target(scenario)
    video = cache.video(order.video_key(scenario), target)
    if video is None and _plainly(scenario):
        video = cache.video(order.video_key(scenario, plainly=True), target)
    return video


def _note(lessons: Iterable[Lesson]) -> str:
    """What to say of the way in which lessons will be rendered."""
    from scenes.drawing.opengl import MISSING

    return MISSING if any(_plainly(le.scenario) for le in lessons if le.missing) else ""


def _chapters(scenarios: Sequence[Scenario], order: Order) -> list[list[str]]:
    """The names of the chapters to make of each scenario."""
    from scenes.lesson import chapters_of

    chapters = [[chapter.name for chapter in chapters_of(scenario)] for scenario in scenarios]
    wanted = order.chapter
    if wanted is None:
        return chapters
    problems = [
        f"{scenario.name}: has no chapter {shown(wanted)} among {listed(names)}: "
        f"{suggestion(wanted, names, common=['these'])}"
        for scenario, names in zip(scenarios, chapters, strict=True)
        if wanted not in names
    ]
    if problems:
        raise ScenarioError(problems)
    return [[wanted] for _ in scenarios]


class Lesson:
    """A lesson in the making: its chapters, and the clips that are there."""

    def __init__(
        self, scenario: Scenario, chapters: Sequence[str], order: Order, cache: Cache
    ) -> None:
        self.scenario, self._order, self._cache = scenario, order, cache
        self._since = math.inf
        self._clips = {name: self._clip(name) for name in chapters}

    @property
    def missing(self) -> list[str]:
        """The chapters that have no clip yet."""
        return [name for name, clip in self._clips.items() if clip is None]

    @property
    def whole(self) -> bool:
        """Whether every chapter has its clip."""
        return not self.missing

    @property
    def clips(self) -> list[Clip]:
        """The clips that are there, in the lesson's order."""
        return [clip for clip in self._clips.values() if clip]

    def begin(self) -> list[Job]:
        """The jobs that can be done at once: all that are left, or a recording for them first."""
        if self.whole:
            return []
        recorded = self._cache.part(self._order.recording_key(self.scenario), ".npz")
        return self._chapters(recorded.path) if recorded else [RecordScenario(self.scenario)]

    def take(self, done: Done) -> list[Job]:
        """Add what a job has made; the jobs that can be done now. Raises its failure."""
        if done.failure:
            raise done.failure
        self._since = min(self._since, done.since)
        if isinstance(done.job, RenderChapter):
            key = self._order.clip_key(self.scenario, done.job.chapter)
            self._clips[done.job.chapter] = Clip.read(*self._cache.keep(key, done.path, done.value))
            return []
        key = self._order.recording_key(self.scenario)
        return self._chapters(self._cache.keep(key, done.path, done.value).path)

    def assemble(self) -> Video:
        """Join the chapters into the video."""
        order, since = self._order, min(self._since, time.monotonic())
        video = assemble(self.clips, order.target(self.scenario), order.quality, order.format)
        self._cache.keep_video(order.video_key(self.scenario, _plainly(self.scenario)), video)
        return replace(video, took=time.monotonic() - since)

    def _clip(self, chapter: str) -> Clip | None:
        key = self._order.clip_key(self.scenario, chapter)
        part = self._cache.part(key, f".{self._order.format}")
        return Clip.read(*part) if part else None

    def _chapters(self, recording: Path) -> list[Job]:
        name, order = self.scenario.name, self._order
        return [
            RenderChapter(name, recording, chapter, order.quality, order.format)
            for chapter in self.missing
        ]
