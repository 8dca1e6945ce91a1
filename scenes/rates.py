"""The chapter about learning rates: what a step does to the distance, then all runs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property, partial
from typing import ClassVar

from manim import FadeIn, FadeOut, Mobject, VGroup

from gradreel.scenarios.arrays import Array
from gradreel.scenes import regions
from gradreel.scenes.all_runs import AllRuns
from gradreel.scenes.factor_derivation import derivation
from gradreel.scenes.parts.descents.below import Below
from gradreel.scenes.parts.descents.distance_bars import DistanceBars, longest_share
from gradreel.scenes.parts.descents.going_down import going_again, going_down
from gradreel.scenes.parts.descents.loss_below import LossBelow
from gradreel.scenes.parts.descents.loss_range import shared_steps, visible_losses
from gradreel.scenes.parts.descents.rate_line import RateLine
from gradreel.scenes.parts.descents.run_legend import styles
from gradreel.scenes.parts.descents.runs import nameless
from gradreel.scenes.parts.descents.verdict import printed_factors
from gradreel.scenes.parts.geometry.box import Box
from gradreel.scenes.parts.geometry.motion import moving
from gradreel.scenes.parts.in_space.fading import exchanging, going
from gradreel.scenes.parts.maps.direction_names import direction_names
from gradreel.scenes.parts.maps.slices import Slices
from gradreel.scenes.parts.plots.loss_name import loss_axes
from gradreel.scenes.run_panel import FIRST_STEPS, Panel, giving_reasons, seconds_alone
from gradreel.scenes.sentences import rates as texts
from gradreel.scenes.timing import lingering
from gradreel.solver.diagnostics import factors_of, growth_factors
from gradreel.solver.directions import Direction, directions_of
from gradreel.solver.message import Message
from gradreel.solver.reasons import allowed, limit
from gradreel.solver.run_record import RunRecord

# Steps while the rule is derived, and seconds for them: one each, to be followed one by one.
_DERIVED, _DERIVING = 3, 3.0
_BARS = 0.7  # screen units from a picture down to the words above its first bar, below its numbers
_LOSS, _GAP = 0.8, 0.85  # screen units: the height of a loss curve, and the gap above it
_GROWING = 1.6  # seconds for the line of rates to grow
_LONGER = 1.5  # seconds more for all steps if runs make their first ones one after the other


class Rates(AllRuns):
    """What a step does to the distance, if the loss is quadratic; then a guess, and all runs.

    Up to `most_panels` runs have a panel each; more share one picture. Runs are called by what sets
    them apart, because their names in the file might give away how they end.
    """

    most_panels: ClassVar[int]
    with_line: ClassVar[int]  # up to so many panels leave room for the line of learning rates
    longest: ClassVar[float]  # seconds that all steps take at most, if all runs go at once
    renamed = staticmethod(nameless)  # gives runs the names by which they are called here
    span: Array  # (p,): how much of each parameter the panels show

    def story(self) -> None:
        self.recording = self.renamed(self.recording)
        self._derived = VGroup()
        if self.explained:
            self._derive()
        if len(self.recording.runs) > self.most_panels:
            if self.explained:
                self.play(FadeOut(self._derived), run_time=0.4)
            self.show_all_runs()
            return
        panels = self.make_panels()
        self._present(panels)
        self.introduce()
        self._descend(panels)
        self._judge(panels)

    def introduce(self) -> None:
        """Ask what will happen to the runs, or say that they are all alike."""
        question = texts.guess(self.recording.scenario.runs)
        if question.id == "runs-alike":
            self.say(question)
            self.hold()
        else:
            self.ask(question)

    def make_panels(self) -> list[Panel]:
        """A panel for each run."""
        raise NotImplementedError

    def present(self, panels: list[Panel]) -> None:
        """Say what has to be known about the panels before the runs go."""

    def draw_to(self, panels: Sequence[Panel], step: float) -> None:
        """Show all panels at a step, which may lie between two recorded ones."""
        raise NotImplementedError

    def show_slices(self, slices: Slices) -> list[Mobject]:
        """Show the axes of slices, and what is beside them until the rule needs its room."""
        self.appear(slices)
        return []

    @cached_property
    def explained(self) -> RunRecord | None:
        """The first run whose steps multiply the distance by a factor; None if there is none."""
        runs = self.recording.runs
        return next((run for run in runs if growth_factors(self.objective, run)), None)

    @property
    def colors(self) -> list[str]:
        """The colour of each run."""
        return [style.color for style in styles(len(self.recording.runs))]

    @cached_property
    def directions(self) -> tuple[Direction, ...]:
        """The principal directions of the loss; empty if there is no such run."""
        return directions_of(self.objective) if self.explained else ()

    def _derive(self) -> None:
        """Show how strongly the loss bends, and what a step therefore does to the distance."""
        run = self.explained
        assert run
        steps = min(_DERIVED, run.steps)
        slices, rule, printed, away = derivation(self.objective, run, steps, self.notation)
        for distance in away:
            self.computed(distance)
        slices.grow(0.0 if len(printed) > 1 else 1.0)
        leaving = self.show_slices(slices)
        if len(printed) > 1:
            self.computed(texts.narrowness(self.directions))
            self.say_of_curvatures(texts.bends(self.directions, printed, self.notation))
            for part in slices.unfolding(self.unread):
                self.play(part)
        else:
            self.say_of_curvatures(texts.bends_as_slope(printed[0], self.notation))
            self.play(FadeIn(slices.names), run_time=0.5)
        if leaving:
            self.play(*going(leaving), run_time=0.4)
            self.remove(*leaving)
        self.play(*map(FadeIn, rule.symbols[:-2]), run_time=0.5)
        self.hold()
        self.say_of_curvatures(texts.leaves(self.notation, self.all_plain, len(printed) == 1))
        self.play(*map(FadeIn, rule.symbols[-2:]), run_time=0.5)
        stepping = moving(
            slices, lambda share: slices.draw_to(lingering(share * steps)), _DERIVING, steady=True
        )
        self.play(stepping, *(FadeIn(line) for line in rule.numbers))
        self.hold()
        self._derived.add(slices, slices.names, rule)

    def _present(self, panels: list[Panel]) -> None:
        self.moving_parts = VGroup(*(panel.moving_parts for panel in panels))
        still = [part for panel in panels for part in (panel.static_parts, panel.meaning)]
        parts = [*filter(len, still), self.moving_parts]
        if self.explained:
            self.play(*exchanging(self._derived, parts), run_time=0.6)
            self.remove(self._derived)
        else:
            self.appear(*parts)
        self.present(panels)

    def _descend(self, panels: list[Panel]) -> None:
        def show(step: float) -> None:
            self.reach(step)
            self.draw_to(panels, step)

        steps, first, seconds = max(panel.run.steps for panel in panels), 0, self.longest
        if self._one_by_one(panels):
            first, seconds = min(FIRST_STEPS, steps), seconds + _LONGER
            for panel, alone in zip(panels, seconds_alone(len(panels), seconds), strict=True):
                self._go_alone(panel, alone, every=panel is panels[-1])
                seconds -= alone
        if steps > first or not first:
            self.play(going_down(self.moving_parts, steps, show, seconds, self.unread, first))

    def _one_by_one(self, panels: Sequence[Panel]) -> bool:
        """Whether the runs make their first steps one after the other, beside their factors."""
        return bool(self.explained) and len(panels) <= self.with_line

    def _go_alone(self, panel: Panel, seconds: float, every: bool) -> None:
        """Show the factors of a run, and its first steps, after which `every` run has made them."""
        steps = min(FIRST_STEPS, panel.run.steps)

        def show(share: float) -> None:
            step = lingering(share * steps)
            if every:
                self.reach(step)
            self.draw_to([panel], step)

        self.play(moving(panel.moving_parts, show, seconds, steady=True), *giving_reasons(panel))

    def _judge(self, panels: list[Panel]) -> None:
        """Show the outcome of every run, and the reason if the loss is quadratic."""
        reasons = [] if self._one_by_one(panels) else [panel.reasons for panel in panels]
        verdicts = [*(panel.outcome for panel in panels), *reasons]
        self.play(*map(FadeIn, verdicts), run_time=0.6)
        kept = [panel for panel in panels if texts.momentum(panel.run)]
        if not self.explained:
            self.say(self.conclusion(self.span))
            self._again(panels)
            self.say_limit()
            for panel in kept[:1]:
                self.add_up(panel.run)
            return
        notation, many = self.notation, len(self.directions) > 1
        largest = limit(self.objective, self.run) if self.all_plain else None
        factors = factors_of(self.objective, self.recording.runs)
        line = self._line(panels)
        crossing = texts.crosses(factors, many) if line else None
        sentence = crossing or texts.sizes(factors, notation, many, largest)
        self.say_of_curvatures(sentence)
        if line:
            self.play(FadeIn(line), line.growth(_GROWING))
            self.play(FadeIn(line.runs), run_time=0.6)
        self._again([panel for panel in panels if self._told_of(panel.run, sentence)])
        self.hold()
        if momentum := texts.momentum(kept[0].run) if kept else None:
            self.say(momentum)
            self._again(kept[:1])
            self.add_up(kept[0].run)
        elif not self.all_plain:
            self.say(self.conclusion(self.span))

    def say_limit(self) -> None:
        """Say which learning rates would work, if that is known and holds for all runs."""
        if self.all_plain and (limit := allowed(self.objective, self.run)):
            self.hold()
            self.say_of_curvatures(limit)

    def _told_of(self, run: RunRecord, sentence: Message) -> bool:
        """Whether a sentence about factors tells of one of this run's."""
        factors = growth_factors(self.objective, run)
        return any(texts.tells_of(sentence, factor) for factor in factors)

    def _again(self, panels: Sequence[Panel]) -> None:
        """Let some runs go once more while the sentence about them is read."""
        steps = max((panel.run.steps for panel in panels), default=0)
        moved = VGroup(*(panel.moving_parts for panel in panels))
        show = partial(self.draw_to, panels)
        for part in going_again(moved, steps, show, self.unread) if steps else ():
            self.play(part)

    def below(
        self,
        run: RunRecord,
        box: Box,
        roomy: bool,
        numbered: bool = True,
        noted: Callable[[], float] = lambda: 0.0,
        named: bool = True,
    ) -> Below | None:
        """What is below the picture of a run: the distance left, or the loss. None for no room.

        Only axes that are `named` say that they count steps, which takes room on their right.
        """
        if not roomy:
            return None
        runs = self.recording.runs
        if self.directions:
            return DistanceBars(
                self.objective,
                run,
                direction_names(self.directions),
                self.factors(run),
                (box.left + box.width / 2, box.bottom - _BARS),
                box.width,
                longest_share(self.objective, runs),
                self.notation.away,
            )
        low = box.bottom - _GAP - _LOSS
        axes = Box((box.left, low), (box.width, _LOSS))
        losses, steps = visible_losses(runs), shared_steps(runs)
        step, loss = loss_axes(self.recording.scenario, runs[0])
        names_of_axes = step if named else "", loss
        return LossBelow(run, losses, steps, axes, names_of_axes, noted, numbered)

    def factors(self, run: RunRecord) -> list[str]:
        """The factors of a run as printed in its panel; empty if it has none."""
        rows = zip(self.recording.runs, self._factors, strict=True)
        return next(texts for other, texts in rows if other is run)

    @cached_property
    def _factors(self) -> list[list[str]]:
        return printed_factors(self.objective, self.recording.runs)

    def _line(self, panels: list[Panel]) -> RateLine | None:
        """The learning rates of the plain runs on a line; None if there is no room for it."""
        if len(panels) > self.with_line or not self.directions:
            return None
        plain = [
            index for index, panel in enumerate(panels) if growth_factors(self.objective, panel.run)
        ]
        return RateLine(
            self.directions[0].curvature,
            [panels[index].run.run.rate for index in plain],
            [self.colors[index] for index in plain],
            regions.current().rates.line,
            self.notation,
            self.computed,
        )
