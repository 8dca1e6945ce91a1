"""Whether a quantity has the same digits wherever it stands in a lesson."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import permutations

from gradreel.scenes.checks.equations import SIGNED, plain_number
from gradreel.scenes.checks.layout import VISIBLE, Text
from gradreel.scenes.checks.truth import lines_of

_LOSS = re.compile(rf"\bloss(?: is| was|:)? (?P<number>{SIGNED})(?![\d×/.])")
_NAMED = re.compile(rf"^(?P<name>[^=]*[^=\s]) (?:=|approx) (?P<number>{SIGNED})$")
_RESTING = 1.0  # seconds: what is shown so long is not one of the numbers that a counter passes
_DIGITS = 3  # of a number, at least: so many numbers round to 4.1 that two are one by chance


class NamedNumbers:
    """Follows the numbers that a chapter prints beside names."""

    def __init__(self) -> None:
        self._seen: dict[tuple[str, str], tuple[float, float]] = {}  # since, and until

    def note(self, texts: Iterable[Text], seconds: float) -> None:
        """Note what is seen at a second."""
        seen = [text for text in texts if text.opacity > VISIBLE and len(text.boxes)]
        for line in lines_of([text for text in seen if not text.axis]).values():
            for match in (*_NAMED.finditer(line.says), *_LOSS.finditer(line.says)):
                key = match.groupdict().get("name", "loss"), match["number"]
                self._seen[key] = self._seen.get(key, (seconds, seconds))[0], seconds

    @property
    def resting(self) -> dict[str, list[str]]:
        """The numbers of each name that were to be read."""
        found = defaultdict(list)
        for (name, number), (first, last) in self._seen.items():
            if last - first >= _RESTING:
                found[name].append(number)
        return dict(found)


def rounded_twice(numbers: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, str, str]]:
    """Names of which one printed number is another one with fewer digits, with both."""
    for name, shown in numbers.items():
        for coarse, fine in permutations(dict.fromkeys(shown), 2):
            one, other = (Decimal(plain_number(text)) for text in (coarse, fine))
            off, step = abs(one - other), Decimal(1).scaleb(_exponent(one))
            rounded = _exponent(other) < _exponent(one) < 0 and 0 < off <= step / 2
            if rounded and len(one.as_tuple().digits) >= _DIGITS:
                yield name, coarse, fine


def _exponent(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    assert isinstance(exponent, int)
    return exponent
