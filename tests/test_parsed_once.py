"""A formula is parsed once in a process, whoever asks for it."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pytest
from spoken import sentences

from gradreel.pipeline.terminal.report import print_recording
from gradreel.scenarios import load_scenario
from gradreel.scenes.checks.claims import Claims
from gradreel.scenes.checks.facts import Facts
from gradreel.solver.descent import record

NEW = "0.51724137"  # is in no other test, so a formula with it was not parsed before
POINTS = "points = [[1, 2], [2, 4], [3, 5]]"
CASES = [
    ("curve", "slope", "x = 1", f"formula = '{NEW}*x**2 - x'\ndomain = {{ x = [-3, 3] }}"),
    (
        "surface",
        "step",
        "x = 1\ny = 1",
        f"formula = '{NEW}*x**2 + y**2'\ndomain = {{ x = [-3, 3], y = [-2, 2] }}",
    ),
    ("fit", "guess", "a = 1\nb = 0", f"model = '{NEW}*x*a + b'\n{POINTS}"),
    ("fit", "guess", "a = 1\nb = 0", f"model = 'a*x + b + {NEW}'\n{POINTS}\nscale = 'standard'"),
]


@pytest.mark.parametrize(("lesson", "chapter", "start", "objective"), CASES)
def test_a_formula_is_parsed_once_in_a_process(
    lesson: str,
    chapter: str,
    start: str,
    objective: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    parsed: list[str] = []
    parse = ast.parse

    def spy(source: Any, *args: Any, **settings: Any) -> Any:
        parsed.append(str(source))
        return parse(source, *args, **settings)

    monkeypatch.setattr(ast, "parse", spy)
    path = tmp_path / "one.toml"
    path.write_text(
        f"title = 'One'\nlesson = '{lesson}'\n[objective]\n{objective}\n"
        f"[start]\n{start}\n[[runs]]\nlr = 0.1\nsteps = 3\n"
    )
    recording = record(load_scenario(str(path)))
    print_recording(recording)
    assert sentences(recording, chapter)
    assert Claims(recording)
    assert Facts(recording, [])
    assert sum(NEW in text for text in parsed) == 1
