"""What can go wrong: every failure that has a sentence for the user."""

from __future__ import annotations

from typing import ClassVar


class GradreelError(Exception):
    """Something did not work out, and the message says so in a sentence for the user.

    Commands end with its `exit_status`: 2 for a mistake of the user's, 1 for what failed. Any other
    exception, but OSError, is a fault of gradreel's own.
    """

    exit_status: ClassVar[int] = 1


class UnforeseenError(GradreelError):
    """A fault of gradreel's own, in a task; its notes tell where."""
