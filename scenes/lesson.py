"""The table of all kinds of lesson, with their chapters."""

from __future__ import annotations

from dataclasses import dataclass, replace

from gradreel.scenarios import Scenario, ScenarioError
from gradreel.scenarios.lesson_kinds import KINDS, LessonKind
from gradreel.scenarios.located import located
from gradreel.scenarios.problems import Problem
from gradreel.scenarios.words import listed, shown, suggestion
from gradreel.scenes.chapter_plan import FIRST, ChapterPlan
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


def available(scenario: Scenario) -> tuple[ChapterPlan, ...]:
    """The chapters of its kind that have something to show of a scenario, in their usual order."""
    return tuple(c for c in LESSONS[scenario.lesson].chapters if c.fits(scenario))


def chapters_of(scenario: Scenario) -> tuple[ChapterPlan, ...]:
    """The chapters of a scenario's lesson, in order: those it asks for, or else all available.

    Raises ScenarioError if it asks for others.
    """
    names = scenario.showing.chapters
    if faults := chapter_faults(scenario):
        raise ScenarioError(located(scenario, faults))
    by_name = {chapter.name: chapter for chapter in available(scenario)}
    chosen = [by_name[name] for name in names] if names else [*by_name.values()]
    following = [*chosen[1:], None]
    return tuple(
        replace(chapter, followed_by=after, closing=after is None if names else chapter.closing)
        for chapter, after in zip(chosen, following, strict=True)
    )


def chapter_faults(scenario: Scenario) -> list[Problem]:
    """What is wrong with the chapters that a scenario asks for."""
    faults = []
    for place, name in enumerate(scenario.showing.chapters):
        if fault := chapter_fault(scenario, name):
            faults.append(Problem(("chapters", place), fault))
        elif name == FIRST and place > 0:
            sentence = f"{shown(name)} can only be the first: it begins without a picture before it"
            faults.append(Problem(("chapters", place), sentence))
    return faults


def chapter_fault(scenario: Scenario, name: str) -> str:
    """Why a scenario has no chapter of a name, and what to write instead; "" if it has one."""
    names = [chapter.name for chapter in available(scenario)]
    if name in names:
        return ""
    if any(chapter.name == name for chapter in LESSONS[scenario.lesson].chapters):
        why = f"{shown(name)} has nothing to show of this scenario"
        return f"{why}: choose from {', '.join(names)}"
    why = f"there is no chapter {shown(name)} among {listed(names)}"
    return f"{why}: {suggestion(name, names, common=['these'])}"


def chapter_named(scenario: Scenario, name: str) -> ChapterPlan:
    """The chapter with this name in a scenario's lesson, or one that it could have.

    Raises KeyError if there is none.
    """
    return {chapter.name: chapter for chapter in (*available(scenario), *chapters_of(scenario))}[
        name
    ]


def poster_of(scenario: Scenario) -> ChapterPlan:
    """The plan of the poster of a scenario's lesson."""
    return LESSONS[scenario.lesson].poster
