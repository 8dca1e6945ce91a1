"""The whole descent of a curve lesson in one picture, and the chapters that show it."""

from __future__ import annotations

import numpy as np
from manim import VGroup

from gradreel.scenes import theme
from gradreel.scenes.curve import chapters
from gradreel.scenes.parts.box import Pair
from gradreel.scenes.parts.curve_plot import CurvePlot
from gradreel.scenes.parts.formula import symbol
from gradreel.scenes.parts.loss_curve import mark_radius
from gradreel.scenes.parts.loss_name import loss_name
from gradreel.scenes.parts.notation import notation_of
from gradreel.scenes.parts.places import sides_of_kink
from gradreel.scenes.parts.points import discs, polyline
from gradreel.scenes.parts.room import axes_within
from gradreel.scenes.parts.views import drawn_domain
from gradreel.scenes.recap import Recap
from gradreel.scenes.sentences.lesson import question
from gradreel.scenes.subject import Subject
from gradreel.scenes.title import PosterScene, Title
from gradreel.solver.objective import Objective
from gradreel.solver.recording import Recording

_SAMPLES = 201  # of the part of the curve that the run has passed


def overview(recording: Recording, objective: Objective, low: Pair, high: Pair) -> VGroup:
    """The curve with all places of the first run, between two corners of the screen."""
    scenario, run = recording.scenario, recording.runs[0]
    places = run.parameters
    (name,) = scenario.parameters
    names = (symbol(name), loss_name(notation_of(scenario).loss))
    first, last = drawn_domain(recording, best=objective.minimum)[name]
    near = run.loss[((places >= first) & (places <= last))[:, 0]]
    plot = CurvePlot(objective, (first, last), axes_within(low, high), names, near)
    spots = plot.at(places[:, 0])
    spots = spots[plot.within(spots)]
    marks = discs(spots, mark_radius(len(spots), 0.07), theme.colors().here)
    here = discs(spots[-1:], 0.14, theme.colors().here)
    if len(places) > 1:
        ends = np.clip([places.min(), places.max()], first, last).tolist()
        line = polyline(plot.line((ends[0], ends[1]), _SAMPLES), theme.colors().here, 6.0)
    else:
        touching = plot.tangent(float(places[0, 0]), float(run.grad[0, 0]))
        kinked = sides_of_kink(objective, places[0], 0, last - first)
        line = polyline(touching[:0] if kinked else touching, theme.colors().gradient, 5.0)
    return VGroup(plot, line, marks, here)


CURVE = Subject(overview, question)


class CurveTitle(Title):
    """The title of a curve lesson."""

    plan = chapters.TITLE
    subject = CURVE


class CurvePoster(PosterScene):
    """The poster of a curve lesson."""

    plan = chapters.POSTER
    subject = CURVE


class CurveRecap(Recap):
    """The recap of a curve lesson."""

    plan = chapters.RECAP
    subject = CURVE
