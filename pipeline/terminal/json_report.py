"""What commands print with --json: one object each, described in docs/json.md."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from gradreel.pipeline.terminal.streams import say_json

if TYPE_CHECKING:
    from gradreel.pipeline.batch import Result
    from gradreel.pipeline.build import Built
    from gradreel.pipeline.inspect import Finding
    from gradreel.pipeline.outline import ChapterOutline
    from gradreel.scenarios import Scenario
    from gradreel.solver.recording import Recording
    from gradreel.solver.run_record import RunRecord


def print_scenarios(scenarios: Iterable[Scenario]) -> None:
    """The scenarios of `list`."""
    each = [
        {**_named(scenario), "runs": len(scenario.runs), "source": scenario.source}
        for scenario in scenarios
    ]
    say_json({"scenarios": each})


def print_chapters(outlines: Iterable[tuple[Scenario, Sequence[ChapterOutline]]]) -> None:
    """The chapters of `chapters`."""
    each = [
        {
            **_named(scenario),
            "chapters": [
                {"name": chapter.name, "seconds": chapter.seconds, "shows": chapter.shows}
                for chapter in chapters
            ],
        }
        for scenario, chapters in outlines
    ]
    say_json({"scenarios": each})


def print_recordings(built: Iterable[Built]) -> None:
    """The recordings of `solve`."""
    from gradreel.pipeline.outputs import RecordingFile, StepsFile
    from gradreel.solver.recording import Recording

    each = []
    for one in built:
        recording, steps = (one.products[output].path for output in (RecordingFile(), StepsFile()))
        files = {"recording": str(recording), "steps": str(steps)}
        runs = _runs(Recording.load(recording))
        each.append({**_named(one.scenario), "files": files, "seconds": one.took, "runs": runs})
    say_json({"scenarios": each})


def print_results(
    results: Iterable[Result], lines_of: Callable[[Exception], Sequence[str]]
) -> None:
    """The results of `batch`."""
    each = [
        {
            "name": result.name,
            "result": result.verdict,
            "files": [str(file) for file in result.files],
            "seconds": result.took,
            "todo": result.todo or None,
            "faults": list(lines_of(result.failure)) if result.failure else [],
        }
        for result in sorted(results, key=lambda result: result.name)
    ]
    say_json({"results": each})


def print_findings(found: Iterable[tuple[Scenario, Sequence[Finding]]]) -> None:
    """The findings of `inspect`."""
    each = [
        {**_named(scenario), "findings": [_finding(finding) for finding in findings]}
        for scenario, findings in found
    ]
    say_json({"scenarios": each})


def _named(scenario: Scenario) -> dict[str, Any]:
    return {"name": str(scenario.place), "lesson": scenario.lesson, "title": scenario.title}


def _runs(recording: Recording) -> list[dict[str, Any]]:
    from gradreel.scenes.sentences.run_names import names_of

    names = names_of(recording.scenario.runs)
    return [
        _run(name, recording.scenario.parameters, record)
        for name, record in zip(names, recording.runs, strict=True)
    ]


def _run(name: str, parameters: Sequence[str], record: RunRecord) -> dict[str, Any]:
    from gradreel.scenes.sentences.catalogue import worded

    def state(row: int) -> Mapping[str, Any]:
        place = dict(zip(parameters, record.parameters[row].tolist(), strict=True))
        slope = float(np.linalg.norm(record.grad[row]))
        return {"parameters": place, "loss": float(record.loss[row]), "grad_norm": slope}

    return {
        "name": name,
        "optimizer": record.run.optimizer,
        "lr": record.run.lr,
        "steps": record.steps,
        "start": state(0),
        "end": state(-1),
        "outcome": record.ending.outcome.value,
        "sentence": worded(record.ending.message),
    }


def _finding(finding: Finding) -> dict[str, Any]:
    x, y = finding.fault.where
    return {
        "chapter": finding.chapter,
        "from": round(finding.start, 3),
        "to": round(finding.end, 3),
        "kind": finding.fault.kind,
        "what": finding.fault.what,
        "where": [round(x, 3), round(y, 3)],
    }
