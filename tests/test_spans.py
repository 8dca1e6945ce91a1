"""Clips are encoded in spans, so that it does not matter who encodes which."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from gradreel.pipeline.quality import FORMATS, Quality
from gradreel.pipeline.video import codecs, encode
from gradreel.pipeline.video.encode import Encoder
from gradreel.pipeline.video.joining import gather, join

SMALL = Quality(96, 54, 15)
SPAN = 25


@pytest.fixture(autouse=True)
def short_spans(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encode, "SPAN", SPAN)


def pictures(count: int) -> list[np.ndarray]:
    """Noise that moves, and now and then changes: hard to encode, so that nothing stays hidden."""
    draw = np.random.default_rng(0)
    noise = [draw.integers(0, 255, (54, 96, 4), dtype=np.uint8) for _ in range(count // 10 + 1)]
    return [np.roll(noise[k // 10], k, axis=1) for k in range(count)]


def encoded(path: Path, frames: Sequence[np.ndarray]) -> Path:
    with Encoder(path, SMALL, path.suffix[1:]) as encoder:
        for frame in frames:
            encoder.write(frame)
    return path


def dealt(count: int, parts: int) -> list[list[int]]:
    """The frames of each part, if each takes a span in turn."""
    of_part = [[k for k in range(count) if k // SPAN % parts == part] for part in range(parts)]
    return [frames for frames in of_part if frames]


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("count", [1, 2, SPAN, SPAN + 1, 3 * SPAN + 2])
def test_parts_together_are_the_bytes_of_one_clip(tmp_path: Path, format: str, count: int) -> None:
    frames = pictures(count)
    whole = encoded(tmp_path / f"whole.{format}", frames).read_bytes()
    for parts in (1, 2, 3, 7):
        files = [
            encoded(tmp_path / f"{part}.{format}", [frames[k] for k in numbers])
            for part, numbers in enumerate(dealt(count, parts))
        ]
        target = tmp_path / f"gathered.{format}"
        assert gather(files, SPAN, target, format) == count
        assert target.read_bytes() == whole, parts


@pytest.mark.parametrize("format", FORMATS)
def test_a_span_can_be_shown_without_any_other(tmp_path: Path, format: str) -> None:
    clip = encoded(tmp_path / f"clip.{format}", pictures(2 * SPAN + 5))
    with av.open(str(clip)) as container:
        packets = [packet for packet in container.demux(video=0) if packet.size]
        base: Any = packets[0].time_base
    keys = [round(float(packet.pts * base) * 15) for packet in packets if packet.is_keyframe]
    assert {0, SPAN, 2 * SPAN} <= {*keys}
    first = [packets.index(packet) for packet in packets if packet.is_keyframe]
    # Nothing that is decoded later is shown earlier: no frame leans on the span before.
    for at, key in zip(first, keys, strict=True):
        assert all(round(float(p.pts * base) * 15) >= key for p in packets[at:])


@pytest.mark.parametrize("format", FORMATS)
def test_very_short_clips_are_joined_like_others(tmp_path: Path, format: str) -> None:
    counts, frames = (1, 2, 5, 1), pictures(9)
    clips, at = [], 0
    for number, count in enumerate(counts):
        clips.append(encoded(tmp_path / f"{number}.{format}", frames[at : at + count]))
        at += count
    joined = tmp_path / f"joined.{format}"
    assert join(clips, joined, format) == 9
    with av.open(str(joined)) as container:
        times = [frame.time for frame in container.decode(video=0)]
    assert times == pytest.approx([k / 15 for k in range(9)], abs=0.0011)


@pytest.mark.parametrize("format", FORMATS)
def test_no_joint_shows_in_a_picture_that_stays(tmp_path: Path, format: str) -> None:
    across, down = np.meshgrid(np.linspace(0, 1, 96), np.linspace(0, 1, 54))
    picture = np.full((54, 96, 4), 255, dtype=np.uint8)
    picture[..., 0], picture[..., 1] = 40 + 160 * across, 40 + 160 * down
    picture[20:30, 30:60, :3] = 230
    clip = encoded(tmp_path / f"clip.{format}", [picture] * (2 * SPAN))
    with av.open(str(clip)) as container:
        shown = [f.to_ndarray(format="gray").astype(int) for f in container.decode(video=0)]
    assert np.abs(shown[SPAN] - shown[SPAN - 1]).mean() < 1.0
    assert np.abs(shown[SPAN] - shown[SPAN - 1]).max() <= 8


def test_assembly_that_is_not_exact_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for flags, options in (("fpu avx2 avx512f", ["asm=avx2"]), ("fpu avx avx2", []), (None, [])):
        monkeypatch.setattr(codecs, "_CPU", tmp_path / "cpuinfo")
        (tmp_path / "cpuinfo").unlink(missing_ok=True)
        if flags:
            (tmp_path / "cpuinfo").write_text(f"flags\t\t: {flags}\n")
        assert codecs._assembly() == options
