"""Maps of descents: what they hold, how they are drawn, and the command that makes them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from click.testing import Result
from PIL import Image
from solver_cases import fit, formula, run, scenario

from gradreel.pipeline.build import InProcess, Target, build
from gradreel.pipeline.map_settings import MapSettings
from gradreel.pipeline.outputs import MapNumbers, MapPicture
from gradreel.pipeline.quality import Quality
from gradreel.scenarios import Scenario, load_scenario
from gradreel.scenes import theme
from gradreel.scenes.parts.maps.map_colors import colored
from gradreel.solver.descent import record
from gradreel.solver.descent_map import DescentMap, descent_map
from gradreel.solver.map_axes import MapAxis
from gradreel.solver.masses import IN_NUMPY
from gradreel.solver.objective import objective_of

Invoke = Callable[..., Result]
SMALL = Quality(320, 180, 15)
# Curvatures of 3 and 1/4.
BOWL = scenario(formula("3*x**2/2 + y**2/8", "x", "y"), run(1.0, 1.0, lr=0.1, steps=20))


def mapped(
    told: Scenario, *over: str, cells: tuple[int, int] = (24, 20), steps: int = 3000
) -> DescentMap:
    first, second = over
    return descent_map(told, objective_of(told), (first, second), cells, steps, IN_NUMPY)


def test_a_cell_stands_for_its_middle() -> None:
    assert MapAxis("x", (-1.0, 3.0), 4).middles.tolist() == [-0.5, 0.5, 1.5, 2.5]


def test_descents_converge_up_to_two_over_the_largest_curvature() -> None:
    found = mapped(BOWL, "lr", "x")
    assert found.limits[0].tolist() == [0.0, pytest.approx(1.25 * 2 / 3)]
    below = found.across < 2 / 3
    assert found.settled[:, below].all()
    assert found.diverged[:, ~below].all()
    np.testing.assert_allclose(found.border, [[2 / 3, -100.0], [2 / 3, 100.0]])


def test_momentum_moves_the_border_to_two_times_one_plus_momentum() -> None:
    found = mapped(BOWL, "lr", "momentum")
    rates, momenta = np.meshgrid(found.across, found.upward)
    stable = rates < 2 * (1 + momenta) / 3
    assert not found.diverged[stable].any()
    assert not found.settled[~stable].any()
    assert found.settled.mean() > 0.4
    np.testing.assert_allclose(found.border, [[2 / 3, 0.0], [2 * 1.99 / 3, 0.99]])
    turned = mapped(BOWL, "momentum", "lr", cells=(20, 24))
    np.testing.assert_array_equal(turned.settled, found.settled.T)
    np.testing.assert_allclose(turned.border, found.border[:, ::-1])


def test_the_momentum_of_the_first_run_counts_where_it_is_no_axis() -> None:
    told = scenario(BOWL.objective, run(1.0, 1.0, options={"momentum": 0.5}))
    found = mapped(told, "lr", "x", cells=(20, 2))
    assert found.border[0, 0] == pytest.approx(2 * 1.5 / 3)
    np.testing.assert_array_equal(found.settled[0], found.across < 1.0)


def test_the_basins_of_two_valleys_are_those_of_recorded_runs() -> None:
    told = load_scenario("two-valleys")
    found = mapped(told, "x", "y", cells=(9, 7), steps=400)
    assert found.places == pytest.approx(np.array([[-1.057, 0.0], [0.930, 0.0]]), abs=1e-3)
    assert found.heights.tolist() == sorted(found.heights.tolist())
    rows, columns = np.meshgrid(found.across, found.upward)
    starts = np.column_stack([rows.ravel(), columns.ravel()]).tolist()
    ends = record(
        scenario(told.objective, *(run(*start, lr=0.2, steps=400) for start in starts))
    ).runs
    for end, place in zip(ends, found.place.ravel(), strict=True):
        assert end.parameters[-1] == pytest.approx(found.places[place], abs=1e-6)
    assert (found.place == (rows > 0.127)).all()


def test_a_start_that_diverges_belongs_to_no_place() -> None:
    told = scenario(formula("x**4/4 - x**2/2 + y**2", "x", "y"), run(1.0, 1.0, lr=0.1))
    found = mapped(told, "x", "y", cells=(40, 2), steps=50)
    far = np.abs(found.across) > 10
    assert found.diverged[:, far].all()
    assert (found.place[found.diverged] == -1).all()
    assert np.isnan(found.ends[found.diverged]).all()


def test_a_fit_without_a_domain_is_mapped_around_starts_and_the_best_line() -> None:
    points = ((0.0, 1.0), (1.0, 3.0), (2.0, 5.0))
    found = mapped(scenario(fit("a*x + b", *points), run(0.0, 0.0)), "a", "b")
    assert found.limits.tolist() == [
        pytest.approx([-0.8, 2.8]),
        pytest.approx([-0.4, 1.4]),
    ]
    np.testing.assert_allclose(found.places, [[2.0, 1.0]], atol=1e-5)
    assert (found.place == 0).all()


def test_a_map_is_saved_and_loaded_equal(tmp_path: Path) -> None:
    found = mapped(BOWL, "lr", "momentum", cells=(4, 3), steps=20)
    found.save(tmp_path / "map.npz")
    again = DescentMap.load(tmp_path / "map.npz")
    for name, value in vars(found).items():
        np.testing.assert_array_equal(getattr(again, name), value)
    again.save(tmp_path / "again.npz")
    assert (tmp_path / "again.npz").read_bytes() == (tmp_path / "map.npz").read_bytes()


def test_what_diverges_has_a_colour_of_its_own_and_faster_is_lighter() -> None:
    found = mapped(BOWL, "lr", "x")
    colors = colored(found, BOWL)
    diverging = np.array([0xFF, 0x8A, 0x4C])
    assert (colors.cells[found.diverged] == diverging).all()
    steps, sums = found.steps[found.settled], colors.cells[found.settled].sum(axis=1)
    assert sums[steps.argmin()] > sums[steps.argmax()]
    assert [entry.color for entry in colors.legend][-1] == theme.colors().gradient


@pytest.mark.parametrize("name", ["dark", "light"])
def test_the_picture_shows_the_cells_where_they_are(tmp_path: Path, name: str) -> None:
    told = load_scenario("two-valleys", [f"theme={name}"])
    settings = MapSettings(cells=(30, 28), steps=300)
    outputs = MapPicture(settings, SMALL), MapNumbers(settings)
    (built,) = build([Target(told, outputs)], tmp_path, InProcess())
    assert built.failure is None
    picture, numbers = (built.products[output].path for output in outputs)
    assert (picture.name, numbers.name) == ("map-x-y.png", "map-x-y.npz")
    pixels = np.asarray(Image.open(picture)).astype(int)
    assert pixels.shape == (180, 320, 3)
    found = DescentMap.load(numbers)
    for place, color in zip((0, 1), theme.THEMES[name].runs, strict=False):
        rgb = [int(color[k : k + 2], 16) for k in (1, 3, 5)]
        shown = (pixels == rgb).all(axis=2)
        left, right = np.flatnonzero(shown.any(axis=0))[[0, -1]]
        share = shown.sum() / ((found.place == place).mean() * 30 * 28)
        assert share > 1.0
        assert (left < 100) == (place == 0)
        assert right > 100


def test_the_same_map_twice_is_kept_and_the_same_bytes(tmp_path: Path) -> None:
    told, output = load_scenario("parabola"), MapPicture(MapSettings(cells=(8, 6)), SMALL)
    (first,) = build([Target(told, (output,))], tmp_path / "a", InProcess())
    before = first.products[output].path.read_bytes()
    (kept,) = build([Target(told, (output,))], tmp_path / "a", InProcess())
    assert kept.products[output].took is None
    (second,) = build([Target(told, (output,))], tmp_path / "b", InProcess())
    assert second.products[output].path.read_bytes() == before


def test_the_command_writes_picture_and_numbers(invoke: Invoke, tmp_path: Path) -> None:
    arguments = ["map", "quadratic", "--over", "lr,momentum", "--grid", "12,10", "-q", "l"]
    result = invoke(*arguments, "-o", str(tmp_path))
    assert result.exit_code == 0, result.output
    folder = tmp_path / "quadratic"
    assert {path.name for path in folder.iterdir()} >= {
        "map-lr-momentum.png",
        "map-lr-momentum.npz",
    }
    with np.load(folder / "map-lr-momentum.npz") as numbers:
        assert numbers["steps"].shape == (10, 12)
        assert numbers["curvature"] == 1.0
    assert "up to date" in invoke(*arguments, "-o", str(tmp_path)).output


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        (["quadratic", "--over", "x,z"], 'there is no axis "z" among x, y, lr and momentum'),
        (["quadratic", "--over", "x"], "'x' is not two axes"),
        (["quadratic", "--over", "x,y,lr"], "is not two axes"),
        (["quadratic", "--over", "x,x"], "the same axis twice"),
        (["quadratic", "--grid", "12"], "not two numbers of cells"),
        (["quadratic", "--grid", "1,50"], "from 2 to 2000 cells"),
        (["quadratic", "--steps", "0"], "--steps"),
        (["quadratic", "--set", "runs.0.optimizer=Adam"], "runs[0].optimizer: "),
    ],
)
def test_wrong_calls_say_what_to_write(
    invoke: Invoke, tmp_path: Path, arguments: list[str], fault: str
) -> None:
    result = invoke("map", *arguments, "-o", str(tmp_path))
    assert result.exit_code == 2
    assert fault in " ".join(result.output.split())
    assert not list(tmp_path.rglob("map*"))


def test_a_parameter_that_is_called_like_an_axis_is_refused(invoke: Invoke, tmp_path: Path) -> None:
    file = tmp_path / "odd.toml"
    file.write_text(
        'title = "Odd"\nlesson = "curve"\n[objective]\nformula = "momentum**2"\n'
        "domain = { momentum = [-2, 2] }\n[start]\nmomentum = 1\n[[runs]]\nlr = 0.1\nsteps = 5\n"
    )
    result = invoke("map", str(file), "-o", str(tmp_path))
    assert result.exit_code == 2
    assert "momentum is an axis of maps" in result.output
