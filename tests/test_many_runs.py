"""More than six runs: all of them are shown, or the file is refused with the number that can be."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from click.testing import Result
from hypothesis import example, given
from hypothesis import strategies as st

from gradreel.pipeline.inspect import inspect_chapter
from gradreel.scenarios import Scenario, load_scenario
from gradreel.scenarios.runs import MAX_DISTINCT_RUNS
from gradreel.scenes import regions
from gradreel.scenes.lesson import chapter_named, chapters_of
from gradreel.scenes.parts.descents.ends import End, gathered
from gradreel.scenes.parts.descents.run_legend import fitting, styles
from gradreel.scenes.parts.geometry.lines import patterned
from gradreel.scenes.surface.rates import SurfaceRates
from gradreel.scenes.together import Together
from gradreel.solver.descent import record
from gradreel.solver.objective import objective_of
from tests.case_files import case

TABLES = {
    "curve": 'formula = "x**2/2"\ndomain = { x = [-2, 2] }\n[start]\nx = 1.5',
    "surface": 'formula = "x**2/2 + y**2"\ndomain = { x = [-2, 2], y = [-2, 2] }\n'
    "[start]\nx = 1.5\ny = 1",
    "fit": 'model = "a*x + b"\npoints = [[1, 2], [2, 3], [3, 5]]\n[start]\na = 0\nb = 1',
}
COMPARING = {"curve": "rates", "surface": "rates", "fit": "starts"}


def text_of(lesson: str, count: int, run: Callable[[int], str]) -> str:
    runs = "".join(f"[[runs]]\n{run(index)}\nsteps = 4\n" for index in range(count))
    return f'title = "Many"\nlesson = "{lesson}"\n[objective]\n{TABLES[lesson]}\n{runs}'


def many(tmp_path: Path, lesson: str, count: int, name: str = "") -> Scenario:
    path = tmp_path / "many.toml"
    named = f'name = "{name}"' if name else ""
    path.write_text(
        text_of(lesson, count, lambda k: f"lr = {0.02 * (k + 1):.2f}\n{named}".replace("#", str(k)))
    )
    return load_scenario(path)


def said(legend: object) -> list[str]:
    parts = (part for part in legend.get_family() if hasattr(part, "note"))  # type: ignore[attr-defined]
    return [part.note.says for part in parts]


@pytest.mark.parametrize("lesson", TABLES)
@pytest.mark.parametrize("count", [7, 12, 13, 24])
def test_every_run_is_named_and_drawn_in_its_own_style(
    lesson: str, count: int, tmp_path: Path
) -> None:
    scenario = many(tmp_path, lesson, count)
    assert COMPARING[lesson] in [chapter.name for chapter in chapters_of(scenario)]
    together = Together(record(scenario), objective_of(scenario))
    assert said(together.legend.names) == [f"η = {0.02 * (k + 1):.2g}" for k in range(count)]
    assert len(said(together.legend.ends)) == count + 1  # and what they are
    assert len(set(together.styles)) == len(together.parts) == count
    together.draw_to(4.0)
    assert all(len(trail.points) for trail, *_ in together.parts)
    for part in (together.legend.names, together.legend.ends):
        assert part.get_right()[0] <= regions.safe().right + 1e-6
        assert part.get_bottom()[1] >= -2.6  # where the sentences begin
        assert part.get_top()[1] <= 2.7


@pytest.mark.parametrize("name", ["eight", "twelve-rates"])
def test_the_legend_names_all_runs_of_a_race(name: str) -> None:
    scenario = load_scenario(case(name))
    together = Together(record(scenario), objective_of(scenario))
    names = [run.name or f"η = {run.lr:g}" for run in scenario.runs]
    assert said(together.legend.names) == names


def test_the_picture_of_many_runs_has_no_fault() -> None:
    assert inspect_chapter(SurfaceRates, record(load_scenario(case("twelve-rates")))) == []


@pytest.mark.parametrize(("lesson", "count"), [("curve", 7), ("fit", 2), ("fit", 7)])
def test_what_runs_have_in_common_can_be_read_however_few_steps_they_make(
    lesson: str, count: int, tmp_path: Path
) -> None:
    recording = record(many(tmp_path, lesson, count))
    chapter = chapter_named(recording.scenario, COMPARING[lesson])
    assert not [one for one in inspect_chapter(chapter, recording) if one.fault.kind == "too short"]


@pytest.mark.parametrize("lesson", ["curve", "surface"])
def test_long_names_of_many_runs_stay_apart(lesson: str, tmp_path: Path) -> None:
    scenario = many(tmp_path, lesson, 13, "number # of some runs with long names")
    together = Together(record(scenario), objective_of(scenario))
    assert len(set(said(together.legend.names))) == 13


@pytest.mark.parametrize("lesson", TABLES)
def test_a_crowd_is_refused_with_the_number_that_can_be_shown(
    lesson: str, tmp_path: Path, invoke: Callable[..., Result]
) -> None:
    run = "lr = 0.0{0}\noptions = {{ momentum = 0.{0} }}"
    for count, status in ((MAX_DISTINCT_RUNS, 0), (MAX_DISTINCT_RUNS + 1, 2), (64, 2)):
        text = text_of(lesson, count, lambda k: run.format(k + 10))
        (tmp_path / "crowd.toml").write_text(text)
        result = invoke("validate", "crowd.toml")
        assert result.exit_code == status, result.output
        if status:
            assert f"runs: has {count} entries, but a {lesson} lesson" in result.output
            assert "at most 24 that are told apart" in result.output


def test_as_many_starts_as_there_may_be_runs_are_shown_on_a_surface(
    tmp_path: Path, invoke: Callable[..., Result]
) -> None:
    text = text_of("surface", 64, lambda k: f"lr = 0.1\nstart = {{ x = {k / 40}, y = 1 }}")
    (tmp_path / "starts.toml").write_text(text)
    assert invoke("validate", "starts.toml").exit_code == 0
    names = [chapter.name for chapter in chapters_of(load_scenario(tmp_path / "starts.toml"))]
    assert "starts" in names
    assert "rates" not in names


def test_places_beyond_the_colours_are_told_together() -> None:
    ends = [End((k, k + 20), np.array([float(k), 0.0]), float(k)) for k in range(9)]
    restless = End((9,), None, float("nan"))
    assert gathered(ends[:6], 6) == ends[:6]
    told = gathered([*ends, restless], 6)
    assert told[:4] == ends[:4]
    assert told[-1] is restless
    assert (told[4].places, told[4].loss, len(told[4].runs)) == (5, 4.0, 10)
    assert sorted(run for end in told for run in end.runs) == sorted(
        run for end in [*ends, restless] for run in end.runs
    )


def test_no_two_styles_are_alike() -> None:
    assert len(set(styles(MAX_DISTINCT_RUNS))) == MAX_DISTINCT_RUNS
    assert len({style.color for style in styles(6)}) == 6


# Names that are cut


@given(
    st.lists(st.text("abc ", min_size=1, max_size=30).map(str.strip).filter(bool), unique=True),
    st.floats(8.0, 30.0),
)
def test_cut_names_have_room_and_stay_apart(names: list[str], room: float) -> None:
    told = fitting(names, lambda name: float(len(name)), [room] * len(names))
    assert len(set(told)) == len(names)
    spare = len(f"… ({len(names)})")
    assert all(len(name) <= max(room, 3 + spare) for name in told)
    assert all(cut == name for cut, name in zip(told, names, strict=True) if len(name) <= room - 6)


def test_a_cut_name_keeps_both_its_ends() -> None:
    told = fitting(["RMSprop, lr 0.09", "RMSprop, lr 0.51"], len, [12.0, 12.0])
    assert told == ("RMSpro…0.09", "RMSpro…0.51")


# Lines in patterns


@example([(0.0, 0.0), (0.0, 1.1), (0.0, 0.0)])
@given(st.lists(st.tuples(st.floats(-7, 7), st.floats(-4, 4)), min_size=2, max_size=8))
def test_a_pattern_draws_its_share_and_stays_where_it_is(
    corners: list[tuple[float, float]],
) -> None:
    way = np.array([(x, y, 0.0) for x, y in corners])
    lengths = np.linalg.norm(np.diff(way, axis=0), axis=1)
    drawn = patterned(way, (0.2, 0.1))
    legs = np.linalg.norm(np.diff(drawn, axis=0), axis=1)
    whole, rest = divmod(float(lengths.sum()), 0.3)
    assert np.nansum(legs) == pytest.approx(0.2 * whole + min(rest, 0.2), abs=1e-6)
    begun = patterned(way[:-1], (0.2, 0.1))
    kept = begun[np.isfinite(begun).all(axis=1)][:-1]
    again = drawn[np.isfinite(drawn).all(axis=1)]
    np.testing.assert_allclose(again[: len(kept)], kept, atol=1e-9)


def test_a_line_that_fills_what_it_crosses_is_drawn_whole() -> None:
    way = np.tile([(0.0, 0.0, 0.0), (5.0, 0.0, 0.0)], (10_000, 1))
    assert patterned(way, (0.04, 0.08)) is way
    assert patterned(way[:2], ()) is not None
