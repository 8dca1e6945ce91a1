"""docs/licences.md against what is installed."""

from __future__ import annotations

import re
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name


@pytest.fixture(scope="module")
def told(repository: Path) -> dict[str, str]:
    """Package -> licence, as the page has them."""
    page = (repository / "docs" / "licences.md").read_text()
    table = page[page.index("| Package |") :]
    return dict(re.findall(r"^\| ([a-z0-9-]+) \| (.+) \|$", table, re.MULTILINE))


def test_the_licence_of_every_package_that_is_used_is_told(
    repository: Path, told: dict[str, str]
) -> None:
    project = tomllib.loads((repository / "pyproject.toml").read_text())["project"]
    names = {Requirement(text).name for text in project["dependencies"]}
    assert {canonicalize_name(name) for name in names} <= told.keys()


def test_licences_are_those_that_the_packages_name(told: dict[str, str]) -> None:
    for package, licence in told.items():
        about = metadata.metadata(package)
        named = " ".join([about.get("License-Expression", ""), *about.get_all("Classifier", [])])
        family = re.split(r"[-;, ]", licence)[0]
        assert family in named or family in about.get("License", ""), package


def test_what_the_video_library_carries_is_told(repository: Path) -> None:
    page = (repository / "docs" / "licences.md").read_text()
    carried = {file.name for file in metadata.files("av") or () if ".libs" in str(file)}
    for library, name in {"libx264": "libx264", "libx265": "libx265", "libmp3lame": "LAME"}.items():
        assert not any(file.startswith(library) for file in carried) or name in page
