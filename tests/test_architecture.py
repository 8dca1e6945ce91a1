"""The rules that keep the flow plain: who may import whom, and what may appear where."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from gradreel import cli
from gradreel.pipeline.build import sources
from gradreel.scenarios.lesson_kinds import KINDS
from gradreel.scenes.sentences.catalogue import catalogue

REPOSITORY = Path(__file__).parent.parent
# Each may import those after it, and never one before it.
LAYERS = ("cli", "pipeline", "scenes", "solver", "scenarios")
# The same of the rooms of `scenes/parts/`.
ROOMS = ("descents", "maps", "in_space", "plots", "formulas", "lettering", "digits", "geometry")
MODULES = {
    ".".join(("gradreel", *path.relative_to(REPOSITORY).with_suffix("").parts)).removesuffix(
        ".__init__"
    ): path
    for layer in LAYERS
    for path in (REPOSITORY / f"{layer}.py", *sorted((REPOSITORY / layer).rglob("*.py")))
    if path.exists()
}
WITHOUT_TORCH = (
    "gradreel.solver.recording",
    "gradreel.solver.objective",
    "gradreel.solver.evaluation",
    "gradreel.solver.masses",
)
# Each of these hands its text to LaTeX, whatever its arguments; numbers do unless told otherwise.
CALLS_LATEX = {
    *("BraceLabel", "BraceText", "BulletedList", "DecimalMatrix", "DecimalTable", "IntegerMatrix"),
    *("IntegerTable", "LabeledDot", "MathTable", "MathTex", "Matrix", "SingleStringMathTex"),
    *("Tex", "TexTemplate", "Title", "Variable", "latex"),
}
# No path of somebody's machine belongs in a file that others get.
MACHINE_PATH = re.compile(r"(?<![\w.~$}<>/-])/(work|root|home|Users|opt|tmp)/\w")


@cache
def tree_of(module: str) -> ast.Module:
    return ast.parse(MODULES[module].read_text())


@cache
def nodes(module: str) -> list[ast.AST]:
    """All that a module is made of."""
    return [*ast.walk(tree_of(module))]


@cache
def calls(module: str) -> list[tuple[str, ast.Call]]:
    """Every call in a module, with what is called as it is written."""
    return [(ast.unparse(n.func), n) for n in nodes(module) if isinstance(n, ast.Call)]


@cache
def imports(module: str) -> frozenset[str]:
    """Every module named in an import statement anywhere in `module`, with its full name."""
    return frozenset(_imports(module))


def _imports(module: str) -> Iterator[str]:
    path = MODULES[module]
    package = module.split(".") if path.name == "__init__.py" else module.split(".")[:-1]
    for node in nodes(module):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            name = ".".join([*base, *([node.module] if node.module else [])])
            yield name
            yield from (f"{name}.{alias.name}" for alias in node.names)


def top(name: str) -> str:
    return name.partition(".")[0]


def layer(name: str) -> str:
    """Which of the layers a module of ours is in."""
    return name.removeprefix("gradreel.").partition(".")[0]


def importers(package: str) -> set[str]:
    return {module for module in MODULES if package in map(top, imports(module))}


def reachable(module: str) -> set[str]:
    """What importing `module` may import in turn, the packages around each module included."""
    seen: set[str] = set()
    waiting = [module]
    while waiting:
        name = waiting.pop()
        if name in MODULES and name not in seen:
            seen.add(name)
            waiting += [*imports(name), name.rpartition(".")[0]]
    return seen


def offenders(
    of: Callable[[str], Iterable[object]], modules: Iterable[str] = MODULES
) -> dict[str, list[object]]:
    """The modules in which something is found that breaks a rule, each with what that is."""
    found = {module: [*of(module)] for module in modules}
    return {module: what for module, what in found.items() if what}


def loads(statement: str, *packages: str) -> list[str]:
    """Those of `packages` that a fresh Python has loaded after `statement`."""
    code = f"import sys\n{statement}\nprint(*(p for p in {packages!r} if p in sys.modules))"
    command = [sys.executable, "-c", code]
    result = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=True)
    return result.stdout.splitlines()[-1].split()


def test_imports_are_found_by_their_lines_as_by_their_syntax() -> None:
    """What a chapter is made of is found in the former way, which is quick."""
    for module in filter(sources._path, MODULES):
        found = set(filter(sources._path, sources._imports(module)))
        assert found == set(filter(sources._path, imports(module))), module


def test_imports_run_one_way() -> None:
    def against_it(module: str) -> set[str]:
        above = LAYERS[: LAYERS.index(layer(module))]
        return {n for n in imports(module) if top(n) == "gradreel" and layer(n) in above}

    assert offenders(against_it) == {}


def room(name: str) -> str:
    """Which of the rooms of `scenes/parts/` a module is in, if it is in one."""
    found = re.match(r"gradreel\.scenes\.parts\.(\w+)", name)
    return found[1] if found else ""


def test_whatever_records_and_draws_is_in_the_cache_keys_with_its_version() -> None:
    making = [m for m in MODULES if layer(m) in ("solver", "scenes")]
    making += ["gradreel.pipeline.video.codecs", "gradreel.pipeline.video.encode"]
    imported = {top(name) for module in making for name in imports(module)}
    packages = packages_distributions()
    found = {package.lower() for name in imported for package in packages.get(name, ())}
    # These check values that come from files and describe them: they make none.
    describing = {"gradreel", "pydantic", "pydantic-core", "pydantic_core"}
    assert found - describing == {*sources.library_versions()} & found
    assert {"scipy", "pillow", "pycairo", "fluent.runtime"} <= found


def test_imports_between_the_rooms_of_parts_run_one_way() -> None:
    def against_it(module: str) -> set[str]:
        allowed = {"", *ROOMS[ROOMS.index(room(module)) :]}
        return {name for name in imports(module) if room(name) not in allowed}

    inside = [module for module in MODULES if room(module)]
    assert len(inside) > 100
    assert offenders(against_it, inside) == {}


def test_no_module_of_ours_is_imported_but_as_part_of_gradreel() -> None:
    assert offenders(lambda module: {n for n in imports(module) if top(n) in LAYERS}) == {}


def test_torch_is_imported_where_it_differentiates_and_optimises_alone() -> None:
    modules = ("reference", "schedules", "torch_masses", "torch_objective", "torch_optim")
    assert importers("torch") == {f"gradreel.solver.{module}" for module in modules}


def test_manim_is_imported_in_scenes_and_in_the_renderer_alone() -> None:
    assert {m for m in importers("manim") if layer(m) != "scenes"} <= {
        "gradreel.pipeline.video.render"
    }


@pytest.mark.parametrize("module", WITHOUT_TORCH)
def test_torch_cannot_be_reached_from_what_scenes_import(module: str) -> None:
    assert reachable(module) & importers("torch") == set()


def test_what_scenes_import_and_what_chapters_say_loads_neither_torch_nor_manim() -> None:
    sentences = [m for m in MODULES if m.startswith("gradreel.scenes.sentences.")]
    assert len(sentences) > 10
    modules = [*WITHOUT_TORCH, "gradreel.scenes.lesson", *sentences]
    assert loads(f"import {', '.join(modules)}", "torch", "manim") == []


def test_the_commands_module_loads_nothing_heavy() -> None:
    light = {"gradreel.scenarios", "gradreel.scenarios.formats"}
    below = {module for module in MODULES if layer(module) in LAYERS[2:]} - light
    heavy = ("torch", "manim", "numpy", "sympy", "pydantic", *below)
    assert loads("from gradreel import cli", *heavy) == []


@pytest.mark.parametrize("command", ["", *cli.main.commands])
def test_help_loads_nothing_heavy(command: str) -> None:
    arguments = [*command.split(), "--help"]
    statement = f"from gradreel import cli\ncli.main({arguments!r}, standalone_mode=False)"
    assert loads(statement, "torch", "manim", "numpy", "sympy") == []


HEAVY = (
    *("PIL", "av", "fluent.runtime", "manim", "moderngl", "networkx", "numpy", "pydantic", "scipy"),
    *("sympy", "torch"),
)


@pytest.mark.parametrize(
    ("command", "needed"),
    [
        ("list", []),
        ("list --names", []),
        ("validate quadratic noisy-line", ["numpy", "pydantic", "sympy"]),
    ],
)
def test_commands_load_only_the_libraries_that_they_need(command: str, needed: list[str]) -> None:
    statement = f"from gradreel import cli\ncli.main({command.split()!r}, standalone_mode=False)"
    assert loads(statement, *HEAVY) == needed


def test_what_draws_is_not_loaded_to_check_a_logo() -> None:
    statement = """
