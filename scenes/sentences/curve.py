"""What the chapters of a curve lesson say where it depends on the recording."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gradreel.scenarios import Scenario
from gradreel.scenes.parts.descents.ends import End
from gradreel.scenes.parts.descents.runs import as_place
from gradreel.scenes.parts.digits.numbers import divisor, exact, number, rate
from gradreel.scenes.parts.formulas.fit_about import columns_of, data_of, fit_of, is_straight
from gradreel.scenes.parts.formulas.notation import Notation, notation_of, spoken
from gradreel.scenes.sentences.fit import columns, shape
from gradreel.scenes.sentences.runs import goes_down, own_step
from gradreel.scenes.sentences.surface import elsewhere, restless
from gradreel.solver.diagnostics import follows_gradient
from gradreel.solver.ending import Outcome
from gradreel.solver.masses import NOWHERE
from gradreel.solver.message import Message, message
from gradreel.solver.numbers import MOST_DIGITS
from gradreel.solver.run_record import RunRecord

_SLOW_STEPS = 6  # the first steps, which are seen one by one: what is said has to fit them
_ROUNDING = 1e-12  # of the largest number: numpy, sympy and torch round differently by less


def model(scenario: Scenario, notation: Notation) -> Message:
    """What the model's only parameter is: its slope, its intercept, or another coefficient."""
    (name,), (across, _) = scenario.parameters, columns_of(scenario)
    output, (feature,) = spoken(notation.output), fit_of(scenario).parsed.features
    straight, offset = is_straight(fit_of(scenario).parsed), fit_of(scenario).parsed.offset
    kind = "other" if straight else "bent"
    if straight and feature.is_Symbol:
        kind = "slope" if offset.free_symbols or offset != 0 else "through-origin"
        kind += "-itself" if name == "m" else ""
    elif straight and feature == 1:
        kind = "intercept"
    return message("curve-model", kind=kind, name=name, output=output, input=spoken(across.letter))


def turns(scenario: Scenario, height: float | None) -> Message:
    """What the line does as the parameter changes, such as turn about a point.

    `height` is the height of that point, where the input is 0; None if there is no such point.
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


def mean_square(scenario: Scenario, loss: str, printed: str) -> Message:
    """The loss is a mean of squares; with its symbol and its value as printed."""
    points = len(data_of(scenario).outputs)
    return message("curve-mean-square", points=points, symbol=spoken(loss), loss=printed)


def every_loss(scenario: Scenario) -> Message:
    """The loss is a function of the parameter."""
    return message("curve-every-loss", name=scenario.parameters[0])


def how_steep(scenario: Scenario, x: str) -> Message:
    """The question how steep the curve is at the start, `x` as printed."""
    name, of = scenario.parameters[0], _curve_of(scenario)
    return message("curve-how-steep", name=name, x=x, of=of)


def _curve_of(scenario: Scenario) -> str:
    """What the slope belongs to: the curve, or, where lines have slopes too, the loss's symbol."""
    return spoken(notation_of(scenario).loss) if scenario.fit else "curve"


def limit(notation: Notation) -> Message:
    """What becomes of a secant as its two points come together."""
    return message("curve-limit", distance=spoken(notation.distance))


def multiplied_out(notation: Notation, scenario: Scenario) -> Message:
    """How the loss of data becomes a polynomial."""
    points = len(data_of(scenario).outputs)
    return message("curve-multiplied-out", loss=spoken(notation.loss), points=points)


def worked_out(notation: Notation, scenario: Scenario, multiplied: bool) -> Message:
    """How the slope of a polynomial is found, which may have to be `multiplied` out before."""
    symbols = {"name": scenario.parameters[0], "distance": spoken(notation.distance)}
    loss = spoken(notation.loss)
    return message("curve-worked-out", loss=loss, first="loss" if multiplied else "rest", **symbols)


def by_rules(name: str) -> Message:
    """Where the derivative of a loss that is not a polynomial comes from."""
    return message("curve-by-rules", name=name)


def confirmed(notation: Notation, h: str, places: int) -> Message:
    """The derivatives at some places agree with secants over a small distance `h`, as printed."""
    return message("curve-confirmed", distance=f"{spoken(notation.distance)} = {h}", places=places)


def from_one_side(notation: Notation, slope: float) -> Message:
    """What becomes of a secant as its points come together at a kink, from one side."""
    return message("curve-from-one-side", distance=spoken(notation.distance), slope=number(slope))


def from_other_side(slope: float) -> Message:
    """The slope from the other side of a kink, and what follows from it."""
    return message("curve-from-other-side", slope=number(slope))


def kink(name: str, x: str, torch_slope: float) -> Message:
    """The curve has a kink at `x`, as printed; torch takes `torch_slope` for its slope."""
    return message("curve-kink", name=name, x=x, slope=number(torch_slope))


def slope_here(scenario: Scenario, slope: float) -> Message:
    """What a slope other than 0 says about the way down."""
    sign = "negative" if slope < 0 else "positive"
    return message("curve-slope-here", sign=sign, slope=number(slope), of=_curve_of(scenario))


def slope_there(name: str, x: float, slope: float, earlier: float) -> Message:
    """The same for a second place, compared with the earlier slope."""
    steepness_before, steepness_now = number(abs(earlier)), number(abs(slope))
    steepness = "steeper" if abs(slope) > abs(earlier) else "flatter"
    if steepness_before == steepness_now:
        steepness = "same"
    downhill = "right" if slope < 0 else "left"
    if slope * earlier > 0:
        downhill += "-again"
    return message(
        "curve-slope-there",
        name=name,
        x=exact(x),
        slope=number(slope),
        steepness=steepness,
        downhill=downhill,
    )


