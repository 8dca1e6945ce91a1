"""Lets a task stop between two frames, once nobody wants its result any more."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from gradreel.scenarios.errors import GradreelError

_asked: ContextVar[Callable[[], bool]] = ContextVar("asked", default=lambda: False)


class StoppedError(GradreelError):
    """A task was stopped before its end."""


@contextmanager
def stopping_if(asked: Callable[[], bool]) -> Iterator[None]:
    """Within this context, `stop_if_asked` stops as soon as `asked` returns True."""
    token = _asked.set(asked)
    try:
        yield
    finally:
        _asked.reset(token)


def stop_if_asked() -> None:
    """Raise StoppedError if somebody asks for it; drawing calls this wherever it may be left."""
    if _asked.get()():
        raise StoppedError("stopped, since its result is not wanted any more")
