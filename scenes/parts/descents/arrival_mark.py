"""A mark on a curve of losses at the step with which a run arrived, though it went on."""

from __future__ import annotations

from manim import VGroup

from gradreel.scenes import theme
from gradreel.scenes.parts.descents.changing_loss import ChangingLoss
from gradreel.scenes.parts.geometry.points import discs
from gradreel.scenes.parts.lettering.text import words
from gradreel.scenes.sentences.catalogue import text
from gradreel.solver.run_record import RunRecord

_RADIUS = 0.07  # screen units: larger than any mark of a step, smaller than the head
_BESIDE, _ABOVE = 0.1, 0.08  # screen units from the mark to its words: a curve falls to the right
_HIGHER = 0.12  # screen units above the axes: up to there, words are clear of the axis' name


def arrival_mark(loss: ChangingLoss, run: RunRecord, epochs: bool) -> VGroup:
    """A dot on the curve of a run, and to its upper right the number of the step, or epoch.

    Empty if the run ended when it arrived, or there is no room for the number.
    """
    arrived = dict(run.ending.message.values).get("steps", run.steps)
    if not isinstance(arrived, int) or arrived >= run.steps:
        return VGroup()
    place, box = loss.at(arrived), loss.box
    named = words(
        text("label-epoch-count" if epochs else "label-step-count", step=arrived), theme.TICK
    )
    named.on_baseline((place[0] + _BESIDE, place[1] + _ABOVE, 0.0))
    if named.get_right()[0] > box.right or named.get_top()[1] > box.top + _HIGHER:
        return VGroup()
    return VGroup(discs(place[None], _RADIUS, theme.colors().ink), named)
