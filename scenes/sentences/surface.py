"""What the chapters of a surface lesson say."""

from __future__ import annotations

from collections.abc import Sequence

from scenes.parts.numbers import number
from scenes.parts.typeset import Array
from scenes.parts.verdict import follows_gradient
from solver.trajectory import RunRecord

LANDSCAPE = "The landscape"
GRADIENT = "The gradient"
STEP = "One step"
DESCENT = "The descent"
RATES = "Side by side"
STARTS = "Many starts"

# The landscape

SURFACE = "All such curves together are a surface: low is dark, high is light."
CONTOURS = "On the floor, contour lines join the places of equal loss."


def slice_along(name: str) -> str:
    """What the first slice shows."""
    return f"Walk along {name} alone, and the loss draws a curve."


def slice_also(name: str) -> str:
    """What the second slice shows."""
    return f"Another one along {name}."


# The gradient

UPHILL = "Together they are the gradient: the way uphill on the floor."
FLAT = "Both slopes are zero: there is no way uphill, and none downhill."


def start(run: RunRecord) -> str:
    """Where the run starts."""
    return f"We start at {place(run.parameters[0])}, where the loss is {number(run.loss[0])}."


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
    rate = number(run.run.lr)
    if follows_gradient(run):
        return f"Step against each slope; the learning rate, {rate}, says how far."
    return f"{run.run.optimizer} makes its own step of the gradient, with the learning rate {rate}."


def there(run: RunRecord) -> str:
    """Where the first step leads."""
    return f"The step leads to {place(run.parameters[1])}."


def after_step(run: RunRecord) -> str:
    """What the first step does to the loss."""
    before, after = (number(loss) for loss in run.loss[:2])
    if run.loss[1] < run.loss[0]:
        return f"One step: the loss falls, from {before} to {after}."
    if run.loss[1] > run.loss[0]:
        return f"One step too far: the loss rises, from {before} to {after}."
    return f"One step: the loss stays at {after}."


# The descent


def descent(run: RunRecord) -> str:
    """What is about to be seen."""
    rate = number(run.run.lr)
    return f"{run.run.optimizer} with learning rate {rate}: the same rule, again and again."


def zoomed(scale: float, lost: int | None) -> str:
    """A note on axes that were widened, and on the first step that is too far away for them."""
    if scale <= 1.0:
        return ""
    beyond = "" if lost is None else f", step {lost} is beyond"
    return f"zoomed out ×{number(scale, 2)}{beyond}"


# Side by side

FACTOR = "Where the surface bends by λ, a step multiplies the distance by 1 − ηλ."
BELOW_ONE = "Below 1 in size, the run comes closer; above 1, it is thrown farther out."


def panel_zoomed(scale: float, lost: int | None) -> str:
    """The same note where there is little room."""
    if scale <= 1.0:
        return ""
    return f"axes ×{number(scale, 2)}" if lost is None else f"out at step {lost}"


# Many starts

ONE_END = "All end in one place."
BY_END = "Coloured by where they end."
ONE_LOWEST = "Wherever it starts, the descent finds the same lowest point."
EQUALLY_DEEP = "The valleys are equally deep: the start decides which one is found."
NEAREST = "Downhill leads into some valley, not always into the deepest."


def released(count: int) -> str:
    """How many runs start."""
    return f"The same rule from {count} places at once."


def stuck(deepest: float, highest: float) -> str:
    """The lowest and the highest loss at which runs end."""
    return f"The lowest end has the loss {number(deepest)}; another is stuck at {number(highest)}."


def ended(count: int, total: int, near: Sequence[float]) -> str:
    """How many runs end in one place."""
    return f"{count} of {total} {'ends' if count == 1 else 'end'} near {place(near)}"


def restless(count: int, total: int) -> str:
    """How many runs end nowhere."""
    verbs = "runs away or does not settle" if count == 1 else "run away or do not settle"
    return f"{count} of {total} {verbs}"


def place(parameters: Sequence[float] | Array) -> str:
    """Parameters as a place: (1, 2)."""
    return f"({', '.join(number(float(v)) for v in parameters)})"
