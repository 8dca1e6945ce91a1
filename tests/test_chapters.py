"""What every chapter of the shipped lessons says, and for how long: no picture is drawn."""

from __future__ import annotations

import logging
import re
from functools import cache
from itertools import pairwise
from typing import Any

import pytest
from manim import FadeIn, Square, VGroup, tempconfig

from gradreel.pipeline.quality import Quality
from gradreel.pipeline.video.render import stage
from gradreel.scenarios import load_scenario, shipped
from gradreel.scenes import regions, timing
from gradreel.scenes.chapter import Chapter, default_recording, subtitle
from gradreel.scenes.chapter_plan import ChapterPlan
from gradreel.scenes.drawing.camera import StageCamera, StageRenderer
from gradreel.scenes.drawing.rehearsal import Rehearsal
from gradreel.scenes.lesson import LESSONS as KINDS
from gradreel.scenes.lesson import chapter_named, chapters_of
from gradreel.scenes.parts.lettering.text import Glyphs, _character
from gradreel.scenes.parts.lettering.typeset import typeset
from gradreel.scenes.sentences.catalogue import text
from gradreel.scenes.timing import BEAT, Sentence

SETTINGS = {
    "dry_run": True,
    "disable_caching": True,
    "progress_bar": "none",
    "pixel_width": 64,
    "pixel_height": 36,
}
NAMES = tuple(shipped())
LESSONS = [(name, chapter.name) for name in NAMES for chapter in chapters_of(load_scenario(name))]
_MOST_WORDS = 17


