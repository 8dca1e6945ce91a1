"""Cache keys: digests of everything that determines the content of an artifact or an output."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gradreel.pipeline.build.cache import key_of
from gradreel.pipeline.build.graph import Output
from gradreel.pipeline.build.sources import digest_of, digest_of_all, says_any
from gradreel.scenarios import Scenario
from gradreel.scenarios.showing import Showing
from gradreel.scenes.parts.lettering.signs import check_signs, outlines_key

if TYPE_CHECKING:
    from gradreel.scenes.chapter_plan import ChapterPlan


def output_key(scenario: Scenario, output: Output) -> str:
    """The key of an output. This is quick: it loads nothing heavy."""
    fields = [output.cache_fields, scenario.showing.model_dump_json()]
    return key_of(digest_of_all(), fields, scenario.model_dump_json(), outlines_key(scenario))


def recording_key(scenario: Scenario) -> str:
    """The key of a scenario's recording."""
    return key_of(digest_of("gradreel.solver.descent"), scenario.model_dump_json())


def chapter_key(scenario: Scenario, chapter: ChapterPlan) -> str:
    """The key of what a chapter shows, whatever its size and format."""
    check_signs([scenario])
    shown = chapter.shows(scenario)
    drawing = outlines_key(shown), drawn_note(scenario, chapter)
    showing = own_part(shown, chapter).model_dump_json()
    ends_in = chapter.followed_by.opens if chapter.followed_by else "", chapter.closing
    return key_of(
        digest_of(chapter.module),
        chapter.name,
        shown.model_dump_json(),
        showing,
        *ends_in,
        *drawing,
    )


def own_part(scenario: Scenario, chapter: ChapterPlan) -> Showing:
    """How a lesson is shown, as far as that can change one of its chapters."""
    showing, own = scenario.showing, {}
    if showing.text:
        from gradreel.scenes.sentences.patterns import depending_on  # loads the parser of Fluent

        own = {
            id: pattern
            for id, pattern in showing.text.items()
            if chapter.heading in (ids := depending_on(id)) or says_any(chapter.module, ids)
        }
    return showing.model_copy(update={"chapters": (), "text": own})


def drawn_note(scenario: Scenario, chapter: ChapterPlan) -> str:
    """What the user should know about how a chapter is drawn: that there is no OpenGL driver."""
    from gradreel.scenes.drawing.opengl import MISSING, available

    return MISSING if chapter.in_space(scenario) and not available() else ""


def still_holds(scenario: Scenario, note: str) -> bool:
    """Whether something drawn with this note would be drawn in the same way today.

    Anything drawn with OpenGL is kept whether or not there is a driver now: asking for one is slow.
    """
    if not note:
        return True
    from gradreel.scenes.drawing.opengl import available

    return not available()
