"""Two calls that write to one path at the same moment, and what they remember of it."""

from __future__ import annotations

import fcntl
import os
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from small_files import CURVE

from gradreel.pipeline.build import InProcess, Target, build_or_raise, folder_lock
from gradreel.pipeline.build.cache import Artifact
from gradreel.pipeline.build.folder_lock import in_turn, locked_folder
from gradreel.pipeline.build.graph import Node, Output, Value
from gradreel.pipeline.outputs.recording import recording_node
from gradreel.scenarios import Scenario, load_scenario
from gradreel.scenarios.files import write_atomically

SLOW = 1.5  # seconds from writing to remembering, in which the other call tries to write


@dataclass(frozen=True)
class SlowFile(Output):
    """A file with some words, and how long it takes from writing them to being remembered."""

    words: str
    seconds: float = 0.0

    def path(self, scenario: Scenario) -> Path:
        return Path(scenario.name, "words.txt")

    def nodes(self, scenario: Scenario) -> Sequence[Node]:
        return [recording_node(scenario)]

    def write(self, scenario: Scenario, path: Path, artifacts: Sequence[Artifact]) -> Value:
        with write_atomically(path) as temporary:
            temporary.write_text(self.words)
        time.sleep(self.seconds)
        return {}


def build(scenario: Scenario, words: SlowFile) -> str:
    (built,) = build_or_raise([Target(scenario, (words,))], Path("m"), InProcess())
    return built.products[words].path.read_text()


def test_the_file_of_one_call_is_never_remembered_as_that_of_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("it.toml").write_text(CURVE)
    scenario = load_scenario("it.toml")
    build(scenario, SlowFile("first"))  # so that the recording is there
    slow, quick = SlowFile("slow", SLOW), SlowFile("quick")
    call = threading.Thread(target=build, args=(scenario, slow))
    call.start()
    while Path("m/it/words.txt").read_text() != "slow":
        time.sleep(0.01)
    assert build(scenario, quick) == "quick"
    call.join()
    assert build(scenario, slow) == "slow"


def test_a_lock_that_somebody_keeps_does_not_stop_a_call(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder_lock, "_LONGEST", 0.2)
    kept = locked_folder(tmp_path, fcntl.LOCK_EX)
    try:
        with in_turn(tmp_path):
            (tmp_path / "file").touch()
    finally:
        os.close(kept)
    assert (tmp_path / "file").is_file()