class Blind(StageRenderer):
    """Plays everything and draws nothing; counts the frames that would be written."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(camera_class=StageCamera, **kwargs)
        self.frames = 0
        self.compiled_in_frames = 0
        self._compiled = typeset.cache_info().misses

    def update_frame(self, *args: Any, **kwargs: Any) -> None:
        pass

    def play(self, scene: Any, *args: Any, **kwargs: Any) -> None:
        """Play; from the first frame on, no text may be compiled."""
        self._first = True
        super().play(scene, *args, **kwargs)

    def render(self, scene: Any, time: float, moving_mobjects: Any = None) -> None:
        compiled = typeset.cache_info().misses
        if not self._first:
            self.compiled_in_frames += compiled - self._compiled
        self._first, self._compiled = False, compiled
        super().render(scene, time, moving_mobjects)

    def add_frame(self, frame: Any, num_frames: int = 1) -> None:
        if not self.skip_animations:
            self.frames += num_frames
            self.time += num_frames / self.camera.frame_rate


def told(
    chapter: type[Chapter], name: str, fps: int = 15, skip: bool = False
) -> tuple[Chapter, Blind]:
    """A chapter played to its end; `skip` jumps to the end of each animation."""
    logging.getLogger("manim").setLevel(logging.WARNING)
    with tempconfig({**SETTINGS, "frame_rate": fps}):
        renderer = Blind(skip_animations=skip)
        scene = chapter(default_recording(name), renderer)
        scene.render()
    return scene, renderer


@cache
def summary(name: str, chapter: str) -> tuple[tuple[Sentence, ...], float]:
    """The sentences of a chapter and its length in seconds."""
    scene, renderer = told(chapter_named(load_scenario(name), chapter), name, skip=True)
    return tuple(scene.sentences), renderer.time


@pytest.mark.parametrize(("name", "chapter"), LESSONS)
def test_every_sentence_is_shown_as_long_as_it_takes_to_read(name: str, chapter: str) -> None:
    sentences, seconds = summary(name, chapter)
    assert sentences
    for sentence in sentences:
        shown = sentence.end - sentence.start
        # It fades in for 0.4 seconds, and may already be fading out for the last 0.2.
        assert shown - 0.2 >= timing.reading_time(sentence.text), sentence.text
    for one, following in pairwise(sentences):
        assert one.end <= following.start + 1e-6
    assert sentences[0].start >= 0.0
    assert sentences[-1].end <= seconds


@pytest.mark.parametrize(("name", "chapter"), LESSONS)
def test_sentences_are_short_and_whole(name: str, chapter: str) -> None:
    for sentence in summary(name, chapter)[0]:
        assert len(re.findall(r"\S*\w\S*", sentence.text)) <= _MOST_WORDS, sentence.text
        assert sentence.text[0].isupper() or sentence.text[0].isdigit()
        assert sentence.text[-1] in ".?"
        assert "  " not in sentence.text
        assert not re.search(r"\b(nan|inf|None)\b|e[-+]\d|\d-|-\d", sentence.text)


@pytest.mark.parametrize(("name", "chapter"), LESSONS)
def test_sentences_keep_within_the_safe_area(name: str, chapter: str) -> None:
    for sentence in summary(name, chapter)[0]:
        shown = subtitle(sentence.text)
        assert shown.width <= regions.safe().width
        assert shown.get_bottom()[1] >= regions.safe().bottom - 1e-6
        assert shown.get_top()[1] <= -2.8


# Two steps by a rule of its own; of Adam, with six quantities each.
_LONG = {
    ("basins", "starts"): 34.0,  # the eye rises and sinks again around what is painted
    ("two-valleys", "starts"): 34.0,
    ("adam-step", "step"): 52.0,
    ("momentum", "step"): 38.0,
    ("newton", "step"): 34.0,
    ("two-weights", "rates"): 47.0,  # with the slices of two directions, and momentum
}


@pytest.mark.parametrize(("name", "chapter"), LESSONS)
def test_a_chapter_is_neither_too_short_nor_too_long(name: str, chapter: str) -> None:
    # A race is run twice, by steps and by looks; a gradient is two slopes, and both together.
    longest = {"race": 48.0, "gradient": 34.0}.get(chapter, 32.0)
    assert 6.0 <= summary(name, chapter)[1] <= _LONG.get((name, chapter), longest)


# A race is run twice; a fit from batches shows some of them; one weight also makes its loss of its
# data, in pictures and then in numbers; two weights also tells of its data, of its valley and of
# momentum.
_LONGEST = {
    "basins": 165,
    "mini-batch": 172,
    "momentum": 185,
    "noisy-line": 136,
    "one-weight": 172,
    "parabola": 163,
    "race": 177,
    "schedule": 163,
    "two-valleys": 162,
    "two-weights": 208,
}


@pytest.mark.parametrize("name", NAMES)
def test_a_lesson_lasts_as_many_minutes_as_its_contents_need(name: str) -> None:
    chapters = [chapter for lesson, chapter in LESSONS if lesson == name]
    assert 60 <= sum(summary(name, chapter)[1] for chapter in chapters) <= _LONGEST.get(name, 160)


@pytest.mark.parametrize("name", NAMES)
def test_a_lesson_has_its_chapters_in_their_order(name: str) -> None:
    chapters = [chapter for lesson, chapter in LESSONS if lesson == name]
    assert chapters[0] == "title"
    assert chapters[-1] == "recap"
    assert chapters.index("step") < chapters.index("descent")
    assert len(set(chapters)) == len(chapters) >= 6


@pytest.mark.parametrize("lesson", KINDS)
def test_chapters_of_a_lesson_have_names_of_their_own(lesson: str) -> None:
    for name in NAMES:  # two chapters may share a name only if no lesson has both
        names = [
            chapter.name for chapter in KINDS[lesson].chapters if chapter.fits(load_scenario(name))
        ]
        assert len(set(names)) == len(names)
    for chapter in KINDS[lesson].chapters:
        assert chapter.default in NAMES
        fitting = [name for name in NAMES if load_scenario(name).lesson == lesson]
        fitting = [name for name in fitting if chapter.fits(load_scenario(name))]
        assert chapter.default in fitting or not fitting


@pytest.mark.parametrize("name", ["quadratic", "parabola", "noisy-line"])
def test_no_text_is_compiled_during_a_descent(name: str) -> None:
    typeset.cache_clear()
    _character.cache_clear()
    _, renderer = told(chapter_named(load_scenario(name), "descent"), name)
    assert renderer.frames > 150
    assert renderer.compiled_in_frames == 0


class Beats(Chapter):
    """Durations that fit no frame rate."""

    plan = ChapterPlan("beats", __name__, "Beats", "quadratic", heading="heading-step")

    def story(self) -> None:
        square = Square()
        self.show_sentence("One two three.")
        self.play(FadeIn(square), run_time=0.513)
        self.hold()
        self.play(square.animate.shift((1, 0, 0)), run_time=0.04)
        self.show_sentence("Four five six seven eight.")
        self.wait(0.777)
        self.appear(Square(), Square(), run_time=1.009)


@pytest.fixture(scope="module")
def slow() -> list[tuple[int, Chapter, Blind]]:
    return [(fps, *told(Beats, "quadratic", fps)) for fps in (15, 20, 25, 30, 50, 60)]


def test_durations_are_equal_at_every_frame_rate(slow: list[tuple[int, Chapter, Blind]]) -> None:
    seconds = slow[0][2].frames * BEAT
    for fps, scene, renderer in slow:
        # A beat is no whole number of frames at 20, 25 and 50: the last play ends at the nearest.
        assert renderer.frames == round(seconds * fps)
        assert renderer.time == pytest.approx(seconds, abs=0.5 / fps)
        for one, other in zip(slow[0][1].sentences, scene.sentences, strict=True):
            assert (one.text, one.start, one.end) == (
                other.text,
                pytest.approx(other.start),
                pytest.approx(other.end),
            )


def test_a_play_ends_at_the_frame_nearest_its_beat() -> None:
    class Ticking(Beats):
        def story(self) -> None:
            self.seen = []
            for beat in range(1, 40):
                self.play(FadeIn(Square()), run_time=BEAT)
                self.seen.append((self.renderer.time, beat * BEAT))

    for fps in (20, 25, 50):
        scene, _ = told(Ticking, "quadratic", fps)
        for time, planned in scene.seen:
            assert abs(time - planned) < 0.5 / fps


def test_no_part_of_a_picture_that_is_kept_fades_out() -> None:
    class Keeping(Beats):
        def story(self) -> None:
            part, other = Square(), Square()
            self.add(part, other)
            self.faded = [fading.mobject for fading in self.leaving(VGroup(part))]
            self.others = [other]

    scene, _ = told(Keeping, "quadratic")
    assert scene.faded == scene.others


def test_a_hold_is_never_shorter_than_a_frame() -> None:
    """Else manim warns of it."""

    class Brief(Beats):
        def story(self) -> None:
            self.asked: list[float] = []
            for seconds in (0.02, 0.05, 0.07, 1.0):
                self.hold(seconds)

        def wait(self, duration: float = 1.0, **others: Any) -> None:
            self.asked.append(duration)

    scene, _ = told(Brief, "quadratic")
    assert scene.asked[:3] == pytest.approx([BEAT, BEAT, 1.0])


def test_a_chapter_skipped_through_lasts_as_long_as_played(
    slow: list[tuple[int, Chapter, Blind]],
) -> None:
    scene, renderer = told(Beats, "quadratic", skip=True)
    assert renderer.time == pytest.approx(slow[0][2].time, abs=1e-3)
    assert [s.text for s in scene.sentences] == ["One two three.", "Four five six seven eight."]


def test_a_sentence_that_nobody_waited_for_is_found(slow: list[tuple[int, Chapter, Blind]]) -> None:
    class Hasty(Beats):
        def story(self) -> None:
            self.show_sentence("A sentence of some seven or eight words.")
            self.show_sentence("Another one.")

    scene, _ = told(Hasty, "quadratic", skip=True)
    first, second = scene.sentences
    assert first.end - first.start - 0.2 < timing.reading_time(first.text)
    assert second.end - second.start - 0.2 >= timing.reading_time(second.text)


@pytest.mark.parametrize("name", ["quadratic", "parabola", "noisy-line"])
def test_a_heading_comes_with_the_first_picture_and_does_not_pop(name: str) -> None:
    recording = default_recording(name)
    seen: list[tuple[float, float]] = []

    def look(scene: Chapter, second: float) -> None:
        heading = text(scene.plan.heading)
        family = (part for mobject in scene.mobjects for part in mobject.get_family())
        shown = [p for p in family if isinstance(p, Glyphs) and p.note.says == heading]
        seen.append((second, max((float(p.get_fill_opacity()) for p in shown), default=0.0)))

    with stage(Quality(64, 36, 15)):
        chapter_named(recording.scenario, "step")(recording, Rehearsal(look)).render()
    assert seen[0] == (0.0, 0.0)
    assert any(0.0 < opacity < 1.0 for _, opacity in seen[:4])
    assert next(opacity for second, opacity in seen if second > 1.0) == 1.0
