"""Chapters that several workers draw together, and which are divided."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from gradreel.pipeline.build import InProcess, Progress, Target, build
from gradreel.pipeline.build.cache import Artifact
from gradreel.pipeline.build.division import Parts, costs_of, division, last_end
from gradreel.pipeline.build.executor import Done
from gradreel.pipeline.outputs import ChapterVideo
from gradreel.pipeline.outputs import chapter as chapter_output
from gradreel.pipeline.quality import Quality
from gradreel.pipeline.video import assemble, encode, render
from gradreel.pipeline.video.render import perform
from gradreel.scenarios import load_scenario
from gradreel.scenes.chapter import default_recording
from gradreel.scenes.drawing.excerpt import Excerpt
from gradreel.scenes.lesson import chapter_named

SMALL = Quality(96, 54, 15)
SPAN = 12


class Wide(InProcess):
    """Does one task after another, but says that it does many at once."""

    def __init__(self, width: int) -> None:
        self._width = width

    @property
    def width(self) -> int:
        return self._width


@dataclass
class KeptFrames:
    """Keeps the frames that it is given."""

    kept: list[NDArray[np.uint8]]

    def write(self, pixels: NDArray[np.uint8], repeat: int = 1) -> None:
        self.kept += [np.array(pixels)] * repeat


@dataclass(frozen=True)
class Long:
    """A task that can be divided, and is never done."""

    cost: float
    most_parts: int = 1000
    passed: float = 0.0
    label: str = "long"
    suffix: str = ".txt"
    library: str = "none"

    def part(self, number: int, count: int) -> Any:
        return replace(self, cost=self.cost / count + self.passed)

    def gather(self, path: Path, parts: Sequence[Artifact]) -> Any:
        path.write_text("".join(part.path.read_text() for part in parts))
        return {"values": [part.value for part in parts]}

    def do(self, path: Path, inputs: Sequence[Path]) -> Any:
        raise NotImplementedError


def test_a_chapter_has_the_same_bytes_however_many_draw_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (encode, render, assemble):
        monkeypatch.setattr(module, "SPAN", SPAN)
    monkeypatch.setattr(chapter_output, "_SHORTEST", 1e-3)
    monkeypatch.setattr(chapter_output, "_PASSED", 0.0)
    scenario, output = load_scenario("parabola"), ChapterVideo("descent", SMALL, "mp4")
    made = {}
    for width in (1, 2, 3, 7):
        told = list[Progress]()
        folder = tmp_path / str(width)
        (built,) = build([Target(scenario, (output,))], folder, Wide(width), told.append)
        assert built.failure is None
        product = built.products[output]
        (clip,) = (folder / ".cache").glob("*.mp4")
        record = clip.with_suffix(".json").read_text()
        made[width] = product.path.read_bytes(), product.value, clip.name, clip.read_bytes(), record
        # It counts as one task, which advances with its parts, and what they wrote is gone.
        assert [p.partly for p in told if p.done == 0][-1] == Fraction(width - 1, width)
        assert {p.partly for p in told} == {Fraction(k, width) for k in range(width)}
        assert told[-1].partly == 0
        assert [(p.done, p.total) for p in told][-1] == (1, 1)
        assert [p.label for p in told if p.label] == ["parabola: descent"]
    assert made[2] == made[3] == made[7] == made[1]


@pytest.mark.parametrize(
    ("lesson", "chapter"), [("quadratic", "landscape"), ("one-weight", "slope")]
)
def test_frames_are_the_same_whether_or_not_those_before_were_drawn(
    lesson: str, chapter: str
) -> None:
    recording, whole = default_recording(lesson), KeptFrames([])
    scene_of = partial(chapter_named(recording.scenario, chapter), recording)
    scene = perform(scene_of, SMALL, whole)
    for part in range(2):
        some = KeptFrames([])
        of_part = [frame // SPAN % 2 == part for frame in range(len(whole.kept))]
        renderer_of = partial(Excerpt, lambda frame, part=part: frame // SPAN % 2 == part)
        excerpt = perform(scene_of, SMALL, some, renderer_of)
        expected = [frame for frame, is_of in zip(whole.kept, of_part, strict=True) if is_of]
        assert len(some.kept) == len(expected)
        for number, (mine, theirs) in enumerate(zip(some.kept, expected, strict=True)):
            assert np.array_equal(mine, theirs), f"frame {number} of part {part}"
        assert excerpt.sentences == scene.sentences
        assert excerpt.renderer.time == scene.renderer.time


def tasks(*costs: float, most: int = 1000, passed: float = 0.0) -> dict[str, Long]:
    return {str(number): Long(cost, most, passed) for number, cost in enumerate(costs)}


@given(st.lists(st.floats(0.1, 10.0), max_size=40), st.integers(1, 64), st.integers(1, 9))
def test_parts_never_end_later_than_wholes(costs: list[float], width: int, most: int) -> None:
    whole = tasks(*costs, most=most, passed=0.1)
    counts = division(whole, width)
    assert all(1 < count <= min(width, most) for count in counts.values())
    ends = [c for key, task in whole.items() for c in costs_of(task, counts.get(key, 1))]
    assert last_end(ends, width) <= last_end(costs, width)


@pytest.mark.parametrize(
    ("costs", "width", "counts"),
    [
        ((4.0, 3.0, 3.0, 2.0, 2.0, 1.0, 1.0), 1, {}),
        ((4.0, 3.0, 3.0, 2.0, 2.0, 1.0, 1.0), 2, {}),  # end together as they are
        ((4.0,), 2, {"0": 2}),
        ((4.0,), 16, {"0": 8}),
        ((9.0, 1.0, 1.0), 2, {"0": 2, "2": 2}),
        ((0.0,), 8, {}),
        ((), 8, {}),
    ],
)
def test_only_what_shortens_the_end_is_divided(
    costs: tuple[float, ...], width: int, counts: dict[str, int]
) -> None:
    assert division(tasks(*costs, most=8, passed=0.05), width) == counts


def test_sixteen_workers_share_the_work_of_six_lessons_evenly() -> None:
    costs = [*(1.0, 4.0, 4.0, 3.0, 3.0, 5.0, 2.0) * 6]
    whole = tasks(*costs, most=8, passed=0.1)
    counts = division(whole, 16)
    parts = [c for key, task in whole.items() for c in costs_of(task, counts.get(key, 1))]
    even = sum(costs) / 16
    assert last_end(parts, 16) < even / 0.95
    assert len(parts) < 2 * len(costs)


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1)])
def test_the_last_part_to_end_ends_the_whole(tmp_path: Path, order: tuple[int, ...]) -> None:
    whole = Long(3.0)
    parts, ends = Parts(whole, 3), []
    for part in order:
        path = tmp_path / f"{part}.txt"
        path.write_text("abc"[part])
        ends.append(parts.take(part, Done(part, whole, path, part, part + 2.0, {"n": part})))
    *early, end = ends
    assert early == [None, None]
    assert (end.task, end.since, end.failure) == (whole, 0.0, None)
    assert end.path.read_text() == "abc"
    assert end.value == {"values": [{"n": 0}, {"n": 1}, {"n": 2}]}
    assert [*tmp_path.iterdir()] == [end.path]


def test_a_part_that_fails_fails_the_whole_once_all_have_ended(tmp_path: Path) -> None:
    parts, fault = Parts(Long(3.0), 2), OSError("full")
    assert parts.take(1, Done(0, Long(1.5), tmp_path / "0.txt", 0.0, 1.0, failure=fault)) is None
    (tmp_path / "1.txt").write_text("a")
    end = parts.take(0, Done(1, Long(1.5), tmp_path / "1.txt", 0.0, 2.0, {}))
    assert end is not None
    assert end.failure is fault
    assert [*tmp_path.iterdir()] == []


def test_only_what_takes_long_to_draw_is_divided() -> None:
    from gradreel.pipeline.outputs.chapter import RenderChapter
    from gradreel.pipeline.quality import QUALITIES
    from gradreel.scenarios.showing import Showing

    def most(letter: str, cost: float) -> int:
        quality = QUALITIES[letter]
        return RenderChapter("s", Showing(), "c", quality, "mp4", cost).most_parts

    assert [most("l", cost) for cost in (1.0, 5.0)] == [1, 1]
    assert [most(letter, 4.0) for letter in "lmhk"] == sorted(most(let, 4.0) for let in "lmhk")
    assert 1 < most("h", 1.0) < most("h", 4.0)
    assert math.isfinite(most("k", 5.0))
    assert all(one <= two for one, two in pairwise(most("h", c / 2) for c in range(1, 12)))
