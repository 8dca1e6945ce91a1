"""The base of outputs that are drawn by a single task."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from gradreel.pipeline.build.cache import Artifact
from gradreel.pipeline.build.graph import Output, Value
from gradreel.scenarios import Scenario
from gradreel.scenarios.files import write_atomically


class Picture(Output):
    """An output that is a copy of one artifact."""

    def write(self, scenario: Scenario, path: Path, artifacts: Sequence[Artifact]) -> Value:
        (artifact,) = artifacts
        with write_atomically(path) as temporary:
            shutil.copyfile(artifact.path, temporary)
        return artifact.value
