"""The one-step chapter of a curve lesson: the slope's arrow is squeezed to the step, and taken."""

from __future__ import annotations

from manim import (
    DOWN,
    Animation,
    FadeIn,
    FadeOut,
    Mobject,
    VGroup,
    VMobject,
    rush_from,
)

from gradreel.scenes import regions, theme
from gradreel.scenes.chapter import Chapter
from gradreel.scenes.curve import chapters, poses
from gradreel.scenes.curve.axis_step import AxisStep
from gradreel.scenes.curve.first_step import StepRule, in_numbers, put_below
from gradreel.scenes.curve.flight import filling, flown
from gradreel.scenes.curve.slope_arrow import (
    BELOW,
    Against,
    SlopeArrow,
    scale_note,
    shortened,
)
from gradreel.scenes.curve.stage import ROOM, CurveStage, touch
from gradreel.scenes.parts.digits.reading import numbers_in
from gradreel.scenes.parts.formulas.formula import symbol, value
from gradreel.scenes.parts.formulas.update import (
    change_within,
    first_steps,
    printed_slopes,
    printed_start,
)
from gradreel.scenes.parts.geometry.lines import FlatArrow
from gradreel.scenes.parts.geometry.motion import moving
from gradreel.scenes.parts.geometry.ripple import Ripple
from gradreel.scenes.parts.lettering.text import Markup, maths
from gradreel.scenes.parts.maps.zoom_note import ZoomNote
from gradreel.scenes.returning import return_to_start
from gradreel.scenes.sentences import curve as texts
from gradreel.scenes.sentences.runs import step_taken
from gradreel.solver.diagnostics import follows_gradient

_FLIGHT = 0.8  # seconds in which a number flies into the rule
_CLOSER, _GONE, _BACK = 1.2, 0.4, 0.6  # seconds: the axes go closer, words go, the dot goes back
_GAP = 0.15  # screen units between the numbers of the two places


