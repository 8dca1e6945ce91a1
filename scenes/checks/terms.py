"""Whether each symbol of a lesson has its word when it first appears."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from gradreel.scenes.checks.layout import VISIBLE, Text
from gradreel.scenes.parts.notation import Notation, spoken

# What introduces a symbol: its word beside it, or a sentence that says what it is.
_WORDS = {
    "rate": r"learning rate",
    "step": r"\b(?:step|epoch)s?\b",
    "curvature": r"\bcurvatures?\b|\bbends\b",
    "sum": r"\b(?:mean|average|sum)\b",
}
_SOON = 6.0  # seconds within which the word comes: a sentence that is being read, and the next


@dataclass
class Terms:
    """The seconds of a chapter at which each symbol, and each word for one, is first seen."""

    symbols: dict[str, float] = field(default_factory=dict)
    words: dict[str, float] = field(default_factory=dict)

    def note(self, texts: Iterable[Text], own: Notation, seconds: float) -> None:
        """Note what is seen at a second."""
        written = {text.says for text in texts if text.opacity > VISIBLE}
        for role, word in _WORDS.items():
            name = getattr(own, role, role)
            symbol = rf"(?<![\w\"])(?:{re.escape(name)}|{re.escape(spoken(name))})(?![\w\"])"
            for says in written:
                if re.search(word, says):
                    self.words.setdefault(role, seconds)
                if re.search(symbol, says):
                    self.symbols.setdefault(role, seconds)


def unexplained(chapters: Mapping[str, tuple[Terms, float]]) -> Iterator[tuple[str, str, float]]:
    """The symbols that stand alone too long: of which chapter, which, and from which second.

    Of each chapter in order, its terms and how long it lasts.
    """
    symbols: dict[str, tuple[str, float, float]] = {}
    words: dict[str, float] = {}
    began = 0.0
    for name, (terms, seconds) in chapters.items():
        for role, second in terms.symbols.items():
            symbols.setdefault(role, (name, second, began + second))
        for role, second in terms.words.items():
            words.setdefault(role, began + second)
        began += seconds
    for role, (name, second, whole) in symbols.items():
        if words.get(role, whole + 2 * _SOON) > whole + _SOON:
            yield name, role, second
