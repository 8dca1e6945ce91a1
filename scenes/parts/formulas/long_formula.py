"""Formulas of any length, broken into lines or abbreviated until they can be read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, pairwise

from gradreel.scenes.parts.lettering.text import Markup, maths

_LEAST = 0.36  # em in screen units: then capitals in exponents have 2 % of the frame's height
_MOST_LINES = 4  # more would take longer to read than a title is shown


def formula_within(
    versions: Iterable[Sequence[str]], size: float, room: tuple[float, float]
) -> tuple[Markup, bool]:
    """The first version of a formula that is readable in a width and height, and whether one is.

    A version is a list of pieces (Typst math), between which it may be broken into lines; lines are
    aligned at the `&` in the first piece. If none is readable, it is the largest.
    """
    found: list[tuple[float, Markup]] = []
    for formula in (each for pieces in versions for each in _settings(pieces, size)):
        share = min(1.0, room[0] / formula.width, room[1] / formula.height)
        if share * size >= _LEAST:
            return formula.scale(share), True
        found.append((share, formula))
    share, formula = max(found, key=lambda pair: pair[0])
    return formula.scale(share), False


def _settings(pieces: Sequence[str], size: float) -> Iterator[Markup]:
    """A formula in one line, in two lines, and so on."""
    yield maths(" ".join(pieces), size)
    widths = [float(maths(piece, size).width) for piece in pieces]
    for count in range(2, min(_MOST_LINES, len(pieces)) + 1):
        # The empty text keeps the space between a line's leading sign and its term.
        yield maths(' \\ & "" '.join(_lines(pieces, widths, count)), size)


def _lines(pieces: Sequence[str], widths: Sequence[float], count: int) -> list[str]:
    """The pieces in `count` lines, so that the longest line is as short as possible."""
    breaks = ((0, *inner, len(pieces)) for inner in combinations(range(1, len(pieces)), count - 1))
    best = min(breaks, key=lambda ends: max(sum(widths[i:j]) for i, j in pairwise(ends)))
    return [" ".join(pieces[i:j]) for i, j in pairwise(best)]
