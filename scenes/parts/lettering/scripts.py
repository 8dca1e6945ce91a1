"""What the script of a text requires: its direction, its language, a package of fonts."""

from __future__ import annotations

import unicodedata

# The Debian packages with fonts for scripts, by the beginnings of their signs' Unicode names.
_CJK = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO", "IDEOGRAPHIC", "FULLWIDTH")
_PACKAGES = (("fonts-noto-cjk", (*_CJK, "HALFWIDTH")),)
_SYMBOLS, _OTHER = "fonts-symbola", "fonts-noto-core"
# Chinese, Japanese and Korean write some signs differently; the first match decides.
_LANGUAGES = (
    ("ja", ("HIRAGANA", "KATAKANA", "HALFWIDTH KATAKANA")),
    ("ko", ("HANGUL",)),
    ("zh", ("CJK", "BOPOMOFO")),
)


def settings_for(text: str) -> str:
    """The Typst settings for the direction and the language of a text; empty if it needs none."""
    if text.isascii():
        return ""
    if _runs_leftward(text):
        return "dir: rtl"
    names = [unicodedata.name(sign, "") for sign in text if not sign.isascii()]
    for language, beginnings in _LANGUAGES:
        if any(name.startswith(beginnings) for name in names):
            return f'lang: "{language}"'
    return ""


def _runs_leftward(text: str) -> bool:
    """Whether the first letter that has a direction runs from right to left."""
    directions = map(unicodedata.bidirectional, text)
    return next((d for d in directions if d in ("L", "R", "AL")), "L") != "L"


def package_for(sign: str) -> str:
    """A Debian package of fonts that is likely to have a sign."""
    name = unicodedata.name(sign[0], "")
    for package, beginnings in _PACKAGES:
        if name.startswith(beginnings):
            return package
    return _SYMBOLS if unicodedata.category(sign[0])[0] in "SC" else _OTHER


def clusters(text: str) -> list[str]:
    """The signs of a text, each with the marks and joiners that belong to it."""
    found: list[str] = []
    for sign in text:
        joined = found and (
            unicodedata.category(sign)[0] == "M" or "\u200d" in (sign, found[-1][-1])
        )
        if joined:
            found[-1] += sign
        else:
            found.append(sign)
    return found


def named(sign: str) -> str:
    """A sign with its name in Unicode, as in “梯” (CJK UNIFIED IDEOGRAPH-68AF)."""
    names = " with ".join(unicodedata.name(part, f"U+{ord(part):04X}") for part in sign)
    return f"“{sign}” ({names})"
