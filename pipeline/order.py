"""What is ordered: how it is to look, where it goes, and everything that decides its look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from gradreel.pipeline.cache import key_of
from gradreel.pipeline.quality import Quality
from gradreel.pipeline.sources import digest_of, digest_of_all
from gradreel.scenarios import Scenario, ScenarioError
from gradreel.scenarios.words import listed, shown, suggestion
from gradreel.scenes.parts.signs import check_signs, outlines_key

if TYPE_CHECKING:
    from gradreel.scenes.chapter import Chapter


@dataclass(frozen=True)
class Order:
    """How the video of each scenario is to be, and below which folder.

    A `chapter` is ordered alone, in place of the whole lesson.
    """

    quality: Quality
    format: str
    folder: Path
    chapter: str | None = None

    def target(self, scenario: Scenario) -> Path:
        """Where the video of a scenario goes."""
        name = "lesson" if self.chapter is None else self.chapter
        return self.folder / scenario.name / f"{name}.{self.format}"

    def clip_key(self, scenario: Scenario, chapter: str) -> str:
        """A digest of everything that decides how a chapter looks in a video."""
        return key_of(chapter_key(scenario, chapter), *self._look())

    def output_key(
        self, scenario: Scenario, name: str, plainly: bool = False, look: Sequence[object] = ()
    ) -> str:
        """A digest of everything that decides what is in an output of that name, and of that look.

        The look is what JSON can hold.
        """
        whole = scenario.model_dump_json()
        fonts = outlines_key(scenario)
        return key_of(digest_of_all(), name, whole, fonts, plainly, *self._look(), *look)

    def _look(self) -> tuple[object, ...]:
        return asdict(self.quality), self.format


def recording_key(scenario: Scenario) -> str:
    """A digest of everything that decides what is recorded."""
    return key_of(digest_of("gradreel.solver.descent"), scenario.model_dump_json())


def chapter_key(scenario: Scenario, chapter: str) -> str:
    """A digest of everything that decides what a chapter shows."""
    from gradreel.scenes.lesson import chapter_named

    return _scene_key(scenario, chapter_named(scenario, chapter))


def poster_key(scenario: Scenario) -> str:
    """A digest of everything that decides what the poster shows."""
    from gradreel.scenes.title import Poster

    return _scene_key(scenario, Poster)


def _scene_key(scenario: Scenario, scene: type[Chapter]) -> str:
    check_signs([scenario])
    shown = scene.shows(scenario)
    look = outlines_key(shown), drawn_plainly(scenario)
    return key_of(digest_of(scene.__module__), scene.name, shown.model_dump_json(), *look)


def drawn_plainly(scenario: Scenario) -> bool:
    """Whether surfaces are to be drawn without OpenGL, for want of a driver."""
    from gradreel.scenes.drawing.opengl import available

    return scenario.lesson == "surface" and not available()


def check_chapters(scenarios: Sequence[Scenario], wanted: Sequence[str]) -> None:
    """Raises as `check_chapter` for any of several, so that none is made where one is wrong."""
    if len(wanted) > 1:
        for chapter in wanted:
            check_chapter(scenarios, chapter)


def check_chapter(scenarios: Sequence[Scenario], wanted: str | None) -> None:
    """Raises ScenarioError where lessons do not have the chapter that is wanted, if one is."""
    from gradreel.scenes.lesson import chapters_of

    chapters = [[chapter.name for chapter in chapters_of(scenario)] for scenario in scenarios]
    problems = [
        f"{scenario.name}: has no chapter {shown(wanted)} among {listed(names)}: "
        f"{suggestion(wanted, names, common=['these'])}"
        for scenario, names in zip(scenarios, chapters, strict=True)
        if wanted is not None and wanted not in names
    ]
    if problems:
        raise ScenarioError(problems)
