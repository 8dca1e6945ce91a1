"""Whether a quantity is printed with the same digits everywhere in a lesson."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import permutations

from gradreel.scenes.checks.equations import SIGNED, SUPERSCRIPTS, plain_number
from gradreel.scenes.checks.layout import Text

# No exponent is cut short before the full stop of a sentence.
_LOSS = re.compile(rf"\bloss(?: is| was|:)? (?P<number>{SIGNED})(?![\d×/.{SUPERSCRIPTS}])")
_NAMED = re.compile(rf"^(?P<name>[^=]*[^=\s]) (?:=|approx) (?P<number>{SIGNED})$")
_RESTING = 1.0  # seconds: a number shown for less is one that a counter passes
_DIGITS = 3  # at least: among shorter numbers, many different ones round to the same by chance


class NamedNumbers:
    """Follows the numbers that a chapter prints beside names."""

    def __init__(self) -> None:
        self._seen: dict[tuple[str, str], tuple[float, float]] = {}  # since, and until

    def note(self, lines: Iterable[Text], seconds: float) -> None:
        """Note the numbers in the lines that are visible at this second."""
        for line in lines:
            for match in (*_NAMED.finditer(line.says), *_LOSS.finditer(line.says)):
                key = match.groupdict().get("name", "loss"), match["number"]
                self._seen[key] = self._seen.get(key, (seconds, seconds))[0], seconds

    @property
    def resting(self) -> dict[str, list[str]]:
        """The numbers of each name that were shown long enough to be read."""
        found = defaultdict(list)
        for (name, number), (first, last) in self._seen.items():
            if last - first >= _RESTING:
                found[name].append(number)
        return dict(found)


def rounded_twice(numbers: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, str, str]]:
    """The names for which one printed number is another with fewer digits, and both numbers."""
    for name, shown in numbers.items():
        for coarse, fine in permutations(dict.fromkeys(shown), 2):
            rougher, finer = (Decimal(plain_number(text)) for text in (coarse, fine))
            off, step = abs(rougher - finer), Decimal(1).scaleb(_exponent(rougher))
            rounded = _exponent(finer) < _exponent(rougher) < 0 and 0 < off <= step / 2
            if rounded and len(rougher.as_tuple().digits) >= _DIGITS:
                yield name, coarse, fine


def _exponent(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    assert isinstance(exponent, int)
    return exponent
