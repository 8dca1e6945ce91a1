"""Scenario files: what to descend, from where, how; checked before anything runs."""

from gradreel.scenarios.load import (
    PAGE,
    load_scenario,
    load_scenarios,
    load_set,
    name_clashes,
)
from gradreel.scenarios.model import Data, Fit, Formula, Run, Scenario, Stop, Trial
from gradreel.scenarios.notes import notes_of
from gradreel.scenarios.opening import shipped
from gradreel.scenarios.problems import ScenarioError

__all__ = [
    "PAGE",
    "Data",
    "Fit",
    "Formula",
    "Run",
    "Scenario",
    "ScenarioError",
    "Stop",
    "Trial",
    "load_scenario",
    "load_scenarios",
    "load_set",
    "name_clashes",
    "notes_of",
    "shipped",
]
