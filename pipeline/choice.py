"""Names that a call must choose from."""

from __future__ import annotations

from collections.abc import Collection

from gradreel.scenarios import ScenarioError
from gradreel.scenarios.words import listed, shown, suggestion


def one_of(what: str, value: str, among: Collection[str], of: str = "") -> str:
    """The value, which is among the names; `of` says before a fault whose they are.

    Raises ScenarioError if it is not, with the names and what to write instead.
    """
    if value not in among:
        hint = suggestion(value, among, common=["these"])
        fault = f"there is no {what} {shown(value)} among {listed(among)}"
        raise ScenarioError([f"{of}{fault}: {hint}"])
    return value
