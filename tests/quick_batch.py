"""`gradreel` with greys for chapters: `python tests/quick_batch.py batch PATH...`.

Its workers run this file, too, before they begin: all is real but the drawing.
"""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType

from gradreel.pipeline.quality import Quality
from gradreel.pipeline.video.clip import Clip
from gradreel.scenarios.files import write_atomically
from gradreel.solver.recording import Recording
from tests.stand_ins import stand_in


def render_chapter(
    recording: Recording, chapter: str, quality: Quality, format: str, path: Path
) -> Clip:
    with write_atomically(path) as temporary:
        clip = stand_in(chapter, temporary, quality, format)
    return Clip(chapter, clip.title, path, clip.frames, clip.sentences)


renderer = ModuleType("gradreel.pipeline.video.render")
renderer.render_chapter = render_chapter  # type: ignore[attr-defined]
sys.modules["gradreel.pipeline.video.render"] = renderer

if __name__ == "__main__":
    from gradreel.cli import main

    main()
