"""The descent chapter of a curve lesson: the recorded run, step by step."""

from __future__ import annotations

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, FadeIn, VGroup, VMobject

from gradreel.scenes import regions, theme, timing
from gradreel.scenes.chapter import Chapter
from gradreel.scenes.curve import chapters
from gradreel.scenes.curve.stage import DOT, CurveStage
from gradreel.scenes.parts.formula import symbol
from gradreel.scenes.parts.interpolation import rows_up_to
from gradreel.scenes.parts.lines import dashes
from gradreel.scenes.parts.loss_curve import LossCurve, mark_radius
from gradreel.scenes.parts.lowest import lower_than_end, seen_as
from gradreel.scenes.parts.motion import moving
from gradreel.scenes.parts.numbers import number
from gradreel.scenes.parts.places import apart_on_screen
from gradreel.scenes.parts.points import discs, place_discs, polyline
from gradreel.scenes.parts.readable import ReadableColumns
from gradreel.scenes.parts.reading import numbers_in
from gradreel.scenes.parts.readout import Readout
from gradreel.scenes.parts.step_table import StepTable
from gradreel.scenes.parts.text import maths
from gradreel.scenes.parts.typeset import upright
from gradreel.scenes.parts.zoom_note import ZoomNote
from gradreel.scenes.sentences import curve as texts
from gradreel.scenes.sentences.catalogue import text
from gradreel.scenes.sentences.fit import columns
from gradreel.scenes.sentences.runs import epoch, lower_place
from gradreel.solver.diagnostics import counts_epochs

_SLOW_STEPS = 6  # until the descent is fast, and there is time for another sentence
_LONGEST = 7.0  # seconds for all the steps after those
_ABOVE = 0.5  # from a point up to the upper end of its number


