"""gradreel new."""

from __future__ import annotations

import re
from pathlib import Path

import click

from gradreel.cli.failures import Failure
from gradreel.pipeline.terminal import say


def safe_name(_ctx: click.Context, _param: click.Parameter, name: str) -> str:
    stem = name.removesuffix(".toml")
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}", stem):
        raise click.BadParameter(
            f"{name!r} must be letters, digits, - and _ alone, as in my-valley."
        )
    return stem


@click.command()
@click.argument("name", callback=safe_name)
def new(name: str) -> None:
    """Write a starter scenario, NAME.toml.

    Its comments explain every key.

    \b
    Example:
      gradreel new valley
    """
    from gradreel.scenarios.files import write_atomically
    from gradreel.scenarios.starter import STARTER

    path = Path(f"{name}.toml")
    if path.exists():
        raise Failure(f"{path}: exists already; choose another name", exit_code=2)
    with write_atomically(path) as temporary:
        temporary.write_text(STARTER, encoding="utf-8")
    say(f"wrote {path}; now try: gradreel solve {path}")
