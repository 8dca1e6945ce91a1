"""How a run ended, judged from its recording and from the loss around it.

The thresholds are judgements. None is critical: half or twice of any changes the outcome of at most
3 of the 124 descents in tests/test_outcomes.py. The first of these that holds is the outcome:

1. A step was refused. LEFT_DOMAIN: the formula has no value, or no slope, where it led. UNBOUNDED:
   the losses fell until they were beyond what can be computed. DIVERGED: anything else.
2. DIVERGED: its steps grow through its last half, not by less and less, and its last loss is
   larger than at the start of the run and of that half.
3. It never left its start, where the slope is 0. KINK, AT_START (a minimum), SADDLE, STATIONARY
   (a maximum, an inflection) or PLATEAU, by what the place is.
4. A stop condition was met. CONVERGED, unless the loss changed little because the steps are small.
5. THROWN: a step led far out of the domain, and the steps after it are tiny beside it.
6. CONVERGED: it came to rest at a minimum. The last step is at most 1 % of the way from start to
   end, and so is the way that is left to the minimum, as known or as Newton's method estimates it;
   if the minimum is flat, flatter than a parabola, or a kink, no point around it is lower.
7. SADDLE or STATIONARY: it came to rest there in the same sense.
8. HELD: it came to rest where weight decay balances the slope, to within 1 % of it.
9. KINK, or OSCILLATING: through the last half of the run, of 4 steps at least, it turns back, gets
   nowhere, takes steps that do not shrink by 10 %, and makes no progress in the loss, or next to
   none of what its slopes promise; it is a KINK if it jumps over one.
10. RAN_PAST: it was at a minimum, within 5 % of the way there, and ends farther away than that.
11. UNBOUNDED: the loss falls by at least as much each time, and it is proven to have no lowest
   point, or keeps falling straight ahead as far as it can be computed; or it falls down a slope
   that is proven never to end.
12. SADDLE: it ends near one, within 5 % of its way.
13. PLATEAU: the loss is far above the lowest in the domain, level around the end, no minimum near.
14. STEPS_SPENT: anything else.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from gradreel.scenarios import Run
from gradreel.scenarios.calculus import Array
from gradreel.solver import ending_messages as messages
from gradreel.solver.domain import missing_at
from gradreel.solver.ending import Ending, Outcome
from gradreel.solver.halted import Halt, HaltedRun
from gradreel.solver.kinks import kink_at
from gradreel.solver.loss_landscape import CriticalPoint, LossLandscape
from gradreel.solver.objective import Objective
from gradreel.solver.shape import Shape
from gradreel.solver.trajectory import ARRIVED, Trajectory

_NEAR = 0.05  # of the way: a minimum this near was reached, a saddle this near is not left yet
_ROSE = 0.005  # of the fall of the loss: a run that rises more after a minimum ran past it
_FAR = 3.0  # diagonals of the domain: a longer step leaves every picture
_LEVEL = 0.05  # of the range of losses: what the end's slope may add up to across the domain
_AS_LEVEL = 0.01  # of that range: how much the loss may differ within a twentieth of the domain


def ends_at_minimum(objective: Objective, parameters: Array) -> bool:
    """Whether the rows (T+1, p) of a run end at a minimum, to within 1 % of their way."""
    way = float(np.linalg.norm(parameters[-1] - parameters[0]))
    return LossLandscape(objective).minimum_within(parameters[-1], ARRIVED * way, way)


def judge(run: Run, halt: Halt, path: Trajectory, landscape: LossLandscape) -> Ending:
    """The ending of a run, judged from its rows and from the loss around them."""
    case = HaltedRun(run, halt, path, landscape)
    with np.errstate(all="ignore"):  # around a run at the bounds of float64 nothing is finite
        return next(ending for rule in _RULES if (ending := rule(case)))


def _refused(case: HaltedRun) -> Ending | None:
    if case.halt is not Halt.BEYOND:
        return None
    for place in case.path.beyond:
        if missing := missing_at(case.landscape.objective, place):
            names = case.landscape.objective.parameters
            message = messages.left_domain(case.path, names, place, missing)
            return Ending(Outcome.LEFT_DOMAIN, message)
    if case.fell_all_along or _falls_without_end(case):
        return Ending(Outcome.UNBOUNDED, messages.fell_beyond(case.path))
    return Ending(Outcome.DIVERGED, messages.diverged(case.path))


def _runs_away(case: HaltedRun) -> Ending | None:
    if not case.path.runs_away:
        return None
    return Ending(Outcome.DIVERGED, messages.diverged(case.path))


def _at_rest_from_the_start(case: HaltedRun) -> Ending | None:
    path, landscape = case.path, case.landscape
    if case.halt is Halt.LOSS_BELOW or not (path.stays and landscape.level(path.end)):
        return None
    if slopes := kink_at(landscape, path.end):
        return Ending(Outcome.KINK, messages.on_kink(slopes), slopes=slopes)
    place = landscape.critical_point(path.end)
    if place is CriticalPoint.MINIMUM or case.shape in (Shape.BOWL, Shape.VALLEY):
        return Ending(Outcome.AT_START, messages.at_start(landscape.objective, case.shape))
    return Ending(_OUTCOMES[place], messages.starts_at(place, path))


def _stopped(case: HaltedRun) -> Ending | None:
    stop, path = case.run.stop, case.path
    if case.halt is Halt.LOSS_BELOW and stop.loss_below is not None:
        return Ending(Outcome.CONVERGED, messages.loss_below(path, stop.loss_below))
    if case.halt is not Halt.LOSS_CHANGE_BELOW or stop.loss_change_below is None:
        return None
    if _settles(case):
        return Ending(Outcome.CONVERGED, messages.settled(path))
    if flat := _on_plateau(case):
        return flat
    return Ending(Outcome.STEPS_SPENT, messages.stopped(path, stop.loss_change_below))


def _settles(case: HaltedRun) -> bool:
    """Whether little is left to gain, and not only the last step small."""
    path, objective = case.path, case.landscape.objective
    left = case.landscape.newton_step(path.end)
    if left is None:
        return case.rests and case.landscape.has_floor_within(path.end, case.reach)
    gain = -float(objective.gradient(path.end) @ left) / 2
    return 0 <= gain <= ARRIVED * float(path.loss.max() - path.loss[-1] + gain)


def _thrown(case: HaltedRun) -> Ending | None:
    path, size = case.path, case.landscape.size
    if size is None or not path.lengths.size or case.landscape.outside(path.end) < 1:
        return None
    coming = [case.run.rate * float(np.linalg.norm(path.grad[-1]))] if case.run.plain else []
    leap = path.leap(coming)
    if leap is None or path.lengths[leap - 1] < _FAR * size:
        return None
    slopes = np.linalg.norm(path.grad[[leap - 1, -1]], axis=1)
    if slopes[1] > slopes[0] / 100 or max([*path.lengths[leap:], *coming]) > _NEAR * size:
        return None
    message = messages.thrown(path, case.landscape.objective.parameters, leap)
    return Ending(Outcome.THROWN, message, step=leap)


def _arrived(case: HaltedRun) -> Ending | None:
    path, landscape = case.path, case.landscape
    if not case.rests:
        return None
    if landscape.settles_within(path.end, case.reach, path.way) is CriticalPoint.MINIMUM:
        message = messages.at_minimum(path, landscape.objective)
        return Ending(Outcome.CONVERGED, message, step=path.arrival)
    if landscape.has_floor_within(path.end, case.reach):
        slopes = kink_at(landscape, path.end)
        if slopes:
            message = messages.at_kink(path, landscape.objective, slopes)
        elif case.shape is Shape.VALLEY:
            message = messages.on_floor(path, landscape.objective)
        else:
            message = messages.at_minimum(path, landscape.objective)
        return Ending(Outcome.CONVERGED, message, step=path.arrival, slopes=slopes or ())
    slopes = case.kink_crossed()
    if slopes and not landscape.around(path.end, case.reach)[0]:
        return Ending(Outcome.CONVERGED, messages.about_kink(path, slopes), slopes=slopes)
    return None


def _stuck(case: HaltedRun) -> Ending | None:
    path, landscape = case.path, case.landscape
    if not case.rests:
        return None
    place = landscape.settles_within(path.end, case.reach, path.way)
    if place is None and landscape.level(path.end):
        place = landscape.critical_point(path.end)
    if place is None or place is CriticalPoint.MINIMUM:
        return None
    return Ending(
        _OUTCOMES[place],
        messages.rests_at(place, path, landscape.objective),
        step=path.arrival,
    )


def _held(case: HaltedRun) -> Ending | None:
    path, decay = case.path, case.run.options.get("weight_decay")
    if not (case.rests and isinstance(decay, int | float) and decay):
        return None
    slope = path.grad[-1]
    left = np.linalg.norm(slope + decay * path.end)
    if left > ARRIVED * np.linalg.norm(slope):
        return None
    return Ending(Outcome.HELD, messages.held(path))


def _bounces(case: HaltedRun) -> Ending | None:
    if not case.path.swings:
        return None
    if slopes := case.kink_crossed(case.path.window):
        return Ending(Outcome.KINK, messages.hops(case.path, slopes), slopes=slopes)
    return Ending(Outcome.OSCILLATING, messages.swings(case.path, case.run.stochastic))


def _ran_past(case: HaltedRun) -> Ending | None:
    path, step = case.path, int(case.path.loss.argmin())
    near, near_loss = path.parameters[step], path.loss[step]
    way, since = (float(np.linalg.norm(near - place)) for place in (path.parameters[0], path.end))
    if not 0 < step < len(path.lengths) or since < _NEAR * way:
        return None
    if path.loss[-1] - near_loss < _ROSE * (path.loss[0] - near_loss):
        return None
    if not _was_at_minimum(case, near, way):
        return None
    message = messages.ran_past(path, step)
    return Ending(Outcome.RAN_PAST, message, step=step)


def _was_at_minimum(case: HaltedRun, near: Array, way: float) -> bool:
    """Whether a point was at a minimum, measured by distance and by loss."""
    landscape, start = case.landscape, float(case.path.loss[0])
    reach = _NEAR * min(way, landscape.size or way)
    left = landscape.newton_step(near)
    if left is None or landscape.settles_within(near, reach, way) is not CriticalPoint.MINIMUM:
        return False
    here, lowest = landscape.objective.value(np.array([near, near + left])).tolist()
    return bool(here - lowest <= _NEAR * (start - lowest))


def _unbounded(case: HaltedRun) -> Ending | None:
    if not _falls_without_end(case):
        return None
    proven = case.shape is Shape.BOTTOMLESS
    message = messages.unbounded(case.path, proven, case.saddle_passed)
    return Ending(Outcome.UNBOUNDED, message, step=case.saddle_passed)


def _falls_without_end(case: HaltedRun) -> bool:
    path, landscape = case.path, case.landscape
    if landscape.objective.quadratic:
        goes_on = path.falls_on or (path.falls and not landscape.bends_down(path.end))
        return goes_on and case.shape is Shape.BOTTOMLESS
    if not path.falls_on:
        return False
    last = path.steps[-1] / path.lengths[-1]
    return landscape.falls_on(path.end, last, max(path.way, landscape.size or 0.0))


def _by_saddle(case: HaltedRun) -> Ending | None:
    path = case.path
    kind = case.landscape.settles_within(path.end, _NEAR * path.way, path.way)
    if kind is not CriticalPoint.SADDLE:
        return None
    return Ending(Outcome.SADDLE, messages.by_saddle(path), step=len(path.lengths))


def _on_plateau(case: HaltedRun) -> Ending | None:
    path, landscape = case.path, case.landscape
    if landscape.size is None or landscape.heights is None or landscape.outside(path.end):
        return None
    if path.lengths.size and path.lengths[-1] > 2 * path.lengths[len(path.lengths) // 2]:
        return None  # it gathers speed
    low, high = landscape.heights
    above, middle = float(path.loss[-1]) - low, len(path.loss) // 2
    gained = float(path.loss[middle - 1] - path.loss[-1])
    moved = float(np.linalg.norm(path.end - path.parameters[middle - 1]))
    rises = float(np.linalg.norm(path.grad[-1])) * landscape.size
    if above < _LEVEL * (high - low) or rises > _LEVEL * (high - low):
        return None
    if abs(gained) > _LEVEL * above or moved > _LEVEL * landscape.size:
        return None
    if not landscape.level_within(path.end, _LEVEL * landscape.size, _AS_LEVEL * (high - low)):
        return None
    if (
        landscape.settles_within(path.end, _LEVEL * landscape.size, path.way)
        is CriticalPoint.MINIMUM
    ):
        return None
    return Ending(Outcome.PLATEAU, messages.on_plateau(path))


def _steps_spent(case: HaltedRun) -> Ending:
    message = messages.steps_spent(case.path, case.landscape.objective, case.saddle_passed)
    return Ending(Outcome.STEPS_SPENT, message, step=case.saddle_passed)


_OUTCOMES = {
    CriticalPoint.SADDLE: Outcome.SADDLE,
    CriticalPoint.MAXIMUM: Outcome.STATIONARY,
    CriticalPoint.RIDGE: Outcome.STATIONARY,
    CriticalPoint.INFLECTION: Outcome.STATIONARY,
    CriticalPoint.FLAT: Outcome.PLATEAU,
}
_RULES: tuple[Callable[[HaltedRun], Ending | None], ...] = (
    _refused,
    _runs_away,
    _at_rest_from_the_start,
    _stopped,
    _thrown,
    _arrived,
    _stuck,
    _held,
    _bounces,
    _ran_past,
    _unbounded,
    _by_saddle,
    _on_plateau,
    _steps_spent,
)
