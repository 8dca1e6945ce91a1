"""The subject of a curve lesson, and the chapters that show it: title, poster, recap."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from manim import Animation, Create, Mobject, VGroup

from gradreel.scenarios.arrays import Array
from gradreel.scenes import theme
from gradreel.scenes.curve import chapters, poses
from gradreel.scenes.curve.descended import DescendedCurve, dot_at, plot_of
from gradreel.scenes.curve.new_input import origin_near
from gradreel.scenes.fit.data_with_lines import data_with_lines
from gradreel.scenes.fit.first_line import FirstLine
from gradreel.scenes.parts.formulas.fit_about import data_of
from gradreel.scenes.parts.geometry.box import Pair
from gradreel.scenes.parts.geometry.motion import moving
from gradreel.scenes.parts.geometry.points import draw_up_to, polyline
from gradreel.scenes.parts.plots.room import axes_within
from gradreel.scenes.recap import Recap
from gradreel.scenes.sentences.lesson import question
from gradreel.scenes.sentences.runs import counted
from gradreel.scenes.subject import Subject
from gradreel.scenes.title import PosterScene, Title
from gradreel.solver.message import Message
from gradreel.solver.objective import Objective
from gradreel.solver.recording import Recording

_SAMPLES = 101  # points of the curve from the end of the run to the lowest point

CURVE = Subject(DescendedCurve, question)


def _with_data(recording: Recording, objective: Objective, low: Pair, high: Pair) -> VGroup:
    """The data of a curve lesson, with the first line and the last."""
    ends = recording.runs[0].parameters[[0, -1]]
    also = _origin(recording, objective)
    return data_with_lines(recording, objective, ends, axes_within(low, high), also)


def _origin(recording: Recording, objective: Objective) -> list[float]:
    """The input about which the line turns, if it is not far from the data."""
    return origin_near(objective, np.array(data_of(recording.scenario).inputs)[:, 0])


class CurveTitle(Title):
    """The title of a curve lesson; the curve, or a line in its data, draws itself."""

    plan = chapters.TITLE
    subject = CURVE
    closes = poses.START

    def picture(self, low: Pair, high: Pair) -> Mobject:
        self._line: FirstLine | None = None
        if self.recording.scenario.fit:
            also = _origin(self.recording, self.objective)
            self._line = FirstLine(self.recording, self.objective, low, high, also)
            return self._line.data
        self._plot = plot_of(self.recording, self.objective, low, high)
        self._plot.remove(self._plot.curve)
        self._dot = dot_at(self._plot, float(self.run.parameters[0, 0]))
        return VGroup(self._plot, self._dot)

    def revealing(self, seconds: float) -> list[Animation]:
        if self._line:
            return [self._line.drawing(seconds)]
        curve = self._plot.curve
        way = self._plot.line(self._plot.x, _SAMPLES)
        curve.set_points(np.empty((0, 3)))
        drawn = VGroup(curve, self._dot)  # the dot stays above the curve
        return [moving(drawn, lambda share: draw_up_to(curve, way, share), seconds)]

    def asking(self, seconds: float) -> list[Animation]:
        return [self._line.erring(seconds)] if self._line else super().asking(seconds)

    def starts(self) -> Iterable[Array]:
        return [self._dot.get_center()] if len(self._dot.points) else []


class CurvePoster(PosterScene):
    """The poster of a curve lesson."""

    plan = chapters.POSTER
    subject = CURVE

    def picture(self, low: Pair, high: Pair) -> Mobject:
        if self.recording.scenario.fit:
            return _with_data(self.recording, self.objective, low, high)
        return super().picture(low, high)


class CurveRecap(Recap):
    """The recap of a curve lesson."""

    plan = chapters.RECAP
    subject = CURVE
    opens = poses.RECAPPED

    def shown_picture(self) -> Mobject:
        return self.carry_on(DescendedCurve)

    def counted(self, sentence: Message) -> Message:
        """A sentence about the steps of the run, which are epochs if each sees all the data."""
        return counted(sentence, self.recording.scenario, self.run)

    def retraced(self) -> Mobject:
        return self._curve

    def retrace(self, step: float, visible: float) -> None:
        self._curve.draw_to(step, visible)

    def places(self) -> list[Array | None]:
        places = [*self.run.parameters[self.ends], *([self.answer.place] if self.answer else [])]
        return [self._curve.at(float(place[0])) for place in places]

    def gap(self, lowest: Array) -> list[Animation]:
        ends = sorted((float(self.run.parameters[-1, 0]), float(lowest[0])))
        plot = self._curve.plot
        way = plot.line((max(ends[0], plot.x[0]), min(ends[1], plot.x[1])), _SAMPLES)
        return [Create(polyline(way, theme.colors().ink, 5.0))]

    @property
    def _curve(self) -> DescendedCurve:
        assert isinstance(self.picture, DescendedCurve)
        return self.picture
