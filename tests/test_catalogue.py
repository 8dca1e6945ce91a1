"""The catalogue: every message that is used is there, with the values it is given, and no other."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fluent.syntax import FluentParser
from fluent.syntax import ast as fluent
from fluent.syntax.visitor import Visitor
from jinja2 import Environment, nodes

from gradreel.pipeline.terminal.report import print_recording
from gradreel.scenarios import load_scenario
from gradreel.scenarios.errors import GradreelError
from gradreel.scenes.sentences.catalogue import DEFAULTS, UnwordedError, catalogue, text, worded
from gradreel.solver.descent import record
from gradreel.solver.ending import Ending, Outcome
from gradreel.solver.message import Message, message

REPOSITORY = Path(__file__).parent.parent
FOLDER = REPOSITORY / "scenes" / "sentences"
LANGUAGES = sorted(path.name for path in FOLDER.iterdir() if any(path.glob("*.ftl")))
# Functions and methods whose first argument is the id of a message, whatever comes before.
TAKE_IDS = {"message", "text", "say", "self.say", "self.appendix"}


class Used(Visitor):
    """The variables and the other messages in a pattern."""

    def __init__(self) -> None:
        self.variables: set[str] = set()
        self.messages: set[str] = set()

    def visit_VariableReference(self, node: fluent.VariableReference) -> None:  # noqa: N802
        self.variables.add(node.id.name)

    def visit_MessageReference(self, node: fluent.MessageReference) -> None:  # noqa: N802
        self.messages.add(node.id.name)


def messages_of(language: str) -> dict[str, Used]:
    """Every message of a language by its id, with what it uses."""
    found: dict[str, Used] = {}
    for path in sorted((FOLDER / language).glob("*.ftl")):
        for entry in FluentParser().parse(path.read_text(encoding="utf-8")).body:
            assert not isinstance(entry, fluent.Junk), f"{path.name}: {entry.content}"
            if isinstance(entry, fluent.Message):
                assert entry.id.name not in found, f"{path.name}: {entry.id.name} is there twice"
                found[entry.id.name] = used = Used()
                used.visit(entry)
    return found


def variables_of(id: str, known: dict[str, Used]) -> set[str]:
    """The variables of a message and of those that it is made of."""
    used = known[id]
    return used.variables.union(*(variables_of(other, known) for other in used.messages))


def code() -> Iterator[tuple[Path, ast.Module]]:
    for folder in ("solver", "scenes", "pipeline"):
        for path in sorted((REPOSITORY / folder).rglob("*.py")):
            yield path, ast.parse(path.read_text())


def templates() -> Iterator[tuple[Path, nodes.Template]]:
    for path in sorted((REPOSITORY / "pipeline").rglob("*.html")):
        yield path, Environment().parse(path.read_text(encoding="utf-8"))


def ids_in_code() -> dict[str, str]:
    """Every id that stands in the code, and where: text of such a form that is a message's id."""
    known, found = messages_of("en"), {}
    for path, template in templates():
        for constant in template.find_all(nodes.Const):
            if constant.value in known:
                found[constant.value] = f"{path.relative_to(REPOSITORY)}:{constant.lineno}"
    for path, tree in code():
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and node.value in known:
                found[node.value] = f"{path.relative_to(REPOSITORY)}:{node.lineno}"
    return found


def calls() -> Iterator[tuple[str, str, set[str] | None]]:
    """Every call that names a message: where, its id, and its values (None: not told there)."""
    for path, template in templates():
        for said in template.find_all(nodes.Call):
            if isinstance(said.node, nodes.Name) and said.node.name == "say":
                where = f"{path.relative_to(REPOSITORY)}:{said.lineno}"
                (id,) = said.args
                yield where, id.as_const(), {value.key for value in said.kwargs}
    for path, tree in code():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or ast.unparse(node.func) not in TAKE_IDS:
                continue
            if not node.args or not isinstance(node.args[0], ast.Constant):
                continue
            names = {k.arg for k in node.keywords}
            where = f"{path.relative_to(REPOSITORY)}:{node.lineno}"
            told = None if None in names else {name for name in names if name}
            yield where, str(node.args[0].value), told


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_messages_with_the_same_variables(language: str) -> None:
    english, other = messages_of("en"), messages_of(language)
    assert english.keys() == other.keys()
    for id in english:
        assert variables_of(id, english) == variables_of(id, other), id


