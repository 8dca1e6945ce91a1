"""The settings of stock manim for writing a video."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from manim import config, tempconfig

from gradreel.pipeline.quality import QUALITIES


@contextmanager
def stock_settings(letter: str, folder: str) -> Iterator[None]:
    """manim's configuration for a quality, all its files below a folder."""
    logging.getLogger("manim").setLevel(logging.WARNING)
    quality = QUALITIES[letter]
    settings = {
        "pixel_width": quality.width,
        "pixel_height": quality.height,
        "frame_rate": quality.fps,
        "media_dir": str(Path(folder, "stock")),
        "disable_caching": True,
        "progress_bar": "none",
    }
    with tempconfig(settings):
        config.frame_width = config.frame_height * quality.width / quality.height
        yield
