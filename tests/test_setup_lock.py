"""The lock files against pyproject.toml and against the packages that are installed."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

FILES = tuple(f"requirements{part}.lock" for part in ("", "-cluster", "-dev", "-build", "-cpu"))
RUN, CLUSTER, DEVELOP, BUILD, CPU = FILES


def blocks(repository: Path, file: str) -> list[str]:
    """A block for each package: its name and version, then its hashes."""
    return re.split(r"\n(?=\S)", (repository / file).read_text().strip())


def locked(repository: Path, *files: str, **machine: str) -> dict[str, str]:
    """Package name -> exact version, of the packages that this machine needs, or another one."""
    found = {}
    for block in (block for file in files for block in blocks(repository, file)):
        requirement = Requirement(re.split(r"\\| --hash", block)[0])
        if requirement.marker is None or requirement.marker.evaluate(dict(machine)):
            (version,) = requirement.specifier
            assert version.operator == "=="
            found[canonicalize_name(requirement.name)] = version.version
    return found


@pytest.fixture(scope="module")
def project(repository: Path) -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((repository / "pyproject.toml").read_text())


def outside(wanted: list[str], pins: dict[str, str]) -> list[str]:
    """What is wanted and not locked in a version that fits."""
    needed = map(Requirement, wanted)
    return [str(r) for r in needed if not r.specifier.contains(pins[canonicalize_name(r.name)])]


def test_every_dependency_is_locked_within_its_range(
    repository: Path, project: dict[str, dict[str, list[str]]]
) -> None:
    extras = project["project"]["optional-dependencies"]
    assert outside(project["project"]["dependencies"], locked(repository, RUN)) == []
    cluster = extras["cluster"]  # type: ignore[call-overload]
    assert outside(cluster, locked(repository, RUN, CLUSTER)) == []
    for extra in extras.values():  # type: ignore[attr-defined]
        assert outside(extra, locked(repository, RUN, CLUSTER, DEVELOP)) == []
    assert outside(project["dependency-groups"]["build"], locked(repository, BUILD)) == []


@pytest.mark.parametrize("file", FILES)
def test_every_locked_package_has_a_hash(repository: Path, file: str) -> None:
    for block in blocks(repository, file):
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", block), block


def test_what_runs_needs_nothing_that_tests_need(repository: Path) -> None:
    run, cluster, develop = (locked(repository, file) for file in (RUN, CLUSTER, DEVELOP))
    assert not run.keys() & (cluster.keys() | develop.keys())
    assert not cluster.keys() & develop.keys()
    assert {"pytest", "mypy", "matplotlib"} <= locked(repository, DEVELOP).keys()


def test_the_small_build_of_torch_is_of_the_same_version(repository: Path) -> None:
    assert locked(repository, CPU)["torch"] == f"{locked(repository, RUN)['torch']}+cpu"


def test_what_is_installed_is_what_is_locked(repository: Path) -> None:
    # torch tells its kind of build apart by a local part: 2.13.0+cpu.
    pins = locked(repository, RUN, CLUSTER, DEVELOP)
    assert {name: metadata.version(name).split("+")[0] for name in pins} == pins


def test_nothing_is_missing_of_what_is_locked() -> None:
    check = subprocess.run(
        [sys.executable, "-m", "pip", "check"], capture_output=True, text=True, check=False
    )
    assert check.returncode == 0, check.stdout


def test_every_locked_package_runs_on_the_first_python_3_11(repository: Path) -> None:
    # Debian 12 has 3.11.2, and some packages ask for a later one.
    first = locked(repository, RUN, CLUSTER, DEVELOP, python_full_version="3.11.0")
    installed = [name for name, version in first.items() if metadata.version(name) == version]
    assert len(installed) > 50
    refusing = [
        name
        for name in installed
        if not SpecifierSet(metadata.metadata(name).get("Requires-Python", "")).contains("3.11.0")
    ]
    assert refusing == []


def imported(folder: Path) -> set[str]:
    """The names of the modules that any program in a folder imports, as far as their first dot."""
    names = set()
    for file in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Import):
                names |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                names.add(str(node.module).partition(".")[0])
    return names


def test_whatever_is_imported_is_declared(
    repository: Path, project: dict[str, dict[str, list[str]]]
) -> None:
    extras = project["project"]["optional-dependencies"]
    declared = {"run": project["project"]["dependencies"] + extras["cluster"]}  # type: ignore[call-overload]
    declared["bench"] = declared["run"] + extras["bench"]  # type: ignore[call-overload]
    declared["tests"] = declared["run"] + extras["dev"]  # type: ignore[call-overload]
    packages = metadata.packages_distributions()
    folders = dict.fromkeys(("scenarios", "solver", "scenes", "pipeline", "src"), "run")
    for folder, kind in {**folders, "bench": "bench", "tests": "tests"}.items():
        known = {canonicalize_name(Requirement(text).name) for text in declared[kind]}
        ours = {
            path.stem for path in (repository / "tests").rglob("*") if path.suffix in ("", ".py")
        }
        for name in imported(repository / folder) - sys.stdlib_module_names - ours:
            owners = {canonicalize_name(owner) for owner in packages.get(name, ())} - {"gradreel"}
            inside = name == "gradreel" or (repository / name).is_dir()
            assert owners & known or inside, f"{folder} imports {name}"
