"""Every word on the screen comes from the catalogue or from the scenario."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from case_files import case
from fluent.syntax import FluentParser, FluentSerializer
from fluent.syntax import ast as fluent
from fluent.syntax.visitor import Transformer
from spoken import written

from gradreel.scenarios import Scenario, load_scenario
from gradreel.scenes.lesson import chapters_of
from gradreel.scenes.parts.formulas.formula import GREEK
from gradreel.scenes.parts.formulas.source_code import by_autograd, by_hand, by_optimizer
from gradreel.scenes.sentences import catalogue
from gradreel.solver.descent import record
from gradreel.solver.objective import objective_of
from gradreel.solver.recording import Recording

# Every word has a vowel, and in the test's language every vowel has an accent.
ACCENTS = str.maketrans("aeiouyAEIOUY", "áéíóúýÁÉÍÓÚÝ")
PLAIN_WORD = re.compile(r"[^\W\d_]*[aeiouyAEIOUY][^\W\d_]*")
# Functions, and what Typst calls the signs of a formula, as which a text is read back.
OF_FORMULAS = {
    *(
        "sin",
        "cos",
        "tan",
        "exp",
        "log",
        "lim",
        "sqrt",
        "max",
        "min",
        "abs",
        "sign",
        "e",
        "x",
        "ln",
    ),
    *("arrow", "dot", "frac", "nabla", "norm", "partial", "quad", "sum", "approx", "Delta", "op"),
    "thick",
    *("diff", "times", "infinity", "upright", "underbrace", *GREEK),
}


class Accented(Transformer):
    """Gives every vowel of the words of a message an accent."""

    def visit_TextElement(self, node: fluent.TextElement) -> fluent.TextElement:  # noqa: N802
        node.value = node.value.translate(ACCENTS)
        return node


@pytest.fixture
def accented(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The catalogue with an accent on every vowel, in place of English."""
    folder = tmp_path / "en"
    folder.mkdir()
    for path in (Path(catalogue.__file__).parent / "en").glob("*.ftl"):
        resource = FluentParser().parse(path.read_text(encoding="utf-8"))
        text = FluentSerializer().serialize(Accented().visit(resource))
        (folder / path.name).write_text(text, encoding="utf-8")
    monkeypatch.setattr(catalogue, "_HERE", tmp_path)
    catalogue.catalogue.cache_clear()
    catalogue._worded.cache_clear()
    yield
    catalogue.catalogue.cache_clear()
    catalogue._worded.cache_clear()


def own_words(recording: Recording) -> set[str]:
    """The words that a scenario brings along: of its names, its methods, its programs."""
    scenario, run = recording.scenario, recording.runs[0]
    texts = [
        scenario.title,
        scenario.name,
        *scenario.parameters,
        *(run.name or "" for run in scenario.runs),
    ]
    texts += [run.optimizer + " " + " ".join(run.options) for run in scenario.runs]
    if data := scenario.objective.data:
        texts += [*data.input_names, data.output_name]
    if len(run.ways[0]) and len(scenario.parameters) == 1 and scenario.fit is None:
        objective, places = objective_of(scenario), run.ways[0, :, 0]
        rate = run.run.lr
        programs = by_hand(objective, rate, places), by_autograd(objective, rate, places)
        for program in (*programs, by_optimizer(objective, rate, places)):
            texts += [line for line, _ in program.lines]
    return {word for text in texts for word in re.findall(r"[^\W\d_]+", text)} | OF_FORMULAS


SCENARIOS = [
    *("parabola", "one-weight", "quadratic", "two-weights", "two-valleys", "noisy-line"),
    case("leaves-the-domain"),
]


@pytest.mark.parametrize("name", SCENARIOS, ids=lambda name: Path(name).stem)
def test_every_word_on_screen_is_from_the_catalogue_or_the_scenario(
    name: str | Path, accented: None
) -> None:
    scenario: Scenario = load_scenario(name)
    recording = record(scenario)
    own, foreign = own_words(recording), set()
    for chapter in chapters_of(scenario):
        for text in written(recording, chapter.name):
            found = {word for word in PLAIN_WORD.findall(text) if len(word) > 1}
            foreign |= {(word, text) for word in found - own}
    assert foreign == set()
