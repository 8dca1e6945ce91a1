"""What is installed: one package, whole, that no file of the user's can stand in the way of."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import sysconfig
from pathlib import Path
from zipfile import ZipFile

import pytest

NAMES = ("cli.py", "pipeline.py", "scenarios.py", "scenes.py", "solver.py", "media.py")
DATA = (
    *("pipeline/page/page.css", "pipeline/page/page.html", "pipeline/page/head.html"),
    *(
        "pipeline/page/snippet.html",
        "scenarios/schema.json",
        "scenarios/quadratic.toml",
        "py.typed",
    ),
)


def wheel_of(source: Path, folder: Path) -> Path:
    command = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation"]
    subprocess.run([*command, "-w", str(folder), str(source)], check=True)
    (path,) = folder.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory, repository: Path) -> Path:
    return wheel_of(repository, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new environment with the wheel in it and nothing else; it borrows what that needs."""
    folder = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    command = [sys.executable, "-m", "pip", f"--python={folder}/bin/python", "install", "-q"]
    subprocess.run([*command, "--no-deps", "--no-index", str(wheel)], check=True)
    site = subprocess.run(
        [folder / "bin/python", "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    # The packages alone: what else is on this environment's path, a checkout of ours, is not lent.
    Path(site, "lent.pth").write_text(f"{sysconfig.get_path('purelib')}\n")
    return folder / "bin"


def names_in(wheel: Path) -> list[str]:
    with ZipFile(wheel) as file:
        return file.namelist()


def test_one_package_is_installed_and_its_data_with_it(wheel: Path, repository: Path) -> None:
    names = names_in(wheel)
    outside = [name for name in names if not re.match(r"gradreel(-[\d.]+\.dist-info)?/", name)]
    assert [re.sub(r"-[\d.]+\.data", ".data", name) for name in outside] == [
        "gradreel.data/data/share/man/man1/gradreel.1"
    ]
    assert {f"gradreel/{name}" for name in DATA} <= set(names)
    modules = [
        path.relative_to(repository)
        for folder in ("pipeline", "scenarios", "scenes", "solver")
        for path in (repository / folder).rglob("*.py")
    ]
    assert {f"gradreel/{path}" for path in (*modules, "cli.py", "__init__.py")} <= set(names)
    shipped = [path.name for path in (repository / "scenarios").glob("*.toml")]
    assert {f"gradreel/scenarios/{name}" for name in shipped} <= set(names)


def test_an_archive_of_the_source_makes_the_same_wheel(
    wheel: Path, tmp_path: Path, repository: Path
) -> None:
    """Archives hold no links, and uv and package indexes build from them."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", str(tmp_path)]
    subprocess.run(command, cwd=repository, check=True, capture_output=True)
    (archive,) = tmp_path.glob("*.tar.gz")
    assert sorted(names_in(wheel_of(archive, tmp_path))) == sorted(names_in(wheel))


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["list", "--names"], "quadratic\n"),
        (["new", "valley"], "wrote valley.toml"),
        (["validate", "parabola"], "parabola: is valid"),
        (["solve", "parabola"], "wrote media/parabola/"),
    ],
)
def test_no_file_of_the_users_stands_in_its_way(
    installed: Path, tmp_path: Path, arguments: list[str], expected: str
) -> None:
    for name in NAMES:
        (tmp_path / name).write_text("raise SystemExit('this is the file of the user')\n")
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    for command in ([installed / "gradreel"], [installed / "python", "-m", "gradreel"]):
        result = subprocess.run(
            [*command, *arguments], cwd=tmp_path, env=environment, capture_output=True, text=True
        )
        assert (result.returncode, result.stderr) == (0, "")
        assert expected in result.stdout
        for path in tmp_path.glob("valley.toml"):
            path.unlink()


def test_the_manual_page_lies_where_man_looks(installed: Path, repository: Path) -> None:
    page = installed.parent / "share/man/man1/gradreel.1"
    assert page.read_bytes() == (repository / "docs/gradreel.1").read_bytes()


def test_it_is_the_installed_package_that_runs(installed: Path, tmp_path: Path) -> None:
    code = "import gradreel, gradreel.scenes; print(gradreel.__file__, gradreel.scenes.__file__)"
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    result = subprocess.run(
        [installed / "python", "-c", code],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    for path in result.stdout.split():
        assert Path(path).is_relative_to(installed.parent)
