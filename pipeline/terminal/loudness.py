"""How much a command prints, and whether it opens what it made: --quiet, -v and -p."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from gradreel.pipeline.terminal.streams import say

Command = Callable[..., Any]

_QUIET, _VERBOSE, _OPEN = (f"gradreel.{name}" for name in ("quiet", "verbose", "open"))


def is_quiet() -> bool:
    """Whether to print nothing but what went wrong, and what the user should know."""
    return _meta(_QUIET)


def is_verbose() -> bool:
    """Whether to print each task when it is done, and each file."""
    return _meta(_VERBOSE)


def tell(*lines: str) -> None:
    """Print lines, unless the command is quiet."""
    if not is_quiet():
        say(*lines)


def open_made(paths: Sequence[Path]) -> None:
    """Open what was made if that is wished: the file, or the folder of several.

    Where it cannot be opened, one sentence says so.
    """
    if not paths or not _meta(_OPEN):
        return
    path = paths[0] if len(paths) == 1 else Path(os.path.commonpath([p.parent for p in paths]))
    _launch(str(path), "is made")


def open_address(address: str) -> None:
    """Open a page in the browser if that is wished; where that cannot be, one sentence says so."""
    if _meta(_OPEN):
        _launch(address, "is there")


def _launch(place: str, state: str) -> None:
    if not _has_display():
        say(f"{place}: {state}, but not opened, since there is no display", err=True)
    elif click.launch(place):
        say(f"{place}: {state}, but not opened, since no program for it was found", err=True)


def _has_display() -> bool:
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


def _meta(key: str) -> bool:
    ctx = click.get_current_context(silent=True)
    return bool(ctx and ctx.meta.get(key))


def _noted(key: str) -> Callable[..., None]:
    def note(ctx: click.Context, _param: click.Parameter, given: bool) -> None:
        ctx.meta[key] = given
        if ctx.meta.get(_QUIET) and ctx.meta.get(_VERBOSE):
            raise click.UsageError("--quiet and --verbose: leave out one of them.")

    return note


def _flag(key: str, help: str, *names: str) -> Callable[[Command], Command]:
    return click.option(*names, is_flag=True, expose_value=False, callback=_noted(key), help=help)


quiet_option = _flag(
    _QUIET, "Print nothing but what went wrong, and what you should know.", "--quiet"
)
verbose_option = _flag(
    _VERBOSE, "Also print each task when it is done, and every file.", "-v", "--verbose"
)
open_option = _flag(_OPEN, "Open what was made; several files as their folder.", "-p", "--open")


def loudness_options(command: Command) -> Command:
    """Add --quiet and --verbose."""
    return quiet_option(verbose_option(command))
