"""Everything that the chapters of a fit lesson say, chosen by what the recording holds."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from scenarios import Data, Scenario
from scenes.parts.fit_about import fit_of, is_straight
from scenes.parts.fit_runs import label_of, same_end
from scenes.parts.numbers import number
from scenes.parts.typeset import Array
from solver.trajectory import Outcome, RunRecord, Trajectory

GUESS = "The guess"
VIEWS = "Two views"
STEP = "One step"
DESCENT = "The descent"
RESULT = "What it found"
STARTS = "All runs together"

SQUARES = "Every residual becomes the side of a square."
FROM_ABOVE = "From above: dark is low, and each line joins equal losses."

_LONGEST_NAME = 16  # of a column, in a sentence
_SAME = 0.02  # of the largest loss at a start: losses that differ by less are nearly the same


def shape(scenario: Scenario) -> str:
    """What the model draws: a line, or a curve."""
    return "line" if is_straight(fit_of(scenario).parsed) else "curve"


def settings(names: Sequence[str], values: Array) -> str:
    """Parameters with their values: `a = −1 and b = 1`."""
    return " and ".join(f"{n} = {number(float(v))}" for n, v in zip(names, values, strict=True))


def _columns(data: Data) -> tuple[str, str]:
    """The columns' names, or where they are long the letters that stand before them at the axes."""
    across, upward = data.input_names[0], data.output_name
    return (
        across if len(across) <= _LONGEST_NAME else "x",
        upward if len(upward) <= _LONGEST_NAME else "y",
    )


# The guess


def points(data: Data) -> str:
    """How many points there are, and what they mean."""
    count = "One point" if len(data.outputs) == 1 else f"{len(data.outputs)} points"
    across, upward = _columns(data)
    return f"{count}: {across} across, {upward} upward."


def first_guess(scenario: Scenario, start: Array) -> str:
    """The line that the descent starts from."""
    return f"A first guess: {settings(scenario.parameters, start)}."


def residuals(scenario: Scenario, drawn: int, count: int) -> str:
    """What a residual is, and that only some of them are drawn where that is so."""
    few = f" ({drawn} of {count} drawn)" if count > drawn else ""
    return f"Each point misses the {shape(scenario)} by a residual{few}."


def mean_square(loss: float) -> str:
    """What the loss is."""
    return f"The mean of all squares is the loss: {number(loss)}."


# Two views


def surface(scenario: Scenario) -> str:
    """What a place of the surface stands for."""
    place = ", ".join(scenario.parameters)
    return f"Every {shape(scenario)} is a place ({place}), and its loss a height."


def graph(scenario: Scenario) -> str:
    """What a place of the loss curve stands for, where there is one parameter."""
    return f"Left, the {shape(scenario)}. Right, the loss for every {scenario.parameters[0]}."


def guesses(scenario: Scenario) -> str:
    """What other guesses show."""
    return f"Move the dot, and the {shape(scenario)} moves. Which way is down?"


# One step


def slopes(names: Sequence[str]) -> str:
    """What the arrows at the start show."""
    arrows = "arrow points" if len(names) == 1 else "arrows point"
    plural = "" if len(names) == 1 else "s"
    return f"The slope{plural} along {' and '.join(names)}: the {arrows} uphill."


def rule(run: RunRecord, plain: bool) -> str:
    """How a step is made; `plain` where it is the learning rate times the slope."""
    rate = number(run.lr[0])
    if plain:
        return f"New value = old value − learning rate {rate} · slope."
    slope = "slope" if len(run.run.start) == 1 else "slopes"
    return f"{run.run.optimizer} makes its own step of the {slope}, with learning rate {rate}."


def moved(before: float, after: float) -> str:
    """What the first step did to the loss."""
    if after == before:
        return f"One step: the loss stays at {number(after)}."
    falls = "falls" if after < before else "rises"
    return f"One step: the loss {falls} from {number(before)} to {number(after)}."


# The descent


def descent(run: RunRecord) -> str:
    """What is repeated."""
    return f"{run.run.optimizer}, learning rate {number(run.run.lr)}: again and again."


# What it found


def found(names: Sequence[str], end: Array) -> str:
    """The parameters of a run that arrived."""
    return f"It found {settings(names, end)}."


def not_arrived(names: Sequence[str], end: Array, steps: int) -> str:
    """The parameters of a run that did not arrive."""
    after = "1 step" if steps == 1 else f"{steps} steps"
    return f"It did not arrive: after {after}, {settings(names, end)}."


