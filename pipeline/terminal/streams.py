"""The only way to print: text cannot control the terminal, and a closed pipe is not an error."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

MOST_LINES = 100  # about one set: nobody reads more, and they hide what else is said


def say(*lines: str, err: bool = False) -> None:
    """Print lines, with everything that would act on a terminal made visible."""
    for line in lines:
        click.echo(printable(line), err=err)


def say_json(value: Any) -> None:
    """Print a value as JSON; what would act on a terminal is escaped, as JSON allows."""
    say(*json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False).split("\n"))


def printable(line: str) -> str:
    """A line with its control characters, line breaks and direction marks made visible."""
    if line.isprintable():
        return line
    from gradreel.scenarios.words import visible  # with the whole package of scenarios

    return visible(line)


def printable_lines(lines: str) -> str:
    """As `printable`, for a text of several lines; its line breaks stay."""
    return "\n".join(map(printable, lines.replace("\t", "    ").split("\n")))


@contextmanager
def patient_streams() -> Iterator[None]:
    """Let standard output and standard error accept text even when nobody reads it any more.

    Characters that they cannot encode are written as escapes.
    """
    streams = sys.stdout, sys.stderr
    # Either is None if it was closed from the start.
    sys.stdout, sys.stderr = (stream and _Patient(stream) for stream in streams)
    try:
        yield
    finally:
        sys.stdout, sys.stderr = streams


class _Patient:
    """A stream whose reader may close it: `| head` is not a failure."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def write(self, text: str) -> int:
        with self._left_alone():
            self._stream.write(text)
        return len(text)

    def flush(self) -> None:
        with self._left_alone():
            self._stream.flush()

    @contextmanager
    def _left_alone(self) -> Iterator[None]:
        try:
            yield
        except BrokenPipeError:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, self._stream.fileno())
            os.close(nowhere)
