"""Faults of a lesson as a whole: cuts, stillness, two roundings, unexplained symbols."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

import numpy as np

from gradreel.scenes.checks.layout import Fault, quoted
from gradreel.scenes.checks.roundings import rounded_twice
from gradreel.scenes.checks.screening import differing
from gradreel.scenes.checks.terms import Terms, unexplained
from gradreel.scenes.drawing.rehearsal import Pixels
from gradreel.scenes.parts.maps.views import drawn_domain
from gradreel.solver.recording import Recording

_CUT = 12  # pixels of a small picture that may differ where chapters meet: a line's soft edge
_STILL = {"recap": 0.5}  # the greatest share of still frames in a chapter, and in a lesson
_STILL_LESSON = 0.4
_LEAST = 1e-3  # of the drawn domain: about a pixel, less than which nobody sees a run move


@dataclass(frozen=True)
class ChapterShown:
    """What a chapter showed that matters to the lesson as a whole.

    `first` and `last` are pictures (height, width, 3). It lasted for `seconds`, and nothing moved
    for `still` seconds of them. `numbers` are those printed beside each name.
    """

    name: str
    first: Pixels
    last: Pixels
    seconds: float
    still: float
    terms: Terms
    numbers: Mapping[str, Sequence[str]]


def moves(recording: Recording) -> bool:
    """Whether the first run goes far enough, in the part of the parameters drawn, to be seen."""
    places = recording.runs[0].parameters
    widths = np.array([high - low for low, high in drawn_domain(recording).values()])
    return bool((np.ptp(places, axis=0) > _LEAST * widths).any())


def faults_of_lesson(chapters: Sequence[ChapterShown]) -> Iterator[tuple[str, float, Fault]]:
    """Each fault, after the chapter in which it is seen and the second of that chapter."""
    yield from _cuts(chapters)
    yield from _still(chapters)
    yield from _rounded_twice(chapters)
    of = {chapter.name: (chapter.terms, chapter.seconds) for chapter in chapters}
    for name, role, second in unexplained(of):
        what = f"the symbol for “{role}” has no word beside it, nor in a sentence"
        yield name, second, Fault("unexplained", (role,), what, (0.0, 0.0))


def _cuts(chapters: Sequence[ChapterShown]) -> Iterator[tuple[str, float, Fault]]:
    for earlier, later in pairwise(chapters):
        pixels = differing(earlier.last, later.first)
        if pixels >= _CUT:
            what = f"its first picture is not the last one of {quoted(earlier.name)}"
            yield later.name, 0.0, Fault("cut", (), f"{what}: {pixels} pixels differ", (0.0, 0.0))


def _still(chapters: Sequence[ChapterShown]) -> Iterator[tuple[str, float, Fault]]:
    lesson = sum(c.seconds for c in chapters), sum(c.still for c in chapters), _STILL_LESSON
    parts = [(c.name, c.seconds, c.still, _STILL.get(c.name, 1.0)) for c in chapters]
    for name, seconds, still, most in [*parts, ("lesson", *lesson)]:
        if still > most * seconds:
            what = (
                f"{still / seconds:.0%} of the frames are as the one before, more than {most:.0%}"
            )
            yield name, 0.0, Fault("still", (name,), what, (0.0, 0.0))


def _rounded_twice(chapters: Sequence[ChapterShown]) -> Iterator[tuple[str, float, Fault]]:
    names = dict.fromkeys(chain.from_iterable(chapter.numbers for chapter in chapters))
    numbers = {n: [t for c in chapters for t in c.numbers.get(n, ())] for n in names}
    for name, coarse, fine in rounded_twice(numbers):
        where = next(c.name for c in chapters if coarse in c.numbers.get(name, ()))
        what = f"{name} is {coarse} here, and {fine} elsewhere in the lesson"
        yield where, 0.0, Fault("rounded twice", (name, coarse, fine), what, (0.0, 0.0))
