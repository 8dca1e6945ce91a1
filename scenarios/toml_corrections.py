"""Corrections of mistakes in TOML, as far as they have to be computed."""

# ruff: noqa: RUF001 -- confusable characters are what this is about
from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from gradreel.scenarios.formula import value_of
from gradreel.scenarios.syntax import FormulaError

NUMBER = r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?"

# Letters whose Unicode name is not used or is reserved in Python, and Cyrillic look-alikes.
_LETTERS = {"lamda": "lam", "ß": "ss", **dict(zip("аеіорсухѕ", "aeiopcyxs", strict=True))}
_TIMES = {"k": 1_000, "K": 1_000, "M": 1_000_000}  # not m, which is also milli
_CALLED = {"learning rate": "lr", "step size": "lr", "number of steps": "steps"}


@dataclass(frozen=True)
class Mistake:
    """A match of a rule in a line with blanked strings, and the line as it is."""

    line: str
    found: re.Match[str]

    def __getitem__(self, group: str | int) -> str:
        """The text of a group in the line as it is."""
        return self.line[self.found.start(group) : self.found.end(group)]


def number_of(found: Mistake) -> str:
    """The value of a calculation such as 1/3 or 10^-2; the text itself if it has none."""
    if re.fullmatch(NUMBER, found["bad"]):
        return found["bad"]
    text = found["bad"].replace("^", "**").replace("×", "*").replace("·", "*").replace("−", "-")
    text = re.sub(r"[⁻⁰¹²³⁴-⁹]+", lambda m: f"**({unicodedata.normalize('NFKC', m[0])})", text)
    try:
        value = value_of(text.replace("−", "-").replace("π", "pi"))
    except FormulaError:
        return found["bad"]
    whole = value.is_integer() and re.fullmatch(r"[\d\s+*()-]*", text)
    return f"{value:.0f}" if whole else repr(value)


def multiplied(found: Mistake) -> str:
    """A number with k for thousands, or M for millions."""
    return f"{float(found[2]) * _TIMES[found[3]]:.12g}"


def ungrouped(found: Mistake) -> str:
    """A number without separators between its digits, with a decimal point."""
    return re.sub(r"[ '_]", "", found["bad"].replace(found[3], "")).replace(",", ".")


def dotted(found: Mistake) -> str:
    """Entries with decimal commas and semicolons between them, in TOML's notation."""
    return re.sub(r"\s*;\s*", ", ", re.sub(r"(?<=\d),(?=\d)", ".", found["bad"]))


def square(found: Mistake) -> str:
    """Round brackets replaced by square ones."""
    return found["bad"].translate(str.maketrans("()", "[]"))


def percent(found: Mistake) -> str:
    """A percentage as a fraction of 1."""
    return repr(float(f"{float(found[2]) / 100:.12g}"))


def letter(found: Mistake) -> str:
    """A name spelt with the letters a to z."""
    return "".join(map(latin, found["bad"]))


def latin(char: str) -> str:
    """A character spelt with the letters a to z; _ if that is not possible."""
    name = unicodedata.name(char, "").lower().split()
    if name[:1] == ["greek"] and "letter" in name:
        name = name[name.index("letter") + 1 :]
        return _LETTERS.get(name[0], name[0])
    if char in _LETTERS:
        return _LETTERS[char]
    plain = unicodedata.normalize("NFKD", char)[:1]
    return plain if plain.isascii() else "_"


def one_word(found: Mistake) -> str:
    """A key of several words as the known key that it means, or joined by underscores."""
    words = " ".join(found["bad"].split())
    return _CALLED.get(words.lower(), words.replace(" ", "_"))


def wide(found: Mistake) -> str:
    """Full-width characters as plain ones."""
    return unicodedata.normalize("NFKC", found["bad"])


def escaped(found: Mistake) -> str:
    """A text with the quotes inside it escaped."""
    inner = found[2].replace('"', '\\"')
    return f'"{inner}"'
