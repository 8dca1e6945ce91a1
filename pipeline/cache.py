"""Rendered files kept by content: the name of an entry is a digest of all that it depends on."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, replace
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import scenarios
from pipeline.clip import Clip, Video
from scenarios.files import write_atomically
from scenes.timing import Sentence

_PACKAGES = ("scenarios", "solver", "scenes", "pipeline")
_LIBRARIES = (
    *("av", "contourpy", "manim", "moderngl", "numpy", "pycairo", "svgelements", "sympy"),
    *("torch", "typst"),
)


def key_of(*content: Any) -> str:
    """A digest of content that JSON can hold, and of the program that makes something of it."""
    text = json.dumps([_program(), *content])
    return hashlib.sha256(text.encode()).hexdigest()[:32]


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


class Cache:
    """Clips and records of finished videos below one folder; damaged entries count as missing."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def clip(self, key: str, format: str) -> Clip | None:
        """The clip of a key, if it is there and whole."""
        path = self._clip_path(key, format)
        entry = self._read(key, path)
        if entry is None:
            return None
        sentences = tuple(Sentence(**sentence) for sentence in entry["sentences"])
        return Clip(entry["chapter"], path, entry["frames"], sentences)

    def keep_clip(self, key: str, clip: Clip, format: str) -> Clip:
        """Move a clip's file in here; the clip as it is from now on."""
        kept = replace(clip, path=clip.path.replace(self._clip_path(key, format)))
        sentences = [asdict(sentence) for sentence in clip.sentences]
        self._write(key, kept.path, chapter=clip.chapter, frames=clip.frames, sentences=sentences)
        return kept

    def video(self, key: str, path: Path) -> Video | None:
        """The video of a key, if the file at `path` still is what was written there."""
        entry = self._read(key, path)
        return None if entry is None else Video(path, entry["seconds"])

    def keep_video(self, key: str, video: Video) -> None:
        """Remember a finished video."""
        self._write(key, video.path, seconds=video.seconds)

    def _clip_path(self, key: str, format: str) -> Path:
        return self.folder / f"{key}.{format}"

    def _read(self, key: str, path: Path) -> dict[str, Any] | None:
        """What was written about a file, if neither has changed since."""
        try:
            entry = json.loads((self.folder / f"{key}.json").read_text(encoding="utf-8"))
            content, seal = entry["content"], entry["seal"]
            whole = seal == _seal(path, content)
        except (OSError, ValueError, LookupError, TypeError):
            return None
        return content if whole else None

    def _write(self, key: str, path: Path, **content: Any) -> None:
        entry = {"content": content, "seal": _seal(path, content)}
        with write_atomically(self.folder / f"{key}.json") as temporary:
            temporary.write_text(json.dumps(entry), encoding="utf-8")


def _seal(path: Path, content: dict[str, Any]) -> str:
    """The SHA-256 of a file's bytes and of what is remembered of it."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256")
    digest.update(json.dumps(content).encode())
    return digest.hexdigest()
