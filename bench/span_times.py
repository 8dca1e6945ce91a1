"""A lesson drawn in one process: `python -m bench.span_times SCENARIO LETTER FOLDER`.

Prints the CPU seconds until it can draw, and of each chapter its name, its cost, the CPU seconds to
pass over all of it without drawing, and those to draw and encode each of its spans.
"""

from __future__ import annotations

import json
import sys
import time
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gradreel.pipeline.quality import QUALITIES, Quality
from gradreel.pipeline.video.encode import SPAN, Encoder
from gradreel.pipeline.video.render import perform
from gradreel.scenes.chapter_plan import ChapterPlan
from gradreel.scenes.drawing.excerpt import Excerpt
from gradreel.scenes.lesson import chapters_of
from gradreel.solver.recording import Recording


class TimedEncoder(Encoder):
    """An encoder that notes when each span has been drawn, in CPU seconds of this process."""

    def __init__(self, path: Path, quality: Quality) -> None:
        super().__init__(path, quality, "mp4")
        self.times = [time.process_time()]

    def write(self, pixels: NDArray[np.uint8], repeat: int = 1) -> None:
        """Append a frame."""
        super().write(pixels, repeat)
        while self.frames >= SPAN * len(self.times):
            self.times.append(time.process_time())


class Nowhere:
    """Takes frames, of which there are none."""

    def write(self, pixels: NDArray[np.uint8], repeat: int = 1) -> None:
        """Nothing is passed on where nothing is drawn."""
        raise AssertionError


def timed(
    recording: Recording, plan: ChapterPlan, quality: Quality, folder: Path
) -> dict[str, Any]:
    """What a chapter takes."""
    began = time.process_time()
    scene_of = partial(plan, recording)
    perform(scene_of, quality, Nowhere(), partial(Excerpt, lambda frame: False))
    passed = time.process_time() - began
    with TimedEncoder(folder / f"{plan.name}.mp4", quality) as encoder:
        perform(scene_of, quality, encoder)
    times = [*encoder.times, time.process_time()]
    spans = np.diff(times).tolist()
    return {"name": plan.name, "cost": plan.cost, "passed": passed, "spans": spans}


def main(scenario: str, letter: str, folder: str) -> None:
    """Draw, print."""
    recording = Recording.load(Path(folder, f"{scenario}.npz"))
    plans = chapters_of(recording.scenario)
    for plan in plans:
        plan.scene_class()
    loaded = time.process_time()
    chapters = [timed(recording, plan, QUALITIES[letter], Path(folder)) for plan in plans]
    print(json.dumps({"loaded": loaded, "chapters": chapters}))


if __name__ == "__main__":
    main(*sys.argv[1:])
