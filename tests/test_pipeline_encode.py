"""Frames to video files and back: what the encoder writes, and what joining makes of it."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gradreel.pipeline.quality import FORMATS, QUALITIES, Quality
from gradreel.pipeline.video.encode import Encoder
from gradreel.pipeline.video.joining import join
from gradreel.scenarios.files import write_atomically
from tests.videos import boxes, read

SMALL = {fps: Quality(96, 54, fps) for fps in (15, 30, 60)}
BT709_LIMITED = (1, 1, 1, 1)


def gray(level: int, quality: Quality) -> np.ndarray:
    return np.full((quality.height, quality.width, 4), (level, level, level, 255), dtype=np.uint8)


def encode(path: Path, levels: list[int], quality: Quality, repeat: int = 1) -> Path:
    with Encoder(path, quality, path.suffix[1:]) as encoder:
        for level in levels:
            encoder.write(gray(level, quality), repeat)
    assert encoder.frames == len(levels) * repeat
    return path


def test_qualities_are_manims() -> None:
    manim = pytest.importorskip("manim.constants").QUALITIES
    theirs = {
        q["flag"]: Quality(q["pixel_width"], q["pixel_height"], q["frame_rate"])
        for q in manim.values()
        if q["flag"]
    }
    assert theirs == QUALITIES


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("fps", SMALL)
@pytest.mark.parametrize("lengths", [[1], [3, 7, 40], [90, 3, 3]])
def test_joined_clips_follow_each_other_without_a_gap(
    tmp_path: Path, format: str, fps: int, lengths: list[int]
) -> None:
    levels = [list(np.linspace(20, 230, n).astype(int)) for n in lengths]
    clips = [encode(tmp_path / f"{k}.{format}", part, SMALL[fps]) for k, part in enumerate(levels)]
    target = tmp_path / f"all.{format}"
    assert join(clips, target, format) == sum(lengths)
    video = read(target)
    assert video.lasts(sum(lengths), fps), (video.times, video.seconds)
    shown = video.thumbnails.mean(axis=(1, 2))
    assert np.abs(shown - np.concatenate(levels)).max() < 12


@pytest.mark.parametrize("format", FORMATS)
def test_clips_and_videos_say_how_their_colours_are_meant(tmp_path: Path, format: str) -> None:
    clip = encode(tmp_path / f"clip.{format}", list(range(10, 200, 10)), SMALL[30])
    target = tmp_path / f"all.{format}"
    join([clip, clip], target, format)
    for path in (clip, target):
        video = read(path)
        assert (video.size, video.pixel_format) == ((96, 54), "yuv420p")
        assert video.color == BT709_LIMITED
        assert video.rate == 30


@pytest.mark.parametrize("format", ["mp4", "mov"])
def test_a_video_can_be_watched_before_all_of_it_is_there(tmp_path: Path, format: str) -> None:
    clip = encode(tmp_path / f"clip.{format}", [10, 200], SMALL[30])
    join([clip], tmp_path / f"all.{format}", format)
    names = boxes(tmp_path / f"all.{format}")
    assert names.index("moov") < names.index("mdat")


@pytest.mark.parametrize("format", FORMATS)
def test_a_held_frame_is_shown_as_long_as_the_same_frame_written_again(
    tmp_path: Path, format: str
) -> None:
    held = encode(tmp_path / f"held.{format}", [50, 150], SMALL[15], repeat=20)
    again = encode(tmp_path / f"again.{format}", [50] * 20 + [150] * 20, SMALL[15])
    assert held.read_bytes() == again.read_bytes()


def test_bt709_red_is_encoded_as_the_standard_has_it(tmp_path: Path) -> None:
    import av

    picture = gray(0, SMALL[15])
    picture[..., 0] = 255
    with Encoder(tmp_path / "red.mp4", SMALL[15], "mp4") as encoder:
        encoder.write(picture, 5)
    with av.open(str(tmp_path / "red.mp4")) as container:
        planes = [np.frombuffer(p, np.uint8) for p in next(container.decode(video=0)).planes]
    # ITU-R BT.709-6, section 3: pure red in 8 bits.
    for plane, expected in zip(planes, (63, 102, 240), strict=True):
        assert abs(int(np.median(plane[plane > 0])) - expected) <= 2


@pytest.mark.parametrize("other", [Quality(96, 54, 30), Quality(64, 54, 15)])
def test_clips_of_different_settings_are_not_joined(tmp_path: Path, other: Quality) -> None:
    clips = [
        encode(tmp_path / "a.mp4", [1, 2, 3], SMALL[15]),
        encode(tmp_path / "b.mp4", [1, 2, 3], other),
    ]
    with pytest.raises(ValueError, match=r"b\.mp4 was encoded with other settings"):
        join(clips, tmp_path / "all.mp4", "mp4")


@pytest.mark.parametrize("format", FORMATS)
def test_an_encoder_that_is_given_up_leaves_the_first_error(tmp_path: Path, format: str) -> None:
    path = tmp_path / f"clip.{format}"
    with (  # noqa: PT012
        pytest.raises(RuntimeError, match="first"),
        write_atomically(path) as temporary,
        Encoder(temporary, SMALL[15], format) as encoder,
    ):
        encoder.write(gray(7, SMALL[15]))
        raise RuntimeError("first")
    assert list(tmp_path.iterdir()) == []


def test_after_an_error_what_waits_is_not_encoded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    encoded: list[int] = []
    begun, left = threading.Event(), threading.Event()
    join = threading.Thread.join

    def encode(encoder: Encoder, pixels: Any, repeat: int) -> None:
        encoded.append(int(pixels[0, 0, 0]))
        begun.set()
        assert left.wait(30)

    def leave(thread: threading.Thread, timeout: float | None = None) -> None:
        left.set()
        join(thread, timeout)

    monkeypatch.setattr(Encoder, "_encode", encode)
    with (  # noqa: PT012
        pytest.raises(RuntimeError, match="first"),
        Encoder(tmp_path / "clip.mp4", SMALL[15], "mp4") as encoder,
    ):
        for level in (1, 2, 3):
            encoder.write(gray(level, SMALL[15]))
        assert begun.wait(30)
        monkeypatch.setattr(threading.Thread, "join", leave)
        raise RuntimeError("first")
    assert encoded == [1]
