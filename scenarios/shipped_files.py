"""The scenarios that come with gradreel, and what a list says of them; loads nothing heavy."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple


class Listed(NamedTuple):
    """What a list says of a scenario; the names of the fields are the headings of the columns."""

    scenario: str  # its name, after the folders that its outputs have, too
    lesson: str  # the kind
    runs: int  # how many
    title: str


def shipped() -> dict[str, Path]:
    """The files of the scenarios that come with gradreel, by name, sorted."""
    return dict(_files())


@cache  # each file of a set is compared with them
def _files() -> dict[str, Path]:
    return {path.stem: path for path in sorted(Path(__file__).parent.glob("*.toml"))}


@cache
def shipped_paths() -> frozenset[str]:
    """The paths of these files, links resolved."""
    return frozenset(os.path.realpath(path) for path in _files().values())


def listed_shipped() -> Iterator[Listed]:
    """A row for each of them, unchecked: they are known to be valid."""
    for name, path in shipped().items():
        document = tomllib.loads(path.read_text(encoding="utf-8"))
        yield Listed(name, document["lesson"], len(document["runs"]), document["title"])
