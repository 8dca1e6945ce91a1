"""Which files a scenario may read, and what is told of those that it may not."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from case_files import case
from click.testing import Result

from scenarios import ScenarioError, load_scenario, load_scenarios, load_set

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
    with pytest.raises(ScenarioError, match="is no plain file"):
        load_scenario(written(room, file))
    assert time.monotonic() - begun < 1.0


@pytest.mark.parametrize("file", ["/dev/zero", "/dev/tty", "fifo.csv"])
def test_devices_are_refused_even_where_outside_is_allowed(file: str, room: Path) -> None:
    with pytest.raises(ScenarioError, match=r"is no plain file|there is no file"):
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
