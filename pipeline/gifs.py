"""Scenarios to small pictures that move."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from gradreel.pipeline.alike import make_all
from gradreel.pipeline.gif.order import Gif, GifOrder
from gradreel.pipeline.making import Report
from gradreel.pipeline.order import Order
from gradreel.pipeline.outputs import Loop
from gradreel.pipeline.quality import QUALITIES
from gradreel.scenarios import Scenario


def make_gifs(
    scenarios: Sequence[Scenario], gif: GifOrder, folder: Path, report: Report
) -> Iterator[Gif]:
    """Make FOLDER/<scenario>/<chapter>.<format> of every scenario, each as soon as it can be.

    Raises ScenarioError where a lesson does not have the chapter, RenderError where no picture is
    small enough, and OSError where a file cannot be written.
    """
    output = Loop(gif)
    # It has a size and a frame rate of its own.
    order = Order(QUALITIES["m"], "mp4", folder, gif.chapter)
    for made in make_all(scenarios, {"gif": output}, order, report):
        path = output.target(made.scenario, order)
        yield replace(Gif.read(path, made.values["gif"]), took=made.took)
