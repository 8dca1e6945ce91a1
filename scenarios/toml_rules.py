"""The mistakes that people make in TOML, and what to write instead."""

# ruff: noqa: RUF001 -- confusable characters are what this is about
from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from gradreel.scenarios.toml_corrections import (
    NUMBER,
    Mistake,
    dotted,
    escaped,
    letter,
    multiplied,
    number_of,
    one_word,
    percent,
    square,
    ungrouped,
    wide,
)
from gradreel.scenarios.toml_kinds import Kind

TABLES = ("objective", "start", "starts", "runs", "output", "sweep")
_TEXTS = ("title", "lesson", "theme", "name", "optimizer", "formula", "model", "file")
_END = r"[ \t]*(?=[,}\]#\n]|$)"
_WORDS = {"true": "true", "yes": "true", "on": "true", "false": "false", "no": "false"}
_WORDS["off"] = "false"
_QUOTES = "[\"'“”„‟«»‘’‚‛`´″]"


Instead = str | Callable[[Mistake], str]


@dataclass(frozen=True)
class Rule:
    """A mistake in a line, whose strings and comments are blanked out.

    The group `bad` of the pattern is what is wrong, `instead` its correction:
    a template of the match, or a function of it; "" where that is not known. A mistake may be made
    `everywhere` in a line, only `inside` of such a bracket, only of a key that takes one of `of`,
    and none that takes one of `but`.
    """

    pattern: re.Pattern[str]
    why: str
    instead: Instead
    everywhere: bool = False
    inside: str = ""
    raw: bool = False  # of the line as it is, strings and all
    of: tuple[Kind, ...] = ()
    but: tuple[Kind, ...] = ()

    def matches(self, line: str, opened: str, kind: Kind) -> list[re.Match[str]]:
        """The places of the mistake in a line.

        `opened` are the brackets that are open before the line, and `kind` is the kind of value
        that its key takes.
        """
        if (
            self.inside not in opened + line
            or kind in self.but
            or (self.of and kind not in self.of)
        ):
            return []
        found = list(self.pattern.finditer(line))
        return found if self.everywhere else found[:1]

    def corrected(self, mistake: Mistake) -> str:
        """The correction of the mistake."""
        if callable(self.instead):
            return self.instead(mistake)
        return re.sub(r"\\(?:g<)?(\d)>?", lambda number: mistake[int(number[1])], self.instead)


def _rule(pattern: str, why: str, instead: Instead, **more: object) -> Rule:
    return Rule(re.compile(pattern), why, instead, **more)  # type: ignore[arg-type]


def header(name: str) -> str:
    """The header of a table by its name."""
    return f"[[{name}]]" if name == "runs" else f"[{name}]"


