"""Scenarios to lesson videos: record, render, assemble, and nothing twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.assemble import assemble
from pipeline.cache import Cache, key_of
from pipeline.clip import Clip, Video
from pipeline.quality import Quality
from pipeline.workers import Job, render_jobs
from scenarios import Scenario

CACHE = ".cache"


@dataclass(frozen=True)
class Order:
    """What to make of each scenario, and below which folder."""

    quality: Quality
    format: str
    folder: Path
    chapter: str | None = None

    def target(self, scenario: Scenario) -> Path:
        """Where the video of a scenario goes."""
        return self.folder / scenario.name / f"{self.chapter or 'lesson'}.{self.format}"


@dataclass(frozen=True)
class Progress:
    """How far a call has come: chapters done of all, and what was finished last."""

    done: int
    total: int
    label: str


def make_videos(
    scenarios: Sequence[Scenario], order: Order, report: Callable[[Progress], None]
) -> Iterator[tuple[Scenario, Video]]:
    """Make the video of every scenario, each as soon as its chapters are there.

    Videos that are up to date come first and cost nothing. Raises RenderError where one cannot
    be made, and OSError where a file cannot be written.
    """
    cache = Cache(order.folder / CACHE)
    todo = []
    for scenario in scenarios:
        video = cache.video(_key(scenario, order.chapter, order), order.target(scenario))
        if video:
            yield scenario, video
        else:
            todo.append(scenario)
    # Only now the heavy libraries are worth loading.
    lessons = [_Lesson(scenario, order, cache) for scenario in todo]
    jobs = [(lesson, job) for lesson in lessons for job in lesson.jobs()]
    total = sum(len(lesson.clips) for lesson in lessons)
    done = total - len(jobs)
    report(Progress(done, total, ""))
    for lesson in lessons:
        if lesson.whole:
            yield lesson.scenario, lesson.assemble()
    for position, clip in render_jobs([job for _, job in jobs]):
        lesson = jobs[position][0]
        lesson.take(clip)
        done += 1
        report(Progress(done, total, f"{lesson.scenario.name}: {clip.chapter}"))
        if lesson.whole:
            yield lesson.scenario, lesson.assemble()


class _Lesson:
    """A lesson in the making: its chapters, and the clips that are there."""

    def __init__(self, scenario: Scenario, order: Order, cache: Cache) -> None:
        from scenes.lesson import chapters_of

        self.scenario, self._order, self._cache = scenario, order, cache
        names = [order.chapter] if order.chapter else [c.name for c in chapters_of(scenario)]
        self.clips = {n: cache.clip(_key(scenario, n, order), order.format) for n in names}

    @property
    def whole(self) -> bool:
        """Whether every chapter has its clip."""
        return all(self.clips.values())

    def jobs(self) -> list[Job]:
        """What is left to render. Records the descent if anything is."""
        if self.whole:
            return []
        from solver.descent import record

        trajectory, order = record(self.scenario), self._order
        return [
            Job(trajectory, name, order.quality, order.format, self._path(name))
            for name, clip in self.clips.items()
            if clip is None
        ]

    def take(self, clip: Clip) -> None:
        """Add a rendered chapter."""
        self._cache.keep_clip(_key(self.scenario, clip.chapter, self._order), clip)
        self.clips[clip.chapter] = clip

    def assemble(self) -> Video:
        """Join the chapters into the video."""
        order = self._order
        clips = [clip for clip in self.clips.values() if clip]
        video = assemble(clips, order.target(self.scenario), order.quality, order.format)
        self._cache.keep_video(_key(self.scenario, order.chapter, order), video)
        return video

    def _path(self, name: str) -> Path:
        return self._cache.clip_path(_key(self.scenario, name, self._order), self._order.format)


def _key(scenario: Scenario, chapter: str | None, order: Order) -> str:
    return key_of(scenario, chapter, order.quality, order.format)
