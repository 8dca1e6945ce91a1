"""The option -o of commands that make one kind of file: a folder, or a file of that kind."""

from __future__ import annotations

import functools
import mimetypes
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import click
from click.core import ParameterSource

from gradreel.pipeline.gif.settings import GIF_FORMATS
from gradreel.pipeline.quality import FORMATS, STILLS
from gradreel.pipeline.terminal.options import Folder, option

_USUAL = "media"
_FILES = (*GIF_FORMATS, *FORMATS, *STILLS)


class Place(NamedTuple):
    """Where outputs go: into a folder, or the only one into a file, if that is named."""

    folder: Path
    file: Path | None = None


def place_option(*formats: str) -> Callable[..., Any]:
    """Add -o, which the command receives as `place`; the suffix of a file chooses the format."""

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(command)
        def with_place(*args: Any, output: Path, **others: Any) -> Any:
            place = _place(output, formats)
            if place.file and "format" in others:
                others["format"] = _format(place.file, others["format"])
            return command(*args, place=place, **others)

        added: Callable[..., Any] = _place_option(with_place)
        return added

    return decorate


def _place(output: Path, formats: tuple[str, ...]) -> Place:
    suffix = output.suffix[1:].lower()
    if output.is_dir() or not (suffix in _FILES or _is_of_pictures(output.name)):
        return Place(output)
    if suffix not in formats:
        ends = " or ".join(f".{format}" for format in formats)
        raise click.BadParameter(
            f"{str(output)!r} is a file of another kind: give a folder, or a file that ends in "
            f"{ends}.",
            param_hint="'-o'",
        )
    folder = click.get_current_context().lookup_default("output") or _USUAL
    return Place(Path(folder), output)


def _is_of_pictures(name: str) -> bool:
    """Whether a name is one of pictures or videos, also of kinds that are not made here."""
    kind, _ = mimetypes.guess_type(name)
    return kind is not None and kind.startswith(("image/", "video/"))


def _format(file: Path, format: str) -> str:
    """The format of a file, with which --format must agree."""
    suffix = file.suffix[1:].lower()
    source = click.get_current_context().get_parameter_source("format")
    if format != suffix and source is ParameterSource.COMMANDLINE:
        raise click.UsageError(f"--format {format} and -o {file}: leave out one of them.")
    return suffix


_place_option = option(
    "-o",
    "--output",
    type=Folder(path_type=Path),
    default=_USUAL,
    show_default=True,
    help="Folder for everything that is written; each scenario gets its own folder in it. Or a "
    "file, for a single output and nothing beside it.",
)