from gradreel.scenarios.showing import Logo
from gradreel.scenes.parts.lettering.logo_content import LogoError, content_of
try:
    content_of(Logo(kind="svg", data=""))
except LogoError:
    import gradreel.scenes.choices
"""
    assert loads(statement, "PIL", "manim", "moderngl") == ["PIL"]


def test_recording_loads_neither_the_compiler_of_torch_nor_what_few_methods_need() -> None:
    statement = """
from gradreel.scenarios import load_scenario
from gradreel.solver.descent import record
for name in ("quadratic", "adam-step", "schedule", "newton"):
    record(load_scenario(name))
"""
    assert loads(statement, "torch._dynamo", "scipy", "manim", "torch") == ["torch"]


def test_nothing_that_calls_latex_is_named() -> None:
    def named(module: str) -> set[str]:
        attributes = {ast.unparse(n) for n in nodes(module) if isinstance(n, ast.Attribute)}
        taken = {*imports(module), *attributes}
        theirs = {name for name in taken if top(name) in ("manim", "mn", "sympy")}
        calling = {name for name in theirs if name.rpartition(".")[2] in CALLS_LATEX}
        return calling | {name for name in taken if name.endswith(".*")}

    assert offenders(named) == {}


def test_numbers_on_screen_say_which_text_draws_them() -> None:
    def silent(module: str) -> Iterator[int]:
        for name, node in calls(module):
            given = {keyword.arg for keyword in node.keywords}
            if name in ("DecimalNumber", "Integer") and "mob_class" not in given:
                yield node.lineno

    assert offenders(silent) == {}


CHAPTER_FILES = [
    m
    for m in MODULES
    if layer(m) == "scenes" and (m.count(".") == 2 or {*m.split(".")[2:3]} & {*KINDS})
]


def test_chapters_say_messages_of_the_catalogue_and_hold_no_words() -> None:
    def worded(module: str) -> Iterator[int]:
        for name, node in calls(module):
            if name == "self.say":
                chosen = node.args[0]
                either = [chosen.body, chosen.orelse] if isinstance(chosen, ast.IfExp) else [chosen]
                said = [part.value for part in either if isinstance(part, ast.Constant)]
                known = all(catalogue("en").has_message(id) for id in said)
                if not known or any(isinstance(part, ast.JoinedStr) for part in either):
                    yield node.lineno

    assert len(CHAPTER_FILES) > 10
    assert offenders(worded, CHAPTER_FILES) == {}


PLACED_BY = {"move_to", "on_baseline", "shift", "next_to", "align_to"}
SET_BY = {"set_x", "set_y"}


def number_in(node: ast.expr, known: Mapping[str, float]) -> float | None:
    """The number that an expression is, written out or by the name of a constant of its module."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        size = number_in(node.operand, known)
        return None if size is None else -size
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        return float(str(node.value))
    return known.get(node.id) if isinstance(node, ast.Name) else None


