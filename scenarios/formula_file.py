"""A formula in place of a scenario file: how it is recognised, and the file for which it stands."""

from __future__ import annotations

import ast
import hashlib
import re
from collections.abc import Mapping, Sequence

from gradreel.scenarios.formula import names_in
from gradreel.scenarios.formula_hints import instead_of
from gradreel.scenarios.lesson_kinds import KINDS, LessonKind
from gradreel.scenarios.problems import ScenarioError
from gradreel.scenarios.sensible import SensibleSetting, setting_of
from gradreel.scenarios.sweep import cut
from gradreel.scenarios.syntax import FormulaError, syntax_tree
from gradreel.scenarios.words import as_toml, file_safe, listed, shown

# What names of files hardly have; a / or - alone could be that of a path.
_SIGNS = re.compile(r"[*^+=()|√π²³·×÷−]|\s[-/]\s")
_LONGEST_STEM = 40  # bytes of a formula in the name of its folder


def is_formula(source: str) -> bool:
    """Whether a source that is the name of no file is meant as a formula."""
    return not source.endswith(".toml") and bool(_SIGNS.search(source))


def hint_at_formula(source: str) -> str:
    """How to write a source that could be a path or a formula as a formula; "" if it is none."""
    try:
        names = names_in(source)
    except FormulaError:
        return ""
    spaced = ast.unparse(syntax_tree(source))
    plainly = is_formula(spaced) and all(len(name) == 1 for name in names)
    return f'write it as "{spaced}", or check the path' if plainly else ""


def stem_of(formula: str) -> str:
    """The name of a formula's folder: what can be read of it, and a digest that tells it apart."""
    formula = " ".join(formula.split())
    digest = hashlib.sha256(formula.encode(errors="replace")).hexdigest()[:6]
    readable = re.sub("-+", "-", cut(file_safe(formula.replace(".", "_")), _LONGEST_STEM)).strip(
        "-"
    )
    return f"{readable}-{digest}" if readable else f"formula-{digest}"


def file_of(formula: str, overrides: Sequence[str]) -> str:
    """The text of the scenario file for which a formula stands.

    The domain has room for the start that the overrides set. Raises ScenarioError if it is no
    formula, or no lesson shows one of its variables.
    """
    formula = " ".join(formula.split())
    names = variables_of(formula)
    kind = kind_of(formula, names)
    setting = setting_of(formula, names, _given_start(names, overrides))
    return (
        f"title = {as_toml(f'Down {kind.subject}')}\nlesson = {as_toml(kind.name)}\n\n"
        f"[objective]\nformula = {as_toml(formula)}\ndomain = {domain_text(setting)}\n\n"
        f"[start]\n{start_text(setting)}\n\n"
        f"[[runs]]\nlr = {setting.lr:g}\nsteps = {setting.steps}\n"
    )


def domain_text(setting: SensibleSetting) -> str:
    """The value of the key domain."""
    each = (f"{name} = [{-reach:g}, {reach:g}]" for name, reach in setting.reach.items())
    return f"{{ {', '.join(each)} }}"


def start_text(setting: SensibleSetting) -> str:
    """The lines of the table [start]."""
    return "\n".join(f"{name} = {value:g}" for name, value in setting.start.items())


def variables_of(formula: str) -> tuple[str, ...]:
    """The variables of a formula. Raises ScenarioError if it is no formula."""
    try:
        names = names_in(formula)
    except FormulaError as error:
        sentence = instead_of(formula, _is_readable) or str(error)
        raise ScenarioError([f"{shown(formula)}: {sentence}"]) from None
    calls = (node for node in ast.walk(syntax_tree(formula)) if isinstance(node, ast.Call))
    called = {node.func.id for node in calls if isinstance(node.func, ast.Name)}
    return tuple(name for name in names if name not in called)


def kind_of(formula: str, names: Sequence[str]) -> LessonKind:
    """The kind of lesson that shows a formula of these variables.

    Raises ScenarioError if there is none.
    """
    kinds = [kind for kind in KINDS.values() if not kind.needs_data]
    for kind in kinds:
        if len(names) in kind.parameters:
            return kind
    most = max(count for kind in kinds for count in kind.parameters)
    if not names:
        sentence = "has no variable, so there is nothing to descend: use x in it"
    else:
        has = f"has {len(names)} variables ({listed(names)})"
        sentence = f"{has}, and a lesson shows at most {most}: put numbers in place of the others"
    raise ScenarioError([f"{shown(formula)} {sentence}"])


def _given_start(names: Sequence[str], overrides: Sequence[str]) -> Mapping[str, float]:
    """The start values among overrides, as far as they are numbers."""
    start: dict[str, float] = {}
    for override in overrides:
        key, _, value = override.partition("=")
        table, _, name = key.strip().partition(".")
        if table == "start" and re.fullmatch(r"\s*[+-]?\d+(\.\d+)?([eE][+-]?\d+)?\s*", value):
            start |= dict.fromkeys(names if name == "*" else [name], float(value))
    return {name: value for name, value in start.items() if name in names}


def _is_readable(formula: str) -> bool:
    try:
        names_in(formula)
    except FormulaError:
        return False
    return True
