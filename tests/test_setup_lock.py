"""requirements.lock against pyproject.toml and against the packages that are installed."""

from __future__ import annotations

import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name


@pytest.fixture(scope="module")
def locked(repository: Path) -> dict[str, str]:
    """Package name -> exact version."""
    lines = (repository / "requirements.lock").read_text().splitlines()
    pins = (line.split("==") for line in lines if not line.startswith("#"))
    return {canonicalize_name(name): version for name, version in pins}


def test_every_dependency_is_locked_within_its_range(
    repository: Path, locked: dict[str, str]
) -> None:
    project = tomllib.loads((repository / "pyproject.toml").read_text())["project"]
    for text in [*project["dependencies"], *project["optional-dependencies"]["dev"]]:
        requirement = Requirement(text)
        assert requirement.specifier.contains(locked[canonicalize_name(requirement.name)]), text


def test_what_is_installed_is_what_is_locked(locked: dict[str, str]) -> None:
    # torch tells its kind of build apart by a local part: 2.13.0+cpu.
    installed = {name: metadata.version(name).split("+")[0] for name in locked}
    assert installed == locked


def test_every_locked_package_runs_on_the_first_python_3_11(locked: dict[str, str]) -> None:
    # Debian 12 has 3.11.2, and some packages ask for a later one.
    refusing = [
        name
        for name in locked
        if not SpecifierSet(metadata.metadata(name).get("Requires-Python", "")).contains("3.11.0")
    ]
    assert refusing == []
