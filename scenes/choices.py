"""Checks what a scenario's author chose of how its lesson is shown, which only scenes can judge."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from gradreel.scenarios import Scenario, ScenarioError
from gradreel.scenarios.located import located
from gradreel.scenarios.problems import Problem
from gradreel.scenes.lesson import chapter_fault, chapter_faults


def check_choices(scenarios: Iterable[Scenario]) -> None:
    """Raises one ScenarioError with everything that is wrong with the choices of the scenarios."""
    problems = [
        sentence for scenario in scenarios for sentence in located(scenario, _faults(scenario))
    ]
    if problems:
        raise ScenarioError(problems)


def _faults(scenario: Scenario) -> Iterator[Problem]:
    yield from chapter_faults(scenario)
    yield from text_faults(scenario)
    yield from output_faults(scenario)
    yield from data_faults(scenario)
    yield from logo_faults(scenario)


def output_faults(scenario: Scenario) -> Iterator[Problem]:
    """What is wrong with the chapters that its [output] shows."""
    for output, chapter in scenario.output.chapters:
        if fault := chapter_fault(scenario, chapter):
            yield Problem(("output", output, "chapter"), fault)


def data_faults(scenario: Scenario) -> Iterator[Problem]:
    """What is wrong with the words for data, and with the input for which a model predicts."""
    showing, data = scenario.showing, scenario.objective.data
    words = showing.words
    for name, word in (("x", words.x), ("y", words.y)):
        if word and data is None:
            yield Problem(("words", name), "names data, and this scenario has none: leave it out")
    several = data is not None and len(data.input_names) > 1
    if words.x and several:
        yield Problem(("words", "x"), "names one input, and this model has several: leave it out")
    if showing.asked is None:
        return
    if data is None or several or not scenario.kind.predicts:
        yield Problem(("predict", "x"), "is for lessons that predict from data: leave it out")
        return
    low, high = min(data.inputs)[0], max(data.inputs)[0]
    width = high - low or max(abs(low), 1.0)
    if not low - width <= showing.asked <= high + width:
        nearby = f"from {low - width:g} to {high + width:g}"
        yield Problem(("predict", "x"), f"is too far from the data: choose a number {nearby}")
    elif scenario.kind.predicts == "new" and (showing.asked,) in data.inputs:
        yield Problem(("predict", "x"), "is an input of the data already: choose a new one")


def text_faults(scenario: Scenario) -> Iterator[Problem]:
    """What is wrong with the sentences that a scenario's author wrote."""
    if not scenario.showing.text:
        return
    from gradreel.scenes.sentences.patterns import fault_of  # which loads the parser of Fluent

    for id, text in scenario.showing.text.items():
        if fault := fault_of(id, text):
            yield Problem(("text", id), fault)


def logo_faults(scenario: Scenario) -> Iterator[Problem]:
    """Why a logo cannot be drawn, if it cannot."""
    if scenario.showing.logo is None:
        return
    # Loads what reads pictures.
    from gradreel.scenes.parts.lettering.logo_content import LogoError, content_of

    try:
        content_of(scenario.showing.logo)
    except LogoError as error:
        yield Problem(("logo",), str(error))
