"""Texts that are written in two pictures, in nearly the same place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import numpy as np
from manim import VMobject

from gradreel.scenarios.arrays import Array
from gradreel.scenes.parts.lettering.text import Counter, Glyphs

# Screen units, besides half of its width: what says the same farther away is another text.
_NEAR = 0.3

Text = Glyphs | Counter


def same_texts(
    old: Iterable[VMobject], new: Iterable[VMobject], places: Mapping[VMobject, Array]
) -> Iterator[tuple[Text, Text]]:
    """The texts of an old picture, each with that of a new one which says the same near it.

    Some old texts are taken to be elsewhere: at the `places` (n, 3) of their points.
    """
    before, after = _by_words(old), _by_words(new)
    pairs = (
        (_apart(places.get(one, one.points), other.points), one, other)
        for key, texts in before.items()
        for one in texts
        for other in after.get(key, ())
    )
    taken: set[VMobject] = set()
    for apart, one, other in sorted(pairs, key=lambda pair: pair[0]):
        if apart < _NEAR + one.width / 2.0 and not taken & {one, other}:
            taken |= {one, other}
            yield one, other


def middle(points: Array) -> Array:
    """The middle (3,) of the box around points (n, 3)."""
    return np.asarray((points.min(axis=0) + points.max(axis=0)) / 2.0)


def _by_words(shapes: Iterable[VMobject]) -> dict[tuple[str, str], list[Text]]:
    """The texts among shapes, by what they say and by their colours: formulas have several."""
    found: dict[tuple[str, str], list[Text]] = {}
    for shape in shapes:
        if isinstance(shape, Text) and shape.note.says:
            key = shape.note.says, shape.get_fill_color().to_hex()
            found.setdefault(key, []).append(shape)
    return found


def _apart(points: Array, others: Array) -> float:
    return float(np.linalg.norm(middle(points) - middle(others)))
