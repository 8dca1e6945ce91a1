"""From a file on disk and --set overrides to a plain document, with the place of every key."""

from __future__ import annotations

import copy
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from scenarios.problems import Key, Problem, ScenarioError, key_text
from scenarios.sweep import as_toml
from scenarios.words import counted, short, suggestion

MAX_BYTES = 1_000_000


@dataclass(frozen=True)
class Source:
    """A parsed file: `lines` and `overrides` tell where the value at a key came from.

    `text` is the file as it is, `given` are the overrides as they were given.
    """

    label: str
    path: Path
    text: str
    given: tuple[str, ...]
    document: dict[str, Any]
    lines: Mapping[Key, int]
    overrides: Mapping[Key, str]

    def overridden(self) -> str:
        """The file's text with the overrides in it, comments and all."""
        if not self.given:
            return self.text
        import tomlkit  # slow to import, and only needed here

        document = tomlkit.parse(self.text)
        for override in self.given:
            _apply(document, override)
        if "sweep" not in self.document:
            document.pop("sweep", None)
        return tomlkit.dumps(document)

    def swept(self, combination: Mapping[str, Any]) -> Source:
        """The file with the values of a combination, and without its sweep.

        Raises ScenarioError where a value has no place.
        """
        document, lines = copy.deepcopy(self.document), dict(self.lines)
        overrides = dict(self.overrides)
        del document["sweep"]
        faults = []
        for dotted, value in combination.items():
            line = ("sweep", *dotted.split("."))
            try:
                key = _placed(document, dotted, value)
                if any(key[: len(other)] == other for other in self.overrides):
                    raise ValueError("has its value from --set, too: leave out one of them")
                if line in self.lines:
                    lines[key] = self.lines[line]
                if line in self.overrides:
                    overrides[key] = self.overrides[line]
            except ValueError as error:
                faults.append(self.sentence(Problem(line, str(error))))
        if faults:
            raise ScenarioError(faults)
        given = *self.given, *(f"{key}={as_toml(value)}" for key, value in combination.items())
        return replace(self, given=given, document=document, lines=lines, overrides=overrides)

    def sentence(self, problem: Problem) -> str:
        return f"{self._place(problem.path)}: {key_text(problem.path)}: {problem.sentence}"

    def _place(self, path: Key) -> str:
        for key, override in self.overrides.items():
            if path[: len(key)] == key or key[: len(path)] == path:
                return _set_label(self.label, override)
        prefixes = (path[:end] for end in range(len(path), 0, -1))
        line = next((self.lines[key] for key in prefixes if key in self.lines), None)
        return f"{self.label}:{line}" if line else self.label


def read_source(path: Path, label: str, overrides: Sequence[str]) -> Source:
    """Raises ScenarioError where the file cannot be read or is not TOML."""
    text = _text(path, label)
    document = _parsed(text, label)
    places: dict[Key, str] = {}
    faults = []
    for override in overrides:
        try:
            places[_apply(document, override)] = override
        except ValueError as error:
            faults.append(f"{_set_label(label, override)}: {error}")
    if faults:
        raise ScenarioError(faults)
    return Source(label, path, text, tuple(overrides), document, key_lines(text), places)


def _set_label(label: str, override: str) -> str:
    return f"{label}: --set {short(override)}"


def _text(path: Path, label: str) -> str:
    try:
        if path.is_dir():
            raise ScenarioError([f"{label}: is a directory: give a scenario file in it"])
        if not path.exists():
            raise ScenarioError([f"{label}: there is no such file: check its name{_near(path)}"])
        if not path.is_file() or path.stat().st_size > MAX_BYTES:
            raise ScenarioError([f"{label}: is not a scenario file of at most {MAX_BYTES} bytes"])
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ScenarioError(
            [f"{label}: is not UTF-8 text (byte {error.start}): save it as UTF-8"]
        ) from None
    except (OSError, ValueError) as error:
        if isinstance(error, ScenarioError):
            raise
        reason = getattr(error, "strerror", None) or str(error)
        raise ScenarioError([f"{label}: cannot be read ({reason.lower()})"]) from None


