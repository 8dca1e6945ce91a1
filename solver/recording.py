"""Recordings of descents: read-only numpy arrays that can be saved and loaded. No torch here."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gradreel.scenarios import Scenario
from gradreel.scenarios.files import write_atomically
from gradreel.scenarios.showing import Showing
from gradreel.solver.ending import Ending, Outcome
from gradreel.solver.masses import Mass
from gradreel.solver.message import Message
from gradreel.solver.objective import Objective, objective_of
from gradreel.solver.run_record import RecordingError, RunRecord
from gradreel.solver.steps_file import write_steps

FORMAT = "gradreel recording"
VERSION = 7  # of the file; raised whenever a reader of the last one would fail


@dataclass(frozen=True)
class Recording:
    """The recording of every run of a scenario, in the order of the scenario, and of its mass."""

    scenario: Scenario
    runs: tuple[RunRecord, ...]
    mass: Mass | None = None

    @cached_property
    def objective(self) -> Objective:
        """The loss that is descended."""
        return objective_of(self.scenario)

    def shown_as(self, showing: Showing) -> Recording:
        """The same recording, of a scenario whose lesson is shown in this way."""
        return replace(self, scenario=self.scenario.model_copy(update={"showing": showing}))

    @property
    def of_first_run(self) -> Recording:
        """The recording as it is if the scenario has no other run than its first."""
        scenario = self.scenario.model_copy(update={"runs": self.scenario.runs[:1]})
        return Recording(scenario, self.runs[:1])

    def save(self, path: str | Path) -> None:
        """Write an .npz without pickles; equal recordings give equal bytes.

        Raises OSError if the file cannot be written.
        """
        header = {
            "format": FORMAT,
            "version": VERSION,
            "scenario": self.scenario.model_dump_json(),
            "endings": [_written(run.ending) for run in self.runs],
        }
        arrays: dict[str, Any] = {
            _member(index, name): array
            for index, run in enumerate(self.runs)
            for name, array in run.arrays().items()
        }
        if self.mass:
            arrays |= {f"mass.{name}": array for name, array in vars(self.mass).items()}
        with write_atomically(path) as temporary, temporary.open("wb") as file:
            np.savez(
                file, header=np.frombuffer(json.dumps(header).encode(), dtype=np.uint8), **arrays
            )

    def write_csv(self, path: str | Path) -> None:
        """Write a table of all steps; see `steps_file`. Raises OSError if it cannot be written."""
        write_steps(path, self.scenario.parameters, self.runs)

    @classmethod
    def load(cls, path: str | Path) -> Recording:
        """Read a file from `save`. Raises RecordingError if it is missing, damaged or foreign."""
        path = Path(path)
        try:
            content = path.read_bytes()
        except OSError as error:
            raise RecordingError(f"{path}: cannot be read: {error.strerror}") from error
        try:
            members = _members(content)
        except Exception as error:  # a damaged zip raises nearly anything
            raise RecordingError(
                f"{path}: is damaged or no recording; record it again with `gradreel solve`"
            ) from error
        header = _header(path, members)
        try:
            scenario = Scenario.model_validate_json(header["scenario"])
            runs = tuple(
                RunRecord.of_arrays(run, _ending(ending), _arrays(members, index))
                for index, (run, ending) in enumerate(
                    zip(scenario.runs, header["endings"], strict=True)
                )
            )
            of_mass = (members[f"mass.{one.name}"] for one in fields(Mass))
            mass = Mass(*of_mass) if scenario.starts else None
        except (KeyError, TypeError, ValueError) as error:
            raise RecordingError(
                f"{path}: its parts do not fit together; record it again with `gradreel solve`"
            ) from error
        return cls(scenario, runs, mass)


def _written(ending: Ending) -> list[Any]:
    said = ending.message.as_data()
    return [ending.outcome.value, said, ending.step, list(ending.slopes)]


def _ending(written: Sequence[Any]) -> Ending:
    outcome, said, step, slopes = written
    known = Outcome(outcome)  # type: ignore[call-arg]  # by its name, the value of an entry
    return Ending(known, Message.from_data(said), step, tuple(slopes))


def _member(index: int, name: str) -> str:
    return f"runs.{index}.{name}"


def _arrays(members: Mapping[str, NDArray[Any]], index: int) -> dict[str, NDArray[Any]]:
    start = _member(index, "")
    return {n.removeprefix(start): array for n, array in members.items() if n.startswith(start)}


def _members(content: bytes) -> dict[str, NDArray[Any]]:
    with np.load(io.BytesIO(content), allow_pickle=False) as archive:
        return {name: archive[name] for name in archive.files}


def _header(path: Path, members: dict[str, NDArray[Any]]) -> dict[str, Any]:
    try:
        header = json.loads(members["header"].tobytes())
        recognised, version = header["format"] == FORMAT, header["version"]
    except (KeyError, TypeError, ValueError):
        recognised = False
    if not recognised:
        raise RecordingError(f"{path}: is an .npz file, but not a gradreel recording")
    if version != VERSION:
        raise RecordingError(
            f"{path}: has the format version {version}, "
            f"this gradreel reads version {VERSION}; record it again with `gradreel solve`"
        )
    return dict(header)
