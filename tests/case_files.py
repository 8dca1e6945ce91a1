"""Small scenarios that users would write, or that somebody hostile would: `tests/cases`."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent / "cases"


def case(name: str) -> Path:
    """The scenario file of a name, as in `beale` or `hostile/leap`."""
    path = FOLDER / f"{name}.toml"
    assert path.is_file()
    return path
