"""What to call in order to make a file of a lesson again."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

from gradreel.pipeline.build.made import origin_of
from gradreel.scenarios.formula_file import is_formula, stem_of
from gradreel.scenarios.words import file_safe

_USUAL = "media"  # the output folder, if no -o names another


def again(folder: Path, command: str) -> str:
    """ "make it again: gradreel gif parabola", for what a command has made in a folder.

    The source is what the folder was made from. With which settings, only the folder's name says.
    """
    source = origin_of(folder) or folder.name
    formula = is_formula(source) and not os.path.exists(source)
    plain = stem_of(source) if formula else file_safe(Path(source).stem)
    settings = f", with the settings of {folder.name}" if folder.name != plain else ""
    call = ["gradreel", command, source]
    if os.path.relpath(folder.parent) != _USUAL:
        call += ["-o", str(folder.parent)]
    return f"make it again{settings}: {shlex.join(call)}"
