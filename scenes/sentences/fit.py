"""What the chapters of a fit lesson say, chosen according to the recording."""

from __future__ import annotations

from collections.abc import Sequence

from gradreel.scenarios import Data, Fit, Scenario
from gradreel.scenarios.arrays import Array
from gradreel.scenes.parts.descents.runs import as_place
from gradreel.scenes.parts.digits.numbers import exact, number, numbers_apart, rate
from gradreel.scenes.parts.formulas.fit_about import (
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
from gradreel.scenes.parts.formulas.formula import symbol
from gradreel.scenes.parts.formulas.notation import spoken
from gradreel.scenes.sentences.runs import own_step
from gradreel.solver.diagnostics import follows_gradient
from gradreel.solver.message import Message, message
from gradreel.solver.objective import Objective
from gradreel.solver.run_record import RunRecord

_LONGEST_NAME = 16  # letters of a column's name in a sentence, which has to fit into two lines


def shape(scenario: Scenario) -> str:
    """What sentences call the graph of the model: "straight", a line, or "bent", a curve."""
    return "straight" if is_straight(fit_of(scenario).parsed) else "bent"


def question(objective: Objective, scenario: Scenario, start: RunRecord) -> Message:
    """The question that a fit lesson answers; it never asks for what does not exist."""
    if not start.grad[0].any():
        return message("fit-question-better", shape=shape(scenario))
    id = "fit-question-many" if objective.minimum is None else "fit-question"
    return message(id, shape=shape(scenario), points=count(scenario))


def count(scenario: Scenario) -> int:
    """The number of data points."""
    return len(data_of(scenario).outputs)


def settings(names: Sequence[str], values: Array | Sequence[str]) -> tuple[str, ...]:
    """Parameters with their values, which may be printed already: `a = −1`, `b = 1`."""
    texts = [v if isinstance(v, str) else number(float(v)) for v in values]
    return tuple(f"{n} = {text}" for n, text in zip(names, texts, strict=True))


def columns(scenario: Scenario) -> tuple[str, str]:
    """What sentences call the input and the output: the names of the columns.

    A name that is long, or that formulas use for something else, is replaced by the column's
    letter in formulas.
    """
    across, upward = columns_of(scenario)
    return _column(across, scenario), _column(upward, scenario)


def _column(column: Column, scenario: Scenario) -> str:
    taken = {*scenario.parameters, *(c.letter for c in columns_of(scenario) if c != column)}
    clear = column.name and len(column.name) <= _LONGEST_NAME and column.name not in taken
    return column.name if clear else spoken(column.letter)


# The guess


def first_guess(scenario: Scenario, start: Sequence[str]) -> Message:
    """The line that the descent starts from, as printed, and which parameter is its slope."""
    printed = dict(zip(scenario.parameters, settings(scenario.parameters, start), strict=True))
    slope, constant = line_of(fit_of(scenario))
    named: dict[str, str | Message] = dict(printed)
    if slope:
        named[slope] = message("fit-setting-of-slope", setting=printed[slope])
    if constant:
        named[constant] = message("fit-setting-of-intercept", setting=printed[constant])
    return message("fit-first-guess", settings=tuple(named.values()))


def no_residuals(scenario: Scenario) -> Message:
    """The first guess goes through every point."""
    return message("fit-no-residuals", shape=shape(scenario), points=count(scenario))


def residual(scenario: Scenario) -> Message:
    """What a residual is, and which sign it has."""
    return message("fit-residual", shape=shape(scenario))


def squares(scenario: Scenario, drawn: int) -> Message:
    """Every point has a square, of which `drawn` are drawn."""
    if count(scenario) > drawn:
        return message("fit-squares-some", points=count(scenario), drawn=drawn)
    return message("fit-squares")


def mean_square(scenario: Scenario, loss: str) -> Message:
    """The loss is the mean of the squares; its value as printed."""
    return message("fit-mean-square", points=count(scenario), loss=loss)


# Two views


def surface(scenario: Scenario) -> Message:
    """What a place on the surface stands for."""
    return message("fit-surface", shape=shape(scenario), place=as_place(scenario.parameters))


def graph(scenario: Scenario) -> Message:
    """What a point of the loss curve stands for, if there is one parameter."""
    return message("fit-graph", shape=shape(scenario), name=scenario.parameters[0])


def guesses(scenario: Scenario) -> Message:
    """What moving on to other guesses shows."""
    return message("fit-guesses", shape=shape(scenario))


def no_way_down(scenario: Scenario) -> Message:
    """The gradient at the first guess is 0: there is no way down."""
    return message("fit-no-way-down", shape=shape(scenario))


def which_way(scenario: Scenario) -> Message:
    """The question which way is down, of which there are many over two parameters."""
    several = len(scenario.parameters) > 1
    return message("fit-which-way-steepest" if several else "fit-which-way")


def way_down(scenario: Scenario, at_right_angle: bool) -> Message:
    """Which way is down: at a right angle to the contour line, if it looks like one."""
    if len(scenario.parameters) == 1:
        return message("fit-way-down")
    return message("fit-way-down-across" if at_right_angle else "fit-way-down-steepest")


# One step


def slope(scenario: Scenario, axis: int, leads: bool) -> Message:
    """The slope along a parameter, as a sum over the residuals; level if it does not lead down."""
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
    """How a step follows from the gradient."""
    if not follows_gradient(run):
        return own_step(run)
    return message("fit-rule", rate=rate(run.first_rate))


# The result


def found(names: Sequence[str], end: Sequence[str], back: bool) -> Message:
    """The parameters of a run that arrived; `back` if converted to the units of the data."""
    return message("fit-found", settings=settings(names, end), back=_yes(back))


def found_one(scenario: Scenario, names: Sequence[str], end: Sequence[str], back: bool) -> Message:
    """The same if others are as good."""
    values = settings(names, end)
    return message("fit-found-one-of-many", shape=shape(scenario), settings=values, back=_yes(back))


def _yes(condition: bool) -> str:
    return "yes" if condition else "no"


def as_good(scenario: Scenario, shared: tuple[float, float] | None) -> Message:
    """Which other lines are as good: those through `shared`, or simply many."""
    if shared is None:
        return message("fit-many-as-good", shape=shape(scenario))
    return message("fit-as-good-through", point=as_place([exact(shared[0]), number(shared[1])]))


def same_line(scenario: Scenario, names: Sequence[str]) -> Message:
    """That other parameters give the very same line."""
    return message("fit-same-line", shape=shape(scenario), names=tuple(names))


def already_best(scenario: Scenario, names: Sequence[str], end: Sequence[str]) -> Message:
    """The parameters of a run that started at the best."""
    return message("fit-already-best", shape=shape(scenario), settings=settings(names, end))


def stopped(names: Sequence[str], end: Sequence[str], steps: int, back: bool) -> Message:
    """The parameters of a run that its stopping condition ended before the best was reached."""
    return message("fit-stopped", settings=settings(names, end), steps=steps, back=_yes(back))


def not_arrived(names: Sequence[str], end: Sequence[str], steps: int, back: bool) -> Message:
    """The parameters of a run that did not arrive; `back` if in the units of the data."""
    return message("fit-not-arrived", settings=settings(names, end), steps=steps, back=_yes(back))


def best(scenario: Scenario, lowest: Sequence[str], loss: str) -> Message:
    """The best parameters, in the units of the data, and their loss as printed."""
    best_values = settings(fit_of(scenario).written.parameters, lowest)
    return message("fit-best", shape=shape(scenario), settings=best_values, loss=loss)


def made_with(names: Sequence[str], truth: Array, noise: tuple[float, float]) -> Message:
    """The parameters that points were generated with, and the limits of their noise."""
    true_values, (low, high) = settings(names, truth), noise
    if low < high:
        least, most = numbers_apart([low, high])
        return message("fit-truth-noisy", settings=true_values, least=least, most=most)
    if low:
        return message("fit-truth-shifted", settings=true_values, shift=number(low))
    return message("fit-truth", settings=true_values)


def noise_shift(scenario: Scenario, mean: float, shifted: tuple[str, float] | None) -> Message:
    """What the mean of the noise does to the model's constant: `shifted` is its name and truth."""
    if mean == 0.0:
        return message("fit-noise-even", shape=shape(scenario))
    if shifted is None:
        return message("fit-noise-not-taken-up", mean=number(mean))
    name, true = shifted
    (was, added), shifted_value, _ = noise_shifts(true, mean)
    return message("fit-noise-shifts", mean=added, name=name, near=shifted_value, true=was)


def found_shift(data: Data, fit: Fit) -> Message | None:
    """Noise adds its mean to the true value of a constant; None if it does not."""
    name, mean = intercept(fit.written), noise_mean(data)
    if data.truth is None or name is None or not mean:
        return None
    (was, _), shifted_value, _ = noise_shifts(data.truth[name], mean)
    return message("fit-found-shifted", name=name, near=shifted_value, true=was)


def what_remains(loss: float, variance: float) -> Message:
    """The loss of the best line, compared with the variance of the noise."""
    left, noise = numbers_apart([loss, variance])
    if variance == 0.0:
        return message("fit-remains-all", loss=left)
    if loss < 0.6 * variance:
        return message("fit-remains-less", loss=left, variance=noise)
    id = "fit-remains-more" if loss > 1.6 * variance else "fit-remains-noise"
    return message(id, loss=left, variance=noise)


def largest_residual(scenario: Scenario, loss: float, size: float) -> Message:
    """The loss that is left and the largest residual, for data whose truth is not known."""
    if loss == 0.0:
        return message("fit-no-loss-left", shape=shape(scenario), points=count(scenario))
    _, outputs = columns_of(scenario)
    return message("fit-largest-residual", loss=number(loss), size=outputs.with_unit(number(size)))


def prediction(
    scenario: Scenario, x: float, y: float, best: float | None = None, approximate: bool = False
) -> Message:
    """What the line predicts for a new input, compared with `best` if another line is better.

    It is `approximate` if the parameters as printed give another number.
    """
    (across, upward), (inputs, outputs) = columns(scenario), columns_of(scenario)
    values = {
        "shape": shape(scenario),
        "input": across,
        "x": inputs.with_unit(exact(x)),
        "output": upward,
        "sign": "≈" if approximate else "=",
        "y": outputs.with_unit(number(y)),
    }
    if best is None:
        return message("fit-prediction", **values)
    best_text = outputs.with_unit(number(best))
    return message("fit-prediction-beside-best", **values, best=best_text)
