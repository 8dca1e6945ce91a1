"""The one way to standard output and standard error: visible, and no matter who has left."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click


def say(*lines: str, err: bool = False) -> None:
    """Print lines, in which everything that would act on a terminal is made visible."""
    for line in lines:
        click.echo(seen(line), err=err)


def seen(line: str) -> str:
    """A line with its control signs, ends of lines and marks of direction made visible."""
    if line.isprintable():
        return line
    from gradreel.scenarios.words import visible  # and much more with it

    return visible(line)


def in_sight(lines: str) -> str:
    """Lines of our own, in which somebody else's text may be, made visible but for their ends."""
    return "\n".join(map(seen, lines.replace("\t", "    ").split("\n")))


@contextmanager
def patient_streams() -> Iterator[None]:
    """Standard output and standard error go on taking what nobody reads any more.

    What they cannot encode they write as an escape.
    """
    streams = sys.stdout, sys.stderr
    # Either may be closed from the start.
    sys.stdout, sys.stderr = (stream and _Patient(stream) for stream in streams)
    try:
        yield
    finally:
        sys.stdout, sys.stderr = streams


class _Patient:
    """A stream whose reader may leave: `| head` is no failure."""

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
