"""Keys: digests of everything that decides what is in an artifact or an output."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gradreel.pipeline.build.cache import key_of
from gradreel.pipeline.build.graph import Output
from gradreel.pipeline.build.sources import digest_of, digest_of_all
from gradreel.scenarios import Scenario
from gradreel.scenes.parts.signs import check_signs, outlines_key

if TYPE_CHECKING:
    from gradreel.scenes.chapter import Chapter


def output_key(scenario: Scenario, output: Output) -> str:
    """Of an output. Quick: nothing heavy is loaded for it."""
    fields = output.cache_fields
    return key_of(digest_of_all(), fields, scenario.model_dump_json(), outlines_key(scenario))


def recording_key(scenario: Scenario) -> str:
    """Of what is recorded."""
    return key_of(digest_of("gradreel.solver.descent"), scenario.model_dump_json())


def chapter_key(scenario: Scenario, chapter: type[Chapter]) -> str:
    """Of what a chapter shows, in whatever size."""
    check_signs([scenario])
    shown = chapter.shows(scenario)
    look = outlines_key(shown), drawn_note(scenario, chapter)
    return key_of(digest_of(chapter.__module__), chapter.name, shown.model_dump_json(), *look)


def drawn_note(scenario: Scenario, chapter: type[Chapter]) -> str:
    """What is to be known of the way in which a chapter is drawn: where there is no driver."""
    from gradreel.scenes.drawing.opengl import MISSING, available

    return MISSING if chapter.in_space(scenario) and not available() else ""


def still_holds(scenario: Scenario, note: str) -> bool:
    """Whether what was drawn with such a note would be drawn so today.

    What was drawn with OpenGL is good, with or without a driver now: asking for one takes long.
    """
    if not note:
        return True
    from gradreel.scenes.drawing.opengl import available

    return not available()
