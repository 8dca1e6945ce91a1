"""Sentences about faults of a scenario that are found only after it has been loaded."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from gradreel.scenarios.model import Scenario
from gradreel.scenarios.opening import label_of
from gradreel.scenarios.problems import Key, Problem
from gradreel.scenarios.source import Source


def located(scenario: Scenario, problems: Iterable[Problem]) -> list[str]:
    """The problems as sentences that begin with the file and the line, or with the override."""
    label = label_of(scenario.source) if scenario.source else scenario.name
    overrides: dict[Key, str] = {
        tuple(each.partition("=")[0].split(".")): each for each in scenario.given
    }
    source = Source(label, Path(label), scenario.file, scenario.given, {}, overrides)
    return [source.sentence(problem) for problem in problems]
