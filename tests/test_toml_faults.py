"""TOML's own faults, told in a user's words: where, what is wrong, and what to write instead."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradreel.scenarios import ScenarioError, load_scenario
from gradreel.scenarios.toml_faults import document_of, fault_of
from tests.faulty_toml import FAULTS


def faults(text: str) -> tuple[str, ...]:
    with pytest.raises(ScenarioError) as raised:
        document_of(text, "f")
    return raised.value.problems


@pytest.mark.parametrize(("text", "place", "said"), FAULTS, ids=[text for text, _, _ in FAULTS])
def test_a_fault_is_told_with_its_place_and_what_to_write(text: str, place: str, said: str) -> None:
    assert faults(text) == (f"f:{place}: {said}",)
    # Lines before it move it, and no more.
    line, column = place.split(":")
    assert faults(f"# first\n{text}")[0].startswith(f"f:{int(line) + 1}:{column}: {said[:5]}")


@pytest.mark.parametrize(
    "text",
    [
        text
        for text, _, said in FAULTS
        if ": write " in said and not any(no in said for no in ("[[runs]] above", "write it as"))
    ],
)
def test_what_is_to_be_written_is_toml(text: str) -> None:
    with pytest.raises(ValueError, match="at") as raised:
        tomllib.loads(text)
    assert tomllib.loads(fault_of(text, str(raised.value)).corrected) is not None


def test_all_faults_of_a_file_come_at_once() -> None:
    text = 'lr = 0,02\nsteps = 1.000.000\ntitle = x\ngood = 1\nlesson: "a"\n'
    assert [problem.split(": ")[0] for problem in faults(text)] == [
        "f:1:6",
        "f:2:9",
        "f:3:9",
        "f:5:7",
    ]


@pytest.mark.parametrize(
    "text",
    ['a = "x, y; (1, 2) // 0,5 %"', "lr = 1e-3", "a = [1,\n2,\n]", "x = 1979-05-27 07:32:00"],
)
def test_what_is_no_fault_is_none(text: str) -> None:
    assert document_of(text, "f") == tomllib.loads(text)


@given(st.text(alphabet="ab1 =[]{}()\"'#,.;:\n-", max_size=40))
def test_any_text_is_toml_or_has_a_fault_in_it(text: str) -> None:
    try:
        tomllib.loads(text)
    except ValueError:
        for problem in faults(text):
            line, column = map(int, problem.split(": ")[0].split(":")[1:])
            assert 1 <= line <= text.count("\n") + 2
            assert column >= 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("title = 'x'".encode("utf-16"), "is UTF-16 text, or none at all: save it as UTF-8"),
        ("title = 'x'".encode("utf-16-le"), "is UTF-16 text, or none at all: save it as UTF-8"),
        (b"a = 1\ntitle = '\xe9'", "f.toml:2: is not UTF-8 text (byte 15): save it as UTF-8"),
        (b"\x89PNG\r\n", "is not UTF-8 text"),
    ],
)
def test_a_file_in_another_encoding_is_named(content: bytes, said: str, tmp_path: Path) -> None:
    path = tmp_path / "f.toml"
    path.write_bytes(content)
    with pytest.raises(ScenarioError) as raised:
        load_scenario(path)
    assert said in str(raised.value)


def test_a_sign_that_windows_puts_before_a_text_is_no_fault(tmp_path: Path) -> None:
    path = tmp_path / "f.toml"
    path.write_bytes(b"\xef\xbb\xbflr = 0,1\r\n")
    with pytest.raises(ScenarioError, match=r"f\.toml:1:6: decimals have a dot"):
        load_scenario(path)


def test_a_line_of_many_lists_is_judged_without_trying_every_pairing_of_its_brackets() -> None:
    line = "x = " + ", ".join(["(1 2)"] * 50)  # 2**50 pairings would take years
    with pytest.raises(ScenarioError, match=r"f\.toml:1:"):
        document_of(line, "f.toml")
