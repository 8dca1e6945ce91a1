"""Values that are put into a scenario's document from outside of its file."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Sequence
from typing import Any

from gradreel.scenarios.problems import Key, key_text
from gradreel.scenarios.words import as_toml, counted

_LONGEST_EDITED = 100_000  # characters of a text in which comments are kept: this takes a second


def apply(document: dict[str, Any], override: str) -> Key:
    """Sets one key of the document, as in "runs.0.lr=0.5", and says which.

    Raises ValueError where that cannot be.
    """
    dotted, equals, value = override.partition("=")
    if not equals or not all(part.strip() for part in dotted.split(".")):
        raise ValueError("must be KEY=VALUE, as in runs.0.lr=0.5")
    return put(document, dotted, _toml_value(value))


def put(document: dict[str, Any], dotted: str, value: Any) -> Key:
    """Puts a value at a dotted key of the document; raises ValueError where that cannot be.

    What is changed on the way there is copied first: it may belong to other documents, too.
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


def edited(text: str, given: Sequence[str]) -> str:
    """A file's text with overrides in it and without its sweep, comments and all.

    Where they cannot be put into the text as it stands, its values are written anew.
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
    """The text with the overrides in it, as far as the library knows how."""
    import tomlkit  # slow to import, and only needed here

    try:
        document = tomlkit.parse(text)
        for override in given:
            apply(document, override)
        document.pop("sweep", None)
        return tomlkit.dumps(document)
    except Exception:  # of whatever kind: it is not ours
        return ""


def _has(text: str, document: dict[str, Any]) -> bool:
    """Whether a text loads to that document."""
    try:
        return _in_order(tomllib.loads(text)) == _in_order(document)
    except ValueError:
        return False


def _in_order(document: dict[str, Any]) -> str:
    # As text, since nan is not equal to itself, and a place of 1.0 may want no 1.
    return json.dumps(document, sort_keys=True, default=repr)


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
