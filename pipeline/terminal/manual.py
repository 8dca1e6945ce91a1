"""The manual page, from the commands; `make manual` writes it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.metadata import version
from inspect import cleandoc
from pathlib import Path

import click

from gradreel.scenarios.files import write_atomically

MANUAL_PATH = Path(__file__).resolve().parents[2] / "docs" / "gradreel.1"

_SETTINGS = """\
.SH ENVIRONMENT
The variables
.BR GRADREEL_QUALITY ,
.BR GRADREEL_THEME ,
.B GRADREEL_OUTPUT
and
.B GRADREEL_JOBS
hold what is not given by a flag; they come before the file.
.SH FILES
.TP
.I gradreel.toml
Settings, quality, theme, output and jobs, in the folder of the call or above it.
.TP
.I media
Everything that is written, unless \\-o or a setting names another folder.
"""


def manual(main: click.Group) -> str:
    """The manual page of all commands, in the macros of man(7); it has no date."""
    context = click.Context(main, info_name="gradreel", **main.context_settings)
    about, *more = _blocks(main.help or "")
    commands = [
        line
        for name, command in main.commands.items()
        for line in _section(command, click.Context(command, context, name))
    ]
    lines = [
        f'.TH GRADREEL 1 "" "gradreel {version("gradreel")}" "User Commands"',
        ".SH NAME",
        f"gradreel \\- {_escaped(about[0].lower() + about[1:].rstrip('.'))}",
        ".SH SYNOPSIS",
        ".B gradreel",
        '.RI [ options ] " command " [ arguments ]...',
        ".SH DESCRIPTION",
        *(line for block in more for line in _formatted(block)),
        ".SH OPTIONS",
        *_options(main, context),
        ".SH COMMANDS",
        *commands,
    ]
    return "\n".join(lines) + "\n" + _SETTINGS


def write_manual(main: click.Group) -> None:
    """Write the manual page of all commands to its file. Raises OSError if that fails."""
    with write_atomically(MANUAL_PATH) as temporary:
        temporary.write_text(manual(main), encoding="utf-8")


def _section(command: click.Command, context: click.Context) -> Iterator[str]:
    """A command: how it is called, what it does, its options."""
    yield f".SS {context.info_name}"
    pieces = command.collect_usage_pieces(context)
    yield f".B gradreel {context.info_name}"
    yield _escaped(" ".join(pieces))
    for block in _blocks(command.help or ""):
        yield from _formatted(block)
    yield from _options(command, context)


def _options(command: click.Command, context: click.Context) -> Iterator[str]:
    for param in command.get_params(context):
        record = param.get_help_record(context) if isinstance(param, click.Option) else None
        if record:
            names, about = record
            yield from (".TP", f".B {_escaped(names)}", _escaped(about))


def _blocks(text: str) -> list[str]:
    """The paragraphs of a help text."""
    return re.split(r"\n{2,}", cleandoc(text))


def _formatted(block: str) -> Iterator[str]:
    """A paragraph: filled, or as it is written if click would leave it so."""
    if block.startswith("\b"):
        yield from (".PP", ".nf", *map(_escaped, block.split("\n")[1:]), ".fi")
    else:
        yield from (".PP", _escaped(" ".join(block.split())))


def _escaped(text: str) -> str:
    """A line as roff prints it literally."""
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq")
    return f"\\&{text}" if text.startswith((".", "\\(aq")) else text
