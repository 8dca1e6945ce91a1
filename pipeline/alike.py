"""The same outputs of several scenarios."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from gradreel.pipeline.making import Made, Report, Wish, make, there
from gradreel.pipeline.order import Order, check_chapter
from gradreel.pipeline.outputs import Output
from gradreel.scenarios import Scenario


def make_all(
    scenarios: Sequence[Scenario], outputs: Mapping[str, Output], order: Order, report: Report
) -> Iterator[Made]:
    """The same outputs of every scenario, each as soon as it is whole.

    Those that are up to date come first and cost nothing. Raises ScenarioError where a lesson does
    not have the chapter, and the first failure of any of them.
    """
    left = []
    for wish in (Wish(scenario, outputs) for scenario in scenarios):
        made = there(wish, order)
        if made:
            yield made
        else:
            left.append(wish)
    if left:
        # Only now the heavy libraries are worth loading.
        check_chapter([wish.scenario for wish in left], order.chapter)
        for made in make(left, order, report):
            if made.failure:
                raise made.failure
            yield made
