"""Overrides: values that --set and sweeps put into a scenario's document."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from gradreel.scenarios.problems import Key, key_text
from gradreel.scenarios.words import as_toml, counted

if TYPE_CHECKING:
    from gradreel.scenarios.model import Scenario

_LONGEST_EDITED = 100_000  # characters: tomlkit, which keeps comments, takes a second for so many


def apply(document: dict[str, Any], override: str) -> list[Key]:
    """Set a key of the document, as in "runs.0.lr=0.5", and return what it set.

    A * stands for every entry that is there, as in "runs.*.steps=20". Raises ValueError if the
    override is not KEY=VALUE, or the document has no place for the key.
    """
    dotted, equals, value = override.partition("=")
    if not equals or not all(part.strip() for part in dotted.split(".")):
        raise ValueError("must be KEY=VALUE, as in runs.0.lr=0.5")
    parsed = _toml_value(value)
    return [put(document, each, parsed) for each in _meant(document, dotted)]


def differ(before: dict[str, Any], document: dict[str, Any]) -> bool:
    """Whether two documents say different things."""
    usual = {"theme": "dark"}
    return _in_order(usual | before) != _in_order(usual | document)


def value_of(override: str) -> Any:
    """The value of an override."""
    return _toml_value(override.partition("=")[2])


def put(document: dict[str, Any], dotted: str, value: Any) -> Key:
    """Set a dotted key of the document, and return the key.

    The tables on the way are copied first, since other documents may share them. Raises ValueError
    if the document has no place for the key.
    """
    parts = [part.strip() for part in dotted.split(".")]
    place: Any = document
    key: Key = ()
    for part in parts[:-1]:
        place, key = _entered(place, part, key)
    if isinstance(place, list):
        key = (*key, _index(place, parts[-1], key))
    elif isinstance(place, dict):
        key = (*key, parts[-1])
    else:
        raise ValueError(f"{key_text(key)} is not a table, so nothing in it can be set")
    place[key[-1]] = value
    return key


def is_idle(document: dict[str, Any], key: Key) -> bool:
    """Whether a key of the common start is set that every run has in a start of its own."""
    runs = document.get("runs")
    if len(key) != 2 or key[0] != "start" or not isinstance(runs, list):
        return False
    starts = [run.get("start") if isinstance(run, dict) else None for run in runs]
    return bool(starts) and all(isinstance(own, dict) and key[1] in own for own in starts)


def with_usual_theme(scenario: Scenario, theme: str) -> Scenario:
    """A scenario in a theme, unless its file or an override names one."""
    if any(override.partition("=")[0].strip() == "theme" for override in scenario.given):
        return scenario
    if "theme" in tomllib.loads(scenario.file):
        return scenario
    given = (*scenario.given, f"theme={theme}")
    return scenario.model_copy(update={"theme": theme, "given": given})


def edited(text: str, given: Sequence[str]) -> str:
    """The text of a file with the overrides applied and the sweep removed.

    Comments are kept if the text can be edited in place; otherwise only its values are written.
    """
    if not given:
        return text
    document = tomllib.loads(text)
    for override in given:
        apply(document, override)
    document.pop("sweep", None)
    written = _in_place(text, given) if len(text) <= _LONGEST_EDITED else ""
    if _has(written, document):
        return written
    return "".join(f"{as_toml(key)} = {as_toml(value)}\n" for key, value in document.items())


def _in_place(text: str, given: Sequence[str]) -> str:
    """The text edited in place by tomlkit; "" if that fails."""
    import tomlkit  # slow to import, and only needed here

    try:
        document = tomlkit.parse(text)
        for override in given:
            apply(document, override)
        document.pop("sweep", None)
        return tomlkit.dumps(document)
    except Exception:  # tomlkit documents none; the caller has another way
        return ""


def _has(text: str, document: dict[str, Any]) -> bool:
    """Whether a text loads to that document."""
    try:
        return _in_order(tomllib.loads(text)) == _in_order(document)
    except ValueError:
        return False


def _in_order(document: dict[str, Any]) -> str:
    # As text, since nan is not equal to itself, and 1 and 1.0 are different values here.
    return json.dumps(document, sort_keys=True, default=repr)


def _meant(document: dict[str, Any], dotted: str) -> list[str]:
    """The keys for which a key with a * stands."""
    found: list[tuple[str, Any]] = [("", document)]
    parts = [part.strip() for part in dotted.split(".")]
    if "*" not in parts:
        return [dotted]
    for number, part in enumerate(parts):
        entered = []
        for key, place in found:
            inside = place if isinstance(place, dict) else {}
            if isinstance(place, list):
                inside = {str(index): entry for index, entry in enumerate(place)}
            names = [*inside] if part == "*" else [part]
            entered += [(f"{key}.{name}".lstrip("."), inside.get(name)) for name in names]
        if not entered:
            raise ValueError(
                f"there is nothing in {'.'.join(parts[:number])} for the * to stand for"
            )
        found = entered
    return [key for key, _ in found]


def _entered(place: Any, part: str, key: Key) -> tuple[Any, Key]:
    if isinstance(place, list):
        at: str | int = _index(place, part, key)
    elif isinstance(place, dict):
        at = part
        place.setdefault(part, {})
    else:
        raise ValueError(f"{key_text(key)} is not a table, so nothing in it can be set")
    if type(place[at]) in (dict, list):
        place[at] = place[at].copy()
    return place[at], (*key, at)


def _index(place: list[Any], part: str, key: Key) -> int:
    if not re.fullmatch(r"[0-9]{1,6}", part) or int(part) >= len(place):
        entries = f"{key_text(key)} has {counted(len(place), 'entry', 'entries')}, counted from 0"
        raise ValueError(f"there is no {key_text(key)}[{part}]: {entries}")
    return int(part)


def _toml_value(text: str) -> Any:
    try:
        parsed = tomllib.loads(f"value = {text}")
    except (ValueError, RecursionError):
        return text.strip()
    return parsed["value"] if len(parsed) == 1 else text.strip()
