"""Scenario files: what to descend, from where, how; checked before anything runs.

Nothing heavy is loaded before it is asked for.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gradreel.scenarios.load import (
        PAGE,
        load_scenario,
        load_scenarios,
        load_set,
        name_clashes,
    )
    from gradreel.scenarios.model import Data, Fit, Formula, Run, Scenario, Stop, Trial
    from gradreel.scenarios.notes import notes_of
    from gradreel.scenarios.problems import ScenarioError
    from gradreel.scenarios.shipped_files import shipped

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

_PLACES = {
    **dict.fromkeys(("Data", "Fit", "Formula", "Run", "Scenario", "Stop", "Trial"), "model"),
    "ScenarioError": "problems",
    "notes_of": "notes",
    "shipped": "shipped_files",
}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = importlib.import_module(f"{__name__}.{_PLACES.get(name, 'load')}")
    globals()[name] = found = getattr(module, name)
    return found
