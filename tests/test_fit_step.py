"""One step of a fit: what its numbers say, and what lies over what."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest
from manim import Mobject
from test_fit_lesson import fit, played

from gradreel.scenarios import load_scenario
from gradreel.scenes.fit.arrow_names import beside_leg
from gradreel.scenes.fit.step import FitStep
from gradreel.scenes.fit.step_formulas import new_value, partials
from gradreel.scenes.parts.formulas.figures import Figures
from gradreel.scenes.parts.formulas.update import PrintedSlope, first_steps, printed_slopes
from gradreel.scenes.parts.geometry.box import Box
from gradreel.scenes.parts.lettering.text import Glyphs, words
from gradreel.solver.descent import record
from gradreel.solver.recording import Recording


@cache
def noisy_line() -> Recording:
    return record(load_scenario("noisy-line"))


class OverOneAnother(FitStep):
    """Notes, after each animation, in which order the shapes lie on one another."""

    orders: list[list[Mobject]]

    def play(self, *args: Any, **kwargs: Any) -> None:
        super().play(*args, **kwargs)
        self.orders = getattr(self, "orders", [])
        self.orders.append([part for top in self.mobjects for part in top.get_family()])


def test_the_dot_lies_over_its_arrows_and_the_line_over_where_it_goes() -> None:
    scene = played(OverOneAnother, noisy_line())
    assert isinstance(scene, OverOneAnother)
    over = {"dot": 0, "line": 0}
    below = {"dot": [*scene.arrows, scene.against, scene.step], "line": [scene.target]}
    tops = {"dot": scene.stage.dot, "line": scene.stage.line}
    for order in scene.orders:
        for name, top in tops.items():
            for shape in below[name]:
                if shape in order and top in order:
                    assert order.index(shape) < order.index(top)
                    over[name] += 1
    assert min(over.values()) > 1


def test_each_arrow_is_named_by_minus_its_slope() -> None:
    scene = played(FitStep, noisy_line())
    assert isinstance(scene, FitStep)
    assert [name.note.says for _, name in scene.minus] == ["+2.918", "+3.185"]
    assert {2.918, 3.185} <= {abs(round(float(slope), 3)) for slope in scene.run.grad[0]}
    assert (
        scene.sentences[2].text
        == "Each arrow is minus a slope; both together, minus the gradient, −∇J."
    )


def test_the_descent_prints_the_first_step_as_its_equations_do() -> None:
    scene = played(FitStep, noisy_line())
    assert isinstance(scene, FitStep)
    stage = scene.stage
    stage.place(scene.there)
    after = stage.figures.shown
    assert after[:2] == [step.result for step in scene.steps] == ["−0.7082", "1.3185"]
    stage.show_step(1.0)
    assert stage.figures.shown == after
    assert _loss_shown(stage.figures) == {"J ="}
    stage.show_step(2.0)
    assert _loss_shown(stage.figures) == {"J approx"}


def _loss_shown(figures: Figures) -> set[str]:
    texts = [part for part in figures.get_family() if isinstance(part, Glyphs)]
    names = {text.note.says for text in texts if text.get_fill_opacity()}
    return {name for name in names if name.startswith("J")}


@pytest.mark.parametrize(("slope", "opposite"), [("−2.5", "+2.5"), ("3×10⁻⁵", "−3×10⁻⁵")])
def test_the_opposite_of_a_slope_has_the_other_sign(slope: str, opposite: str) -> None:
    assert PrintedSlope(slope, "=").opposite == opposite


def test_slopes_fly_into_the_rule_as_they_are() -> None:
    recording = record(fit("a*x + b", {"lr": 0.1, "steps": 1, "start": {"a": 3.0, "b": -4.0}}))
    objective, run = recording.objective, recording.runs[0]
    steps = first_steps(objective, run)
    formulas = partials(recording.scenario, printed_slopes(objective, run, steps), 6.0)
    signs = set()
    for name, formula, step in zip("ab", formulas, steps, strict=True):
        slope, landed = formula.pieces[0], new_value(name, step, plain=True).pieces[3]
        np.testing.assert_allclose(_shape(slope), _shape(landed), atol=1e-6)
        signs.add(step.operands[2][0] == "−")
    assert signs == {True, False}


def _shape(text: Glyphs) -> np.ndarray:
    points = text.outlines - text.outlines.min(axis=0)
    return np.asarray(points / points.max())


def test_the_name_of_the_sum_covers_neither_its_parts_nor_their_names() -> None:
    scene = played(FitStep, noisy_line())
    assert isinstance(scene, FitStep)
    (plate, _), (left, low) = scene.name[0], scene.down.start[:2]
    assert plate.get_left()[0] > left
    assert plate.get_bottom()[1] > low
    for name, _ in scene.minus:
        apart = np.abs(name.get_center() - plate.get_center())[:2]
        assert (2 * apart >= [name.width + plate.width, name.height + plate.height]).any()


@pytest.mark.parametrize("leg", [(2.0, 0.0), (-2.0, 0.0), (0.0, 2.0), (0.0, -2.0), (0.0, 0.01)])
@pytest.mark.parametrize("other", [-1.0, 1.0])
def test_a_name_lies_in_the_map_and_not_on_its_arrow(
    leg: tuple[float, float], other: float
) -> None:
    start = np.array([0.7, 0.3, 0.0])
    end = start + np.array([*leg, 0.0])
    joined = end + (np.array([0.0, other, 0.0]) if leg[0] else np.array([other, 0.0, 0.0]))
    name = beside_leg(words("−2.918"), start, end, joined, Box((-3.0, -3.0), (6.0, 6.0)))
    assert np.abs(name.get_center()).max() < 3.0
    low, high = name.outlines.min(axis=0), name.outlines.max(axis=0)
    for share in np.linspace(0.0, 1.0, 50):
        at = start + share * (end - start)
        assert ((at < low)[:2] | (at > high)[:2]).any()
