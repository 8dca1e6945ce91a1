"""Formulas of any length: in lines, or with dots in place of parts, but never too small to read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, pairwise

from gradreel.scenes.parts.text import Markup, maths

_LEAST = 0.36  # em in screen units: exponents have capitals of 2 % of the frame's height then
_MOST_LINES = 4  # more would take longer to read than a title stands


def formula_within(
    versions: Iterable[Sequence[str]], size: float, room: tuple[float, float]
) -> tuple[Markup, bool]:
    """The first version of a formula that can be read in a width and height, and whether any can.

    A version is its pieces (Typst math), between which it may be broken into lines; an `&` in the
    first is where the others begin.
    """
    found: list[tuple[float, Markup]] = []
    for formula in (each for pieces in versions for each in _settings(pieces, size)):
        share = min(1.0, room[0] / formula.width, room[1] / formula.height)
        if share * size >= _LEAST:
            return formula.scale(share), True
        found.append((share, formula))
    share, formula = max(found, key=lambda one: one[0])
    return formula.scale(share), False


def _settings(pieces: Sequence[str], size: float) -> Iterator[Markup]:
    """A formula in one line, in two, and so on."""
    yield maths(" ".join(pieces), size)
    widths = [float(maths(piece, size).width) for piece in pieces]
    for count in range(2, min(_MOST_LINES, len(pieces)) + 1):
        # The text without an outline keeps the sign of a line's first term apart from it.
        yield maths(' \\ & "" '.join(_lines(pieces, widths, count)), size)


def _lines(pieces: Sequence[str], widths: Sequence[float], count: int) -> list[str]:
    """Pieces in so many lines, of which the longest is as short as it can be."""
    breaks = ((0, *inner, len(pieces)) for inner in combinations(range(1, len(pieces)), count - 1))
    best = min(breaks, key=lambda ends: max(sum(widths[i:j]) for i, j in pairwise(ends)))
    return [" ".join(pieces[i:j]) for i, j in pairwise(best)]
