"""Real renders of a shipped scenario of each kind, and what is made again after a change."""

from __future__ import annotations

import runpy
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from itertools import accumulate, groupby, pairwise
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from PIL import Image

from gradreel.pipeline.build import ProcessPool, Progress, Target, build_or_raise
from gradreel.pipeline.build.cache import CACHE, Cache
from gradreel.pipeline.outputs.chapter import ChapterVideo
from gradreel.pipeline.outputs.storyboard import Storyboard
from gradreel.pipeline.quality import FORMATS, QUALITIES
from gradreel.pipeline.video.captions import captions_of
from gradreel.pipeline.video.clip import Video
from gradreel.scenarios import Scenario, load_scenario
from gradreel.scenes.lesson import LESSONS, chapters_of
from gradreel.scenes.sentences.catalogue import text
from tests.recorded_before import put_recordings
from tests.rendered_lessons import BIN, LOW, NAMES, Lessons
from tests.stand_ins import videos
from tests.subtitles import read_subrip, read_webvtt
from tests.videos import VideoReading, boxes, read


@pytest.fixture(scope="module")
def reading(lessons: Lessons) -> Callable[[str], VideoReading]:
    """The decoded lesson of a scenario."""
    read_back: dict[str, VideoReading] = {}

    def get(name: str) -> VideoReading:
        if name not in read_back:
            read_back[name] = read(lessons.video(name))
        return read_back[name]

    return get


def test_no_latex_and_no_ffmpeg_is_called(lessons: Lessons) -> None:
    assert not lessons.called.exists()


@pytest.mark.parametrize("name", NAMES)
def test_a_lesson_lasts_as_long_as_its_chapters(
    lessons: Lessons, reading: Callable[[str], VideoReading], name: str
) -> None:
    frames = sum(clip.frames for clip in lessons.clips(name))
    assert reading(name).lasts(frames, LOW.fps)


@pytest.mark.parametrize("name", NAMES)
def test_a_lesson_has_the_size_and_colours_of_its_quality(
    lessons: Lessons, reading: Callable[[str], VideoReading], name: str
) -> None:
    video = reading(name)
    assert (video.size, video.rate, video.pixel_format) == ((854, 480), 15, "yuv420p")
    assert video.color == (1, 1, 1, 1)
    names = boxes(video.path)
    assert names.index("moov") < names.index("mdat")


@pytest.mark.parametrize("name", NAMES)
def test_a_lesson_has_a_poster(lessons: Lessons, name: str) -> None:
    with Image.open(lessons.folder / name / "poster.png") as image:
        assert (image.format, image.size) == ("PNG", (1280, 720))
        assert np.asarray(image.convert("L").resize((320, 180))).std() > 10


