"""What the first and the last chapter of every lesson say."""

from __future__ import annotations

from scenarios import Fit, Scenario
from scenes.parts.numbers import as_typeset, number
from scenes.parts.verdict import follows_gradient
from scenes.sentences.runs import method
from solver.run_names import options_of
from solver.trajectory import RunRecord

RECAP = "What happened"


def question(scenario: Scenario) -> str:
    """The question that a lesson answers."""
    if scenario.lesson == "fit":
        return "Which line fits these points best?"
    if isinstance(scenario.objective, Fit):
        several = len(scenario.parameters) > 1
        return f"Which weight{'s make' if several else ' makes'} the error as small as it can be?"
    return "Where is the lowest point?"


def recipe(run: RunRecord) -> tuple[str, str, str]:
    """What a run did, in three lines."""
    rate = number(run.run.lr)
    step = (
        f"Step the other way: the gradient times the learning rate {rate}."
        if follows_gradient(run)
        else f"Let {method(run)} make a step of it, with the learning rate {rate}."
    )
    return "Find the gradient where you are.", step, _again(run)


def _again(run: RunRecord) -> str:
    if run.ending.outcome.settled:
        return "Again, until it settles."
    return f"Again and again: {run.steps} steps." if run.steps > 1 else "Then again from there."


def provenance(scenario: Scenario, version: str) -> str:
    """Where the numbers of a lesson come from."""
    run, objective = scenario.runs[0], scenario.objective
    told = [run.optimizer, *map(as_typeset, options_of(run.options))]
    facts = [f"scenario {scenario.name}", *told, f"learning rate {number(run.lr)}"]
    if isinstance(objective, Fit) and objective.data.seed is not None:
        facts.append(f"seed {objective.data.seed}")
    return " · ".join([*facts, f"gradreel {version}"])
