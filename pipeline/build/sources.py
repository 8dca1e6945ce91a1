"""Digests of the code behind an artifact: our modules, found by their imports, and libraries."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import version
from pathlib import Path

_ROOT = Path(__file__).parents[2]  # of the package
_PACKAGES = ("scenarios", "solver", "scenes", "pipeline")
_LIBRARIES = (
    *("av", "contourpy", "fluent.runtime", "fluent.syntax", "manim", "moderngl", "numpy", "pillow"),
    *("pycairo", "scipy", "svgelements", "sympy", "torch", "typst"),
)
# It reads these files, which are code as much as it is.
_CATALOGUE = "gradreel.scenes.sentences.catalogue"
_WORDS = sorted((_ROOT / "scenes" / "sentences").rglob("*.ftl"))
# To parse some 250 modules would take a still a tenth of its time.
_IMPORT = re.compile(
    r"^[ \t]*(?:import (gradreel[\w.]*)|from (gradreel[\w.]*) import (\([^)]*\)|[^\n]*))",
    re.MULTILINE,
)
_HEADING = re.compile(r'\bheading="[^"]*"')
# Every chapter is rendered by these. What they import beside draws nothing.
_FOR_ALL = (
    *(f"gradreel.pipeline.video.{name}" for name in ("codecs", "encode", "joining", "render")),
    "gradreel.scenes.drawing.excerpt",
)


@cache
def digest_of_all() -> str:
    """A digest of all our code, and of the versions of the libraries that draw."""
    paths = (p for package in _PACKAGES for p in (_ROOT / package).rglob("*.py"))
    return _digest([*paths, *_WORDS])


@cache
def digest_of(module: str) -> str:
    """A digest of a module and all that it imports, and of the versions of the libraries."""
    modules = _modules_behind(module)
    paths = [path for path in map(_path, modules) if path]
    return _digest([*paths, *(_WORDS if _CATALOGUE in modules else ())])


def library_versions() -> dict[str, str]:
    """The versions of the libraries that determine what is recorded and drawn."""
    return {library: version(library) for library in _LIBRARIES}


def says_any(module: str, ids: Iterable[str]) -> bool:
    """Whether one of these messages stands in quotes in a module or in anything that it imports.

    Headings of chapters do not count: the plans of all of them are behind each.
    """
    content = _content(module)
    return any(f'"{id}"' in content for id in ids)


@cache
def _content(module: str) -> str:
    paths = filter(None, map(_path, _modules_behind(module)))
    return _HEADING.sub("", "\n".join(path.read_text(encoding="utf-8") for path in paths))


def _modules_behind(module: str) -> set[str]:
    """A module with all that it imports, and what stands behind every chapter."""
    return {*modules_of(module), *modules_of("gradreel.solver.descent"), *_FOR_ALL}


def modules_of(module: str) -> set[str]:
    """A module of ours and all of ours that it imports, directly or indirectly."""
    modules: set[str] = set()
    waiting = [module]
    while waiting:
        name = waiting.pop()
        if name not in modules and _path(name):
            modules.add(name)
            # Importing a module also runs the packages that contain it.
            waiting += [*_imports(name), name.rpartition(".")[0]]
    return modules


@cache
def _imports(module: str) -> tuple[str, ...]:
    """Every name of ours imported anywhere in a module; some of them are not modules."""
    path = _path(module)
    assert path
    return tuple(_named(path.read_text(encoding="utf-8")))


def _named(code: str) -> Iterator[str]:
    for alone, package, names in _IMPORT.findall(code):
        yield alone or package
        yield from (f"{package}.{name}" for name in re.findall(r"\w+", names))


@cache
def _path(module: str) -> Path | None:
    """The file of a module; None if it is not one of ours."""
    package, *names = module.split(".")
    if package != "gradreel" or not names or names[0] not in _PACKAGES:
        return None
    place = _ROOT.joinpath(*names)
    files = (place.with_suffix(".py"), place / "__init__.py")
    return next((file for file in files if file.is_file()), None)


def _digest(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in sorted(paths):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(_ROOT)}\0{len(content)}\0".encode() + content)
    for library, version_ in library_versions().items():
        digest.update(f"{library}={version_}\0".encode())
    return digest.hexdigest()
