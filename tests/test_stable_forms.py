"""The usual forms have their values and slopes wherever those can be written down."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from case_files import case
from exact import exact
from solver_cases import fit, formula, scenario

from gradreel.scenarios import Fit, Formula, load_scenario
from gradreel.scenarios.calculus import derivative
from gradreel.scenarios.formula import parse_formula
from gradreel.scenarios.stable import stable
from gradreel.solver.descent import record
from gradreel.solver.objective import Objective, objective_of
from gradreel.solver.torch_objective import loss_and_gradient, torch_objective

FORMS = [
    "log(1 + exp(x))",
    "3*log(exp(-x) + 1)/7",
    "log(2*exp(x) + exp(-3*x) + 5)",
    "log(exp(x) + exp(y) + exp(-x*y/9))",
    "log(1 + exp(x)) - x*y",
    "-log(1/(1 + exp(-x)))",
    "-0.3*log(1/(1 + exp(-x))) - 0.7*log(1 - 1/(1 + exp(-x)))",
    "x/(1 + exp(x))",
    "y/(1 + exp(-x))",
    "exp(x)/(1 + exp(x))",
    "1 - exp(x)/(1 + exp(x))",
    "exp(x)/(exp(x) + exp(y) + exp(-y))",
    "(y - 1/(1 + exp(-x)))**2",
    "1 - tanh(x)**2",
    "1 - tanh(x)",
    "x*(1 + tanh(x))/2",
    "tanh(x)*y",
    "log(cosh(x))",
    "log(cosh(x - y)) + 1/cosh(x)",
    "sinh(x)/cosh(x)",
    "1/cosh(x) - 3",
    "y - 1/cosh(x)/2 + 2",
    "sqrt(1 + (1/cosh(x) - 7/3)**2) - 1",
    "tanh(x)/cosh(x)",
    "1/cosh(x)**2 - 4",
    "1/(1 + x**2) - 3",
    "y*(1/(1 + cosh(x)) - 1)",
    "sqrt(x**2 + y**2)",
    "sqrt(1 + x**2) - 1",
    "1/sqrt(x**2 + 4*y**2)",
    "y/sqrt((exp(9*x) - 1)**2 + 100)",
    "log(sqrt(exp(2*x)**2 + exp(2*y)**2))",
    "1 - cos(x/400)",
    "exp(x/1000) - 1",
    "log(1 + x**2)",
    "20 + x**2 - 10*cos(2*pi*x) + y**2 - 10*cos(2*pi*y)",
]
PLACES = [0.25, 1e-7, -3e-9, 17.5, -21.25, 90.0, -130.5, 690.0, -740.0]


ORDERS = ["", "x", "y", "xx", "xy", "yy"]


def truths(text: str, point: dict[str, float]) -> dict[str, float]:
    """The value, the slopes and the second derivatives, by the formula as it is written."""
    found = {"": parse_formula(text, ("x", "y"))}
    for order in ORDERS[1:]:
        found[order] = derivative(found[order[:-1]], order[-1])
    return {order: float(exact(one, point, digits=800)) for order, one in found.items()}


def objective(kind: Formula | Fit) -> Objective:
    return objective_of(scenario(kind))


def torch_of(one: Objective, *point: float) -> tuple[float, list[float]]:
    place = torch.tensor([point], dtype=torch.float64, requires_grad=True)
    loss = torch_objective(one)(place)
    (grad,) = torch.autograd.grad(loss.sum(), place)
    return loss.item(), grad[0].tolist()


def computed(one: Objective, *point: float) -> list[tuple[str, float]]:
    """The same by numpy and, as far as there, by torch."""
    loss, grad = torch_of(one, *point)
    hessian = one.hessian(point)
    return [
        ("", float(one.value(point))),
        ("", loss),
        *zip("xy", one.gradient(point), strict=True),
        *zip("xy", grad, strict=True),
        *zip(("xx", "xy", "yy"), hessian[np.triu_indices(2)], strict=True),
    ]


@pytest.mark.parametrize("x", PLACES)
@pytest.mark.parametrize("text", FORMS)
def test_a_usual_form_has_its_value_slopes_and_curvatures(text: str, x: float) -> None:
    truth = truths(text, {"x": x, "y": 0.75})
    for order, found in computed(objective(formula(text, "x", "y")), x, 0.75):
        # Some second derivatives are sums that cancel near 0, where they vanish.
        least = 1e-15 if len(order) == 2 else 1e-300
        assert found == pytest.approx(truth[order], rel=1e-12, abs=least), order


@pytest.mark.parametrize("text", FORMS)
def test_a_usual_form_is_computed_without_a_warning(text: str) -> None:
    one = objective(formula(text, "x", "y"))
    grid = np.stack(np.meshgrid(np.linspace(-1e4, 1e4, 41), np.linspace(-3, 3, 5)), axis=-1)
    with np.errstate(all="raise"):
        one.value(grid)
        one.gradient(grid)
    torch_of(one, 1e4, -1e4)


@pytest.mark.parametrize("text", ["1/sinh(1/cosh(x))", "y/tan(1/cosh(x))", "y + 1/asin(1/cosh(x))"])
def test_a_gradient_is_known_where_a_slope_on_its_way_is_beyond_float64(text: str) -> None:
    one, place = objective(formula(text, "x", "y")), (-505.0, 0.5)
    truth = truths(text, {"x": place[0], "y": place[1]})
    loss, grad = loss_and_gradient(one)(np.array(place))
    assert np.isnan(torch_of(one, *place)[1][0])
    assert [loss, *grad] == pytest.approx([truth[order] for order in ("", "x", "y")], rel=1e-12)


def test_a_loss_that_overflows_on_its_way_is_recorded() -> None:
    run = record(load_scenario(case("overflow"))).runs[0]
    assert run.loss[:5].tolist() == pytest.approx([math.log(2), 61.25, 122.525, 183.75, 61.225])
    assert run.grad[:3].tolist() == [[-17.5, 0.0], [35.0, 0.5], [-70.0, -0.5]]
    assert len(run.loss) == 61


@pytest.mark.parametrize(
    ("text", "point"),
    [
        ("(x - 1)**2 + (x - 0.3)**2 + (x + 0.3)**2 + (x + 1)**2", (0.0,)),
        ("cos(pi*x) + cos(3*pi*x) - cos(5*pi*x)", (1.0,)),
        ("sin(pi*x/2)**2", (7.0,)),
        ("20 + x**2 - 10*cos(2*pi*x)", (0.0,)),
        ("log(1 + exp(0.1*x)) + log(1 + exp(-0.1*x))", (0.0,)),
        (
            "log(1 + exp(3*x + 1)) + log(1 + exp(3*x - 1)) + log(1 + exp(-3*x - 1))"
            " + log(1 + exp(1 - 3*x))",
            (0.0,),
        ),
        ("exp(0.7*x) + exp(0.1*x) + exp(-0.7*x) + exp(-0.1*x)", (0.0,)),
        ("abs(x) + sqrt(x**2)", (0.0,)),
        ("tanh(x)**2 + 1/cosh(x)", (0.0,)),
        ("sqrt(x**2 + y**2)", (0.0, 0.0)),
        ("(x + 0.1*y)**2 + (x - 0.1*y)**2 + (y + 0.3*x)**2 + (y - 0.3*x)**2", (0.0, 0.0)),
    ],
)
def test_a_slope_that_is_zero_by_symmetry_is_0(text: str, point: tuple[float, ...]) -> None:
    one = objective(formula(text, *"xy"[: len(point)]))
    assert one.gradient(point).tolist() == [0.0] * len(point)
    assert torch_of(one, *point)[1] == [0.0] * len(point)


def test_the_slope_of_data_that_are_symmetric_is_0() -> None:
    points = [(x / 7, abs(x) ** 1.5 / 3) for x in range(-40, 41)]
    one = objective(fit("a*x + b", *points))
    level = np.mean([y for _, y in points])
    for grad in (one.gradient([0.0, level]), np.array(torch_of(one, 0.0, level)[1])):
        assert grad[0] == 0


@pytest.mark.parametrize("text", ["tanh(x) - x + y**2", "atan(x) - x + y**2", "x - sin(x)"])
def test_a_slope_keeps_the_digits_that_its_terms_would_cancel(text: str) -> None:
    one = objective(formula(text, "x", "y"))
    slope = truths(text, {"x": 1e-4, "y": 0.5})["x"]
    assert one.gradient([1e-4, 0.5])[0] == pytest.approx(slope, rel=1e-14)
    # Autograd sums the terms: its digits end where theirs do, which are of the size of 1.
    assert torch_of(one, 1e-4, 0.5)[1][0] == pytest.approx(slope, rel=0, abs=1e-15)


def test_a_norm_has_no_curvature_at_its_kink_as_an_absolute_value_has_none() -> None:
    one = objective(formula("sqrt(x**2 + y**2)", "x", "y"))
    assert one.hessian([0.0, 0.0]).tolist() == [[0, 0], [0, 0]]
    assert one.hessian([3.0, 4.0]) == pytest.approx(np.array([[16, -12], [-12, 9]]) / 125)


@pytest.mark.parametrize("scale", [1e-160, 1e140])
def test_the_root_of_a_sum_of_squares_neither_overflows_nor_vanishes(scale: float) -> None:
    one = objective(formula("sqrt(x**2 + y**2)", "x", "y"))
    loss, grad = torch_of(one, 3 * scale, -4 * scale)
    assert loss == float(one.value([3 * scale, -4 * scale])) == pytest.approx(5 * scale, rel=1e-15)
    assert grad == pytest.approx([0.6, -0.8], rel=1e-15)
    assert one.gradient([3 * scale, -4 * scale]) == pytest.approx([0.6, -0.8], rel=1e-15)


@pytest.mark.parametrize(
    "kind",
    [
        "sin(pi)*x + x**2",
        "cos(pi/2)/x + x",
        "tan(pi)*x + x",
        "x - tan(pi)**(1/3)",
        "x*cos(pi*1.5)",
        "x + sin(3*pi)",
    ],
)
def test_a_constant_that_is_0_is_0(kind: str) -> None:
    assert float(objective(formula(kind)).value([1e-300])) in (0.0, 1e-300)


def test_what_is_shown_stays_as_it_was_written() -> None:
    one = objective(formula("log(1 + exp(x)) + tanh(x) + 1 - cos(x)"))
    assert str(one.expression) == "log(exp(x) + 1) - cos(x) + tanh(x) + 1"
    assert str(one.partials[0]) == "sin(x) - tanh(x)**2 + 1 + exp(x)/(exp(x) + 1)"


@pytest.mark.parametrize("text", ["x**2 + 3*x*y", "x/y", "sqrt(x + 1)", "exp(-x**2)*y", "abs(x)"])
def test_other_formulas_are_computed_as_they_are_written(text: str) -> None:
    expression = parse_formula(text, ("x", "y"))
    assert stable(expression) == expression


def test_a_grid_has_the_values_of_its_points() -> None:
    one = objective(formula("log(1 + exp(x)) + 1/(1 + exp(-x*y)) + exp(y)", "x", "y"))
    grid = np.stack(np.meshgrid(np.linspace(-900, 900, 190), np.linspace(-3, 3, 190)), axis=-1)
    for place in [(0, 0), (57, 91), (189, 189), (93, 7)]:
        assert one.value(grid)[place] == one.value(grid[place])
    where = torch.tensor(grid[::37, ::41].reshape(-1, 2))
    losses = torch_objective(one)(where).tolist()
    assert losses == [torch_objective(one)(row[None]).item() for row in where]


@pytest.mark.parametrize(
    ("text", "x", "y"),
    [
        ("x*(exp(y)/(exp(y) + exp(3)))**4", 2.0, 295.0),
        ("x + y*(1 - 1/(1 + exp(0)))", 2.0, 3.0),
        ("y*log(1 + (exp(x) - 1)**2)", 714.0, 0.5),
        ("tanh(x)*(y + 1)/(1 + exp(1/x))", 3e-5, -1.0),
        ("y*(exp(x) + exp(-x))**(-3)*exp(3*x)", 300.0, 2.0),
        ("(x + y)**2*exp(800*x - 1500)", 1.0, -0.5),
        ("x*(y + 1200) + 1/(1 + exp(-2*y))", 0.0, -493.5),
        ("log(x*exp(5) + exp(y))", 0.0, -300.5),
        ("x*exp(-y) + y", 0.0, -300.0),
        ("10/(1 + exp(y))*sinh(x)", 855.0, 200.0),
        ("10*cosh(x)/(1 + exp(y))", -855.0, 200.0),
        ("log(exp(x) + exp(1/cosh(10*y) - (pi + 3)))", -9.0, -1.83),
        ("1/(1 + 10*x) - 3 + y", 1e6, 0.5),
        ("1/(1 + x*exp(y)) - 3", 2.0, 300.0),
    ],
)
def test_what_random_formulas_found_stays_fixed(text: str, x: float, y: float) -> None:
    truth = truths(text, {"x": x, "y": y})
    for order, found in computed(objective(formula(text, "x", "y")), x, y):
        if len(order) < 2:
            assert found == pytest.approx(truth[order], rel=1e-12, abs=1e-200), order
