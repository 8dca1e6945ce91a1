"""Scenarios to lesson videos, or to those of one chapter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from gradreel.pipeline.alike import make_all
from gradreel.pipeline.clip import Video
from gradreel.pipeline.making import Made, Report
from gradreel.pipeline.order import Order
from gradreel.pipeline.outputs import OUTPUTS
from gradreel.scenarios import Scenario

_WHOLE = ("lesson", "captions", "poster")
_CHAPTER = ("lesson", "captions")


def make_videos(
    scenarios: Sequence[Scenario], order: Order, report: Report
) -> Iterator[tuple[Scenario, Video]]:
    """Make the video of every scenario, each as soon as its chapters are there.

    A whole lesson gets a poster, too. Videos that are up to date come first and cost nothing.
    Raises ScenarioError where a lesson does not have the chapter, RenderError where a video cannot
    be made, and OSError where a file cannot be written.
    """
    names = _WHOLE if order.chapter is None else _CHAPTER
    outputs = {name: OUTPUTS[name] for name in names}
    for made in make_all(scenarios, outputs, order, report):
        yield made.scenario, _video(made, order)


def _video(made: Made, order: Order) -> Video:
    video = Video.read(order.target(made.scenario), made.values["lesson"])
    return replace(video, took=made.took)