@pytest.mark.parametrize("name", NAMES)
def test_every_chapter_shows_something_and_moves(
    lessons: Lessons, reading: Callable[[str], VideoReading], name: str
) -> None:
    video, start, middles = reading(name), 0, []
    for clip in lessons.clips(name):
        own = slice(start, start + clip.frames)
        # All of a chapter but the moments at both ends that fade in and out.
        assert np.mean(video.contrast[own] > 2) > 0.8, clip.chapter
        pictures = video.thumbnails[own].astype(int)
        middles.append(pictures[len(pictures) // 2])
        moments = pictures[[len(pictures) * k // 8 for k in range(1, 8)]]
        changes = np.abs(np.diff(moments, axis=0)).max(axis=(1, 2))
        assert np.any(changes > 20), clip.chapter
        start += clip.frames
    different = [np.abs(a - b).max() > 20 for k, a in enumerate(middles) for b in middles[:k]]
    assert all(different)


@pytest.mark.parametrize("name", NAMES)
def test_sentences_are_shown_one_after_the_other_within_their_chapter(
    lessons: Lessons, name: str
) -> None:
    for clip in lessons.clips(name):
        times = [t for sentence in clip.sentences for t in (sentence.start, sentence.end)]
        assert times == sorted(times)
        assert all(0 <= t <= clip.frames / LOW.fps for t in times)
        assert all(sentence.text.strip() for sentence in clip.sentences)


@pytest.mark.parametrize("name", NAMES)
def test_captions_are_the_sentences_to_the_frame(lessons: Lessons, name: str) -> None:
    expected, before = [], 0
    for clip in lessons.clips(name):
        expected += [
            (before / LOW.fps + s.start, before / LOW.fps + s.end, s.text) for s in clip.sentences
        ]
        before += clip.frames
    captions = read_webvtt(lessons.video(name).with_suffix(".vtt"))
    assert [caption.text for caption in captions] == [text for *_, text in expected]
    for caption, (start, end, _) in zip(captions, expected, strict=True):
        # Rounded down to whole milliseconds, which is within the frame before.
        assert -0.002 < caption.start / 1000 - start < 0.001
        assert -0.002 < caption.end / 1000 - end < 0.001
        assert caption.start < caption.end
    for one, following in pairwise(captions):
        assert one.end <= following.start
    assert captions[-1].end <= 1000 * before / LOW.fps
    subrip = read_subrip(lessons.video(name).with_suffix(".srt"))
    assert [(c.start, c.end) for c in subrip] == [(c.start, c.end) for c in captions]


@pytest.mark.parametrize("name", NAMES)
def test_a_lesson_can_be_entered_at_each_of_its_chapters(lessons: Lessons, name: str) -> None:
    with av.open(str(lessons.video(name))) as container:
        marks: list[Any] = container.chapters()
    lengths = [clip.frames for clip in lessons.clips(name)]
    starts = [mark["start"] * mark["time_base"] * LOW.fps for mark in marks]
    assert [round(start) for start in starts] == [0, *accumulate(lengths[:-1])]
    titles = [mark["metadata"]["title"] for mark in marks]
    assert titles[0] == load_scenario(name).title
    assert titles[1:] == [text(chapter.heading) for chapter in chapters_of(load_scenario(name))[1:]]
    assert all(titles)


def made(
    scenarios: list[Scenario], folder: Path, **settings: Any
) -> tuple[dict[str, Video], list[Progress]]:
    reports: list[Progress] = []
    really = {"executor": ProcessPool(), "report": reports.append}
    return {s.name: v for s, v in videos(scenarios, folder, **really, **settings)}, reports


def bytes_below(folder: Path) -> dict[str, tuple[int, bytes]]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(f.relative_to(folder)): (f.stat().st_mtime_ns, f.read_bytes()) for f in files}


def test_a_second_call_renders_and_writes_nothing(lessons: Lessons) -> None:
    before = bytes_below(lessons.folder)
    made_now, reports = made([load_scenario(name) for name in NAMES], lessons.folder)
    assert {name: video.took for name, video in made_now.items()} == dict.fromkeys(NAMES)
    assert reports == []
    assert bytes_below(lessons.folder) == before


def test_a_second_call_loads_nothing_heavy(lessons: Lessons) -> None:
    code = f"""
import sys
from gradreel import cli
try: cli.main(["render", *{NAMES!r}, "-q", "l", "-o", {str(lessons.folder)!r}])
except SystemExit as end: print(end.code, *(m for m in ("torch", "manim") if m in sys.modules))
"""
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    *lines, last = result.stdout.splitlines()
    assert (last, result.stderr) == ("0", "")
    assert [line.split()[0] for line in lines] == [str(lessons.video(name)) for name in NAMES]
    assert all(line.endswith("up to date") for line in lines)


@pytest.fixture
def copied(lessons: Lessons, tmp_path: Path) -> Lessons:
    """A copy of all that was rendered, to be damaged."""
    shutil.copytree(lessons.folder, tmp_path / "media")
    return Lessons(tmp_path / "media", lessons.called)


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1000])


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)


def empty(path: Path) -> None:
    path.write_bytes(b"")


@pytest.mark.parametrize("damage", [truncate, flip, empty, Path.unlink])
def test_a_damaged_lesson_is_joined_again(copied: Lessons, damage: Callable[[Path], None]) -> None:
    target = copied.video("noisy-line")
    content = target.read_bytes()
    damage(target)
    made_now, reports = made([load_scenario("noisy-line")], copied.folder)
    assert made_now["noisy-line"].took is not None
    assert [report.done == report.total for report in reports] == [True]
    assert target.read_bytes() == content


def counted_down(reports: list[Progress]) -> list[int]:
    """The numbers of tasks left, as they go down; a report may also tell that one begins."""
    return [count for count, _ in groupby(report.total - report.done for report in reports)]


@pytest.mark.parametrize("damage", [truncate, flip, empty, Path.unlink])
def test_a_damaged_poster_is_put_back(copied: Lessons, damage: Callable[[Path], None]) -> None:
    target = copied.folder / "noisy-line" / "poster.png"
    content = target.read_bytes()
    damage(target)
    _, reports = made([load_scenario("noisy-line")], copied.folder)
    assert [report.done == report.total for report in reports] == [True]
    assert target.read_bytes() == content


