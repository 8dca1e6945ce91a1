"""The subject of a fit lesson, and the chapters that show it: title, poster, recap."""

from __future__ import annotations

from manim import DOWN, LEFT, Animation, Create, FadeIn, Mobject, VGroup

from gradreel.scenarios import Fit
from gradreel.scenarios.arrays import Array
from gradreel.scenes import regions, theme
from gradreel.scenes.fit import chapters, poses
from gradreel.scenes.fit.data_with_lines import data_with_ends, move_line
from gradreel.scenes.fit.first_line import FirstLine
from gradreel.scenes.fit.found_line import FoundLine
from gradreel.scenes.fit.prediction import LinePrediction
from gradreel.scenes.fit.scaling_mark import ScalingMark
from gradreel.scenes.parts.formulas.equation import narrowed
from gradreel.scenes.parts.geometry.box import Pair
from gradreel.scenes.parts.geometry.interpolation import rows_up_to
from gradreel.scenes.parts.geometry.lines import dashes
from gradreel.scenes.parts.geometry.motion import moving
from gradreel.scenes.parts.geometry.points import polyline
from gradreel.scenes.parts.geometry.ripple import RING, Ripple
from gradreel.scenes.parts.lettering.text import maths
from gradreel.scenes.parts.plots.scatter import Scatter
from gradreel.scenes.recap import Recap
from gradreel.scenes.sentences import fit as texts
from gradreel.scenes.sentences.runs import counted
from gradreel.scenes.subject import Subject
from gradreel.scenes.title import PosterScene, Title
from gradreel.solver.message import Message

_GOING = 1.8  # seconds in which the lines to a prediction are drawn
_BELOW = 0.4  # screen units from the table down to the line that was found
_APART = 0.2  # screen units from that to its prediction


FIT = Subject(data_with_ends, texts.question)


class FitTitle(Title):
    """The title of a fit lesson; a first line is drawn through the data."""

    plan = chapters.TITLE
    subject = FIT
    closes = poses.DATA

    def picture(self, low: Pair, high: Pair) -> Mobject:
        self._first = FirstLine(self.recording, self.objective, low, high)
        return self._first.data

    def revealing(self, seconds: float) -> list[Animation]:
        return [self._first.drawing(seconds)]

    def asking(self, seconds: float) -> list[Animation]:
        return [self._first.erring(seconds)]


class FitPoster(PosterScene):
    """The poster of a fit lesson."""

    plan = chapters.POSTER
    subject = FIT


class FitRecap(Recap):
    """The recap of a fit lesson: it ends with a prediction."""

    plan = chapters.RECAP
    subject = FIT
    opens = poses.RECAPPED

    def shown_picture(self) -> Mobject:
        return self.carry_on(VGroup)

    def retraced(self) -> Mobject:
        return self.picture

    def retrace(self, step: float, visible: float) -> None:
        assert isinstance(self.picture, VGroup)
        move_line(self.picture, rows_up_to(self.run.parameters, step)[-1], visible)

    def counted(self, sentence: Message) -> Message:
        """A sentence about the steps of the run, which a fit lesson calls epochs."""
        return counted(sentence, self.recording.scenario, self.run)

    def scaling(self, fit: Fit, seconds: float) -> list[Animation]:
        if fit.scale is None:
            return []
        mark = ScalingMark(self._scatter, fit.scale.means[0], fit.scale.deviations[0])
        return [moving(mark, mark.draw, seconds)]

    def answered(self, lowest: Array) -> list[Animation]:
        """The best line is drawn beside the one that was found."""
        best = polyline(dashes(self._scatter.line(lowest)), theme.colors().loss, 4.0)
        return [Create(best, run_time=max(_GOING, self.unread))]

    @property
    def _scatter(self) -> Scatter:
        scatter = self.picture.submobjects[0]
        assert isinstance(scatter, Scatter)
        return scatter

    def conclude(self) -> None:
        """Say what was found, and what it predicts."""
        finding = FoundLine(self.recording, self.objective, self.readable)
        shift = texts.found_shift(finding.data, finding.fit) if finding.arrived else None
        if shift is None:
            super().conclude()
        else:
            self.tell(shift)
        if self.run.ending.outcome.flees:
            return
        self.hold()
        prediction = LinePrediction(finding, self._scatter, self.computed)
        self.say(prediction.sentence())
        self.add(prediction)
        self.play(prediction.going(_GOING))
        lines = [maths(finding.formula, theme.LABEL)] if finding.formula else []
        lines.append(prediction.formula())
        for line in lines:
            narrowed(line, regions.current().recap.table.width)
        formula = VGroup(*lines).arrange(DOWN, buff=_APART, aligned_edge=LEFT)
        formula.next_to(self.table, DOWN, buff=_BELOW).align_to(self.table, LEFT)
        self.play(FadeIn(formula), run_time=0.6)
        if len(prediction.place) and (rings := int(self.unread / RING)):
            self.play(Ripple(prediction.place).spreading(rings))
