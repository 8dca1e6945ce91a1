"""The text that a scenario keeps: its file, with overrides, loads to the same scenario again."""

from __future__ import annotations

import re
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gradreel.scenarios import Scenario, ScenarioError, load_scenario, load_set, shipped
from gradreel.scenarios.starter import starter


def plain_text(text: str) -> bool:
    """Whether an override of a title takes it for the text that it is, and not for TOML."""
    try:
        tomllib.loads(f"value = {text}")
    except ValueError:
        return bool(text.strip())
    return False


# Each is valid by itself, and with any of the others, in every file below.
FLOATS = st.floats(1e-12, 1e3).map(repr) | st.integers(1, 50).map(str)
OVERRIDES = st.one_of(
    st.tuples(st.sampled_from(["runs.0.lr", "runs.1.lr", "runs.0.stop.loss_change_below"]), FLOATS),
    st.tuples(st.sampled_from(["runs.0.stop.loss_below", "runs.0.options.momentum"]), FLOATS),
    st.tuples(st.sampled_from(["runs.0.steps", "runs.1.steps"]), st.integers(1, 900).map(str)),
    st.tuples(st.just("theme"), st.sampled_from(["light", '"dark"'])),
    st.tuples(st.just("title"), st.text("aé∂\"'\\ {}[]#=<>&", min_size=1).filter(plain_text)),
    st.tuples(st.just("runs.1.name"), st.sampled_from(["other", "'#1'", '"a \\" b"', "x = 1"])),
)
# Written in ways that TOML allows and hardly anyone uses.
IN_PIECES = """\
[[runs]]
lr = 0.1 # slow
steps = 10
stop.loss_below = -1 # low
[runs.options]
momentum = 0.5 # heavy
[[runs]]
# nothing yet
lr = 0.2
steps = 5
[objective]
domain.x = [-3, 3]
formula = 'x**2' # "steep"
[start]
x = 1
"""


def has_rates_to_change(name: str) -> bool:
    """Whether a shipped scenario has two runs or more, each with a learning rate of its own."""
    runs = load_scenario(name).runs
    plain = all(run.lr is not None and not run.tune and run.schedule is None for run in runs)
    return plain and len(runs) > 1


FILES = {
    **{
        name: path.read_text(encoding="utf-8")
        for name, path in shipped().items()
        if has_rates_to_change(name)
    },
    "starter": starter(),
    "pieces": 'title = "t"\nlesson = "curve"\n' + IN_PIECES,
}


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


def loaded(folder: Path, text: str, overrides: list[str]) -> Scenario:
    path = folder / "any.toml"
    path.write_text(text, encoding="utf-8")
    return load_scenario(path, overrides)


def comments(text: str) -> list[str]:
    return re.findall(r"(?:^|\s)# .*$", text, flags=re.MULTILINE)


@pytest.mark.parametrize("name", FILES)
def test_without_overrides_it_is_the_file_to_the_letter(folder: Path, name: str) -> None:
    assert loaded(folder, FILES[name], []).text == FILES[name]


@settings(max_examples=300)
@given(
    st.sampled_from(sorted(FILES)),
    # A key that is set twice is refused.
    st.lists(OVERRIDES, min_size=1, max_size=4, unique_by=lambda pair: pair[0]),
)
def test_it_loads_to_the_same_scenario_and_keeps_the_comments(
    folder: Path, name: str, pairs: list[tuple[str, str]]
) -> None:
    overrides = [f"{key}={value}" for key, value in pairs]
    scenario = loaded(folder, FILES[name], overrides)
    again = loaded(folder, scenario.text, [])
    assert again == scenario
    assert again.text == scenario.text
    # A comment ends with a title that an override has put into it, and not before.
    assert len(comments(scenario.text)) >= len(comments(FILES[name]))


def test_an_override_takes_the_place_of_the_value_alone(folder: Path) -> None:
    text = loaded(folder, FILES["pieces"], ["runs.0.lr=0.5", "title=Steep"]).text
    expected = FILES["pieces"].replace("lr = 0.1", "lr = 0.5").replace('"t"', '"Steep"')
    assert text == expected


def test_it_makes_no_difference_between_scenarios(folder: Path) -> None:
    one, other = (loaded(folder, FILES["parabola"] + more, []) for more in ("", "\n# more\n"))
    assert one.text != other.text
    assert one == other
    assert one.model_dump_json() == other.model_dump_json()
    assert Scenario.model_validate_json(one.model_dump_json()).text == ""
    assert one != load_scenario("parabola", ["runs.0.lr=0.2"])
    assert one != "parabola"


AWKWARD = [
    "start={x=1}",
    "runs.0.stop={loss_below=1}",
    "runs.0.options={momentum=0.5}",
    "runs.0={lr=1,steps=3}",
    "runs=[{lr=1,steps=3},{lr=0.5,steps=2}]",
    "objective.domain={x=[-3,3]}",
    "objective={formula='x**2',domain={x=[-3,3]}}",
    "output.make=['csv']",
    'title="a # b"',
    "sweep.runs.0.lr=[1,2]",
    "sweep.title=['a # b','\"q\"']",
]


@pytest.mark.parametrize("override", AWKWARD)
def test_it_loads_to_the_same_scenario_however_it_was_changed(folder: Path, override: str) -> None:
    made = 0
    for name, text in FILES.items():
        path = folder / "any.toml"
        path.write_text(text, encoding="utf-8")
        try:
            scenarios = load_set(path, [override, "theme=light"])
        except ScenarioError:
            continue  # not of this objective
        for scenario in scenarios:
            made += 1
            again = loaded(folder, scenario.text, [])
            assert again.model_copy(update={"name": scenario.name}) == scenario, name
    assert made


def test_a_text_that_cannot_be_changed_in_place_is_written_anew(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tomlkit.dumps", lambda _: "title = 'another'")
    scenario = loaded(folder, FILES["parabola"], ["runs.0.lr=0.25"])
    assert loaded(folder, scenario.text, []) == scenario