def test_damaged_clips_are_rendered_again_to_the_same_bytes(copied: Lessons) -> None:
    """Whatever their process drew before them, and in whichever order."""
    names = ["noisy-line", "parabola", "two-valleys"]
    titles = [copied.clips(name)[0].path for name in names]
    content = [path.read_bytes() for path in titles]
    lessons = [copied.video(name).read_bytes() for name in names]
    for path, damage in zip(titles, (truncate, flip, Path.unlink), strict=True):
        damage(path)
    for name in names:
        copied.video(name).unlink()
    _, reports = made([load_scenario(name) for name in reversed(names)], copied.folder)
    assert counted_down(reports) == [3, 2, 1, 0]
    assert [path.read_bytes() for path in titles] == content
    assert [copied.video(name).read_bytes() for name in names] == lessons


@pytest.mark.parametrize("damage", [truncate, flip, empty])
def test_what_is_remembered_of_a_clip_is_not_trusted_when_damaged(
    copied: Lessons, damage: Callable[[Path], None]
) -> None:
    clip = copied.clips("noisy-line")[-1]
    damage_at = clip.path.with_suffix(".json")
    if damage is truncate:
        damage_at.write_bytes(damage_at.read_bytes()[:-10])
    else:
        damage(damage_at)
    assert Cache(copied.folder / CACHE).artifact(clip.path.stem.partition("-")[2], ".mp4") is None


@pytest.mark.parametrize("entry", ["[]", "{}", "3", '{"content": {}}', '{"checksum": "0"}', "\xff"])
def test_a_foreign_file_in_place_of_an_entry_counts_as_missing(tmp_path: Path, entry: str) -> None:
    (tmp_path / "artifact-key.json").write_text(entry, encoding="latin-1")
    (tmp_path / "artifact-key.mp4").write_bytes(b"")
    assert Cache(tmp_path).artifact("key", ".mp4") is None


@pytest.mark.parametrize("entry", ["[]", "{}", "3", '{"content": {}}', '{"checksum": "0"}', "\xff"])
def test_a_foreign_file_in_place_of_what_is_remembered_counts_as_missing(
    tmp_path: Path, entry: str
) -> None:
    cache, video = Cache(tmp_path / CACHE), tmp_path / "lesson.mp4"
    video.write_bytes(b"")
    cache.remember("key", video, {}, checksummed=True)
    assert cache.output("key", video, checksummed=True) == {}
    (record,) = cache.folder.iterdir()
    record.write_text(entry, encoding="latin-1")
    assert cache.output("key", video, checksummed=True) is None


def test_an_interrupted_call_goes_on_where_it_was(tmp_path: Path) -> None:
    scenarios = [load_scenario("parabola"), load_scenario("noisy-line")]
    put_recordings(tmp_path, *scenarios)
    titles = videos(scenarios, tmp_path, chapter="title", executor=ProcessPool())
    first, _ = next(titles)
    titles.close()  # type: ignore[attr-defined]
    again, reports = made(scenarios, tmp_path, chapter="title")
    assert again.pop(first.name).took is None
    assert [video.took is None for video in again.values()] == [False]
    assert reports[0].done == 0
    assert {p.name for p in tmp_path.rglob(".*")} == {CACHE}


def test_a_chapter_alone_and_its_lesson_share_the_clip(lessons: Lessons, copied: Lessons) -> None:
    scenario = load_scenario("parabola")
    made_now, reports = made([scenario], copied.folder, chapter="title")
    assert [report.total - report.done for report in reports] == [0]
    assert made_now["parabola"].path == copied.folder / "parabola" / "title.mp4"
    assert read(made_now["parabola"].path).frames == lessons.clips("parabola")[0].frames
    for chapter in ("title", None):
        again, _ = made([scenario], copied.folder, chapter=chapter)
        assert again["parabola"].took is None