RULES: tuple[Rule, ...] = (
    _rule(r"^\s*(?P<bad>```.*|~~~.*|---\s*|\.\.\.\s*)$", "is not part of a scenario", r" "),
    _rule(
        r"(?P<bad>[\u00a0\u2000-\u200a\u202f\u205f\u3000]+)",
        "there is a blank here that is not an ordinary space",
        " ",
        everywhere=True,
    ),
    _rule(r"(?P<bad>[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+)",
          "there is an invisible character here", lambda _: "", everywhere=True),
    _rule(r"(?P<bad>[！-～]+)", "a character here is a full-width one", wide, everywhere=True),
    _rule(rf"=\s*(?P<bad>{_QUOTES}*\s*({NUMBER})\s*{_QUOTES}*){_END}", "a number has no quotes",
          r"\2", of=("number",), raw=True),
    _rule(rf"=\s*(?P<bad>[(<{{\[]+\s*({NUMBER}|\"x*\")\s*[)>}}\]]+)\s*(?=#|$)",
          "a value has no brackets", r"\2", of=("number", "text")),
    _rule(
        r"(?P<bad>[“”„‟«»‘’‚‛`´″](.*?)[“”„‟«»‘’‚‛`´″\"])",
        "text needs straight quotes",
        r'"\2"',
        everywhere=True,
    ),
    _rule(r"=\s*(?P<bad>\"([^“”\"]*)[“”])", "text needs straight quotes", r'"\2"'),
    _rule(r"(?P<bad>[−–—‒－])(?=\s*[\d.π])", "a minus sign is the plain -", "-", everywhere=True),
    # Whole lines.
    _rule(r"^\s*(?P<bad>//+|--+|%+|;+|/\*|<!--)", "a comment begins with #", "#"),
    _rule(r"^\s*(?P<bad>[-*•]\s+)(?=[\w\[])", "a key has nothing in front of it", lambda _: ""),
    _rule(
        rf"^\s*(?P<bad>[\[({{<\s]*({'|'.join(TABLES)})[\])}}>\s]*:?)\s*(?=#|$)",
        "a table begins with its name in brackets",
        lambda found: header(found[2]),
    ),
    _rule(r"^\s*(?P<bad>\[+\s*\]+)", "a table has its name in the brackets", ""),
    _rule(r"^\s*(?P<bad>\[+\s*([\w.-]+)\s*\]*)\s*(?=#|$)", "a table begins with its name in "
          "brackets", r"[\2]"),
    _rule(r"^\s*\[+[\w.]+\]+(?P<bad>\s+)(?=[\w.]+\s*=)", "a table's first line has nothing else",
          "\n"),
    _rule(r"^\s*\[+\s*(?P<bad>(?=\w*[^\W\d_a-zA-Z])\w+)\s*\]+", "a key has only the letters a to z",
          letter),
    # Between a key and its value.
    _rule(r"^\s*(?P<bad>[(\[<]+(\w+)[)\]>]+)(?=\s*=)", "a key has no brackets", r"\2"),
    _rule(r"^\s*[\w.\"-]+(?P<bad>\s*(?::=|=\s*=|=>|->|<-|←|:|is)\s*)(?=\S)",
          "a key and its value have one = between them", " = "),
    _rule(r"(?<=[{,\s])(?:\w+|\"x*\")(?P<bad>\s*:\s*)", "a key and its value have one = between "
          "them", " = ", everywhere=True, inside="{"),
    _rule(r"[{,]\s*\w+(?P<bad>\s+(?:in\s+)?)(?=\[)", "a key and its value have one = between them",
          " = ", everywhere=True, inside="{"),
    _rule(r"^\s*(?P<bad>[A-Za-z][\w-]*(?:[ \t]+[A-Za-z_][\w-]*)+)\s*=", "a key is one word",
          one_word),
    _rule(r"(?P<bad>(?=\w*[^\W\d_a-zA-Z])[\w]+)(?=\s*=)", "a key has only the letters a to z",
          letter, everywhere=True),
    _rule(r"^\s*[\w.-]+(?P<bad>\s+)(?=[\d\"'\[{+.-])", "a key and its value have one = between "
          "them", " = "),
    _rule(r"^\s*(?P<bad>runs\[\d+\]\.?)", "a run is a table of its own, which begins with [[runs]]",
          lambda _: ""),
    _rule(rf"=\s*(?P<bad>(?i:none|null|nil)){_END}", "what has no value is left out", ""),
    # Texts.
    _rule(r"=\s*(?P<bad>(?:[fru]|rb|fr|rf)(?=[\"']x*[\"']))", "text begins with its quote",
          lambda _: ""),
    _rule(r"=\s*(?P<bad>\"([^\"]*)\"\s*\+\s*\"([^\"]*)\")", "pieces of text are not joined with +",
          r'"\2\3"', raw=True),
    _rule(rf"^\s*(?:{'|'.join(_TEXTS)})\s*=\s*(?P<bad>(?!(?i:none|null|nil)\b)"
          rf"([^\s\"'#][^\"#]*?)(?:\s*[,;]+)?)\s*(?=#|$)", "text needs quotes", r'"\2"'),
    _rule(r"[{,]\s*(?:file|x|y|missing|separator|decimal|optimizer|name)\s*=\s*"
          r"(?P<bad>([A-Za-z][\w./ -]*?|[;.|]))(?=\s*[,}])", "text needs quotes", r'"\2"',
          everywhere=True, inside="{"),
    _rule(r"[{,]\s*(?:separator|decimal)\s*=\s*(?P<bad>,)(?=\s*[,}])", "text needs quotes",
          r'","', inside="{"),
    _rule(r"[\[,]\s*(?P<bad>([A-Za-z]\w*))(?=\s*[,\]])", "text needs quotes", r'"\2"',
          everywhere=True, inside="[", of=("list",)),
    _rule(r"=\s*(?P<bad>'(.*'.*)')\s*$", "text with an apostrophe needs double quotes",
          r'"\2"'),
    _rule(r"(?P<bad>\"([^\"]*\\[^\"]*)\")", "text with \\ needs single quotes", r"'\2'",
          everywhere=True, raw=True),
    _rule(r"(?P<bad>[\x00-\x08\x0b-\x1f\x7f]+)", "there is an invisible character here",
          lambda _: "", everywhere=True, raw=True),
    _rule(r"=\s*(?P<bad>\"(.*\".*)\")\s*$", 'a quote inside text is written \\"', escaped),
    _rule(r"=\s*(?P<bad>[\"']([^\"']*?))\s*(?=\s#.*$|$)", "text ends with a quote on the same line",
          r'"\2"'),
    _rule(r"=\s*(?P<bad>[\"']?([^\"'=\[{]+)[\"'])\s*$", "text needs the same quote at both ends",
          r'"\2"'),
    # Values.
    _rule(rf"=\s*(?P<bad>(?i:{'|'.join(_WORDS)})){_END}", "a flag is true or false",
          lambda found: _WORDS[found["bad"].lower()]),
    _rule(rf"[=\[,]\s*(?P<bad>[+-]?(?i:inf|infinity|nan)|[+-]?∞){_END}", "a number is finite", "",
          everywhere=True),
    _rule(r"=\s*(?P<bad>)\s*(?=#|$|[,}])", "there is no value after the =", ""),
    _rule(rf"=\s*(?P<bad>({NUMBER})\s*,\s*({NUMBER})){_END}", "a list needs square brackets",
          r"[\2, \3]", of=("list",)),
    _rule(rf"(?:domain\s*=\s*\{{|,)\s*\w+\s*=\s*(?P<bad>({NUMBER})\s*,\s*({NUMBER}))(?=\s*[,}}])",
          "a list needs square brackets", r"[\2, \3]", everywhere=True, of=("table",)),
    _rule(r"=\s*(?P<bad>([+-]?[1-9]\d{0,2})(?:([ ',._])\d{3})(?:\3\d{3})*(?:[.,]\d+)?)" + _END,
          "the digits of a number have nothing between them (and a dot before decimals)",
          ungrouped),
    _rule(rf"=\s*(?P<bad>[+-]?\s*\d+(?:\.\d+)?\s*(?:[eE]\s*[+-]?\s*\d+|(?<=\s)\.\d+|)){_END}",
          "a number has no spaces in it", lambda found: re.sub(r"\s", "", found["bad"])),
    _rule(rf"=\s*(?P<bad>({NUMBER})[dD]([+-]?\d+)){_END}", "an exponent is written with e",
          r"\2e\3"),
    _rule(rf"=\s*{NUMBER}(?P<bad>[ \t]+(?={NUMBER}).*)", "there are two numbers here", ""),
    _rule(rf"=\s*(?P<bad>([+-]?\d+),(\d+(?:[eE][+-]?\d+)?)){_END}", "decimals have a dot",
          r"\2.\3"),
    _rule(r"(?P<bad>[¼-¾⅐-⅞])", "a value is a plain number",
          lambda found: repr(unicodedata.numeric(found["bad"]))),
    _rule(rf"(?P<bad>({NUMBER})\s*%)", "a number has no percent sign", percent, everywhere=True),
    _rule(r"(?<![\w.])(?P<bad>([+-]?)\.(?=\d))", "a digit stands before the dot", r"\g<2>0.",
          everywhere=True),
    _rule(r"(?<![\w.])(?P<bad>([+-]?\d+)\.)(?!\d)", "a digit stands after the dot", r"\2.0",
          everywhere=True),
    _rule(r"(?<![\w.\-])(?P<bad>([+-]?)0+(?=\d))", "a number does not begin with 0", r"\2",
          everywhere=True),
    _rule(r"(?P<bad>\s*//)", "a comment begins with #", " #"),
    _rule(r"(?P<bad>\s*;\s*)(?=#|$)", "a line ends without ;", lambda _: " "),
    # One optional group: a repeated one would try every way to split the brackets, 2**n of them.
    _rule(r"^[^\[{]*(?:[\[{].*[\]}][^\[{]*)?(?P<bad>\s*,\s*)(?=#|$)", "a line ends without a comma",
          lambda _: " "),
    _rule(r"^\s*[\w.]+\s*=\s*[^=]*?(?P<bad>\s*[,;\s]\s*)(?=[A-Za-z][\w.]*\s*=)",
          "each key has a line of its own", "\n"),
    # Lists and tables.
    _rule(r"\[(?P<bad>[^\[\]]*\d,\d[^\[\]]*;[^\[\]]*|[^\[\]]*;[^\[\]]*\d,\d[^\[\]]*)\]",
          "decimals have a dot, and entries of a list commas between them", dotted,
          everywhere=True, inside="["),
    _rule(r"\[[^\[\]{}]*?(?P<bad>)\s*(?=\})", "a list ends with a bracket", "]", everywhere=True,
          inside="{"),
    _rule(rf"(?:[=,]\s*)(?P<bad>[\])]?\s*({NUMBER})\s*,\s*({NUMBER})\s*[\])\[])"
          r"(?=\s*[,}\]#]|\s*$)", "a list needs square brackets", r"[\2, \3]",
          everywhere=True, but=("number",)),
    _rule(r"=\s*(?P<bad>[\[(][\[\]()\d\s,.eE+-]*[\])])", "a list needs square brackets", square,
          but=("number",)),
    _rule(r"(?<=\])(?P<bad>\s*)(?=\[)", "entries of a list have commas between them", ", ",
          everywhere=True, inside="["),
    _rule(r"=\s*(?P<bad>\(([^()]*=[^()]*)\))", "a table on one line needs { }", r"{ \2 }"),
    _rule(rf"=\s*(?P<bad>({NUMBER}(?:\s*,\s+{NUMBER})+)){_END}",
          "a list needs square brackets", r"[\2]"),
    _rule(r"(?:^|(?<=[=\[,\s]))(?P<bad>\(([^()]*)\))(?!\s*=)", "a list needs square "
          "brackets", r"[\2]", everywhere=True, but=("number", "text")),
    _rule(r"=\s*(?P<bad>[\[(]([^\[\]()]*)[)\]])", "a list needs square brackets", r"[\2]",
          everywhere=True, but=("number", "text")),
    _rule(r"=\s*(?P<bad>\{([^{}=:\"]*)\})", "a list needs square brackets", r"[\2]",
          everywhere=True, but=("number", "text")),
    _rule(r"=\s*(?P<bad>[<|]([^<>|]*)[>|])", "a list needs square brackets", r"[\2]",
          but=("number", "text")),
    _rule(r"(?P<bad>\s*;\s*)(?=[^;\]]*\])", "entries of a list have commas between them", ", ",
          everywhere=True),
    _rule(rf"=\s*(?P<bad>\[?\s*({NUMBER})\s*(?:\.\.+|…|to|:|–)\s*({NUMBER})\s*\]?)",
          "a range is a list", r"[\2, \3]", everywhere=True, but=("number", "text")),
    _rule(r"(?P<bad>\s*,\s*)(?=\})", "a table ends without a comma", " ", everywhere=True),
    _rule(r"(?P<bad>,\s*,)", "there is one comma too many", ",", everywhere=True),
    _rule(r"(?<=[\w\]\"}])(?P<bad>\s+)(?=[\w\"]+\s*=)", "keys in { } have commas between them",
          ", ", everywhere=True, inside="{"),
    _rule(r"(?<=[\w\]\"'}.])(?P<bad>\s+)(?=[\d+\-\"'\[{])", "entries of a list have commas between "
          "them", ", ", everywhere=True, inside="["),
    _rule(r"(?P<bad>[\]})])\s*(?=#|$)", "there is one bracket too many", lambda _: " "),
    _rule(rf"(?:[=,\[]|^)\s*(?P<bad>[^\s,\[\]{{}}=#\"'][^,\[\]{{}}=#\"']*?){_END}",
          "a value is a number, not a calculation", number_of, everywhere=True),
    _rule(rf"=\s*(?P<bad>({NUMBER})\s*([kKM])){_END}", "a number has nothing beside it",
          multiplied),
    _rule(rf"=\s*(?P<bad>(?!0[xXobOB])({NUMBER})\s*[A-Za-zµ°$€£][\w/]*){_END}",
          "a number has nothing beside it", r"\2"),
    _rule(rf"=\s*(?P<bad>[$€£]\s*({NUMBER})){_END}", "a number has nothing beside it", r"\2"),
    _rule(r"=\s*(?P<bad>((?!(?i:none|null|nil|nan|inf)\b)[^\W\d][^\"'#=\[{]*?)(?:\s*[,;]+)?)"
          r"\s*(?=#|$)", "text needs quotes", r'"\2"', but=("number", "table", "list")),
    _rule(r"=\s*(?P<bad>[^\W\d].*?)\s*(?=#|$)", "the value of this key is a number", "",
          of=("number",)),
    _rule(r"=\s*(?P<bad>[^\W\d].*?)\s*(?=#|$)", "the value of this key is a table, in { }", "",
          of=("table",)),
    _rule(r"=\s*(?P<bad>[^\W\d].*?)\s*(?=#|$)", "the value of this key is a list, as in "
          "[1, 2]", "", of=("list",)),
    _rule(r"=\s*(?P<bad>[+-]?\.?\d[^\s,\]}#]*)", "this is not a number", ""),
    _rule(r"^\s*(?P<bad>[{<])", "this is not TOML, where a line reads lr = 0.1", ""),
    _rule(rf"^\s*(?:\[+[\w.]+\]+|[\w.]+\s*=\s*(?:{NUMBER}|\"x*\"))(?P<bad>\s+)"
          r"(?=[^#\s*/^=])(?![+-]?\.?\d|[eE]\s*[+-]?\d)", "a line ends after its value, or with a "
          "comment after a #", " # "),
    _rule(r"^\s*\w+(?P<bad>)\s*$", "there is no = and no value after the key", ""),
)  # fmt: skip
