"""The base of all errors whose message is a sentence for the user."""

from __future__ import annotations

from typing import ClassVar


class GradreelError(Exception):
    """An error whose message is a sentence for the user.

    Commands end with its `exit_status`: 2 for a mistake of the user, 1 for anything else that
    failed. Any other exception, except OSError, is a bug in gradreel.
    """

    exit_status: ClassVar[int] = 1


class UnforeseenError(GradreelError):
    """A bug in gradreel that a task ran into; the notes of the exception say where."""
