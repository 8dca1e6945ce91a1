"""Rendered files kept by content: the name of an entry is a digest of all that it depends on."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import scenarios
from pipeline.clip import Clip, Video
from pipeline.quality import Quality
from scenarios import Scenario
from scenarios.files import write_atomically
from scenes.timing import Sentence

_PACKAGES = ("scenarios", "solver", "scenes", "pipeline")
_LIBRARIES = ("av", "contourpy", "manim", "moderngl", "numpy", "sympy", "torch", "typst")


def key_of(scenario: Scenario, chapter: str | None, quality: Quality, format: str) -> str:
    """A digest of everything that decides how a chapter, or the whole lesson (None), looks."""
    content = [scenario.model_dump_json(), chapter, asdict(quality), format, _program()]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:32]


@cache
def _program() -> str:
    """A digest of our own code and of the libraries that draw."""
    digest = hashlib.sha256()
    root = Path(scenarios.__file__).parent.parent
    for path in sorted(p for package in _PACKAGES for p in (root / package).rglob("*.py")):
        digest.update(f"{path.relative_to(root)}\0".encode() + path.read_bytes())
    for library in _LIBRARIES:
        digest.update(f"{library}={version(library)}\0".encode())
    return digest.hexdigest()


def digest_of(path: Path) -> str:
    """The SHA-256 of a file's content."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class Cache:
    """Clips and records of finished videos below one folder; damaged entries count as missing."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def clip_path(self, key: str, format: str) -> Path:
        """Where the clip of a key belongs."""
        return self.folder / f"{key}.{format}"

    def clip(self, key: str, format: str) -> Clip | None:
        """The clip of a key, if it is there and whole."""
        path = self.clip_path(key, format)
        entry = self._entry(key, path)
        if entry is None:
            return None
        sentences = tuple(Sentence(**sentence) for sentence in entry["sentences"])
        return Clip(entry["chapter"], path, entry["frames"], sentences)

    def keep_clip(self, key: str, clip: Clip) -> None:
        """Remember a clip whose file stands at its `clip_path`."""
        sentences = [asdict(sentence) for sentence in clip.sentences]
        self._write(key, clip.path, chapter=clip.chapter, frames=clip.frames, sentences=sentences)

    def video(self, key: str, path: Path) -> Video | None:
        """The video of a key, if its file still is what was written there."""
        entry = self._entry(key, path)
        return None if entry is None else Video(path, entry["seconds"], fresh=False)

    def keep_video(self, key: str, video: Video) -> None:
        """Remember a finished video."""
        self._write(key, video.path, seconds=video.seconds)

    def _entry(self, key: str, path: Path) -> dict[str, Any] | None:
        try:
            entry = json.loads((self.folder / f"{key}.json").read_text(encoding="utf-8"))
            whole = entry["sha256"] == digest_of(path)
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return entry if whole else None

    def _write(self, key: str, path: Path, **content: Any) -> None:
        entry = {"sha256": digest_of(path), **content}
        with write_atomically(self.folder / f"{key}.json") as temporary:
            temporary.write_text(json.dumps(entry), encoding="utf-8")
