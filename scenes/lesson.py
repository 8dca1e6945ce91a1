"""Which chapters make a lesson, in their order."""

from __future__ import annotations

from scenarios import Scenario
from scenes.chapter import Chapter
from scenes.curve_descent import CurveDescent
from scenes.curve_rates import CurveRates
from scenes.curve_slope import CurveMeaning, CurveSlope
from scenes.curve_step import CurveStep
from scenes.curve_ways import CurveWays
from scenes.fit_descent import FitDescent
from scenes.fit_guess import FitGuess
from scenes.fit_result import FitResult
from scenes.fit_starts import FitStarts
from scenes.fit_step import FitStep
from scenes.fit_views import FitViews
from scenes.recap import Recap
from scenes.surface_descent import SurfaceDescent
from scenes.surface_gradient import SurfaceGradient
from scenes.surface_landscape import SurfaceLandscape
from scenes.surface_rates import SurfaceRates
from scenes.surface_starts import SurfaceStarts
from scenes.surface_step import SurfaceStep
from scenes.title import Title

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
