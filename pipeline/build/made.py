"""What was made in a folder, and of what: a record beside the files, which outlives the cache."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError

from gradreel.pipeline.build.cache import key_of
from gradreel.pipeline.build.folder_lock import in_turn
from gradreel.scenarios import Scenario
from gradreel.scenarios.files import write_where_different
from gradreel.scenarios.model import Frozen

NAME = "made.json"

_LARGEST = 1_000_000  # bytes: a foreign file of that name may be huge


class MadeFile(Frozen):
    """What is known of a file: the recording that it shows, and its SHA-256 as last written.

    Only files that people edit have a digest.
    """

    recording: str = ""
    digest: str = ""


class Made(Frozen):
    """The content of a record: the files beside it, by name."""

    format: Literal["gradreel made"] = "gradreel made"
    files: dict[str, MadeFile] = Field(default_factory=dict)


def recorded(scenario: Scenario) -> str:
    """A digest of what is recorded of a scenario, whatever its name, its title and its colours."""
    plain = scenario.model_copy(update={"name": "", "title": "", "theme": "dark"})
    return key_of(version("gradreel"), plain.model_dump_json())


def made_in(folder: Path) -> Made:
    """The record of a folder; an empty one if there is none, or if it is damaged."""
    path = folder / NAME
    try:
        if not path.is_file() or path.stat().st_size > _LARGEST:
            return Made()
        return Made.model_validate_json(path.read_bytes())
    except (OSError, ValidationError):
        return Made()


def note_made(folder: Path, recording: str, names: Iterable[str]) -> None:
    """Record that these files of a folder show a recording. Raises OSError if it cannot be."""
    known = made_in(folder).files
    new = [name for name in names if known.get(name, MadeFile()).recording != recording]
    if new:
        with in_turn(folder):
            _note(folder, {name: {"recording": recording} for name in new})


def write_unless_edited(path: Path, content: bytes) -> None:
    """Write a file, unless it holds that content, or what somebody else has written.

    Raises OSError if it cannot be written.
    """
    made = made_in(path.parent).files.get(path.name, MadeFile())
    digest = hashlib.sha256(content).hexdigest()
    if path.is_file():
        present = path.read_bytes()
        if present != content and hashlib.sha256(present).hexdigest() != made.digest:
            return
    write_where_different(path, content)
    if made.digest != digest:
        _note(path.parent, {path.name: {"digest": digest}})


def _note(folder: Path, changes: dict[str, dict[str, str]]) -> None:
    made = made_in(folder)
    files = dict(made.files)
    for name, change in changes.items():
        files[name] = files.get(name, MadeFile()).model_copy(update=change)
    new = made.model_copy(update={"files": dict(sorted(files.items()))})
    write_where_different(folder / NAME, f"{new.model_dump_json()}\n".encode())
