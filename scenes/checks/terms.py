"""Whether each symbol of a lesson is explained when it first appears."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from gradreel.scenes.checks.layout import VISIBLE, Text
from gradreel.scenes.parts.formulas.notation import Notation, spoken

# What explains a symbol: a word for it, beside it or in a sentence.
_WORDS = {
    "rate": r"learning rate",
    "step": r"\b(?:step|epoch)s?\b",
    "curvature": r"\bcurvatures?\b|\bbends\b",
    "loss": r"\bloss\b",
    "nabla": r"\bgradient\b",
    "partial": r"\bslopes?\b",
    "sum": r"\b(?:mean|average|sum)\b",
}
_SOON = 6.0  # seconds within which it is explained: the time of a sentence and the next one


@dataclass
class Terms:
    """The seconds of a chapter at which each symbol, and each word for one, is first seen."""

    symbols: dict[str, float] = field(default_factory=dict)
    words: dict[str, float] = field(default_factory=dict)

    def note(self, texts: Iterable[Text], notation: Notation, seconds: float) -> None:
        """Note the symbols and words that are visible at this second."""
        written = {text.says for text in texts if text.opacity > VISIBLE}
        for role, word in _WORDS.items():
            name = getattr(notation, role, role)
            symbol = rf"(?<![\w\"])(?:{re.escape(name)}|{re.escape(spoken(name))})(?![\w\"])"
            for says in written:
                if re.search(word, says):
                    self.words.setdefault(role, seconds)
                if re.search(symbol, says):
                    self.symbols.setdefault(role, seconds)


def unexplained(chapters: Mapping[str, tuple[Terms, float]]) -> Iterator[tuple[str, str, float]]:
    """The symbols that are not explained soon: the chapter, the role, and from which second.

    `chapters` are the terms and the length of each chapter, in order.
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
    for role, (name, second, in_lesson) in symbols.items():
        if words.get(role, in_lesson + 2 * _SOON) > in_lesson + _SOON:
            yield name, role, second
