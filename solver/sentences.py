"""The sentence about a run's ending: plain, short, and true of its numbers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gradreel.scenarios.calculus import Array, derivative
from gradreel.solver.ground import Ground, Place
from gradreel.solver.numbers import apart, rounded
from gradreel.solver.objective import FitObjective, Objective
from gradreel.solver.path import Path
from gradreel.solver.rounding import without_noise
from gradreel.solver.shape import Shape

_STAYS = 0.05  # of a leap: so near to where it led, a run hardly moves
_NOTHING = 1e-9  # of its way: what is left where a run has reached a place
_LONG = 10  # signs of a number that tells more than rounding


def left_domain(path: Path, names: Sequence[str], place: Array, missing: str) -> str:
    step = len(path.lengths) + 1
    return f"Step {step} leads to {_place(names, place)}, where the formula has no {missing}."


def fell_beyond(path: Path) -> str:
    count, loss = len(path.lengths), rounded(path.loss[-1])
    return f"It falls without end: step {count + 1} leads beyond what can be computed, from {loss}."


def diverged(path: Path) -> str:
    count, loss = len(path.lengths), rounded(path.loss[-1])
    if not path.runs_away:
        return (
            f"Diverged: step {count + 1} leads beyond what can be computed; "
            f"the loss before it was {loss}."
        )
    overshoots = path.steps[-1] @ path.steps[-2] < 0
    manner = "it overshoots more and more" if overshoots else "its steps keep growing"
    return f"Diverged: {manner}, and after {count} steps the loss is {loss}."


def on_kink(slopes: tuple[float, float]) -> str:
    return f"It stays on a kink: no single slope here, but {_both(slopes)}; torch takes 0."


def at_start(objective: Objective, shape: Shape) -> str:
    if shape is Shape.VALLEY:
        return "The start is on a flat valley floor: no point is lower, and many are as good."
    if shape is Shape.BOWL and isinstance(objective, FitObjective):
        return f"The guess is already the best {_fitted(objective)}: its slopes are 0."
    place = "the lowest point" if shape is Shape.BOWL else "a minimum"
    return f"The start is {place} already: the slope there is 0."


def starts_at(place: Place, path: Path) -> str:
    if place is Place.FLAT:
        loss = rounded(path.loss[-1])
        return (
            f"The ground is flat here: slope 0, so no step is made, and the loss stays at {loss}."
        )
    return f"The start is {_NAMES[place]}: the slope is 0, though the ground falls {_FALLS[place]}."


def rests_at(place: Place, path: Path, objective: Objective) -> str:
    if place is Place.FLAT:
        loss = rounded(path.loss[-1])
        return f"It rests after {_steps(path)} where the ground is flat: the loss there is {loss}."
    reached = _reached(path, objective, _NAMES[place])
    return f"It {reached}, though the ground falls {_FALLS[place]}."


_NAMES = {
    Place.SADDLE: "a saddle",
    Place.MAXIMUM: "a maximum",
    Place.RIDGE: "the top of a ridge",
    Place.INFLECTION: "an inflection",
}
_FALLS = {
    Place.SADDLE: "to some sides",
    Place.MAXIMUM: "all around",
    Place.RIDGE: "to both sides",
    Place.INFLECTION: "on one side",
}


def loss_below(path: Path, limit: float) -> str:
    if not path.lengths.size:
        return f"There was nothing to do: the loss is below {rounded(limit)} at the start."
    return f"Arrived after {_steps(path)}: the loss fell below {rounded(limit)}."


def settled(path: Path, limit: float) -> str:
    loss, last = rounded(path.loss[-1]), len(path.lengths)
    return f"The loss settled at {loss}: step {last} changed it by less than {rounded(limit)}."


def stopped(path: Path, limit: float) -> str:
    loss, last = rounded(path.loss[-1]), len(path.lengths)
    less = f"step {last} changed the loss, {loss}, by under {rounded(limit)}"
    return f"Stopped as told, not at a minimum: {less}."


def thrown(path: Path, names: Sequence[str], step: int) -> str:
    place = _place(names, path.parameters[step])
    since = float(np.linalg.norm(path.end - path.parameters[step]))
    if since > _STAYS * path.lengths[step - 1]:
        there = _place(names, path.end)
        return f"Step {step} leapt to {place}; after {_steps(path)} it is at {there}."
    slope = _slope(path) if len(names) > 1 else rounded(path.grad[-1][0])
    return f"Step {step} leapt to {place}; with the slope {slope} it hardly moves."


def at_minimum(path: Path, objective: Objective) -> str:
    place, loss = _lowest(objective), _loss(path, objective)
    if _exact(path, objective):
        if objective.minimum_loss is not None:
            loss = rounded(objective.minimum_loss)
        return f"It reached {place} after {_count(path.arrival)}: the loss there is {loss}."
    return f"It has all but reached {place}: after {_count(path.arrival)} the loss is {loss}."


def on_floor(path: Path, objective: Objective) -> str:
    floor = f"Arrived at a flat valley floor, loss {_loss(path, objective)}"
    if not isinstance(objective, FitObjective):
        return f"{floor}: every point along it is as good."
    if (objective.design == objective.design[0]).all():
        return f"{floor}: every {_fitted(objective)} through this point is as good."
    return f"{floor}: many other {_fitted(objective)}s are as good."


def at_kink(path: Path, objective: Objective, slopes: tuple[float, float]) -> str:
    reached = _reached(path, objective, "a minimum")
    return f"It {reached}: a kink, no single slope but {_both(slopes)}."


def about_kink(path: Path, slopes: tuple[float, float]) -> str:
    reached = f"It has all but reached a minimum after {_steps(path)}"
    return f"{reached}: {_kink(slopes)}."


def held(path: Path) -> str:
    slope, loss = _slope(path), rounded(path.loss[-1])
    return f"Held by weight decay: it rests where the slope is {slope} and the loss {loss}."


def hops(path: Path, slopes: tuple[float, float]) -> str:
    low, high = _range(path)
    loss = f"stays at {low}" if low == high else f"goes from {low} to {high}"
    return f"It keeps hopping over {_kink(slopes)}: the loss {loss}."


def swings(path: Path) -> str:
    low, high = _range(path)
    manner = "jumping between two places" if path.alternates else "swinging to and fro"
    if low != high and path.narrows:
        loss = rounded(path.loss[-1])
        return f"It keeps {manner}, less each time: after {_steps(path)} the loss is {loss}."
    if low == high:
        return f"It keeps {manner}: the loss stays at {low}."
    return f"It keeps {manner}: the loss goes from {low} to {high} and back."


def ran_past(path: Path, step: int) -> str:
    near, now = apart([float(path.loss[step]), float(path.loss[-1])])
    return f"It was at a loss of {near} after {_count(step)}, ran past, and is at {now}."


def unbounded(path: Path, proven: bool, saddle: int | None) -> str:
    loss = rounded(path.loss[-1])
    if saddle is not None:
        return f"Past a saddle at step {saddle} it falls without end: the loss is {loss} by now."
    if proven:
        loss = f"{loss} after {_steps(path)}"
        return f"It falls without end: the loss is {loss}; there is no lowest point."
    manner = "faster and faster" if path.falls_faster else "on and on"
    return f"It falls {manner}: after {_steps(path)} the loss is {loss}, no end in sight."


def by_saddle(path: Path) -> str:
    loss = rounded(path.loss[-1])
    return f"After {_steps(path)} it is by a saddle, nearly level: the loss is {loss}."


def on_plateau(path: Path) -> str:
    loss = rounded(path.loss[-1])
    return f"The ground is nearly flat here: small slope, small steps, the loss still {loss}."


def steps_spent(path: Path, objective: Objective, saddle: int | None) -> str:
    start, before, now = path.loss[0], path.loss[-2], path.loss[-1]
    loss, after = _loss_now(path, objective), f"fter {_steps(path)}"
    if path.stands_still:
        return f"It stands still a{after}: the loss is {loss}, but the slope {_slope(path)}."
    if now < min(start, before) and saddle is not None:
        return f"Past a saddle at step {saddle} it is still on its way: the loss is {loss}."
    if now < min(start, before):
        if fallen := _fall(path):
            return f"A{after} it is still falling: the loss is {loss}, {fallen} below the start."
        return f"A{after} it is still on its way: the loss is {loss} and still falling."
    level = "the same as" if now == start else "higher than" if now > start else "lower than"
    return f"A{after} it has not settled: the loss is {loss}, {level} at the start."


def _lowest(objective: Objective) -> str:
    return "a minimum" if objective.minimum is None else "the lowest point"


def _reached(path: Path, objective: Objective, place: str) -> str:
    if _exact(path, objective):
        return f"reached {place} after {_count(path.arrival)}"
    return f"has all but reached {place} after {_count(path.arrival)}"


def _exact(path: Path, objective: Objective) -> bool:
    """Whether its slope at the end is 0 but for rounding, or it stays there with nothing left."""
    level = np.abs(path.grad[-1]) <= objective.gradient_noise(path.end)
    if level.all() or path.arrival == len(path.lengths):
        return bool(level.all())
    lowest = objective.minimum
    left = Ground(objective).newton_step(path.end) if lowest is None else lowest - path.end
    return left is None or bool(np.linalg.norm(left) <= _NOTHING * path.way)


def _loss_now(path: Path, objective: Objective) -> str:
    """The last loss, told apart from the first where that takes but few digits."""
    told = apart([float(path.loss[0]), float(path.loss[-1])])[1]
    return told if len(told) <= _LONG else _loss(path, objective)


def _fall(path: Path) -> str:
    """How far the loss has fallen, where it has too many digits to show that; else ""."""
    ends = [float(path.loss[0]), float(path.loss[-1])]
    return rounded(ends[0] - ends[1]) if max(map(len, apart(ends))) > _LONG else ""


def _range(path: Path) -> tuple[str, str]:
    losses = path.loss[-path.window :]
    low, high = apart([float(losses.min()), float(losses.max())])
    # What differs in the last digits alone is rounding.
    return (low, high) if max(len(low), len(high)) <= _LONG else (rounded(losses.min()),) * 2


def _loss(path: Path, objective: Objective) -> str:
    return rounded(float(without_noise(path.loss[-1], objective.loss_noise(path.end))))


def _slope(path: Path) -> str:
    return rounded(float(np.linalg.norm(path.grad[-1])))


def _both(slopes: tuple[float, float]) -> str:
    return f"{rounded(slopes[0], 3)} and {rounded(slopes[1], 3)}"


def _kink(slopes: tuple[float, float]) -> str:
    if np.isinf(slopes).all():
        return "a cusp, slopes growing without bound"
    if np.isinf(slopes).any():
        (slope,) = filter(np.isfinite, slopes)
        return f"a kink, slopes {rounded(slope, 3)} and without bound"
    return f"a kink, slopes {_both(slopes)}"


def _fitted(objective: FitObjective) -> str:
    """What a model draws: a line, where it is one in x."""
    features = objective.model.features
    straight = all(f.is_polynomial() and not derivative(f, "x").free_symbols for f in features)
    return "line" if straight and objective.model.inputs == ("x",) else "fit"


def _place(names: Sequence[str], place: Array) -> str:
    pairs = zip(names, place.tolist(), strict=True)
    return ", ".join(f"{name} = {rounded(value)}" for name, value in pairs)


def _steps(path: Path) -> str:
    return _count(len(path.lengths))


def _count(steps: int) -> str:
    return "1 step" if steps == 1 else f"{steps} steps"
