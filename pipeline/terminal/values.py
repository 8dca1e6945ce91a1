"""Parses values of the command line, or refuses them with what to write instead."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

import click

from gradreel.pipeline.terminal.settings import SETTINGS_FILE
from gradreel.scenarios.formats import MOST_CELLS, RATES, bytes_of

LESSONS: tuple[str, ...] = ("curve", "surface", "fit")

_LONGEST_PART = 64  # bytes of a file's or a folder's name
Axes = tuple[str, str]


def exact_rate(_ctx: click.Context, _param: click.Parameter, fps: int | None) -> int | None:
    """A frame rate that animated pictures can have exactly."""
    if fps is None or fps in RATES:
        return fps
    below, above = [r for r in RATES if r < fps][-1:], [r for r in RATES if r > fps][:1]
    near = " or ".join(str(rate) for rate in below + above)
    raise click.BadParameter(
        f"{fps} frames a second cannot be exact: each must be shown for a whole number of "
        f"hundredths of a second, and at least two; try {near}."
    )


def in_bytes(_ctx: click.Context, _param: click.Parameter, size: str | None) -> int | None:
    """A size in bytes, from 1MB, 500kB or 1.5 MiB."""
    if size is None:
        return None
    count = bytes_of(size)
    if not count:
        raise click.BadParameter(f"{size!r} is not a size; write 1MB, 500kB or 2MiB, for example.")
    return count


def new_path(_ctx: click.Context, _param: click.Parameter, name: str) -> Path:
    """The path of a new scenario file in this folder or below it."""
    parts = name.removesuffix(".toml").split("/")
    if parts[0] in ("", "~", ".."):
        raise click.BadParameter(
            f"{name!r} is outside this folder: go to the other one, and call gradreel new there."
        )
    if not all(part[:1].isalnum() and all(map(_is_safe, part)) for part in parts):
        raise click.BadParameter(
            f"{name!r} may contain only letters, digits, - and _, and / between folders, as in "
            "my-valley or course/valley."
        )
    if long := next((part for part in parts if len(part.encode()) > _LONGEST_PART), None):
        raise click.BadParameter(f"{long!r} is too long: use at most {_LONGEST_PART} bytes.")
    if f"{parts[-1]}.toml" == SETTINGS_FILE:
        raise click.BadParameter(f"{SETTINGS_FILE} holds settings: choose another name.")
    return Path(*parts[:-1], f"{parts[-1]}.toml")


def _is_safe(char: str) -> bool:
    """Whether a character is -, _, a digit, a letter of any alphabet, or a mark on one."""
    return char in "-_" or unicodedata.category(char)[0] in "LMN"


def moments_of(
    _ctx: click.Context, _param: click.Parameter, texts: tuple[str, ...]
) -> tuple[float | None, ...]:
    """Times within a chapter in seconds; None is its last complete picture."""
    return tuple(map(_moment, texts))


def _moment(text: str) -> float | None:
    if text == "last":
        return None
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not 0.0 <= seconds < math.inf:
        raise click.BadParameter(f"{text!r} is neither a time in seconds, such as 4.5, nor last.")
    return seconds


def overriding(key: str) -> Callable[..., tuple[str, ...]]:
    """A callback that makes an override of a key out of its value."""

    def override(
        _ctx: click.Context, _param: click.Parameter, value: str | None
    ) -> tuple[str, ...]:
        return () if value is None else (f"{key}={value}",)

    return override


def start_of(_ctx: click.Context, _param: click.Parameter, text: str | None) -> tuple[str, ...]:
    """Overrides of the start, from x=1,y=2 or from a number for every parameter."""
    if text is None:
        return ()
    if "=" not in text and "," not in text:
        return (f"start.*={text}",)
    parts = [part.partition("=") for part in text.split(",")]
    names = [name.strip() for name, _, _ in parts]
    if not all(re.fullmatch(r"\w+", name.strip()) and value.strip() for name, _, value in parts):
        raise click.BadParameter(f"{text!r} is not a start; write x=1,y=2.5 or 1, for example.")
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise click.BadParameter(f"{text!r} has {twice} twice: leave out one of them.")
    return tuple(
        f"start.{name}={value.strip()}" for name, (_, _, value) in zip(names, parts, strict=True)
    )


def axes_of(_ctx: click.Context, _param: click.Parameter, text: str | None) -> Axes | None:
    """The names of two axes, from x,y."""
    if text is None:
        return None
    names = [name.strip() for name in text.split(",")]
    if len(names) != 2 or not all(names):
        raise click.BadParameter(f"{text!r} is not two axes; write x,y or lr,x, for example.")
    if names[0] == names[1]:
        raise click.BadParameter(f"{text!r} is the same axis twice: leave {names[0]} to one.")
    return names[0], names[1]


def cells_of(_ctx: click.Context, _param: click.Parameter, text: str) -> tuple[int, int]:
    """How many cells there are across and upward, from 400,300."""
    found = re.fullmatch(r"\s*(\d{1,9})\s*[,x]\s*(\d{1,9})\s*", text)
    if not found:
        raise click.BadParameter(f"{text!r} is not two numbers of cells; write 400,300.")
    across, upward = int(found[1]), int(found[2])
    if not 2 <= min(across, upward) <= max(across, upward) <= MOST_CELLS:
        raise click.BadParameter(f"{text!r}: a side has from 2 to {MOST_CELLS} cells.")
    return across, upward


def language_tag(_ctx: click.Context, _param: click.Parameter, text: str) -> str:
    """A tag of a language, with a script and a region if need be (RFC 5646), or none."""
    if text and not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|\d{3}))?", text):
        raise click.BadParameter(f"{text!r} is no tag of a language; write de, pt-BR or zh-Hant.")
    return text


def web_address(_ctx: click.Context, _param: click.Parameter, text: str) -> str:
    """An address on the web, or none."""
    if text and not re.fullmatch(r"https?://[^\s/\"<>]+(/[^\s\"<>?#]*)?", text):
        raise click.BadParameter(f"{text!r} is no address; write https://example.org/lessons.")
    return text
