"""What the first and last chapters of every lesson say."""

from __future__ import annotations

from gradreel.scenarios import Scenario
from gradreel.scenes.parts.descents.runs import as_place
from gradreel.scenes.parts.digits.numbers import as_typeset, number, rate
from gradreel.scenes.parts.formulas.fit_about import fit_of
from gradreel.scenes.parts.maps.lowest import has_lowest, lowest_in
from gradreel.scenes.parts.maps.lowest_point import LowestPoint
from gradreel.scenes.sentences import fit as of_data
from gradreel.scenes.sentences.runs import method, rated
from gradreel.solver.diagnostics import follows_gradient
from gradreel.solver.ending import Outcome
from gradreel.solver.message import Message, message
from gradreel.solver.method_names import options_of, settings_of
from gradreel.solver.objective import Objective
from gradreel.solver.run_record import RunRecord
from gradreel.solver.shape import Shape, shape_of

_QUESTIONS = {
    Shape.BOWL: message("question-bowl"),
    Shape.VALLEY: message("question-valley"),
    Shape.BOTTOMLESS: message("question-bottomless"),
}


def question(objective: Objective, scenario: Scenario, start: RunRecord) -> Message:
    """The question that a lesson about a loss answers; it never asks for what does not exist."""
    if scenario.fit:
        return _question_of_fit(objective, scenario, start)
    if not start.grad[0].any():
        return message("question-level")
    shape = shape_of(objective)
    if shape is not Shape.UNKNOWN:
        return _QUESTIONS[shape]
    domain = scenario.objective.domain
    assert domain  # every formula has one
    lowest = lowest_in(objective, domain)
    if lowest is None or not has_lowest(objective, domain, lowest):
        return _QUESTIONS[Shape.BOTTOMLESS]
    return _QUESTIONS[Shape.BOWL if len(lowest.places) == 1 else Shape.VALLEY]


def _question_of_fit(objective: Objective, scenario: Scenario, start: RunRecord) -> Message:
    """The question about a model, whose loss is yet to be made: which line, or which weights."""
    if len(fit_of(scenario).parsed.inputs) == 1:
        return of_data.question(objective, scenario, start)
    if not start.grad[0].any():
        return message("question-weights-better")
    return message("question-weights", points=of_data.count(scenario))


def recipe(run: RunRecord) -> tuple[Message, Message, Message]:
    """What a run did, in three lines."""
    slopes = len(run.run.start)
    if follows_gradient(run):
        step = message("recap-step", rate=rate(run.first_rate), slopes=slopes)
    else:
        step = message("recap-own-step", method=method(run), **rated(run))
    return message("recap-find", slopes=slopes), step, _again(run)


def _again(run: RunRecord) -> Message:
    outcome, steps = run.ending.outcome, run.steps
    if outcome is Outcome.LEFT_DOMAIN:
        return message("recap-leaves", step=steps + 1)
    if not run.grad[0].any() or outcome is Outcome.AT_START:
        return message("recap-stays")
    if steps > 1 and outcome.settled:
        return message("recap-settles")
    return message("recap-steps", steps=steps)


def answer(scenario: Scenario, found: LowestPoint) -> Message:
    """The lowest point, which is the answer to the lesson's question."""
    values, loss = [number(value) for value in found.place.tolist()], number(found.loss)
    named = [f"{name} = {v}" for name, v in zip(scenario.parameters, values, strict=True)]
    if scenario.fit:
        return message("recap-answer-of-fit", settings=tuple(named), loss=loss)
    place = named[0] if len(named) == 1 else as_place(values)
    proven = "yes" if found.proven else "no"
    return message("recap-answer", proven=proven, place=place, loss=loss)


def how_far(run: RunRecord, away: float) -> Message:
    """How far from the answer a run that did not arrive is."""
    if run.ending.outcome.flees:
        return run.ending.message
    return message("recap-away", steps=run.steps, away=number(away))


def provenance(
    scenario: Scenario, version: str, options: int | None = None
) -> tuple[Message | str, ...]:
    """Where the numbers of a lesson come from, fact by fact, with at most `options` options."""
    run, data = scenario.runs[0], scenario.objective.data
    listed = [*map(as_typeset, options_of(settings_of(run)))]
    if options is not None and options < len(listed):
        listed = [*listed[:options], "…"]
    method_parts = [message("card-plain")] if run.plain else [run.optimizer, *listed]
    seeds = [] if data is None or data.seed is None else [message("card-seed", seed=data.seed)]
    return (
        message("card-scenario", name=scenario.name),
        *method_parts,
        *([] if run.lr is None else [message("card-rate", rate=rate(run.lr))]),
        *seeds,
        message("card-version", version=version),
    )
