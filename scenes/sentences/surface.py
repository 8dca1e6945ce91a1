"""What the chapters of a surface lesson say."""

from __future__ import annotations

from collections.abc import Sequence

from gradreel.scenes.parts.notation import Notation, spoken
from gradreel.scenes.parts.numbers import number, rate
from gradreel.scenes.parts.runs import as_place, place_of
from gradreel.scenes.sentences.runs import own_step
from gradreel.solver.diagnostics import follows_gradient
from gradreel.solver.recording import RunRecord

LANDSCAPE = "The landscape"
GRADIENT = "The gradient"
STEP = "One step"
DESCENT = "The descent"
RATES = "Side by side"
STARTS = "Many starts"

# The landscape

SURFACE = "All such curves together are a surface: low is dark, high is light."
LOGARITHMIC = "Heights are logarithmic here: the descent would look flat otherwise."
LEVEL_EVERYWHERE = "All such curves together are a surface: here it is the same height everywhere."
CONTOURS = "On the floor, contour lines join the places of equal loss."


def slice_along(name: str) -> str:
    """What the first slice shows."""
    return f"Walk along {name} alone, and the loss draws a curve."


def slice_also(name: str) -> str:
    """What the second slice shows."""
    return f"Another one along {name}."


# The gradient

UPHILL = "Together they are the gradient: the way uphill on the floor."
FLAT = "Both slopes are zero: the gradient shows no way down."


def start(here: Sequence[str], loss: float) -> str:
    """Where the run starts, as it is printed, and how high that is."""
    return f"We start at {as_place(here)}, where the loss is {number(loss)}."


def kink(name: str, told: float) -> str:
    """What it is along one parameter where there is a kink, and what torch takes for it."""
    return f"Along {name} there is a kink, and no single slope: torch takes {number(told)}."


def slope(name: str, value: float) -> str:
    """How steep it is along one parameter."""
    if value == 0.0:
        return f"Along {name} the tangent is level."
    way = "rises" if value > 0 else "falls"
    return f"Along {name} the tangent {way}: its slope is {number(value)}."


def downhill(run: RunRecord) -> str:
    """Where the opposite of the gradient leads."""
    where = ", and that is where we go" if run.steps and follows_gradient(run) else ""
    return f"Its opposite leads downhill{where}."


# One step

NUMBERS = "The same with the numbers of this step."


def rule(run: RunRecord) -> str:
    """What the rule does with the gradient."""
    if not follows_gradient(run):
        return own_step(run)
    if not run.grad[0].any():
        return "Step against each slope: where both are 0, so is the step."
    return f"Step against each slope; the learning rate, {rate(run.run.lr)}, says how far."


def there(place: Sequence[str]) -> str:
    """Where the first step leads, as it is printed."""
    return f"The step leads to {as_place(place)}."


# Side by side

LEVELS = "The contour lines stand at logarithmic levels, as the losses differ so much."


def factor(own: Notation, of_all: bool) -> str:
    """What a step does to the distance from the lowest point, in all runs or in the plain ones."""
    bend, rate = spoken(own.curvature), spoken(own.rate)
    step = "a step" if of_all else "plain gradient descent"
    return f"Where the surface bends by {bend}, {step} multiplies the distance by 1 − {rate}{bend}."


# Many starts

ONE_END = "All end in one place."
NO_END = "Not one of them comes to rest."
BY_END = "Coloured by where they end."
ONE_LOWEST = "The surface is convex: wherever it starts, it finds the one lowest point."
UNPROVEN = "One end for all these starts; other starts may still find another."
NOT_THERE = "The surface is convex, but no run has come to its lowest point."
EQUALLY_DEEP = "The ends are equally deep: the start decides which one is found."
NEARLY_AS_DEEP = "The ends are nearly equally deep: the start decides which one is found."
LEVEL = "The ends are equally deep, and nothing rises between them."
ON_THE_WAY = "The ends differ, but not all runs have come to the bottom of a valley."
NOT_CONVEX = "Between the ends the surface rises above both: it is not convex."


def released(runs: Sequence[RunRecord]) -> str:
    """How many runs start, and from how many places."""
    places = len({tuple(run.parameters[0].tolist()) for run in runs})
    where = f"{places} places" if places > 1 else "one place"
    several = "" if places == len(runs) else f", {len(runs)} times"
    return f"The same rule from {where} at once{several}."


def local(near: Sequence[float]) -> str:
    """What an end is that is a minimum, but not the lowest."""
    return f"The minimum near {place_of(near)} is only a local one: other runs end lower."


def ended(count: int, total: int, near: Sequence[float]) -> str:
    """How many runs end in one place."""
    return f"{count} of {total} {'ends' if count == 1 else 'end'} near {place_of(near)}"


def elsewhere(count: int, total: int, places: int) -> str:
    """How many runs end in places that are not listed."""
    return f"{count} of {total} end in {places} other places"


def restless(count: int, total: int) -> str:
    """How many runs end nowhere."""
    verbs = "runs away or does not settle" if count == 1 else "run away or do not settle"
    return f"{count} of {total} {verbs}"
