"""Every chapter of a lesson played to its end, and its last full picture drawn, small."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator

from pipeline.quality import Quality
from pipeline.render import stage
from scenarios import Scenario
from scenes.chapter import Chapter
from scenes.glimpse import Glimpse
from scenes.lesson import chapters_of
from scenes.title import Poster
from solver.descent import record

SMALL = Quality(128, 72, 15)


def last_pictures(
    scenario: Scenario, chapters: Iterable[str] = (), quality: Quality = SMALL
) -> Iterator[Chapter]:
    """The scenes of the named chapters, by default of all and the poster, after they were drawn.

    A warning of numpy's is raised as an error.
    """
    names = set(chapters)
    with warnings.catch_warnings():
        warnings.simplefilter("error", RuntimeWarning)
        trajectory = record(scenario)
        for chapter in (*chapters_of(scenario), Poster):
            if names and chapter.name not in names:
                continue
            with stage(quality):
                glimpse = Glimpse(None)
                scene = chapter(trajectory, glimpse)
                scene.render()
            assert glimpse.drawn
            yield scene
