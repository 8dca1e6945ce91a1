"""The scenarios that come with gradreel, and what a list says of them; loads nothing heavy."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
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
    return {path.stem: path for path in sorted(Path(__file__).parent.glob("*.toml"))}


def listed_shipped() -> Iterator[Listed]:
    """A row for each of them, unchecked: they are known to be valid."""
    for name, path in shipped().items():
        document = tomllib.loads(path.read_text(encoding="utf-8"))
        yield Listed(name, document["lesson"], len(document["runs"]), document["title"])