def test_a_storyboard_shows_the_lesson_that_is_there(copied: Lessons) -> None:
    target, reports = Target(load_scenario("two-valleys"), (Storyboard(),)), list[Progress]()
    (built,) = build_or_raise([target], copied.folder, ProcessPool(), reports.append)
    path = built.products[Storyboard()].path
    assert [report.done == report.total for report in reports] == [True]
    with Image.open(path) as image:
        sheet = np.asarray(image.convert("L")).astype(int)
    lesson = sheet[110:]
    rows = [lesson[y : y + LOW.height // 2] for y in range(0, len(lesson) - 240, 240 + 88 + 28)]
    assert 24 <= 5 * len(rows) <= 45
    # Something is seen in each row.
    assert min(row.std() for row in rows) > 5


def test_an_override_makes_another_video(copied: Lessons) -> None:
    scenario = load_scenario("parabola", ["runs.0.lr=0.5"])
    put_recordings(copied.folder, scenario)
    before = copied.clips("parabola")
    step = next(clip for clip in before if clip.chapter == "step")
    made_now, reports = made([scenario], copied.folder, chapter="step")
    assert counted_down(reports) == [1, 0]
    (node,) = ChapterVideo("step", LOW, "mp4").clips(scenario)
    clip = Cache(copied.folder / CACHE).artifact(node.key, ".mp4")
    assert clip
    assert clip.path.read_bytes() != step.path.read_bytes()
    assert copied.clips("parabola") == before
    assert made_now["parabola"].took is not None


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_plays(lessons: Lessons, tmp_path: Path, format: str) -> None:
    put_recordings(tmp_path, load_scenario("parabola"))
    made_now, _ = made([load_scenario("parabola")], tmp_path, format=format, chapter="title")
    video = read(made_now["parabola"].path)
    assert video.path == tmp_path / "parabola" / f"title.{format}"
    assert video.lasts(lessons.clips("parabola")[0].frames, LOW.fps)
    assert video.size == (854, 480)
    assert video.contrast.max() > 5


@pytest.mark.parametrize("letter", ["m", "h"])
def test_a_chapter_lasts_as_long_at_every_frame_rate(
    lessons: Lessons, tmp_path: Path, letter: str
) -> None:
    # Small: the number of frames is what is asked for.
    quality = replace(QUALITIES[letter], width=426, height=240)
    put_recordings(tmp_path, load_scenario("parabola"))
    made_now, _ = made([load_scenario("parabola")], tmp_path, quality=quality, chapter="title")
    low = lessons.clips("parabola")[0]
    assert made_now["parabola"].seconds == low.frames / LOW.fps
    video = read(made_now["parabola"].path)
    assert video.lasts(low.frames * quality.fps // LOW.fps, quality.fps)
    assert video.size == (quality.width, quality.height)
    assert made_now["parabola"].captions == captions_of([low], LOW.fps) != ()


def chapter_files() -> dict[str, list[str]]:
    """Every file of scenes/ with chapters in it, and their classes."""
    files: dict[str, list[str]] = {}
    chapters = [chapter for plan in LESSONS.values() for chapter in (*plan.chapters, plan.poster)]
    for chapter in dict.fromkeys(chapters):
        files.setdefault(
            f"{chapter.module.removeprefix('gradreel.').replace('.', '/')}.py", []
        ).append(chapter.scene)
    return files


def manim(tmp_path: Path, repository: Path, *arguments: str) -> list[Path]:
    command = [str(BIN / "manim"), "render", "-ql", "--media_dir", str(tmp_path), *arguments]
    result = subprocess.run(command, cwd=repository, capture_output=True, text=True)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "Traceback" not in result.stdout + result.stderr
    return sorted(p for p in tmp_path.rglob("*.*") if "partial" not in str(p) and p.is_file())


@pytest.mark.parametrize(("file", "classes"), chapter_files().items())
def test_every_chapter_is_found_in_its_file(
    repository: Path, file: str, classes: list[str]
) -> None:
    found = runpy.run_path(str(repository / file))
    assert [found[name].__name__ for name in classes] == classes


@pytest.mark.parametrize(
    ("file", "classes"),
    [
        item
        for item in chapter_files().items()
        if Path(item[0]).stem == "overview" or item[0] == "scenes/surface/step.py"
    ],
)
def test_chapters_run_under_plain_manim(
    tmp_path: Path, repository: Path, file: str, classes: list[str]
) -> None:
    pictures = manim(tmp_path, repository, "-s", file, *classes)
    assert {picture.suffix for picture in pictures} == {".png"}
    assert len(pictures) == len(classes)


def test_plain_manim_makes_a_video_of_a_chapter(tmp_path: Path, repository: Path) -> None:
    (path,) = manim(tmp_path, repository, "scenes/surface/overview.py", "SurfaceTitle")
    video = read(path)
    assert video.size == (854, 480)
    assert abs(video.seconds - video.frames / 15) < 0.01
    assert video.frames > 30
    assert np.mean(video.contrast > 2) > 0.8
