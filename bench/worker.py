"""What one worker holds, job after job: `python -m bench.worker FOLDER WIDTH ROUNDS [CHAPTER...]`.

Each round renders every chapter (or those of such names) of a lesson of each kind and makes their
posters and GIFs, whose recordings lie in FOLDER. Prints how many jobs a round has, and the MB that
the process holds after each.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from gradreel.pipeline.crew import Job
from gradreel.pipeline.gif.order import GifOrder
from gradreel.pipeline.jobs import DrawPoster, MakeGif, RenderChapter
from gradreel.pipeline.quality import Quality
from gradreel.pipeline.workers import give_back_memory
from gradreel.scenes.lesson import chapters_of
from gradreel.solver.trajectory import Trajectory

LESSONS = ("quadratic", "parabola", "noisy-line")


def jobs(folder: Path, width: int, chapters: tuple[str, ...]) -> Iterator[Job]:
    """What is done in a round."""
    quality = Quality(width, round(width * 9 / 16), 15)
    for name in LESSONS:
        recording = folder / f"{name}.npz"
        for chapter in chapters_of(Trajectory.load(recording).scenario):
            if not chapters or chapter.name in chapters:
                yield RenderChapter(name, recording, chapter.name, quality, "mp4")
        yield DrawPoster(name, recording)
        yield MakeGif(name, recording, GifOrder(chapter="step", width=width, fps=5))


def held() -> float:
    """The MB that this process holds now."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    assert found
    return int(found[1]) * 1024 / 1e6


def main(folder: str, width: str, rounds: str, *chapters: str) -> None:
    """Do the rounds, print."""
    whole = list(jobs(Path(folder), int(width), chapters))
    memory = []
    for _ in range(int(rounds)):
        for job in whole:
            job.do(Path(folder, f"worker{job.suffix}"))
            give_back_memory()
        memory.append(held())
    print(json.dumps({"jobs": len(whole), "held": memory}))


if __name__ == "__main__":
    main(*sys.argv[1:])