def written_out(parts: Sequence[ast.expr], known: Mapping[str, float]) -> bool:
    """Whether a number among these is more than the 0 or the 1 of a direction."""
    return any(abs(number_in(part, known) or 0.0) not in (0.0, 1.0) for part in parts)


def literal_places(tree: ast.Module) -> Iterator[int]:
    """The lines of places on the screen that are written out: (1.5, -2), or `set_x(2.4)`.

    Ways such as 0.3 * UP and offsets such as `top + 0.1` are none, nor are counts, or numbers that
    are named or gone through one after the other.
    """
    known: dict[str, float] = {}
    lists: list[ast.expr] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and node in tree.body:
            constant = number_in(node.value, {})
            if constant is not None:
                known[ast.unparse(node.targets[0])] = constant
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Tuple):
            lists.append(node.value)
        if isinstance(node, ast.For | ast.comprehension):
            lists.append(node.iter)
    for node in ast.walk(tree):
        if isinstance(node, ast.Tuple) and len(node.elts) in (2, 3) and node not in lists:
            numbers = [number_in(part, known) for part in node.elts]
            fine = any(number is not None and not number.is_integer() for number in numbers)
            below = any(number is not None and number < 0.0 for number in numbers)
            if None not in numbers and (fine or below) and written_out(node.elts, known):
                yield node.lineno
        elif isinstance(node, ast.Call):
            verb = ast.unparse(node.func).rpartition(".")[2]
            given = [part for place in node.args for part in getattr(place, "elts", ())]
            if verb in PLACED_BY and written_out(given, known):
                yield node.lineno
            if verb in SET_BY and written_out(node.args, known):
                yield node.lineno


# The colours of a theme are triples, too.
TABLES = ("gradreel.scenes.wide_frame", "gradreel.scenes.theme")


