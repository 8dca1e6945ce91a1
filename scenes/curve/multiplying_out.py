"""Plays how the loss of a model with one parameter becomes a polynomial."""

from __future__ import annotations

from manim import FadeOut, ReplacementTransform, VGroup

from gradreel.scenes.chapter import Chapter
from gradreel.scenes.curve.expansion_rows import ExpansionRows

_SQUARES = 1.6  # seconds for the squares to be written, at least
_SUM, _MEAN = 8 / 15, 0.7  # seconds in which a column is added up, and all become means
_LOOK, _RISE = 0.7, 0.8  # seconds to look at the loss, and in which it goes to its place


def multiply_out(scene: Chapter, rows: ExpansionRows, goal: VGroup) -> None:
    """Write the squares, add them up, average them, and let the loss go to its place.

    The `goal` has the parts of the loss in that place; if it is empty, all fades.
    """
    sums = [*rows.adding()]
    scene.play(rows.writing(max(_SQUARES, scene.unread - len(sums) * _SUM - _MEAN - _LOOK)))
    for adding in sums:
        scene.play(adding, run_time=_SUM)
    scene.play(rows.averaging(_MEAN))
    scene.hold(_LOOK)
    rising = [ReplacementTransform(*pair) for pair in zip(rows.mean, goal, strict=False)]
    scene.play(*rising, FadeOut(rows.rest if rising else rows), run_time=_RISE)
