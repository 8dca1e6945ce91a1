"""The descent chapter of a curve lesson: the recorded run, step by step."""

from __future__ import annotations

import numpy as np
from manim import DOWN, RIGHT, Create, FadeIn, FadeOut, VGroup, VMobject

from gradreel.scenarios.arrays import Array
from gradreel.scenes import regions, theme, timing
from gradreel.scenes.chapter import Chapter
from gradreel.scenes.curve import chapters, poses
from gradreel.scenes.curve.axis_step import AxisStep
from gradreel.scenes.curve.constant_factor import constant_factor
from gradreel.scenes.curve.lowest_mark import LowestMark, lowest_on_curve
from gradreel.scenes.curve.read_off import ReadOff
from gradreel.scenes.curve.stage import DOT, ROOM, CurveStage
from gradreel.scenes.curve.step_figures import StepFigures
from gradreel.scenes.parts.descents.arrival_mark import arrival_mark
from gradreel.scenes.parts.descents.changing_loss import ChangingLoss
from gradreel.scenes.parts.descents.going_down import going_down
from gradreel.scenes.parts.descents.loss_curve import mark_radius
from gradreel.scenes.parts.descents.readout import Readout
from gradreel.scenes.parts.descents.step_table import StepTable
from gradreel.scenes.parts.digits.readable import ReadableColumns
from gradreel.scenes.parts.formulas.formula import symbol
from gradreel.scenes.parts.geometry.glow import glowing
from gradreel.scenes.parts.geometry.interpolation import rows_up_to, taken
from gradreel.scenes.parts.geometry.motion import moving
from gradreel.scenes.parts.geometry.points import discs, place_discs
from gradreel.scenes.parts.geometry.ripple import Ripple
from gradreel.scenes.parts.maps.lowest import lower_than_end, seen_as
from gradreel.scenes.parts.maps.lowest_point import LowestPoint
from gradreel.scenes.parts.maps.zoom_note import ZoomNote
from gradreel.scenes.parts.plots.loss_name import loss_name, step_name
from gradreel.scenes.parts.plots.places import apart_on_screen
from gradreel.scenes.parts.plots.scatter import Scatter
from gradreel.scenes.sentences import curve as texts
from gradreel.scenes.sentences.runs import counted, epoch, lower_place
from gradreel.solver.diagnostics import counts_epochs

_ARROW = 0.45  # of a step's time, in which its arrow grows; the move takes the rest
_TIP = 0.2  # screen units: the length of an arrow's tip
_LONGEST = 3.0  # seconds for the steps after the explained ones, at most
_GUIDING = 1.8  # seconds for the dashes from an input to the line and on to the output, at least
_ARRIVING = 2.0  # seconds left of the sentence when they are there
_CHANGING, _SEEN = 1.2, 1.4  # seconds for axes of the loss to change, and to look at them then
_BELOW = 0.3  # screen units from the numbers of a step down to products


