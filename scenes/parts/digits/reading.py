"""What viewers read: the plain text of Typst markup, and the numbers in a text."""

from __future__ import annotations

import re
from typing import NamedTuple

_COLOR = re.compile(r'#text\(fill: rgb\("[^"]*"\)\)')
_SETTING = re.compile(
    r"#(?:block|align|h|v)\([^()]*\)|#set (?:par|math\.lr)\([^()]*\);"
    r"|#text\((?:font|dir|lang): [^()]*\)"
)
_QUOTED = re.compile(r'#text\("((?:[^"\\]|\\.)*)"\)')
# In formulas of several lines: the ends of lines, and the marks by which they are aligned.
_LINES = re.compile(r'("(?:[^"\\]|\\.)*")|\\(?=\s)|&')
# An index is part of a name: x_0, w_"1", x_("2" i).
_INDEX = re.compile(r'_\(?"?(\d+)"?')
_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_SUPERSCRIPTS = "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"
_PLAIN = str.maketrans(_SUPERSCRIPTS, "-0123456789")
# Digits within a word (w1, 2nd) or a version (0.1.0) are not numbers.
_NUMBER = re.compile(
    rf"""(?P<minus>[-−]\s*)? (?<![\w.])
    (?: (?P<plain>\d+(?:\.(?P<places>\d+))?)
        (?: ×10(?P<power>[{_SUPERSCRIPTS}]+) | e(?P<typed>[-+]?\d+) )?  # typed in a program: 1e-7
      | 10(?P<ten>[{_SUPERSCRIPTS}]+) )
    (?! \w | \.\d | [{_SUPERSCRIPTS}])""",
    re.VERBOSE,
)
# Numbers are written without trailing zeros: 8 stands for 8.0, 0.1 for 0.10.
_FEWEST_DIGITS = 2  # that a rounded number has: 5 stands for 5.0
_DECIMALS = 3  # but never more decimals than three are implied: 0.004 stands for itself


class Shown(NamedTuple):
    """A written number: its text, its absolute value, its precision, its minus sign.

    `places` is the number of decimals that it implies (negative: left of the point). `minus` says
    whether a minus sign precedes it, which may be its own or that of a difference.
    """

    text: str
    value: float
    places: int
    minus: bool

    @property
    def signed(self) -> float:
        """The number if the minus before it is its own."""
        return -self.value if self.minus else self.value

    @property
    def tolerance(self) -> float:
        """Half a unit in the last digit that is implied."""
        return float(0.5 * 10.0**-self.places)


def plain(markup: str) -> str:
    """Typst markup in one line, without colours, settings and quotation marks."""
    text = _LINES.sub(lambda match: match[1] or " ", markup)
    text = _SETTING.sub("", _COLOR.sub("", text))
    text = _QUOTED.sub(lambda match: re.sub(r"\\(.)", r"\1", match[1]), text)
    text = _INDEX.sub(lambda match: match[1].translate(_SUBSCRIPTS), text)
    return " ".join(re.sub(r'["$\[\]#]', " ", text).split())


def numbers_in(text: str) -> list[Shown]:
    """The numbers in a plain text, in order."""
    return [_shown(match) for match in _NUMBER.finditer(text)]


def _shown(match: re.Match[str]) -> Shown:
    digits = match["plain"] or "1"
    power = match["power"] or match["ten"] or match["typed"] or ""
    exponent = int(power.translate(_PLAIN)) if power else 0
    value = float(f"{digits}e{exponent}")
    written = len(match["places"] or "")
    implied = written + max(0, _FEWEST_DIGITS - len(digits.replace(".", "").lstrip("0")))
    places = implied if power else max(written, min(implied, _DECIMALS))
    return Shown(match[0].strip(), value, places - exponent, bool(match["minus"]))
