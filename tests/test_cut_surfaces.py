"""Surfaces with places without a value, with poles and walls; how fine and how high they are."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from case_files import case
from last_pictures import last_pictures

from gradreel.scenarios import load_scenario
from gradreel.scenarios.arrays import Array
from gradreel.scenes.drawing.items import Stroke
from gradreel.scenes.parts.digits.round_steps import nice_ticks
from gradreel.scenes.parts.digits.scale import scale_of
from gradreel.scenes.parts.in_space.heights import Heights, heights_of
from gradreel.scenes.parts.in_space.landscape import GRID, Landscape
from gradreel.scenes.parts.in_space.mesh import Mesh, cut_mesh
from gradreel.scenes.parts.maps.views import first_domain
from gradreel.scenes.surface.descent import SurfaceDescent
from gradreel.solver.descent import record
from gradreel.solver.objective import Objective, objective_of

SIDE = np.linspace(-2.0, 2.0, 51)
PLANE = np.stack(np.meshgrid(SIDE, SIDE), axis=-1)
Function = Callable[[Array, Array], Array]


def mesh_of(function: Function, grid: Array = PLANE) -> Mesh | None:
    def share(places: Array) -> Array:
        with np.errstate(all="ignore"):
            return function(places[..., 0], places[..., 1])

    return cut_mesh(share, grid, share(grid))


def area(mesh: Mesh) -> float:
    one, other, third = np.moveaxis(mesh.places[mesh.triangles], 1, 0)
    first, second = other - one, third - one
    return float((first[:, 0] * second[:, 1] - first[:, 1] * second[:, 0]).sum() / 2)


def disc(x: Array, y: Array) -> Array:
    return np.where(x**2 + y**2 <= 1.7, 0.5 + 0.1 * x, np.nan)


HOLES: list[tuple[Function, float]] = [
    (disc, 1.7 * np.pi),
    (lambda x, y: np.where(x**2 + y**2 >= 1.7, 0.5, np.nan), 16 - 1.7 * np.pi),
    (lambda x, y: np.where(x > 0.013, 0.3, np.nan), 4 * 1.987),
    (lambda x, y: np.where(y < x - 0.05, 0.3, np.inf), 3.95**2 / 2),
    (lambda x, y: 0.5 + 0.05 / (x - 0.011), 4 * (4 - 2 * 0.05 / 0.53)),  # a pole between columns
    (lambda x, y: 0.5 + 0.05 / x, 4 * (4 - 2 * 0.05 / 0.53)),  # one in the midst of a column
    (lambda x, y: 0.2 + 0.1 / (x**2 + y**2), 16 - 0.1 / 0.83 * np.pi),
]


@pytest.mark.parametrize(("function", "drawn"), HOLES)
def test_a_surface_is_cut_where_it_ends_nearer_than_its_grid(
    function: Function, drawn: float
) -> None:
    mesh = mesh_of(function)
    assert mesh is not None
    assert area(mesh) == pytest.approx(drawn, rel=2e-3)
    assert np.isfinite(mesh.shares[mesh.triangles]).all()


def test_the_border_of_a_surface_is_where_its_function_ends() -> None:
    mesh = mesh_of(disc)
    assert mesh is not None
    radii = np.linalg.norm(mesh.places[mesh.cut], axis=-1)
    assert radii == pytest.approx(np.full(radii.shape, np.sqrt(1.7)), abs=1e-9)
    (loop,) = mesh.loops
    assert loop[0] == loop[-1]
    assert set(loop.tolist()) == set(mesh.cut.ravel().tolist())


def test_no_triangle_reaches_across_a_pole() -> None:
    mesh = mesh_of(lambda x, y: 0.5 + 0.05 / (x - y / 3 - 0.02))
    assert mesh is not None
    x, y = np.moveaxis(mesh.places[mesh.triangles], -1, 0)
    sides = np.sign(x - y / 3 - 0.02)
    assert (sides == sides[:, :1]).all()


def test_a_whole_and_smooth_surface_is_not_cut() -> None:
    assert mesh_of(lambda x, y: 0.5 + 0.1 * x + 0.1 * np.sin(3 * y)) is None
    assert mesh_of(lambda x, y: np.where(x + y > 0.01, 0.8, 0.2)) is not None  # a step


def test_the_contour_line_of_a_cut_surface_has_its_loss() -> None:
    mesh = mesh_of(disc)
    assert mesh is not None
    pieces = mesh.lines(0.53)
    assert len(pieces) > 20
    assert disc(*np.moveaxis(pieces, -1, 0)) == pytest.approx(np.full((len(pieces), 2), 0.53))


def landscape(name: str) -> Landscape:
    scenario = load_scenario(name)
    recording = record(scenario)
    visited = recording.runs[0].parameters
    return Landscape(objective_of(scenario), first_domain(recording), visited)


@pytest.mark.parametrize("name", ["quadratic", "two-valleys", "two-weights"])
def test_the_shipped_surfaces_stay_as_they_are(name: str) -> None:
    shown = landscape(name)
    assert (shown.size, shown.heights.soft, shown.mesh) == (GRID, None, None)


def test_a_grid_is_as_fine_as_the_function_needs() -> None:
    rastrigin = landscape(case("rastrigin").as_posix())
    assert rastrigin.size > 2 * GRID
    assert rastrigin.mesh is None
    rng = np.random.default_rng(5)
    cell = rng.integers(0, rastrigin.size - 1, (2, 400))
    corners = [rastrigin.shares[cell[1] + j, cell[0] + i] for i in (0, 1) for j in (0, 1)]
    middles = rastrigin.grid[cell[1], cell[0]] + (rastrigin.grid[1, 1] - rastrigin.low) / 2
    off = np.mean(corners, axis=0) - rastrigin.share(rastrigin.objective.value(middles))
    assert np.quantile(np.abs(off), 0.98) < 0.01


def test_another_part_of_a_loss_is_drawn_by_the_same_kind_of_height() -> None:
    beale = landscape(case("beale").as_posix())
    assert beale.heights.soft is not None
    wider = beale.over({"x": (-9.0, 9.0), "y": (-9.0, 9.0)})
    assert (wider.size, wider.heights.soft) == (beale.size, beale.heights.soft)


def test_a_descent_in_a_small_part_of_the_height_is_seen_by_logarithms() -> None:
    beale = landscape(case("beale").as_posix())
    run = record(load_scenario(case("beale"))).runs[0]
    in_proportion = Heights(beale.bottom, beale.top)
    late = run.loss[[len(run.loss) // 2, -1]]
    assert np.ptp(in_proportion.share(late)) < 1e-3
    assert np.ptp(beale.share(late)) > 0.015


@pytest.mark.parametrize("soft", [None, 1e-3, 0.5])
def test_heights_and_losses_are_turned_into_each_other(soft: float | None) -> None:
    heights = Heights(-2.0, 30.0, soft)
    losses = np.linspace(-2.0, 30.0, 7)
    assert heights.loss(heights.share(losses)) == pytest.approx(losses)
    assert heights.share([-2.0, 30.0]).tolist() == pytest.approx([0.0, 1.0])
    slope = (heights.share(5.0 + 1e-6) - heights.share(5.0 - 1e-6)) / 2e-6
    assert heights.steepness(5.0) == pytest.approx(float(slope), rel=1e-6)
    ticks, levels = heights.ticks(4), heights.levels()
    assert (np.diff(levels) > 0.0).all()
    assert len(ticks) >= 2
    assert heights.drawn(ticks).all()


@pytest.mark.parametrize("offset", [1e6, 1.0, -0.5, -3.0, 1e-20, 1e30])
def test_what_differs_by_rounding_alone_is_flat(offset: float) -> None:
    values = np.array([offset, np.nextafter(offset, np.inf)])
    heights = heights_of(values, np.empty(0))
    assert heights.share(values) == pytest.approx([0.0, 0.0], abs=1e-12)


@pytest.mark.parametrize("offset", [1e6, 1.0, -0.5, -3.0, 0.0, 1e-20, 1e30])
def test_the_axis_of_a_flat_surface_has_two_numbers_that_differ(offset: float) -> None:
    heights = heights_of(np.full(9, offset), np.empty(0))
    assert len({*scale_of(heights.ticks(4)).texts}) >= 2
    assert len({*scale_of(nice_ticks(*heights.range, 4)).texts}) >= 2


def test_a_surface_is_not_cut_for_a_logarithm_that_ends_it() -> None:
    """Its end is seen, and it rises but slowly toward it."""
    loaded = load_scenario(case("half-domain"))
    landscape = Landscape(objective_of(loaded), loaded.objective.domain)
    assert landscape.top == landscape.values[np.isfinite(landscape.values)].max()
    pole = load_scenario(case("half-domain"), ["objective.formula='log(x**2) + y**2'"])
    landscape = Landscape(objective_of(pole), pole.objective.domain)
    assert landscape.bottom > np.nanmin(landscape.values)


CUT = {"objective.formula": "1/(x - y**2/3) + x**2 + y**2", "start.x": 2.5, "start.y": 0.5}


@pytest.mark.parametrize("scenario", ["half-domain", "pole", "disc"])
@pytest.mark.parametrize("chapter", ["landscape", "descent"])
def test_dot_floor_and_axes_are_there_where_the_surface_ends(scenario: str, chapter: str) -> None:
    overrides = {
        "half-domain": [],
        "pole": [f"{key}={value!r}" for key, value in CUT.items()],
        "disc": ["objective.formula='sqrt(9 - x**2 - y**2)'", "start.x=1"],
    }
    loaded = load_scenario(case("half-domain"), overrides[scenario])
    (scene,) = last_pictures(loaded, [chapter])
    items = [m for m in scene.get_mobject_family_members() if hasattr(m, "lost")]
    assert items
    for item in items:
        assert np.isfinite(item.points).all()
        assert isinstance(item, Stroke) or not item.lost.any()
    picture = scene.renderer.camera.pixel_array[..., :3].astype(int)
    blue = (picture[..., 2] > picture[..., 0] + 30).mean()
    assert blue > (0.02 if chapter == "descent" else 0.005)  # the surface, or one of glass
    if isinstance(scene, SurfaceDescent):
        assert scene.picture.ball.opacity == 1.0
        assert len(scene.space.border.points)


def test_an_objective_without_any_value_nearby_is_drawn_as_a_floor() -> None:
    class Valueless(Objective):
        def value(self, points: Array) -> Array:  # type: ignore[override]
            return np.full(np.shape(points)[:-1], np.nan)

    shown = Landscape(Valueless(("x", "y"), None, ()), {"x": (0.0, 1.0), "y": (0.0, 1.0)})
    assert shown.mesh is not None
    assert len(shown.mesh.triangles) == 0
    assert np.isfinite(shown.shares).all()


@pytest.mark.parametrize(
    ("chapter", "says", "usual"),
    [("landscape", "logarithmic", "landscape"), ("race", "levels", "rates")],
)
def test_it_is_said_where_heights_are_logarithmic(chapter: str, says: str, usual: str) -> None:
    (beale,) = last_pictures(load_scenario(case("beale")), [chapter])
    assert any(says in sentence.text for sentence in beale.sentences)
    (quadratic,) = last_pictures(load_scenario("quadratic"), [usual])
    assert not any("logarithmic" in sentence.text for sentence in quadratic.sentences)
