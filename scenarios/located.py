"""Sentences about faults of a scenario that are found only after it has been loaded."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from gradreel.scenarios.model import Scenario
from gradreel.scenarios.opening import label_of
from gradreel.scenarios.overrides import value_of
from gradreel.scenarios.problems import Problem
from gradreel.scenarios.source import Source, read_source


def located(scenario: Scenario, problems: Iterable[Problem]) -> list[str]:
    """The problems as sentences that begin with the file and the line, or with the override."""
    if not (found := [*problems]):
        return []
    source = _source(scenario)
    return [source.sentence(problem) for problem in found]


def _source(scenario: Scenario) -> Source:
    """The file of a scenario, which knows where each value comes from."""
    label = label_of(scenario.source) if scenario.source else scenario.name
    overrides, swept = list[str](), dict[str, Any]()
    for each in scenario.given:
        key = each.partition("=")[0]
        if key in scenario.swept:
            swept[key] = value_of(each)
        else:
            overrides.append(each)
    source = read_source(Path(label), label, scenario.file, overrides, scenario.source)
    return source.swept(swept) if swept else source
