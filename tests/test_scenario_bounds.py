"""Whatever is in a file: it loads or is refused, soon, in little memory, and by itself."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from case_files import case

from gradreel.pipeline.batch import expanded, read
from gradreel.scenarios import ScenarioError, load_scenario, load_set
from gradreel.scenarios.problems import MAX_PROBLEMS
from tests.small_files import CURVE, LINE

SIZE = 200_000  # characters; a file may have five times as many
SECONDS = 2.0  # of a processor, for the largest; these take less than 0.5

Unit = Callable[[int], str]


def filled(head: str, unit: Unit, tail: str = "") -> str:
    """A file of that size, out of as many units as it takes."""
    parts, size, number = [head, tail], len(head) + len(tail), 0
    while size < SIZE:
        parts.insert(-1, unit(number))
        size, number = size + len(parts[-2]), number + 1
    return "".join(parts)


POINTS = LINE.replace("[[1, 2], [2, 4]]", "[{}]")
ATTACKS = {
    "spaces": CURVE + " " * SIZE,
    "spaces before a text": CURVE + " " * SIZE + '"a',
    "tabs": CURVE + "\t " * (SIZE // 2) + "=",
    "blank lines": filled(CURVE, lambda k: "\n"),
    "values of a sweep": filled(CURVE + "[sweep]\nruns.0.lr = [", lambda k: f"{k + 1},", "]\n"),
    "keys of a sweep": filled(CURVE + "[sweep]\n", lambda k: f"k{k} = [1]\n"),
    "deep keys of a sweep": filled(CURVE + "[sweep]\n", lambda k: f"a.b.c.d.k{k} = [1]\n"),
    "keys": filled("", lambda k: f"k{k} = 1\n"),
    "keys of a run": filled(CURVE, lambda k: f"k{k} = 1\n"),
    "keys of a stop": filled(CURVE, lambda k: f"stop.k{k} = 1\n"),
    "options": filled(CURVE + "[runs.options]\n", lambda k: f"k{k} = 1\n"),
    "runs": filled(CURVE, lambda k: "[[runs]]\n"),
    "whole runs": filled(CURVE, lambda k: "[[runs]]\nlr = 1\nsteps = 1\n"),
    "tables": filled(CURVE, lambda k: f"[t{k}]\n"),
    "a deep table with keys": filled(
        CURVE + f"[{'.'.join('a' * 50_000)}]\n", lambda k: f"k{k}=1\n"
    ),
    "a deep key": CURVE + ".".join("a" * (SIZE // 2)) + " = 1\n",
    "deep keys": filled(CURVE, lambda k: ".".join("a" * 400) + f".b{k} = 1\n"),
    "lists in lists": CURVE + "z = " + "[" * (SIZE // 2) + "]" * (SIZE // 2),
    "deep lists": filled(CURVE + "z = [", lambda k: "[" * 90 + "]" * 90 + ",", "]\n"),
    "open lists": CURVE + "z = " + "[1, " * (SIZE // 4),
    "open quotes": CURVE + 'z = "' + '\\"' * (SIZE // 2),
    "lines that are none": filled(CURVE, lambda k: "a b\n"),
    "a long key": CURVE + "x" * SIZE + " = 1\n",
    "a long title": CURVE.replace("A bowl", "x" * SIZE),
    "a long formula": CURVE.replace("x**2/2", "x + " * (SIZE // 4) + "1"),
    "a long number": CURVE.replace("0.1", "0." + "1" * SIZE),
    "a long whole number": CURVE.replace("0.1", "1" * SIZE),
    "a long hexadecimal number": CURVE.replace("0.1", "0x" + "f" * SIZE),
    "texts of many lines": filled(CURVE, lambda k: f'k{k} = """a\n"""\n'),
    "columns": filled(LINE, lambda k: f"'c{k}',", "]}\n")
    .replace("points = [[1, 2], [2, 4]]", "")
    .replace("steps = 9\n", "steps = 9\n[objective2]\ncsv = { file = 'x', y = 'y', x = ["),
    "points that are none": POINTS.format("1," * (SIZE // 2)),
    "points of text": POINTS.format('["", 2],' * (SIZE // 8)),
    "points and a sweep": POINTS.format("[1, 2]," * (SIZE // 7))
    + f"[sweep]\nruns.0.lr = {[k / 100 for k in range(1, 101)]}\n",
    "points that are swept": POINTS.format("[1, 2]," * (SIZE // 7))
    + f"[sweep]\nobjective.model = ['w*x', '2*w*x']\nruns.0.lr = {[k / 9 for k in range(1, 99)]}",
}


@pytest.mark.parametrize("name", ATTACKS)
def test_a_large_file_is_loaded_or_refused_soon(name: str, tmp_path: Path) -> None:
    path = tmp_path / "large.toml"
    path.write_text(ATTACKS[name])
    begin = time.process_time()
    problems: tuple[str, ...] = ()
    try:
        load_set(path)
    except ScenarioError as error:
        problems = error.problems
    assert time.process_time() - begin < SECONDS
    assert len(problems) <= MAX_PROBLEMS + 1
    assert all(len(problem) < 600 and problem.isprintable() for problem in problems)


def test_spaces_make_no_difference() -> None:
    assert load_scenario(case("hostile/spaces4000")).title == "T"


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("hostile/sweepdeep", ":13: is nested too deeply"),
        ("hostile/nest101", "start.x: is nested more than 16 deep"),
        ("hostile/escape-column", 'must be one line without control characters, got "a\\n\\n'),
    ],
)
def test_a_hostile_file_is_refused_in_one_line(name: str, fault: str) -> None:
    with pytest.raises(ScenarioError) as raised:
        load_set(case(name))
    (problem,) = raised.value.problems
    assert fault in problem
    assert problem.isprintable()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, and the current one."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_file_that_cannot_be_read_or_named_stops_no_other(folder: Path) -> None:
    (folder / "good.toml").write_text(CURVE)
    for name in ("sweepdeep", "nest101"):
        (folder / f"{name}.toml").write_bytes(case(f"hostile/{name}").read_bytes())
    (folder / "round.toml").symlink_to("round.toml")
    (folder / "nowhere.toml").symlink_to("absent.toml")
    (folder / "folder.toml").mkdir()  # a folder like any other: without scenarios
    os.mkfifo(folder / "pipe.toml")
    long = "\U00020000" * 60
    (folder / f"{long}.toml").write_text(CURVE)
    with open(os.path.join(os.fsencode(folder), b"\xff\xfe.toml"), "w") as file:
        file.write(CURVE)
    scenarios, failed = read(expanded(["."]), [])
    assert sorted(s.name for s in scenarios) == ["good", "scenario", "\U00020000" * 16]
    told = sorted(problem for result in failed for problem in result.failure.problems)  # type: ignore
    assert [line.split(": ")[0].split(".")[0] for line in told] == [
        *("nest101", "nowhere", "pipe", "round", "sweepdeep")
    ]


def test_an_unforeseen_failure_is_that_of_its_file(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_text: str, _label: str) -> dict[str, object]:
        raise RecursionError("too deep")

    monkeypatch.setattr("gradreel.scenarios.source.document_of", broken)
    (folder / "one.toml").write_text(CURVE)
    scenarios, (result,) = read(expanded(["."]), [])
    assert scenarios == []
    assert str(result.failure) == "one.toml: cannot be read: too deep"


NAME = 41 * "n"


@pytest.mark.parametrize(
    "text",
    [
        CURVE + f'name = "{NAME}"\n',
        CURVE + 'name = "two\\nlines"\n',
        CURVE + 'name = "a\\u2028b"\n',
        CURVE.replace("x", NAME),
        LINE.replace("points = [[1, 2], [2, 4]]", f'csv = {{ file = "d", x = "{NAME}", y = "y" }}'),
        LINE.replace("points = [[1, 2], [2, 4]]", f'csv = {{ file = "d", x = "x", y = "{NAME}" }}'),
        LINE.replace("points = [[1, 2], [2, 4]]", 'csv = { file = "d", x = ["a\\nb"], y = "y" }'),
    ],
)
def test_a_name_is_one_line_of_at_most_40_characters(text: str, tmp_path: Path) -> None:
    path = tmp_path / "f.toml"
    path.write_text(text)
    with pytest.raises(ScenarioError, match=r"40 characters|one line|use 1 to 12"):
        load_set(path)


def test_a_sweep_does_not_sweep_itself(tmp_path: Path) -> None:
    path = tmp_path / "f.toml"
    path.write_text(CURVE + "[sweep]\nsweep.x = [1, 2]\n")
    with pytest.raises(ScenarioError, match=r"sweep\.sweep\.x: is not a key of one scenario"):
        load_set(path)


def test_the_names_of_a_sweep_fit_on_a_disk(tmp_path: Path) -> None:
    path = tmp_path / ("\U00020000" * 60 + ".toml")
    path.write_text(CURVE + f"[sweep]\nruns.0.lr = {[k / 7 for k in range(1, 40)]}\n")
    names = [scenario.name for scenario in load_set(path)]
    assert len(set(names)) == 39
    assert all(len(name.encode()) <= 96 for name in names)