class CurveDescent(Chapter):
    """The dot rolls down, its tangent flattens; loss curve and numbers keep step with it."""

    plan = chapters.DESCENT
    opens = poses.TOUCHED
    closes = poses.DESCENDED

    def story(self) -> None:
        downhill = -float(np.sign(self.run.grad[0, 0]))
        self.stage = CurveStage(
            self.recording, self.objective, follows=True, beyond=ROOM * downhill
        )
        self._prepare()
        self._show(0.0)
        beside = [self.figures] if self.figures else [self.loss, self.numbers]
        lowest = self.cross, self.cross.word
        self.appear(self.stage, *lowest, self.stage.movers, *beside, self.note)
        self._begin()
        self._descend()
        self.say(counted(self.run.ending.message, self.recording.scenario, self.run))
        self._mark_arrival()
        end = float(self.run.parameters[-1, 0])
        seen = self.stage.curve.within(self.stage.curve.foot(end))
        for refused in self.run.beyond[:, 0].tolist() if seen else ():
            self.play(self.stage.step(end, refused), run_time=1.0)
        self.explain()
        self._point_lower()
        if self.stage.data:
            self.hold()
            self._predict(self.stage.data)

    def end_seen(self) -> Array | None:
        if self.exchanged:
            return self.loss.head
        place = self.stage.curve.at(float(self.run.parameters[-1, 0]))
        if self.stage.curve.within(place):
            return place
        return None if self.figures else self.loss.head

    def _mark_arrival(self) -> None:
        """Mark the step with which the run arrived, if it went on, and look at it or at the end."""
        charted = not self.figures or self.exchanged
        if charted and len(mark := arrival_mark(self.loss, self.run, self.epochs)):
            self.play(FadeIn(mark), run_time=0.4)
            return self.attend(mark[0].get_center())
        return self.attend()

    def _prepare(self) -> None:
        scenario = self.recording.scenario
        loss, name = self.notation.loss, symbol(scenario.parameters[0])
        self.epochs = counts_epochs(scenario, self.run)
        self._locate()
        self.followed, self.exchanged = 0.0, False
        self.cross = LowestMark(self.stage.curve, self._lowest())
        self.arrow = AxisStep(_TIP)
        self.radius = mark_radius(len(self.shown), 0.07)
        self.visited = VMobject(fill_color=theme.colors().here, fill_opacity=0.7, stroke_width=0.0)
        self.stage.movers.insert(-1, self.visited)
        self.note = ZoomNote(self.stage.window, regions.current().note_right, self.computed)
        self.numbers: Readout | StepTable
        self.figures: StepFigures | None = None
        frame = regions.current().curve
        count = step_name(scenario, self.run)
        axes, first = (count, loss_name(loss)), timing.explained_steps(self.run.steps)
        if self.stage.narrow:
            self.loss = ChangingLoss(self.run.loss, frame.descent_loss, axes, first)
            heads = [
                (count, theme.colors().muted),
                (name, theme.colors().here),
                (loss, theme.colors().loss),
            ]
            columns_ = [
                (*head, right) for head, right in zip(heads, frame.table_rights, strict=True)
            ]
            rows = np.column_stack([self.readable.parameters[:, 0], self.readable.loss])
            self.numbers = table = StepTable(columns_, rows, frame.table_top)
            self.figures = StepFigures(heads[1:], self.epochs, table, self._loss_at, first)
            return
        self.loss = ChangingLoss(self.run.loss, frame.loss, axes, first)
        slope = (f"{loss}'({name})", theme.colors().gradient)
        height = (f"{loss}({name})", theme.colors().loss)
        names = [(count, theme.colors().muted), (name, theme.colors().here), height, slope]
        shown = self.readable
        self.columns = ReadableColumns([shown.parameters[:, 0], shown.loss, shown.grad[:, 0]])
        self.numbers = Readout(names, frame.readout_right, frame.readout_width)

    def _loss_at(self, x: float) -> float:
        return float(self.objective.value([x]))

    def _lowest(self) -> LowestPoint | None:
        return lowest_on_curve(self.objective, self.stage.window.domain(self.run.steps))

    def _locate(self) -> None:
        """Compute where all steps are in the current axes."""
        curve = self.stage.curve
        points = curve.at(self.run.parameters[:, 0])
        self.places = curve.masked(points)
        self.shown = apart_on_screen(self.places)

    def _begin(self) -> None:
        if not self.run.steps:
            return
        if self.epochs:
            self.say(epoch(self.recording.scenario))
            assert self.stage.data
            self.play(glowing(self.stage.residuals), Ripple(self.stage.data.centers).spreading(1))
            self.hold()
        self.say(texts.descends(self.run))

    def _descend(self) -> None:
        """Show the first steps one by one, then the others, with sentences in between."""
        explained = timing.explained_steps(self.run.steps)
        for step in range(explained):
            self._step(step, timing.explained_time(step))
        self.remove(self.arrow)
        if self.figures:
            self._exchange(self.figures)
        if self.loss.changes:
            self._change()
        self._run_on(explained)
        self._show(self.run.steps)
        self.hold()

    def _step(self, step: int, seconds: float) -> None:
        """Let the arrow of a step grow on the axis, widened if necessary, then make the step."""
        here, target = self.run.parameters[step : step + 2, 0]
        axes = [self.stage, self.cross.word] if self.stage.zoomed else []

        def grow(share: float) -> None:
            self._follow(step + share)
            self.stage.stand(here)
            self._mark(step)
            self.arrow.put(self.stage.curve, here, target, share)

        moved = VGroup(*axes, self.stage.movers, self.cross, self.note, self.arrow)
        self.play(moving(moved, grow, _ARROW * seconds))

        def move(share: float) -> None:
            self._show(step + share)

        moved = VGroup(*self._moved(), self.arrow)
        self.play(moving(moved, move, (1 - _ARROW) * seconds))
        self._show(step + 1.0)

    def _exchange(self, figures: StepFigures) -> None:
        """Replace the curve by the losses and the table of steps, unless it has to stay."""
        domain = self.stage.window.domain(self.run.steps)
        lower = lower_than_end(self.run, self.objective, domain)
        if not self.run.steps or len(self.run.beyond) or lower is not None:
            return
        stage = self.stage
        leaving = [stage.curve, stage.drop, stage.tangent, stage.dot, self.visited, self.cross]
        self.hold()
        self.play(*map(FadeOut, (*leaving, self.cross.word, self.note, figures)), run_time=0.4)
        self.exchanged = True
        self.appear(self.loss, self.numbers)

    def _change(self) -> None:
        """Make the axes of the loss logarithmic, and say what that shows."""
        self.hold()
        if told := constant_factor(self.objective, self.run, self.computed):
            self.say(told.message)
        shown = told.products if told else VGroup()
        for count, (old, changing) in enumerate(self.loss.change()):
            self.play(*changing, run_time=_CHANGING)
            self.remove(old)
            if not count and not self.stage.narrow:  # with data, there is no time for it
                self._explain_factors(shown)

    def _explain_factors(self, products: VGroup) -> None:
        """Show the products below the numbers, if there are any, and what the new axis shows."""
        if len(products):
            self.appear(products.next_to(self.numbers, DOWN, buff=_BELOW, aligned_edge=RIGHT))
        self.hold()
        if len(products):
            self.play(FadeOut(products), run_time=0.3)
        self.say("curve-logarithmic")
        self.wait(_SEEN)

    def _run_on(self, first: int) -> None:
        """Show the other steps ever more quickly, and count them."""
        steps = self.run.steps
        if first < steps:
            seconds = timing.on_beat(min(timing.descent_time(steps - first), _LONGEST))
            self.play(going_down(self._moved(), steps, self._show, seconds, seconds, first))

    def _moved(self) -> VGroup:
        """What moves with the run: the losses, the numbers, and whatever is on the curve."""
        stage = self.stage
        if self.exchanged:
            return VGroup(stage.fit, self.loss.curve, self.numbers)
        axes = [stage, self.cross.word] if stage.zoomed else []
        numbers = [self.figures] if self.figures else [self.loss.curve, self.numbers]
        return VGroup(*axes, stage.movers, self.cross, self.note, *numbers)

    def _show(self, step: float) -> None:
        """Show everything at a step, which may lie between two recorded ones."""
        self.reach(step)
        recorded = min(taken(step), self.run.steps)
        self._follow(step if step > self.followed else self.followed)
        self.stage.stand(float(rows_up_to(self.run.parameters[:, 0], step)[-1]))
        self._mark(recorded)
        self.loss.draw_to(step)
        if isinstance(self.numbers, StepTable):
            self.numbers.fill(recorded)
            if self.figures:
                self.figures.put(recorded)
            return
        self.numbers.write(str(recorded), *self.columns.row(recorded))

    def _follow(self, step: float) -> None:
        """Widen the axes to hold the run up to a step; they never shrink."""
        self.followed = step
        if self.stage.follow(step):
            self._locate()
            self.cross.put()
        self.note.show_step(step)

    def _mark(self, step: int) -> None:
        """Mark every place up to a step with a point."""
        place_discs(self.visited, self.places[self.shown[self.shown <= step]], self.radius)

    def _point_lower(self) -> None:
        """Mark a place in the picture that is lower than the end, if the run will not get there."""
        domain = self.stage.window.domain(self.run.steps)
        place = lower_than_end(self.run, self.objective, domain)
        if place is None:
            return
        spot = self.stage.curve.at(place)
        if not self.stage.curve.within(spot).all():  # it is at a pole, which is cut
            return
        self.hold()
        mark = discs(spot, DOT, theme.colors().loss)
        self.say(lower_place([self.computed(near) for near in seen_as(place, domain)]))
        self.play(FadeIn(mark), run_time=0.6)

    def _predict(self, data: Scatter) -> None:
        """Say what the line predicts for an input that is not in the data."""
        assert isinstance(self.numbers, StepTable)
        found, shown = self.run.parameters[-1], self.numbers.last[1]
        scenario = self.recording.scenario
        prediction = ReadOff(self.objective, scenario, data, found, shown)
        if not np.isfinite(prediction.y):
            return
        x = self.computed(prediction.x)
        self.computed(prediction.y)
        self.say(texts.prediction(scenario, x, prediction.answer))
        if len(drawn := prediction.drawn()):
            guide, dot, result = drawn
            self.play(Create(guide, run_time=max(_GUIDING, self.unread - _ARRIVING)))
            self.play(FadeIn(dot, result, run_time=0.6), Ripple(dot.get_center()).spreading(1))
