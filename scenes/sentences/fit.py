"""Everything that the chapters of a fit lesson say, chosen by what the recording holds."""

from __future__ import annotations

from collections.abc import Sequence

from gradreel.scenarios import Scenario
from gradreel.scenarios.arrays import Array
from gradreel.scenarios.words import counted, listed
from gradreel.scenes.parts.fit_about import (
    Column,
    columns_of,
    data_of,
    fit_of,
    is_straight,
    noise_shifts,
)
from gradreel.scenes.parts.notation import spoken
from gradreel.scenes.parts.numbers import exact, number, numbers_apart, rate
from gradreel.scenes.sentences.runs import own_step
from gradreel.solver.diagnostics import follows_gradient
from gradreel.solver.message import Message
from gradreel.solver.objective import Objective
from gradreel.solver.recording import RunRecord

FROM_ABOVE = "From above: dark is low, and each line joins equal losses."

_LONGEST_NAME = 16  # of a column, in a sentence


def shape(scenario: Scenario) -> str:
    """What the model draws: a line, or a curve."""
    return "line" if is_straight(fit_of(scenario).parsed) else "curve"


def question(objective: Objective, scenario: Scenario, start: RunRecord) -> str:
    """The question that a fit lesson answers: for nothing that is not there to be found."""
    found = shape(scenario)
    if not start.grad[0].any():
        return f"Is there a better {found} than this one?"
    which = f"{found}s fit" if objective.minimum is None else f"{found} fits"
    points = "this point" if is_single(scenario) else "these points"
    return f"Which {which} {points} best?"


def is_single(scenario: Scenario) -> bool:
    """Whether there is but one point."""
    return len(data_of(scenario).outputs) == 1


def settings(names: Sequence[str], values: Array | Sequence[str]) -> str:
    """Parameters with their values, or with these as they are printed: `a = −1 and b = 1`."""
    texts = [v if isinstance(v, str) else number(float(v)) for v in values]
    return " and ".join(f"{n} = {text}" for n, text in zip(names, texts, strict=True))


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


def points(scenario: Scenario) -> str:
    """How many points there are, and what they mean."""
    total = len(data_of(scenario).outputs)
    count = "One point" if total == 1 else f"{total} points"
    across, upward = columns(scenario)
    return f"{count}: {across} across, {upward} upward."


def first_guess(scenario: Scenario, start: Sequence[str]) -> str:
    """The line that the descent starts from, as it is printed."""
    return f"A first guess: {settings(scenario.parameters, start)}."


def residuals(scenario: Scenario, drawn: int, count: int) -> str:
    """What a residual is, and that only some of them are drawn where that is so."""
    few = f" ({drawn} of {count} drawn)" if count > drawn else ""
    return (
        f"{'The' if count == 1 else 'Each'} point misses the {shape(scenario)} by a residual{few}."
    )


def no_residuals(scenario: Scenario) -> str:
    """What is so where the first guess goes through every point."""
    every = "The" if is_single(scenario) else "Every"
    return f"{every} point lies on the {shape(scenario)}: there is no residual to square."


def squares(scenario: Scenario) -> str:
    """What is made of the residuals."""
    every = "The" if is_single(scenario) else "Every"
    return f"{every} residual becomes the side of a square."


def mean_square(scenario: Scenario, loss: str) -> str:
    """What the loss is, as it is printed."""
    if is_single(scenario):
        return f"The square is the loss: {loss}."
    return f"The mean of all squares is the loss: {loss}."


# Two views


def surface(scenario: Scenario) -> str:
    """What a place of the surface stands for."""
    place = ", ".join(scenario.parameters)
    return f"Every {shape(scenario)} is a place ({place}), and its loss a height."


def graph(scenario: Scenario) -> str:
    """What a place of the loss curve stands for, where there is one parameter."""
    return f"Left, the {shape(scenario)}. Right, the loss for every {scenario.parameters[0]}."


def guesses(scenario: Scenario, level: bool) -> str:
    """What other guesses show; the first is `level` where no slope leads away from it."""
    moves = f"Move the dot, and the {shape(scenario)} moves"
    return f"{moves}: no way leads down." if level else f"{moves}. Which way is down?"


# One step


def slopes(names: Sequence[str], level: Sequence[str]) -> str:
    """What the arrows at the start show; along the names that are `level` there is none."""
    plural = "" if len(names) == 1 else "s"
    said = f"The slope{plural} along {listed(names)}"
    if len(level) == len(names):
        return f"{said} {'is' if len(names) == 1 else 'are'} 0: nowhere near is the loss smaller."
    if level:
        return f"{said}: the arrow points uphill, and along {listed(level)} it is level."
    return f"{said}: the {'arrow points' if len(names) == 1 else 'arrows point'} uphill."