def _near(path: Path) -> str:
    names = [other.name for other in path.parent.glob("*.toml")] if path.parent.is_dir() else []
    hint = suggestion(path.name, names)
    return f" ({hint})" if hint.startswith("did") else ""


def _parsed(text: str, label: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise ScenarioError([f"{label}: is nested too deeply to be a scenario"]) from None
    except ValueError as error:
        message = str(error)
        line = re.search(r"\(at line (\d+), column \d+\)", message)
        reason = re.sub(r" \(at [^)]*\)$", "", message)
        place = f"{label}:{line[1]}" if line else label
        raise ScenarioError(
            [f"{place}: is not valid TOML: {reason[:1].lower()}{reason[1:]}"]
        ) from None


def _apply(document: dict[str, Any], override: str) -> Key:
    """Sets one key of the document; raises ValueError where that cannot be."""
    dotted, equals, value = override.partition("=")
    if not equals or not all(part.strip() for part in dotted.split(".")):
        raise ValueError("must be KEY=VALUE, as in runs.0.lr=0.5")
    return _placed(document, dotted, _toml_value(value))


def _placed(document: dict[str, Any], dotted: str, value: Any) -> Key:
    """Puts a value at a dotted key of the document; raises ValueError where that cannot be."""
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


def _entered(place: Any, part: str, key: Key) -> tuple[Any, Key]:
    if isinstance(place, list):
        index = _index(place, part, key)
        return place[index], (*key, index)
    if isinstance(place, dict):
        return place.setdefault(part, {}), (*key, part)
    raise ValueError(f"{key_text(key)} is not a table, so nothing in it can be set")


def _index(place: list[Any], part: str, key: Key) -> int:
    if not re.fullmatch(r"[0-9]{1,6}", part) or int(part) >= len(place):
        there = f"{key_text(key)} has {counted(len(place), 'entry', 'entries')}, counted from 0"
        raise ValueError(f"there is no {key_text(key)}[{part}]: {there}")
    return int(part)


def _toml_value(text: str) -> Any:
    try:
        parsed = tomllib.loads(f"value = {text}")
    except (ValueError, RecursionError):
        return text.strip()
    return parsed["value"] if len(parsed) == 1 else text.strip()


_HEADER = re.compile(r"\s*(\[\[?)([\w\-. \t]+)\]\]?\s*")
_KEY = re.compile(r"\s*([\w\-. \t]+?)\s*=")
_STRING_OR_COMMENT = re.compile(r'"(?:\\.|[^"\\])*"|\'[^\']*\'|#.*')


def key_lines(text: str) -> dict[Key, int]:
    """The line, from 1, of every table and key that is written plainly."""
    lines: dict[Key, int] = {}
    counts: dict[tuple[str, ...], int] = {}
    table: Key = ()
    depth = 0
    if '"""' in text or "'''" in text:
        return lines
    for number, line in enumerate(text.split("\n"), start=1):
        plain = _STRING_OR_COMMENT.sub("", line)
        if depth == 0 and (header := _HEADER.fullmatch(plain)):
            names = tuple(part.strip() for part in header[2].split("."))
            if header[1] == "[[":
                counts[names] = counts.get(names, 0) + 1
            table = _with_indices(names, counts)
            lines.setdefault(table, number)
        elif depth == 0 and (key := _KEY.match(plain)):
            lines.setdefault((*table, *(part.strip() for part in key[1].split("."))), number)
        depth += sum(plain.count(bracket) for bracket in "[{")
        depth -= sum(plain.count(bracket) for bracket in "]}")
    return lines


def _with_indices(names: tuple[str, ...], counts: Mapping[tuple[str, ...], int]) -> Key:
    key: Key = ()
    for end, name in enumerate(names, start=1):
        key = (*key, name)
        if names[:end] in counts:
            key = (*key, counts[names[:end]] - 1)
    return key
