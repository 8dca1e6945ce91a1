"""`gradreel` with greys for chapters: `python tests/quick_batch.py batch PATH...`.

Its workers run this file, too, before they begin: all is real but the drawing, and the recording
where there is a folder `recorded` with what was recorded before: torch takes longer to load than
all else takes.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

from gradreel.pipeline.quality import Quality
from gradreel.pipeline.video.clip import Clip
from gradreel.scenarios import Scenario
from gradreel.scenarios.files import write_atomically
from gradreel.solver.recording import Recording
from tests.stand_ins import stand_in

RECORDED = Path("recorded")


def record(scenario: Scenario) -> Recording:
    return Recording.load(RECORDED / f"{scenario.name}.npz")


def render_chapter(
    recording: Recording, chapter: str, quality: Quality, format: str, path: Path
) -> Clip:
    with write_atomically(path) as temporary:
        clip = stand_in(chapter, temporary, quality, format)
    return Clip(chapter, clip.title, path, clip.frames, clip.sentences)


def stand_in_for(module: str, function: Callable[..., object]) -> None:
    """Let a function stand in for the one of its name, without loading its module."""
    sys.modules[module] = ModuleType(module)
    setattr(sys.modules[module], function.__name__, function)


stand_in_for("gradreel.pipeline.video.render", render_chapter)
if RECORDED.is_dir():
    stand_in_for("gradreel.solver.descent", record)

if __name__ == "__main__":
    from gradreel.cli import main

    main()
