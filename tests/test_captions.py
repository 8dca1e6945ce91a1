"""Captions beside a video and chapter marks in it: read back, and repaired."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from gradreel import cli
from gradreel.pipeline.build.cache import Cache
from gradreel.pipeline.outputs.chapter import RenderChapter
from gradreel.pipeline.quality import FORMATS, QUALITIES
from gradreel.pipeline.video.captions import captions_of, subrip, webvtt, write_captions
from gradreel.pipeline.video.clip import Caption, Clip, Video
from gradreel.pipeline.video.joining import Mark, join
from gradreel.scenarios import Scenario, load_scenario
from gradreel.scenes.lesson import chapters_of
from gradreel.scenes.timing import Sentence
from tests.stand_ins import SENTENCES, StandIn, grey, stand_in, videos
from tests.subtitles import played, read_subrip, read_webvtt
from tests.videos import read

LOW = QUALITIES["l"]
SUFFIXES = (".srt", ".vtt")
NOBODY = StandIn(lambda *_: pytest.fail("rendered"))


@pytest.fixture
def scenario() -> Scenario:
    return load_scenario("parabola")


@pytest.fixture
def media(tmp_path: Path) -> Path:
    return tmp_path / "media"


def made(scenario: Scenario, media: Path, **settings: Any) -> Video:
    ((_, video),) = videos([scenario], media, **settings)
    return video


def folded(text: str) -> str:
    return " ".join(text.split())


def harmless(text: str) -> str:
    """What a text is in SubRip, which knows no escapes."""
    for one, other in zip("<>{}", "\u2039\u203a()", strict=True):
        text = text.replace(one, other)
    return text


def test_known_captions_are_written_as_the_formats_have_them() -> None:
    captions = [Caption(0, 1066, "x < −1 & y."), Caption(3_725_004, 3_726_000, "Why?")]
    assert subrip(captions) == (
        "1\n00:00:00,000 --> 00:00:01,066\nx \u2039 −1 & y.\n\n"
        "2\n01:02:05,004 --> 01:02:06,000\nWhy?\n"
    )
    assert webvtt(captions) == (
        "WEBVTT\n\n00:00:00.000 --> 00:00:01.066\nx &lt; −1 &amp; y.\n\n"
        "01:02:05.004 --> 01:02:06.000\nWhy?\n"
    )


def test_captions_are_the_sentences_of_all_clips_on_the_frames_that_show_them() -> None:
    path = Path("clip.mp4")
    one = Clip("one", "One", path, 20, (Sentence(1 / 15, 0.4667, "A."), Sentence(0.4667, 1, "B.")))
    captions = captions_of([one, one], 15)
    assert captions == (
        Caption(66, 466, "A."),
        Caption(466, 1000, "B."),
        Caption(1400, 1800, "A."),
        Caption(1800, 2333, "B."),
    )


@pytest.mark.parametrize("fps", [15, 30, 60])
def test_a_caption_covers_the_times_of_its_frames_and_no_others(fps: int) -> None:
    start, end = 7, 7 + 3 * fps
    clip = Clip("one", "", Path("clip"), 9 * fps, (Sentence(start / fps, end / fps, "A."),))
    (caption,) = captions_of([clip], fps)
    exact = [Fraction(1000 * frame, fps) for frame in range(clip.frames)]
    # Matroska counts in whole milliseconds.
    for times in (exact, [Fraction(round(time)) for time in exact]):
        shown = [k for k, time in enumerate(times) if caption.start <= time < caption.end]
        assert shown == list(range(start, end))


def test_captions_are_the_same_at_every_frame_rate() -> None:
    sentences = tuple(Sentence(a / 15, b / 15, "A.") for a, b in pairwise((1, 8, 30, 44)))
    both = [
        captions_of([Clip("one", "", Path("clip"), 4 * fps, sentences)] * 3, fps)
        for fps in (15, 30, 60)
    ]
    assert both[0] == both[1] == both[2]


TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).filter(folded)


@given(st.lists(TEXT, max_size=4))
def test_any_text_reads_back_and_none_becomes_a_tag(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str]
) -> None:
    clip = Clip("c", "", Path("c"), 99, tuple(Sentence(k, k + 1, t) for k, t in enumerate(texts)))
    captions = captions_of([clip], 15)
    video = Video(tmp_path_factory.getbasetemp() / "any.mp4", 9.0, captions)
    write_captions(video)
    assert read_webvtt(video.path.with_suffix(".vtt")) == list(captions)
    if texts:
        expected = [replace(c, text=harmless(c.text)) for c in captions]
        assert read_subrip(video.path.with_suffix(".srt")) == expected
    else:
        assert video.path.with_suffix(".srt").read_bytes() == b""


def test_the_captions_lie_beside_the_video(scenario: Scenario, media: Path) -> None:
    video = made(scenario, media)
    chapters = chapters_of(scenario)
    expected = [
        Caption(int(1000 * at + 2000 * k + 1e-6), int(1000 * to + 2000 * k + 1e-6), folded(text))
        for k in range(len(chapters))
        for at, to, text in ((s.start, s.end, s.text) for s in SENTENCES)
    ]
    assert list(video.captions) == expected
    assert read_webvtt(video.path.with_name("lesson.vtt")) == expected
    expected = [replace(c, text=harmless(c.text)) for c in expected]
    assert read_subrip(video.path.with_name("lesson.srt")) == expected
    assert expected[-1].end <= 1000 * video.seconds


def test_a_players_library_takes_no_text_for_a_tag(scenario: Scenario, media: Path) -> None:
    video = made(scenario, media)
    shown = played(video.path.with_suffix(".srt"))
    assert shown == [replace(c, text=harmless(c.text)) for c in video.captions]


def test_a_chapter_alone_has_captions_of_its_own_and_no_marks(
    scenario: Scenario, media: Path
) -> None:
    video = made(scenario, media, chapter="title")
    assert sorted(os.listdir(video.path.parent)) == [
        *("made.json", "title.mp4", "title.srt", "title.vtt")
    ]
    assert read_webvtt(video.path.with_suffix(".vtt")) == list(video.captions)
    assert len(video.captions) == len(SENTENCES)
    assert chapters(video.path) == []


def chapters(path: Path) -> list[tuple[str, float, float]]:
    """The chapter marks of a video: title, start and end in seconds."""
    with av.open(str(path)) as container:
        found: list[Any] = container.chapters()
    return [
        (c["metadata"]["title"], *(float(c[end] * c["time_base"]) for end in ("start", "end")))
        for c in found
    ]


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("letter", ["l", "m"])
def test_chapter_marks_read_back_with_their_titles_and_frames(
    tmp_path: Path, format: str, letter: str
) -> None:
    quality = replace(QUALITIES[letter], width=96, height=54)
    clip = stand_in("one", tmp_path / f"one.{format}", quality, format)
    titles = [clip.title, "Größe ∂z/∂x, 10⁻⁴", "One step", "One step"]
    marks = [Mark(title, clip.frames) for title in titles]
    target = tmp_path / f"all.{format}"
    assert join([clip.path] * 4, target, format, marks) == 4 * clip.frames
    seconds = clip.frames / quality.fps
    for number, (title, start, end) in enumerate(chapters(target)):
        assert title == titles[number]
        assert abs(start - number * seconds) < 0.0011
        assert abs(end - (number + 1) * seconds) < 0.0011
    assert len(chapters(target)) == 4
    assert read(target).lasts(4 * clip.frames, quality.fps)
    join([clip.path] * 4, tmp_path / f"again.{format}", format, marks)
    assert (tmp_path / f"again.{format}").read_bytes() == target.read_bytes()


def test_a_lessons_marks_are_its_chapters(scenario: Scenario, media: Path) -> None:
    names = [chapter.name for chapter in chapters_of(scenario)]
    marks = chapters(made(scenario, media).path)
    assert [title for title, *_ in marks] == [f"<{name}> & -->" for name in names]
    assert [start for _, start, _ in marks] == pytest.approx([2.0 * k for k in range(len(names))])


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-5])


def alter(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"script", b"skript"))


def empty(path: Path) -> None:
    path.write_bytes(b"")


def aim_elsewhere(path: Path) -> None:
    path.unlink()
    path.symlink_to("absent")


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("damage", [Path.unlink, aim_elsewhere])
def test_missing_captions_are_written_again_and_nothing_else_is(
    scenario: Scenario,
    media: Path,
    suffix: str,
    damage: Callable[[Path], None],
) -> None:
    video = made(scenario, media)
    path = video.path.with_suffix(suffix)
    content = path.read_bytes()
    damage(path)
    others = {p: p.stat().st_mtime_ns for p in media.rglob("*.*") if p != path}
    assert made(scenario, media, executor=NOBODY) == replace(video, took=None)
    assert path.read_bytes() == content
    assert not path.is_symlink()
    assert {p: p.stat().st_mtime_ns for p in others} == others
    assert set(media.rglob("*.*")) == {*others, path}


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("edit", [cut, alter, empty])
def test_captions_that_somebody_edited_are_kept_until_they_are_deleted(
    scenario: Scenario, media: Path, suffix: str, edit: Callable[[Path], None]
) -> None:
    path = made(scenario, media).path.with_suffix(suffix)
    content = path.read_bytes()
    edit(path)
    edited = path.read_bytes()
    kept = (
        f"{path}: somebody has edited it, so it is left as it is: delete it to have it written "
        "again\n"
    )

    def render(*arguments: str) -> str:
        command = ["render", "parabola", "-q", "l", "-o", str(media), *arguments]
        return CliRunner().invoke(cli.main, command, obj=StandIn(other_words)).stderr

    assert render() == kept  # of a video that is up to date
    assert path.read_bytes() == edited
    (media / ".cache").rename(media / "gone")
    assert render().endswith(kept)  # of another video, whose words are others
    assert path.read_bytes() == edited
    path.unlink()
    assert render() == ""
    assert path.read_bytes() != content
    assert b"Other words" in path.read_bytes()
    # What we have written ourselves is written over.
    (media / ".cache").rename(media / "gone, too")
    assert made(scenario, media).path.with_suffix(suffix).read_bytes() == content


def other_words(task: RenderChapter, path: Path) -> Clip:
    return replace(grey(task, path), sentences=(Sentence(0.1, 1.0, "Other words."),))


def test_captions_come_back_without_the_clips_and_without_anything_heavy(
    scenario: Scenario, media: Path
) -> None:
    video = made(scenario, media)
    contents = [video.path.with_suffix(suffix).read_bytes() for suffix in SUFFIXES]
    for path in [*video.path.parent.glob("*.[sv]*t"), *media.glob(".cache/*.mp4")]:
        path.unlink()
    code = f"""
