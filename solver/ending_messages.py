"""The messages about the endings of runs, with their numbers as they are printed.

Each function gives the message for the ending that its first line describes.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

import numpy as np

from gradreel.scenarios.calculus import Array, derivative
from gradreel.solver.loss_landscape import CriticalPoint, LossLandscape
from gradreel.solver.message import Message, message
from gradreel.solver.numbers import apart, rounded
from gradreel.solver.objective import FitObjective, Objective
from gradreel.solver.rounding import without_noise
from gradreel.solver.shape import Shape
from gradreel.solver.trajectory import Trajectory

_STAYS = 0.05  # of a leap: a run that moves less after it is said to stay
_NOTHING = 1e-9  # of its way: a run this near to a point has reached it
_LONG = 10  # characters: numbers that must be longer to differ are called equal


def left_domain(path: Trajectory, names: Sequence[str], place: Array, missing: str) -> Message:
    """A step led to a point where the formula has no value, or no slope (`missing`)."""
    step, where = len(path.lengths) + 1, _place(names, place)
    return message("ending-left-domain", step=step, place=where, missing=missing)


def fell_beyond(path: Trajectory) -> Message:
    """The loss fell until it could not be computed any more."""
    return message("ending-fell-beyond", step=len(path.lengths) + 1, loss=rounded(path.loss[-1]))


def diverged(path: Trajectory) -> Message:
    """The steps grow, or led out of bounds."""
    steps, loss = len(path.lengths), rounded(path.loss[-1])
    if not path.runs_away:
        return message("ending-diverged-beyond", step=steps + 1, loss=loss)
    manner = "overshoots" if path.steps[-1] @ path.steps[-2] < 0 else "grows"
    return message("ending-diverged", manner=manner, steps=steps, loss=loss)


def on_kink(slopes: tuple[float, float]) -> Message:
    """The run starts on a kink with these slopes on both sides."""
    low, high = _both(slopes)
    return message("ending-on-kink", low=low, high=high)


def at_start(objective: Objective, shape: Shape) -> Message:
    """The run starts at a minimum and stays there."""
    if shape is Shape.VALLEY:
        return message("ending-starts-on-floor")
    if shape is Shape.BOWL and isinstance(objective, FitObjective):
        return message("ending-starts-at-best", drawn=_drawn(objective))
    return message("ending-starts-at-minimum", known="lowest" if shape is Shape.BOWL else "local")


def starts_at(place: CriticalPoint, path: Trajectory) -> Message:
    """The run starts at a critical point that is not a minimum."""
    if place is CriticalPoint.FLAT:
        return message("ending-starts-on-flat", loss=rounded(path.loss[-1]))
    return message("ending-starts-level", ground=place.name.lower())


def rests_at(place: CriticalPoint, path: Trajectory, objective: Objective) -> Message:
    """The run came to rest at a critical point that is not a minimum."""
    if place is CriticalPoint.FLAT:
        loss = rounded(path.loss[-1])
        return message("ending-rests-on-flat", steps=len(path.lengths), loss=loss)
    ground, exact = place.name.lower(), _exact(path, objective)
    return message("ending-rests-level", ground=ground, exact=exact, steps=path.arrival)


def loss_below(path: Trajectory, limit: float) -> Message:
    """The loss fell below the limit of a stop condition."""
    if not path.lengths.size:
        return message("ending-below-at-start", limit=rounded(limit))
    return message("ending-below", steps=len(path.lengths), limit=rounded(limit))


def settled(path: Trajectory) -> Message:
    """One step changed the loss by less than a limit, and little is left to gain."""
    return message("ending-settled", loss=rounded(path.loss[-1]), steps=len(path.lengths))


def stopped(path: Trajectory, limit: float) -> Message:
    """One step changed the loss by less than a limit, though more is left to gain."""
    loss, step = rounded(path.loss[-1]), len(path.lengths)
    return message("ending-stopped", loss=loss, step=step, limit=rounded(limit))


def thrown(path: Trajectory, names: Sequence[str], step: int) -> Message:
    """A step led far out of the domain, where the run then stays or moves little."""
    place = _place(names, path.parameters[step])
    since = float(np.linalg.norm(path.end - path.parameters[step]))
    if since > _STAYS * path.lengths[step - 1]:
        now, steps = _place(names, path.end), len(path.lengths)
        return message("ending-thrown", step=step, place=place, steps=steps, now=now)
    slope = _slope(path) if len(names) > 1 else rounded(path.grad[-1][0])
    return message("ending-thrown-and-stays", step=step, place=place, slope=slope)


def at_minimum(path: Trajectory, objective: Objective) -> Message:
    """The run came to rest at an isolated minimum."""
    loss, exact = _loss(path, objective), _exact(path, objective)
    if exact == "yes" and objective.minimum_loss is not None:
        loss = rounded(objective.minimum_loss)
    known = "local" if objective.minimum is None else "lowest"
    return message("ending-at-minimum", known=known, exact=exact, steps=path.arrival, loss=loss)


def on_floor(path: Trajectory, objective: Objective) -> Message:
    """The run came to rest on a flat floor of equally good points."""
    loss = _loss(path, objective)
    if not isinstance(objective, FitObjective):
        return message("ending-on-floor", loss=loss)
    if (objective.design == objective.design[0]).all():
        drawn = _drawn(objective)
        return message("ending-on-floor-through-point", loss=loss, drawn=drawn)
    return message("ending-on-floor-of-fits", loss=loss)


def at_kink(path: Trajectory, objective: Objective, slopes: tuple[float, float]) -> Message:
    """The run came to rest on a kink that is a minimum."""
    low, high = _both(slopes)
    exact = _exact(path, objective)
    return message("ending-at-kink", exact=exact, steps=path.arrival, low=low, high=high)


def about_kink(path: Trajectory, slopes: tuple[float, float]) -> Message:
    """The run jumps over a kink that is a minimum, by next to nothing."""
    return message("ending-about-kink", steps=len(path.lengths), kink=_kink(slopes))


def held(path: Trajectory) -> Message:
    """The run rests where weight decay balances the slope."""
    return message("ending-held", slope=_slope(path), loss=rounded(path.loss[-1]))


def hops(path: Trajectory, slopes: tuple[float, float]) -> Message:
    """The run jumps back and forth over a kink."""
    low, high = _range(path)
    if low == high:
        return message("ending-hops-level", kink=_kink(slopes), loss=low)
    return message("ending-hops", kink=_kink(slopes), low=low, high=high)


def swings(path: Trajectory, noisy: bool) -> Message:
    """The run swings without making progress; `noisy` if it sees another gradient each time."""
    low, high = _range(path)
    manner = "jumps" if path.alternates else "jitters" if noisy else "swings"
    if low == high:
        return message("ending-swings-level", manner=manner, loss=low)
    if path.narrows:
        steps, loss = len(path.lengths), rounded(path.loss[-1])
        return message("ending-swings-less", manner=manner, steps=steps, loss=loss)
    return message("ending-swings", manner=manner, low=low, high=high)


def ran_past(path: Trajectory, step: int) -> Message:
    """The run was at a minimum at a step, and has left it."""
    near, now = apart([float(path.loss[step]), float(path.loss[-1])])
    return message("ending-ran-past", near=near, steps=step, now=now)


def unbounded(path: Trajectory, proven: bool, saddle: int | None) -> Message:
    """The loss falls without end, proven or as far as it can be computed."""
    loss, steps = rounded(path.loss[-1]), len(path.lengths)
    if saddle is not None:
        return message("ending-unbounded-past-saddle", step=saddle, loss=loss)
    if proven:
        return message("ending-unbounded", loss=loss, steps=steps)
    manner = "faster" if path.falls_faster else "on"
    return message("ending-falls", manner=manner, steps=steps, loss=loss)


def by_saddle(path: Trajectory) -> Message:
    """The run ends near a saddle."""
    return message("ending-by-saddle", steps=len(path.lengths), loss=rounded(path.loss[-1]))


def on_plateau(path: Trajectory) -> Message:
    """The run ends where the loss is nearly level, far above the lowest."""
    return message("ending-on-plateau", loss=rounded(path.loss[-1]))


def steps_spent(path: Trajectory, objective: Objective, saddle: int | None) -> Message:
    """The run has taken all of its steps, and nothing else is known of its ending."""
    start, before, now = path.loss[0], path.loss[-2], path.loss[-1]
    loss, steps = _loss_now(path, objective), len(path.lengths)
    if path.stands_still:
        return message("ending-stands-still", steps=steps, loss=loss, slope=_slope(path))
    if now < min(start, before) and saddle is not None:
        return message("ending-past-saddle", step=saddle, loss=loss)
    if now < min(start, before):
        if fallen := _fall(path):
            return message("ending-falling", steps=steps, loss=loss, fallen=fallen)
        return message("ending-on-its-way", steps=steps, loss=loss)
    level = "same" if now == start else "higher" if now > start else "lower"
    return message("ending-unsettled", steps=steps, loss=loss, level=level)


def _exact(path: Trajectory, objective: Objective) -> str:
    return "yes" if _is_there(path, objective) else "no"


def _is_there(path: Trajectory, objective: Objective) -> bool:
    """Whether the slope at its end is 0 but for rounding, or it stays there and nothing is left."""
    level = np.abs(path.grad[-1]) <= objective.gradient_noise(path.end)
    if level.all() or path.arrival == len(path.lengths):
        return bool(level.all())
    lowest = objective.minimum
    left = LossLandscape(objective).newton_step(path.end) if lowest is None else lowest - path.end
    return left is None or bool(np.linalg.norm(left) <= _NOTHING * path.way)


def _loss_now(path: Trajectory, objective: Objective) -> str:
    """The last loss, distinguished from the first if that takes few digits."""
    loss = apart([float(path.loss[0]), float(path.loss[-1])])[1]
    return loss if len(loss) <= _LONG else _loss(path, objective)


def _fall(path: Trajectory) -> str:
    """How far the loss has fallen, if its own digits are too many to show that; else ""."""
    ends = [float(path.loss[0]), float(path.loss[-1])]
    return rounded(ends[0] - ends[1]) if max(map(len, apart(ends))) > _LONG else ""


def _range(path: Trajectory) -> tuple[str, str]:
    losses = path.loss[-path.window :]
    low, high = apart([float(losses.min()), float(losses.max())])
    # A difference in the last digits alone is rounding.
    return (low, high) if max(len(low), len(high)) <= _LONG else (rounded(losses.min()),) * 2


def _loss(path: Trajectory, objective: Objective) -> str:
    return rounded(float(without_noise(path.loss[-1], objective.loss_noise(path.end))))


def _slope(path: Trajectory) -> str:
    return rounded(float(np.linalg.norm(path.grad[-1])))


def _both(slopes: tuple[float, float]) -> tuple[str, str]:
    return rounded(slopes[0], 3), rounded(slopes[1], 3)


def _kink(slopes: tuple[float, float]) -> Message:
    if np.isinf(slopes).all():
        return message("kink-cusp")
    if np.isinf(slopes).any():
        (slope,) = filter(np.isfinite, slopes)
        return message("kink-of-one-slope", slope=rounded(slope, 3))
    low, high = _both(slopes)
    return message("kink-of-two-slopes", low=low, high=high)


def _drawn(objective: FitObjective) -> str:
    """What a model draws: a line if it is linear in x, else a fit."""
    features = objective.model.features
    straight = all(f.is_polynomial() and not derivative(f, "x").free_symbols for f in features)
    return "line" if straight and objective.model.inputs == ("x",) else "fit"


def _place(names: Sequence[str], place: Array) -> Message:
    pairs = zip(names, place.tolist(), strict=True)
    return reduce(
        lambda one, other: message("list-middle", one=one, other=other),
        (message("coordinate", parameter=name, value=rounded(value)) for name, value in pairs),
    )
