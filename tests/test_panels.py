"""The pictures of runs side by side: the count of their steps, and their first steps alone."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from solver_cases import run
from spoken import played
from test_holdouts import told

from gradreel.scenarios import Formula, load_scenario
from gradreel.scenes import regions
from gradreel.scenes.curve.panels import CurveRunPanel
from gradreel.scenes.curve.rates import CurveRates
from gradreel.scenes.drawing.rehearsal import Unseen
from gradreel.scenes.parts.descents.panel_note import PanelNote
from gradreel.scenes.run_panel import seconds_alone
from gradreel.scenes.surface.panels import SurfaceRunPanel
from gradreel.scenes.surface.rates import SurfaceRates
from gradreel.solver.descent import record
from gradreel.solver.message import Message, message

CURVE = Formula(formula="x**2", domain={"x": (-2, 2)})
BOWL = Formula(formula="x**2 + 30*y**2", domain={"x": (-2, 2), "y": (-2, 2)})


def compared(kind: str, *rates: float) -> CurveRates | SurfaceRates:
    """The chapter of runs with these learning rates, each a step longer than the one before."""
    formula, start = (CURVE, (1.5,)) if kind == "curve" else (BOWL, (1.5, 1.0))
    runs = [run(*start, lr=rate, steps=9 + k) for k, rate in enumerate(rates)]
    recording = record(told(kind, formula, *runs))
    return CurveRates(recording) if kind == "curve" else SurfaceRates(recording)


def notes(chapter: CurveRates | SurfaceRates, step: float) -> list[str]:
    """What the notes of all panels say at a step."""
    panels = chapter.make_panels()
    chapter.draw_to(panels, step)
    found = [panel for panel in panels if isinstance(panel, CurveRunPanel | SurfaceRunPanel)]
    assert len(found) == len(chapter.recording.runs)
    return [panel.note.note.says for panel in found]


@pytest.mark.parametrize("kind", ["curve", "surface"])
@pytest.mark.parametrize("count", [2, 5])
def test_every_panel_counts_the_steps_of_its_run(kind: str, count: int) -> None:
    chapter = compared(kind, *(0.001 * (k + 1) for k in range(count)))
    assert notes(chapter, 0.0) == ["0 steps"] * count
    assert notes(chapter, 1.9) == ["1 step"] * count
    assert notes(chapter, 1e9) == [f"{9 + k} steps" for k in range(count)]


def test_steps_that_see_all_data_are_counted_as_epochs() -> None:
    chapter = CurveRates(record(load_scenario("one-weight")))
    assert notes(chapter, 1.0) == ["1 epoch"] * len(chapter.recording.runs)


def counted(steps: int) -> Message:
    return message("steps-counted", steps=steps)


def note_at(right: float, left: float, limit: float, steps: int) -> PanelNote:
    note = PanelNote(counted, (right, 0.0), lambda scale: scale)
    note.tell(steps, 2.5, outside=False)
    note.keep_between(left, limit)
    return note


def test_a_note_moves_to_the_right_for_what_is_above_an_axis_if_it_has_to() -> None:
    note = note_at(2.0, -2.0, 3.0, 10)
    assert note.note.says == "10 steps, axes ×2.5"
    assert note.get_right()[0] == pytest.approx(2.0, abs=0.03)
    moved = note_at(2.0, 0.5, 4.0, 10)
    assert moved.get_left()[0] > 0.6
    assert moved.get_right()[0] < 4.0


def test_a_note_without_room_only_counts() -> None:
    note = note_at(2.0, 0.5, 2.5, 10)
    assert note.note.says == "10 steps"
    assert note.get_right()[0] == pytest.approx(2.0, abs=0.03)
    note.tell(3, 2.5, outside=True)
    assert note.note.says == "3 steps"


def test_a_note_without_room_for_a_scale_may_have_room_to_say_that_the_run_is_outside() -> None:
    note = PanelNote(counted, (2.0, 0.0), lambda scale: scale)
    note.tell(60, 40.0, outside=True)
    both = note.width
    note.tell(60, 8.8, outside=False)
    assert note.width > both
    note.tell(60, 40.0, outside=True)
    note.keep_between(0.0, both + 0.31)
    note.tell(13, 2.2, outside=False)
    assert note.note.says == "13 steps"
    note.tell(60, 40.0, outside=True)
    assert note.note.says == "60 steps, outside"


def test_no_note_leaves_the_safe_area() -> None:
    right = regions.safe().right
    note = note_at(right - 0.2, right - 1.6, right + 3.0, 10)
    assert note.note.says == "10 steps"
    assert note.get_right()[0] <= right


@given(st.integers(2, 6), st.floats(1.0, 20.0))
def test_runs_that_go_alone_leave_time_for_all_together(count: int, seconds: float) -> None:
    alone = seconds_alone(count, seconds)
    assert len(alone) == count
    assert max(alone) == alone[0]
    assert 0.3 * seconds <= seconds - sum(alone)


@pytest.mark.parametrize("kind", ["curve", "surface"])
def test_first_steps_are_made_by_one_run_after_the_other(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = compared(kind, 0.001, 0.002, 0.003)
    drawn: list[tuple[tuple[float, ...], float]] = []
    draw = type(scene).draw_to

    def watched(chapter: Any, panels: Sequence[Any], step: float) -> None:
        drawn.append((tuple(panel.run.run.lr for panel in panels), step))
        draw(chapter, panels, step)

    monkeypatch.setattr(type(scene), "draw_to", watched)
    played(scene.recording, "rates", Unseen())
    parts = [(who, [step for _, step in each]) for who, each in groupby(drawn, itemgetter(0))]
    assert [who for who, _ in parts[:4]] == [
        (0.001,),
        (0.002,),
        (0.003,),
        (0.001, 0.002, 0.003),
    ]
    assert all(max(steps) == 2.0 for _, steps in parts[:3])
    assert parts[3][1][:2] == [2.0, 11.0]
