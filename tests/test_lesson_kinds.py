"""A kind of lesson is a value in a table: nothing else has to know of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from manim import Mobject
from PIL import Image

from gradreel.pipeline.build import InProcess, Target, build_or_raise
from gradreel.pipeline.outputs import Poster, Still
from gradreel.pipeline.quality import QUALITIES
from gradreel.scenarios import Scenario, ScenarioError, load_scenario
from gradreel.scenarios.lesson_kinds import KINDS, LessonKind
from gradreel.scenes import theme
from gradreel.scenes.chapter_plan import ChapterPlan
from gradreel.scenes.lesson import LESSONS, LessonPlan
from gradreel.scenes.parts.formulas.notation import notation_of
from gradreel.scenes.parts.geometry.box import Pair
from gradreel.scenes.parts.geometry.points import discs
from gradreel.scenes.subject import Subject
from gradreel.scenes.title import PosterScene, Title
from gradreel.solver.message import Message, message
from gradreel.solver.objective import Objective
from gradreel.solver.recording import Recording
from gradreel.solver.run_record import RunRecord

TEXT = """
title = "Dots alone"
lesson = "dots"

[objective]
formula = "x**2/2"
domain = { x = [-2, 2] }

[start]
x = 1

[[runs]]
lr = 0.1
steps = 3
"""


def dots(recording: Recording, objective: Objective, low: Pair, high: Pair) -> Mobject:
    """The places of the first run in a row."""
    across = np.linspace(low[0] + 0.5, high[0] - 0.5, len(recording.runs[0].parameters))
    places = np.column_stack([across, np.zeros_like(across), np.zeros_like(across)])
    return discs(places, 0.3, theme.THEMES["dark"].here)


def where(objective: Objective, scenario: Scenario, start: RunRecord) -> Message:
    return message("question-bowl")


DOTS = Subject(dots, where)


class DotsTitle(Title):
    plan = ChapterPlan("title", __name__, "DotsTitle", "parabola", titled=True)
    subject = DOTS


class DotsPoster(PosterScene):
    plan = ChapterPlan("poster", __name__, "DotsPoster", "parabola", titled=True)
    subject = DOTS


KIND = LessonKind("dots", "a row of dots", parameters=(1,), loss=("Q",))
PLAN = LessonPlan(KIND, chapters=(DotsTitle.plan,), poster=DotsPoster.plan)


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A scenario file of a new kind of lesson, which is in the two tables."""
    monkeypatch.setitem(KINDS, KIND.name, KIND)
    monkeypatch.setitem(LESSONS, KIND.name, PLAN)
    path = tmp_path / "row.toml"
    path.write_text(TEXT)
    return path


def test_a_new_kind_of_lesson_is_drawn_from_its_values(file: Path, tmp_path: Path) -> None:
    scenario = load_scenario(file)
    assert notation_of(scenario).loss == "Q"
    outputs = (Poster(), Still("title", None, "png", QUALITIES["l"]))
    for built in build_or_raise([Target(scenario, outputs)], tmp_path, InProcess()):
        assert {*built.products} == {*outputs}
        for product in built.products.values():
            with Image.open(product.path) as image:
                pixels = np.asarray(image.convert("RGB")).reshape(-1, 3).tolist()
            yellow = int(theme.THEMES["dark"].here[1:3], 16)
            assert any(pixel[0] == yellow for pixel in pixels)


def test_a_new_kind_of_lesson_says_what_it_needs(file: Path) -> None:
    with pytest.raises(ScenarioError, match="a row of dots needs exactly 1 parameter") as error:
        load_scenario(file, ["objective.formula=x*y", "objective.domain.y=[0, 1]", "start.y=0.5"])
    assert 'try lesson = "surface"' in str(error.value)


def test_a_kind_of_lesson_that_is_not_there_is_told_among_those_that_are(file: Path) -> None:
    with pytest.raises(ScenarioError, match='"surface", "curve", "fit" or "dots", got "dost": did'):
        load_scenario(file, ["lesson=dost"])


def test_every_kind_of_lesson_that_a_file_may_have_is_drawn() -> None:
    assert {name: plan.kind for name, plan in LESSONS.items()} == KINDS
    assert all(name == kind.name for name, kind in KINDS.items())


@pytest.mark.parametrize("plan", LESSONS.values(), ids=LESSONS)
def test_title_poster_and_recap_have_the_same_subject(plan: LessonPlan) -> None:
    scenes = [chapter.scene_class() for chapter in (*plan.chapters, plan.poster)]
    told = [scene.subject for scene in scenes if hasattr(scene, "subject")]
    assert len(told) == 3
    assert len(set(told)) == 1


def test_what_is_drawn_in_space_is_a_matter_of_the_kind(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scenario = load_scenario(file)
    assert not DotsTitle.plan.in_space(scenario)
    monkeypatch.setitem(KINDS, KIND.name, replace(KIND, in_space=True))
    assert DotsTitle.plan.in_space(scenario)