def test_every_message_that_is_called_for_is_there_with_its_values() -> None:
    known, seen = messages_of("en"), 0
    for where, id, told in calls():
        assert id in known, f"{where}: no message {id}"
        wanted = variables_of(id, known) - DEFAULTS.keys()
        assert told is None or told >= wanted, f"{where}: {id} needs more values"
        seen += 1
    assert seen > 20


def test_pages_hold_no_words_of_their_own() -> None:
    for path, template in templates():
        written = "".join(
            part.data if isinstance(part, nodes.TemplateData) else "{}"
            for output in template.find_all(nodes.Output)
            for part in output.nodes
        )
        shown = re.findall(r">([^<>]+)<|(?:alt|label|title)=\"([^\"]*)\"", written)
        words = {word for text in shown for word in re.findall(r"[A-Za-z]+", " ".join(text))}
        assert words <= {"HTML", "toml"}, path.name


def test_no_message_is_kept_that_nothing_says() -> None:
    known = messages_of("en")
    inner = set().union(*(used.messages for used in known.values()))
    assert known.keys() - ids_in_code().keys() - inner == set()


def test_a_message_that_is_not_there_or_lacks_a_value_is_told_by_its_id() -> None:
    with pytest.raises(UnwordedError, match="no-such-message"):
        text("no-such-message")
    with pytest.raises(UnwordedError, match=r"fit-joined.*loss"):
        text("fit-joined")


def test_a_recording_that_says_what_the_catalogue_lacks_is_told_in_a_sentence() -> None:
    recording = record(load_scenario("parabola"))
    run = replace(recording.runs[0], ending=Ending(Outcome.CONVERGED, Message("ending-gone")))
    with pytest.raises(GradreelError, match=r"ending-gone.*record it again with `gradreel solve`"):
        print_recording(replace(recording, runs=(run,)))


@pytest.mark.parametrize(
    ("parts", "whole"),
    [
        (("a",), "a"),
        (("a", "b"), "a and b"),
        (("a", "b", "c"), "a, b and c"),
        (("a", message("heading-step"), "c", "d"), "a, One step, c and d"),
    ],
)
def test_lists_have_the_commas_of_the_language(
    parts: tuple[str | Message, ...], whole: str
) -> None:
    assert text("data-predicts-all", settings=parts, output="z") == (
        f"With {whole} it predicts z of every point."
    )


def test_whole_numbers_decide_on_the_plural_and_are_written_as_tables_write_them() -> None:
    assert text("starts-released", places=1, runs=4) == (
        "The same rule from one place at once, 4 times."
    )
    assert text("starts-released", places=12000, runs=12000) == (
        "The same rule from 12000 places at once."
    )


def test_text_goes_in_as_it_is() -> None:
    odd = "{ $x } “−0.5” \\ é"
    assert text("fit-joined", loss=odd).endswith(f"minus the gradient, −∇{odd}.")


@pytest.mark.parametrize(
    "said",
    [
        message("a"),
        message("b", n=3, x="0.5"),
        message("c", inner=message("d", y="1"), several=("e", message("f"))),
    ],
)
def test_a_message_survives_as_data(said: Message) -> None:
    assert Message.from_data(said.as_data()) == said


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"id": 3, "values": {}},
        {"id": "a", "values": {"x": 0.5}},
        {"id": "a", "values": []},
        {"id": "a"},
    ],
)
def test_what_is_no_message_is_refused(data: dict[str, object]) -> None:
    with pytest.raises((KeyError, TypeError)):
        Message.from_data(data)


def test_words_of_a_message_can_be_changed_but_not_its_numbers() -> None:
    said = message("a", inner=message("b", x="w"), several=("w", "v"), n=2)
    assert said.with_text(str.upper) == message(
        "a", inner=message("b", x="W"), several=("W", "V"), n=2
    )


def test_words_of_one_name_can_be_changed_alone() -> None:
    said = message("a", x="w", y="w", inner=(message("b", x="w", z="w"), "w"))
    assert said.with_text(str.upper, "x") == message(
        "a", x="W", y="w", inner=(message("b", x="W", z="w"), "w")
    )


def test_the_catalogue_is_read_once() -> None:
    assert catalogue("en") is catalogue("en")
    assert worded(message("heading-step")) == "One step"
    assert re.fullmatch(r"\w+", LANGUAGES[0])
