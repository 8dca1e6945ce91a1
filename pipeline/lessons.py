"""Scenarios to lesson videos, or to those of one chapter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.clip import Video
from pipeline.making import Made, Report, Wish, make, there
from pipeline.order import Order
from pipeline.outputs import OUTPUTS
from scenarios import Scenario, ScenarioError
from scenarios.words import listed, shown, suggestion

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
    left = []
    for wish in (Wish(scenario, outputs) for scenario in scenarios):
        made = there(wish, order)
        if made:
            yield made.scenario, _video(made, order)
        else:
            left.append(wish)
    if left:
        # Only now the heavy libraries are worth loading.
        check_chapter([wish.scenario for wish in left], order.chapter)
        for made in make(left, order, report):
            if made.failure:
                raise made.failure
            yield made.scenario, _video(made, order)


def _video(made: Made, order: Order) -> Video:
    video = Video.read(order.target(made.scenario), made.values["lesson"])
    return replace(video, took=made.took)


def check_chapter(scenarios: Sequence[Scenario], wanted: str | None) -> None:
    """Raises ScenarioError where lessons do not have the chapter that is wanted, if one is."""
    from scenes.lesson import chapters_of

    chapters = [[chapter.name for chapter in chapters_of(scenario)] for scenario in scenarios]
    problems = [
        f"{scenario.name}: has no chapter {shown(wanted)} among {listed(names)}: "
        f"{suggestion(wanted, names, common=['these'])}"
        for scenario, names in zip(scenarios, chapters, strict=True)
        if wanted is not None and wanted not in names
    ]
    if problems:
        raise ScenarioError(problems)
