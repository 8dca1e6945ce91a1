"""The whole descent of a fit lesson in one picture, and the chapters that show it."""

from __future__ import annotations

import numpy as np
from manim import DOWN, LEFT, FadeIn, VGroup

from gradreel.scenes import regions, theme
from gradreel.scenes.fit import chapters
from gradreel.scenes.fit.finding import Finding
from gradreel.scenes.fit.prediction import Prediction
from gradreel.scenes.parts.box import Pair
from gradreel.scenes.parts.equation import narrowed
from gradreel.scenes.parts.points import polyline
from gradreel.scenes.parts.room import axes_within
from gradreel.scenes.parts.scatter import Scatter, between, sampled
from gradreel.scenes.recap import Recap
from gradreel.scenes.sentences import fit as texts
from gradreel.scenes.sentences.runs import counted
from gradreel.scenes.subject import Subject
from gradreel.scenes.title import PosterScene, Title
from gradreel.solver.message import Message
from gradreel.solver.objective import Objective
from gradreel.solver.recording import Recording

_GOING = 1.8  # seconds of the way to a prediction
_BELOW = 0.4  # the table, the prediction
_MOST_RESIDUALS = 200  # more would be one dark area


def overview(recording: Recording, objective: Objective, low: Pair, high: Pair) -> VGroup:
    """The data, the first line, and the last one with its residuals, between two corners."""
    places = recording.runs[0].parameters
    start, here = places[0], places[-1]
    scatter = Scatter(objective, recording.scenario, axes_within(low, high), np.array([start]))
    which = sampled(scatter.inputs, _MOST_RESIDUALS)
    residuals = polyline(
        between(*scatter.residuals(here, which)), theme.colors().residual, 2.0, stroke_opacity=0.6
    )
    picture = VGroup(scatter, residuals)
    if len(places) > 1:
        ghost = scatter.stroke(start, 3.0).set_stroke(opacity=0.4)
        picture.add(ghost)
    return picture.add(scatter.stroke(here))


FIT = Subject(overview, texts.question)


class FitTitle(Title):
    """The title of a fit lesson."""

    plan = chapters.TITLE
    subject = FIT


class FitPoster(PosterScene):
    """The poster of a fit lesson."""

    plan = chapters.POSTER
    subject = FIT


class FitRecap(Recap):
    """The recap of a fit lesson: it ends with a prediction."""

    plan = chapters.RECAP
    subject = FIT

    def counted(self, said: Message) -> Message:
        """The same, with epochs."""
        return counted(said, self.recording.scenario, self.run)

    def conclude(self) -> None:
        """What was found, and what it predicts."""
        finding = Finding(self.recording, self.objective, self.readable)
        shift = texts.found_shift(finding.data, finding.fit) if finding.arrived else None
        if shift is None:
            super().conclude()
        else:
            self.tell(shift)
        if self.run.ending.outcome.flees:
            return
        self.hold()
        scatter = self.picture.submobjects[0]
        assert isinstance(scatter, Scatter)
        prediction = Prediction(finding, scatter, self.computed)
        self.say(prediction.sentence())
        self.add(prediction)
        self.play(prediction.going(_GOING))
        formula = prediction.formula()
        narrowed(formula, regions.current().recap.table.width)
        formula.next_to(self.table, DOWN, buff=_BELOW).align_to(self.table, LEFT)
        self.play(FadeIn(formula), run_time=0.6)
