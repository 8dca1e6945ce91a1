"""The one-step chapter of a fit lesson: both slopes, the rule, the line and the dot move."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import (
    Animation,
    FadeIn,
    FadeOut,
    Mobject,
    ReplacementTransform,
    VGroup,
    VMobject,
)

from gradreel.scenarios.arrays import Array
from gradreel.scenes import regions, theme
from gradreel.scenes.chapter import Chapter
from gradreel.scenes.fit import chapters, poses
from gradreel.scenes.fit.arrow_names import beside, beside_leg
from gradreel.scenes.fit.close_up import close_up
from gradreel.scenes.fit.stage import ENTER, FitStage
from gradreel.scenes.fit.step_formulas import new_value, partials
from gradreel.scenes.parts.formulas.equation import Equation
from gradreel.scenes.parts.formulas.notation import spoken
from gradreel.scenes.parts.formulas.update import PrintedSlope, printed_slopes
from gradreel.scenes.parts.geometry.box import Domain
from gradreel.scenes.parts.geometry.glow import GLOW, glowing
from gradreel.scenes.parts.geometry.lines import FlatArrow, dashes, place_arrow
from gradreel.scenes.parts.geometry.motion import moving
from gradreel.scenes.parts.geometry.points import polyline
from gradreel.scenes.parts.lettering.plate import on_plate
from gradreel.scenes.parts.lettering.text import Markup, maths, words
from gradreel.scenes.parts.maps.downhill import Downhill, arrow_note
from gradreel.scenes.parts.maps.framing import between
from gradreel.scenes.returning import return_to_start
from gradreel.scenes.sentences import fit as texts
from gradreel.scenes.sentences.runs import counted, step_taken
from gradreel.solver.diagnostics import follows_gradient

_SLOPE = 3  # the index of the slope among the pieces of an update
_FAINT = 0.35  # opacity of the part of an arrow that the learning rate takes away
# Seconds in which formulas fade; in which the map goes closer; in which words fade at the end, and
# line and dot then go back.
_WRITTEN, _CLOSER, _BACK = 0.3, 1.0, 0.8


class FitStep(Chapter):
    """The slopes at the start combine to −∇J; the learning rate's part of it moves dot and line."""

    plan = chapters.STEP
    opens = poses.SIDE_BY_SIDE
    closes = poses.SIDE_BY_SIDE

    def story(self) -> None:
        frame = regions.current().fit
        self.close = close_up(self.recording, self.objective)
        self.stage = FitStage(
            self.recording,
            self.objective,
            frame.step_data,
            frame.step_map,
            frame.step_figures,
            self.computed,
            self.close,
        )
        self.steps = self.stage.steps
        self.here = self.run.parameters[0]
        self.appear(self.stage, self.stage.movers, run_time=ENTER)
        if not self.run.steps:
            self.say(counted(self.run.ending.message, self.recording.scenario, self.run))
            return
        self.there = self.run.parameters[1]
        self.plain = follows_gradient(self.run)
        self.inside = bool(self.stage.view.inside(self.there[None])[0])
        rate = self.run.first_rate if self.plain and self.inside else 0.0
        self.down = Downhill(self.stage.view, self.here, self.run.grad[0], least=rate)
        self._slopes()
        self._join()
        self._rule()
        self._move()

    def _slopes(self) -> None:
        """Show each slope in words and as a formula, and the arrow against it on the map."""
        scenario, slopes = self.recording.scenario, self.run.grad[0]
        printed = printed_slopes(self.objective, self.run, self.steps)
        self.formulas = partials(scenario, printed, regions.current().fit.parameter_width)
        _place_below(self.formulas)
        self.arrows = [FlatArrow(theme.colors().step) for _ in slopes]
        self.add(*self.arrows, self.stage.dot)
        self.note, self.minus = VGroup(), VGroup()
        for axis, formula in enumerate(self.formulas):
            self.say(texts.slope(scenario, axis, bool(slopes[axis])))
            shown: list[Animation] = [FadeIn(formula)]
            if slopes[axis]:
                shown.append(self._growing(self.arrows[axis], self.down.leg(axis)))
                shown += self._naming(axis, printed[axis])
                if self.down.times > 1 and not len(self.note):
                    scale_note = arrow_note(self.stage.view, self.down, self.computed)
                    shown.append(FadeIn(scale_note))
                    self.note.add(scale_note)
            self.play(*shown, run_time=1.4)
            if slopes[axis]:
                self.play(glowing(self.stage.residuals))
            self.hold()

    def _growing(self, shape: FlatArrow, end: Array) -> Animation:
        return moving(shape, lambda share: self.down.grow(shape, end, share))

    def _naming(self, axis: int, slope: PrintedSlope) -> list[Animation]:
        """Name the arrow against a slope: it is minus the printed number, which may be 0."""
        if slope.text == "0":
            return []
        name, down = words(slope.opposite, theme.TICK, theme.colors().step), self.down
        room = self.stage.view.box
        minus = on_plate(beside_leg(name, down.start, down.leg(axis), down.end, room))
        self.minus.add(minus)
        return [FadeIn(minus)]

    def _join(self) -> None:
        """Combine the arrows against the slopes into one, −∇J."""
        slopes = self.run.grad[0]
        self.against, self.name = FlatArrow(theme.colors().step), VGroup()
        self.parts = VGroup()  # of the arrow that is their sum
        if not slopes.any():
            return
        if np.count_nonzero(slopes) == 1:  # there is only one already
            (axis,) = np.flatnonzero(slopes).tolist()
            self.remove(self.arrows[axis])
            self.down.grow(self.against, self.down.end, 1.0)
            self.add(self.against, self.stage.dot)
            self.name.add(*self.minus)
            return
        self.say("fit-joined", loss=spoken(self.notation.loss))
        sides = [np.array([self.down.leg(axis), self.down.end]) for axis in range(len(slopes))]
        guide = polyline(np.vstack([dashes(side) for side in sides]), theme.colors().step, 2.5)
        self.play(FadeIn(guide), run_time=0.5)
        self.add(self.against, self.stage.dot)
        name = maths(f"-nabla {self.notation.loss}", theme.LABEL, theme.colors().step)
        others = VGroup(*self.arrows, *self.minus)
        self.name.add(on_plate(beside(name, self.down.start, self.down.end, others)))
        self.play(self._growing(self.against, self.down.end), FadeIn(self.name))
        self.parts.add(*self.arrows, self.minus, guide)
        self.hold()

    def _rule(self) -> None:
        """Write the rule with the numbers of this step; the slopes fly into it."""
        self.say(texts.rule(self.run))
        names = self.recording.scenario.parameters
        lines = [new_value(*pair, self.plain) for pair in zip(names, self.steps, strict=True)]
        _place_below(lines)
        signs = [line.signs() for line in lines]
        written = [
            FadeIn(part)
            for line, around in zip(lines, signs, strict=True)
            for part in (*around[:-1], *self._first(line, self.plain))
        ]
        slopes = [formula.pieces[0].alone() for formula in self.formulas]
        if self.plain:  # copies of them fly, and they disappear
            self.add(*slopes)
            for formula in self.formulas:
                formula.pieces[0].set_opacity(0.0)
        fading = [FadeOut(old) for old in (*self.formulas, *self.parts)]
        self.play(*fading, run_time=_WRITTEN)
        flights = [
            ReplacementTransform(slope, line.pieces[_SLOPE])
            for slope, line in zip(slopes, lines, strict=True)
            if self.plain
        ]
        if flights:
            self.play(*flights, run_time=0.4)
        self.play(*written, run_time=_WRITTEN)
        self._shrink()
        # Each result brings its sign, so that this never stands before a hole.
        appearing = [
            FadeIn(line.pieces[-1], around[-1]) for line, around in zip(lines, signs, strict=True)
        ]
        # What it keeps of −∇J has gone before the map goes closer: there, it would reach beyond.
        self.play(FadeOut(self.faint), *appearing, run_time=0.4)
        if closer := self._going(self.close, self.here):
            self.play(*closer, run_time=_CLOSER)
        self.hold()

    def _going(self, domain: Domain | None, here: Array) -> list[Animation]:
        """Animations of zooming until a domain fills the map; everything stays at `here`."""
        if self.close is None or domain is None:
            return []
        start = self.close if domain is self.stage.domain else self.stage.domain
        view = self.stage.view

        def go(share: float) -> None:
            self.stage.zoom_to(between(start, domain, share) if share < 1.0 else domain, here)
            place_arrow(self.step, view.foot(self.here), view.foot(self.there))

        return [moving(VGroup(view, self.step, self.stage.movers), go)]

    def _first(self, line: Equation, plain: bool) -> list[VMobject]:
        """The numbers of an update that are shown before its slope flies in."""
        return [piece for k, piece in enumerate(line.pieces[:-1]) if not (plain and k == _SLOPE)]

    def _shrink(self) -> None:
        """Shrink −∇J to the step, by the learning rate; other rules have their own step."""
        start, end, self.faint = self.down.start, self._tip(), VGroup()
        self.step = FlatArrow(theme.colors().step)
        self.add(self.step, self.stage.dot)
        fading = [FadeOut(self.name)] if self.plain else [FadeOut(self.against), FadeOut(self.name)]
        # What is drawn of the step has its true length; the note of the scale goes with the rest.
        if not self.plain:
            fading += [FadeOut(self.note)] if self.inside else []
            shown = [moving(self.step, lambda share: self._grow_step(start, end, share))]
            self.play(*fading, *(shown if self.inside else []), run_time=0.9)
            return
        if not self.run.grad[0].any():
            return
        tip = self.down.end
        faint = self.against.copy().set_fill(opacity=_FAINT)
        self.add(faint, self.step, self.stage.dot)
        self.remove(self.against)

        shrinking = moving(self.step, lambda share: self._grow_step(tip, end, share), 1.2)
        self.play(shrinking, *fading)
        self.faint.add(faint)
        if self.inside:
            self.faint.add(*self.note)

    def _fade_step(self, share: float) -> None:
        self.step.set_fill(opacity=1.0 - share)

    def _grow_step(self, first: Array, last: Array, share: float) -> None:
        """Draw the step's arrow with its tip at a share of the way from one place to another."""
        place_arrow(self.step, self.down.start, first + share * (last - first))

    def _tip(self) -> Array:
        """Where the step's arrow ends; drawn to the scale of the others if it is off the map."""
        start, end = self.down.start, self.stage.view.foot(self.there)
        share = 1.0 if self.inside else self.down.share
        return np.asarray(start + share * (end - start))

    def _move(self) -> None:
        line = self.stage.scatter.line(self.there)
        self.target = polyline(line, theme.colors().step, 3.0, stroke_opacity=0.7)
        self.say(counted(step_taken(self.run), self.recording.scenario, self.run))
        self.add(self.target, self.stage.movers)  # the line that moves will cover where it goes
        vanishing = [] if self.inside else [FadeOut(self.step), FadeOut(self.note)]
        self.play(*vanishing, FadeIn(self.target), run_time=0.7)
        self.play(moving(self.stage.movers, self.stage.slide(self.here, self.there), 1.3))
        self.stage.place(self.there)
        if not self.inside and self.unread > GLOW:
            self.play(glowing(self.stage.residuals))
        if self.inside:
            away = self._going(self.stage.domain, self.there)
            fading = moving(self.step, self._fade_step)
            self.play(*away, fading, FadeOut(self.target), run_time=1.0 if away else 0.4)
            self.remove(self.step)

    def pose_left(self) -> list[Mobject]:
        """Nothing, but once the words have gone, line and dot are back at the start."""
        if self.run.steps:
            back = moving(self.stage.movers, self.stage.slide(self.there, self.here), _BACK)
            return_to_start(self, [self.stage, self.stage.movers], back)
        return []


def _place_below(formulas: Sequence[Markup]) -> None:
    """Put formulas in one size below the pictures, each on its side; a single one in the middle."""
    frame = regions.current().fit
    share = min(1.0, frame.parameter_width / max(formula.width for formula in formulas))
    centers = (frame.parameter,) if len(formulas) == 1 else frame.parameters
    for formula, center in zip(formulas, centers, strict=True):
        formula.scale(share).move_to((*center, 0))