def best(scenario: Scenario, lowest: Array, loss: float) -> str:
    """What would have been best."""
    would = settings(scenario.parameters, lowest)
    return f"The best {shape(scenario)} has {would}, with a loss of {number(loss)}."


def made_with(names: Sequence[str], truth: Array, noise: tuple[float, float]) -> str:
    """What generated points were made with."""
    made, (low, high) = f"The truth: {settings(names, truth)}", noise
    if low < high:
        return f"{made}, plus noise from {number(low)} to {number(high)}."
    return f"{made}, all shifted by {number(low)}." if low else f"{made}, without noise."


def noise_shift(scenario: Scenario, mean: float, shifted: tuple[str, float] | None) -> str:
    """What the mean of the noise does: `shifted` is the constant of the model and its truth."""
    if mean == 0.0:
        lines = f"{shape(scenario)}s"
        return f"The noise has mean 0: more points bring the two {lines} closer together."
    if shifted is None:
        return f"The noise has mean {number(mean)}, but no constant of the model takes it up."
    name, true = shifted
    near = number(true + mean)
    return f"The noise has mean {number(mean)}, so {name} comes near {near}, not {number(true)}."


def what_remains(loss: float, variance: float) -> str:
    """The loss of the best line beside the variance of the noise."""
    left, noise = number(loss), number(variance)
    if variance == 0.0:
        return f"The points have no scatter, and the loss that is left is {left}."
    if loss < 0.6 * variance:
        return f"The loss {left} is below the noise's variance {noise}: it fits some noise, too."
    if loss > 1.6 * variance:
        return f"The loss {left} is more than the noise alone, whose variance is {noise}."
    return f"The loss left, {left}, is the noise: its variance is {noise}."


def largest_residual(loss: float, size: float) -> str:
    """What is left, where nobody knows the truth."""
    return f"The loss that is left is {number(loss)}; the largest residual is {number(size)}."


def prediction(
    scenario: Scenario, data: Data, x: float, y: float, best: float | None = None
) -> str:
    """What the line says about a new place; beside `best`, where another would be better."""
    across, upward = _columns(data)
    predicts = f"predicts {upward} = {number(y)}"
    if best is None:
        return f"At {across} = {number(x)} the {shape(scenario)} {predicts}."
    return f"At {across} = {number(x)} it {predicts}, the best {shape(scenario)} {number(best)}."


# All runs together


def summary(trajectory: Trajectory, one_lowest: bool) -> str:
    """Where all runs ended; `one_lowest` where the loss has a single lowest point."""
    by_outcome: dict[bool | None, list[int]] = {True: [], False: [], None: []}
    for index, run in enumerate(trajectory.runs):
        outcome = run.ending.outcome
        settled = None if outcome is Outcome.DIVERGED else outcome is Outcome.CONVERGED
        by_outcome[settled].append(index)
    arrived, on_the_way, lost = by_outcome[True], by_outcome[False], by_outcome[None]
    if not arrived and not on_the_way:
        return "Every run diverged: the learning rate is too large for this loss."
    if not lost and not on_the_way:
        return _together([trajectory.runs[index] for index in arrived], one_lowest)
    names = _listed([label_of(trajectory, index) for index in lost or on_the_way])
    if lost and on_the_way:
        return f"{names} diverged, and not all others settled."
    verb = "diverged" if lost else "had not settled when the steps were spent"
    rest = [trajectory.runs[index] for index in arrived]
    if len(rest) < 2:
        return f"{names} {verb}."
    where = "end in the same place" if same_end(rest) else "end in different places"
    return f"{names} {verb}; the others {where}."


def _together(runs: Sequence[RunRecord], one_lowest: bool) -> str:
    if same_end(runs):
        count = {2: "Both", 3: "All three"}.get(len(runs), f"All {len(runs)}")
        reason = ": one valley, one lowest point" if one_lowest else ""
        return f"{count} end in the same place{reason}."
    losses = np.array([run.loss[-1] for run in runs])
    if np.ptp(losses) <= _SAME * max(float(run.loss[0]) for run in runs):
        return "They end in different places with nearly the same loss: the valley's floor is flat."
    return "They end in different places: not all of them have come to the bottom."


def _listed(names: Sequence[str]) -> str:
    """Run names at the head of a sentence, the first three at most."""
    quoted = [f"“{name}”" for name in names[:3]]
    if len(names) > 3:
        return f"{', '.join(quoted)} and {len(names) - 3} more"
    return " and ".join([", ".join(quoted[:-1]), quoted[-1]] if quoted[:-1] else quoted)
