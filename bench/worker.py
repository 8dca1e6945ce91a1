"""What a worker holds, task after task: `python -m bench.worker FOLDER WIDTH ROUNDS [CHAPTER...]`.

Each round renders every chapter (or those of such names) of a lesson of each kind and makes their
posters and GIFs (of the step, or of the first of such names), whose recordings lie in FOLDER.
Prints how many tasks a round has, and the MB that the process holds after each.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from gradreel.pipeline.build.executor import Task
from gradreel.pipeline.build.worker import give_back_memory
from gradreel.pipeline.gif.settings import GifSettings
from gradreel.pipeline.outputs.chapter import RenderChapter
from gradreel.pipeline.outputs.gif import MakeGif
from gradreel.pipeline.outputs.poster import DrawPoster
from gradreel.pipeline.quality import Quality
from gradreel.scenarios.showing import Showing
from gradreel.scenes.lesson import chapters_of
from gradreel.solver.recording import Recording

LESSONS = ("quadratic", "parabola", "noisy-line")


def tasks(folder: Path, width: int, chapters: tuple[str, ...]) -> Iterator[tuple[Task, Path]]:
    """The tasks of one round, each with its recording."""
    quality, usual = Quality(width, round(width * 9 / 16), 15), Showing()
    for name in LESSONS:
        recording = folder / f"{name}.npz"
        for chapter in chapters_of(Recording.load(recording).scenario):
            if not chapters or chapter.name in chapters:
                cost = chapter.cost
                yield RenderChapter(name, usual, chapter.name, quality, "mp4", cost), recording
        yield DrawPoster(name, usual), recording
        animated = GifSettings(chapter=chapters[0] if chapters else "step", width=width, fps=5)
        yield MakeGif(name, usual, animated), recording


def held() -> float:
    """The memory of this process now, in MB."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    assert found
    return int(found[1]) * 1024 / 1e6


def main(folder: str, width: str, rounds: str, *chapters: str) -> None:
    """Do the rounds, print."""
    whole = list(tasks(Path(folder), int(width), chapters))
    memory = []
    for _ in range(int(rounds)):
        for task, recording in whole:
            task.do(Path(folder, f"worker{task.suffix}"), [recording])
            give_back_memory()
        memory.append(held())
    print(json.dumps({"tasks": len(whole), "held": memory}))


if __name__ == "__main__":
    main(*sys.argv[1:])
