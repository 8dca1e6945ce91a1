"""The one-step chapter of a fit lesson: both slopes, the rule, the line and the dot move."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from manim import Animation, FadeIn, FadeOut, ReplacementTransform, VGroup, VMobject

from gradreel.scenarios.arrays import Array
from gradreel.scenes import regions, theme
from gradreel.scenes.chapter import Chapter
from gradreel.scenes.fit import chapters
from gradreel.scenes.fit.stage import FitStage
from gradreel.scenes.parts.equation import Equation
from gradreel.scenes.parts.fit_about import partial_formula
from gradreel.scenes.parts.formula import factor, symbol, value
from gradreel.scenes.parts.lines import arrow, place_arrow
from gradreel.scenes.parts.loss_map import LossMap
from gradreel.scenes.parts.motion import moving
from gradreel.scenes.parts.points import polyline
from gradreel.scenes.parts.text import Markup, maths
from gradreel.scenes.parts.update import first_steps, printed_slopes
from gradreel.scenes.sentences import fit as texts
from gradreel.scenes.sentences.runs import step_taken
from gradreel.solver.diagnostics import follows_gradient
from gradreel.solver.numbers import digits_for

_TOO_WIDE = 1.25  # times that room: set so small, a formula could not be read
_SIZE = 0.42
_SLOPE = 3  # which piece of an update is the slope
_ARROW = 0.95  # the longest slope's arrow on the screen
_ENOUGH = 0.5  # of room for it, at the least
_SHORTEST = 0.35  # of an arrow that is to be seen beside the dot


class FitStep(Chapter):
    """The slopes at the start say which way to move the dot, and the line with it."""

    plan = chapters.STEP

    def story(self) -> None:
        digits = digits_for(self.readable.loss)
        moves = len(self.run.led_to) > 1
        self.steps = first_steps(self.objective, self.run, digits) if moves else []
        frame = regions.current().fit
        self.stage = FitStage(
            self.recording,
            self.objective,
            frame.step_data,
            frame.step_map,
            frame.step_figures,
            self.computed,
            uphill=_ENOUGH,
            start=[step.operands[0] for step in self.steps],
        )
        self.here = self.run.parameters[0]
        self.appear(self.stage, self.stage.movers)
        if not self.run.steps:
            self.say(self.run.ending.message)
            return
        self.there = self.run.parameters[1]
        self._slopes()
        self._rule()
        self._move()

    def _slopes(self) -> None:
        names = self.recording.scenario.parameters
        slopes = zip(names, self.run.grad[0].tolist(), strict=True)
        self.say(texts.slopes(names, [name for name, slope in slopes if slope == 0.0]))
        partials = self._partials(whole=True)
        if (
            max(partial.width for partial in partials)
            > _TOO_WIDE * regions.current().fit.parameter_width
        ):
            partials = self._partials(whole=False)
        _place_below(partials)
        self.partials = VGroup(*partials)
        self.arrows = [arrow(theme.colors().gradient) for _ in names]
        for axis, formula in enumerate(self.partials):
            shown: list[Animation] = [FadeIn(formula)]
            if self.run.grad[0, axis] != 0.0:
                grow = self._grow(self.arrows[axis], *self._uphill(axis))
                shown.append(moving(self.arrows[axis], grow))
            self.play(*shown, run_time=1.0)
        self.hold()

    def _partials(self, whole: bool) -> list[Markup]:
        """The partial derivatives at the start, with their formulas if `whole`."""
        slopes = printed_slopes(self.objective, self.run, self.steps)
        return [
            maths(partial_formula(self.recording.scenario, axis, slope, whole), _SIZE)
            for axis, slope in enumerate(slopes)
        ]

    def _uphill(self, axis: int) -> tuple[Array, Array]:
        """An arrow from the dot along a parameter, toward greater loss, as long as it is steep."""
        view, grad = self.stage.view, self.run.grad[0]
        start = view.at(self.here)
        unit = view.unit
        if not isinstance(view, LossMap):
            along = np.array([1.0, grad[0] * unit[1] / unit[0]])
            along *= np.sign(grad[0]) * _ARROW / np.linalg.norm(along)
            return start, start + np.array([*along, 0.0])
        screen = grad * unit
        lengths = np.abs(screen) * _ARROW / (np.abs(screen).max() or 1.0)
        low, high = map(np.array, view.box.corners)
        room = np.where(screen > 0.0, high - start[:2], start[:2] - low)
        # Both are made shorter by the same share, for they tell which slope is steeper.
        share = min(1.0, float((room / np.maximum(lengths, 1e-9)).min()))
        along = np.zeros(3)
        along[axis] = np.sign(screen[axis]) * max(share * lengths[axis], _SHORTEST)
        return start, start + along

    def _grow(self, shape: VMobject, start: Array, end: Array) -> Callable[[float], None]:
        def grow(share: float) -> None:
            place_arrow(shape, start, start + share * (end - start))

        return grow

    def _rule(self) -> None:
        plain = follows_gradient(self.run)
        self.say(texts.rule(self.run))
        lines = [self._numbers(axis, plain) for axis in range(len(self.here))]
        _place_below(lines)
        shown = [FadeIn(part) for line in lines for part in self._first(line, plain)]
        slopes = [formula.part(theme.colors().gradient).copy() for formula in self.partials]
        if plain:  # the copies fly in their place
            for formula in self.partials:
                formula.part(theme.colors().gradient).set_opacity(0.0)
        flights = [
            ReplacementTransform(slope, line.pieces[_SLOPE])
            for slope, line in zip(slopes, lines, strict=True)
            if plain
        ]
        self.play(FadeOut(self.partials), *shown, *flights, run_time=0.9)
        self.play(*(FadeIn(line.pieces[-1]) for line in lines), run_time=0.6)
        self.hold()

    def _numbers(self, axis: int, plain: bool) -> Equation:
        """The recorded first step of one parameter."""
        name = symbol(self.recording.scenario.parameters[axis])
        step = self.steps[axis]
        here, *parts = step.operands
        pieces = [(name, theme.colors().here), (value(here), theme.colors().here)]
        colors = (theme.colors().step, theme.colors().gradient)
        pieces += [(factor(part), color) for part, color in zip(parts, colors, strict=False)]
        change = "- {} dot {}" if plain else "+ {}"
        template = f"{{}} arrow.l {{}} {change} {step.sign} {{}}"
        return Equation(template, [*pieces, (value(step.result), theme.colors().here)], _SIZE)

    def _first(self, line: Equation, plain: bool) -> list[VMobject]:
        """The parts of an update that are there before its slope flies in, and its result."""
        kept = [piece for k, piece in enumerate(line.pieces[:-1]) if not (plain and k == _SLOPE)]
        return [line.rest, *kept]

    def _move(self) -> None:
        view, scatter = self.stage.view, self.stage.scatter
        step = arrow(theme.colors().step)
        start = view.at(self.here)
        end = view.at(self.there)
        path = view.path(np.array([self.here, self.there]))
        whole = path[np.isfinite(path).all(axis=1)]
        ghost = polyline(scatter.line(self.there), theme.colors().step, 3.0, stroke_opacity=0.7)
        self.add(step)
        target = whole[-1] if len(whole) else end
        self.play(
            moving(step, self._grow(step, start, target)),
            FadeIn(ghost),
            *(FadeOut(shape) for shape in self.arrows),
            run_time=0.9,
        )
        self.say(step_taken(self.run))
        self.play(moving(self.stage.movers, self.stage.slide(self.here, self.there), 1.8))
        self.stage.place(self.there)
        if view.inside(self.there[None])[0]:
            self.play(FadeOut(step), FadeOut(ghost), run_time=0.4)


def _place_below(formulas: Sequence[Markup]) -> None:
    """Put formulas of one size below the views, each on its side; a single one below both."""
    frame = regions.current().fit
    share = min(1.0, frame.parameter_width / max(formula.width for formula in formulas))
    centers = (frame.parameter,) if len(formulas) == 1 else frame.parameters
    for formula, center in zip(formulas, centers, strict=True):
        formula.scale(share).move_to((*center, 0))
