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
from pipeline.quality import Quality
from pipeline.sources import digest_of, digest_of_all
from pipeline.workers import Done, Job, render_jobs
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
    jobs = [(lesson, job) for lesson in lessons for job in lesson.jobs()]
    total = sum(map(len, chapters))
    done = total - len(jobs)
    report(Progress(done, total, "", _note(job for _, job in jobs)))
    yield from (lesson for lesson in lessons if lesson.whole)
    for finished in render_jobs([job for _, job in jobs], cache.folder):
        lesson = jobs[finished.position][0]
        lesson.take(finished)
        done += 1
        report(Progress(done, total, f"{lesson.scenario.name}: {finished.clip.chapter}"))
        if lesson.whole:
            yield lesson
    cache.prune()


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


def _note(jobs: Iterable[Job]) -> str:
    """What to say of the way in which the jobs will be done."""
    from scenes.drawing.opengl import MISSING

    return MISSING if any(_plainly(job.trajectory.scenario) for job in jobs) else ""


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
        self._clips = {
            name: cache.clip(order.clip_key(scenario, name), order.format) for name in chapters
        }
        for clip in self._clips.values():
            if clip:
                cache.touch(clip)

    @property
    def whole(self) -> bool:
        """Whether every chapter has its clip."""
        return all(self._clips.values())

    @property
    def clips(self) -> list[Clip]:
        """The clips that are there, in the lesson's order."""
        return [clip for clip in self._clips.values() if clip]

    def jobs(self) -> list[Job]:
        """What is left to render. Records the descent if anything is."""
        if self.whole:
            return []
        from solver.descent import record

        trajectory, order = record(self.scenario), self._order
        return [
            Job(trajectory, name, order.quality, order.format)
            for name, clip in self._clips.items()
            if clip is None
        ]

    def take(self, done: Done) -> None:
        """Add a rendered chapter."""
        key = self._order.clip_key(self.scenario, done.clip.chapter)
        self._clips[done.clip.chapter] = self._cache.keep_clip(key, done.clip, self._order.format)
        self._since = min(self._since, done.since)

    def assemble(self) -> Video:
        """Join the chapters into the video."""
        order, since = self._order, min(self._since, time.monotonic())
        video = assemble(self.clips, order.target(self.scenario), order.quality, order.format)
        self._cache.keep_video(order.video_key(self.scenario, _plainly(self.scenario)), video)
        return replace(video, took=time.monotonic() - since)
