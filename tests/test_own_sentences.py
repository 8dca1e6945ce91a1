"""Sentences of an author's own: which are accepted, where they are said, and what they change."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from spoken import sentences

from gradreel.pipeline.build.keys import chapter_key, recording_key
from gradreel.pipeline.inspect import inspect_chapter
from gradreel.scenarios import Scenario, load_scenario
from gradreel.scenarios.showing import Showing
from gradreel.scenes.lesson import chapter_named, chapters_of
from gradreel.scenes.sentences.catalogue import text, use
from gradreel.scenes.sentences.patterns import fault_of, patterns
from gradreel.solver.descent import record
from tests.small_files import CURVE

Invoke = Callable[..., Result]


def saying(name: str, **own: str) -> Scenario:
    given = [f"text.{id.replace('_', '-')}={json.dumps(said)}" for id, said in own.items()]
    return load_scenario(name, given)


@pytest.mark.parametrize("id", patterns())
def test_every_pattern_of_the_catalogue_can_stand_in_a_file_as_it_is(id: str) -> None:
    assert fault_of(id, patterns()[id].text) is None


def test_patterns_are_read_as_they_are_written() -> None:
    assert patterns()["recap-answer-of-fit"].text == (
        "The smallest loss is { $loss }, at { $settings }."
    )
    assert patterns()["recap-row-lowest"].text == (
        "{ $proven ->\n    [yes] lowest\n   *[no] lowest found\n}"
    )
    assert patterns()["recap-away"].variables == {"away"}
    assert patterns()["recap-away"].messages == {"steps-counted"}


@pytest.mark.parametrize(
    ("id", "own", "sentence"),
    [
        ("recap-anser", "x", 'is no sentence of a lesson: did you mean "recap-answer"?'),
        ("no", "x", "choose from those of gradreel text SCENARIO"),
        ("page-lead", "x", "is no sentence of a lesson"),
        ("recap-answer", "", "is empty: give its words, or leave it out"),
        ("recap-answer", " \n ", "is empty"),
        ("recap-answer", "At { $plac }.", "has no value $plac among $loss, $place and $proven: "),
        ("recap-answer", "At { $plac }.", 'did you mean "$place"?'),
        ("heading-step", "Step { $n }", "has no values, such as $n: write it without"),
        ("recap-answer", "At { $place.", "is not in the syntax of Fluent: "),
        ("recap-answer", "At } this place.", "is not in the syntax of Fluent: "),
        ("recap-answer", "{ $proven -> [yes] a }", "is not in the syntax of Fluent: "),
        ("recap-answer", "One.\nTwo.", "has a line break among its words"),
        ("recap-answer", "One.\nother = Two.", "has a line break among its words"),
        ("recap-answer", "One.\n.other = Two.", 'has a line that begins with "."'),
        ("recap-answer", "{ recap-answer }", 'cannot say the message "recap-answer"'),
        ("recap-answer", "{ recap-step.x }", 'cannot say the message "recap-step"'),
        ("recap-answer", "{ -term }", 'cannot use "-term"'),
        ("recap-answer", "{ NUMBER($loss) }", 'cannot use "NUMBER"'),
        ("recap-answer", "{ EVAL($loss) }", 'cannot use "EVAL"'),
        ("recap-answer", "word " * 18, "has 18 words, where 17 can be read in time"),
        ("heading-step", "x" * 31, "has 31 letters, where 30 have room"),
    ],
)
def test_a_sentence_that_cannot_be_said_is_told(id: str, own: str, sentence: str) -> None:
    assert sentence in (fault_of(id, own) or "")


@pytest.mark.parametrize(
    "own",
    [
        "At { $place }, the loss is { $loss }.",
        "{ $place }",
        "No value at all.",
        '{ $proven ->\n    [yes] Proven.\n   *[no] Found, with braces {"{"}{"}"}.\n}',
        "{ CAPITAL($place) } it is.",
        "# No comment.",
        "__import__('os').system('true') = { $loss }",
    ],
)
def test_a_sentence_over_the_same_values_is_accepted(own: str) -> None:
    assert fault_of("recap-answer", own) is None


def test_faults_of_sentences_are_told_with_their_lines(invoke: Invoke) -> None:
    own = '[text]\nheading-stp = "A"\nheading-step = 3\nquestion-bowl = "Where is { it?"\n'
    Path("bowl.toml").write_text(CURVE + own, encoding="utf-8")
    assert "bowl.toml:13: text.heading-step: must be text in quotes, got 3: write" in (
        invoke("validate", "bowl.toml").stderr
    )
    Path("bowl.toml").write_text(CURVE + own.replace("= 3", '= "B"'), encoding="utf-8")
    told = invoke("validate", "bowl.toml")
    assert told.exit_code == 2
    first, second = told.stderr.splitlines()
    assert first.endswith('is no sentence of a lesson: did you mean "heading-step"?')
    assert "bowl.toml:12: text.heading-stp: " in first
    assert "bowl.toml:14: text.question-bowl: is not in the syntax of Fluent" in second


def test_own_words_are_those_of_the_with_block_alone() -> None:
    with use(Showing(text={"heading-step": "A single step"})):
        assert text("heading-step") == "A single step"
        with use(Showing()):
            assert text("heading-step") == "One step"
    assert text("heading-step") == "One step"


def test_a_lesson_says_what_its_author_wrote() -> None:
    own = saying(
        "parabola",
        curve_limit="Let { $distance } go to nothing.",
        curve_how_steep="In 1637 Fermat asked: how steep is it at { $name } = { $x }?",
    )
    recording = record(own)
    said = sentences(recording, "slope")
    assert "Let h go to nothing." in said
    assert "In 1637 Fermat asked: how steep is it at x = −10?" in said
    # Its numbers are still looked at: those of the author's own are not taken for recorded ones.
    assert inspect_chapter(chapter_named(own, "slope"), recording) == []


@pytest.mark.parametrize(
    ("text", "chapter"),
    [
        ({"curve_derivative": "There it is."}, "slope"),
        ({"heading_meaning": "What it means"}, "meaning"),
        ({"heading_recap": "At the end"}, "recap"),
    ],
)
def test_own_sentences_record_nothing_anew_and_draw_only_the_chapters_that_say_them(
    text: dict[str, str], chapter: str
) -> None:
    usual, own = load_scenario("parabola"), saying("parabola", **text)
    assert recording_key(usual) == recording_key(own)
    keys = [
        {chapter.name: chapter_key(each, chapter) for chapter in chapters_of(each)}
        for each in (usual, own)
    ]
    assert {name for name in keys[0] if keys[0][name] != keys[1][name]} == {chapter}


def test_what_is_listed_can_be_pasted_and_changes_nothing(invoke: Invoke) -> None:
    chapters = 'chapters = ["title", "meaning", "recap"]\n'
    Path("bowl.toml").write_text(chapters + CURVE, encoding="utf-8")
    listed = invoke("text", "bowl.toml")
    assert listed.exit_code == 0, listed.output
    own = tomllib.loads(listed.stdout)["text"]
    assert own["question-bowl"] == "Where is the lowest point?"
    assert own["steps-counted"].strip() == patterns()["steps-counted"].text
    Path("bowl.toml").write_text(chapters + CURVE + listed.stdout, encoding="utf-8")
    again = invoke("text", "bowl.toml")
    assert again.exit_code == 0, again.output
    assert again.stdout == listed.stdout


def test_what_is_listed_is_in_the_order_of_the_lesson(invoke: Invoke) -> None:
    Path("bowl.toml").write_text(CURVE, encoding="utf-8")
    lines = invoke("text", "bowl.toml", "--set", 'chapters=["meaning", "step"]').stdout.splitlines()
    places = [lines.index(line) for line in ("[text]", "# meaning", "# step")]
    assert places == sorted(places)
    heading = next(i for i, line in enumerate(lines) if line.startswith("heading-step ="))
    assert heading > places[2]
