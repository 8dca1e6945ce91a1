"""What a command prints when it fails, and its exit status."""

from __future__ import annotations

import errno
import traceback
from typing import Any

import click

from gradreel.pipeline.terminal.streams import patient_streams, printable_lines, say

ELSEWHERE = "choose another folder"
WHAT_TO_TRY = {
    **dict.fromkeys((errno.EACCES, errno.EPERM, errno.EROFS), ELSEWHERE),
    **dict.fromkeys((errno.EEXIST, errno.ENOENT, errno.ENOTDIR, errno.EISDIR), ELSEWHERE),
    errno.EWOULDBLOCK: f"end that program, or {ELSEWHERE}",
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT, errno.EFBIG), f"free some space or {ELSEWHERE}"),
}


class Failure(click.ClickException):
    """One line for each fault; exit status 2 for the user's mistakes, else 1."""

    def __init__(self, *lines: str, exit_code: int = 1) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines
        # click types it as a constant of the class, and reads it from the instance.
        self.exit_code = exit_code  # type: ignore[misc]

    def show(self, file: Any = None) -> None:
        say(*self.lines, err=True)


class Overdue(BaseException):
    """The time of --timeout is over.

    A BaseException, like KeyboardInterrupt, so that no `except Exception` on the way catches it.
    """

    def __init__(self, seconds: float) -> None:
        super().__init__(f"not finished after {seconds:g} seconds (--timeout)")


class Commands(click.Group):
    """Commands in the order of their definition; tracebacks are shown only with --debug."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def main(self, *args: Any, **extra: Any) -> Any:
        with patient_streams():
            return super().main(*args, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except click.UsageError as error:
            error.message = printable_lines(error.message)  # type: ignore[misc]
            raise
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except KeyboardInterrupt:
            raise Failure("interrupted", exit_code=130) from None
        except Overdue as error:
            raise Failure(str(error)) from None
        except Exception as error:
            if ctx.params["debug"]:
                print_traceback(error)
            raise explained(error) from error


def print_traceback(error: Exception) -> None:
    """Print the traceback of a failure."""
    say(*"".join(traceback.format_exception(error)).splitlines(), err=True)


def explained(error: Exception) -> Failure:
    """The failure as a sentence for users, with its exit status."""
    from gradreel.scenarios.errors import GradreelError, UnforeseenError

    if isinstance(error, GradreelError) and not isinstance(error, UnforeseenError):
        return Failure(*str(error).split("\n"), exit_code=error.exit_status)
    if isinstance(error, OSError) and error.errno in WHAT_TO_TRY:
        where = error.filename or "the output"
        return Failure(f"{where}: {str(error.strerror).lower()}; {WHAT_TO_TRY[error.errno]}")
    sentence = " ".join(str(error).split()) or type(error).__name__
    return Failure(f"{sentence} (gradreel --debug shows where)")
