"""gradreel as scripts and notebooks use it: five calls, and the bytes of the command."""

from __future__ import annotations

import logging
import os
import pickle
import random
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import gradreel
from tests.small_files import CURVE
from tests.videos import read

SCRIPT = """
import gradreel

scenario = gradreel.load_scenario("bowl.toml")
recording = gradreel.record(scenario)
clips = gradreel.render(recording, "title", quality="l")
video = gradreel.assemble(clips)
files = gradreel.publish(video, "captions", "csv")
print(video, *files.values())
"""


@pytest.fixture
def recording(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> gradreel.Recording:
    monkeypatch.chdir(tmp_path)
    Path("bowl.toml").write_text(CURVE)
    return gradreel.record(gradreel.load_scenario("bowl.toml"))


def test_a_script_makes_the_bytes_of_the_command_without_a_main_guard(tmp_path: Path) -> None:
    (tmp_path / "bowl.toml").write_text(CURVE)
    (tmp_path / "lesson.py").write_text(SCRIPT)
    done = subprocess.run(
        [sys.executable, "lesson.py"], cwd=tmp_path, capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")
    names = ("title.mp4", "title.vtt", "steps.csv")
    assert done.stdout.split() == [f"media/bowl/{name}" for name in names]
    made = {name: (tmp_path / "media/bowl" / name).read_bytes() for name in names}
    command = [sys.executable, "-m", "gradreel"]
    for arguments in (
        ["render", "bowl.toml", "--chapter", "title", "-q", "l"],
        ["solve", "bowl.toml"],
    ):
        subprocess.run([*command, *arguments, "-o", "other"], cwd=tmp_path, check=True)
    assert made == {name: (tmp_path / "other/bowl" / name).read_bytes() for name in names}


def test_many_processes_make_the_same_bytes(recording: gradreel.Recording) -> None:
    alone = gradreel.assemble(gradreel.render(recording, "title", quality="l", folder="one"))
    pool = gradreel.ProcessPool(2)
    clips = gradreel.render(recording, "title", quality="l", folder="other", executor=pool)
    assert gradreel.assemble(clips).path.read_bytes() == alone.path.read_bytes()
    assert [clip.chapter for clip in clips] == ["title"]
    assert read(alone.path).seconds == pytest.approx(alone.seconds)


def test_what_was_rendered_is_there_at_once(recording: gradreel.Recording) -> None:
    class Nobody:
        def session(self, folder: Path) -> None:
            pytest.fail("something is done again")

    first = gradreel.render(recording, "title", quality="l")
    again = gradreel.render(recording, "title", quality="l", executor=Nobody())  # type: ignore[arg-type]
    assert again.clips == first.clips


def test_a_recording_that_its_scenario_does_not_make_is_refused(
    recording: gradreel.Recording,
) -> None:
    other = gradreel.load_scenario("bowl.toml", ["runs.0.lr=0.01"])
    with pytest.raises(gradreel.ScenarioError, match="is not what its scenario records"):
        gradreel.render(replace(recording, scenario=other), "title", quality="l")


def test_a_script_keeps_its_own_random_numbers_and_settings(recording: gradreel.Recording) -> None:
    def after_drawing(seed: int) -> tuple[float, float]:
        random.seed(seed)
        np.random.seed(seed)
        gradreel.render(recording, "title", quality="l", folder=f"media{seed}")
        return random.random(), float(np.random.random())

    environment, level = dict(os.environ), logging.getLogger("manim").level
    drawn = after_drawing(7)
    random.seed(7)
    np.random.seed(7)
    assert drawn == (random.random(), float(np.random.random()))
    gradreel.render(recording, "title", quality="l", executor=gradreel.ProcessPool(1))
    assert dict(os.environ) == environment
    assert logging.getLogger("manim").level == level
    with pytest.raises(ValueError, match="at least 1 process, got 0"):
        gradreel.ProcessPool(0)


def test_a_notebook_shows_what_was_made(recording: gradreel.Recording) -> None:
    video = gradreel.assemble(gradreel.render(recording, "title", quality="l"))
    poster = gradreel.publish(video, "poster")["poster"]
    shown = video._repr_html_()
    assert shown
    assert shown.startswith("<video controls")
    assert 'src="data:video/mp4;base64,' in shown
    assert (poster._repr_html_() or "").startswith('<img src="data:image/png;base64,')
    assert poster._repr_png_() == Path(poster).read_bytes()
    assert Image.open(poster).size == (1280, 720)
    assert video._repr_png_() is None


def test_what_is_none_is_refused_with_what_there_is(recording: gradreel.Recording) -> None:
    with pytest.raises(gradreel.ScenarioError, match=r'no chapter "stepp".*did you mean "step"'):
        gradreel.render(recording, "stepp")
    with pytest.raises(gradreel.ScenarioError, match='there is no quality "x" among l, m, h, p'):
        gradreel.render(recording, quality="x")
    with pytest.raises(gradreel.GradreelError, match='there is no format "avi" among'):
        gradreel.render(recording, format="avi")
    assert not Path("media").exists()


def _seconds(scenario: gradreel.Scenario) -> float:
    return gradreel.assemble(
        gradreel.render(gradreel.record(scenario), "title", quality="l")
    ).seconds


def test_it_works_in_a_process_pool_of_somebody_else(recording: gradreel.Recording) -> None:
    assert pickle.loads(pickle.dumps(recording)) == recording
    with ProcessPoolExecutor(1) as pool:
        assert pool.submit(_seconds, recording.scenario).result() > 1.0


def test_importing_it_loads_nothing_heavy() -> None:
    code = "import gradreel, sys; print(*({'torch', 'manim', 'numpy', 'click'} & {*sys.modules}))"
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert result.stdout == "\n"


def test_every_public_name_is_there_and_documented() -> None:
    assert gradreel.__all__ == sorted(gradreel.__all__)
    for name in gradreel.__all__:
        assert getattr(gradreel, name).__doc__, name
    assert set(gradreel.__all__) <= set(dir(gradreel))
    with pytest.raises(AttributeError, match="no attribute 'rendr'"):
        gradreel.rendr  # noqa: B018


def test_the_example_of_the_package_runs_as_it_is_written(tmp_path: Path) -> None:
    lines = (gradreel.__doc__ or "").splitlines()
    example = "\n".join(line.strip() for line in lines if line.startswith("    "))
    example = example.replace("gradreel.render(recording, ", 'gradreel.render(recording, "title", ')
    done = subprocess.run(
        [sys.executable, "-c", example], cwd=tmp_path, capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert sorted(os.listdir(tmp_path / "media/quadratic")) == [
        *("made.json", "poster.png", "title.mp4", "title.srt", "title.vtt"),
    ]
