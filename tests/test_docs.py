"""What the documents for contributors say is so."""

from __future__ import annotations

import ast
import importlib
import json
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from control_frames.frames import FRAMES
from solver_cases import formula, run, scenario

from gradreel import cli
from gradreel.pipeline.build import Built, InProcess, Target, build
from gradreel.pipeline.build.graph import Output
from gradreel.scenarios import load_scenario
from gradreel.solver.descent import record
from gradreel.solver.methods import METHODS
from tests.small_files import CURVE

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("scenarios", "solver", "scenes", "pipeline")
NAMES = (
    "README.md",
    "CONTRIBUTING.md",
    "docs/architecture.md",
    "docs/recipes.md",
    "docs/editors.md",
    "docs/json.md",
    "docs/container.md",
    "docs/continuous-integration.md",
    "docs/cluster.md",
)
# Their names are those of their examples, and of other programs.
OF_OTHERS = {
    "docs/json.md",
    "docs/container.md",
    "docs/continuous-integration.md",
    "docs/cluster.md",
}
DOCUMENTS = {name: (ROOT / name).read_text(encoding="utf-8") for name in NAMES}
RECIPES = DOCUMENTS["docs/recipes.md"].split("\n## ")[1:]
# Classes of manim that are named to say why they are not used.
NOT_OURS = {"Axes", "Dot", "MathTex"}
IDENTIFIER = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)?(?:\(\))?")
# Words of the first version's dialect, which a reader of English does not know in these senses.
DIALECT = re.compile(
    r"\b(reel|shelf|wish|mend|mended|making of|told|overheard|glimpse|sealed|snug|pieces?)\b",
    re.IGNORECASE,
)


def code_in(document: str) -> list[str]:
    """Everything within backticks, but for blocks."""
    text = re.sub(r"```.*?```", "", DOCUMENTS[document], flags=re.DOTALL)
    return re.findall(r"`([^`\n]+)`", text)


def paths_in(document: str) -> list[str]:
    named = code_in(document)
    paths = [text for text in named if re.fullmatch(r"[\w.-]+(/[\w.-]+)*/?", text) and "/" in text]
    paths += [text for text in named if re.fullmatch(r"[\w-]+\.(py|md|toml)", text)]
    # What gradreel writes, or a user has.
    return [path for path in paths if not path.startswith((".", "media")) and path != "solver.py"]


def named_paths() -> list[Any]:
    return [
        pytest.param(path, id=f"{document} {path}")
        for document in NAMES[1:]
        for path in dict.fromkeys(paths_in(document))
    ]


@pytest.mark.parametrize("path", named_paths())
def test_every_file_that_is_named_exists(path: str) -> None:
    assert (ROOT / path).is_dir() if "." not in path else (ROOT / path).is_file()


@pytest.mark.parametrize("document", NAMES)
def test_every_link_leads_to_a_file_and_a_heading(document: str) -> None:
    for target in re.findall(r"\]\(([^)]+)\)", DOCUMENTS[document]):
        if target.startswith("https://"):
            continue
        file, _, heading = target.partition("#")
        path = (ROOT / document).parent / file if file else ROOT / document
        assert path.exists(), target
        text = path.read_text(encoding="utf-8") if heading else ""
        headings = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
        anchors = {re.sub(r"[^\w -]", "", h).lower().replace(" ", "-") for h in headings}
        assert not heading or heading in anchors, target


@cache
def definitions() -> dict[str, set[str]]:
    """Every name that a module of ours defines; of a class, those within it."""
    found: dict[str, set[str]] = {}
    for package in (*PACKAGES, "src/gradreel"):
        for path in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                inside = members(node)
                for name in names_of(node):
                    found.setdefault(name, set()).update(inside)
    return found


def names_of(node: ast.AST) -> list[str]:
    if isinstance(node, ast.ClassDef | ast.FunctionDef):
        return [node.name]
    if isinstance(node, ast.Assign):
        return [target.id for target in node.targets if isinstance(target, ast.Name)]
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        return [node.target.id]
    return []


def members(node: ast.AST) -> set[str]:
    if not isinstance(node, ast.ClassDef):
        return set()
    return {name for child in node.body for name in names_of(child)}


def named_identifiers() -> list[Any]:
    return [
        pytest.param(text.removesuffix("()"), id=f"{document} {text}")
        for document in NAMES[2:]
        if document not in OF_OTHERS
        for text in dict.fromkeys(code_in(document))
        if IDENTIFIER.fullmatch(text) and text not in NOT_OURS and not (ROOT / text).exists()
    ]


# Of other programs, or in a sentence about the way in which names are written.
WORDS_OF_OTHERS = {"torch.optim", "cli", "gradreel", "solver.py", "made.json"}