def why_not_solve(solved: bool) -> Message:
    """Why one does not solve for slope 0, though that may be `solved` for this curve."""
    return message("curve-why-not-solve", solved="yes" if solved else "no")


def which_way(lowest: bool) -> Message:
    """What sign and size of a slope say, and what it is at the `lowest` point, if that is seen."""
    return message("curve-which-way-how-steep", lowest="seen" if lowest else "unseen")


def start(scenario: Scenario, here: str, loss: float) -> Message:
    """Where the run starts, as printed, and its loss there."""
    (name,) = scenario.parameters
    return message("curve-start", name=name, x=here, loss=number(loss))


def shortened(times: float) -> Message:
    """A note that arrows are drawn `times` times shorter than they are."""
    return message("label-arrows-smaller", times=divisor(times))


def rule(run: RunRecord) -> Message:
    """How the first step follows from the slope."""
    if not follows_gradient(run):
        return own_step(run)
    if not run.grad[0].any():
        return message("curve-rule-kink" if _at_kink(run) else "curve-rule-level")
    (name,) = run.run.start
    return message("curve-rule", name=name, rate=rate(run.first_rate))


def squeezed(rate: str, slope: str, change: str) -> Message:
    """How long the first step is: rate times slope, as printed."""
    size, step = (printed.removeprefix("−") for printed in (slope, change))
    return message("curve-squeezed", rate=rate, slope=size, step=step)


def descends(run: RunRecord) -> Message:
    """How steps follow the slope, judged by the first steps of a run; it has at least one."""
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


def straight(distance: str | None, loss: str, squared: bool) -> Message:
    """What each step multiplies the distance (if that is known) and the loss by, as printed.

    `squared` if the number for the loss is the square of the other.
    """
    if distance is None:
        return message("curve-straight-loss", loss=loss)
    return message(
        "curve-straight", distance=distance, loss=loss, squared="yes" if squared else "no"
    )


def _at_kink(run: RunRecord) -> bool:
    return run.ending.outcome is Outcome.KINK


def prediction(scenario: Scenario, x: float, answer: str) -> Message:
    """What the line that was found predicts for an input that is not in the data."""
    (across, upward), (inputs, outputs) = columns(scenario), columns_of(scenario)
    x_text, y_text = inputs.with_unit(exact(x)), outputs.with_unit(answer)
    values = {"input": across, "x": x_text, "output": upward, "y": y_text}
    return message("curve-prediction", shape=shape(scenario), **values)


def predicted(value: float, from_printed: float) -> str:
    """A predicted output, with only those digits that also follow from the printed numbers.

    `from_printed` is what these give. At most three decimals, as in the table beside it, and at
    least two digits; whole numbers have no decimals.
    """
    pairs = zip(_written(value), _written(from_printed), strict=False)
    return next(
        (exact_text for exact_text, printed_text in pairs if exact_text == printed_text),
        number(value, 2),
    )


def _written(value: float) -> list[str]:
    """A number with three to one decimals, then with four to two digits."""
    decimals = (3, 2, 1) if 0.01 <= abs(value) < 1e5 else ()
    shorter = [number(value, digits) for digits in (4, 3, 2)]
    return [*(number(round(value, places), MOST_DIGITS) for places in decimals), *shorter]


def repeated(name: str, start: str, rate: str, steps: int) -> Message:
    """The start and the learning rate of the programs, and how often they are repeated."""
    return message("label-repeated", name=name, start=start, rate=rate, steps=steps)


def agreement(difference: float, largest: float) -> Message:
    """How well three computations agree: their largest difference, beside their largest number."""
    if difference == 0.0:
        return message("curve-same-numbers")
    rounded = difference <= _ROUNDING * largest
    id = "curve-numbers-rounded" if rounded else "curve-numbers-apart"
    return message(id, apart=number(difference))


# Many starts


def ended(scenario: Scenario, end: End, total: int, minimum: float | None) -> Message:
    """How many of all runs end in a minimum, in several listed together, or (None) nowhere."""
    count = len(end.runs)
    if minimum is None:
        return restless(count, total)
    if end.places > 1:
        return elsewhere(count, total, end.places)
    values = {"name": scenario.parameters[0], "place": number(minimum)}
    return message("curve-ended", count=count, runs=total, **values)


def painted(scenario: Scenario, ends: Sequence[int], borders: Sequence[float]) -> Message:
    """What an axis painted by where its starts end shows, and where the watershed is."""
    kind = "one" if len(borders) == 1 else "many"
    if len(set(ends)) == 1:
        kind = "all"
    elif not borders and len({*ends} - {NOWHERE}) == 1:
        kind = "some"
    place = number(borders[0]) if borders else ""
    return message("curve-painted", kind=kind, name=scenario.parameters[0], place=place)


def lowest_end(scenario: Scenario, minimum: float, others: int, below: bool) -> Message:
    """Which end is the lowest found, beside `others` ends; `below` if lower ones are not shown."""
    values = {"name": scenario.parameters[0], "place": number(minimum)}
    return message("curve-lowest-end", others=others, below="yes" if below else "no", **values)
