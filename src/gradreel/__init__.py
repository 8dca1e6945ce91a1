"""Turn a short scenario file into a video that explains gradient descent.

    import gradreel

    scenario = gradreel.load_scenario("quadratic")
    recording = gradreel.record(scenario)
    clips = gradreel.render(recording, quality="l")
    video = gradreel.assemble(clips)
    files = gradreel.publish(video, "captions", "poster")

Nothing heavy is loaded before it is asked for.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gradreel.pipeline.build import Executor, InProcess, ProcessPool
    from gradreel.pipeline.calls import (
        LessonClips,
        LessonVideo,
        assemble,
        publish,
        record,
        render,
    )
    from gradreel.scenarios import Scenario, ScenarioError, load_scenario, shipped
    from gradreel.scenarios.errors import GradreelError
    from gradreel.solver.recording import Recording

__all__ = [
    "Executor",
    "GradreelError",
    "InProcess",
    "LessonClips",
    "LessonVideo",
    "ProcessPool",
    "Recording",
    "Scenario",
    "ScenarioError",
    "assemble",
    "load_scenario",
    "publish",
    "record",
    "render",
    "shipped",
]

_PLACES = {
    **dict.fromkeys(("Executor", "InProcess", "ProcessPool"), "gradreel.pipeline.build"),
    **dict.fromkeys(
        ("Scenario", "ScenarioError", "load_scenario", "shipped"), "gradreel.scenarios"
    ),
    "GradreelError": "gradreel.scenarios.errors",
    "Recording": "gradreel.solver.recording",
}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'gradreel' has no attribute {name!r}")
    return getattr(importlib.import_module(_PLACES.get(name, "gradreel.pipeline.calls")), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
