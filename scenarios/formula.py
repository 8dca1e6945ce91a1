"""Formulas: from text to sympy by an allow-list over Python's syntax tree; nothing is executed."""

from __future__ import annotations

import ast
import keyword
import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

import sympy

from gradreel.scenarios import calculus
from gradreel.scenarios.calculus import evaluate
from gradreel.scenarios.stable import stable
from gradreel.scenarios.syntax import FormulaError, syntax_tree
from gradreel.scenarios.words import shown, squashed, suggestion

MAX_DEPTH = 12  # twice as deep takes ten times as long to differentiate twice, 0.4 s
MAX_EXPONENT = 64  # x**64 stays within bounds.LIMIT up to |x| = 220
MAX_NUMBER = 10**100  # products of any three are finite
MAX_NAME = 12  # characters: names label axes and head the columns of tables

FUNCTIONS: dict[str, Callable[[sympy.Expr], sympy.Expr]] = {
    "sin": calculus.sin,
    "cos": calculus.cos,
    "tan": calculus.tan,
    "asin": calculus.asin,
    "acos": calculus.acos,
    "atan": calculus.atan,
    "sinh": calculus.sinh,
    "cosh": calculus.cosh,
    "tanh": calculus.tanh,
    "exp": calculus.exp,
    "log": calculus.log,
    "sqrt": calculus.sqrt,
    "abs": calculus.Abs,
}
CONSTANTS: dict[str, sympy.Expr] = {"pi": sympy.pi, "e": sympy.E}

UNREAL = frozenset({sympy.I, sympy.zoo, sympy.nan, sympy.oo, -sympy.oo})

# Names of other columns and arrays in a saved recording.
RESERVED = frozenset(
    {"run", "step", "loss", "lr", "grad", "losses", "gradients", "hessians", "seen_loss"}
)


def parse_formula(text: str, names: Iterable[str]) -> sympy.Expr:
    """The formula as a sympy expression in real symbols called `names`.

    Raises FormulaError when it uses anything that is not a number, one of the names,
    + - * / **, brackets, or one of FUNCTIONS and CONSTANTS; when it is too large; when
    it is not real; and when no name is left in it.
    """
    return _parsed(text, tuple(names))


@lru_cache(maxsize=64)  # a scenario is checked, recorded, drawn and reported on
def _parsed(text: str, names: tuple[str, ...]) -> sympy.Expr:
    for name in names:
        check_name(name)
    expression = _expression(syntax_tree(text), names)
    if not expression.free_symbols:
        raise FormulaError(
            f"the formula {shown(text)} is the same number everywhere, so there is nothing to "
            f"descend: use {' and '.join(names) or 'a variable'} in it"
        )
    return expression


def value_of(text: str) -> float:
    """The value of a formula without variables. Raises FormulaError if it has none."""
    return float(evaluate(_expression(syntax_tree(text), ()), {}))


def check_name(name: str) -> None:
    """Raises FormulaError if `name` cannot be the name of a parameter."""
    rule = f"use 1 to {MAX_NAME} letters, digits and _, a letter first"
    if not re.fullmatch(rf"[A-Za-z][A-Za-z0-9_]{{0,{MAX_NAME - 1}}}", name):
        raise FormulaError(f"{shown(name)} cannot be a parameter's name: {rule}")
    if name in FUNCTIONS or name in CONSTANTS:
        kind = "function" if name in FUNCTIONS else "constant"
        raise FormulaError(f'"{name}" is a {kind}, so a parameter needs another name')
    if keyword.iskeyword(name) or name in RESERVED or name.startswith("grad_"):
        raise FormulaError(f'"{name}" is a reserved word, so a parameter needs another name')


def names_in(text: str) -> tuple[str, ...]:
    """The variables of a formula in order of appearance. Raises FormulaError as `syntax_tree`."""
    found = [node for node in ast.walk(syntax_tree(text)) if isinstance(node, ast.Name)]
    found.sort(key=lambda node: node.col_offset)
    names = dict.fromkeys(node.id for node in found)
    return tuple(name for name in names if name not in FUNCTIONS and name not in CONSTANTS)


def _expression(tree: ast.expr, names: tuple[str, ...]) -> sympy.Expr:
    try:
        return _build(tree, {name: sympy.Symbol(name, real=True) for name in names}, 0)
    except RecursionError:
        raise FormulaError("the formula is nested too deeply: simplify it") from None


def _build(node: ast.expr, symbols: Mapping[str, sympy.Symbol], depth: int) -> sympy.Expr:
    if depth > MAX_DEPTH:
        raise FormulaError(f"the formula is nested more than {MAX_DEPTH} deep: simplify it")
    match node:
        case ast.Constant(value=bool() | None | complex() | str() | bytes()):
            raise FormulaError(f"{_source(node)} is not a real number")
        case ast.Constant(value=int() | float() as value):
            return _checked(_number(value), node)
        case ast.Name(id=name):
            return _named(name, symbols)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return _checked(-_build(operand, symbols, depth + 1), node)
        case ast.UnaryOp(op=ast.UAdd(), operand=operand):
            return _build(operand, symbols, depth + 1)
        case ast.BinOp():
            return _binary(node, symbols, depth)
        case ast.Call():
            return _call(node, symbols, depth)
    raise FormulaError(
        f"{_source(node)} is not allowed in a formula: use numbers, names, + - * / **, "
        f"round brackets and {', '.join(FUNCTIONS)}"
    )


