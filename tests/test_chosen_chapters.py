"""Chapters that a scenario chooses: which, in which order, and how one leads to the next."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from functools import cache
from importlib import import_module
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import Result
from manim import tempconfig
from test_one_shot import QUIET, SIZE, EndsRenderer

from gradreel.pipeline.batch import read
from gradreel.pipeline.build.keys import chapter_key, output_key, recording_key
from gradreel.pipeline.inspect import inspect_lesson
from gradreel.pipeline.outputs import Lesson
from gradreel.pipeline.outputs.storyboard import Storyboard
from gradreel.pipeline.quality import QUALITIES
from gradreel.scenarios import Scenario, ScenarioError, load_scenario, load_set
from gradreel.scenes.checks.screening import differing
from gradreel.scenes.drawing.rehearsal import Pixels
from gradreel.scenes.lesson import LESSONS, available, chapters_of
from gradreel.solver.descent import record
from tests.small_files import CURVE

Invoke = Callable[..., Result]

# Neighbours that no lesson has by itself, in each kind of lesson.
ORDERS = {
    "parabola": ("title", "descent", "slope", "recap", "step"),
    "quadratic": ("title", "step", "landscape", "descent", "gradient", "recap"),
    "mini-batch": ("title", "result", "noise", "views", "recap", "guess"),
}
_FEWEST = 12  # pixels: fewer are the same to the eye


def chosen(name: str, *chapters: str) -> Scenario:
    return load_scenario(name, [f"chapters={json.dumps(chapters)}"])


@cache
def ends_of(name: str) -> list[tuple[str, Pixels, Pixels]]:
    """Each chapter of a lesson in another order, with its first and its last picture."""
    logging.getLogger("manim").setLevel(logging.WARNING)
    scenario = chosen(name, *ORDERS[name])
    recording, pictures = record(scenario), []
    for plan in chapters_of(scenario):
        with tempconfig(SIZE | QUIET):
            renderer = EndsRenderer()
            scene = plan(recording, renderer)
            scene.render()
            pictures.append((plan.name, renderer.ends[0], renderer.seen(scene)))
    return pictures


@pytest.mark.parametrize("name", ORDERS)
def test_a_chapter_leads_to_whatever_comes_next(name: str) -> None:
    for (one, _, before), (other, after, _) in pairwise(ends_of(name)):
        assert (before != before[0, 0]).any(), f"{one} ends with an empty picture"
        seen = differing(before, after)
        assert seen < _FEWEST, f"{one} and {other} differ in {seen} pixels"


@pytest.mark.parametrize("name", ORDERS)
def test_the_last_chapter_stays_whichever_it_is(name: str) -> None:
    _, _, last = ends_of(name)[-1]
    assert (last != last[0, 0]).any()
    *others, end = chapters_of(chosen(name, *ORDERS[name]))
    assert end.closing
    assert not any(chapter.closing for chapter in others)


@pytest.mark.parametrize("kind", LESSONS)
def test_the_plan_of_a_chapter_says_in_which_pose_it_opens(kind: str) -> None:
    poses = import_module(f"gradreel.scenes.{kind}.poses")
    for plan in LESSONS[kind].chapters:
        pose = getattr(poses, plan.opens) if plan.opens else None
        assert plan.scene_class().opens is pose, plan.name


@pytest.mark.parametrize("name", ["parabola", "quadratic", "two-valleys", "noisy-line"])
def test_without_a_choice_a_chapter_closes_in_its_own_pose_before_the_recap(name: str) -> None:
    *chapters, _ = chapters_of(load_scenario(name))
    for plan, after in pairwise(chapters):
        assert plan.scene_class().closes is after.scene_class().opens, plan.name


@pytest.mark.parametrize(
    ("chapters", "sentence"),
    [
        (["title", "descnt"], 'chapters[1]: there is no chapter "descnt" among title, slope, '),
        (["descnt"], 'did you mean "descent"?'),
        (["nothing"], "choose from these"),
        (["guess"], 'chapters[0]: "guess" has nothing to show of this scenario: choose from title'),
        (["step", "title"], 'chapters[1]: "title" can only be the first'),
    ],
)
def test_a_chapter_that_a_lesson_cannot_have_is_told(chapters: list[str], sentence: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        chapters_of(chosen("parabola", *chapters))
    (said,) = caught.value.problems
    assert sentence in said
    assert said.startswith("parabola.toml: --set chapters=")


def test_a_chapter_of_a_sweep_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "bowl.toml"
    path.write_text(CURVE + '[sweep]\nruns.0.lr = [0.1, 0.2]\nchapters = [["descnt"], ["title"]]\n')
    one, *_ = load_set(path, ["runs.0.steps=4"])
    with pytest.raises(ScenarioError) as caught:
        chapters_of(one)
    (said,) = caught.value.problems
    assert said.startswith(f"{path}:13: chapters[0]: there is no chapter")


def test_a_chapter_of_a_sweep_that_was_set_is_told_with_what_set_it(tmp_path: Path) -> None:
    path = tmp_path / "bowl.toml"
    path.write_text(CURVE)
    (one,) = load_set(path, ['sweep.chapters=[["descnt"]]'])
    with pytest.raises(ScenarioError) as caught:
        chapters_of(one)
    assert caught.value.problems[0].startswith(f"{path}: --set sweep.chapters=")


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ('["step", "step"]', 'chapters: has "step" twice: leave out one of them'),
        ('"step"', 'chapters: must be a list, as in ["title", "descent"], got "step"'),
        ("[]", "chapters: is empty: give at least one"),
        ("[3]", "chapters[0]: must be text in quotes, got 3"),
    ],
)
def test_a_list_of_chapters_of_another_form_is_refused(value: str, sentence: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        load_scenario("parabola", [f"chapters={value}"])
    assert sentence in str(caught.value)


def test_a_wrong_chapter_is_told_with_its_line_by_every_command(invoke: Invoke) -> None:
    text = CURVE.replace("[objective]", 'chapters = [\n  "title",\n  "wrong",\n]\n[objective]')
    with open("bowl.toml", "w", encoding="utf-8") as file:
        file.write(text)
    for command in ("validate", "solve", "render", "storyboard", "still", "inspect", "chapters"):
        result = invoke(command, "bowl.toml")
        assert result.exit_code == 2, command
        assert 'bowl.toml:3: chapters[1]: there is no chapter "wrong"' in result.stderr, command
    result = invoke("batch", "bowl.toml")
    assert result.exit_code == 1
    assert 'there is no chapter "wrong"' in result.output


def test_a_choice_of_chapters_records_nothing_anew() -> None:
    usual, few = load_scenario("parabola"), chosen("parabola", "title", "recap")
    assert recording_key(few) == recording_key(usual)
    assert output_key(few, Storyboard()) != output_key(usual, Storyboard())


def test_only_chapters_that_end_otherwise_are_drawn_again() -> None:
    whole = load_scenario("parabola")
    usual = {chapter.name: chapter_key(whole, chapter) for chapter in chapters_of(whole)}
    few = chosen("parabola", "title", "slope", "step", "descent", "recap")
    changed = {c.name for c in chapters_of(few) if chapter_key(few, c) != usual[c.name]}
    assert changed == {"descent"}, "it goes to the recap instead of other ways to descend"
    other = chosen("parabola", "title", "descent", "slope", "recap")
    changed = {c.name for c in chapters_of(other) if chapter_key(other, c) != usual[c.name]}
    assert changed == {"title", "descent", "slope"}


def test_videos_have_the_chapters_in_this_order() -> None:
    scenario = chosen("parabola", "title", "descent", "slope")
    for output in (Lesson(QUALITIES["l"]), Storyboard()):
        labels = [node.task.label for node in output.nodes(scenario)]
        assert labels[:3] == [f"{scenario.place}: {name}" for name in ("title", "descent", "slope")]
    assert len(available(scenario)) > 3


def test_a_chapter_that_was_not_chosen_can_still_be_drawn(invoke: Invoke) -> None:
    chapters = 'chapters=["title"]'
    result = invoke("still", "parabola", "--set", chapters, "--chapter", "slope", "-q", "l")
    assert result.exit_code == 0, result.output


def test_lessons_are_inspected_in_the_chosen_order() -> None:
    assert inspect_lesson(chosen("parabola", "title", "slope")) == []


def test_chapters_are_listed_with_what_they_show_and_their_seconds(invoke: Invoke) -> None:
    chapters = 'chapters=["title", "step", "meaning"]'
    result = invoke("chapters", "parabola", "--set", chapters)
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    assert lines[0] == "parabola: Down a parabola"
    assert [line.split()[0] for line in lines[3:6]] == ["title", "step", "meaning"]
    assert "minus the slope, times the learning rate" in lines[4]
    assert lines[-1].startswith("3 chapters, ")

    printed = json.loads(invoke("chapters", "parabola", "--set", chapters, "--json").stdout)
    (data,) = printed["scenarios"]
    assert data["title"] == "Down a parabola"
    assert [chapter["name"] for chapter in data["chapters"]] == ["title", "step", "meaning"]
    for line, chapter in zip(lines[3:6], data["chapters"], strict=True):
        assert float(line.split()[1]) == pytest.approx(chapter["seconds"], abs=0.051)


def test_a_batch_reads_the_choice_of_each_file() -> None:
    scenarios, failed = read({"parabola": ""}, ['chapters=["recap"]'])
    assert not failed
    assert [c.name for c in chapters_of(scenarios[0])] == ["recap"]
