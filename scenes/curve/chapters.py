"""The chapters of a curve lesson."""

from __future__ import annotations

from gradreel.scenarios import Scenario
from gradreel.scenes import regions
from gradreel.scenes.chapter_plan import (
    ChapterPlan,
    compares_rates,
    differs_by_start,
    poster,
    races,
    recap,
    title,
)
from gradreel.scenes.methods.table import is_explained, is_newton
from gradreel.scenes.parts.geometry.box import Box


def can_be_typed(scenario: Scenario) -> bool:
    """Whether a short program can repeat the first run."""
    return scenario.fit is None and scenario.runs[0].plain


def has_data(scenario: Scenario) -> bool:
    """Whether the loss is that of a model and its data."""
    return scenario.fit is not None


def _rule_beside(scenario: Scenario) -> bool:
    """Whether the rule of a method is shown beside the curve, where data would leave no room."""
    return scenario.fit is None and is_explained(scenario)


def _no_rule_beside(scenario: Scenario) -> bool:
    """Whether the first step is shown by the plain rule, or as it was recorded."""
    return not _rule_beside(scenario)


def _loop(scenario: Scenario) -> Box:
    """The curve, and its data if there are any, without the numbers beside it."""
    frame = regions.current().curve
    return frame.data_loop if scenario.fit else frame.loop


TITLE = title("gradreel.scenes.curve.overview", "CurveTitle", "parabola")

GUESS = ChapterPlan(
    name="guess",
    module="gradreel.scenes.curve.guess",
    scene="CurveGuess",
    default="one-weight",
    heading="heading-guess",
    about="shows-curve-guess",
    cost=3.0,
    fits=has_data,
    opens="DATA",
)

SLOPE = ChapterPlan(
    name="slope",
    module="gradreel.scenes.curve.slope",
    scene="CurveSlope",
    default="parabola",
    heading="heading-slope",
    about="shows-curve-slope",
    cost=3.0,
    opens="START",
)

MEANING = ChapterPlan(
    name="meaning",
    module="gradreel.scenes.curve.meaning",
    scene="CurveMeaning",
    default="parabola",
    heading="heading-meaning",
    about="shows-curve-meaning",
    cost=2.0,
    opens="TOUCHED",
)

STEP = ChapterPlan(
    name="step",
    module="gradreel.scenes.curve.step",
    scene="CurveStep",
    default="parabola",
    heading="heading-step",
    about="shows-curve-step",
    cost=3.0,
    fits=_no_rule_beside,
    opens="TOUCHED",
)

# The same chapter where the method's own rule is shown.
METHOD_STEP = ChapterPlan(
    name="step",
    module="gradreel.scenes.curve.method_step",
    scene="CurveMethodStep",
    default="parabola",
    heading="heading-step",
    about="shows-curve-step",
    cost=3.0,
    fits=_rule_beside,
    opens="TOUCHED",
)

NEWTON = ChapterPlan(
    name="newton",
    module="gradreel.scenes.curve.newton",
    scene="CurveNewton",
    default="parabola",
    heading="heading-newton-curve",
    about="shows-newton",
    cost=3.0,
    fits=is_newton,
    opens="TOUCHED",
)

DESCENT = ChapterPlan(
    name="descent",
    module="gradreel.scenes.curve.descent",
    scene="CurveDescent",
    default="parabola",
    heading="heading-descent",
    about="shows-curve-descent",
    cost=4.0,
    loop=_loop,
    opens="TOUCHED",
)

WAYS = ChapterPlan(
    name="ways",
    module="gradreel.scenes.curve.ways",
    scene="CurveWays",
    default="parabola",
    heading="heading-ways",
    about="shows-curve-ways",
    cost=2.0,
    fits=can_be_typed,
    opens="DESCENDED",
)

RATES = ChapterPlan(
    name="rates",
    module="gradreel.scenes.curve.rates",
    scene="CurveRates",
    default="parabola",
    heading="heading-rates",
    about="shows-rates",
    cost=4.0,
    most_runs=None,
    fits=compares_rates,
    opens="DESCENDED",
)

RACE = ChapterPlan(
    name="race",
    module="gradreel.scenes.curve.race",
    scene="CurveRace",
    default="parabola",
    heading="heading-race",
    about="shows-race",
    cost=4.0,
    most_runs=None,
    fits=races,
    opens="DESCENDED",
)

STARTS = ChapterPlan(
    name="starts",
    module="gradreel.scenes.curve.starts",
    scene="CurveStarts",
    default="parabola",
    heading="heading-starts",
    about="shows-starts",
    cost=3.0,
    most_runs=None,
    paints=True,
    fits=differs_by_start,
    opens="DESCENDED",
)

RECAP = recap("gradreel.scenes.curve.overview", "CurveRecap", "parabola", "RECAPPED")

POSTER = poster("gradreel.scenes.curve.overview", "CurvePoster", "parabola")

CHAPTERS = (
    TITLE,
    GUESS,
    SLOPE,
    MEANING,
    NEWTON,
    STEP,
    METHOD_STEP,
    DESCENT,
    WAYS,
    RATES,
    RACE,
    STARTS,
    RECAP,
)
