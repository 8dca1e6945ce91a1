"""Everything that the chapters of a fit lesson say, chosen by what the recording holds."""

from __future__ import annotations

from collections.abc import Sequence

from gradreel.scenarios import Data, Fit, Scenario
from gradreel.scenarios.arrays import Array
from gradreel.scenes.parts.fit_about import (
    Column,
    columns_of,
    data_of,
    fit_of,
    intercept,
    is_straight,
    line_of,
    noise_mean,
    noise_shifts,
)
from gradreel.scenes.parts.formula import symbol
from gradreel.scenes.parts.notation import spoken
from gradreel.scenes.parts.numbers import exact, number, numbers_apart, rate
from gradreel.scenes.parts.runs import as_place
from gradreel.scenes.sentences.runs import own_step
from gradreel.solver.diagnostics import follows_gradient
from gradreel.solver.message import Message, message
from gradreel.solver.objective import Objective
from gradreel.solver.recording import RunRecord

_LONGEST_NAME = 16  # of a column, in a sentence


def shape(scenario: Scenario) -> str:
    """What the model draws: something straight, a line, or something bent, a curve."""
    return "straight" if is_straight(fit_of(scenario).parsed) else "bent"


def question(objective: Objective, scenario: Scenario, start: RunRecord) -> Message:
    """The question that a fit lesson answers; it asks for nothing that does not exist."""
    if not start.grad[0].any():
        return message("fit-question-better", shape=shape(scenario))
    id = "fit-question-many" if objective.minimum is None else "fit-question"
    return message(id, shape=shape(scenario), points=count(scenario))


def count(scenario: Scenario) -> int:
    """How many points there are."""
    return len(data_of(scenario).outputs)


def settings(names: Sequence[str], values: Array | Sequence[str]) -> tuple[str, ...]:
    """Parameters with their values, or with these as they are printed: `a = −1`, `b = 1`."""
    texts = [v if isinstance(v, str) else number(float(v)) for v in values]
    return tuple(f"{n} = {text}" for n, text in zip(names, texts, strict=True))


def columns(scenario: Scenario) -> tuple[str, str]:
    """What sentences call the input and the output: the column's name, or its letter in formulas.

    It is the letter where the name is long, or is one that formulas have for something else.
    """
    across, upward = columns_of(scenario)
    return _column(across, scenario), _column(upward, scenario)


def _column(column: Column, scenario: Scenario) -> str:
    other = {*scenario.parameters, *(c.letter for c in columns_of(scenario) if c != column)}
    clear = column.name and len(column.name) <= _LONGEST_NAME and column.name not in other
    return column.name if clear else spoken(column.letter)


# The guess


def first_guess(scenario: Scenario, start: Sequence[str]) -> Message:
    """The line that the descent starts from, as it is printed; which parameter is its slope."""
    told = dict(zip(scenario.parameters, settings(scenario.parameters, start), strict=True))
    slope, constant = line_of(fit_of(scenario))
    named: dict[str, str | Message] = dict(told)
    if slope:
        named[slope] = message("fit-setting-of-slope", setting=told[slope])
    if constant:
        named[constant] = message("fit-setting-of-intercept", setting=told[constant])
    return message("fit-first-guess", settings=tuple(named.values()))


def no_residuals(scenario: Scenario) -> Message:
    """What is so where the first guess goes through every point."""
    return message("fit-no-residuals", shape=shape(scenario), points=count(scenario))


def squares(scenario: Scenario, drawn: int) -> Message:
    """That every point has a square, and that only some of them are drawn where that is so."""
    if count(scenario) > drawn:
        return message("fit-squares-some", points=count(scenario), drawn=drawn)
    return message("fit-squares")


def mean_square(scenario: Scenario, loss: str) -> Message:
    """What the loss is, as it is printed."""
    return message("fit-mean-square", points=count(scenario), loss=loss)


# Two views


def surface(scenario: Scenario) -> Message:
    """What a place of the surface stands for."""
    return message("fit-surface", shape=shape(scenario), place=as_place(scenario.parameters))


def graph(scenario: Scenario) -> Message:
    """What a point of the loss curve stands for, in a lesson about one parameter."""
    return message("fit-graph", shape=shape(scenario), name=scenario.parameters[0])


def guesses(scenario: Scenario) -> Message:
    """What other guesses show."""
    return message("fit-guesses", shape=shape(scenario))


def no_way_down(scenario: Scenario) -> Message:
    """What is said if the gradient at the first guess is 0."""
    return message("fit-no-way-down", shape=shape(scenario))


def way_down(at_right_angle: bool) -> Message:
    """Which way is down: across the contours, at a right angle if that is how it looks."""
    return message("fit-way-down-across" if at_right_angle else "fit-way-down")


# One step


def slope(scenario: Scenario, axis: int, leads: bool) -> Message:
    """The slope along a parameter in words; if it does not lead downhill, that it is level."""
    name, model = scenario.parameters[axis], fit_of(scenario).parsed
    feature = model.features[axis]
    if not leads:
        return message("fit-slope-level", name=name)
    if feature == 1:
        return message("fit-slope", name=name)
    if feature.is_Symbol:
        return message("fit-slope-weighted", name=name, weight=spoken(symbol(str(feature))))
    return message("fit-slope-weighted-by-factor", name=name)


