"""Files that are not TOML: what is wrong in which line and column, and what to write instead."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from gradreel.scenarios.places import TEXT_OR_COMMENT, keys_of
from gradreel.scenarios.problems import MAX_PROBLEMS, ScenarioError, key_text
from gradreel.scenarios.toml_corrections import Mistake
from gradreel.scenarios.toml_kinds import kind_of
from gradreel.scenarios.toml_rules import RULES, Rule, header
from gradreel.scenarios.toml_text import (
    blanked,
    is_whole,
    line_and_column,
    open_quote,
    open_text,
    opened,
    said_of,
)
from gradreel.scenarios.words import short, shown, visible

MAX_PARTS = 32  # of a dotted key: tomllib resolves all of them again in every line of the table
# The bounds below keep a report quick; beyond them a fault is reported as the parser words it.
_LONGEST_LINE = 400  # characters: trying all rules on such a line takes about 0.1 s
_MOST_LINES = 40  # of the list or table around a fault, parsed again for each correction tried
_TEXT_LINES = 4  # lines that may be one string, broken by the author
_MISTAKES = 3  # in one line, found by correcting one after the other
_TRIES = 30  # partly corrected lines that are tried further, out of one for each rule
_PATIENCE = 400_000  # characters parsed in all to find further faults: about half a second

_MANY_PARTS = re.compile(
    rf"""^[ \t]*(?:\[\[?[ \t]*)?(?:(?:"[^"\n]*"|'[^'\n]*'|[\w-]+)[ \t]*\.[ \t]*){{{MAX_PARTS}}}""",
    re.M,
)
_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_STATEMENT = re.compile(r"\s*(?:\[+[A-Za-z]|[\w.\"'-]+\s*=)")
_NUMBERS = re.compile(r"[+-]?\d[\d.eE+-]*(?:\s*,\s*[+-]?\d[\d.eE+-]*)+")
# Messages of tomllib, or parts of them:
_GOES_ON = "at end of document"
_NO_END = 'Expected "\'" (at end of document)'  # of a string in single quotes
_TWICE = ("Cannot ", "Duplicate ")


def document_of(text: str, label: str) -> dict[str, Any]:
    """The parsed text of a TOML file. Raises ScenarioError with every fault that is found."""
    if deep := _MANY_PARTS.search(text):
        line = text.count("\n", 0, deep.start()) + 1
        raise ScenarioError([f"{label}:{line}: is nested too deeply to be a scenario"])
    faults: list[str] = []
    while True:
        try:
            document = tomllib.loads(text)
            break
        except RecursionError:
            raise ScenarioError([*faults, f"{label}: is nested too deeply"]) from None
        except ValueError as error:
            fault = fault_of(text, str(error))
        sentence = f"{label}:{fault.line}:{fault.column}: {fault.sentence}"
        again, many = sentence in faults, len(faults) >= MAX_PROBLEMS
        faults.append(sentence)
        if not fault.corrected or again or many or len(faults) * len(text) > _PATIENCE:
            raise ScenarioError(faults) from None
        text = fault.corrected
    if faults:
        raise ScenarioError(faults)
    return document


@dataclass(frozen=True)
class TomlFault:
    """The first fault of a text: line and column, counted from 1, and what to write instead.

    `corrected` is the text without the fault; "" if the correction is not known.
    """

    line: int
    column: int
    sentence: str
    corrected: str = ""


def fault_of(text: str, message: str) -> TomlFault:
    """The fault in a text about which the parser gave that message."""
    place = _PLACE.search(message)
    lines = text.split("\n")
    if message.startswith("Exceeds"):
        longest = max(re.finditer(r"\d[\d_]*", text), key=lambda found: len(found[0]))
        sentence = "a number has too many digits: write it as in 1e50"
        return TomlFault(*line_and_column(text, longest.start()), sentence)
    if message == _NO_END and (start := open_quote(text)) is not None:
        number, column = line_and_column(text, start)
    elif place and place[1]:
        number, column = int(place[1]), int(place[2])
    else:
        number = next((k for k in range(len(lines), 0, -1) if lines[k - 1].strip()), 1)
        column = len(lines[number - 1]) + 1
    spot = _Spot(lines, number, column, _PLACE.sub("", message))
    explained = (spot.twice, spot.before, spot.in_lines, spot.over_lines, spot.by_rule, spot.open)
    return next((fault for each in explained if (fault := each())), None) or spot.unknown()


class _Spot:
    """The place where the parser stopped, its message, and the explanations that may fit."""

    def __init__(self, lines: list[str], number: int, column: int, message: str) -> None:
        self.lines, self.number, self.column, self.message = lines, number, column, message
        self.line = lines[number - 1]
        # Line, column and sign of the brackets that are open before this line.
        self.opened = opened(lines[: number - 1])
        self.first = self.opened[0][0] if self.opened else number
        self.kind = kind_of(self.line, lines[: number - 1])

    def twice(self) -> TomlFault | None:
        """A key or a table that the file has already."""
        if not self.message.startswith(_TWICE):
            return None
        if self.message.startswith("Duplicate"):
            name = self.message.rpartition(" ")[2].strip("'")
            again = list(re.finditer(rf"\b{re.escape(name)}\b", self.line[: self.column]))
            column = again[-1].start() + 1 if again else self.column
            return self._fault(column, f"{shown(name)} is here twice: keep one of the two")
        keys = list(
            takewhile(lambda found: found[0] <= self.number, keys_of("\n".join(self.lines)))
        )
        if not keys or keys[-1][0] != self.number:
            return None
        _, key = keys[-1]
        start = len(self.line) - len(self.line.lstrip()) + 1
        if key[0] == "runs" and self.line.lstrip().startswith("["):
            sentence = "a run begins with two brackets: write [[runs]] above each of them"
            return self._fault(start, sentence, re.sub(r"\[+.*?\]+", header("runs"), self.line))
        before = next((number for number, other in keys if other == key), self.number)
        if before == self.number and (second := self._second()):
            sentence = f"{shown(second[1])} is here twice: keep one of the two"
            return self._fault(second.start(1) + 1, sentence)
        if before == self.number:
            before = next((n for n, other in keys if key[: len(other)] == other), self.number)
        name = key_text(key)
        where = f"is in line {before} already" if before < self.number else "is there already"
        return self._fault(start, f"{name} {where}: keep one of the two", f"# {self.line}")

    def _second(self) -> re.Match[str] | None:
        """The second occurrence of a key in an inline table of this line."""
        if len(self.line) > _LONGEST_LINE:
            return None
        names: set[str] = set()
        for found in re.finditer(r"[{,]\s*([\w-]+)\s*=", TEXT_OR_COMMENT.sub(blanked, self.line)):
            if found[1] in names:
                return found
            names.add(found[1])
        return None

    def before(self) -> TomlFault | None:
        """A list or an entry that should have ended in a line before."""
        if self.opened and _STATEMENT.match(self.line):
            return self._no_end(self.opened, self.number)
        endless = self.message.startswith("Unterminated") or self.message == "Expected \"'''\""
        if endless and (start := open_text(self.lines)):
            return TomlFault(*start, "the text that begins here does not end: add its quotes")
        if not self.opened or self.line[: self.column - 1].strip():
            return None
        number = next(k for k in range(self.number - 1, 0, -1) if self.lines[k - 1].strip())
        entry = self.lines[number - 1].rstrip()
        if not self.message.startswith("Unclosed") or not re.search(r"[\w\]}\"']$", entry):
            return None
        if len(self.opened) == 1 and _NUMBERS.fullmatch(entry.strip()):
            blanks = len(entry) - len(entry.lstrip())
            point = f"{entry[:blanks]}[{entry.strip()}],"
            spot = _Spot(self.lines, number, blanks + 1, self.message)
            return spot._fault(blanks + 1, "each point needs brackets", point)
        spot = _Spot(self.lines, number, len(entry) + 1, self.message)
        return spot._fault(
            len(entry) + 1, "entries of a list have commas between them", f"{entry},"
        )

    def open(self) -> TomlFault | None:
        """A bracket in this line that is never closed."""
        here = opened(self.lines[: self.number])
        return self._no_end(here, self.number + 1) if here else None

    def _no_end(self, stack: list[tuple[int, int, str]], until: int) -> TomlFault:
        """The fault of the innermost bracket that is open before the line `until`."""
        line, column, bracket = stack[-1]
        ends = ["]" if other == "[" else " }" for _, _, other in reversed(stack)]
        instead = self.lines[line - 1].rstrip() + "".join(ends)
        sentence = f'the "{bracket}" here has no "{ends[0].strip()}"'
        alone = not any(map(str.strip, self.lines[line : until - 1]))
        if alone and stack[0][0] == line and len(instead) <= _LONGEST_LINE and is_whole(instead):
            return _Spot(self.lines, line, column, "")._fault(column, sentence, instead)
        return TomlFault(line, column, f"{sentence}: add it before line {until}")

    def in_lines(self) -> TomlFault | None:
        """An inline table that goes over several lines."""
        here = opened([*self.lines[: self.number - 1], self.line[: self.column - 1]])
        if not here or here[-1][2] != "{" or self.line[self.column - 1 :].strip():
            return None
        first, start, _ = here[0]
        for end in range(self.number + 1, min(first + _MOST_LINES, len(self.lines)) + 1):
            lines = [line.split("#")[0].strip() for line in self.lines[first - 1 : end]]
            joined = re.sub(r",\s*\}", " }", " ".join(lines))
            if len(joined) <= _LONGEST_LINE and is_whole(joined):
                sentence = f"a table in {{ }} goes on one line: write {short(visible(joined), 70)}"
                corrected = [*self.lines[: first - 1], joined, *self.lines[end:]]
                return TomlFault(first, start, sentence, "\n".join(corrected))
        return None

    def over_lines(self) -> TomlFault | None:
        """A string for one line that ends in one of the next."""
        if len(self.line) > _LONGEST_LINE:
            return None
        begin = re.search(r"=\s*(?P<bad>\"[^\"]*)$", TEXT_OR_COMMENT.sub(blanked, self.line))
        for end in range(self.number + 1, min(self.number + _TEXT_LINES, len(self.lines)) + 1):
            if not begin or _STATEMENT.match(self.lines[end - 1]):
                return None
            joined = " ".join(line.strip() for line in self.lines[self.number - 1 : end])
            if len(joined) <= _LONGEST_LINE and is_whole(joined):
                sentence = f"text goes on one line: write {short(visible(joined), 70)}"
                corrected = [*self.lines[: self.number - 1], joined, *self.lines[end:]]
                return TomlFault(
                    self.number, begin.start("bad") + 1, sentence, "\n".join(corrected)
                )
        return None

    def by_rule(self) -> TomlFault | None:
        """A common mistake, or a few of them in one line."""
        if len(self.line) > _LONGEST_LINE or self.number - self.first > _MOST_LINES:
            return None
        foreign = not self.opened and self.line.lstrip()[:1] in ("{", "<")
        corrections = [] if foreign else list(self._corrections(self.line))
        for _ in range(_MISTAKES):
            for rule, column, line in corrections:
                if self._is_better(line):
                    return self._fault(column, rule.why, line)
            corrections = [
                (rule, column, again)
                for rule, column, line in corrections[:_TRIES]
                for _, _, again in self._corrections(line)
            ]
        for rule in (rule for rule in RULES if rule.instead == ""):
            for found in rule.matches(self.line, "", self.kind):
                if found.start("bad") < self.column <= found.end("bad") + 1:
                    return self._fault(found.start("bad") + 1, rule.why)
        return None

    def _corrections(self, line: str) -> Iterator[tuple[Rule, int, str]]:
        """The corrections of a line by each rule that applies: rule, column and new line."""
        blank = TEXT_OR_COMMENT.sub(blanked, line)
        before = "".join(bracket for _, _, bracket in self.opened)
        for rule in RULES:
            if rule.instead == "":
                continue
            found = rule.matches(line if rule.raw else blank, before, self.kind)
            new = line
            for each in reversed(found):
                new = (
                    new[: each.start("bad")]
                    + rule.corrected(Mistake(line, each))
                    + new[each.end("bad") :]
                )
            if found and new != line:
                bad = found[0]["bad"]
                blanks = len(bad) - len(bad.lstrip()) if bad.strip() else 0
                yield rule, found[0].start("bad") + 1 + blanks, new

    def _is_better(self, line: str) -> bool:
        """Whether the text up to a corrected line is TOML, or could become TOML further on."""
        before = self.lines[self.first - 1 : self.number - 1]
        text = "\n".join([*before, line])
        if is_whole(text):
            return True
        still = len(opened([*before, line]))
        was = "\n".join([*before, self.line])
        fewer = 0 < still <= len(opened([*before, self.line]))
        return fewer and _GOES_ON in said_of(text) and _GOES_ON not in said_of(was)

    def unknown(self) -> TomlFault:
        """The parser's own message, if nothing explains it."""
        reason = self.message[:1].lower() + self.message[1:]
        rest = self.line[self.column - 1 :] or self.line.strip()
        rest_shown = f": {shown(rest)}" if rest else ""
        return self._fault(self.column, f"is not valid TOML: {reason}{rest_shown}")

    def _fault(self, column: int, sentence: str, instead: str = "") -> TomlFault:
        if not instead:
            return TomlFault(self.number, column, sentence)
        lines = [*self.lines[: self.number - 1], instead, *self.lines[self.number :]]
        if ": " not in sentence:
            parts = [short(visible(part.strip()), 70) for part in instead.split("\n")]
            new = ", and below it ".join(part for part in parts if part)
            sentence += f": write {new}" if new else ": leave it out"
        return TomlFault(self.number, column, sentence, "\n".join(lines))
