"""Which chapters make a lesson, in their order."""

from __future__ import annotations

from scenarios import Scenario
from scenes.chapter import Chapter
from scenes.surface_descent import SurfaceDescent
from scenes.surface_landscape import SurfaceLandscape
from scenes.surface_step import SurfaceStep
from scenes.title import Title

CHAPTERS: dict[str, tuple[type[Chapter], ...]] = {
    "surface": (Title, SurfaceLandscape, SurfaceStep, SurfaceDescent),
    "curve": (Title,),
    "fit": (Title,),
}


def chapters_of(scenario: Scenario) -> tuple[type[Chapter], ...]:
    """The chapters that have something to show of a scenario."""
    return tuple(c for c in CHAPTERS[scenario.lesson] if c.fits(scenario))


def chapter_named(scenario: Scenario, name: str) -> type[Chapter]:
    """The chapter of a scenario's lesson by its name. Raises KeyError where it has none."""
    return {chapter.name: chapter for chapter in chapters_of(scenario)}[name]
