"""Steps with momentum as sums: which are shown, that they are as recorded, and how they look."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import pytest
from manim import RIGHT
from solver_cases import formula, run, scenario
from spoken import sentences

from gradreel.pipeline.inspect import inspect_chapter
from gradreel.scenarios import load_scenario
from gradreel.scenarios.model import Schedule
from gradreel.scenes.chapter import Chapter
from gradreel.scenes.chapter_plan import ChapterPlan
from gradreel.scenes.lesson import chapter_named
from gradreel.scenes.parts.descents.step_sum import StepSum
from gradreel.scenes.parts.geometry.box import Box
from gradreel.scenes.parts.geometry.lines import place_arrow
from gradreel.solver.descent import record
from gradreel.solver.directions import directions_of
from gradreel.solver.momentum_sums import StepAsSum, clearest, steps_as_sums
from gradreel.solver.recording import Recording

RAVINE = formula("x**2/100 + y**2", "x", "y")
MOMENTUM: dict[str, Any] = {"options": {"momentum": 0.9}, "lr": 0.3}
ADDS_UP = "With momentum, steps to and fro cancel, and steps along the valley add up."
SLOPE_SUM = "Step 2 is 0.9 of step 1, plus a plain step against the slope."
ROOM = Box((-6.0, -2.5), (12.0, 5.0))


def recorded(
    *plans: dict[str, Any], objective: Any = RAVINE, start: Any = (-10.0, 4.0)
) -> Recording:
    return record(scenario(objective, *(run(*start, **{"steps": 20, **p}) for p in plans)))


@cache
def with_momentum(name: str) -> Recording:
    """The recording of the run of a shipped scenario that has momentum."""
    told = load_scenario(name)
    runs = [each.model_copy(update={"steps": 20}) for each in told.runs if each.options]
    return record(told.model_copy(update={"runs": (*runs,)}))


def vectors(recording: Recording) -> Any:
    return np.array([each.along for each in directions_of(recording.objective)])


def test_each_step_is_the_sum_of_its_parts_as_recorded() -> None:
    one = recorded(MOMENTUM).runs[0]
    found = steps_as_sums(one)
    assert [told.step for told in found] == [*range(1, 13)]
    for told in found:
        assert told.kept + told.own == pytest.approx(told.whole, rel=1e-12)
        assert told.own == pytest.approx(-0.3 * one.grad[told.step])
        # torch's own velocity says the same.
        assert told.kept == pytest.approx(-0.3 * 0.9 * one.carried["velocity"][told.step - 1])


@pytest.mark.parametrize(
    "plan",
    [
        {},
        {"options": {"momentum": 0.0}},
        {"options": {"momentum": 0.9, "nesterov": True}},
        {"options": {"momentum": 0.9, "dampening": 0.5}},
        {"options": {"momentum": 0.9, "weight_decay": 0.1}},
        {"optimizer": "RMSprop", "options": {"momentum": 0.9}},
        {**MOMENTUM, "noise": 0.5},
        {**MOMENTUM, "steps": 1},
    ],
)
def test_of_other_steps_no_sum_is_shown(plan: dict[str, Any]) -> None:
    assert steps_as_sums(recorded(plan).runs[0]) == []


def test_while_the_rate_changes_no_step_is_such_a_sum() -> None:
    falling = Schedule(name="ExponentialLR", options={"gamma": 0.9})
    assert steps_as_sums(recorded({**MOMENTUM, "schedule": falling}).runs[0]) == []


def step(kept: tuple[float, ...], own: tuple[float, ...], index: int = 1) -> StepAsSum:
    first, second = np.array(kept), np.array(own)
    return StepAsSum(index, first, first, second, first + second)


TURNING = step((3.0, 1.0), (-2.0, 1.0), 4)


@pytest.mark.parametrize(
    ("sums", "best"),
    [
        ([], None),
        ([step((0.0, 0.0), (0.0, 0.0))], None),
        ([step((1.0, 1.0), (0.01, 1.0))], None),  # one arrow would be all head
        ([step((1.0, 0.0), (0.5, 0.0))], 1),  # nothing happens along the valley
        ([step((1.0, 1.0), (1.0, 1.0), 1), TURNING], 4),
        ([TURNING, step((3.0, 1.0), (-3.0, 1.0), 5)], 4),  # the first that is clear
        ([step((3.0, 1.0), (-0.4, 1.0), 2), TURNING], 4),
    ],
)
def test_the_step_is_shown_in_which_the_sum_is_seen_best(
    sums: list[StepAsSum], best: int | None
) -> None:
    found = clearest(sums, np.eye(2))
    assert (found and found.step) == best


def ledger_of(recording: Recording, computed: Callable[[float], float] = float) -> StepSum:
    told = clearest(steps_as_sums(recording.runs[0]), vectors(recording))
    assert told
    directions = [*zip(("a", "b"), vectors(recording), strict=True)]
    return StepSum(told, directions, ("k", "p", "s"), ROOM, computed)


@pytest.mark.parametrize("name", ["two-weights", "momentum"])
def test_arrows_are_drawn_to_the_scale_that_is_told(name: str) -> None:
    recording = with_momentum(name)
    ledger = ledger_of(recording)
    first, second = ledger.rows
    for each in ledger.rows:
        assert ROOM.left < each.zero < ROOM.right
    times = second.unit / first.unit
    assert times == pytest.approx(round(times))
    one = recording.runs[0]
    for part in [animation for row in (1, 2) for animation in ledger.growing(row)]:
        part.begin()
        part.finish()
    for each in ledger.rows:
        move = (one.parameters[each.step + 1] - one.parameters[each.step]) @ each.along
        whole = each.arrows[2]
        assert whole.tip[0] - whole.tail[0] == pytest.approx(move * each.unit)


@pytest.mark.parametrize(("name", "shown"), [("two-weights", 1), ("momentum", 3)])
def test_shipped_lessons_show_a_step_that_cancels_across_and_adds_up_along(
    name: str, shown: int
) -> None:
    recording = with_momentum(name)
    found = clearest(steps_as_sums(recording.runs[0]), vectors(recording))
    assert found
    assert found.turns(vectors(recording))
    assert found.step == shown


def test_it_is_said_that_steps_add_up_along_a_valley_where_they_are_seen_to() -> None:
    sum_of = "Step 4 is 0.9 of step 3, plus a plain step against the gradient."
    assert sentences(recorded({"lr": 0.3}, MOMENTUM), "race")[-2:] == [sum_of, ADDS_UP]
    sum_of = "Step 2 is 0.9 of step 1, plus a plain step against the gradient."
    wide = formula("x**2 + 2*y**2", "x", "y")
    slow = {**MOMENTUM, "lr": 0.01}
    assert sentences(recorded({"lr": 0.01}, slow, objective=wide), "race")[-1] == sum_of


def test_a_curve_shows_the_sum_on_its_axis() -> None:
    told = recorded({"lr": 0.1}, {**MOMENTUM, "lr": 0.1}, objective=formula("x**2"), start=(3.0,))
    assert sentences(told, "race")[-1] == SLOPE_SUM
    assert [
        str(found) for found in inspect_chapter(chapter_named(told.scenario, "race"), told)
    ] == []


def planted(wrong: bool) -> type[Chapter]:
    class Summed(Chapter):
        plan = ChapterPlan("planted", __name__, "Summed", default="momentum")

        def story(self) -> None:
            ledger = ledger_of(self.recording, self.computed)
            self.appear(ledger)
            for animations in (ledger.keeping(), ledger.growing(1), ledger.growing(2)):
                self.play(*animations)
            if wrong:
                whole = ledger.rows[0].arrows[2]
                place_arrow(whole, whole.tail, whole.tip + 0.3 * RIGHT)
            for _ in range(3):
                self.wait(0.5)

    return Summed


@pytest.mark.parametrize("wrong", [False, True])
def test_an_arrow_of_a_sum_that_is_too_long_is_found(wrong: bool) -> None:
    found = inspect_chapter(planted(wrong), record(load_scenario("momentum")))
    kinds = {each.fault.kind for each in found}
    assert ("untrue arrow" in kinds) == wrong
