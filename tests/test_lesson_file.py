"""What is told about a lesson beside its video: true, to the frame, and repaired."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gradreel.pipeline.quality import QUALITIES, Quality
from gradreel.pipeline.video.lesson_file import NAME, LessonFile, digest_of_file
from gradreel.pipeline.video.render import perform
from gradreel.scenarios import Scenario, load_scenario, shipped
from gradreel.scenes.chapter import default_recording
from gradreel.scenes.lesson import chapter_named, chapters_of
from gradreel.scenes.parts.descents.readout import Readout
from gradreel.scenes.parts.descents.step_table import StepTable
from gradreel.scenes.parts.lettering.text import Counter
from gradreel.scenes.sentences.catalogue import worded
from gradreel.solver.descent import record
from tests.stand_ins import REACHED, SECONDS, SENTENCES, videos

LOW = QUALITIES["l"]
Made = Callable[..., LessonFile]


@pytest.fixture
def made(tmp_path: Path) -> Made:
    """Make a lesson out of stand-ins for its chapters; what is told about it."""

    def make(scenario: Scenario, **settings: Any) -> LessonFile:
        list(videos([scenario], tmp_path, **settings))
        return LessonFile.model_validate_json((tmp_path / scenario.place / NAME).read_bytes())

    return make


class SaysStep:
    """A sink that notes which step the picture says it shows, for every frame."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.said, self.steps = 0, list[int]()
        write, fill, count = Readout.write, StepTable.fill, Counter.write

        def written(readout: Readout, *texts: str) -> None:
            self.said = int(texts[0])
            write(readout, *texts)

        def filled(table: StepTable, step: int) -> None:
            self.said = step
            fill(table, step)

        def counted(counter: Counter, text: str) -> Counter:
            if step := re.fullmatch(r"(?:step|epoch) (\d+)", text):
                self.said = int(step[1])
            return count(counter, text)

        monkeypatch.setattr(Counter, "write", counted)
        monkeypatch.setattr(Readout, "write", written)
        monkeypatch.setattr(StepTable, "fill", filled)

    def write(self, pixels: Any, repeat: int = 1) -> None:
        self.steps += [self.said] * repeat


@pytest.mark.parametrize(
    ("name", "fps"),
    [("quadratic", 15), ("parabola", 15), ("parabola", 30), ("one-weight", 15), ("noisy-line", 30)],
)
def test_a_step_is_reached_in_the_first_frame_that_says_so(
    monkeypatch: pytest.MonkeyPatch, name: str, fps: int
) -> None:
    logging.getLogger("manim").setLevel(logging.WARNING)
    sink = SaysStep(monkeypatch)
    scene = partial(chapter_named(load_scenario(name), "descent"), default_recording(name))
    chapter = perform(scene, Quality(96, 54, fps), sink)
    steps = [reached.step for reached in chapter.reached]
    assert (steps[0], steps[-1]) == (0, chapter.run.steps)
    assert steps == sorted(set(sink.steps))
    frames = [round(reached.second * fps) for reached in chapter.reached]
    assert frames == [sink.steps.index(step) for step in steps]


@pytest.mark.parametrize("name", shipped())
def test_the_rows_are_the_recording(made: Made, name: str) -> None:
    scenario = load_scenario(name)
    told = made(scenario)
    recording = record(scenario)
    assert (told.title, told.parameters, told.text) == (
        scenario.title,
        scenario.parameters,
        scenario.text,
    )
    for run, recorded in zip(told.runs, recording.runs, strict=True):
        steps = [row.step for row in run.rows]
        assert (steps[0], steps[-1], run.steps) == (0, recorded.steps, recorded.steps)
        assert steps == sorted(set(steps))
        assert len(steps) <= 201
        assert set(range(min(100, recorded.steps))) <= set(steps)
        assert [row.loss for row in run.rows] == recorded.loss[steps].tolist()
        assert [list(row.parameters) for row in run.rows] == recorded.parameters[steps].tolist()
        lengths = np.linalg.norm(recorded.grad[steps], axis=1)
        assert [row.gradient for row in run.rows] == lengths.tolist()
        assert run.ending == worded(recorded.ending.message)
    assert len({run.name for run in told.runs}) == len(told.runs)


def test_the_times_are_those_of_the_first_chapter_that_shows_the_run(made: Made) -> None:
    scenario = load_scenario("quadratic")
    told = made(scenario)
    names = [chapter.name for chapter in chapters_of(scenario)]
    assert [part.start for part in told.chapters] == [SECONDS * k for k in range(len(names))]
    assert told.seconds == told.chapters[-1].end == SECONDS * len(names)
    for run, chapter in zip(told.runs, ("descent", "rates", "rates"), strict=True):
        start = SECONDS * names.index(chapter)
        shown = {row.step: row.second for row in run.rows}
        assert shown[0] == start
        assert shown[1] == pytest.approx(start + 8 / 15, abs=0.001)
        assert shown[1] >= start + 8 / 15
        assert shown[2] == shown[3] == start + 1.0
        assert shown[4] == shown[10]


def test_a_step_that_no_chapter_reaches_has_no_time(made: Made) -> None:
    last = max(reached.step for reached in REACHED)
    told = made(load_scenario("parabola", ["runs.0.lr=1e-9", f"runs.0.steps={last + 1}"]))
    seconds = [row.second for row in told.runs[0].rows]
    assert seconds[-1] is None
    assert None not in seconds[:-1]


def test_the_captions_and_the_video_are_those_beside_it(made: Made, tmp_path: Path) -> None:
    told = made(load_scenario("parabola"))
    assert told.digest == digest_of_file(tmp_path / "parabola" / told.video)
    assert [cue.text for cue in told.captions[:2]] == [" ".join(s.text.split()) for s in SENTENCES]
    assert (told.width, told.height) == (LOW.width, LOW.height)


def test_a_chapter_alone_has_no_such_file(tmp_path: Path) -> None:
    list(videos([load_scenario("parabola")], tmp_path, chapter="title"))
    assert not (tmp_path / "parabola" / NAME).exists()


@pytest.mark.parametrize("fault", ["missing", "damaged", "another's"])
def test_it_is_restored_as_it_was(made: Made, tmp_path: Path, fault: str) -> None:
    scenario, path = load_scenario("parabola"), tmp_path / "parabola" / NAME
    made(scenario)
    whole, video = path.read_bytes(), (tmp_path / "parabola" / "lesson.mp4").stat()
    if fault == "missing":
        path.unlink()
    else:
        path.write_bytes(whole[:99] if fault == "damaged" else whole.replace(b"parab", b"carob"))
    made(scenario)
    assert path.read_bytes() == whole
    assert (tmp_path / "parabola" / "lesson.mp4").stat().st_mtime_ns == video.st_mtime_ns


def test_it_tells_of_the_video_that_was_asked_for_last(made: Made) -> None:
    scenario = load_scenario("parabola")
    assert made(scenario).video == "lesson.mp4"
    assert made(scenario, format="mov").video == "lesson.mov"
    assert made(scenario).video == "lesson.mp4"


def test_it_holds_the_file_as_it_is_now(made: Made, tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_text(load_scenario("parabola").text, encoding="utf-8")
    made(load_scenario(file))
    video = (tmp_path / "own" / "lesson.mp4").stat()
    file.write_text(f"{file.read_text(encoding='utf-8')}\n# said later\n", encoding="utf-8")
    assert made(load_scenario(file)).text == file.read_text(encoding="utf-8")
    assert (tmp_path / "own" / "lesson.mp4").stat().st_mtime_ns == video.st_mtime_ns
