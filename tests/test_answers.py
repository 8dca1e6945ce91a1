"""The recap answers the question of the title, and says how far from the answer a run is."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from case_files import case
from solver_cases import run
from spoken import sentences, written
from test_holdouts import told as told_scenario

from gradreel.scenarios import Formula, load_scenario
from gradreel.scenarios.arrays import Array
from gradreel.scenes import theme
from gradreel.scenes.curve.overview import CurveRecap
from gradreel.scenes.fit.overview import FitRecap
from gradreel.scenes.parts.in_space.space import Space
from gradreel.scenes.parts.maps.answer import answer_of
from gradreel.scenes.recap import Recap
from gradreel.scenes.sentences.catalogue import worded
from gradreel.scenes.sentences.other_runs import better_settings, other_valley
from gradreel.scenes.surface import overview
from gradreel.scenes.surface.overview import SurfaceRecap
from gradreel.scenes.surface.run_colors import colors_of_ends
from gradreel.scenes.surface.trail import OtherPaths
from gradreel.solver.descent import record
from gradreel.solver.objective import objective_of
from gradreel.solver.recording import Recording


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (
            "quadratic",
            [
                "The lowest point is at (−1, 0), where the loss is −2.5.",
                "After 10 steps the run is 0.9191 away from there.",
                "The learning rate decides: with η = 1, "
                "the loss came down to nearly −2.5 in 10 steps.",
            ],
        ),
        (
            "two-valleys",
            [
                "The lowest place found is at (−1.057, 0), where the loss is −0.3787.",
                "Of 11 other starts, 6 led to a shallower valley, near (0.93, 0).",
            ],
        ),
        ("parabola", ["The lowest point is at x = 0, where the loss is 0."]),
        ("one-weight", ["The smallest loss is 0, at w = 2."]),
        (
            "noisy-line",
            [
                "The run found b near 2.5, not 2.",
                "At x = 0.5 the line predicts y = 4.008.",
            ],
        ),
        (
            case("beale"),
            [
                "The lowest place found is at (3, 0.5), where the loss is 0.",
                "After 2000 steps the run is 0.8981 away from there.",
            ],
        ),
    ],
)
def test_the_recap_names_the_lowest_point(name: str, said: list[str]) -> None:
    assert sentences(record(load_scenario(name)), "recap") == said


@pytest.mark.parametrize(
    ("name", "kind"),
    [("quadratic", SurfaceRecap), ("parabola", CurveRecap), ("noisy-line", FitRecap)],
)
def test_a_run_is_never_seen_going_back(
    name: str, kind: type[Recap], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[float, float]] = []
    monkeypatch.setattr(kind, "retrace", lambda _, *shown: seen.append(shown))
    sentences(record(load_scenario(name)), "recap")
    visible = [step for step, share in seen if share > 0.0]
    turns = [new for old, new in pairwise(seen) if new[0] < old[0]]
    assert turns == [(0.0, 0.0)]
    assert 0.0 in visible
    assert visible[0] == max(visible)


@pytest.mark.parametrize("name", ["quadratic", "two-valleys"])
def test_other_runs_keep_the_colour_of_the_chapter_before(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    colors = []

    class ColouredPaths(OtherPaths):
        def __init__(self, space: Space, paths: Sequence[Array], color: str) -> None:
            colors.append(color)
            super().__init__(space, paths, color)

    monkeypatch.setattr(overview, "OtherPaths", ColouredPaths)
    sentences(record(load_scenario(name)), "recap")
    # Those of the second learning rate, and of the second valley.
    second = {"quadratic": theme.colors().runs[1], "two-valleys": colors_of_ends()[1]}
    assert colors == [second[name]]


AT_A_KINK = """
title = "A kink"
lesson = "surface"
[objective]
formula = "abs(x - 1) + y**2"
domain = { x = [-2, 2], y = [-2, 2] }
[start]
x = 1
y = 0
[[runs]]
lr = 0.1
steps = 5
"""

OUT_AT_ONCE = """
title = "Out"
lesson = "surface"
[objective]
formula = "x - log(x) + y**2"
domain = { x = [0.1, 4], y = [-2, 2] }
[start]
x = 3
y = 1
[[runs]]
lr = 6
steps = 5
"""


def recorded(tmp_path: Path, scenario: str) -> Recording:
    file = tmp_path / "ends.toml"
    file.write_text(scenario)
    return record(load_scenario(file))


def test_a_run_at_the_answer_is_not_said_to_be_away_from_it(tmp_path: Path) -> None:
    said = sentences(recorded(tmp_path, AT_A_KINK), "recap")
    assert said == ["The lowest place found is at (1, 0), where the loss is 0."]


@pytest.mark.parametrize(("scenario", "rows"), [(AT_A_KINK, {"step 5"}), (OUT_AT_ONCE, set())])
def test_a_run_without_a_step_has_one_row(scenario: str, rows: set[str], tmp_path: Path) -> None:
    texts = written(recorded(tmp_path, scenario), "recap")
    assert "start" in texts
    assert {text for text in texts if text.startswith("step ")} == rows


@pytest.mark.parametrize(
    ("name", "numbers"),
    [
        ("quadratic", {"−0.3026", "0.5987", "−2.167"}),
        ("two-weights", {"10.64", "19.55", "0.04164"}),
        ("one-weight", {"2", "2.886×10⁻²¹"}),
        ("noisy-line", {"2.996", "2.51", "0.08326"}),
    ],
)
def test_the_recap_prints_the_end_in_the_digits_of_the_other_chapters(
    name: str, numbers: set[str]
) -> None:
    assert numbers <= written(record(load_scenario(name)), "recap")


def test_an_end_that_is_near_the_lowest_point_is_told_from_it_unless_it_has_settled() -> None:
    bowl = Formula(formula="(x - 1)**2 + y**2", domain={"x": (-3, 3), "y": (-3, 3)})
    near = run(1.00001, 0, lr=1e-5, steps=2)
    assert "1.00001" in written(record(told_scenario("surface", bowl, near)), "recap")


@pytest.mark.parametrize("name", ["saddle", "no-minimum", "same-x"])
def test_where_no_place_is_known_to_be_the_lowest_none_is_named(name: str) -> None:
    recording = record(load_scenario(case(name)))
    assert answer_of(recording, objective_of(recording.scenario)) is None
    assert not any("lowest" in text for text in written(recording, "recap") if "(" in text)


def test_the_distance_is_that_from_the_end_of_the_run() -> None:
    recording = record(load_scenario("two-weights"))
    answer = answer_of(recording, objective_of(recording.scenario))
    assert answer is not None
    assert answer.place == pytest.approx([10, 20])
    away = float(np.linalg.norm(recording.runs[0].parameters[-1] - answer.place))
    assert any(f"{away:.4g} away" in said for said in sentences(recording, "recap"))


@pytest.mark.parametrize(
    ("first", "told"),
    [
        ((-1.0, 1.0), "Of 2 other starts, 2 led to a shallower valley, near (0.93, 0)."),
        ((1.0, 1.0), "Of 2 other starts, 1 led to a deeper valley, near (−1.057, 0)."),
    ],
)
def test_the_recap_tells_of_another_valley_how_deep_it_is(
    first: tuple[float, float], told: str
) -> None:
    domain = {"x": (-1.5, 1.5), "y": (-1.4, 1.4)}
    objective = Formula(formula="x**4/4 - x**2/2 + x/8 + y**2/4", domain=domain)
    others = [start for start in ((-1.0, 1.0), (1.0, 1.0), (1.0, -1.0)) if start != first]
    runs = [run(*start, lr=0.2, steps=90) for start in (first, *others)]
    recording = record(told_scenario("surface", objective, *runs))
    other = other_valley(recording, recording.objective)
    assert other is not None
    assert worded(other.sentence).endswith(told)


def test_where_all_runs_end_in_one_place_no_other_valley_is_told() -> None:
    recording = record(load_scenario("two-valleys"))
    left = [r for r in recording.runs if r.parameters[-1, 0] < 0.0]
    some = recording.scenario.model_copy(update={"runs": tuple(r.run for r in left)})
    assert other_valley(Recording(some, tuple(left)), recording.objective) is None


@pytest.mark.parametrize("override", ["runs.1.lr=2.2", "runs.1.lr=0.1"])
def test_no_settings_are_praised_that_lead_no_lower(override: str) -> None:
    recording = record(load_scenario("quadratic", [override, "runs.2.lr=3"]))
    assert better_settings(recording, recording.objective) is None
