"""Whatever a file holds, it loads or is refused in sentences."""

from __future__ import annotations

import copy
import math
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gradreel.scenarios import Scenario, ScenarioError, load_scenario, shipped
from gradreel.scenarios.file_form import TABLES
from gradreel.scenarios.places import key_lines

DOCUMENTS = {name: tomllib.loads(path.read_text("utf-8")) for name, path in shipped().items()}
KEYS = sorted({key for table in TABLES.values() for key in table.model_fields} | {"x", "w", "lr2"})
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.one_of(
        st.booleans(),
        st.integers(-(10**40), 10**40),
        st.integers(-3, 3),
        st.floats(),
        st.text(max_size=8),
        st.sampled_from(["x**2", "a*x + b", "X @ w", "SGD", "LBFGS", "curve", "fit", "nope.csv"]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=4), inner, max_size=3),
    ),
    max_leaves=6,
)


@pytest.fixture(scope="module")
def path() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder, "any.toml")


def loaded_or_refused(path: Path) -> None:
    try:
        scenario = load_scenario(path)
    except ScenarioError as error:
        problems = error.problems
    else:
        assert Scenario.model_validate_json(scenario.model_dump_json()) == scenario
        return
    assert problems
    for problem in problems:
        assert problem.isprintable()
        assert problem.startswith((str(path), "... and"))
        assert len(problem) < 500 + len(str(path))


def toml(value: Any) -> str:
    """The value in TOML, tables inline."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "{" + ", ".join(f"{quoted(key)} = {toml(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    if isinstance(value, str):
        return quoted(value)
    return repr(value)


def quoted(text: str) -> str:
    return '"' + "".join(f"\\U{ord(char):08x}" for char in text) + '"'


def whole(document: dict[str, Any]) -> str:
    return "".join(f"{quoted(key)} = {toml(value)}\n" for key, value in document.items())


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every container in a document with each of its keys or indices."""
    keys = (
        value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    )
    for key in keys:
        yield value, key
        yield from places(value[key])


def test_the_documents_of_these_tests_are_written_as_toml() -> None:
    document = {"a": [1, True, -1.5, {"b": 'c\n"é'}], "d": math.inf}
    assert tomllib.loads(whole(document)) == document


@settings(max_examples=700, deadline=None)
@given(st.data())
def test_a_changed_scenario_loads_or_is_refused(path: Path, data: st.DataObject) -> None:
    document = copy.deepcopy(DOCUMENTS[data.draw(st.sampled_from(sorted(DOCUMENTS)))])
    for _ in range(data.draw(st.integers(1, 3))):
        container, key = data.draw(st.sampled_from(list(places(document))))
        kind = data.draw(st.sampled_from(["replace", "remove", "add"]))
        if kind == "replace":
            container[key] = data.draw(VALUES)
        elif kind == "remove":
            del container[key]
        elif isinstance(container, dict):
            container[data.draw(st.sampled_from(KEYS))] = data.draw(VALUES)
        if not document:
            break
    path.write_text(whole(document), encoding="utf-8")
    loaded_or_refused(path)


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=4), VALUES, max_size=6))
def test_any_document_is_a_scenario_or_refused(path: Path, document: dict[str, Any]) -> None:
    path.write_text(whole(document), encoding="utf-8")
    loaded_or_refused(path)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(sorted(DOCUMENTS)), st.data())
def test_a_file_with_damaged_bytes_loads_or_is_refused(
    path: Path, name: str, data: st.DataObject
) -> None:
    content = bytearray(shipped()[name].read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(content)))
        end = start + data.draw(st.integers(0, 8))
        content[start:end] = data.draw(st.binary(max_size=4) | st.sampled_from([b"[", b'"', b"\n"]))
    path.write_bytes(content)
    loaded_or_refused(path)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.text(max_size=12) | st.sampled_from(KEYS), max_size=4), VALUES)
def test_any_override_is_set_or_refused(parts: list[str], value: Any) -> None:
    try:
        load_scenario("parabola", [f"{'.'.join(parts)}={toml(value)}"])
    except ScenarioError as error:
        problems = error.problems
    else:
        return
    assert all(problem.isprintable() for problem in problems)
    assert all(problem.startswith("parabola.toml:") for problem in problems)
    # A table that it has begun lacks its other keys as well.
    assert any(problem.startswith("parabola.toml: --set ") for problem in problems)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=60))
def test_any_csv_is_data_or_refused(path: Path, content: bytes) -> None:
    path.with_name("d.csv").write_bytes(b"x,y\n1,2\n" + content)
    document = copy.deepcopy(DOCUMENTS["noisy-line"])
    del document["objective"]["generated"]
    document["objective"]["csv"] = {"file": "d.csv", "x": "x", "y": "y"}
    path.write_text(whole(document), encoding="utf-8")
    loaded_or_refused(path)


@given(st.text(alphabet="ab[]{}=.\"'#\n \\,", max_size=60))
def test_lines_are_found_in_any_text(text: str) -> None:
    assert all(1 <= line <= text.count("\n") + 1 for line in key_lines(text).values())
