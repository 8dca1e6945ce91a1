"""What the first and the last chapter of every lesson say."""

from __future__ import annotations

from gradreel.scenarios import Scenario
from gradreel.scenes.parts.lowest import has_lowest, lowest_in
from gradreel.scenes.parts.numbers import as_typeset, rate
from gradreel.scenes.sentences.runs import method
from gradreel.solver.diagnostics import follows_gradient
from gradreel.solver.ending import Outcome
from gradreel.solver.objective import Objective
from gradreel.solver.recording import RunRecord
from gradreel.solver.run_names import options_of
from gradreel.solver.shape import Shape, shape_of

_QUESTIONS = {
    Shape.BOWL: "Where is the lowest point?",
    Shape.VALLEY: "Where is it lowest?",
    Shape.BOTTOMLESS: "Where does the way down lead?",
}


def question(objective: Objective, scenario: Scenario, start: RunRecord) -> str:
    """A question that a lesson about a loss answers: for nothing that is not there to be found."""
    level = not start.grad[0].any()
    if scenario.fit:
        return _question_of_error(objective, level)
    if level:
        return "Is there a way down from here?"
    shape = shape_of(objective)
    if shape is not Shape.UNKNOWN:
        return _QUESTIONS[shape]
    domain = scenario.objective.domain
    assert domain  # a formula has one
    lowest = lowest_in(objective, domain)
    if lowest is None or not has_lowest(objective, domain, lowest):
        return _QUESTIONS[Shape.BOTTOMLESS]
    return _QUESTIONS[Shape.BOWL if len(lowest.places) == 1 else Shape.VALLEY]


def _question_of_error(objective: Objective, level: bool) -> str:
    if level:
        return "Can the error get any smaller?"
    several = len(objective.parameters) > 1 or objective.minimum is None
    makes = "weights make" if several else "weight makes"
    return f"Which {makes} the error as small as it can be?"


def recipe(run: RunRecord) -> tuple[str, str, str]:
    """What a run did, in three lines."""
    lr = rate(run.run.lr)
    step = (
        f"Step the other way: the gradient times the learning rate {lr}."
        if follows_gradient(run)
        else f"Let {method(run)} make a step of it, with the learning rate {lr}."
    )
    return "Find the gradient where you are.", step, _again(run)


def _again(run: RunRecord) -> str:
    outcome, steps = run.ending.outcome, run.steps
    if outcome is Outcome.LEFT_DOMAIN:
        return f"Until step {steps + 1} leaves the domain."
    if not run.grad[0].any() or outcome is Outcome.AT_START:
        return "Where it is 0, it stays."
    if steps < 2:
        return "That was one step." if steps else "No step was taken."
    return "Again, until it settles." if outcome.settled else f"Again and again: {steps} steps."


def called(name: str, letter: str) -> str:
    """Which letter stands for a parameter with a long name."""
    return f"{letter}: {name}"


def provenance(scenario: Scenario, version: str) -> str:
    """Where the numbers of a lesson come from."""
    run, data = scenario.runs[0], scenario.objective.data
    method_parts = [run.optimizer, *map(as_typeset, options_of(run.options))]
    facts = [f"scenario {scenario.name}", *method_parts, f"learning rate {rate(run.lr)}"]
    if data and data.seed is not None:
        facts.append(f"seed {data.seed}")
    return " · ".join([*facts, f"gradreel {version}"])
