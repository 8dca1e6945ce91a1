"""What the first and the last chapter of every lesson say."""

from __future__ import annotations

from gradreel.scenarios import Fit, Scenario
from gradreel.scenes.parts.lowest import has_lowest, lowest_in
from gradreel.scenes.parts.numbers import as_typeset, rate
from gradreel.scenes.parts.verdict import follows_gradient
from gradreel.scenes.sentences import fit as texts_of_fit
from gradreel.scenes.sentences.runs import method
from gradreel.solver.ending import Outcome
from gradreel.solver.objective import Objective
from gradreel.solver.recording import RunRecord
from gradreel.solver.run_names import options_of
from gradreel.solver.shape import Shape, shape_of

RECAP = "What happened"

_QUESTIONS = {
    Shape.BOWL: "Where is the lowest point?",
    Shape.VALLEY: "Where is it lowest?",
    Shape.BOTTOMLESS: "Where does the way down lead?",
}


def question(objective: Objective, scenario: Scenario, start: RunRecord) -> str:
    """A question that the lesson answers: it asks for nothing that is not there to be found."""
    level = not start.grad[0].any()
    if isinstance(scenario.objective, Fit):
        return _question_of_fit(objective, scenario, level)
    if level:
        return "Is there a way down from here?"
    shape = shape_of(objective)
    if shape is not Shape.UNKNOWN:
        return _QUESTIONS[shape]
    lowest = lowest_in(objective, scenario.objective.domain)
    if lowest is None or not has_lowest(objective, scenario.objective.domain, lowest):
        return _QUESTIONS[Shape.BOTTOMLESS]
    return _QUESTIONS[Shape.BOWL if len(lowest.places) == 1 else Shape.VALLEY]


def _question_of_fit(objective: Objective, scenario: Scenario, level: bool) -> str:
    many, several = objective.minimum is None, len(scenario.parameters) > 1
    if scenario.lesson == "fit":
        found = texts_of_fit.shape(scenario)
        if level:
            return f"Is there a better {found} than this one?"
        which = f"{found}s fit" if many else f"{found} fits"
        points = "this point" if texts_of_fit.is_single(scenario) else "these points"
        return f"Which {which} {points} best?"
    if level:
        return "Can the error get any smaller?"
    makes = "weights make" if several or many else "weight makes"
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
    run, objective = scenario.runs[0], scenario.objective
    told = [run.optimizer, *map(as_typeset, options_of(run.options))]
    facts = [f"scenario {scenario.name}", *told, f"learning rate {rate(run.lr)}"]
    if isinstance(objective, Fit) and objective.data.seed is not None:
        facts.append(f"seed {objective.data.seed}")
    return " · ".join([*facts, f"gradreel {version}"])
