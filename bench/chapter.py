"""One chapter in one process: `python -m bench.chapter SCENARIO CHAPTER LETTER FOLDER [TIMES]`.

Prints how many frames it drew and how many it held, the seconds, and the peak memory in MB. With
TIMES it plays the story of the chapter that many times over.
"""

from __future__ import annotations

import dataclasses
import json
import re
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gradreel.pipeline.quality import QUALITIES
from gradreel.pipeline.video import render
from gradreel.pipeline.video.encode import Encoder
from gradreel.scenes.chapter import Chapter
from gradreel.scenes.chapter_plan import ChapterPlan
from gradreel.scenes.lesson import LESSONS, chapter_named
from gradreel.solver.recording import Recording

_drawn = 0


class CountingEncoder(Encoder):
    """An encoder that counts the frames that do not repeat the one before."""

    def write(self, pixels: NDArray[np.uint8], repeat: int = 1) -> None:
        """Append a frame, held for `repeat` frames."""
        global _drawn
        _drawn += 1
        super().write(pixels, repeat)


@dataclass(frozen=True)
class RepeatedPlan(ChapterPlan):
    """The plan of a chapter that plays its story `times` times."""

    times: int = 1

    def scene_class(self) -> type[Chapter]:
        """The class of the repeating chapter."""
        usual: Any = super().scene_class()
        times = self.times

        class Repeated(usual):
            def story(self) -> None:
                for _ in range(times):
                    self.remove(*self.mobjects)
                    self._open()
                    super().story()
                    self.hold()
                    self._end_sentence()

        return Repeated


def peak_memory() -> float:
    """The most memory that this process has held, in MB.

    What getrusage says would count that of the process which started this one, too.
    """
    status = Path("/proc/self/status").read_text(encoding="ascii")
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    assert found
    return int(found[1]) * 1024 / 1e6


def main(scenario: str, chapter: str, letter: str, folder: str, times: str = "1") -> None:
    """Render, count, print."""
    # The recording comes from a file, because a worker does not load torch either.
    recording = Recording.load(Path(folder, f"{scenario}.npz"))
    if times != "1":
        once = chapter_named(recording.scenario, chapter)
        fields = {field.name: getattr(once, field.name) for field in dataclasses.fields(once)}
        repeated = RepeatedPlan(**{**fields, "name": "repeated"}, times=int(times))
        plan = LESSONS[recording.scenario.lesson]
        LESSONS[plan.kind.name] = replace(plan, chapters=(*plan.chapters, repeated))
        chapter = repeated.name
    setattr(render, "Encoder", CountingEncoder)  # noqa: B010
    target = Path(folder, f"{scenario}-{chapter}.mp4")
    started = time.perf_counter()
    clip = render.render_chapter(recording, chapter, QUALITIES[letter], "mp4", target)
    seconds = time.perf_counter() - started
    answer = {"frames": clip.frames, "drawn": _drawn, "seconds": seconds, "peak": peak_memory()}
    print(json.dumps(answer))


if __name__ == "__main__":
    main(*sys.argv[1:])
