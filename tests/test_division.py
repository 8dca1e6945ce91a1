"""Chapters that several workers draw together, and which are divided."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
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
from gradreel.pipeline.build.division import Division, Parts
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
class Frames:
    """Keeps the frames that it is given."""

    kept: list[NDArray[np.uint8]]

    def write(self, pixels: NDArray[np.uint8], repeat: int = 1) -> None:
        self.kept += [np.array(pixels)] * repeat


@dataclass(frozen=True)
class Long:
    """A task that can be divided, and is never done."""

    cost: float
    most_parts: int = 1000
    label: str = "long"
    suffix: str = ".txt"
    library: str = "none"

    def part(self, number: int, count: int) -> Any:
        raise NotImplementedError

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
        # It counts as one task, and what its parts wrote is gone.
        assert [(p.done, p.total) for p in told][-1] == (1, 1)
        assert [p.label for p in told if p.label] == ["parabola: descent"]
    assert made[2] == made[3] == made[7] == made[1]


@pytest.mark.parametrize(
    ("lesson", "chapter"), [("quadratic", "landscape"), ("one-weight", "slope")]
)
def test_frames_are_the_same_whether_or_not_those_before_were_drawn(
    lesson: str, chapter: str
) -> None:
    recording, whole = default_recording(lesson), Frames([])
    scene_of = partial(chapter_named(recording.scenario, chapter), recording)
    scene = perform(scene_of, SMALL, whole)
    for part in range(2):
        some = Frames([])
        of_part = [frame // SPAN % 2 == part for frame in range(len(whole.kept))]
        renderer_of = partial(Excerpt, lambda frame, part=part: frame // SPAN % 2 == part)
        excerpt = perform(scene_of, SMALL, some, renderer_of)
        expected = [frame for frame, is_of in zip(whole.kept, of_part, strict=True) if is_of]
        assert len(some.kept) == len(expected)
        for number, (mine, theirs) in enumerate(zip(some.kept, expected, strict=True)):
            assert np.array_equal(mine, theirs), f"frame {number} of part {part}"
        assert excerpt.sentences == scene.sentences
        assert excerpt.renderer.time == scene.renderer.time


@given(st.lists(st.floats(0.1, 10.0), min_size=1, max_size=40), st.integers(1, 64))
def test_no_end_is_late_by_more_than_half(costs: list[float], width: int) -> None:
    division = Division([Long(cost) for cost in costs], width)
    counts = [division.parts_of(Long(cost)) for cost in costs]
    assert all(1 <= count <= width for count in counts)
    parts = [cost / n for cost, n in zip(costs, counts, strict=True) for _ in range(n)]
    ends = [0.0] * width
    for part in parts:  # in any order
        ends[ends.index(min(ends))] += part
    even = sum(costs) / width
    assert max(ends) <= 1.5 * even * (1 + 1e-9)


def test_what_divides_well_without_it_is_left_whole() -> None:
    costs = [4.0, 3.0, 3.0, 2.0, 2.0, 1.0, 1.0]
    for width, most in ((1, 1), (2, 1), (8, 4), (16, 8)):
        division = Division([Long(cost) for cost in costs], width)
        assert max(division.parts_of(Long(cost)) for cost in costs) == most
    alone = Division([Long(4.0)], 2)
    assert alone.parts_of(Long(4.0)) == 2
    assert alone.parts_of(Long(4.0, most_parts=1)) == 1
    assert Division([], 8).parts_of(Long(0.0)) == 1


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
    assert most("h", 1.0) == 1 < most("h", 4.0)
    assert math.isfinite(most("k", 5.0))
    assert all(one <= two for one, two in pairwise(most("h", c / 2) for c in range(1, 12)))
