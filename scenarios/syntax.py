"""From the text of a formula to its syntax tree in Python, within bounds."""

from __future__ import annotations

import ast
import re
import warnings
from functools import lru_cache

from gradreel.scenarios.words import shown, visible

MAX_LENGTH = 500  # characters: several lines of typeset formula
MAX_NODES = 150  # four times as many take ten times as long to differentiate twice

_FOREIGN = re.compile(r"[^A-Za-z0-9_.+\-*/(), ]")
_HINTS = {
    "^": "write ** for a power",
    "²": "write **2",
    "³": "write **3",
    "·": "write *",
    "×": "write *",
    "÷": "write /",
    "−": "write - (a plain minus)",
    "–": "write - (a plain minus)",  # noqa: RUF001
    "π": "write pi",
    "√": "write sqrt(...)",
    "|": "write abs(...)",
    "[": "use round brackets",
    "{": "use round brackets",
    "=": "write only the right side",
    "@": "only the model X @ w has it",
}


class FormulaError(ValueError):
    """A formula that cannot be used; the message is one sentence for its author."""


@lru_cache(maxsize=64)  # the names of a model are read from it before its expression is
def syntax_tree(text: str) -> ast.expr:
    """The syntax tree of a formula, the same one each time: it is not to be changed.

    Raises FormulaError if the text is empty, is too large or is not an expression.
    """
    text = " ".join(text.split())
    if not text:
        raise FormulaError("the formula is empty")
    if len(text) > MAX_LENGTH:
        raise FormulaError(
            f"the formula has {len(text)} characters, at most {MAX_LENGTH} are allowed: shorten it"
        )
    if foreign := _FOREIGN.search(text):
        hint = _HINTS.get(foreign[0], "use numbers, names, + - * / ** and round brackets")
        raise FormulaError(f'"{visible(foreign[0])}" is not allowed in a formula: {hint}')
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Python warns of texts such as "1if"
            tree = ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
        place = getattr(error, "offset", None) or len(text)
        rest = text[max(place - 1, 0) :] or text[-1:]
        raise FormulaError(
            f"the formula {shown(text)} cannot be read from {shown(rest)} on: check its "
            "brackets and operators (a product needs its *, as in 2*x)"
        ) from None
    size = sum(1 for node in ast.walk(tree) if isinstance(node, ast.expr))
    if size > MAX_NODES:
        raise FormulaError(f"the formula has {size} parts, at most {MAX_NODES} are allowed")
    return tree
