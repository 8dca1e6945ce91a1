"""Which files a scenario may read, and what is told of those that it may not."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from case_files import case
from click.testing import Result

from gradreel.scenarios import Fit, ScenarioError, load_scenario, load_scenarios, load_set
from gradreel.scenarios.data_files import MAX_BYTES, MAX_POINTS
from gradreel.scenarios.file_form import CsvFile
from gradreel.scenarios.starter import starter

FIT = """\
title = "T"
lesson = "fit"
[objective]
model = "a*x + b"
csv = { file = "FILE", x = "x", y = "y" }
[start]
a = 0
b = 0
[[runs]]
lr = 0.1
steps = 3
"""
TABLE = "x,y\n1,2\n2,3\n"
SECRET = "secret,word\n31,32\n"


@pytest.fixture
def room(tmp_path: Path) -> Path:
    """A folder beside a file and a folder that are none of its business."""
    (tmp_path / "other").mkdir()
    for place in ("other.csv", "other/table.csv", "room-2.csv"):
        (tmp_path / place).write_text(SECRET)
    room = tmp_path / "room"
    (room / "below").mkdir(parents=True)
    for place in ("own.csv", "below/table.csv"):
        (room / place).write_text(TABLE)
    (room / "out.csv").symlink_to("../other.csv")
    (room / "away").symlink_to("../other")
    (room / "link.csv").symlink_to("below/table.csv")
    (room / "circle.csv").symlink_to("circle.csv")
    (room / "dangling.csv").symlink_to("nowhere.csv")
    os.mkfifo(room / "fifo.csv")
    return room


def written(room: Path, file: str) -> Path:
    path = room / "it.toml"
    path.write_text(FIT.replace("FILE", file))
    return path


@pytest.mark.parametrize("file", ["own.csv", "./own.csv", "below/../own.csv", "below/table.csv"])
def test_files_in_the_own_folder_and_below_are_read(file: str, room: Path) -> None:
    assert load_scenario(written(room, file)).objective.data.outputs == (2.0, 3.0)  # type: ignore[union-attr]


def test_a_link_that_stays_inside_and_an_absolute_path_inside_are_read(room: Path) -> None:
    for file in ("link.csv", str(room / "own.csv")):
        assert load_scenario(written(room, file)).objective.data.outputs == (2.0, 3.0)  # type: ignore[union-attr]


OUTSIDE = [
    "/etc/passwd",
    "/proc/self/environ",
    "/dev/null",
    "/dev/zero",
    "/nowhere/at/all",
    "../other.csv",
    "../room-2.csv",
    "../other/table.csv",
    "below/../../other.csv",
    "out.csv",
    "away/table.csv",
    "/",
    "..",
]


@pytest.mark.parametrize("file", OUTSIDE)
def test_a_file_outside_is_refused_and_nothing_of_it_told(file: str, room: Path) -> None:
    with pytest.raises(ScenarioError) as caught:
        load_scenario(written(room, file))
    (problem,) = caught.value.problems
    assert "lies outside the scenario's folder and is not read" in problem
    assert "--allow-outside" in problem
    assert not any(word in problem for word in ("secret", "31", "root:", "PATH"))


@pytest.mark.parametrize("file", ["fifo.csv", ".", "below"])
def test_what_is_no_plain_file_is_refused_at_once(file: str, room: Path) -> None:
    begun = time.monotonic()
    with pytest.raises(ScenarioError, match="is not a regular file"):
        load_scenario(written(room, file))
    assert time.monotonic() - begun < 1.0


@pytest.mark.parametrize("file", ["/dev/zero", "/dev/tty", "fifo.csv"])
def test_devices_are_refused_even_where_outside_is_allowed(file: str, room: Path) -> None:
    with pytest.raises(ScenarioError, match=r"is not a regular file|there is no file"):
        load_scenario(written(room, file), allow_outside=True)


@pytest.mark.parametrize(
    ("file", "told"), [("circle.csv", "cannot be read"), ("dangling.csv", "there is no file")]
)
def test_links_that_lead_nowhere_are_told(file: str, told: str, room: Path) -> None:
    with pytest.raises(ScenarioError, match=told):
        load_scenario(written(room, file))


def test_the_python_interface_allows_what_is_outside_on_request(room: Path) -> None:
    (room.parent / "other.csv").write_text(TABLE)
    path = str(written(room, "../other.csv"))
    for load in (load_scenario, load_set, load_scenarios):
        source = [path] if load is load_scenarios else path
        with pytest.raises(ScenarioError):
            load(source)  # type: ignore[operator]
        assert load(source, allow_outside=True)  # type: ignore[operator]


@pytest.mark.parametrize("command", ["validate", "solve"])
def test_commands_allow_what_is_outside_on_request(
    command: str, room: Path, invoke: Callable[..., Result]
) -> None:
    (room.parent / "other.csv").write_text(TABLE)
    path = str(written(room, "../other.csv"))
    refused = invoke(command, path)
    assert refused.exit_code == 2
    assert "lies outside" in refused.output
    assert invoke(command, path, "--allow-outside").exit_code == 0


def test_a_batch_allows_what_is_outside_on_request(
    room: Path, invoke: Callable[..., Result]
) -> None:
    (room.parent / "other.csv").write_text(TABLE)
    path = str(written(room, "../other.csv"))
    assert "lies outside" in invoke("batch", path, "--dry-run").output
    assert "to make" in invoke("batch", path, "--dry-run", "--allow-outside").output


def test_a_stranger_s_scenario_reads_no_system_file(invoke: Callable[..., Result]) -> None:
    told = invoke("validate", str(case("hostile/outside-file")))
    assert told.exit_code == 2
    assert "lies outside the scenario's folder" in told.output
    assert "root" not in told.output


GERMAN = "Größe;Gewicht\n1,5;2\n3;4,25\n"


def data_of(path: Path, content: bytes, x: str = "Größe", y: str = "Gewicht") -> Fit:
    path.with_name("d.csv").write_bytes(content)
    text = FIT.replace("FILE", "d.csv").replace('x = "x"', f'x = "{x}"')
    path.write_text(text.replace('y = "y"', f'y = "{y}"'), encoding="utf-8")
    fit = load_scenario(path).objective
    assert isinstance(fit, Fit)
    return fit


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_a_file_s_mark_tells_its_encoding(encoding: str, tmp_path: Path) -> None:
    fit = data_of(tmp_path / "it.toml", GERMAN.encode(encoding))
    assert fit.data.outputs == (2.0, 4.25)


@pytest.mark.parametrize("name", ["Gro\u0308ße", "GRÖSSE", " größe "])
def test_a_column_s_name_may_be_coded_otherwise(name: str, tmp_path: Path) -> None:
    assert data_of(tmp_path / "it.toml", GERMAN.encode(), name).data.outputs == (2.0, 4.25)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (GERMAN.encode("cp1252"), "d.csv is not UTF-8 text (line 1): save it as UTF-8"),
        ("a;b\n1;2\n3;é\n".encode("latin-1"), "d.csv is not UTF-8 text (line 3)"),
        (GERMAN.encode("utf-16-le"), "d.csv is not UTF-8 text"),
        (b"a,b\n1,2\0\n", "(line 2 has a NUL in it)"),
        (b"\xff\xfea", "d.csv is not UTF-16 text"),
        (b"PK\x03\x04" + bytes(40), "d.csv is a workbook or an archive: save its sheet as CSV"),
    ],
)
def test_what_is_no_text_is_told_with_what_to_do(content: bytes, told: str, tmp_path: Path) -> None:
    with pytest.raises(ScenarioError) as caught:
        data_of(tmp_path / "it.toml", content)
    assert told in str(caught.value)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("x,y\n" + "\n" * 9_999_000, "has more than 200000 lines"),
        ("x,y\n" + "1,2\n" * 100_001, "has more than 100000 points"),
        ("x,y" + "," * 9_999_000, "has more than 1000 cells"),
        ('x,y\n"' + "a" * 9_999_000, "is not valid CSV"),
        ("x,y\n1," + "1 " * 60_000, "is not a number"),
        ("#" * 9_999_000, "is empty"),
        ("x,y\n1,2\n" + "1" * 10_000_000, "has more than 10000000 bytes"),
    ],
)
def test_a_file_of_any_kind_and_size_is_answered_soon(
    content: str, told: str, tmp_path: Path
) -> None:
    begun = time.process_time()
    with pytest.raises(ScenarioError) as caught:
        data_of(tmp_path / "it.toml", content.encode(), "x", "y")
    assert told in str(caught.value)
    assert time.process_time() - begun < 2.0


def test_as_many_points_as_there_may_be_load_soon(tmp_path: Path) -> None:
    rows = "".join(f"{i * 0.37:.4f};{i * 1.1:.3f}\n" for i in range(100_000)).replace(".", ",")
    begun = time.process_time()
    fit = data_of(tmp_path / "it.toml", f"x;y\n{rows}".encode(), "x", "y")
    assert time.process_time() - begun < 2.0
    assert len(fit.data.outputs) == 100_000


def test_the_readme_and_the_starter_tell_every_key_of_a_table(repository: Path) -> None:
    readme = (repository / "README.md").read_text()
    assert f"{MAX_POINTS:,} points" in readme
    assert f"{MAX_BYTES // 1_000_000} MB" in readme
    for text in (readme, starter()):
        assert all(re.search(rf"\b{key} = ", text) for key in CsvFile.model_fields)
        assert 'scale = "standard"' in text
