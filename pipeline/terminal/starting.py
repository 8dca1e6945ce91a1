"""Writes a starter scenario, and beside it what editors need to complete and check it."""

from __future__ import annotations

import os
from pathlib import Path

from gradreel.pipeline.terminal.failures import Failure
from gradreel.scenarios.files import write_atomically, write_where_different
from gradreel.scenarios.load import check_text
from gradreel.scenarios.schema import SCHEMA_PATH
from gradreel.scenarios.starter import SCHEMA_NAME, starter
from gradreel.scenarios.words import shown


def write_starter(path: Path, lesson: str | None, formula: str | None) -> None:
    """Write a starter file, and the schema beside it unless it is there already.

    Raises ScenarioError if the formula has faults, and Failure if there is something at the path,
    or if a link on the way leads out of this folder.
    """
    if os.path.lexists(path):
        raise Failure(f"{path}: exists already; choose another name", exit_code=2)
    if not path.parent.resolve().is_relative_to(Path.cwd().resolve()):
        sentence = "is a link out of this folder; go there and call gradreel new"
        raise Failure(f"{path.parent}: {sentence}", exit_code=2)
    text = starter(lesson, formula)
    check_text(text, shown(formula) if formula else str(path))
    with write_atomically(path) as temporary:
        temporary.write_text(text, encoding="utf-8")
    write_where_different(path.with_name(SCHEMA_NAME), SCHEMA_PATH.read_bytes())
