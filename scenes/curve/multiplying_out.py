"""Plays how the loss of a model with one parameter becomes a polynomial."""

from __future__ import annotations

from manim import FadeOut, ReplacementTransform, VGroup

from gradreel.scenes.chapter import Chapter
from gradreel.scenes.curve.expansion_rows import ExpansionRows

_SQUARES = 1.6  # seconds for the squares to be written, at least
_SUMS, _MEAN = 1.6, 0.7  # seconds in which the columns are added up, and become means
_LOOK, _RISE = 0.7, 0.8  # seconds to look at the loss, and in which it goes to its place


def multiply_out(scene: Chapter, rows: ExpansionRows, goal: VGroup) -> None:
    """Write the squares, add them up, average them, and let the loss go to its place.

    The `goal` has the parts of the loss in that place; if it is empty, all fades.
    """
    summing = _SUMS if rows.several else 0.0
    scene.play(rows.writing(max(_SQUARES, scene.unread - summing - _MEAN - _LOOK)))
    if rows.several:
        scene.play(rows.adding(_SUMS))
    scene.play(rows.averaging(_MEAN))
    scene.hold(_LOOK)
    rising = [ReplacementTransform(*pair) for pair in zip(rows.mean, goal, strict=False)]
    scene.play(*rising, FadeOut(rows.rest if rising else rows), run_time=_RISE)
