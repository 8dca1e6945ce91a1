"""What is to be built: targets, their outputs, and the tasks that those take."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, is_dataclass
from pathlib import Path
from typing import Any, ClassVar, NamedTuple

from gradreel.pipeline.build.cache import Artifact
from gradreel.pipeline.build.executor import Task
from gradreel.scenarios import Scenario

Value = dict[str, Any]  # what is remembered of an output, in JSON


class Node(NamedTuple):
    """A task, the key by which its artifact is kept, and the nodes whose artifacts it takes.

    `note` is what a user should know of the way in which it will be done.
    """

    key: str
    task: Task
    inputs: tuple[Node, ...] = ()
    note: str = ""


class Output:
    """A thing that can be built of a scenario: a frozen dataclass of all its settings."""

    # Whether its file must be as it was written; where it need not, `refresh` sees to it.
    checksummed: ClassVar[bool] = True

    def path(self, scenario: Scenario) -> Path:
        """Where it goes, below the folder of all that is built."""
        raise NotImplementedError

    def nodes(self, scenario: Scenario) -> list[Node]:
        """The tasks that it takes, in the order in which `write` gets their artifacts.

        Raises ScenarioError where the scenario does not have it.
        """
        raise NotImplementedError

    def write(self, scenario: Scenario, path: Path, artifacts: Sequence[Artifact]) -> Value:
        """Write it to `path`; what is to be remembered of it. Raises OSError."""
        raise NotImplementedError

    def refresh(self, scenario: Scenario, path: Path, value: Value) -> None:
        """Write again what a value tells, where it is not there already. Raises OSError."""

    @property
    def cache_fields(self) -> list[object]:
        """What decides its content, beside the scenario and the code, as JSON can hold it."""
        assert is_dataclass(self)
        return [type(self).__name__, asdict(self)]


class Target(NamedTuple):
    """A scenario, and the outputs that are to be built of it."""

    scenario: Scenario
    outputs: tuple[Output, ...]
