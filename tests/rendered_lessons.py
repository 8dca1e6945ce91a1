"""Shipped lessons as the command renders them, for all tests that need some that are whole."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from gradreel.pipeline.build.cache import CACHE, Cache
from gradreel.pipeline.outputs import Lesson
from gradreel.pipeline.quality import QUALITIES
from gradreel.pipeline.video.clip import Clip
from gradreel.scenarios import load_scenario

NAMES = ("noisy-line", "parabola", "two-valleys")  # one of each kind
LOW = QUALITIES["l"]
BIN = Path(sys.executable).parent
FORBIDDEN = ("latex", "pdflatex", "xelatex", "lualatex", "dvisvgm", "dvips", "ffmpeg", "ffprobe")


@dataclass(frozen=True)
class Lessons:
    """Scenarios as rendered at the lowest quality, each read back once."""

    folder: Path
    called: Path

    def clips(self, name: str) -> list[Clip]:
        cache, nodes = Cache(self.folder / CACHE), Lesson(LOW).clips(load_scenario(name))
        artifacts = [cache.artifact(node.key, ".mp4") for node in nodes]
        assert None not in artifacts
        return [Clip.read(*artifact) for artifact in artifacts if artifact]

    def video(self, name: str) -> Path:
        return self.folder / Lesson(LOW).path(load_scenario(name))


def offline() -> list[str]:
    """What to put before a command so that it runs without a network, where that can be."""
    prefix = ["unshare", "--map-root-user", "--net"]
    can = shutil.which("unshare") and subprocess.run([*prefix, "true"], capture_output=True)
    return prefix if can and can.returncode == 0 else []


@pytest.fixture(scope="session")
def lessons(tmp_path_factory: pytest.TempPathFactory) -> Lessons:
    """Render a shipped scenario of each kind, without LaTeX, ffmpeg, a display or a network.

    Test processes side by side share one folder: the first renders, the others find it done.
    """
    folder = tmp_path_factory.getbasetemp()
    shared = folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder
    called, stubs = shared / "called", shared / "stubs"
    with (shared / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        stubs.mkdir(exist_ok=True)
        for name in FORBIDDEN:
            (stubs / name).write_text(f'#!/bin/sh\necho "$0 $*" >>"{called}"\nexit 1\n')
            (stubs / name).chmod(0o755)
        absent = ("DISPLAY", "WAYLAND_DISPLAY", "XDG_RUNTIME_DIR")
        env = {name: value for name, value in os.environ.items() if name not in absent}
        env["PATH"] = os.pathsep.join([str(stubs), env["PATH"]])
        command = [*offline(), str(BIN / "gradreel"), "render", *NAMES, "-q", "l"]
        result = subprocess.run(
            [*command, "-o", str(shared / "media")], env=env, capture_output=True, text=True
        )
    assert result.returncode == 0, result.stderr
    return Lessons(shared / "media", called)