def rule(run: RunRecord) -> Message:
    """How a step is made."""
    if not follows_gradient(run):
        return own_step(run)
    return message("fit-rule", rate=rate(run.run.lr))


# The descent


def epoch(scenario: Scenario) -> Message:
    """How many points an epoch uses."""
    return message("fit-epoch", points=count(scenario))


# The result


def found(names: Sequence[str], end: Sequence[str], back: bool) -> Message:
    """The parameters of a run that arrived, `back` in the units of the data."""
    return message("fit-found", settings=settings(names, end), back=_yes(back))


def found_one(scenario: Scenario, names: Sequence[str], end: Sequence[str], back: bool) -> Message:
    """The same where others are as good."""
    told = settings(names, end)
    return message("fit-found-one-of-many", shape=shape(scenario), settings=told, back=_yes(back))


def _yes(so: bool) -> str:
    return "yes" if so else "no"


def as_good(scenario: Scenario, shared: tuple[float, float] | None) -> Message:
    """What makes other lines as good: `shared` is a point that all of them go through."""
    if shared is None:
        return message("fit-many-as-good", shape=shape(scenario))
    return message("fit-as-good-through", point=as_place([exact(shared[0]), number(shared[1])]))


def already_best(scenario: Scenario, names: Sequence[str], end: Sequence[str]) -> Message:
    """The parameters of a run that had nowhere better to go."""
    return message("fit-already-best", shape=shape(scenario), settings=settings(names, end))


def stopped(names: Sequence[str], end: Sequence[str], steps: int, back: bool) -> Message:
    """The parameters of a run that a condition stopped before it came to the best."""
    return message("fit-stopped", settings=settings(names, end), steps=steps, back=_yes(back))


def not_arrived(names: Sequence[str], end: Sequence[str], steps: int, back: bool) -> Message:
    """The parameters of a run that did not arrive, `back` in the units of the data."""
    return message("fit-not-arrived", settings=settings(names, end), steps=steps, back=_yes(back))


def best(scenario: Scenario, lowest: Sequence[str], loss: str) -> Message:
    """What would have been best, in the units of the data."""
    would = settings(fit_of(scenario).written.parameters, lowest)
    return message("fit-best", shape=shape(scenario), settings=would, loss=loss)


def made_with(names: Sequence[str], truth: Array, noise: tuple[float, float]) -> Message:
    """What generated points were made with."""
    made, (low, high) = settings(names, truth), noise
    if low < high:
        least, most = numbers_apart([low, high])
        return message("fit-truth-noisy", settings=made, least=least, most=most)
    if low:
        return message("fit-truth-shifted", settings=made, shift=number(low))
    return message("fit-truth", settings=made)


def noise_shift(scenario: Scenario, mean: float, shifted: tuple[str, float] | None) -> Message:
    """What the mean of the noise does: `shifted` is the constant of the model and its truth."""
    if mean == 0.0:
        return message("fit-noise-even", shape=shape(scenario))
    if shifted is None:
        return message("fit-noise-not-taken-up", mean=number(mean))
    name, true = shifted
    (was, added), near, _ = noise_shifts(true, mean)
    return message("fit-noise-shifts", mean=added, name=name, near=near, true=was)


def found_shift(data: Data, fit: Fit) -> Message | None:
    """What was found of a constant to which noise adds its mean; None where that is not so."""
    name, mean = intercept(fit.written), noise_mean(data)
    if data.truth is None or name is None or not mean:
        return None
    (was, _), near, _ = noise_shifts(data.truth[name], mean)
    return message("fit-found-shifted", name=name, near=near, true=was)


def what_remains(loss: float, variance: float) -> Message:
    """The loss of the best line beside the variance of the noise."""
    left, noise = numbers_apart([loss, variance])
    if variance == 0.0:
        return message("fit-remains-all", loss=left)
    if loss < 0.6 * variance:
        return message("fit-remains-less", loss=left, variance=noise)
    id = "fit-remains-more" if loss > 1.6 * variance else "fit-remains-noise"
    return message(id, loss=left, variance=noise)


def largest_residual(scenario: Scenario, loss: float, size: float) -> Message:
    """What is left, where nobody knows the truth."""
    if loss == 0.0:
        return message("fit-no-loss-left", shape=shape(scenario), points=count(scenario))
    return message("fit-largest-residual", loss=number(loss), size=number(size))


def prediction(
    scenario: Scenario, x: float, y: float, best: float | None = None, about: bool = False
) -> Message:
    """What the line says about a new place; beside `best`, where another would be better.

    It is no more than `about` that where the parameters as they are printed make another number.
    """
    across, upward = columns(scenario)
    told = {
        "shape": shape(scenario),
        "input": across,
        "x": exact(x),
        "output": upward,
        "sign": "≈" if about else "=",
        "y": number(y),
    }
    if best is None:
        return message("fit-prediction", **told)
    return message("fit-prediction-beside-best", **told, best=number(best))
