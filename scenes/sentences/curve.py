"""What the chapters of a curve lesson say, where that depends on what was recorded."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gradreel.scenarios import Scenario
from gradreel.scenes.parts.ends import End
from gradreel.scenes.parts.fit_about import columns_of, data_of, fit_of, is_straight
from gradreel.scenes.parts.notation import Notation, notation_of, spoken
from gradreel.scenes.parts.numbers import exact, number, rate
from gradreel.scenes.parts.runs import as_place
from gradreel.scenes.sentences.fit import columns, shape
from gradreel.scenes.sentences.runs import goes_down, own_step
from gradreel.scenes.sentences.surface import elsewhere, restless
from gradreel.solver.diagnostics import follows_gradient
from gradreel.solver.ending import Outcome
from gradreel.solver.many_descents import NOWHERE
from gradreel.solver.message import Message, message
from gradreel.solver.numbers import MOST_DIGITS
from gradreel.solver.recording import RunRecord

_SLOW_STEPS = 6  # those that are seen one by one
_ROUNDING = 1e-12  # of the largest number


def model(scenario: Scenario, own: Notation) -> Message:
    """What the only parameter of a model decides."""
    (name,), (across, _) = scenario.parameters, columns_of(scenario)
    output, (feature,) = spoken(own.output), fit_of(scenario).parsed.features
    straight, offset = is_straight(fit_of(scenario).parsed), fit_of(scenario).parsed.offset
    kind = "other" if straight else "bent"
    if straight and feature.is_Symbol:
        kind = "slope" if offset.free_symbols or offset != 0 else "through-origin"
        kind += "-itself" if name == "m" else ""
    elif straight and feature == 1:
        kind = "intercept"
    return message("curve-model", kind=kind, name=name, output=output, input=spoken(across.letter))


def turns(scenario: Scenario, height: float | None) -> Message:
    """What happens to the line as the parameter changes: it turns about a point at such a height.

    That point is where the input is 0; None where there is none.
    """
    (feature,) = fit_of(scenario).parsed.features
    kind = shape(scenario)
    if height is not None and kind == "straight":
        kind = "origin" if height == 0.0 else "point"
    elif feature == 1:
        kind = "shift"
    place = as_place(["0", number(height or 0.0)])
    return message(
        "curve-turns", kind=kind, shape=shape(scenario), name=scenario.parameters[0], place=place
    )


def mean_square(scenario: Scenario, loss: str, shown: str) -> Message:
    """What the loss is made of, with its symbol and its value as it is printed."""
    points = len(data_of(scenario).outputs)
    return message("curve-mean-square", points=points, symbol=spoken(loss), loss=shown)


def every_loss(scenario: Scenario) -> Message:
    """That the loss is a function of the parameter."""
    return message("curve-every-loss", name=scenario.parameters[0])


def how_steep(scenario: Scenario, x: str) -> Message:
    """The question about the slope at the lesson's start, a place as it is printed."""
    name, of = scenario.parameters[0], _curve_of(scenario)
    return message("curve-how-steep", name=name, x=x, of=of)


def _curve_of(scenario: Scenario) -> str:
    """What has the slope: the curve, or the loss by its symbol where lines have slopes, too."""
    return spoken(notation_of(scenario).loss) if scenario.fit else "curve"


def limit(own: Notation) -> Message:
    """What becomes of the line through two points that come together."""
    return message("curve-limit", distance=spoken(own.distance))


def worked_out(own: Notation, scenario: Scenario) -> Message:
    """How the slope of a polynomial is found at every place."""
    told = {"name": scenario.parameters[0], "distance": spoken(own.distance)}
    return message("curve-worked-out", **told)


def by_rules(name: str) -> Message:
    """Where the derivative of any other loss comes from."""
    return message("curve-by-rules", name=name)


def confirmed(own: Notation, h: str, places: int) -> Message:
    """How derivatives at some places compare with slopes of lines over a distance h, as printed."""
    return message("curve-confirmed", distance=f"{spoken(own.distance)} = {h}", places=places)


def from_one_side(own: Notation, slope: float) -> Message:
    """What becomes of a line through two points that come together at a kink."""
    return message("curve-from-one-side", distance=spoken(own.distance), slope=number(slope))


def from_other_side(slope: float) -> Message:
    """What it is from the other side, and what that makes of the place."""
    return message("curve-from-other-side", slope=number(slope))


def kink(name: str, x: str, told: float) -> Message:
    """What a place is where the curve has a slope on either side, and what torch takes for it."""
    return message("curve-kink", name=name, x=x, slope=number(told))


def slope_here(scenario: Scenario, slope: float) -> Message:
    """What a slope that is not 0 says about the way down."""
    sign = "negative" if slope < 0 else "positive"
    return message("curve-slope-here", sign=sign, slope=number(slope), of=_curve_of(scenario))


