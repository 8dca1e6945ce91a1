"""Names of the folders for what overrides make of a scenario."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from gradreel.scenarios.problems import Key
from gradreel.scenarios.sweep import LONGEST_NAME, cut, plain
from gradreel.scenarios.words import as_toml


def folder_of(name: str, changes: Mapping[Key, Any], runs: int) -> str:
    """The name of a scenario with all values that it has in place of its file's, by key.

    A key of all `runs` that has one value for them stands without them. Where names are long or
    have unusual characters, a digest tells them from others like them.
    """
    texts = sorted(_texts(changes, runs))
    kept = [f"{plain(key)}={plain(value)}" for key, value in texts]
    full = "-".join([name, *kept])
    if len(full.encode()) <= LONGEST_NAME and kept == [f"{key}={value}" for key, value in texts]:
        return full
    digest = hashlib.sha256(repr(texts).encode()).hexdigest()[:8]
    return f"{cut(full, LONGEST_NAME - 9)}-{digest}"


def _texts(changes: Mapping[Key, Any], runs: int) -> Iterator[tuple[str, str]]:
    """The keys and their values as they are written, each once."""
    told = {key: v if isinstance(v, str) else as_toml(v) for key, v in changes.items()}
    shared = set[Key]()
    for key, value in told.items():
        if key[0] == "runs" and len(key) > 2:
            rest = key[2:]
            if all(told.get(("runs", number, *rest)) == value for number in range(runs)):
                if rest not in shared:
                    yield _dotted(rest), value
                shared.add(rest)
                continue
        yield _dotted(key), value


def _dotted(key: Key) -> str:
    return ".".join(map(str, key))
