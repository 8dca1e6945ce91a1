"""Faults of a scenario file, and the sentences about them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from gradreel.scenarios.errors import GradreelError
from gradreel.scenarios.key_hints import key_hint
from gradreel.scenarios.lesson_kinds import KINDS
from gradreel.scenarios.words import nearest, shown, visible

MAX_PROBLEMS = 25  # about a screenful of a terminal
_MOST = 100_000  # no count in a file may be larger: MAX_STEPS, MAX_POINTS

Key = tuple[str | int, ...]


class ScenarioError(GradreelError, ValueError):
    """A scenario that cannot be used; `problems` has a sentence for each fault."""

    exit_status = 2

    def __init__(self, problems: Iterable[str]) -> None:
        # Control characters from a file must not reach the terminal.
        distinct = list(dict.fromkeys(visible(problem) for problem in problems))
        if len(distinct) > MAX_PROBLEMS:
            more = len(distinct) - MAX_PROBLEMS
            distinct[MAX_PROBLEMS:] = [f"... and {more} more like these"]
        self.problems = tuple(distinct)
        super().__init__("\n".join(distinct))

    def __reduce__(self) -> tuple[Any, ...]:
        # By default, unpickling in another process would call __init__ with the joined text.
        return type(self), (self.problems,), self.__dict__


@dataclass(frozen=True)
class Problem:
    """A fault at a key of the file, such as ("runs", 1, "lr")."""

    path: Key
    sentence: str


def key_text(path: Key) -> str:
    """A key as people write it: ("runs", 1, "lr") is runs[1].lr."""
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
        else:
            name = part if re.fullmatch(r"[\w-]{1,40}", part) else shown(part)
            text += f".{name}" if text else name
    return text


def form_problems(error: ValidationError, within: Key = ()) -> list[Problem]:
    """The faults that pydantic found in the table at the key `within`, in plain sentences."""
    faults = error.errors(include_url=False)
    # pydantic also calls a list too short if all its entries are faulty.
    return [
        _translated({**fault, "loc": (*within, *fault["loc"])})
        for fault in faults
        if not (fault["type"] == "too_short" and fault["input"])
    ]


# What the value "must be", by pydantic's type of error; braces are filled from its context.
_MUST_BE = {
    "float_type": "a number",
    "int_type": "a whole number",
    "string_type": "text in quotes",
    "bool_type": "true or false",
    "finite_number": "a finite number",
    "greater_than": "more than {gt}",
    "greater_than_equal": "{ge} or more",
    "less_than": "less than {lt}",
    "less_than_equal": "at most {le}",
    "tuple_type": "a list, as in [1, 2]",
    "string_unicode": "valid Unicode text, without half of a surrogate pair",
    "dict_type": "a table, as in {{ x = 1 }}",
    "model_type": "a table, as in {{ x = 1 }}",
    "model_attributes_type": "a table, as in {{ x = 1 }}",
    "literal_error": "{expected}",
    "string_too_long": "at most {max_length} characters",
}


_TABLES = ("dict_type", "model_type", "model_attributes_type")
_IN_A_LINE = {
    "domain": "{ x = [-2, 2] }",
    "predict": "{ pause = 5 }",
    "words": '{ loss = "cost" }',
    "text": '{ heading-step = "A step" }',
    "stop": "{ loss_below = 1e-6 }",
    "options": "{ momentum = 0.9 }",
    "schedule": '{ name = "StepLR", step_size = 10 }',
    "truth": "{ a = 3, b = 2 }",
    "csv": '{ file = "data.csv", x = "height", y = "weight" }',
    "lesson": '{ format = "webm" }',
    "gif": "{ width = 480 }",
    "still": '{ chapter = "descent" }',
    "map": "{ steps = 500 }",
    "output": '{ make = ["lesson", "csv"] }',
    "generated": "{ count = 100, x = [-1, 1], truth = { a = 3, b = 2 }, seed = 1 }",
}
_LISTS = {
    "points": "[[1, 2], [3, 4]]",
    "make": '["lesson", "csv"]',
    "chapters": '["title", "descent"]',
    "names": '["height", "weight"]',
    "noise": "[-1, 1]",
    "grid": "[200, 100]",
    "over": '["lr", "x"]',
    "tune": "[0.01, 0.03, 0.1]",
}
_NAMES = ("csv", "x"), ("gif", "chapter"), ("still", "chapter")  # one of them, or a list
_OF_MAPS = {"grid": "two numbers of cells, [400, 300]", "over": 'two axes, ["lr", "x"]'}
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")


def _translated(fault: Any) -> Problem:
    path: Key = fault["loc"]
    kind, value, context = fault["type"], fault["input"], fault.get("ctx", {})
    if _misplaced(path):
        return Problem(path, "belongs in a run: write [[runs]] above it")
    if kind in _SPECIAL:
        return _SPECIAL[kind](path, value, context)
    if isinstance(value, dict) and path == ("runs",):
        return Problem(path, "must be written [[runs]], with two brackets, above each run")
    if isinstance(value, list) and kind.startswith(("model_", "dict_")) and len(path) == 1:
        return Problem(path, f"is one table: write [{path[0]}], with one bracket on each side")
    if kind in ("greater_than", "greater_than_equal") and 0 in context.values():
        wanted = "positive" if kind == "greater_than" else "0 or more"
    else:
        limits = {name: f"{v:g}" if isinstance(v, float) else v for name, v in context.items()}
        wanted = _MUST_BE.get(kind, "something else").format(**limits)
    if kind in _TABLES and path and path[-1] in _IN_A_LINE:
        wanted = f"a table, as in {_IN_A_LINE[str(path[-1])]}"
    if kind in _TABLES and path in (("words", "x"), ("words", "y")):
        wanted = 'a name in quotes, or a table, as in { name = "hours", unit = "h" }'
    if kind == "tuple_type" and path and path[-1] in _LISTS:
        wanted = f"a list, as in {_LISTS[str(path[-1])]}"
    if kind == "tuple_type" and path[1:] in _NAMES:
        kind, wanted = "string_type", "text in quotes"
    if kind == "tuple_type" and path == ("runs",):
        return Problem(path, "must be written [[runs]], with two brackets, above each run")
    hint = _hint(kind, value, context)
    return Problem(path, f"must be {wanted.replace(chr(39), chr(34))}, got {shown(value)}{hint}")


def _hint(kind: str, value: Any, context: Any) -> str:
    """What to write in place of a value of the wrong type; "" if that is not known."""
    if kind in ("float_type", "int_type") and isinstance(value, str):
        number = value.strip().replace(",", ".", 1)
        return f": write {number}, without quotes" if _NUMBER.fullmatch(number) else ""
    if kind == "string_type" and type(value) is int:
        return f': write "{value}"'
    if kind == "int_type" and isinstance(value, float) and value.is_integer() and value <= _MOST:
        return f": write {value:.0f}"
    if kind == "literal_error" and isinstance(value, str):
        near = nearest(value, re.findall(r"'([^']*)'", context["expected"]))
        return f': did you mean "{near}"?' if near else ""
    return ""


def _missing(path: Key, value: Any, context: Any) -> Problem:
    if isinstance(path[-1], int):
        wanted = "two numbers, [low, high]"
        if path[:2] == ("output", "map"):
            wanted = _OF_MAPS[str(path[2])]
        return Problem(path[:-1], f"must be {wanted}, got {shown(value)}")
    return Problem(path, f"is missing{_EXAMPLES.get(str(path[-1]), '')}")


def _unknown_key(path: Key, value: Any, context: Any) -> Problem:
    return Problem(path, f"is not a known key here: {key_hint(path, value)}")


def _too_short(path: Key, value: Any, context: Any) -> Problem:
    return Problem(path, "is empty: give at least one")


def _too_long(path: Key, value: Any, context: Any) -> Problem:
    most = context["max_length"]
    hint = ": decimals have a dot, as in 2.5" if most == 2 and len(value) == 4 else ""
    return Problem(path, f"has {len(value)} entries, where at most {most} are allowed{hint}")


def _misplaced(path: Key) -> bool:
    """Whether a key in [start] belongs to a run whose [[runs]] is missing."""
    return path[:1] == ("start",) and path[-1] in ("name", "optimizer", "options", "stop")


def _own(path: Key, value: Any, context: Any) -> Problem:
    return Problem(path, f"{context['error']}, got {shown(value)}")


def _example_of_lesson() -> str:
    first, *others = KINDS
    also = ", ".join(f'or "{name}"' for name in others)
    return f': add lesson = "{first}" ({also})'


_SPECIAL: dict[str, Callable[[Key, Any, Any], Problem]] = {
    "missing": _missing,
    "extra_forbidden": _unknown_key,
    "too_short": _too_short,
    "too_long": _too_long,
    "value_error": _own,
}
_EXAMPLES = {
    "title": ': add title = "..."',
    "lesson": _example_of_lesson(),
    "objective": ": add [objective] with a formula, or with a model and data",
    "runs": ": add [[runs]] with lr and steps",
    "lr": ": add a learning rate, as in lr = 0.1",
    "steps": ": add how many steps to take, as in steps = 50",
    "x": ': add the column of the input, as in x = "height"',
    "y": ': add the column of the output, as in y = "weight"',
    "file": ': add the path of the data, as in file = "data.csv"',
    "seed": ": add a whole number, as in seed = 1",
    "count": ": add how many points to make, as in count = 100",
}