import sys
from gradreel import cli
try: cli.main(["render", "parabola", "-q", "l", "-o", {str(media)!r}])
except SystemExit as end: print(end.code, *(m for m in ("torch", "manim") if m in sys.modules))
"""
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (result.stdout.splitlines()[-1], result.stderr) == ("0", "")
    assert [video.path.with_suffix(suffix).read_bytes() for suffix in SUFFIXES] == contents


def test_another_lesson_in_the_same_place_brings_its_own_captions(
    scenario: Scenario, media: Path
) -> None:
    whole = made(scenario, media)
    made(scenario, media, chapter="title", format="webm")
    assert len(read_webvtt(whole.path.with_name("lesson.vtt"))) == len(whole.captions)
    assert len(read_webvtt(whole.path.with_name("title.vtt"))) == len(SENTENCES)


def test_whole_captions_need_no_folder_that_can_be_written(
    scenario: Scenario, media: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(scenario, media)

    def refuse(*arguments: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(arguments[0]))

    for module in ("gradreel.scenarios.files", "gradreel.pipeline.video.assemble"):
        monkeypatch.setattr(f"{module}.write_atomically", refuse)
    monkeypatch.setattr(Cache, "_write", refuse)
    assert made(scenario, media).took is None
    (media / "parabola" / "lesson.srt").unlink()
    with pytest.raises(OSError, match=r"lesson\.srt"):
        made(scenario, media)


def test_captions_that_cannot_be_written_are_one_sentence(scenario: Scenario, media: Path) -> None:
    path = made(scenario, media).path.with_suffix(".srt")
    path.unlink()
    path.mkdir()
    command = ["render", "parabola", "-q", "l", "-o", str(media)]
    result = CliRunner().invoke(cli.main, command)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == f"{path}: exists already, and is not a file; choose another folder\n"
    assert not list(path.parent.glob(".*"))


def test_a_folder_that_cannot_be_written_is_told_by_the_name_of_the_captions(
    scenario: Scenario, media: Path
) -> None:
    path = made(scenario, media).path.with_suffix(".vtt")
    inside = ["unshare", "--map-root-user", "--mount", "sh", "-c"]
    script = 'mount --bind "$0" "$0" && mount -o remount,bind,ro "$0" && "$@"'
    if subprocess.run([*inside, script, str(media), "true"]).returncode:
        pytest.skip("no folder can be mounted for reading alone here")
    command = [sys.executable, "-m", "gradreel", "render", "parabola", "-q", "l", "-o"]
    call = [*inside, script, str(media), *command, str(media)]
    whole = subprocess.run(call, capture_output=True, text=True)
    assert (whole.returncode, whole.stderr) == (0, "")
    path.unlink()
    result = subprocess.run(call, capture_output=True, text=True)
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr == f"{path}: read-only file system; choose another folder\n"
