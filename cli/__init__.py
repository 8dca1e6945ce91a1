"""The command line."""

from gradreel.cli.program import main

__all__ = ["main"]