def test_chapters_and_stages_take_their_places_from_the_regions() -> None:
    drawing = [module for module in CHAPTER_FILES if module not in TABLES]
    assert offenders(lambda module: literal_places(tree_of(module)), drawing) == {}


@pytest.mark.parametrize(
    "code",
    [
        "BOX = ((-5.7, -2.1), (6.5, 4.7))",
        "title.move_to((-6.4, 3, 0))",
        "LEFT = 2.3\nlabel.on_baseline((LEFT, row, 0))",
        "label.set_x(-2.5)",
        "Readout(names, (6.2, -0.45), 3.6)",
    ],
)
def test_a_place_that_is_written_out_is_found(code: str) -> None:
    assert [*literal_places(ast.parse(code))] != []


# The tables of kinds, and the classes of objectives with what differs from one to the other.
KNOW_KINDS = ("gradreel.scenarios.lesson_kinds", "gradreel.scenes.lesson")
KNOW_OBJECTIVES = ("gradreel.scenarios.model", "gradreel.scenarios.bounds")


def chosen_by(module: str) -> Iterator[ast.expr]:
    """What a module compares, looks up in tables of its own, or has cases for."""
    for node in nodes(module):
        if isinstance(node, ast.Compare):
            yield from (node.left, *node.comparators)
        elif isinstance(node, ast.Dict):
            yield from (key for key in node.keys if key)
        elif isinstance(node, ast.Subscript):
            yield node.slice
        elif isinstance(node, ast.MatchValue):
            yield node.value


def test_no_module_chooses_by_the_kind_of_a_lesson() -> None:
    def choosing(module: str) -> Iterator[int]:
        for node in chosen_by(module):
            is_kind = isinstance(node, ast.Constant) and node.value in [*KINDS]
            is_lesson = isinstance(node, ast.Attribute) and node.attr == "lesson"
            if is_kind or (is_lesson and module != "gradreel.scenarios.model"):
                yield node.lineno

    assert offenders(choosing, [m for m in MODULES if m not in KNOW_KINDS]) == {}


def test_no_module_asks_for_the_class_of_an_objective() -> None:
    def asking(module: str) -> Iterator[int]:
        for name, node in calls(module):
            if name == "isinstance":
                named = {n.id for n in ast.walk(node.args[1]) if isinstance(n, ast.Name)}
                if named & {"Fit", "Formula", "FitObjective"}:
                    yield node.lineno

    others = [m for m in MODULES if m not in KNOW_OBJECTIVES and layer(m) != "solver"]
    assert offenders(asking, others) == {}


def test_a_class_name_exists_once_in_the_whole_repository() -> None:
    files = [
        *MODULES.values(),
        *(f for d in ("bench", "tests") for f in (REPOSITORY / d).rglob("*.py")),
    ]
    found: dict[str, list[str]] = {}
    for path in files:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ClassDef):
                place = f"{path.relative_to(REPOSITORY)}:{node.lineno}"
                found.setdefault(node.name, []).append(place)
    assert {name: places for name, places in found.items() if len(places) > 1} == {}


def test_a_name_for_a_type_exists_once_in_scenes() -> None:
    """One Array, one Box, one Pair: whoever reads a name knows what it is."""
    found: dict[str, list[str]] = {}
    for module in (m for m in MODULES if layer(m) in ("scenes", "scenarios")):
        for node in tree_of(module).body:
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Subscript):
                (name,) = map(ast.unparse, node.targets)
                if ast.unparse(node.value.value) in ("NDArray", "tuple", "Callable", "Mapping"):
                    found.setdefault(name, []).append(module)
    assert {name: modules for name, modules in found.items() if len(modules) > 1} == {}
    assert found["Array"] == ["gradreel.scenarios.arrays"]
    assert found["Pair"] == ["gradreel.scenes.parts.geometry.box"]


def test_a_module_can_be_read_in_one_sitting() -> None:
    lines = {module: len(path.read_text().splitlines()) for module, path in MODULES.items()}
    assert {m: n for m, n in lines.items() if n > 300 and layer(m) != "cli"} == {}


def test_no_file_names_a_path_of_one_machine() -> None:
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=True)
    found = []
    for name in listed.stdout.splitlines():
        path = REPOSITORY / name
        content = path.read_bytes() if path.is_file() else b""
        if b"\0" not in content:
            found += [f"{name}: {m[0]}" for m in MACHINE_PATH.finditer(content.decode())]
    assert found == []
