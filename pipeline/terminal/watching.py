"""Runs `gradreel watch`: tells the address of its page, and ends as the signal says."""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from gradreel.pipeline.terminal.loudness import open_address
from gradreel.pipeline.terminal.streams import say

if TYPE_CHECKING:
    from gradreel.pipeline.terminal.options import Reading
    from gradreel.scenarios import Scenario


def show_watching(source: str, chapters: tuple[str, ...], reading: Reading, folder: Path) -> None:
    """Watch a scenario file until Ctrl-C, which is no failure.

    Raises ScenarioError if there is nothing to watch, and OSError if the folder cannot be used.
    """
    from gradreel.pipeline.terminal.options import load_all
    from gradreel.pipeline.watch import ScenarioFile, watch

    def load(source: str) -> list[Scenario]:
        return load_all((source,), reading)

    file = ScenarioFile(source, load, chapters)
    file.check()

    def tell(address: str) -> None:
        say(f"{source}: open {address} in a browser; Ctrl-C ends")
        open_address(address)

    number = watch(file, folder, tell)
    if number != signal.SIGINT:
        sys.exit(128 + number)
