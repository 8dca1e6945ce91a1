"""The chapters of a surface lesson."""

from __future__ import annotations

from gradreel.scenarios import Scenario
from gradreel.scenes import regions
from gradreel.scenes.chapter_plan import (
    ChapterPlan,
    compares_rates,
    differs_by_start,
    is_made_of_data,
    poster,
    races,
    recap,
    title,
)
from gradreel.scenes.methods.table import is_explained, is_newton, is_not_explained
from gradreel.scenes.parts.geometry.box import Box


def is_noisy(scenario: Scenario) -> bool:
    """Whether the slopes that the explained run sees have noise on them."""
    return scenario.runs[0].noise is not None


def _loop(scenario: Scenario) -> Box:
    """The surface, without the losses and the numbers beside it."""
    return regions.current().surface.loop


TITLE = title("gradreel.scenes.surface.overview", "SurfaceTitle", "quadratic")

DATA = ChapterPlan(
    name="data",
    module="gradreel.scenes.surface.data",
    scene="SurfaceData",
    default="two-weights",
    heading="heading-data",
    about="shows-surface-data",
    fits=is_made_of_data,
    opens="FROM_THE_SIDE",
)

LANDSCAPE = ChapterPlan(
    name="landscape",
    module="gradreel.scenes.surface.landscape",
    scene="SurfaceLandscape",
    default="quadratic",
    heading="heading-landscape",
    about="shows-surface-landscape",
    cost=4.0,
    opens="FROM_THE_SIDE",
)

GRADIENT = ChapterPlan(
    name="gradient",
    module="gradreel.scenes.surface.gradient",
    scene="SurfaceGradient",
    default="quadratic",
    heading="heading-gradient",
    about="shows-surface-gradient",
    cost=4.0,
    opens="UNDER_GLASS",
)

STEP = ChapterPlan(
    name="step",
    module="gradreel.scenes.surface.step",
    scene="SurfaceStep",
    default="quadratic",
    heading="heading-step",
    about="shows-surface-step",
    cost=3.0,
    fits=is_not_explained,
    opens="FROM_ABOVE",
)

# The same chapter where the method's own rule is shown.
METHOD_STEP = ChapterPlan(
    name="step",
    module="gradreel.scenes.surface.method_step",
    scene="SurfaceMethodStep",
    default="adam-step",
    heading="heading-step",
    about="shows-surface-step",
    cost=3.0,
    fits=is_explained,
    opens="FROM_ABOVE",
)

NEWTON = ChapterPlan(
    name="newton",
    module="gradreel.scenes.surface.newton",
    scene="SurfaceNewton",
    default="newton",
    heading="heading-newton",
    about="shows-newton",
    cost=3.0,
    fits=is_newton,
    opens="FROM_ABOVE",
)

NOISE = ChapterPlan(
    name="noise",
    module="gradreel.scenes.surface.noise",
    scene="SurfaceNoise",
    default="schedule",
    heading="heading-noise",
    about="shows-surface-noise",
    cost=3.0,
    fits=is_noisy,
    opens="FROM_ABOVE",
)

DESCENT = ChapterPlan(
    name="descent",
    module="gradreel.scenes.surface.descent",
    scene="SurfaceDescent",
    default="quadratic",
    heading="heading-descent",
    about="shows-surface-descent",
    cost=3.0,
    loop=_loop,
    opens="BESIDE",
)

RATES = ChapterPlan(
    name="rates",
    module="gradreel.scenes.surface.rates",
    scene="SurfaceRates",
    default="quadratic",
    heading="heading-rates",
    about="shows-rates",
    cost=5.0,
    most_runs=None,
    fits=compares_rates,
    opens="DESCENDED",
)

RACE = ChapterPlan(
    name="race",
    module="gradreel.scenes.surface.race",
    scene="SurfaceRace",
    default="race",
    heading="heading-race",
    about="shows-race",
    cost=4.0,
    most_runs=None,
    fits=races,
    opens="DESCENDED",
)

STARTS = ChapterPlan(
    name="starts",
    module="gradreel.scenes.surface.starts",
    scene="SurfaceStarts",
    default="two-valleys",
    heading="heading-starts",
    about="shows-starts",
    cost=4.0,
    most_runs=None,
    paints=True,
    fits=differs_by_start,
    opens="DESCENDED",
)

RECAP = recap("gradreel.scenes.surface.overview", "SurfaceRecap", "quadratic", "DESCENDED", None)

POSTER = poster("gradreel.scenes.surface.overview", "SurfacePoster", "quadratic", None)

CHAPTERS = (
    TITLE,
    DATA,
    LANDSCAPE,
    GRADIENT,
    NOISE,
    NEWTON,
    STEP,
    METHOD_STEP,
    DESCENT,
    RATES,
    RACE,
    STARTS,
    RECAP,
)