def slope_there(name: str, x: float, slope: float, before: float) -> Message:
    """The same of a second place, compared with the slope before."""
    here, there = number(abs(before)), number(abs(slope))
    steepness = "steeper" if abs(slope) > abs(before) else "flatter"
    if here == there:
        steepness = "same"
    downhill = "right" if slope < 0 else "left"
    if slope * before > 0:
        downhill += "-again"
    return message(
        "curve-slope-there",
        name=name,
        x=exact(x),
        slope=number(slope),
        steepness=steepness,
        downhill=downhill,
    )


def start(name: str, here: str, loss: float) -> Message:
    """Where the run starts, as it is printed, and how high that is."""
    return message("curve-start", name=name, x=here, loss=number(loss))


def shortened(times: float) -> Message:
    """A note on arrows that are so many times shorter than they are."""
    return message("label-arrows-smaller", times=number(times))


def rule(run: RunRecord) -> Message:
    """How the first step comes from the slope."""
    if not follows_gradient(run):
        return own_step(run)
    if not run.grad[0].any():
        return message("curve-rule-kink" if _at_kink(run) else "curve-rule-level")
    return message("curve-rule", rate=rate(run.run.lr))


def squeezed(rate: str, slope: str, change: str) -> Message:
    """How long the first step is, in numbers as they are printed."""
    size, step = (shown.removeprefix("−") for shown in (slope, change))
    return message("curve-squeezed", rate=rate, slope=size, step=step)


def descends(run: RunRecord) -> Message:
    """How slope and step go together in a run of one step at least, seen in its first steps."""
    if not follows_gradient(run):
        return goes_down(run)
    sizes = np.abs(run.grad[:-1, 0])
    if not sizes.any():
        return message("curve-descends-kink" if _at_kink(run) else "curve-descends-level")
    if np.ptp(sizes) <= 1e-9 * sizes.max():
        return message("curve-descends-evenly") if run.steps > 1 else goes_down(run)
    if (np.diff(sizes[: _SLOW_STEPS + 1]) <= 0).all():
        return message("curve-descends-flatter")
    return message("curve-descends-steeper")


def straight(distance: float | None, loss: float) -> Message:
    """What each step leaves of the distance, where that is known, and of the loss."""
    if distance is None:
        return message("curve-straight-loss", loss=number(loss))
    return message("curve-straight", distance=number(distance), loss=number(loss))


def next_to_nothing(loss: float) -> Message:
    """What a loss is that is all but 0."""
    return message("curve-next-to-nothing", loss=number(loss))


def _at_kink(run: RunRecord) -> bool:
    return run.ending.outcome is Outcome.KINK


def prediction(scenario: Scenario, x: float, answer: str) -> Message:
    """What the line that was found says for an input that no point has."""
    across, upward = columns(scenario)
    told = {"input": across, "x": exact(x), "output": upward, "y": answer}
    return message("curve-prediction", shape=shape(scenario), **told)


def predicted(value: float, made: float) -> str:
    """A predicted output, with no more digits than what printed numbers have `made` of it shares.

    It has three decimals at most, as the table beside it, and two digits at least; whole numbers
    have none.
    """
    pairs = zip(_written(value), _written(made), strict=False)
    return next((one for one, other in pairs if one == other), number(value, 2))


def _written(value: float) -> list[str]:
    """A number with three decimals and fewer, and with four digits and fewer."""
    decimals = (3, 2, 1) if 0.01 <= abs(value) < 1e5 else ()
    shorter = [number(value, digits) for digits in (4, 3, 2)]
    return [*(number(round(value, places), MOST_DIGITS) for places in decimals), *shorter]


def agreement(apart: float, largest: float) -> Message:
    """Whether three ways gave the same numbers, which are at most so far apart and so large."""
    if apart == 0.0:
        return message("curve-same-numbers")
    rounded = apart <= _ROUNDING * largest
    id = "curve-numbers-rounded" if rounded else "curve-numbers-apart"
    return message(id, apart=number(apart))


# Many starts


def ended(scenario: Scenario, end: End, total: int, near: float | None) -> Message:
    """How many of all runs end in a place, in several that are told together, or nowhere."""
    count = len(end.runs)
    if near is None:
        return restless(count, total)
    if end.places > 1:
        return elsewhere(count, total, end.places)
    told = {"name": scenario.parameters[0], "place": number(near)}
    return message("curve-ended", count=count, runs=total, **told)


def painted(scenario: Scenario, ends: Sequence[int], borders: Sequence[float]) -> Message:
    """What the axis shows that is painted by where starts end, and where the watershed is."""
    kind = "one" if len(borders) == 1 else "many"
    if len(set(ends)) == 1:
        kind = "all"
    elif not borders and len({*ends} - {NOWHERE}) == 1:
        kind = "some"
    place = number(borders[0]) if borders else ""
    return message("curve-painted", kind=kind, name=scenario.parameters[0], place=place)


def lowest_end(scenario: Scenario, near: float, others: int, below: bool) -> Message:
    """Which end is the lowest found, beside so many others; `below`: lower ones are not seen."""
    told = {"name": scenario.parameters[0], "place": number(near)}
    return message("curve-lowest-end", others=others, below="yes" if below else "no", **told)
