"""Every scenario of `tests/cases` is held to by some test; what is refused says why."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from case_files import FOLDER, case

from gradreel.scenarios import ScenarioError, load_set

NAMES = sorted(
    path.relative_to(FOLDER).with_suffix("").as_posix() for path in FOLDER.rglob("*.toml")
)
REFUSED = {
    "ascent": "to climb f, write -(f) as the formula",
    "one-neuron": 'the model is not linear in "b"',
    "parabola-fit": "this model has 3 (a, b and c)",
    "hostile/escape-column": "one line without control characters",
    "hostile/nest101": "is nested more than 16 deep",
    "hostile/outside-file": "lies outside the scenario's folder and is not read",
    "hostile/sweepdeep": "is nested too deeply to be a scenario",
}


@pytest.fixture(scope="module")
def other_tests() -> str:
    here = Path(__file__)
    others = [path for path in sorted(here.parent.rglob("*.py")) if path != here]
    return "\n".join(path.read_text(encoding="utf-8") for path in others)


@pytest.mark.parametrize("name", NAMES)
def test_some_test_names_it(name: str, other_tests: str) -> None:
    assert re.search(rf'["/]{Path(name).name}(\.toml)?"', other_tests)


@pytest.mark.parametrize("name", [name for name in NAMES if name not in REFUSED])
def test_what_has_an_answer_loads(name: str) -> None:
    assert load_set(case(name))


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused_says_why(name: str) -> None:
    with pytest.raises(ScenarioError, match=re.escape(REFUSED[name])) as caught:
        load_set(case(name))
    assert all(problem.isprintable() for problem in caught.value.problems)
