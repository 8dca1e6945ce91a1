"""Every kind of lesson: of which chapters it is made, in their order."""

from __future__ import annotations

from dataclasses import dataclass

from gradreel.scenarios import Scenario
from gradreel.scenarios.lesson_kinds import KINDS, LessonKind
from gradreel.scenes.chapter import Chapter
from gradreel.scenes.curve.descent import CurveDescent
from gradreel.scenes.curve.overview import CurvePoster, CurveRecap, CurveTitle
from gradreel.scenes.curve.rates import CurveRates
from gradreel.scenes.curve.slope import CurveMeaning, CurveSlope
from gradreel.scenes.curve.step import CurveStep
from gradreel.scenes.curve.ways import CurveWays
from gradreel.scenes.fit.descent import FitDescent
from gradreel.scenes.fit.guess import FitGuess
from gradreel.scenes.fit.overview import FitPoster, FitRecap, FitTitle
from gradreel.scenes.fit.result import FitResult
from gradreel.scenes.fit.starts import FitStarts
from gradreel.scenes.fit.step import FitStep
from gradreel.scenes.fit.views import FitViews
from gradreel.scenes.surface.descent import SurfaceDescent
from gradreel.scenes.surface.gradient import SurfaceGradient
from gradreel.scenes.surface.landscape import SurfaceLandscape
from gradreel.scenes.surface.overview import SurfacePoster, SurfaceRecap, SurfaceTitle
from gradreel.scenes.surface.rates import SurfaceRates
from gradreel.scenes.surface.starts import SurfaceStarts
from gradreel.scenes.surface.step import SurfaceStep
from gradreel.scenes.title import PosterScene


@dataclass(frozen=True)
class LessonPlan:
    """A kind of lesson as it is drawn: its chapters in their order, and its poster."""

    kind: LessonKind
    chapters: tuple[type[Chapter], ...]
    poster: type[PosterScene]


LESSONS: dict[str, LessonPlan] = {
    plan.kind.name: plan
    for plan in (
        LessonPlan(
            KINDS["surface"],
            chapters=(
                SurfaceTitle,
                SurfaceLandscape,
                SurfaceGradient,
                SurfaceStep,
                SurfaceDescent,
                SurfaceRates,
                SurfaceStarts,
                SurfaceRecap,
            ),
            poster=SurfacePoster,
        ),
        LessonPlan(
            KINDS["curve"],
            chapters=(
                CurveTitle,
                CurveSlope,
                CurveMeaning,
                CurveStep,
                CurveDescent,
                CurveWays,
                CurveRates,
                CurveRecap,
            ),
            poster=CurvePoster,
        ),
        LessonPlan(
            KINDS["fit"],
            chapters=(
                FitTitle,
                FitGuess,
                FitViews,
                FitStep,
                FitDescent,
                FitResult,
                FitStarts,
                FitRecap,
            ),
            poster=FitPoster,
        ),
    )
}


def chapters_of(scenario: Scenario) -> tuple[type[Chapter], ...]:
    """The chapters that have something to show of a scenario."""
    return tuple(c for c in LESSONS[scenario.lesson].chapters if c.fits(scenario))


def chapter_named(scenario: Scenario, name: str) -> type[Chapter]:
    """The chapter of a scenario's lesson by its name. Raises KeyError where it has none."""
    return {chapter.name: chapter for chapter in chapters_of(scenario)}[name]


def poster_of(scenario: Scenario) -> type[PosterScene]:
    """The scene that draws the poster of a scenario's lesson."""
    return LESSONS[scenario.lesson].poster
