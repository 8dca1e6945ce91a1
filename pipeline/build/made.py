"""What was made in a folder, and of what: a record beside the files, which outlives the cache."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError

from gradreel.pipeline.build.cache import key_of
from gradreel.pipeline.build.folder_lock import in_turn
from gradreel.scenarios import Scenario, ScenarioError
from gradreel.scenarios.file_text import STDIN
from gradreel.scenarios.files import write_where_different
from gradreel.scenarios.frozen import Frozen
from gradreel.scenarios.shipped_files import shipped, shipped_paths

NAME = "made.json"

_LARGEST = 1_000_000  # bytes: a foreign file of that name may be huge


class MadeFile(Frozen):
    """What is known of a file: the recording that it shows, and its SHA-256 as last written.

    Only files that people edit have a digest.
    """

    recording: str = ""
    digest: str = ""


class Made(Frozen):
    """The content of a record: the files beside it, by name, and what they were made from.

    `origin` is the path of a scenario file relative to the folder, or another source as it is
    given.
    """

    format: Literal["gradreel made"] = "gradreel made"
    origin: str = ""
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


def note_made(folder: Path, scenario: Scenario, names: Iterable[str]) -> None:
    """Record that these files of a folder show a scenario. Raises OSError if it cannot be."""
    made, recording, origin = made_in(folder), recorded(scenario), _origin(folder, scenario)
    new = [name for name in names if made.files.get(name, MadeFile()).recording != recording]
    if new or origin != made.origin:
        with in_turn(folder):
            _note(folder, {name: {"recording": recording} for name in new}, origin)


def check_owner(folder: Path, scenario: Scenario) -> None:
    """Raises ScenarioError if a folder holds what was made from another file, which is still there.

    Files of one name in several folders, or a file called as a shipped scenario, would else take
    turns at writing over what the other has made.
    """
    made = made_in(folder).origin
    origin = _origin(folder, scenario)
    if not made or not origin or made == origin or _is_gone(folder, made):
        return
    sentence = (
        f"{folder}: holds what was made from {_called(folder, made)}, not from "
        f"{_called(folder, origin)}: rename the file, or choose another folder with -o"
    )
    raise ScenarioError([sentence])


def _origin(folder: Path, scenario: Scenario) -> str:
    source = scenario.source
    if not source or source == STDIN or source in shipped() or not os.path.exists(source):
        return source
    path = os.path.realpath(source)
    if path in shipped_paths():
        return Path(path).stem
    return os.path.relpath(path, os.path.realpath(folder))


def _is_gone(folder: Path, origin: str) -> bool:
    """Whether an origin is the path of a file that has been moved or deleted since."""
    return origin.startswith("..") and not os.path.exists(folder.resolve() / origin)


def origin_of(folder: Path) -> str:
    """What a folder was made from: a file's path from here, another source, or "" if unknown."""
    origin = made_in(folder).origin
    return os.path.relpath(folder.resolve() / origin) if origin.startswith("..") else origin


def _called(folder: Path, origin: str) -> str:
    """What sentences call an origin."""
    if origin.startswith(".."):
        return os.path.relpath(folder.resolve() / origin)
    return f"the shipped {origin}" if origin in shipped() else origin


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


def _note(folder: Path, changes: dict[str, dict[str, str]], origin: str = "") -> None:
    made = made_in(folder)
    files = dict(made.files)
    for name, change in changes.items():
        files[name] = files.get(name, MadeFile()).model_copy(update=change)
    update = {"files": dict(sorted(files.items())), "origin": origin or made.origin}
    new = made.model_copy(update=update)
    write_where_different(folder / NAME, f"{new.model_dump_json()}\n".encode())
