"""Stills for print and for pages: without ground and sentence, as PDF, and small."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from gradreel.pipeline.quality import QUALITIES
from gradreel.pipeline.video.still import draw_still
from gradreel.scenes.chapter import default_recording
from gradreel.scenes.drawing.vector import _distinct
from gradreel.scenes.parts.geometry.points import discs

LOW = QUALITIES["l"]


def drawn(folder: Path, format: str, bare: bool = False) -> Path:
    path = folder / f"{'bare' if bare else 'full'}.{format}"
    draw_still(default_recording("parabola"), "descent", None, format, LOW, path, bare)
    return path


def test_a_bare_picture_is_the_frame_without_ground_heading_and_sentence(tmp_path: Path) -> None:
    with (
        Image.open(drawn(tmp_path, "png", bare=True)) as bare,
        Image.open(drawn(tmp_path, "png")) as full,
    ):
        assert (bare.mode, full.mode) == ("RGBA", "RGB")
        assert np.asarray(bare)[0, 0, 3] == 0
        ground = Image.new("RGBA", bare.size, (*np.asarray(full)[0, 0].tolist(), 255))
        ground.alpha_composite(bare)
        whole = np.asarray(full).astype(int)
        rows = np.abs(np.asarray(ground.convert("RGB")).astype(int) - whole).max(axis=(1, 2)) > 8
    assert rows[:60].any()  # the heading
    assert rows[-90:].any()  # the sentence
    assert not rows[60:-90].any()


@pytest.mark.parametrize("format", ["svg", "pdf"])
def test_bare_outlines_have_no_ground_and_the_same_bytes_each_time(
    tmp_path: Path, format: str
) -> None:
    bare = drawn(tmp_path, format, bare=True).read_bytes()
    full = drawn(tmp_path, format).read_bytes()
    assert drawn(tmp_path, format, bare=True).read_bytes() == bare
    assert len(bare) < len(full)
    if format == "svg":
        assert (b"<rect" in full, b"<rect" in bare) == (True, False)
    else:
        assert bare.startswith(b"%PDF-")
        assert b"CreationDate (20000101" in bare


def test_dots_in_one_place_are_written_once() -> None:
    centers = np.zeros((500, 3))
    centers[:4, 0] = 1, 2, 3, 3.0001
    once = _distinct(discs(centers, 0.05, "#FFFFFF"), 8 / 480)
    assert len(once.get_subpaths()) == 4
    assert sorted({round(float(part[:, 0].mean()), 2) for part in once.get_subpaths()}) == [
        *(0.0, 1.0, 2.0, 3.0)
    ]
    apart = discs(np.c_[np.arange(300), np.zeros((300, 2))], 0.05, "#FFFFFF")
    assert _distinct(apart, 8 / 480) is apart
