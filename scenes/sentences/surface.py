"""What the chapters of a surface lesson say, where that depends on what was recorded."""

from __future__ import annotations

from collections.abc import Sequence

from gradreel.scenes.parts.numbers import number, rate
from gradreel.scenes.parts.runs import as_place, place_of
from gradreel.scenes.sentences.runs import own_step
from gradreel.solver.diagnostics import follows_gradient
from gradreel.solver.directions import Direction, is_narrow
from gradreel.solver.message import Message, message
from gradreel.solver.numbers import DIGITS
from gradreel.solver.recording import RunRecord


def contours(directions: Sequence[Direction]) -> Message:
    """What contour lines are, of a loss that bends in some directions if it is quadratic."""
    return message("surface-contours-valley" if is_narrow(directions) else "surface-contours")


def start(here: Sequence[str], loss: float) -> Message:
    """Where the run starts, as it is printed, and how high that is."""
    return message("surface-start", place=as_place(here), loss=number(loss))


def kink(name: str, told: float) -> Message:
    """That there is no single slope along a parameter, at a kink, and which torch takes."""
    return message("surface-kink", name=name, slope=number(told))


def slope(name: str, value: float) -> Message:
    """How steep it is along one parameter."""
    way = "up" if value > 0 else "down" if value < 0 else "level"
    return message("surface-slope", name=name, way=way, slope=number(value))


def legs(name: str, value: float, along: float, up: float) -> Message:
    """How steep it is along one parameter, by the legs of a tangent."""
    way = "up" if value > 0 else "down"
    rise = number(abs(up), DIGITS + 1)
    return message("surface-legs", name=name, way=way, along=number(along), rise=rise)


def steepest(square: bool) -> Message:
    """Where the steepest way down leads; `square` if right angles look right."""
    return message("surface-steepest", square="yes" if square else "no")


def rule(run: RunRecord) -> Message:
    """What the rule does where it takes no part of the gradient."""
    return message("surface-rule-level") if follows_gradient(run) else own_step(run)


def how_much(times: int) -> Message:
    """What is asked of the negative gradient, when it is drawn so many times smaller than it is."""
    return message("surface-how-much", times=times)


def part(run: RunRecord) -> Message:
    """How much of the negative gradient the step is."""
    lr = run.run.lr
    size = "less" if lr < 1.0 else "all" if lr == 1.0 else "more"
    return message("surface-part", size=size, rate=rate(lr))


def there(place: Sequence[str]) -> Message:
    """Where the first step leads, as it is printed."""
    return message("surface-there", place=as_place(place))


def released(runs: Sequence[RunRecord]) -> Message:
    """How many runs start, and from how many places."""
    places = len({tuple(run.parameters[0].tolist()) for run in runs})
    again = "starts-released-again" if 1 < places < len(runs) else "starts-released"
    return message(again, places=places, runs=len(runs))


def where_to(runs: Sequence[RunRecord]) -> Message:
    """What is asked before the runs go."""
    return message("starts-where-to", runs=len(runs))


def painted(descents: int, plain: bool) -> Message:
    """What the colours of the map say, and of which descents where the runs are no plain ones."""
    return message("starts-painted", descents=descents, plain="yes" if plain else "no")


def local(near: Sequence[float]) -> Message:
    """What an end is that is a minimum, but not the lowest."""
    return message("starts-local", place=place_of(near))


def ended(count: int, total: int, near: Sequence[float]) -> Message:
    """How many runs end in one place."""
    return message("starts-ended", count=count, runs=total, place=place_of(near))


def elsewhere(count: int, total: int, places: int) -> Message:
    """How many runs end in places that are not listed."""
    return message("starts-ended-elsewhere", count=count, runs=total, places=places)


def restless(count: int, total: int) -> Message:
    """How many runs end nowhere."""
    return message("starts-restless", count=count, runs=total)
