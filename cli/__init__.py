"""The command line."""

from cli.commands import main

__all__ = ["main"]
