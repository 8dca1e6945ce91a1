"""Scenario files: what to descend, from where, how; checked before anything runs."""

from scenarios.load import PAGE, load_scenario, load_scenarios, load_set, name_clashes, shipped
from scenarios.model import Data, Fit, Formula, Run, Scenario, Stop
from scenarios.notes import notes_of
from scenarios.problems import ScenarioError

__all__ = [
    "PAGE",
    "Data",
    "Fit",
    "Formula",
    "Run",
    "Scenario",
    "ScenarioError",
    "Stop",
    "load_scenario",
    "load_scenarios",
    "load_set",
    "name_clashes",
    "notes_of",
    "shipped",
]
