"""The whole descent of a fit lesson in one picture, and the chapters that show it."""

from __future__ import annotations

import numpy as np
from manim import VGroup

from gradreel.scenes import theme
from gradreel.scenes.fit import chapters
from gradreel.scenes.parts.box import Pair
from gradreel.scenes.parts.points import polyline
from gradreel.scenes.parts.room import axes_within
from gradreel.scenes.parts.scatter import Scatter, between, sampled
from gradreel.scenes.recap import Recap
from gradreel.scenes.sentences.fit import question
from gradreel.scenes.subject import Subject
from gradreel.scenes.title import PosterScene, Title
from gradreel.solver.objective import Objective
from gradreel.solver.recording import Recording

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


FIT = Subject(overview, question)


class FitTitle(Title):
    """The title of a fit lesson."""

    plan = chapters.TITLE
    subject = FIT


class FitPoster(PosterScene):
    """The poster of a fit lesson."""

    plan = chapters.POSTER
    subject = FIT


class FitRecap(Recap):
    """The recap of a fit lesson."""

    plan = chapters.RECAP
    subject = FIT
