"""What is wrong with a lesson as a whole is found where it was planted, and nowhere else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pytest
from manim import RIGHT, Square

from gradreel.pipeline.inspect import screen_chapter
from gradreel.scenarios import load_scenario
from gradreel.scenes.chapter import Chapter
from gradreel.scenes.chapter_plan import ChapterPlan
from gradreel.scenes.checks.chapter_shown import ChapterShown, faults_of_lesson
from gradreel.scenes.checks.roundings import rounded_twice
from gradreel.scenes.checks.terms import Terms
from gradreel.scenes.parts.lettering.text import maths, words
from gradreel.solver.descent import record

Story = Callable[[Chapter], object]

GROUND = np.zeros((180, 320, 3), dtype=np.uint8)
BRIGHT = np.full_like(GROUND, 200)


def spotted(pixels: int, levels: int) -> np.ndarray:
    """A picture of which some pixels are brighter than the ground by some levels."""
    picture = GROUND.copy()
    picture.reshape(-1, 3)[:pixels] = levels
    return picture


def chapter(name: str = "step", **others: object) -> ChapterShown:
    """A chapter of which nothing is wrong, but for what is given."""
    good = ChapterShown(name, GROUND, GROUND, 10.0, 2.0, Terms(), {})
    return replace(good, **others)  # type: ignore[arg-type]


def kinds(*chapters: ChapterShown) -> list[tuple[str, str]]:
    return [(name, fault.kind) for name, _, fault in faults_of_lesson(chapters)]


def screened(story: Story, start: float = -10.0) -> ChapterShown:
    """What is measured of a chapter that plays just this story, without a fade at its end."""

    class Measured(Chapter):
        plan = ChapterPlan("planted", __name__, "Measured", default="parabola", closing=True)

        def story(self) -> None:
            story(self)

    overrides = [f"start.x={start}", "runs.0.steps=5"]
    return screen_chapter(Measured, record(load_scenario("parabola", overrides)))[1]


@pytest.mark.parametrize(
    ("last", "cut"),
    [
        (GROUND, False),
        (spotted(11, 200), False),
        (spotted(12, 200), True),
        (spotted(5000, 12), False),
        (BRIGHT, True),
    ],
    ids=["the same", "a few pixels", "more of them", "not to be seen", "another picture"],
)
def test_a_cut_between_chapters(last: np.ndarray, cut: bool) -> None:
    found = kinds(chapter("gradient", last=last), chapter("step"))
    assert found == [("step", "cut")] * cut


@pytest.mark.parametrize(
    ("still", "of_recap", "found"),
    [
        (4.0, 4.0, []),
        (5.0, 5.0, [("lesson", "still")]),
        (0.0, 5.1, [("recap", "still")]),
        (5.0, 6.0, [("recap", "still"), ("lesson", "still")]),
        (8.0, 0.0, []),
    ],
)
def test_a_lesson_that_stands_still_too_long(
    still: float, of_recap: float, found: Sequence[tuple[str, str]]
) -> None:
    assert kinds(chapter(still=still), chapter("recap", still=of_recap)) == [*found]


@pytest.mark.parametrize(
    ("first", "second", "twice"),
    [
        ("2.167", "2.17", True),
        ("−1.319", "−1.3185", True),
        ("7.64×10⁻²", "7.643×10⁻²", True),
        ("2.17", "2.17", False),
        ("2.170", "2.17", False),
        ("2.167", "2.16", False),
        ("2.167", "2", False),
        ("2.167", "2.2", False),
        ("100", "99.96", False),
    ],
)
def test_a_quantity_in_two_roundings(first: str, second: str, twice: bool) -> None:
    assert bool([*rounded_twice({"f": [first, second]})]) == twice
    assert [*rounded_twice({"f": [first], "g": [second]})] == []
    shown = [chapter(numbers={"f": [first]}), chapter("descent", numbers={"f": [second]})]
    assert bool(kinds(*shown)) == twice


def test_only_numbers_that_rest_count() -> None:
    def story(scene: Chapter) -> None:
        for text in ("f = 2.1", "f = 2.11", "f = 2.167"):
            shown = maths(text)
            scene.add(shown)
            scene.wait(0.4)
            scene.remove(shown)
        scene.add(maths("f = 2.167"), words("the loss 4.25").shift((0.0, 1.0, 0.0)))
        scene.wait(2.0)
        scene.wait(1.0)

    assert screened(story).numbers == {"f": ["2.167"], "loss": ["4.25"]}


@pytest.mark.parametrize("number", ["2.5×10⁻⁹", "10⁻¹²", "3×10⁸"])
def test_an_exponent_at_the_end_of_a_sentence_is_not_cut_short(number: str) -> None:
    def story(scene: Chapter) -> None:
        scene.add(words(f"After 30 steps the loss is {number}."))
        scene.wait(2.0)
        scene.wait(1.0)

    assert screened(story).numbers.get("loss", []) in ([], [number])
    assert [*rounded_twice(screened(story).numbers)] == []


@pytest.mark.parametrize(
    ("symbol", "word", "found"),
    [
        (1.0, 0.0, []),
        (1.0, 6.5, []),
        (1.0, 8.0, ["unexplained"]),
        (1.0, None, ["unexplained"]),
        (None, None, []),
    ],
    ids=["before", "soon after", "too late", "never", "no symbol"],
)
def test_a_symbol_without_its_word(
    symbol: float | None, word: float | None, found: list[str]
) -> None:
    terms = Terms(
        {} if symbol is None else {"rate": symbol}, {} if word is None else {"rate": word}
    )
    assert [kind for _, kind in kinds(chapter(terms=terms))] == found
    before = chapter("gradient", terms=Terms({}, {"rate": 1.0}))
    assert kinds(before, chapter(terms=terms)) == []


def test_symbols_and_words_are_seen_in_texts() -> None:
    def story(scene: Chapter) -> None:
        scene.add(maths("x - eta dot 2 x"))
        scene.wait(2.0)
        scene.add(words("the learning rate").shift((0.0, 1.0, 0.0)))
        scene.wait(1.0)

    terms = screened(story).terms
    assert terms.symbols == {"rate": pytest.approx(2.0)}
    assert terms.words == {"rate": pytest.approx(3.0, abs=1.1)}


def test_stillness_and_pictures_are_measured() -> None:
    square = Square(2.0, color="#FFFFFF", fill_opacity=1.0)

    def story(scene: Chapter) -> None:
        scene.add(square)
        scene.wait(3.0)
        scene.play(square.animate.shift(4 * RIGHT), run_time=2.0)

    shown = screened(story)
    assert shown.seconds == pytest.approx(6.0)  # the last picture stays for a second
    assert shown.still == pytest.approx(4.0, abs=0.21)
    white = [np.nonzero(p.min(axis=2) > 200)[1].mean() for p in (shown.first, shown.last)]
    assert white == pytest.approx([159.5, 159.5 + 4 * 180 / 8], abs=1.0)


@pytest.mark.parametrize(("start", "still"), [(0.0, 0.0), (0.001, 0.0), (0.5, 4.0)])
def test_a_run_that_nobody_sees_move_may_be_shown_by_pictures_that_stand(
    start: float, still: float
) -> None:
    assert screened(lambda scene: scene.wait(3.0), start).still == pytest.approx(still)
