"""The learning-rates chapter of a surface lesson: the runs side by side."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from manim import DOWN, LEFT, UP, FadeIn, VGroup, VMobject

from scenarios import Scenario
from scenes import theme, timing
from scenes.chapter import Chapter
from scenes.parts.about import loss_symbol
from scenes.parts.landscape import Landscape
from scenes.parts.loss_curve import loss_axes, mark_radius
from scenes.parts.loss_map import LossMap
from scenes.parts.motion import moving
from scenes.parts.numbers import number
from scenes.parts.plot import Plot, discs, place_discs, trace
from scenes.parts.text import in_math, maths, shortened
from scenes.parts.typeset import Array
from scenes.parts.verdict import summary, verdict
from scenes.parts.views import drawn_domain, start_only
from solver.objective import Objective
from solver.trajectory import Outcome, RunRecord

_LONGEST = 6.6  # seconds for all the steps
_COLUMNS = 3  # of panels without loss curves
_WITH_CURVES = 3  # so many panels fit in one row, with loss curves below


class SurfaceRates(Chapter):
    """Every run on contours of one scale, its loss below, its outcome in words."""

    name = "rates"
    heading = "Side by side"
    most_runs = 6

    @classmethod
    def fits(cls, scenario: Scenario) -> bool:
        return len(scenario.runs) > 1 and not start_only(scenario)

    def story(self) -> None:
        runs = self.trajectory.runs
        staying = [run for run in runs if run.ending.outcome is not Outcome.DIVERGED]
        landscape = Landscape(self.objective, drawn_domain(self.trajectory, staying))
        loss = loss_symbol(self.trajectory.scenario)
        ceiling = _ceiling(runs)
        losses = [np.minimum(run.loss, ceiling) for run in runs]
        panels = [
            _Panel(run, self.objective, landscape, losses, loss, place)
            for run, place in zip(runs, _places(len(runs)), strict=True)
        ]
        self.appear(*(panel.still for panel in panels))
        self.say(_comparison(runs))
        self._descend(panels)
        self.hold()
        if len(panels) > _WITH_CURVES:
            self.play(*(FadeIn(panel.verdict[0]) for panel in panels), run_time=0.6)
            self.say(summary(runs))
            return
        for panel in panels:
            self.say(panel.run.ending.sentence)
            spoken_of = panel.head[0].animate.set_color(theme.HERE)
            self.play(spoken_of, FadeIn(panel.verdict), run_time=0.5)
            self.hold()
            self.play(panel.head[0].animate.set_color(theme.INK), run_time=0.3)

    def _descend(self, panels: list[_Panel]) -> None:
        lively = VGroup(*(panel.lively for panel in panels))
        self.add(lively)
        longest = max(panel.run.steps for panel in panels)
        whole = timing.descent_time(longest)

        def advance(share: float) -> None:
            for panel in panels:
                panel.draw_to(timing.step_at(share * whole))

        self.play(moving(lively, advance, min(whole, _LONGEST) or 0.2, steady=True))


class _Place(NamedTuple):
    """Left, top, width and height of a panel's map, and the room for words beside it, if any."""

    left: float
    top: float
    width: float
    height: float
    room: float


