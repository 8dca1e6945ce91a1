"""The base of outputs that are drawn by a single task."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from gradreel.pipeline.build.cache import Artifact, key_of
from gradreel.pipeline.build.executor import Task
from gradreel.pipeline.build.graph import Node, Output, Value
from gradreel.pipeline.build.keys import chapter_key, drawn_note
from gradreel.pipeline.build.sources import digest_of
from gradreel.pipeline.outputs.recording import recording_node
from gradreel.scenarios import Scenario
from gradreel.scenarios.files import write_atomically

if TYPE_CHECKING:
    from gradreel.scenes.chapter_plan import ChapterPlan


def drawing_node(
    scenario: Scenario, chapter: ChapterPlan, task: Task, module: str, *fields: object
) -> Node:
    """The node of a task that draws a chapter from the recording, with the code of a module.

    `fields` are what else decides the picture, as JSON can hold it.
    """
    return Node(
        key_of(digest_of(module), chapter_key(scenario, chapter), *fields),
        task,
        (recording_node(scenario),),
        drawn_note(scenario, chapter),
    )


class Picture(Output):
    """An output that is a copy of one artifact."""

    def write(self, scenario: Scenario, path: Path, artifacts: Sequence[Artifact]) -> Value:
        (artifact,) = artifacts
        with write_atomically(path) as temporary:
            shutil.copyfile(artifact.path, temporary)
        return artifact.value
