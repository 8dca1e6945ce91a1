"""What can be built: targets, their outputs, and the tasks that outputs consist of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, is_dataclass
from pathlib import Path
from typing import Any, ClassVar, NamedTuple

from gradreel.pipeline.build.cache import Artifact
from gradreel.pipeline.build.executor import Task
from gradreel.scenarios import Scenario

Value = dict[str, Any]  # what the cache remembers with an output; JSON can hold it


class Node(NamedTuple):
    """A task, the key under which its artifact is kept, and the nodes whose artifacts it reads.

    `note` is what the user should know about how the task will be done, if anything.
    """

    key: str
    task: Task
    inputs: tuple[Node, ...] = ()
    note: str = ""


class Output:
    """Something that can be built from a scenario; subclasses are frozen dataclasses of settings.

    Two outputs with equal settings are the same output. All of an output's settings go into its
    cache key.
    """

    # Whether it is built again if its file has changed; if not, `refresh` repairs the file.
    checksummed: ClassVar[bool] = True
    # Whether it lies in the folder of its scenario, whose record knows it.
    in_place: ClassVar[bool] = True

    def path(self, scenario: Scenario) -> Path:
        """The path of its file, relative to the output folder."""
        raise NotImplementedError

    def nodes(self, scenario: Scenario) -> list[Node]:
        """The tasks that it needs, in the order in which `write` receives their artifacts.

        Raises ScenarioError if the scenario does not have such an output.
        """
        raise NotImplementedError

    def write(self, scenario: Scenario, path: Path, artifacts: Sequence[Artifact]) -> Value:
        """Write it to `path`; return the value to remember. Raises OSError if it cannot be written.

        This runs in the process that called `build`, so it should be quick.
        """
        raise NotImplementedError

    def refresh(self, scenario: Scenario, path: Path, value: Value) -> None:
        """Write the files that follow from a remembered value, if they are missing or differ.

        Called after `write`, and whenever the output is found to be up to date. Raises OSError if a
        file cannot be written.
        """

    def holding(self, path: Path, value: Value) -> list[Path]:
        """The files that hold what was written, of those that `write` and `refresh` see to."""
        return [path]

    def notes(self, path: Path, value: Value) -> list[str]:
        """Sentences that the user should know about files that were left as they are."""
        return []

    @property
    def cache_fields(self) -> list[object]:
        """What determines its content besides the scenario and the code, as JSON can hold it."""
        assert is_dataclass(self)
        return [type(self).__name__, asdict(self)]


class Target(NamedTuple):
    """A scenario, and the outputs to build from it."""

    scenario: Scenario
    outputs: tuple[Output, ...]
