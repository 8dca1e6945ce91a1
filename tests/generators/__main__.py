"""Random inputs by the thousand: `python tests/generators COMMAND --count 100000 --seed 1`.

Each command prints what it tried and what it found, and leaves with status 1 where something is
left unexplained. The test suite runs a few hundred of each.
"""

from __future__ import annotations

import sys
from pathlib import Path

import click

# In place of this folder, whose modules may be called like those of Python.
sys.path[0] = str(Path(__file__).parent.parent)

from generators.formulas import formulas  # noqa: E402
from generators.numbers import numbers  # noqa: E402
from generators.scenarios import scenarios  # noqa: E402


@click.group()
def main() -> None:
    """Try random inputs."""


main.add_command(formulas)
main.add_command(numbers)
main.add_command(scenarios)

if __name__ == "__main__":
    main()
