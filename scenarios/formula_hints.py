"""Formulas in the notations of paper and of other programs: what to write instead."""

# ruff: noqa: RUF001 -- confusable characters are what this is about

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator

from gradreel.scenarios.syntax import MAX_LENGTH
from gradreel.scenarios.words import visible

Instead = str | Callable[[re.Match[str]], str]

_ARGUMENT = r"\(([^()]*(?:\([^()]*\)[^()]*)*)\)"  # with brackets in it, but not deeper
_TERM = rf"(?:-?[A-Za-z_]\w*(?:{_ARGUMENT})?|{_ARGUMENT})"
_FUNCTIONS = "sin|cos|tan|asin|acos|atan|sinh|cosh|tanh|exp|log|sqrt|abs"
_LIKE = {"arcsin": "asin", "arccos": "acos", "arctan": "atan", "tg": "tan", "ln": "log"}
_LIKE |= {"sen": "sin", "loge": "log", "fabs": "abs", "arctg": "atan"}
_LIKE |= {"sgn": "sign", "signum": "sign"}
_MADE_OF = {
    "log10": "(log({0})/log(10))",
    "lg": "(log({0})/log(10))",
    "log2": "(log({0})/log(2))",
    "cot": "(1/tan({0}))",
    "sec": "(1/cos({0}))",
    "csc": "(1/sin({0}))",
    "sigmoid": "(1/(1 + exp(-({0}))))",
    "softplus": "log(1 + exp({0}))",
    "relu": "(({0} + abs({0}))/2)",
    "square": "(({0})**2)",
    "log1p": "log(1 + {0})",
    "expm1": "(exp({0}) - 1)",
    "sign": "({0}/abs({0}))",
    "max": "(({0} + {1} + abs({0} - ({1})))/2)",
    "min": "(({0} + {1} - abs({0} - ({1})))/2)",
    "pow": "({0})**({1})",
    "hypot": "sqrt(({0})**2 + ({1})**2)",
}
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")


def _made_of(found: re.Match[str]) -> str:
    """A function that formulas do not have, written with those that they have."""
    made, values = _MADE_OF[found[1]], [value.strip() for value in found[2].split(",")]
    wanted = 2 if "{1}" in made else 1
    return made.format(*values) if len(values) == wanted else found[0]


def _letter(found: re.Match[str]) -> str:
    """The name of a Greek letter, followed by * if it is in front of another name."""
    name = unicodedata.name(found[0]).lower().split()
    word = (
        "lam"
        if name[-1] == "lamda"
        else name[name.index("letter") + 1]
        if "letter" in name
        else name[1]
    )
    return word + "*" * bool(re.match(r"\w", found.string[found.end() :]))


def _fraction(found: re.Match[str]) -> str:
    more = found.string[found.end() :].lstrip()
    return f"{unicodedata.numeric(found[0]):.12g}" + "*" * bool(re.match(r"[\w(]", more))


def _power(found: re.Match[str]) -> str:
    exponent = found[0].translate(_SUPERSCRIPTS)
    return f"**{exponent}" if exponent.isdigit() else f"**({exponent})"


# A pattern that formulas do not have, what is wrong with it, and what replaces it.
_RULES: tuple[tuple[str, str, Instead], ...] = (
    (r"^\s*[A-Za-z]\w*\s*(?:\([^()]*\))?\s*=\s*", "comes before the =", ""),
    (r"\b(?i:np|numpy|math|torch|sympy|sp|tf)\.", "is not needed", ""),
    (r"[−–—]", "is not a plain minus", "-"),
    (r"[·×∙⋅]", "is not a plain *", "*"),
    (r"÷|(?<=\w)\s*:\s*(?=\w)", "is not a plain /", "/"),
    (r"π", "is called pi", "pi"),
    (r"[α-ωϑϕϵ]", "is not one of the letters a to z", _letter),
    (r"[¼½¾⅐-⅞]", "is not a plain number", _fraction),
    (r"[⁻⁰¹²³⁴-⁹]+", "is a power", _power),
    (r"\^", "is written **", "**"),
    (r"√\s*(\w+(?:\.\d+)?)", "is called sqrt", r"sqrt(\1)"),
    (rf"√\s*{_ARGUMENT}", "is called sqrt", r"sqrt(\1)"),
    (r"\|([^|]+)\|", "is called abs", r"abs(\1)"),
    (r"[\[{]", "is not a round bracket", "("),
    (r"[\]}]", "is not a round bracket", ")"),
    (r"(?<![\w.])(\d+),(\d+)(?![\d.])", "has no dot", r"\1.\2"),
    *((rf"\b{name}\b", f"is called {ours}", ours) for name, ours in _LIKE.items()),
    (rf"\b({'|'.join(_MADE_OF)})\s*{_ARGUMENT}", "is not known", _made_of),
    (rf"\b({_FUNCTIONS})\s*(?:\*\*|\^)\s*(\d+)\s*{_ARGUMENT}", "is a power", r"\1(\3)**\2"),
    (rf"\b({_FUNCTIONS})\s+(\w+)", "needs brackets", r"\1(\2)"),
    (rf"\b(?:e|2\.718\d*)\s*\*\*\s*({_TERM})", "is called exp", r"exp(\1)"),
    (
        rf"(?<![\w.])(\d+(?:\.\d+)?)\s*\*\*\s*({_TERM})",
        "has an exponent that is not a number",
        r"exp(\2*log(\1))",
    ),
    (r"(?<![\w.])(\d+(?:\.\d+)?)\s*(?=[A-Za-z_(])", "needs its *", r"\1*"),
    (r"\)\s*(?=[\w(])", "needs its *", ")*"),
    (rf"\b(?!(?:{_FUNCTIONS})\b)([A-Za-z_]\w*)\s*(?=\()", "needs its *", r"\1*"),
    (r"\b([A-Za-z_]\w*)\s+(?=[A-Za-z_]\w*)", "needs its *", r"\1*"),
    (r"\b([A-Za-z])([A-Za-z])\b", "needs its *", r"\1*\2"),
    (rf"\b({_FUNCTIONS})([A-Za-z]\d?)\b", "needs brackets", r"\1(\2)"),
)


def instead_of(text: str, works: Callable[[str], bool]) -> str:
    """A sentence about a formula that cannot be used: what is wrong, where, and what to write.

    "" if none of the known replacements makes a formula that `works`.
    """
    first = ""
    if len(text) > MAX_LENGTH:
        return first
    for start, wrong, new in _rewritten(text):
        first = first or f"{wrong} (column {start + 1} of the formula)"
        if works(new):
            return f"{first}: write {new}"
    return ""


def _rewritten(text: str) -> Iterator[tuple[int, str, str]]:
    """For each rule that changes the text in turn: where, what is wrong, and the new text."""
    for pattern, why, instead in _RULES:
        found = re.search(pattern, text)
        new = re.sub(pattern, instead, text) if found else text
        if found and new != text:
            text = new
            yield found.start(), f'"{visible(found[0].strip())}" {why}', text
