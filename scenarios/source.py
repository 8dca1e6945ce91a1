"""From a file and --set overrides to a plain document, with the line of every key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any

from gradreel.scenarios.overrides import apply, differ, is_idle, put, value_of
from gradreel.scenarios.places import key_lines
from gradreel.scenarios.problems import MAX_PROBLEMS, Key, Problem, ScenarioError, key_text
from gradreel.scenarios.toml_faults import document_of
from gradreel.scenarios.words import MAX_SHOWN, as_toml, short

# Far more than any scenario has; a document beyond them is refused before it is validated.
MAX_DEPTH = 16  # the form needs 5, as in sweep.runs.0.options.momentum
MAX_KEYS = 100  # in a table but [text]: the widest has about 10, and each unknown key is a fault
_LARGE = 10**MAX_SHOWN  # integers beyond it are not shown in full, and Python prints them slowly


@dataclass(frozen=True)
class Source:
    """A parsed file.

    `text` is the file as it is, `given` the overrides as the user wrote them, and `given_as` the
    name by which the user gave the file. `overrides` and `swept_from` say which values of the
    document come from which override, and from which key of the sweep. `changed` are the keys that
    overrides have given another value than the file. Sentences name no line of a text that is not
    in a file.
    """

    label: str
    path: Path
    text: str
    given: tuple[str, ...]
    document: dict[str, Any]
    overrides: Mapping[Key, str]
    swept_from: Mapping[Key, Key] = field(default_factory=dict)
    given_as: str = ""
    in_file: bool = True
    changed: Mapping[Key, Any] = field(default_factory=dict)

    @cached_property
    def lines(self) -> dict[Key, int]:
        """The line of every key that is written in the file."""
        return key_lines(self.text) if self.in_file else {}

    @property
    def swept_keys(self) -> tuple[str, ...]:
        """The keys whose values come from a sweep, as that has them."""
        return tuple(".".join(map(str, line[1:])) for line in self.swept_from.values())

    def swept(self, combination: Mapping[str, Any]) -> Source:
        """The file with the values of a combination in place of its sweep.

        Raises ScenarioError if the document has no place for a value.
        """
        document, swept_from = dict(self.document), dict[Key, Key]()
        overrides = dict(self.overrides)
        del document["sweep"]
        faults = []
        for dotted, value in combination.items():
            line = ("sweep", *dotted.split("."))
            try:
                key = put(document, dotted, value)
                if any(key[: len(other)] == other for other in self.overrides):
                    raise ValueError("has its value from --set, too: leave out one of them")
                if any(other[: len(key)] == key for other in swept_from):
                    raise ValueError("changes what another key of the sweep sets: leave out one")
                swept_from[key] = line
                # A key of the sweep comes from an override, too, where this set the whole sweep.
                for place, override in self.overrides.items():
                    if line[: len(place)] == place:
                        overrides[key] = override
            except ValueError as error:
                faults.append(self.sentence(Problem(line, str(error))))
        if faults:
            raise ScenarioError(faults)
        given = *self.given, *(f"{key}={as_toml(value)}" for key, value in combination.items())
        return replace(
            self, given=given, document=document, overrides=overrides, swept_from=swept_from
        )

    def sentence(self, problem: Problem) -> str:
        """The problem as a sentence that begins with its file and line."""
        parts = self._place(problem.path), key_text(problem.path), problem.sentence
        return ": ".join(part for part in parts if part)

    def _place(self, path: Key) -> str:
        for key, override in self.overrides.items():
            if path[: len(key)] == key or key[: len(path)] == path:
                return _set_label(self.label, override)
        prefixes = [path[:end] for end in range(len(path), 0, -1)]
        written = (self.swept_from.get(key, key) for key in prefixes)
        line = next((self.lines[key] for key in written if key in self.lines), None)
        return f"{self.label}:{line}" if line else self.label


def read_source(
    path: Path, label: str, text: str, overrides: Sequence[str], given_as: str, in_file: bool = True
) -> Source:
    """The parsed text of a file, with the overrides applied.

    Raises ScenarioError if it is not TOML, or is out of bounds.
    """
    document = document_of(text, label)
    places: dict[Key, str] = {}
    faults: list[str] = []
    changed: dict[Key, Any] = {}
    for override in overrides:
        before = deepcopy(document) if in_file else {}
        try:
            set_keys, value = apply(document, override), value_of(override)
            for key in set_keys:
                if key in places:
                    raise ValueError(f"{key_text(key)} is set twice: leave out one of them")
                if within := next((other for other in places if other[: len(key)] == key), None):
                    fault = f"takes the place of {key_text(within)}, which is set before it"
                    raise ValueError(f"{fault}: set {key_text(key)} first")
                if is_idle(document, key):
                    raise ValueError(
                        "has no effect, since each run has a start of its own: "
                        f"set runs.0.start.{key[-1]}"
                    )
                places[key] = override
            if differ(before, document):
                changed |= dict.fromkeys(set_keys, value)
        except ValueError as error:
            faults.append(f"{_set_label(label, override)}: {error}")
    if faults:
        raise ScenarioError(faults)
    source = Source(
        label, path, text, tuple(overrides), document, places, given_as=given_as, in_file=in_file
    )
    source = replace(source, changed=changed)
    if found := list(islice(_out_of_bounds(document, ()), MAX_PROBLEMS)):
        raise ScenarioError(source.sentence(problem) for problem in found)
    return source


def _out_of_bounds(value: Any, key: Key) -> Iterator[Problem]:
    """The problems of tables and numbers that are too large for any scenario."""
    if len(key) > MAX_DEPTH and isinstance(value, dict | list):
        yield Problem(key[:3], f"is nested more than {MAX_DEPTH} deep: a scenario needs far less")
    elif isinstance(value, dict) and len(value) > MAX_KEYS and key != ("text",):
        yield Problem(key, f"has {len(value)} keys, where at most {MAX_KEYS} are allowed")
    elif isinstance(value, dict | list):
        for part, item in value.items() if isinstance(value, dict) else enumerate(value):
            if isinstance(item, dict | list):
                yield from _out_of_bounds(item, (*key, part))
            elif isinstance(item, int) and abs(item) >= _LARGE:
                fault = f"is a number of more than {MAX_SHOWN} digits: write it as in 1e50"
                yield Problem((*key, part), fault)


def _set_label(label: str, override: str) -> str:
    return f"{label}: --set {short(override)}"
