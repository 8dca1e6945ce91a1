"""What the chapters of a lesson say and write, without drawing them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from case_files import case
from manim import Scene

from gradreel.pipeline.quality import Quality
from gradreel.pipeline.video.render import stage
from gradreel.scenarios import Scenario, load_scenario
from gradreel.scenes.chapter import Chapter
from gradreel.scenes.drawing.rehearsal import Unseen
from gradreel.scenes.lesson import chapter_named, chapters_of
from gradreel.scenes.parts.lettering.text import Counter, Glyphs
from gradreel.solver.descent import record
from gradreel.solver.recording import Recording

_UNSEEN = Quality(320, 180, 15)  # nothing is drawn in it


def sentences(recording: Recording, chapter: str) -> list[str]:
    """All sentences of a chapter, in their order."""
    return [sentence.text for sentence in played(recording, chapter, Unseen()).sentences]


def lesson_of(scenario: Scenario) -> dict[str, list[str]]:
    """All sentences of a lesson by their chapters."""
    recording = record(scenario)
    names = [chapter.name for chapter in chapters_of(scenario)]
    return {name: sentences(recording, name) for name in names}


def written(recording: Recording, chapter: str) -> set[str]:
    """All texts that stand on the screen in a chapter, formulas by their parts."""
    seen: set[str] = set()

    class TextReader(Unseen):
        def during(self, scene: Scene, began: float) -> None:
            family = (part for mobject in scene.mobjects for part in mobject.get_family())
            seen.update(part.note.says for part in family if isinstance(part, Glyphs | Counter))

    played(recording, chapter, TextReader())
    return seen


@cache
def recorded(path: Path, *overrides: str) -> Recording:
    """The recording of a scenario file."""
    return record(load_scenario(str(path), list(overrides)))


@cache
def said(name: str, chapter: str, *overrides: str) -> str:
    """What a chapter says of a case, its sentences one after the other."""
    return " ".join(sentences(recorded(case(name), *overrides), chapter))


def played(recording: Recording, chapter: str, renderer: Unseen) -> Chapter:
    """A chapter that was played to its end with a renderer."""
    with stage(_UNSEEN):
        scene = chapter_named(recording.scenario, chapter)(recording, renderer)
        scene.render()
    return scene
