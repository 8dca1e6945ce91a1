"""What users give as a scenario: a shipped name, a file, standard input or a formula; opened."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path

from gradreel.scenarios.file_text import SETTINGS, STDIN, text_of, text_of_stdin
from gradreel.scenarios.formula_file import file_of, hint_at_formula, is_formula, stem_of
from gradreel.scenarios.problems import ScenarioError
from gradreel.scenarios.shipped_files import shipped
from gradreel.scenarios.source import Source, read_source
from gradreel.scenarios.words import shown, suggestion


def label_of(source: str | Path) -> str:
    """What sentences call a source."""
    if source == STDIN:
        return "stdin"
    if isinstance(source, str) and source in shipped():
        return f"{source}.toml"
    return shown(source) if _is_formula(source) else str(source)


def opened(source: str | Path, label: str, overrides: Sequence[str]) -> Source:
    """The parsed file of a source, or that for which a formula stands, with the overrides applied.

    Raises ScenarioError if it cannot be read.
    """
    given_as = str(source)
    if source == STDIN:
        return read_source(Path(label), label, text_of_stdin(label), overrides, given_as)
    if isinstance(source, str) and source in shipped():
        path = shipped()[source]
        return read_source(path, label, text_of(path, label), overrides, given_as)
    if _is_formula(source):
        path, text = Path(f"{stem_of(given_as)}.toml"), file_of(given_as, overrides)
        return read_source(path, label, text, overrides, given_as, in_file=False)
    if isinstance(source, str) and not os.path.lexists(source):
        if re.fullmatch(r"[\w-]*", source):
            hint = suggestion(source, shipped())
            neither = "is neither a file nor a shipped scenario (gradreel list)"
            raise ScenarioError([f"{shown(source)} {neither}: {hint}"])
        if hint := hint_at_formula(source):
            raise ScenarioError(
                [f"{shown(source)} is neither a file nor plainly a formula: {hint}"]
            )
    if Path(source).name == SETTINGS:
        raise ScenarioError([f"{label}: holds settings, and no scenario: give another file"])
    return read_source(Path(source), label, text_of(Path(source), label), overrides, given_as)


def _is_formula(source: str | Path) -> bool:
    return isinstance(source, str) and is_formula(source) and not os.path.lexists(source)