class _Panel:
    """One run: what stands still, what moves, and the verdict that comes at the end."""

    def __init__(
        self,
        run: RunRecord,
        objective: Objective,
        landscape: Landscape,
        losses: list[Array],
        loss: str,
        place: _Place,
    ) -> None:
        left, top, width, height, room = place
        self.run = run
        self.map = LossMap(landscape, (left, top - height), (width, height), ticks=(3, 3))
        rate = in_math("eta", theme.STEP) + f' = "{number(run.run.lr)}"'
        name = shortened(run.run.name or run.run.optimizer, room or width)
        self.head = VGroup(name, maths(rate, theme.LABEL))
        self.verdict = verdict(objective, run)
        self.still = VGroup(self.head, self.map)
        self.trail = VMobject(stroke_color=theme.HERE, stroke_width=2.5)
        self.marks = VMobject(fill_color=theme.HERE, fill_opacity=1.0, stroke_width=0.0)
        self.start = discs(self.map.at(run.parameters[:1]), 0.07, theme.INK)
        self.lively = VGroup(self.trail, self.marks, self.start)
        self.plot: Plot | None = None
        if room:
            self._speak_beside((left + width + 0.25, top), room)
        else:
            middle, bottom = left + width / 2, top - height - 0.55
            self.plot = loss_axes(losses, (left, bottom - 1.0), (width, 0.8), loss, run.steps)
            self.line = VMobject(stroke_color=theme.LOSS, stroke_width=3.5)
            self.still.add(self.plot)
            self.lively.add(self.line)
            self.head.arrange(buff=0.35).next_to((middle, top, 0), UP, buff=0.5)
            self.verdict.next_to((middle, bottom - 1.5, 0), DOWN, buff=0.0)
        self.draw_to(0.0)

    def _speak_beside(self, corner: tuple[float, float], room: float) -> None:
        """Stack the words from an upper left corner down, none wider than `room`."""
        for row, line in enumerate([*self.head, self.verdict[0]]):
            line.scale(min(1.0, room / line.width))
            line.move_to((corner[0], corner[1] - 0.15 - 0.42 * row, 0), aligned_edge=LEFT)

    def draw_to(self, step: float) -> None:
        """Draw the run up to a step, which may lie between two recorded ones."""
        step = min(step, float(self.run.steps))
        whole = int(step)
        following = min(whole + 1, self.run.steps)
        reached = self.run.parameters[: whole + 1]
        now = reached[-1] + (step - whole) * (self.run.parameters[following] - reached[-1])
        trace(self.trail, self.map.path(np.vstack([reached, now])))
        inside = reached[self.map.inside(reached)]
        radius = mark_radius(self.run.steps, 0.055)
        place_discs(self.marks, self.map.at(inside), radius)
        if self.plot:
            steps = np.append(np.arange(whole + 1), step)
            loss = self.run.loss
            tip = loss[whole] + (step - whole) * (loss[following] - loss[whole])
            trace(self.line, self.plot.clipped(steps, np.append(loss[: whole + 1], tip)))


def _comparison(runs: tuple[RunRecord, ...]) -> str:
    """What is the same in all runs and what is not."""
    same_start = all(run.run.start == runs[0].run.start for run in runs)
    same_rule = all(run.run.optimizer == runs[0].run.optimizer for run in runs)
    other_rates = len({run.run.lr for run in runs}) == len(runs)
    if same_start and same_rule and other_rates:
        return "The same start and the same rule, with another learning rate in each."
    if same_start and same_rule:
        return "The same start and the same rule, with other settings in each."
    if same_start:
        return "The same start, with other rules and settings."
    return "The runs differ in their starts, rules or settings."


def _places(count: int) -> list[_Place]:
    """Where the panels stand: with their losses below, or with their words beside."""
    if count <= _WITH_CURVES:
        width, gap = (3.1, 1.45) if count == 3 else (4.6, 1.8)
        left = -(count * width + (count - 1) * gap) / 2
        return [_Place(left + i * (width + gap), 2.3, width, 2.15, 0.0) for i in range(count)]
    return [
        _Place(-5.85 + 4.3 * (i % _COLUMNS), 2.4 - 2.75 * (i // _COLUMNS), 2.0, 1.8, 1.65)
        for i in range(count)
    ]


def _ceiling(runs: tuple[RunRecord, ...]) -> float:
    """The largest loss drawn: a run that explodes must not flatten its own first steps."""
    starts = [float(run.loss[0]) for run in runs]
    lowest = min(float(run.loss.min()) for run in runs)
    return max(starts) + 3.0 * (max(starts) - lowest)
