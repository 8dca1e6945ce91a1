"""The one-step chapter of a curve lesson: the rule, its numbers from the picture, the move."""

from __future__ import annotations

from manim import DOWN, FadeIn, FadeOut, ReplacementTransform, VGroup, VMobject, rush_from

from gradreel.scenarios.arrays import Array
from gradreel.scenes import regions, theme
from gradreel.scenes.chapter import Chapter
from gradreel.scenes.curve import chapters
from gradreel.scenes.curve.stage import DOT, CurveStage
from gradreel.scenes.parts.equation import Equation
from gradreel.scenes.parts.formula import symbol, value
from gradreel.scenes.parts.motion import moving
from gradreel.scenes.parts.points import discs, polyline
from gradreel.scenes.parts.text import Markup, maths
from gradreel.scenes.parts.update import first_steps, printed_slopes, printed_start
from gradreel.scenes.parts.zoom_note import ZoomNote
from gradreel.scenes.sentences import curve as texts
from gradreel.scenes.sentences.runs import step_taken
from gradreel.solver.diagnostics import follows_gradient

_BELOW = 0.72  # from the axis down to the numbers of the two places
_GAP = 0.15  # between them
_LONGEST = 1.3  # of the room for formulas: a longer one gets two lines


class CurveStep(Chapter):
    """The recorded first step: numbers fly from the picture into the rule, then the dot moves."""

    plan = chapters.STEP

    def story(self) -> None:
        self.stage = CurveStage(self.recording, self.objective, follows=True)
        self.here = float(self.run.parameters[0, 0])
        self._place()
        if len(self.run.led_to) == 1:
            self.say(self.run.ending.message)
            return
        self.there = float(self.run.led_to[1, 0])
        self._label()
        self._rule()
        self._fill()
        self._move()

    def _place(self) -> None:
        self.stage.stand(self.here)
        self.appear(self.stage, self.stage.movers)
        (name,), (start,) = self.run.run.start, printed_start(self.objective, self.run)
        self.say(texts.start(name, start, float(self.run.loss[0])))

    def _label(self) -> None:
        """The numbers that the picture already holds: the place and the slope."""
        slope = float(self.run.grad[0, 0])
        (self.step,) = steps = first_steps(self.objective, self.run)
        (shown,) = printed_slopes(self.objective, self.run, steps)
        self.slope = maths(value(shown.text), theme.SENTENCE, theme.colors().gradient)
        self.stage.beside(self.slope, self.here, slope)
        ends = (self.step.operands[0], self.step.result)
        self.marks = [maths(value(x), theme.LABEL, theme.colors().here) for x in ends]
        self._put_marks()
        self.appear(self.slope, self.marks[0])
        self.hold()

    def _rule(self) -> None:
        name = symbol(self.recording.scenario.parameters[0])
        prime = f"{self.notation.loss}'"
        self.plain = follows_gradient(self.run)
        # A name that has an index already gets no second one.
        indexed = "_" not in name
        before, after = (f"{name}_0", f"{name}_1") if indexed else (name, name)
        new, old = (after, theme.colors().here), (before, theme.colors().here)
        becomes = "{} = {}" if indexed else "{} arrow.l {}"
        self.say(texts.rule(self.run))
        if self.plain:
            slope = (f"{prime}({before})", theme.colors().gradient)
            self.rule = Equation(
                becomes + " - {} dot {}",
                [new, old, (self.notation.rate, theme.colors().step), slope],
            )
        else:
            self.rule = Equation(
                becomes + " + {}", [new, old, (f"Delta {name}", theme.colors().step)]
            )
        self.stage.row(self.rule, 0)
        self.appear(self.rule)
        self.hold()

    def _fill(self) -> None:
        """Each number flies from where it stands in the picture to its place in the rule."""
        start, *parts = self.step.operands
        sources: list[VGroup | VMobject] = [self.marks[0], self.rule.pieces[2]]
        if self.plain:
            sources.append(self.slope)
        last = "({})" if parts[-1].startswith("−") else "{}"
        left = f"{{}} - {{}} dot {last}" if self.plain else f"{{}} + {last}"
        colors = (theme.colors().step, theme.colors().gradient)
        pieces = [(value(start), theme.colors().here)]
        pieces += [(value(part), color) for part, color in zip(parts, colors, strict=False)]
        pieces.append((value(self.step.result), theme.colors().here))
        line = Equation(f"{left} {self.step.sign} {{}}", pieces)
        if line.width > _LONGEST * self.stage.room:
            line = Equation(f"{left} \\ {self.step.sign} {{}}", pieces)
        self.stage.row(line, 1)
        self.appear(line.rest, run_time=0.4)
        for source, piece in zip(sources, line.pieces, strict=False):
            self.play(ReplacementTransform(source.copy(), piece), run_time=0.6)
        self.result = line.pieces[-1]
        self.play(FadeIn(self.result), run_time=0.4)
        self.wait(0.2)

    def _widen(self, note: ZoomNote) -> None:
        """Zoom out until the new place is seen, or as far as makes sense, and note it."""
        everything = VGroup(self.stage, self.stage.movers, self.marks[0], note)

        def widen(share: float) -> None:
            self.stage.follow(share)
            self.stage.stand(self.here)
            self._put_marks()
            note.show_step(share)

        self.play(FadeOut(self.slope), run_time=0.3)
        self.play(moving(everything, widen, 1.2))

    def _put_marks(self) -> None:
        """Put the numbers of the two places below where these are on the axis."""
        for mark, x in zip(self.marks, (self.here, self.there), strict=True):
            mark.move_to(self.stage.curve.foot(x) + _BELOW * DOWN)

    def _seen(self, point: Array) -> bool:
        return bool(self.stage.curve.within(point))

    def _move(self) -> None:
        note = ZoomNote(self.stage.window, regions.current().note_right, self.computed)
        if self.stage.window.scale(1.0) > self.stage.window.scale(0.0):
            self._widen(note)
        elif self.stage.window.lost == 1:
            note.show_step(1.0)
            self.appear(note)
        curve = self.stage.curve
        growth = [self.stage.step(self.here, self.there)]
        if self._seen(curve.foot(self.there)) and self.there != self.here:
            growth.append(ReplacementTransform(self.result.copy(), self.marks[1]))
            if _touch(*self.marks):
                growth.append(FadeOut(self.marks[0], rate_func=rush_from))
        self.play(*growth, run_time=1.0)
        if not self.run.steps:
            self.say(self.run.ending.message)
            return
        ghost = self._ghost()
        self.appear(ghost)
        self.say(step_taken(self.run))
        self.play(FadeOut(self.slope), run_time=0.4)
        way = self.there - self.here
        slide = moving(self.stage.movers, lambda s: self.stage.stand(self.here + s * way), 1.2)
        self.play(slide)
        self.play(FadeOut(ghost), run_time=0.3)

    def _ghost(self) -> VGroup:
        """The dot where the step will lead, with its line to the axis."""
        curve = self.stage.curve
        place = curve.at(self.there)
        ghost = VGroup(polyline(curve.drop(self.there), theme.colors().step, 2.5))
        if self._seen(place):
            ghost.add(discs(place[None], DOT, theme.colors().step, 0.6))
        return ghost


def _touch(first: Markup, second: Markup) -> bool:
    """Whether two labels of one row are less than a gap apart."""
    left, right = sorted((first, second), key=lambda label: float(label.get_center()[0]))
    return bool(right.get_left()[0] - left.get_right()[0] < _GAP)
