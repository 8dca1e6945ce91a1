"""The [sweep] table: one file for a set of scenarios."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

from gradreel.scenarios.problems import Problem
from gradreel.scenarios.words import as_toml, shown

MAX_SCENARIOS = 1000  # as lessons they take a day to render on one machine
MAX_KEYS = 16  # two values for each of 9 keys already make 512 scenarios
LONGEST_NAME = 96  # bytes: disks allow 255, and names of files in the folder are longer

# The values of one scenario of a sweep, by their dotted keys.
Combination = dict[str, Any]


def read_sweep(document: Mapping[str, Any]) -> tuple[list[Combination], list[Problem]]:
    """Every combination of the values in the sweep of a document, in order, and its faults.

    Without a sweep there is one combination, which is empty.
    """
    table = document.get("sweep", {})
    if not isinstance(table, dict):
        sentence = "is one table: write [sweep], with one bracket on each side"
        return [], [Problem(("sweep",), sentence)]
    lists = dict(_lists(table, ()))
    if "sweep" in document and (fault := _fault_of_all(lists)):
        return [], [Problem(("sweep",), fault)]
    problems = [
        Problem(key, fault) for key, values in lists.items() if (fault := _fault(key, values))
    ]
    if problems:
        return [], problems
    keys = [".".join(key[1:]) for key in lists]
    return [dict(zip(keys, values, strict=True)) for values in product(*lists.values())], []


def _lists(table: Mapping[str, Any], key: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    """The values that are not tables, by key."""
    for name, value in table.items():
        if isinstance(value, dict) and value:
            yield from _lists(value, (*key, name))
        else:
            yield ("sweep", *key, name), value


def _fault_of_all(lists: Mapping[tuple[str, ...], Any]) -> str:
    if not lists:
        return "is empty: add a key and its values, as in runs.0.lr = [0.1, 0.5]"
    if len(lists) > MAX_KEYS:
        return f"has {len(lists)} keys, where at most {MAX_KEYS} are allowed: leave out some"
    count = math.prod(len(values) for values in lists.values() if isinstance(values, list))
    if count > MAX_SCENARIOS:
        return f"makes {count} scenarios, where at most {MAX_SCENARIOS} are allowed: leave out some"
    return ""


def _fault(key: tuple[str, ...], values: Any) -> str:
    if key[1] == "sweep":
        return "is not a key of one scenario, so it has no values to sweep: leave it out"
    if not isinstance(values, list):
        return f"must be a list of values, as in [0.1, 0.5], got {shown(values)}"
    if not values:
        return "is empty: give at least one value"
    # 1 and 1.0 are the same value.
    texts = [as_toml(float(value) if type(value) is int else value) for value in values]
    twice = next((k for k, text in enumerate(texts) if text in texts[:k]), None)
    return "" if twice is None else f"has {shown(values[twice])} twice: leave out one of them"


def names_of(stem: str, combinations: list[Combination]) -> list[str]:
    """A name for the scenario of each combination, made of its values if these are short."""
    if combinations == [{}]:
        return [stem]
    keys = list(combinations[0])
    ends = [key.rpartition(".")[2] for key in keys]
    short = {k: end if ends.count(end) == 1 else k for k, end in zip(keys, ends, strict=True)}
    names = [
        "-".join([stem, *(f"{plain(short[key])}={plain(value)}" for key, value in each.items())])
        for each in combinations
    ]
    if len(set(names)) == len(names) and all(cut(name, LONGEST_NAME) == name for name in names):
        return names
    digits = len(str(len(names)))
    return [
        f"{cut(name, LONGEST_NAME - digits - 1)}-{number:0{digits}}"
        for number, name in enumerate(names, start=1)
    ]


def cut(name: str, most: int) -> str:
    """A name cut to at most `most` bytes of UTF-8, the unit of limits on file names."""
    return name.encode()[:most].decode(errors="ignore")


def plain(value: Any) -> str:
    """A value as part of a folder's name, with unusual characters replaced."""
    text = value if isinstance(value, str) else as_toml(value)
    return re.sub(r"[^\w.+-]+", "_", text).strip("_.")


def combination_text(combination: Combination) -> str:
    """A combination in words, as in `runs.0.lr = 0.1, start.x = 2`."""
    return ", ".join(f"{key} = {shown(value)}" for key, value in combination.items())
