"""An author's own words, pace, pauses and predictions: what they change, and what they do not."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from manim import config
from spoken import played, sentences, written

from gradreel.pipeline.build.keys import chapter_key, recording_key
from gradreel.pipeline.inspect import inspect_chapter
from gradreel.pipeline.quality import Quality
from gradreel.pipeline.video.render import stage
from gradreel.scenarios import Scenario, ScenarioError, load_scenario
from gradreel.scenarios.showing import Showing, Word, Words
from gradreel.scenes import regions
from gradreel.scenes.choices import check_choices
from gradreel.scenes.drawing.rehearsal import Unseen
from gradreel.scenes.fit.data_with_lines import scatter_of
from gradreel.scenes.lesson import chapter_named, chapters_of
from gradreel.scenes.parts.plots.room import axes_within
from gradreel.scenes.sentences.catalogue import files_of, text, use
from gradreel.scenes.sentences.loss_word import usual, with_loss
from gradreel.scenes.sentences.patterns import in_words, patterns
from gradreel.solver.descent import record
from gradreel.solver.recording import Recording

MARKS = """
title = "Marks by hours"
lesson = "fit"
[objective]
model = "a*x + b"
points = [[1, 52], [2, 58], [3, 66], [4, 73], [5, 79]]
[start]
a = 0
b = 40
[[runs]]
lr = 0.05
steps = 600
"""
HOURS = Words(x=Word(name="hours", unit="h"), y=Word(name="marks", unit="pt"), loss="error")


@pytest.fixture(scope="module")
def marks(tmp_path_factory: pytest.TempPathFactory) -> Recording:
    """The recording of a fit that arrives."""
    path = tmp_path_factory.mktemp("marks") / "marks.toml"
    path.write_text(MARKS, encoding="utf-8")
    return record(load_scenario(path))


@cache
def parabola() -> Recording:
    return record(load_scenario("parabola"))


def seconds(recording: Recording, chapter: str) -> float:
    renderer = Unseen()
    played(recording, chapter, renderer)
    return renderer.time


def faults(scenario: Scenario, showing: Showing) -> str:
    with pytest.raises(ScenarioError) as caught:
        check_choices([scenario.model_copy(update={"showing": showing})])
    return str(caught.value)


@pytest.mark.parametrize(
    ("override", "sentence"),
    [
        ("words.x=3", "words.x: must be a name in quotes, or a table, as in { name = "),
        ('words.x={unit="h"}', "words.x.name: is missing"),
        ('words.x={name="hours", unit="m2"}', "words.x.unit: must have no digits"),
        ('words.z="a"', "words.z: is not a known key here: choose from x, y, loss"),
        ('words.loss=""', "words.loss: must not be empty"),
        (f'words.loss="{"x" * 21}"', "words.loss: must be at most 20 characters"),
        ("pace=3", "pace: must be at most 2, got 3"),
        ("pace=0", "pace: must be 0.5 or more, got 0"),
        ('pace="slow"', "pace: must be a number"),
        ("predict.pause=0.2", "predict.pause: must be a number of seconds from 1 to 30, or false"),
        ('predict.x="a"', "predict.x: must be a number"),
        ("predict=3.5", "predict: must be a table, as in { pause = 5 }"),
        ("subtitles=1", "subtitles: must be true or false, got 1"),
    ],
)
def test_a_choice_of_another_form_is_refused(override: str, sentence: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        load_scenario("noisy-line", [override])
    assert sentence in str(caught.value)


@pytest.mark.parametrize(
    ("name", "showing", "sentence"),
    [
        ("parabola", Showing(words=Words(x=Word(name="a"))), "words.x: names data, and"),
        ("two-weights", Showing(words=Words(x=Word(name="a"))), "words.x: names one input, and"),
        ("quadratic", Showing(asked=1.0), "predict.x: is for lessons that predict from data"),
        ("noisy-line", Showing(asked=5.0), "is too far from the data: choose a number from -"),
        ("one-weight", Showing(asked=1.0), "predict.x: is an input of the data already"),
    ],
)
def test_a_choice_that_a_scenario_has_no_use_for_is_told(
    name: str, showing: Showing, sentence: str
) -> None:
    assert sentence in faults(load_scenario(name), showing)


def test_data_are_called_what_their_author_calls_them(marks: Recording) -> None:
    own = marks.shown_as(Showing(words=HOURS, asked=6.5))
    assert "x: hours (h)" in written(own, "result")
    said = " ".join(sentences(own, "recap"))
    assert re.search(r"At hours = 6\.5 h the line predicts marks [=≈] 89\.\d+ pt\.", said), said
    assert "measured in marks." in " ".join(sentences(own, "guess"))


def test_a_residual_has_the_unit_of_what_is_predicted(marks: Recording) -> None:
    own = marks.shown_as(Showing(words=HOURS))
    found = marks.runs[0].parameters
    x, y = np.array([1, 2, 3, 4, 5]), np.array([52, 58, 66, 73, 79])
    first, last = (np.abs(y - a * x - b) for a, b in (found[0], found[-1]))
    assert f"the largest residual is {last.max():.4g} pt." in " ".join(sentences(own, "result"))
    assert any(f"−{size:.4g} upright( pt )" in written(own, "guess") for size in first)


@pytest.mark.parametrize("chapter", ["guess", "result", "recap"])
def test_the_checks_hold_for_own_words(marks: Recording, chapter: str) -> None:
    own = marks.shown_as(Showing(words=HOURS, asked=6.5, pace=1.5, pause=6.0))
    assert inspect_chapter(chapter_named(own.scenario, chapter), own) == []


def test_a_new_input_is_asked_for_in_curve_lessons_too() -> None:
    recording = record(load_scenario("one-weight")).shown_as(Showing(asked=4.5))
    assert "for a new input, x = 4.5, " in " ".join(sentences(recording, "descent"))


def test_the_loss_is_called_what_its_author_calls_it(marks: Recording) -> None:
    usual_text = " ".join(sentences(marks, "guess") + sentences(marks, "recap"))
    own = marks.shown_as(Showing(words=Words(loss="cost")))
    own_text = " ".join(sentences(own, "guess") + sentences(own, "recap"))
    assert "loss" in usual_text
    assert own_text == usual_text.replace("loss", "cost")


def test_no_sentence_says_loss_where_the_author_has_another_word() -> None:
    for path in files_of("en"):
        source = with_loss(path.read_text(encoding="utf-8"), "cost")
        said = [
            re.sub(r"#.*|\{ ?\$\w+.*?[}>]|^ *\*?\[\w+\]|^[\w-]+ =|\{ [\w-]+ \}", "", line)
            for line in source.splitlines()
        ]
        assert not [line for line in said if re.search(r"(?i)\bloss(es)?\b", line)], path.name


def test_values_keep_their_names() -> None:
    with use(Showing(words=Words(loss="error"))):
        assert text("recap-answer", proven="yes", place="x", loss="loss") == (
            "The lowest point is at x, where the error is loss."
        )
        best = text("fit-best", shape="straight", settings="a = 2", loss="1")
        assert best == "The best line has a = 2, with an error of 1."
    assert text("label-loss") == "loss"


@pytest.mark.parametrize(
    ("word", "said"),
    [("cost", "a cost, Costs"), ("error", "an error, Errors"), ("penalty", "a penalty, Penalties")],
)
def test_a_word_has_its_article_and_its_plural(word: str, said: str) -> None:
    assert with_loss("id = a loss, Losses", word) == f"id = {said}"
    assert usual(said, word).lower().replace("an ", "a ") == "a loss, losses"


@pytest.mark.parametrize("word", ["{ $x }", "}", "[a]", "*", '"', '{ "a\\b', ".loss", "- log L"])
def test_a_word_may_have_characters_of_patterns(word: str) -> None:
    with use(Showing(words=Words(loss=word))):
        assert text("label-loss") == word
        best = text("fit-best", shape="straight", settings="a = 2", loss="1")
        assert best == f"The best line has a = 2, with a {word} of 1."


def test_patterns_are_listed_in_the_words_of_the_author() -> None:
    assert in_words(patterns()["recap-answer-of-fit"].text, "cost") == (
        "The smallest cost is { $loss }, at { $settings }."
    )
    for id, pattern in patterns().items():
        assert in_words(pattern.text, "loss") == pattern.text, id


@pytest.mark.parametrize("pace", [0.5, 0.8, 2.0])
@pytest.mark.parametrize("chapter", ["title", "step"])
def test_everything_goes_at_the_pace_of_the_lesson(chapter: str, pace: float) -> None:
    usual_time = seconds(parabola(), chapter)
    time = seconds(parabola().shown_as(Showing(pace=pace)), chapter)
    assert time == pytest.approx(usual_time / pace, rel=0.03)


def test_sentences_stay_long_enough_at_every_pace() -> None:
    slow = played(parabola().shown_as(Showing(pace=0.5)), "step", Unseen()).sentences
    usual_ones = played(parabola(), "step", Unseen()).sentences
    assert [s.text for s in slow] == [s.text for s in usual_ones]
    for one, other in zip(slow, usual_ones, strict=True):
        assert one.end - one.start == pytest.approx(2.0 * (other.end - other.start), abs=0.4)


def test_pauses_to_predict_last_as_long_as_their_author_says(marks: Recording) -> None:
    usual_time = seconds(marks, "views")
    assert seconds(marks.shown_as(Showing(pause=7.0)), "views") == pytest.approx(usual_time + 4.0)
    assert seconds(marks.shown_as(Showing(pause=0.0)), "views") == pytest.approx(usual_time - 3.0)


def last_picture(recording: Recording, chapter: str) -> np.ndarray:
    """The picture of a chapter when its story is over."""
    seen: list[np.ndarray] = []

    class LastRenderer(Unseen):
        def during(self, scene: object, began: float) -> None:
            if scene.finished and not seen:  # type: ignore[attr-defined]
                seen.append(self.seen(scene))  # type: ignore[arg-type]

    with stage(Quality(320, 180, 15)):
        assert config.pixel_width == 320
        chapter_named(recording.scenario, chapter)(recording, LastRenderer()).render()
    return seen[0]


def test_without_subtitles_sentences_are_only_in_captions() -> None:
    bare = parabola().shown_as(Showing(subtitles=False))
    assert sentences(bare, "meaning") == sentences(parabola(), "meaning")
    assert seconds(bare, "meaning") == seconds(parabola(), "meaning")
    below = slice(160, 180)  # rows of the picture: those of the sentence
    ground = last_picture(bare, "meaning")
    assert (ground[below] == ground[0, 0]).all()
    assert (last_picture(parabola(), "meaning")[below] != ground[0, 0]).any()


def test_no_choice_records_anything_anew() -> None:
    usual_one = load_scenario("noisy-line")
    for override in ("pace=0.8", "predict.pause=false", "subtitles=false", 'words.loss="cost"'):
        own = load_scenario("noisy-line", [override])
        assert recording_key(own) == recording_key(usual_one)
        (title, *_), (usual_title, *_) = chapters_of(own), chapters_of(usual_one)
        assert chapter_key(own, title) != chapter_key(usual_one, usual_title)


def test_a_recording_is_the_same_file_however_it_is_shown(tmp_path: Path) -> None:
    own = record(load_scenario("parabola", ["pace=0.8", 'chapters=["title"]', 'words.loss="cost"']))
    for name, recording in (("own", own), ("usual", parabola())):
        recording.save(tmp_path / name)
    assert (tmp_path / "own").read_bytes() == (tmp_path / "usual").read_bytes()


def test_a_prediction_far_from_the_data_is_in_the_picture(marks: Recording) -> None:
    box = regions.current().recap.picture
    for asked in (-2.5, 3.5, 8.5):
        own = marks.shown_as(Showing(asked=asked))
        shown = scatter_of(own, own.objective, axes_within(*box.corners))
        y = float(own.objective.predict(own.runs[0].parameters[-1], np.array([[asked]]))[0])
        assert shown.within(shown.place(asked, y)[None]).all(), asked
