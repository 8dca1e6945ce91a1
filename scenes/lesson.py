"""The table of all kinds of lesson, with their chapters."""

from __future__ import annotations

from dataclasses import dataclass

from gradreel.scenarios import Scenario
from gradreel.scenarios.lesson_kinds import KINDS, LessonKind
from gradreel.scenes.chapter_plan import ChapterPlan
from gradreel.scenes.curve import chapters as curve
from gradreel.scenes.fit import chapters as fit
from gradreel.scenes.surface import chapters as surface


@dataclass(frozen=True)
class LessonPlan:
    """A kind of lesson: its chapters, in order, and its poster."""

    kind: LessonKind
    chapters: tuple[ChapterPlan, ...]
    poster: ChapterPlan


LESSONS: dict[str, LessonPlan] = {
    plan.kind.name: plan
    for plan in (
        LessonPlan(KINDS["surface"], surface.CHAPTERS, surface.POSTER),
        LessonPlan(KINDS["curve"], curve.CHAPTERS, curve.POSTER),
        LessonPlan(KINDS["fit"], fit.CHAPTERS, fit.POSTER),
    )
}


def chapters_of(scenario: Scenario) -> tuple[ChapterPlan, ...]:
    """The chapters of a scenario's lesson that have something to show of it, in order."""
    return tuple(c for c in LESSONS[scenario.lesson].chapters if c.fits(scenario))


def chapter_named(scenario: Scenario, name: str) -> ChapterPlan:
    """The chapter with this name in a scenario's lesson. Raises KeyError if there is none."""
    return {chapter.name: chapter for chapter in chapters_of(scenario)}[name]


def poster_of(scenario: Scenario) -> ChapterPlan:
    """The plan of the poster of a scenario's lesson."""
    return LESSONS[scenario.lesson].poster
