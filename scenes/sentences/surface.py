"""What the chapters of a surface lesson say where it depends on the recording."""

from __future__ import annotations

import math
from collections.abc import Sequence

from gradreel.scenarios import Scenario
from gradreel.scenarios.arrays import Array
from gradreel.scenes.parts.descents.runs import as_place, place_of
from gradreel.scenes.parts.digits.numbers import divisor, number, numbers_apart, rate
from gradreel.scenes.parts.digits.printed import PrintedPlace
from gradreel.scenes.parts.formulas.fit_about import fit_of
from gradreel.scenes.parts.formulas.notation import notation_of, spoken
from gradreel.scenes.sentences.runs import own_step
from gradreel.solver.diagnostics import follows_gradient
from gradreel.solver.directions import Direction, is_narrow
from gradreel.solver.message import Message, message
from gradreel.solver.numbers import DIGITS
from gradreel.solver.run_record import RunRecord

_FEW = 2  # predictions that a sentence lists


def data_model(scenario: Scenario) -> Message:
    """What the model predicts, and from what."""
    output = spoken(notation_of(scenario).output)
    return message("data-model", output=output, inputs=fit_of(scenario).written.inputs)


def data_predicts(
    scenario: Scenario, start: PrintedPlace, predicted: Array, misses: bool
) -> Message:
    """What the model predicts at the start, as this is printed, and that it `misses` something."""
    named = zip(scenario.parameters, start.texts, strict=True)
    settings = tuple(f"{name} = {value}" for name, value in named)
    output = spoken(notation_of(scenario).output)
    if not misses:
        return message("data-predicts-all", settings=settings, output=output)
    few = len(predicted) <= _FEW
    return message(
        "data-predicts",
        settings=settings,
        output=output,
        outputs=_listed(fit_of(scenario).data.outputs) if few else "",
        predictions=_listed(predicted) if few else "",
        count="few" if few else "many",
    )


def residuals(predicted: Array) -> Message:
    """What the gaps between predictions and outputs are called."""
    return message("data-residuals", count=len(predicted))


def _listed(values: Sequence[float] | Array) -> tuple[str, ...]:
    return tuple(number(float(value)) for value in values)


def contours(directions: Sequence[Direction]) -> Message:
    """What contour lines are, of a loss that bends in some directions if it is quadratic."""
    return message("surface-contours-valley" if is_narrow(directions) else "surface-contours")


def start(here: Sequence[str], loss: float) -> Message:
    """Where the run starts, as printed, and its loss there."""
    return message("surface-start", place=as_place(here), loss=number(loss))


def kink(name: str, torch_slope: float) -> Message:
    """At a kink there is no single slope along a parameter; torch takes `torch_slope`."""
    return message("surface-kink", name=name, slope=number(torch_slope))


def slope(name: str, value: float) -> Message:
    """How steep the surface is along one parameter."""
    direction = "up" if value > 0 else "down" if value < 0 else "level"
    return message("surface-slope", name=name, way=direction, slope=number(value))


def legs(name: str, value: float, along: float, up: float) -> Message:
    """How steep the surface is along one parameter: a tangent rises `up` over `along`."""
    direction = "up" if value > 0 else "down"
    rise = number(abs(up), DIGITS + 1)
    return message("surface-legs", name=name, way=direction, along=number(along), rise=rise)


def steepest(square: bool) -> Message:
    """Where the steepest way down leads; `square` if right angles look like right angles."""
    return message("surface-steepest", square="yes" if square else "no")


def rule(run: RunRecord) -> Message:
    """What the step is if it is not a part of the gradient: none, or by another rule."""
    return message("surface-rule-level") if follows_gradient(run) else own_step(run)


def how_much(times: int) -> Message:
    """The question how much of the negative gradient to take; it is drawn `times` times smaller."""
    whole = "yes" if times == 1 else "no"
    return message("surface-how-much", whole=whole, times=divisor(times))


def part(run: RunRecord) -> Message:
    """What part of the negative gradient the step is."""
    lr = run.first_rate
    size = "less" if lr < 1.0 else "all" if lr == 1.0 else "more"
    return message("surface-part", size=size, rate=rate(lr))


def whole_way(start: float, there: float, step: float) -> Message:
    """What the loss is all the way along the negative gradient.

    The others are those at the start and at the end of the step, which goes less far.
    """
    before, after = numbers_apart((start, there)) if math.isfinite(there) else ("", "")
    if not math.isfinite(there):
        found = "no-value" if math.isnan(there) else "beyond"
    elif before == after:
        found = "same"
    else:
        found = "higher" if there > start else "lower" if there > step else "lowest"
    return message("surface-whole-way", found=found, start=before, there=after)


def released(runs: Sequence[RunRecord]) -> Message:
    """How many runs start, from how many places."""
    places = len({tuple(run.parameters[0].tolist()) for run in runs})
    again = "starts-released-again" if 1 < places < len(runs) else "starts-released"
    return message(again, places=places, runs=len(runs))


def where_to(runs: Sequence[RunRecord]) -> Message:
    """The question where the runs will end, asked before they go."""
    return message("starts-where-to", runs=len(runs))


def painted(descents: int, alike: bool, grid: bool) -> Message:
    """What the colours of the map mean.

    They come from descents that are `alike` to the runs, or else plain, and that start on a `grid`,
    or else at random.
    """
    if not grid:
        return message("starts-painted-at-random", descents=descents)
    return message("starts-painted", descents=descents, plain="yes" if alike else "no")


def parted(name: str = "", value: float = 0.0) -> Message:
    """That starts on two sides of a ridge part, where a parameter has a value if it has a name."""
    if not name:
        return message("starts-parted")
    return message("starts-parted-at", name=name, value=number(value))


def local(others: int, place: Sequence[float]) -> Message:
    """How many ends are minima, but not the lowest, and the place of one of them."""
    return message("starts-local", others=others, place=place_of(place))


def ended(count: int, total: int, place: Sequence[float]) -> Message:
    """How many runs end in a place."""
    return message("starts-ended", count=count, runs=total, place=place_of(place))


def elsewhere(count: int, total: int, places: int) -> Message:
    """How many runs end in places that are not listed."""
    return message("starts-ended-elsewhere", count=count, runs=total, places=places)


def restless(count: int, total: int) -> Message:
    """How many runs come to no end."""
    return message("starts-restless", count=count, runs=total)