class CurveStep(Chapter):
    """The recorded first step: the slope on the axis, the learning rate's part of it, the move."""

    plan = chapters.STEP
    opens = poses.TOUCHED
    closes = poses.TOUCHED

    def story(self) -> None:
        self.here = float(self.run.parameters[0, 0])
        self.minus_slope = -float(self.run.grad[0, 0])
        downhill = (self.minus_slope > 0.0) - (self.minus_slope < 0.0)
        room = ROOM * downhill
        self.stage = CurveStage(
            self.recording, self.objective, follows=True, beyond=room, comes_close=True
        )
        self.plain = follows_gradient(self.run)
        self.levels, self.fall = VGroup(), FlatArrow(theme.colors().loss)
        self.shape = AxisStep()
        self.note = ZoomNote(self.stage.window, regions.current().note_right, self.computed)
        self._place()
        if len(self.run.led_to) == 1:
            self.hold()
            self.say(self.run.ending.message)
            return
        self.there = float(self.run.led_to[1, 0])
        self._label()
        self._rule()
        self._fill()
        self._grow()
        self._reach()
        self._move()

    def _place(self) -> None:
        self.stage.stand(self.here)
        self.appear(self.stage, self.stage.movers)
        (start,) = printed_start(self.objective, self.run)
        self.say(texts.start(self.recording.scenario, start, float(self.run.loss[0])))

    def _label(self) -> None:
        """Write the numbers that the picture already shows: the place and the slope."""
        slope = float(self.run.grad[0, 0])
        (self.step,) = steps = first_steps(self.objective, self.run)
        (shown,) = printed_slopes(self.objective, self.run, steps)
        self.change = change_within(self.step) if self.plain else None
        if self.change is not None:
            (printed,) = numbers_in(self.change)
            # A sentence gives its size, and rounding may keep the recorded step at 0.
            self.computed(printed.signed)
            self.computed(printed.value)
        self.slope = maths(value(shown.text), theme.SENTENCE, theme.colors().gradient)
        self.stage.beside(self.slope, self.here, slope)
        ends = (self.step.operands[0], self.step.result)
        self.marks = [maths(value(x), theme.LABEL, theme.colors().here) for x in ends]
        self._put_marks()
        self.appear(self.slope, self.marks[0])
        place = self.stage.curve.at(self.here)
        if self.stage.curve.within(place):
            level = self._level(self.here)
            self._behind(level)
            self.play(Ripple(place).spreading(1), FadeIn(level, run_time=1.0))
        self.hold()

    def _rule(self) -> None:
        """Show the rule."""
        name, prime = symbol(self.recording.scenario.parameters[0]), f"{self.notation.loss}'"
        self.rule = StepRule(name, prime, self.notation.rate if self.plain else None)
        self.stage.row(self.rule, 0)
        self.say(texts.rule(self.run))
        self.names = self.rule.names(regions.safe().right)
        self.appear(self.rule, self.names)

    def _grow(self) -> None:
        """Show minus the slope as an arrow on the axis, if the step is a part of it."""
        self.arrow: SlopeArrow | None = None
        if not self.plain or not self.minus_slope:
            return
        name = symbol(self.recording.scenario.parameters[0])
        best = self.objective.minimum
        lowest = None if best is None else float(best[0])
        times = shortened(self.stage.curve.x, [Against(self.here, self.minus_slope)], lowest)
        if times is None:
            return
        self.arrow = SlopeArrow(self.stage.curve, f"-{self.notation.loss}'({name})", times)
        self.arrow.put(self.here, self.minus_slope, mark=self.marks[0])
        arrow = self.arrow
        self.notes = VGroup(arrow.label)
        if times != 1:
            self.notes.add(scale_note(self.computed(times)))
        self._behind(arrow.arrow)
        grow = moving(
            arrow.arrow, lambda share: arrow.grow(self.here, self.minus_slope, share), 1.2
        )
        self.play(grow, FadeIn(self.notes))

    def _fill(self) -> None:
        """Let each number fly from the picture to its place in the rule."""
        sources = [self.marks[0], self.rule.pieces[2], *([self.slope] if self.plain else [])]
        line = in_numbers(self.step, self.change, self.plain, self.stage)
        if not put_below(line, self.rule, self.names, self.stage):
            self.play(FadeOut(self.names), run_time=_GONE)
            self.names = VGroup()
        for motions in filling(line, sources, self.stage.curve):
            self.play(*motions, run_time=_FLIGHT)
        signs, flown_ = line.signs(), len(sources)
        self.result, self.sign = line.pieces[-1], signs[-1]
        appearing = [*line.pieces[flown_:-1], *signs[flown_:-1]]
        if appearing:
            self.play(FadeIn(VGroup(*appearing)), run_time=0.5)

    def _reach(self) -> None:
        """Show the arrow of the step: what the learning rate leaves of the slope's."""
        grows = self.stage.window.scale(1.0) > self.stage.window.scale(0.0)
        far = self.stage.window.lost == 1
        if grows and self.arrow is not None and self.arrow.times != 1:
            self._drop_arrow()
        if grows:
            self._widen()
        elif far:
            self.note.show_step(1.0)
            self.appear(self.note)
        if self.arrow is not None and not self.stage.seen(self.there):
            self._drop_arrow()
        if self.arrow is None:
            self._behind(self.shape)
            step = self.stage.step(self.here, self.there, self.shape)
            self.play(step, FadeIn(self.result, self.sign), run_time=1.0)
            self._arrive([])
        else:
            self._squeeze(self.arrow)
            self.remove(self.arrow.arrow)
            self.shape.put(self.stage.curve, self.here, self.there)
            self._behind(self.shape)

    def _drop_arrow(self) -> None:
        assert self.arrow is not None
        self.play(FadeOut(self.arrow.arrow), FadeOut(self.notes), run_time=0.3)
        self.arrow = None

    def _squeeze(self, arrow: SlopeArrow) -> None:
        """Shrink the arrow of the slope to the step at its own scale; if longer there, it grows."""
        if self.change is not None:
            self.hold()
            _, factor, slope = self.step.operands
            self.say(texts.squeezed(factor, slope, self.change))
        self.play(FadeOut(arrow.label), run_time=0.3)
        self.notes.remove(arrow.label)
        step, drawn = self.there - self.here, self.minus_slope / arrow.times
        at_once = arrow.times == 1 or abs(step) <= abs(drawn)
        left = step if at_once else self.run.first_rate * drawn
        squeeze = moving(arrow.arrow, lambda p: arrow.squeeze(self.here, drawn, left, p), 1.4)
        self.play(squeeze, *([FadeOut(self.notes)] if at_once and len(self.notes) else []))
        self.play(FadeIn(self.result, self.sign), run_time=0.4)
        unscale = moving(arrow.arrow, lambda progress: arrow.unscale(self.here, step, progress))
        self._arrive([] if at_once else [unscale, FadeOut(self.notes)])

    def _arrive(self, motions: list[Animation]) -> None:
        """Bring the new number to the axis; the old one makes way, and something else may move."""
        if self.stage.seen(self.there) and self.there != self.here:
            motions.append(flown(self.result, self.marks[1], self.stage.curve))
            if touch(self.marks[0], self.marks[1], _GAP):
                motions.append(FadeOut(self.marks[0], rate_func=rush_from))
        if motions:
            self.play(*motions, run_time=1.0)

    def _widen(self) -> None:
        """Zoom out until the new place is visible, or as far as makes sense, and note that."""
        everything = VGroup(self.stage, self.stage.movers, self.marks[0], self.note)
        if self.arrow is not None:
            everything.add(self.arrow)

        def widen(share: float) -> None:
            self.stage.follow(share)
            self.stage.stand(self.here)
            self._put_marks()
            if self.arrow is not None:
                self.arrow.put(self.here, self.minus_slope, mark=self.marks[0])
            self.note.show_step(share)

        self.play(*map(FadeOut, (self.slope, *self.levels)), run_time=0.3)
        self.levels = VGroup()
        self.play(moving(everything, widen, 1.2))

    def _put_marks(self) -> None:
        """Put the numbers of the two places below these on the axis."""
        for mark, x in zip(self.marks, (self.here, self.there), strict=True):
            mark.move_to(self.stage.curve.foot(x) + BELOW * DOWN)

    def _move(self) -> None:
        """Move the dot along the arrow, and the loss with it."""
        if self.stage.close is not None:
            self._come_closer()
        self.hold()
        if not self.run.steps:
            self.say(self.run.ending.message)
            return
        ghost = self.stage.ghost(self.there)
        passing = [FadeOut(self.slope)] if self.slope in self.mobjects else []
        before = [] if len(self.levels) else [self._level(self.here)]
        shown = [ghost, *before, self._level(self.there)]
        self._behind(*shown, self.fall)
        self.play(*map(FadeIn, shown), *passing, run_time=0.4)
        self.say(step_taken(self.run))
        change = self.there - self.here
        slide = moving(self.stage.movers, lambda s: self.stage.stand(self.here + s * change))
        self.play(slide, *self.stage.fall(self.fall, self.here, self.there), run_time=1.2)
        if self.stage.close is None:
            self.play(FadeOut(ghost), run_time=0.3)
        else:
            gone = (ghost, *self.levels, self.fall, *self._marks_shown(), self.shape)
            self.play(*map(FadeOut, gone), run_time=0.3)

    def _come_closer(self) -> None:
        """Go to where the step is seen from close, with the numbers of both ends if it is seen."""

        def go(share: float) -> None:
            self.stage.zoom(share, self.here)
            self._put_marks()
            self.shape.put(self.stage.curve, self.here, self.there)

        passing = [FadeOut(part, run_time=0.3) for part in (self.slope, *self.levels)]
        moved = VGroup(self.stage, self.stage.movers, self.shape, *self._marks_shown())
        self.play(moving(moved, go, _CLOSER), *passing)
        self.levels = VGroup()
        missing = [mark for mark in self.marks if mark not in self._marks_shown()]
        if missing and not touch(self.marks[0], self.marks[1], _GAP):
            self.play(*map(FadeIn, missing), run_time=0.3)

    def _marks_shown(self) -> list[Markup]:
        shown = {part for mobject in self.mobjects for part in mobject.get_family()}
        return [mark for mark in self.marks if mark in shown]

    def pose_left(self) -> list[Mobject]:
        """Nothing, but once the words have gone, the dot goes back to the start, as in the pose."""
        if self.run.steps:
            change, moved = self.here - self.there, VGroup(self.stage, self.stage.movers)
            back = moving(moved, lambda s: self.stage.zoom(1.0 - s, self.there + s * change))
            return_to_start(self, moved, back.set_run_time(_BACK))
        return []

    def _behind(self, *shapes: VMobject) -> None:
        """Put shapes below all that moves, so that no line runs across the dot."""
        self.add(*shapes, self.stage.movers)

    def _level(self, x: float) -> VMobject:
        """A line from the curve at a place to the axis of the loss."""
        self.levels.add(level := self.stage.level(x))
        return level