@pytest.mark.parametrize("text", named_identifiers())
def test_every_name_that_is_used_is_defined(text: str) -> None:
    name, _, member = text.partition(".")
    if text in WORDS_OF_OTHERS or name in cli.main.commands:
        return
    assert name in definitions()
    assert not member or member in definitions()[name]


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda text: text.splitlines()[0])
def test_every_recipe_lists_its_files(recipe: str) -> None:
    steps = re.findall(r"^\d+\. .*(?:\n   .*)*", recipe, re.MULTILINE)
    assert len(steps) >= 3
    assert all(re.search(r"`[\w./]+(\.py|\.html|/)`", step) for step in steps)


def test_every_command_for_contributors_exists() -> None:
    text = DOCUMENTS["CONTRIBUTING.md"]
    blocks = re.findall(r"```sh\n(.*?)```", text, flags=re.DOTALL)
    lines = [line.split() for block in blocks for line in block.splitlines()]
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), flags=re.MULTILINE)
    made = {words[1] for words in lines if words[0] == "make"}
    assert made | set(re.findall(r"`make ([a-z]+)`", text)) <= set(targets)
    for program, *arguments in lines:
        if program == "gradreel":
            assert arguments[0] in cli.main.commands
            known = {o for p in cli.main.commands[arguments[0]].params for o in p.opts}
            assert {a for a in arguments if a.startswith("-")} <= known
        elif program == ".venv/bin/pytest":
            assert (ROOT / arguments[0]).is_file()
        elif program == ".venv/bin/python":
            assert (ROOT / arguments[0] / "__main__.py").is_file()
            assert {*arguments[1:]} <= {frame.of for frame in FRAMES}
        else:
            assert program == "make"
    assert (ROOT / ".ci/run").is_file()


@pytest.fixture
def losses_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The output of the recipe, in a module as it is written there."""
    (code,) = re.findall(r"```python\n(.*?)```", RECIPES[0], flags=re.DOTALL)
    (tmp_path / "recipe_of_output.py").write_text(code)
    monkeypatch.syspath_prepend(str(tmp_path))
    yield importlib.import_module("recipe_of_output").LossesFile
    del sys.modules["recipe_of_output"]


class Counting(InProcess):
    """Counts the sessions for which it is needed."""

    def __init__(self) -> None:
        self.sessions = 0

    def session(self, folder: Path) -> Any:
        self.sessions += 1
        return super().session(folder)


def test_the_output_of_the_recipe_is_built_once_and_again_when_a_setting_changes(
    losses_file: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("bowl.toml").write_text(CURVE)
    bowl, executor = load_scenario("bowl.toml"), Counting()

    def built(output: Output) -> Built:
        (done,) = build([Target(bowl, (output,))], Path("media"), executor)
        assert done.failure is None
        return done

    first = built(losses_file())
    path = Path("media/bowl/losses.json")
    (product,) = first.products.values()
    assert (product.path, product.took is None) == (path, False)
    expected = [[round(loss, 6) for loss in run.loss.tolist()] for run in record(bowl).runs]
    assert json.loads(path.read_text()) == expected
    # It is up to date, also for an equal value, until its file or a setting changes.
    assert built(losses_file()).took is None
    path.write_text("[]")
    assert built(losses_file()).took is not None
    assert json.loads(path.read_text()) == expected
    assert built(losses_file(digits=2)).took is not None
    assert json.loads(path.read_text())[0][0] == round(expected[0][0], 2)
    # The recording was made once.
    assert executor.sessions == 1


def test_the_method_of_the_recipe_takes_steps_of_equal_length(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (recipe,) = (text for text in RECIPES if text.startswith("A method"))
    (code,) = re.findall(r"```python\n(.*?)```", recipe, flags=re.DOTALL)
    namespace: dict[str, Any] = {}
    exec(code, namespace)
    monkeypatch.setitem(METHODS, "Normalized", namespace["normalized"])
    bowl = formula("x**2 + 3*y**2 - x*y", "x", "y")
    (one,) = record(scenario(bowl, run(4, -2, optimizer="Normalized", lr=0.5, steps=6))).runs
    lengths = np.linalg.norm(np.diff(one.parameters, axis=0), axis=1)
    assert lengths == pytest.approx([0.5] * 6, rel=1e-14)
    assert np.linalg.norm(one.carried["direction"], axis=1) == pytest.approx([1.0] * 6)


def docstrings() -> list[tuple[str, str]]:
    """The docstrings of all but the scenes, with the files that they are in."""
    folders = [ROOT / name for name in ("scenarios", "solver", "pipeline", "bench")]
    return [
        (path.name, ast.get_docstring(node) or "")
        for path in (
            ROOT / "cli.py",
            *(path for folder in folders for path in folder.rglob("*.py")),
        )
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
    ]


def test_docstrings_and_documents_use_the_words_of_english() -> None:
    texts = [*docstrings(), *((name, DOCUMENTS[name]) for name in NAMES[1:])]
    found = [(name, match[0]) for name, text in texts for match in DIALECT.finditer(text)]
    assert found == []


def test_no_document_names_what_is_not_under_version_control() -> None:
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    files = listed.stdout.splitlines()
    for document in NAMES[1:]:
        for path in paths_in(document):
            assert any(file == path or file.startswith(path) for file in files), path
