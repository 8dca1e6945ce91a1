"""Which moments are held as pictures: one or two of every chapter, and every poster."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from case_files import case
from numpy.typing import NDArray
from PIL import Image

from gradreel.scenarios.model import ThemeName
from gradreel.scenes.lesson import LESSONS
from gradreel.scenes.theme import THEMES

PICTURES = Path(__file__).parent / "pictures"
POSTER = "poster"


@dataclass(frozen=True)
class Frame:
    """A moment of a chapter of a scenario, in seconds (None: the last full picture)."""

    kind: str
    chapter: str
    scenario: str
    at: float | None = None

    @property
    def of(self) -> str:
        """The name of its chapter, which other kinds of lessons may have as well."""
        return f"{self.kind}-{self.chapter}"

    @property
    def name(self) -> str:
        return self.of if self.at is None else f"{self.of}-{self.at:g}s"

    def path(self, theme: ThemeName) -> Path:
        """Where its picture is kept, in a format that loses nothing and is smaller than PNG."""
        return PICTURES / f"{self.name}-{theme}.webp"


# What a chapter shows at its end, and what is gone by then. A recap is held before its last line
# appears, which says the version of gradreel.
FRAMES = (
    Frame("surface", "title", "quadratic"),
    Frame("surface", "data", "two-weights"),
    Frame("surface", "landscape", "quadratic"),
    Frame("surface", "landscape", "quadratic", 4.5),  # the slice, from the side
    Frame("surface", "gradient", "quadratic", 7.6),  # a tangent with its legs
    Frame("surface", "gradient", "quadratic", 23.2),  # the slopes of a dozen directions
    Frame("surface", "gradient", "quadratic"),
    Frame("surface", "step", "two-weights", 10.4),  # the gradient, and the part of it that is left
    Frame("surface", "step", "two-weights", 19.4),  # the arrow of the step, and its numbers
    Frame("surface", "noise", "schedule", 9.6),  # the slopes of steps around the true one
    Frame("surface", "newton", "newton", 11.6),  # the bowl that bends like the loss
    Frame("surface", "step", "adam-step", 28.0),  # a box of usual slopes has become a square
    Frame("surface", "descent", "quadratic"),
    Frame("surface", "rates", "quadratic"),
    Frame("surface", "race", "race"),
    Frame("surface", "starts", "two-valleys"),
    Frame("surface", "recap", "two-weights", 14.6),
    Frame("surface", POSTER, "two-valleys"),
    Frame("curve", "title", "one-weight"),
    Frame("curve", "guess", "one-weight", 16),  # the squares of all residuals
    Frame("curve", "guess", "one-weight"),
    Frame("curve", "slope", "parabola", 8.5),  # the secant, with rise and run
    Frame("curve", "slope", "one-weight", 19.9),  # the loss of the data, multiplied out
    Frame("curve", "slope", "one-weight"),  # the derivative, worked out
    Frame("curve", "meaning", "one-weight", 4.0),  # the arrow from the steep start
    Frame("curve", "meaning", "parabola"),
    Frame("curve", "step", "parabola", 16.4),  # the step from close, before it is taken
    Frame("curve", "newton", str(case("newton-of-a-curve")), 13.5),  # the parabola, and the step
    Frame("curve", "descent", "one-weight"),
    Frame("curve", "ways", "parabola"),
    Frame("curve", "rates", "parabola"),
    Frame("curve", "race", str(case("methods-of-a-curve")), 28.0),
    Frame("curve", "race", str(case("methods-of-a-curve"))),  # a step with momentum as a sum
    Frame("curve", "starts", str(case("two-valleys-of-a-curve"))),
    Frame("curve", "recap", "one-weight", 10.7),
    Frame("curve", POSTER, "parabola"),
    Frame("fit", "title", "noisy-line"),
    Frame("fit", "guess", "noisy-line", 16.1),  # the squares of all residuals
    Frame("fit", "guess", "noisy-line"),
    Frame("fit", "views", "noisy-line", 4.5),  # the surface, before it is seen from above
    Frame("fit", "views", "noisy-line"),
    Frame("fit", "step", "noisy-line", 8.0),  # the arrows along each axis
    Frame("fit", "noise", "mini-batch", 12.2),  # the arrows of batches around that of all points
    Frame("fit", "step", "noisy-line"),
    Frame("fit", "descent", "noisy-line"),
    Frame("fit", "result", "noisy-line"),
    Frame("fit", "sizes", "mini-batch"),
    Frame("fit", "race", str(case("methods-of-a-line"))),
    Frame("fit", "starts", "noisy-line"),
    Frame("fit", "recap", "noisy-line", 13.4),
    Frame("fit", POSTER, "noisy-line"),
)


def held(frame: Frame, theme: ThemeName) -> NDArray[np.uint8]:
    """The picture that is kept of a moment, (h, w, 3)."""
    return np.array(Image.open(frame.path(theme)).convert("RGB"))


def keep(frame: Frame, theme: ThemeName, picture: NDArray[np.uint8]) -> None:
    """Make this the picture of a moment."""
    PICTURES.mkdir(exist_ok=True)
    Image.fromarray(picture).save(frame.path(theme), lossless=True, quality=100, method=6)


def strays() -> list[Path]:
    """The kept files that are no frame's picture."""
    kept = {frame.path(theme) for frame in FRAMES for theme in THEMES}
    return sorted({*PICTURES.iterdir()} - kept)


def chapters() -> set[tuple[str, str]]:
    """Every chapter of every kind of lesson, and every poster, as (kind, chapter)."""
    return {
        (kind, name)
        for kind, plan in LESSONS.items()
        for name in (*(chapter.name for chapter in plan.chapters), POSTER)
    }
