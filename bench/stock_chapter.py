"""A flat chapter of ours under stock manim: `python -m bench.stock_chapter SCENARIO CHAPTER
LETTER FOLDER`.

manim's own camera draws it and manim's own writer encodes it. Prints the seconds.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from manim import CairoRenderer, Camera

from bench.stock import stock_settings
from gradreel.scenes.drawing.camera import StageCamera, StageRenderer
from gradreel.scenes.lesson import chapter_named
from gradreel.solver.recording import Recording


class StockCamera(StageCamera):
    """manim's own camera, by a name that chapters accept."""

    capture_mobjects = Camera.capture_mobjects


class StockRenderer(StageRenderer):
    """manim's own renderer, by a name that chapters accept."""

    freeze_current_frame = CairoRenderer.freeze_current_frame


def main(scenario: str, chapter: str, letter: str, folder: str) -> None:
    """Draw, measure, print."""
    recording = Recording.load(Path(folder, f"{scenario}.npz"))
    scene = chapter_named(recording.scenario, chapter)
    with stock_settings(letter, folder):
        started = time.perf_counter()
        scene(recording, StockRenderer(camera_class=StockCamera)).render()
        print(json.dumps({"seconds": time.perf_counter() - started}))


if __name__ == "__main__":
    main(*sys.argv[1:])
