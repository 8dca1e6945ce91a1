"""What is worth knowing about a scenario that is valid."""

from __future__ import annotations

from collections.abc import Iterator

from gradreel.scenarios.linear_model import rank
from gradreel.scenarios.model import Data, Fit, Scenario
from gradreel.scenarios.words import counted, listed


def notes_of(scenario: Scenario) -> list[str]:
    """Sentences for the author of a scenario about what may surprise in it; often none."""
    return list(_of_fit(scenario.fit)) if scenario.fit else []


def _of_fit(fit: Fit) -> Iterator[str]:
    data = fit.data
    if data.dropped:
        rows, were = counted(data.dropped, "row"), "was" if data.dropped == 1 else "were"
        yield f"{rows} with a missing value {were} left out, {len(data.outputs)} are used"
    yield from _of_inputs(data)
    if len(data.outputs) > 1 and len(set(data.outputs)) == 1:
        yield f"all {data.output_name} are {data.outputs[0]:g}"
    if rank(fit.written.design(data.inputs)) < len(fit.parameters):
        yield (
            f"many settings of {listed(fit.written.parameters)} are as good as the best: "
            "the lowest loss is no single point"
        )


def _of_inputs(data: Data) -> Iterator[str]:
    if len(data.outputs) == 1:
        yield "there is only one point"
        return
    for name, column in zip(data.input_names, zip(*data.inputs, strict=True), strict=True):
        if len(set(column)) == 1:
            yield f"all {name} are {column[0]:g}"
