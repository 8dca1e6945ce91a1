"""The rule of each method holds as it is printed, and its arrows are true to the recording."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from solver_cases import run
from spoken import played, sentences, written

from gradreel.pipeline.inspect import inspect_chapter
from gradreel.scenarios import Formula, Run, Scenario
from gradreel.scenes import regions
from gradreel.scenes.checks.equations import evaluated, untrue
from gradreel.scenes.drawing.rehearsal import Rehearsal
from gradreel.scenes.lesson import chapter_named
from gradreel.scenes.methods.in_numbers import NumbersRow, rows_of
from gradreel.scenes.methods.osculating import Osculating
from gradreel.scenes.methods.table import RULES, rule_of
from gradreel.scenes.parts.digits.reading import plain
from gradreel.scenes.parts.formulas.rule_lines import RuleLines, _airy
from gradreel.scenes.parts.lettering.text import Glyphs
from gradreel.scenes.sentences.catalogue import worded
from gradreel.scenes.sentences.methods import of_line
from gradreel.solver.descent import record
from gradreel.solver.objective import objective_of
from gradreel.solver.recording import Recording

BOWL = Formula(
    formula="x**2/2 + x + y**2/4 - 2 + x**4/20", domain={"x": (-2.5, 2.5), "y": (-2.5, 2.5)}
)
CURVE = Formula(formula="x**4/4 + x**2/2", domain={"x": (-3, 3)})
SADDLE = Formula(formula="x**2 - y**2 + y**4/8", domain={"x": (-2.5, 2.5), "y": (-2.5, 2.5)})

METHODS: dict[str, dict[str, Any]] = {
    "momentum": {"optimizer": "SGD", "options": {"momentum": 0.9}},
    "nesterov": {"optimizer": "SGD", "options": {"momentum": 0.8, "nesterov": True}},
    "adagrad": {"optimizer": "Adagrad"},
    "rmsprop": {"optimizer": "RMSprop", "lr": 0.01},
    "adam": {"optimizer": "Adam"},
    "adamw": {"optimizer": "AdamW", "options": {"weight_decay": 0.1}},
    "a large divisor": {"optimizer": "Adam", "options": {"eps": 0.5}},
    "exact": {"optimizer": "GD", "lr": None, "options": {"line_search": "exact"}},
    "armijo": {"optimizer": "GD", "lr": None, "options": {"line_search": "armijo", "initial": 4.0}},
    "newton": {"optimizer": "Newton", "lr": None},
    "damped": {"optimizer": "Newton", "lr": None, "options": {"damping": 0.5}},
}


@cache
def recorded(name: str, size: int, saddle: bool = False, near: float = 1.0) -> Recording:
    """Steps of a method from a start, which may be `near` a lowest point of a curve at 0."""
    objective = SADDLE if saddle else BOWL if size == 2 else CURVE
    start = (0.4, 0.6) if saddle else (1.3 * near, 1.7)[:size]
    lesson = "surface" if size == 2 else "curve"
    bare = Scenario(name="case", title="A case", lesson=lesson, objective=objective, runs=())  # type: ignore[arg-type]
    _, settings = run(*start, **{"steps": 4, **METHODS[name]})
    one = Run(start=dict(zip(bare.parameters, start, strict=True)), **settings)
    return record(bare.model_copy(update={"runs": (one,)}))


def typed(row: NumbersRow) -> str:
    """A row as it would be typed, to be evaluated."""
    parts = [f"{field.before}({text})" for field, text in zip(row.fields, row.texts, strict=True)]
    return ("".join(parts) + row.end).replace('"', "")


@pytest.mark.parametrize(("size", "near"), [(1, 1.0), (2, 1.0), (1, 0.03), (1, -4e-4)])
@pytest.mark.parametrize("name", METHODS)
def test_every_line_holds_in_the_recorded_numbers(name: str, size: int, near: float) -> None:
    one = recorded(name, size, near=near).runs[0]
    rule = rule_of(one.run)
    assert rule is not None
    for step in range(2):
        for line, rows in rows_of(rule, one, step):
            assert len(rows) == (1 if line.once else size)
            for axis, row in enumerate(rows):
                if not row.sign:
                    continue
                assert row.sign == "=", (line.name, row)
                made, shown = evaluated(typed(row), {}), evaluated(row.result, {})
                assert made is not None
                assert shown is not None
                assert abs(made - shown) <= Decimal("0.0006") * max(abs(shown), Decimal("1e-9"))
                wanted = rule.values(one, step, axis)[line.result or line.name]
                assert float(shown) == pytest.approx(float(wanted), rel=6e-4)


@pytest.mark.parametrize("name", METHODS)
def test_the_last_line_is_the_recorded_step(name: str) -> None:
    one = recorded(name, 2).runs[0]
    rule = rule_of(one.run)
    assert rule is not None
    assert rule.lines[-1].name == "step"
    for step in range(2):
        change = one.parameters[step + 1] - one.parameters[step]
        assert rule.vectors(one, step)["step"] == pytest.approx(change)


@pytest.mark.parametrize(
    "plan",
    [
        {"optimizer": "SGD"},
        {"optimizer": "SGD", "options": {"momentum": 0.9, "dampening": 0.5}},
        {"optimizer": "SGD", "options": {"momentum": 0.9, "weight_decay": 0.1}},
        {"optimizer": "Adam", "options": {"amsgrad": True}},
        {"optimizer": "RMSprop", "options": {"centered": True}},
        {"optimizer": "Adagrad", "options": {"lr_decay": 0.1}},
        {"optimizer": "BFGS", "lr": None},
        {"optimizer": "Adam", "noise": 0.1},
    ],
)
def test_other_rules_are_not_printed_as_these(plan: dict[str, Any]) -> None:
    _, settings = run(1.0, **plan)
    assert rule_of(Run(start={"x": 1.0}, **settings)) is None


@pytest.mark.parametrize("name", ["momentum", "adamw", "exact", "newton"])
def test_a_curve_writes_what_holds_as_it_is_printed(name: str) -> None:
    texts = written(recorded(name, 1), "step")
    assert [what for text in texts for what in untrue(text)] == []
    assert any("=" in text for text in texts)


@pytest.mark.parametrize("name", ["rmsprop", "adamw"])
def test_a_rule_beside_a_curve_is_large_enough_to_read_and_says_its_own_settings(name: str) -> None:
    recording = recorded(name, 1)
    step = chapter_named(recording.scenario, "step")
    assert [str(found) for found in inspect_chapter(step, recording)] == []


def test_what_a_single_parameter_has_is_called_its_slope() -> None:
    seen = written(recorded("momentum", 1), "step")
    assert "slope" in seen
    assert [text for text in seen if "gradient" in text] == []


@pytest.mark.parametrize("name", METHODS)
def test_a_surface_writes_what_holds_and_its_dot_goes_where_the_arrow_ends(name: str) -> None:
    ends: list[tuple[np.ndarray, np.ndarray]] = []
    texts: set[str] = set()

    def watch(scene: Any, _: float) -> None:
        family = (part for mobject in scene.mobjects for part in mobject.get_family())
        texts.update(part.note.says for part in family if isinstance(part, Glyphs))
        arrows = getattr(scene, "arrows", None)
        if arrows and (arrow := arrows.step):
            ends.append((arrow.end.copy(), scene.map.here.copy()))

    recording = recorded(name, 2)
    scene: Any = played(recording, "step", Rehearsal(watch))
    assert scene.method.steps == 2
    assert [what for text in texts for what in untrue(text)] == []
    assert any("=" in text for text in texts)
    for there in recording.runs[0].parameters[1:3]:
        arrived = [end for end, dot in ends if np.allclose(dot, there)]
        assert arrived
        assert arrived[0] == pytest.approx(there)


@pytest.mark.parametrize(
    ("name", "step", "kept"),
    [("momentum", 1, ["0.9"]), ("rmsprop", 0, ["0.99"]), ("adam", 0, ["0.9", "0.999"])],
)
def test_sentences_name_the_shares_that_a_method_keeps(
    name: str, step: int, kept: list[str]
) -> None:
    one = recorded(name, 2).runs[0]
    rule = rule_of(one.run)
    assert rule is not None
    said = [worded(found) for line in rule.lines if (found := of_line(line, one, step))]
    assert re.findall(r"\b0\.9+\b", " ".join(said)) == kept


def test_the_first_step_of_adam_is_the_learning_rate_along_each_axis() -> None:
    one = recorded("adam", 2).runs[0]
    assert np.abs(one.parameters[1] - one.parameters[0]) == pytest.approx([0.1, 0.1], rel=1e-6)


@pytest.mark.parametrize("size", [1, 2])
def test_what_bends_like_the_loss_touches_it_and_is_level_where_the_step_leads(size: int) -> None:
    recording = recorded("newton", size)
    one = recording.runs[0]
    objective = objective_of(recording.scenario)
    bowl = Osculating.of_step(one, 0)
    assert bowl.level == pytest.approx(one.parameters[1])
    here = one.parameters[0]
    for away in np.eye(size) * 1e-4:
        near = float(objective.value(here + away))
        assert float(bowl.value(here + away)) == pytest.approx(near, abs=1e-9)
    assert bowl.kind == ("bowl" if size == 2 else "parabola")


def test_a_parabola_stands_beside_its_slope_its_curvature_and_where_it_is_level() -> None:
    one = recorded("newton", 1)
    texts = written(one, "newton")
    assert [what for text in texts for what in untrue(text)] == []
    x, slope, bend = (1.3, 1.3**3 + 1.3, 3 * 1.3**2 + 1)
    level = f"{x - slope / bend:.4g}"
    assert any("=" in text and text.endswith(level) for text in texts)


def test_a_saddle_is_climbed_and_that_is_said() -> None:
    recording = recorded("newton", 2, saddle=True)
    assert Osculating.of_step(recording.runs[0], 0).kind == "saddle"
    said = " ".join(sentences(recording, "newton"))
    assert "up along one direction, down along another" in said
    assert said.count("The loss rises, from") == 1


def test_every_method_with_a_rule_is_tried() -> None:
    tried = {plan["optimizer"] for plan in METHODS.values()}
    assert tried == RULES.keys()


@pytest.mark.parametrize("near", [1.0, -0.03])
@pytest.mark.parametrize("name", ["rmsprop", "adam", "adamw", "a large divisor"])
def test_no_line_of_a_rule_touches_another_however_long_its_numbers(name: str, near: float) -> None:
    recording, room = recorded(name, 2, near=near), regions.current().surface.method
    rule = rule_of(recording.runs[0].run)
    assert rule is not None
    lines = RuleLines(rule, recording.scenario, recording.runs[0], 2, room, float)
    formulas = [formula for formula, _ in lines._symbols.values()]
    for upper, lower in pairwise([*lines.settings, *formulas]):
        assert upper.get_bottom()[1] > lower.get_top()[1]
    for rows in lines._rows.values():
        assert formulas[-1].get_bottom()[1] > rows.get_top()[1]
        assert rows.get_bottom()[1] >= room.bottom - 0.01
    assert all(
        formula.get_right()[0] <= label.get_left()[0] for formula, label in lines._symbols.values()
    )


def test_brackets_have_air_inside_unless_they_are_those_of_a_function() -> None:
    assert _airy("(a + sqrt(b)) c") == "(#h(0.1em)a + sqrt(b)#h(0.1em)) c"
    assert plain("#set math.lr(size: 1em); $ (#h(0.1em)1 - 2#h(0.1em)) $") == "(1 - 2)"