class CurveDescent(Chapter):
    """The dot rolls down, its tangent flattens; loss curve and numbers keep step with it."""

    plan = chapters.DESCENT

    def story(self) -> None:
        frame = regions.current().curve
        halves = (frame.descent_data, frame.descent_curve)
        self.stage = CurveStage(self.recording, self.objective, halves=halves, follows=True)
        self._prepare()
        self._show(0.0)
        self.appear(self.stage, self.stage.movers, self.loss, self.numbers, self.note)
        self._begin()
        self._descend()
        self.say(self.run.ending.message)
        end = float(self.run.parameters[-1, 0])
        seen = self.stage.curve.within(self.stage.curve.foot(end))
        for there in self.run.beyond[:, 0].tolist() if seen else ():
            self.play(self.stage.step(end, there), run_time=1.0)
        self.explain()
        self._point_lower()
        if self.stage.data:
            self.hold()
            self._predict()

    def _prepare(self) -> None:
        scenario = self.recording.scenario
        own, name = self.notation, symbol(scenario.parameters[0])
        loss = own.loss
        self.epochs = counts_epochs(scenario, self.run)
        self._locate()
        self.radius = mark_radius(len(self.shown), 0.07)
        self.visited = VMobject(fill_color=theme.colors().here, fill_opacity=0.7, stroke_width=0.0)
        self.stage.movers.insert(-1, self.visited)
        self.note = ZoomNote(self.stage.window, regions.current().note_right, self.computed)
        self.numbers: Readout | StepTable
        frame = regions.current().curve
        if self.stage.narrow:
            self.loss = LossCurve(self.run.loss, frame.descent_loss, own.loss_axes)
            count = text("label-epoch" if self.epochs else "label-step")
            heads = [
                (upright(count), theme.colors().muted),
                (name, theme.colors().here),
                (loss, theme.colors().loss),
            ]
            columns_ = [
                (*head, right) for head, right in zip(heads, frame.table_rights, strict=True)
            ]
            rows = np.column_stack([self.readable.parameters[:, 0], self.readable.loss])
            self.numbers = StepTable(columns_, rows, frame.table_top)
            return
        self.loss = LossCurve(self.run.loss, frame.loss, own.loss_axes)
        slope = (f"{loss}'({name})", theme.colors().gradient)
        height = (f"{loss}({name})", theme.colors().loss)
        names = [(own.step, theme.colors().muted), (name, theme.colors().here), height, slope]
        shown = self.readable
        self.columns = ReadableColumns([shown.parameters[:, 0], shown.loss, shown.grad[:, 0]])
        self.numbers = Readout(names, frame.readout_right, frame.readout_width)

    def _locate(self) -> None:
        """Find the places of all steps in the axes as they are."""
        curve = self.stage.curve
        points = curve.at(self.run.parameters[:, 0])
        self.places = curve.masked(points)
        self.shown = apart_on_screen(self.places)

    def _begin(self) -> None:
        if not self.run.steps:
            return
        if self.epochs:
            self.say(epoch(self.recording.scenario))
            self.hold()
        self.say(texts.descends(self.run))
        self.wait(0.4)

    def _descend(self) -> None:
        """The whole run, with a sentence in between where there is something to add."""
        whole = timing.descent_time(self.run.steps)
        pause = timing.descent_time(min(_SLOW_STEPS, self.run.steps))
        self._go(0.0, pause)
        if self._is_straight() and whole - pause > timing.reading_time(text("curve-straight")):
            self.hold()
            self.say("curve-straight")
        self._go(pause, whole)
        self._show(self.run.steps)
        self.hold()

    def _is_straight(self) -> bool:
        """Whether the loss is drawn by its logarithm, and falls by the same factor each step."""
        if not self.loss.log or self.run.loss[-1] > self.run.loss[0]:
            return False
        falls = np.diff(np.log(self.run.loss))
        return bool(np.allclose(falls, falls[0], rtol=1e-2))

    def _go(self, start: float, end: float) -> None:
        """Show the steps that `timing` gives to some seconds, in fewer where these are many."""
        if start == end:
            return

        def advance(share: float) -> None:
            step = timing.step_at(start + share * (end - start))
            self._show(min(step, float(self.run.steps)))

        movers = VGroup(self.stage.movers, self.loss, self.numbers, self.note)
        if self.stage.zoomed:
            movers.insert(0, self.stage)
        lasting = timing.on_beat(min(end - start, _LONGEST))
        self.play(moving(movers, advance, lasting, steady=True))

    def _show(self, step: float) -> None:
        """Put everything where it is at a step, which may lie between two recorded ones."""
        self.reach(step)
        whole = int(step)
        if self.stage.follow(step):
            self._locate()
        self.note.show_step(step)
        self.stage.stand(float(rows_up_to(self.run.parameters[:, 0], step)[-1]))
        place_discs(self.visited, self.places[self.shown[self.shown <= whole]], self.radius)
        self.loss.draw_to(step)
        if isinstance(self.numbers, StepTable):
            self.numbers.fill(whole)
            return
        self.numbers.write(str(whole), *self.columns.row(whole))

    def _point_lower(self) -> None:
        """A mark where the picture is lower than the end, if the run will not get there."""
        domain = self.stage.window.domain(self.run.steps)
        place = lower_than_end(self.run, self.objective, domain)
        if place is None:
            return
        spot = self.stage.curve.at(place)
        if not self.stage.curve.within(spot).all():  # at a pole, which is cut
            return
        self.hold()
        mark = discs(spot, DOT, theme.colors().loss)
        self.say(lower_place([self.computed(near) for near in seen_as(place, domain)]))
        self.play(FadeIn(mark), run_time=0.6)

    def _predict(self) -> None:
        """What the line says for the largest input."""
        data, found = self.stage.data, self.run.parameters[-1]
        assert data is not None
        x = float(data.inputs.max())
        y = float(self.objective.predict(found, np.array([[x]]))[0])
        read, said = columns(self.recording.scenario)
        assert isinstance(self.numbers, StepTable)
        typed = [numbers_in(shown)[0].signed for shown in (self.numbers.last[1], number(x))]
        made = self.objective.predict(np.array(typed[:1]), np.array([typed[1:]]))
        answer = texts.predicted(y, float(made[0]))
        self.say(texts.prediction(read, x, said, answer))
        point = data.masked(data.place(x, y)[None])[0]
        if np.isnan(point).any():
            return
        up = dashes(np.array([(point[0], data.box.bottom, 0.0), point]))
        across = dashes(np.array([point, (data.box.left, point[1], 0.0)]))
        reading = polyline(np.vstack([up, across]), theme.colors().model, 2.5)
        label = maths(f'"{answer}"', theme.SENTENCE, theme.colors().model)
        if point[1] + _ABOVE < data.box.top:
            label.next_to(point, LEFT, buff=0.35).shift(0.3 * UP)
        else:  # the column's name stands there
            label.next_to((data.box.left, point[1], 0.0), RIGHT, buff=0.15).shift(0.25 * DOWN)
        self.play(
            FadeIn(reading), FadeIn(discs(point[None], DOT, theme.colors().model)), FadeIn(label)
        )
