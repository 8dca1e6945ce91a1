"""The command line."""

from cli.program import main

__all__ = ["main"]
