"""Files that are not TOML: what is wrong, and what to write instead."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from scenarios.problems import ScenarioError

MAX_PARTS = 32  # of a dotted key; each one counts in every line of its table

_MANY_PARTS = re.compile(
    rf"""^[ \t]*(?:\[\[?[ \t]*)?(?:(?:"[^"\n]*"|'[^'\n]*'|[\w-]+)[ \t]*\.[ \t]*){{{MAX_PARTS}}}""",
    re.M,
)


def document_of(text: str, label: str) -> dict[str, Any]:
    if deep := _MANY_PARTS.search(text):
        line = text.count("\n", 0, deep.start()) + 1
        raise ScenarioError([f"{label}:{line}: is nested too deeply to be a scenario"])
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise ScenarioError([f"{label}: is nested too deeply to be a scenario"]) from None
    except ValueError as error:
        message = str(error)
        found = re.search(r"\(at line (\d+), column \d+\)", message)
        reason = re.sub(r" \(at [^)]*\)$", "", message)
        place = f"{label}:{found[1]}" if found else label
        raise ScenarioError(
            [f"{place}: is not valid TOML: {reason[:1].lower()}{reason[1:]}"]
        ) from None