def rule(run: RunRecord) -> Message | str:
    """How a step is made."""
    if not follows_gradient(run):
        return own_step(run)
    return f"New value = old value − learning rate {rate(run.run.lr)} · slope."


# The result


def found(names: Sequence[str], end: Sequence[str], back: bool) -> str:
    """The parameters of a run that arrived, `back` in the units of the data."""
    return f"{_found(names, end, back)}."


def found_one(scenario: Scenario, names: Sequence[str], end: Sequence[str], back: bool) -> str:
    """The same where others are as good."""
    return f"{_found(names, end, back)}, one {shape(scenario)} of many."


def _found(names: Sequence[str], end: Sequence[str], back: bool) -> str:
    return f"{'Scaled back, it' if back else 'It'} found {settings(names, end)}"


def as_good(scenario: Scenario, shared: tuple[float, float] | None) -> str:
    """What makes other lines as good: `shared` is a point that all of them go through."""
    lines = f"Many {shape(scenario)}s are"
    if shared is not None:
        lines = f"Every {shape(scenario)} through ({exact(shared[0])}, {number(shared[1])}) is"
    return f"{lines} as good: the loss is a valley with a flat floor."


def already_best(scenario: Scenario, names: Sequence[str], end: Sequence[str]) -> str:
    """The parameters of a run that had nowhere better to go."""
    return f"The guess is already the best {shape(scenario)}: {settings(names, end)}."


def stopped(names: Sequence[str], end: Sequence[str], steps: int, back: bool) -> str:
    """The parameters of a run that a condition stopped before it came to the best."""
    told = f"{', scaled back' * back}: {settings(names, end)}"
    return f"It stopped, as it was told, after {counted(steps, 'step')}{told}."


def not_arrived(names: Sequence[str], end: Sequence[str], steps: int, back: bool) -> str:
    """The parameters of a run that did not arrive, `back` in the units of the data."""
    told = f"{', scaled back' * back}, {settings(names, end)}"
    return f"It did not arrive: after {counted(steps, 'step')}{told}."


def best(scenario: Scenario, lowest: Sequence[str], loss: str) -> str:
    """What would have been best, in the units of the data."""
    would = settings(fit_of(scenario).written.parameters, lowest)
    return f"The best {shape(scenario)} has {would}, with a loss of {loss}."


def made_with(names: Sequence[str], truth: Array, noise: tuple[float, float]) -> str:
    """What generated points were made with."""
    made, (low, high) = f"The truth: {settings(names, truth)}", noise
    if low < high:
        least, most = numbers_apart([low, high])
        return f"{made}, plus noise from {least} to {most}."
    return f"{made}, all shifted by {number(low)}." if low else f"{made}, without noise."


def noise_shift(scenario: Scenario, mean: float, shifted: tuple[str, float] | None) -> str:
    """What the mean of the noise does: `shifted` is the constant of the model and its truth."""
    if mean == 0.0:
        lines = f"{shape(scenario)}s"
        return f"The noise has mean 0: more points bring the two {lines} closer together."
    if shifted is None:
        return f"The noise has mean {number(mean)}, but no constant of the model takes it up."
    name, true = shifted
    (was, added), near, _ = noise_shifts(true, mean)
    return f"The noise has mean {added}, so {name} comes near {near}, not {was}."


def what_remains(loss: float, variance: float) -> str:
    """The loss of the best line beside the variance of the noise."""
    left, noise = numbers_apart([loss, variance])
    if variance == 0.0:
        return f"The points have no scatter, and the loss that is left is {left}."
    if loss < 0.6 * variance:
        return f"The loss {left} is below the noise's variance {noise}: it fits some noise, too."
    if loss > 1.6 * variance:
        return f"The loss {left} is more than the noise alone, whose variance is {noise}."
    return f"The loss left, {left}, is the noise: its variance is {noise}."


def largest_residual(scenario: Scenario, loss: float, size: float) -> str:
    """What is left, where nobody knows the truth."""
    if loss == 0.0:
        through = "the point" if is_single(scenario) else "every point"
        return f"The loss that is left is 0: the {shape(scenario)} goes through {through}."
    return f"The loss that is left is {number(loss)}; the largest residual is {number(size)}."


def prediction(
    scenario: Scenario, x: float, y: float, best: float | None = None, about: bool = False
) -> str:
    """What the line says about a new place; beside `best`, where another would be better.

    It is no more than `about` that where the parameters as they are printed make another number.
    """
    across, upward = columns(scenario)
    predicts = f"predicts {upward} {'≈' if about else '='} {number(y)}"
    if best is None:
        return f"At {across} = {exact(x)} the {shape(scenario)} {predicts}."
    return f"At {across} = {exact(x)} it {predicts}, the best {shape(scenario)} {number(best)}."
