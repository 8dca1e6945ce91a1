"""Which chapters make a lesson, in their order."""

from __future__ import annotations

from gradreel.scenarios import Scenario
from gradreel.scenes.chapter import Chapter
from gradreel.scenes.curve.descent import CurveDescent
from gradreel.scenes.curve.rates import CurveRates
from gradreel.scenes.curve.slope import CurveMeaning, CurveSlope
from gradreel.scenes.curve.step import CurveStep
from gradreel.scenes.curve.ways import CurveWays
from gradreel.scenes.fit.descent import FitDescent
from gradreel.scenes.fit.guess import FitGuess
from gradreel.scenes.fit.result import FitResult
from gradreel.scenes.fit.starts import FitStarts
from gradreel.scenes.fit.step import FitStep
from gradreel.scenes.fit.views import FitViews
from gradreel.scenes.recap import Recap
from gradreel.scenes.surface.descent import SurfaceDescent
from gradreel.scenes.surface.gradient import SurfaceGradient
from gradreel.scenes.surface.landscape import SurfaceLandscape
from gradreel.scenes.surface.rates import SurfaceRates
from gradreel.scenes.surface.starts import SurfaceStarts
from gradreel.scenes.surface.step import SurfaceStep
from gradreel.scenes.title import Title

CHAPTERS: dict[str, tuple[type[Chapter], ...]] = {
    "surface": (
        Title,
        SurfaceLandscape,
        SurfaceGradient,
        SurfaceStep,
        SurfaceDescent,
        SurfaceRates,
        SurfaceStarts,
        Recap,
    ),
    "curve": (
        Title,
        CurveSlope,
        CurveMeaning,
        CurveStep,
        CurveDescent,
        CurveWays,
        CurveRates,
        Recap,
    ),
    "fit": (Title, FitGuess, FitViews, FitStep, FitDescent, FitResult, FitStarts, Recap),
}


def chapters_of(scenario: Scenario) -> tuple[type[Chapter], ...]:
    """The chapters that have something to show of a scenario."""
    return tuple(c for c in CHAPTERS[scenario.lesson] if c.fits(scenario))


def chapter_named(scenario: Scenario, name: str) -> type[Chapter]:
    """The chapter of a scenario's lesson by its name. Raises KeyError where it has none."""
    return {chapter.name: chapter for chapter in chapters_of(scenario)}[name]