def _number(value: int | float) -> sympy.Expr:
    if isinstance(value, int) or value.is_integer():
        return sympy.Integer(value)
    return sympy.Float(value)


def _named(name: str, symbols: Mapping[str, sympy.Symbol]) -> sympy.Expr:
    if name in symbols:
        return symbols[name]
    if name in CONSTANTS:
        return CONSTANTS[name]
    if name in FUNCTIONS:
        raise FormulaError(f'"{name}" is a function: write {name}(...)')
    raise _unknown(name, [*symbols, *CONSTANTS, *FUNCTIONS], symbols)


def _unknown(name: str, known: Iterable[str], common: Iterable[str] = ()) -> FormulaError:
    finite = squashed(name) not in ("nan", "inf", "infinity", "oo")
    hint = suggestion(name, known, common) if finite else "a formula has only finite numbers"
    return FormulaError(f"the formula has an unknown name {shown(name)}: {hint}")


def _binary(node: ast.BinOp, symbols: Mapping[str, sympy.Symbol], depth: int) -> sympy.Expr:
    left = _build(node.left, symbols, depth + (not _same_chain(node, node.left)))
    right = _build(node.right, symbols, depth + 1)
    match node.op:
        case ast.Add():
            return _checked(left + right, node)
        case ast.Sub():
            return _checked(left - right, node)
        case ast.Mult():
            return _checked(left * right, node)
        case ast.Div():
            return _checked(left * _checked(sympy.Pow(right, -1), node), node)
        case ast.Pow():
            return _checked(sympy.Pow(left, _exponent(right, node)), node)
    raise FormulaError(f"the operator in {_source(node)} is not allowed: use + - * / **")


def _same_chain(node: ast.BinOp, left: ast.expr) -> bool:
    """Whether a node continues a sum or product: these count as flat, however long they are."""
    chains = ((ast.Add, ast.Sub), (ast.Mult, ast.Div))
    return isinstance(left, ast.BinOp) and any(
        isinstance(node.op, chain) and isinstance(left.op, chain) for chain in chains
    )


def _exponent(exponent: sympy.Expr, node: ast.expr) -> sympy.Expr:
    if exponent.free_symbols:
        raise FormulaError(
            f"the exponent in {_source(node)} is not a plain number: write exp(x*log(2)) for 2**x"
        )
    if abs(float(evaluate(exponent, {}))) > MAX_EXPONENT:
        raise FormulaError(
            f"the exponent in {_source(node)} is too large: use one from "
            f"-{MAX_EXPONENT} to {MAX_EXPONENT}"
        )
    return exponent


def _call(node: ast.Call, symbols: Mapping[str, sympy.Symbol], depth: int) -> sympy.Expr:
    if not isinstance(node.func, ast.Name):
        raise FormulaError(
            f"{_source(node)} is not allowed: a product needs its *, as in 2*(x + 1)"
        )
    name = node.func.id
    if name in symbols or name in CONSTANTS:
        raise FormulaError(f'"{name}" is not a function: write {name}*(...) for a product')
    if name not in FUNCTIONS:
        raise _unknown(name, FUNCTIONS)
    if len(node.args) != 1 or node.keywords:
        raise FormulaError(f"{name} takes one value, as in {name}(x), not {_source(node)}")
    return _checked(FUNCTIONS[name](_build(node.args[0], symbols, depth + 1)), node)


def _checked(expression: sympy.Expr, node: ast.expr) -> sympy.Expr:
    """The expression; raises FormulaError if a part is not real or a number is out of bounds."""
    parts = list(sympy.preorder_traversal(expression))
    if UNREAL.intersection(parts):
        raise _not_real(node)
    if not all(_is_within_bounds(part) for part in parts):
        raise FormulaError(
            f"{_source(node)} leads to numbers or powers that are too large or too small: "
            f"keep numbers within 1e-100 and 1e100 and powers within {MAX_EXPONENT}"
        )
    # Computed as it will be later: sin(pi) is 0, and not the 1.2e-16 that rounding pi would give.
    if not expression.free_symbols and not (
        abs(float(evaluate(stable(expression), {}))) <= MAX_NUMBER
    ):
        raise _not_real(node)
    return expression


def _is_within_bounds(part: sympy.Expr) -> bool:
    if part.is_Rational:
        return bool(max(abs(part.p), part.q) <= MAX_NUMBER)
    if part.is_Float:
        return bool(part == 0 or 1 / sympy.Float(MAX_NUMBER) <= abs(part) <= MAX_NUMBER)
    if part.is_Pow and part.exp.is_number:
        return abs(float(evaluate(part.exp, {}))) <= MAX_EXPONENT
    return True


def _not_real(node: ast.expr) -> FormulaError:
    return FormulaError(
        f"{_source(node)} is not a finite real number (a division by zero, a root or logarithm "
        "of a negative number, or an overflow)"
    )


def _source(node: ast.expr) -> str:
    return shown(ast.unparse(node))
