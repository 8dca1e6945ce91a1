"""The chapters of a fit lesson."""

from __future__ import annotations

from gradreel.scenarios import Scenario
from gradreel.scenes import regions
from gradreel.scenes.chapter_plan import (
    ChapterPlan,
    always,
    has_several_runs,
    poster,
    races,
    recap,
    title,
)
from gradreel.scenes.parts.geometry.box import Box

_MAPPED = 2  # parameters, which a map shows


def sees_batches(scenario: Scenario) -> bool:
    """Whether each step of the explained run sees only some of the data."""
    return scenario.runs[0].batch_size is not None


def compares_sizes(scenario: Scenario) -> bool:
    """Whether runs over two parameters differ in the size of their batches, and not in methods."""
    runs = scenario.runs
    rules = {(run.optimizer, str(sorted(run.options.items())), str(run.start)) for run in runs}
    sizes = {run.batch_size for run in runs}
    return len(rules) == 1 and len(sizes) > 1 and len(scenario.parameters) == _MAPPED


def compares_others(scenario: Scenario) -> bool:
    """Whether there are several runs that differ in anything else, and do not race."""
    return has_several_runs(scenario) and not (races(scenario) or compares_sizes(scenario))


def _loop(scenario: Scenario) -> Box:
    """The data and the map, without the losses and the numbers."""
    return regions.current().fit.loop


TITLE = title("gradreel.scenes.fit.overview", "FitTitle", "noisy-line")

GUESS = ChapterPlan(
    name="guess",
    module="gradreel.scenes.fit.guess",
    scene="FitGuess",
    default="noisy-line",
    heading="heading-guess",
    about="shows-fit-guess",
    cost=3.0,
    opens="DATA",
)

VIEWS = ChapterPlan(
    name="views",
    module="gradreel.scenes.fit.views",
    scene="FitViews",
    default="noisy-line",
    heading="heading-views",
    about="shows-fit-views",
    cost=4.0,
    in_space=always,
    opens="GUESSED",
)

STEP = ChapterPlan(
    name="step",
    module="gradreel.scenes.fit.step",
    scene="FitStep",
    default="noisy-line",
    heading="heading-rule",
    about="shows-fit-step",
    cost=3.0,
    opens="SIDE_BY_SIDE",
)

NOISE = ChapterPlan(
    name="noise",
    module="gradreel.scenes.fit.noise",
    scene="FitNoise",
    default="mini-batch",
    heading="heading-batches",
    about="shows-fit-noise",
    cost=3.0,
    fits=sees_batches,
    opens="SIDE_BY_SIDE",
)

DESCENT = ChapterPlan(
    name="descent",
    module="gradreel.scenes.fit.descent",
    scene="FitDescent",
    default="noisy-line",
    heading="heading-descent",
    about="shows-fit-descent",
    cost=3.0,
    loop=_loop,
    opens="SIDE_BY_SIDE",
)

RESULT = ChapterPlan(
    name="result",
    module="gradreel.scenes.fit.result",
    scene="FitResult",
    default="noisy-line",
    heading="heading-result",
    about="shows-fit-result",
    cost=3.0,
    opens="FOUND",
)

STARTS = ChapterPlan(
    name="starts",
    module="gradreel.scenes.fit.starts",
    scene="FitStarts",
    default="noisy-line",
    heading="heading-all-runs",
    about="shows-fit-starts",
    cost=3.0,
    most_runs=None,
    fits=compares_others,
    opens="FOUND",
)

SIZES = ChapterPlan(
    name="sizes",
    module="gradreel.scenes.fit.sizes",
    scene="FitSizes",
    default="mini-batch",
    heading="heading-sizes",
    about="shows-fit-sizes",
    cost=4.0,
    most_runs=None,
    fits=compares_sizes,
    opens="FOUND",
)

RACE = ChapterPlan(
    name="race",
    module="gradreel.scenes.fit.race",
    scene="FitRace",
    default="noisy-line",
    heading="heading-race",
    about="shows-race",
    cost=4.0,
    most_runs=None,
    fits=races,
    opens="FOUND",
)

RECAP = recap("gradreel.scenes.fit.overview", "FitRecap", "noisy-line", "RECAPPED")

POSTER = poster("gradreel.scenes.fit.overview", "FitPoster", "noisy-line")

CHAPTERS = (TITLE, GUESS, VIEWS, STEP, NOISE, DESCENT, RESULT, SIZES, RACE, STARTS, RECAP)
