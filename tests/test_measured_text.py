"""Texts are measured as manim measures them, whatever they hold."""

from __future__ import annotations

import numpy as np
import pytest
from manim import ORIGIN, VGroup, VMobject

from gradreel.scenes.parts.lettering.measured_text import MeasuredText
from gradreel.scenes.parts.lettering.text import Counter, maths, words

TEXTS: dict[str, MeasuredText] = {
    "a line": words("gradient"),
    "a formula of several colours": maths("x^2 + 1"),
    "a number": Counter("3.25"),
    "a number that is not written yet": Counter(""),
    "part of a line": words("a b").with_outlines([]),
}


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("place", [ORIGIN, np.array([2.5, -1.25, 0.0])])
def test_the_ends_of_a_text_are_those_that_manim_finds(name: str, place: np.ndarray) -> None:
    text = TEXTS[name].copy().shift(place)
    ends, expected = (
        np.sort(points, axis=0)
        for points in (
            text.get_points_defining_boundary(),
            VMobject.get_points_defining_boundary(text),
        )
    )
    assert np.array_equal(ends, expected)
    for dim in range(3):
        assert text.length_over_dim(dim) == VMobject.length_over_dim(text, dim)
    assert VGroup(text).width == text.width


def test_what_is_empty_has_no_size() -> None:
    assert MeasuredText().length_over_dim(0) == 0.0
