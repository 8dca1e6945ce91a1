"""Scenarios of users' own, steep and flat, large and small, make lessons that look right."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from solver_cases import fit, run

from gradreel.pipeline.inspect import inspect_chapter
from gradreel.scenarios import Fit, Formula, Scenario
from gradreel.scenes import regions
from gradreel.scenes.chapter import subtitle
from gradreel.scenes.drawing.rehearsal import Rehearsal
from gradreel.scenes.lesson import chapter_named
from gradreel.scenes.parts.descents.ends import End, highest_ridge
from gradreel.solver.descent import record
from gradreel.solver.objective import objective_of


def told(
    lesson: Any, objective: Formula | Fit, *runs: tuple[Any, ...], ground: str = "dark"
) -> Scenario:
    bare = Scenario(
        name="own", title="A title", lesson=lesson, objective=objective, runs=(), theme=ground
    )
    starts = ((dict(zip(bare.parameters, start, strict=True)), rest) for start, rest in runs)
    named = tuple({"start": start, **rest} for start, rest in starts)
    return Scenario.model_validate(bare.model_dump() | {"runs": named})


LARGE = Formula(
    formula="1000000*x**2 + 2000000*y**2 - 5e7", domain={"x": (-900, -100), "y": (-5, 700)}
)
SIX = [
    run(-800, 600, lr=rate, steps=20, name=name)
    for rate, name in (
        (1e-7, None),
        (1e-5, "explodes at once"),
        (2e-7, "b"),
        (3e-7, "c"),
        (4e-8, "d"),
        (5e-8, "a name of a run longer than the others"),
    )
]
QUARTIC = Formula(formula="x**4/20 - x**2 + x", domain={"x": (-6, 6)})
WAVY = Formula(formula="sin(3*x) + x**2/2", domain={"x": (-4, 4)})
THREE = fit("a*x + b", (1000, 0.001), (2000, 0.004), (3000, 0.005))
VALLEY = Formula(formula="(1 - x)**2 + 100*(y - x**2)**2", domain={"x": (-2, 2), "y": (-1, 3)})
BOWL = Formula(formula="x**2 + y**2/2", domain={"x": (-3, 3), "y": (-3, 3)})

CASES = [
    ("descent", told("surface", BOWL, run(2, 2, lr=100, steps=40))),
    ("starts", told("surface", BOWL, run(2, 2, lr=100, steps=40), run(-2, 1, lr=100, steps=40))),
    ("rates", told("surface", LARGE, *SIX)),
    ("descent", told("surface", LARGE, *SIX[:1], ground="light")),
    ("step", told("curve", QUARTIC, run(-5, lr=3, steps=12))),
    ("descent", told("curve", QUARTIC, run(-5, lr=3, steps=12), ground="light")),
    ("step", told("curve", WAVY, run(3, lr=0.1, steps=30))),
    ("result", told("fit", THREE, run(0, 1, lr=1e-8, steps=100))),
    ("step", told("surface", VALLEY, run(-1.2, 1, lr=0.001, steps=20))),
]


@pytest.mark.parametrize(("chapter", "scenario"), CASES)
def test_inspect_finds_nothing(chapter: str, scenario: Scenario) -> None:
    found = inspect_chapter(chapter_named(scenario, chapter), record(scenario))
    assert [str(finding) for finding in found] == []


@pytest.mark.parametrize("words", [5, 9, 13, 16])
def test_a_sentence_of_any_length_stays_in_the_safe_area(words: int) -> None:
    shown = subtitle(" ".join(["sentence"] * words) + ".")
    assert shown.get_bottom()[1] >= regions.safe().bottom - 1e-6
    assert shown.get_top()[1] <= -2.8
    assert shown.width <= regions.safe().width


# Before what the ends prove.
PAINTED = ("not convex", "where does", "22500 descents", "even near starts part")


def said(scenario: Scenario) -> list[str]:
    """What a chapter says of where its runs end, once they are coloured."""
    chapter = chapter_named(scenario, "starts")
    scene = chapter(record(scenario), Rehearsal(lambda *_: None))
    scene.render()
    texts = [sentence.text for sentence in scene.sentences]
    return texts if "not convex" in texts[0] else texts[2:]


@pytest.mark.parametrize(
    ("text", "starts", "proofs"),
    [
        (
            "x**4/4 - x**2/2 + x/8 + y**2/2",
            [(1, 1), (-1, 1)],
            [*PAINTED, "is only local"],
        ),
        (
            "x**4/4 - x**2/2 + y**2/2",
            [(1, 1), (-1, 1)],
            [*PAINTED, "equally deep"],
        ),
        ("x**2 + y**2", [(1, 1), (-1, 1)], ["is convex"]),
        ("x**4 + y**2", [(0.5, 1), (0.6, 1)], ["may still find another"]),
        ("x**4 + y**2", [(0.5, 1), (-0.5, 1)], ["nothing rises between them"]),
        ("x**2/50 + y**2", [(2, 1), (-1, 1)], ["not all runs have come to the bottom"]),
    ],
)
def test_what_the_ends_prove_is_said_and_no_more(
    text: str, starts: list[tuple[float, float]], proofs: list[str]
) -> None:
    formula = Formula(formula=text, domain={"x": (-2, 2), "y": (-2, 2)})
    runs = [run(*start, lr=0.2, steps=60) for start in starts]
    last = said(told("surface", formula, *runs))
    assert len(last) == len(proofs)
    assert all(proof in sentence for proof, sentence in zip(proofs, last, strict=True))


def test_a_ridge_is_one_only_where_the_loss_rises_above_both_ends() -> None:
    objective = objective_of(
        told("surface", Formula(formula="x**3 + y**2", domain={"x": (-2, 2), "y": (-2, 2)}))
    )
    ends = [End((0,), np.array([x, 0.0]), x**3) for x in (-1.0, 1.0)]
    assert highest_ridge(objective, ends) is None
