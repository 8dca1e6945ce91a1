"""What the keys of a scenario file say about how its lesson is shown."""

from __future__ import annotations

from pathlib import Path

from gradreel.scenarios.data_files import DataError
from gradreel.scenarios.file_form import ScenarioTable
from gradreel.scenarios.logo import read_logo
from gradreel.scenarios.problems import Problem
from gradreel.scenarios.showing import Logo, Showing, Word, Words
from gradreel.scenarios.showing_form import WordTable


def read_showing(
    table: ScenarioTable, folder: Path, allow_outside: bool
) -> tuple[Showing, list[Problem]]:
    """What the keys of a valid ScenarioTable say about how its lesson is shown, and their faults.

    Its logo is a file named relative to a folder.
    """
    logo, problems = None, []
    if table.logo is not None:
        try:
            logo = read_logo(table.logo, folder, allow_outside)
        except DataError as error:
            problems = [Problem(("logo",), fault) for fault in error.faults]
    return _showing(table, logo), problems


def _showing(table: ScenarioTable, logo: Logo | None) -> Showing:
    words = table.words
    return Showing(
        chapters=table.chapters,
        text=table.text,
        words=Words(x=_word(words.x), y=_word(words.y), loss=words.loss or ""),
        pace=table.pace,
        pause=table.predict.pause,
        asked=table.predict.x,
        subtitles=table.subtitles,
        subtitle=table.subtitle or "",
        author=table.author or "",
        school=table.school or "",
        licence=table.licence or "",
        logo=logo,
    )


def _word(table: WordTable | None) -> Word | None:
    return Word(name=table.name, unit=table.unit) if table else None
