"""Recordings of descents: read-only numpy arrays that can be saved and loaded. No torch here."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gradreel.scenarios import Run, Scenario
from gradreel.scenarios.errors import GradreelError
from gradreel.scenarios.files import write_atomically
from gradreel.solver.ending import Ending, Outcome
from gradreel.solver.message import Message
from gradreel.solver.objective import Objective, objective_of

FORMAT = "gradreel recording"
VERSION = 5  # of the file; raised whenever a reader of the last one would fail
ARRAYS = ("parameters", "loss", "grad", "lr", "evaluations", "ways", "beyond")


class RecordingError(GradreelError, ValueError):
    """A file that is not a valid recording; the message names the file and the fault."""


@dataclass(frozen=True, eq=False)
class RunRecord:
    """One recorded run of T steps over p parameters; row k is its state after k steps.

    parameters (T+1, p), loss (T+1,) and grad (T+1, p) are float64; lr (T,) float64 is the learning
    rate of each step, evaluations (T,) int64 how often it evaluated the loss. ways (2, m, p) are
    the first m rows of parameters computed again, by a derivative in numpy and by autograd; m is 0
    unless the run follows the plain rule. beyond (0 or 1, p) is the point to which a last step led
    that was refused, because the loss or its gradient is out of bounds there. All arrays are
    read-only. Raises ValueError if shapes disagree or a number is not finite.
    """

    run: Run
    parameters: NDArray[np.float64]
    loss: NDArray[np.float64]
    grad: NDArray[np.float64]
    lr: NDArray[np.float64]
    evaluations: NDArray[np.int64]
    ways: NDArray[np.float64]
    beyond: NDArray[np.float64]
    ending: Ending

    def __post_init__(self) -> None:
        rows, width = self.steps + 1, len(self.run.start)
        compared = min([rows, *np.shape(self.ways)[1:2]])
        each_row, each_step = (rows, width), (rows - 1,)
        again, refused = (2, compared, width), (min([1, *np.shape(self.beyond)[:1]]), width)
        shapes = (each_row, (rows,), each_row, each_step, each_step, again, refused)
        for name, shape in zip(ARRAYS, shapes, strict=True):
            kind = np.int64 if name == "evaluations" else np.float64
            array = np.array(getattr(self, name), dtype=kind)
            if array.shape != shape:
                raise ValueError(f"{name} has the shape {array.shape} instead of {shape}")
            if not np.isfinite(array).all():
                raise ValueError(f"{name} holds a number that is not finite")
            array.flags.writeable = False
            object.__setattr__(self, name, array)

    @property
    def steps(self) -> int:
        """T, the number of steps taken."""
        return len(self.loss) - 1

    @property
    def led_to(self) -> NDArray[np.float64]:
        """The start and where each step led, (T+1, p), or (T+2, p) if the last was refused."""
        return np.concatenate([self.parameters, self.beyond])

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, RunRecord):
            return NotImplemented
        return (self.run, self.ending) == (other.run, other.ending) and all(
            np.array_equal(getattr(self, name), getattr(other, name)) for name in ARRAYS
        )

    __hash__ = None  # type: ignore[assignment]


@dataclass(frozen=True)
class Recording:
    """The recording of every run of a scenario, in the order of the scenario."""

    scenario: Scenario
    runs: tuple[RunRecord, ...]

    @cached_property
    def objective(self) -> Objective:
        """The loss that is descended."""
        return objective_of(self.scenario)

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
        arrays = {
            _member(index, name): getattr(run, name)
            for index, run in enumerate(self.runs)
            for name in ARRAYS
        }
        with write_atomically(path) as temporary, temporary.open("wb") as file:
            np.savez(
                file, header=np.frombuffer(json.dumps(header).encode(), dtype=np.uint8), **arrays
            )

    def write_csv(self, path: str | Path) -> None:
        """Write the rows `run,step,<parameters>,loss,grad_<parameter>...` in full precision.

        Raises OSError if the file cannot be written.
        """
        with write_atomically(path) as temporary, temporary.open("w", newline="\n") as file:
            print(*_columns(self.scenario.parameters), sep=",", file=file)
            for index, run in enumerate(self.runs):
                rows = np.column_stack([run.parameters, run.loss, run.grad])
                for step, row in enumerate(rows.tolist()):
                    print(index, step, *row, sep=",", file=file)

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
                RunRecord(
                    run=run,
                    ending=_ending(ending),
                    **{name: members[_member(index, name)] for name in ARRAYS},
                )
                for index, (run, ending) in enumerate(
                    zip(scenario.runs, header["endings"], strict=True)
                )
            )
        except (KeyError, TypeError, ValueError) as error:
            raise RecordingError(
                f"{path}: its parts do not fit together; record it again with `gradreel solve`"
            ) from error
        return cls(scenario, runs)


class Rows(NamedTuple):
    """The rows of one run in a .csv: parameters (T+1, p), loss (T+1,), grad (T+1, p)."""

    parameters: NDArray[np.float64]
    loss: NDArray[np.float64]
    grad: NDArray[np.float64]


def read_csv(path: str | Path) -> tuple[Rows, ...]:
    """The rows of each run in a file from `write_csv`, exactly equal to what was recorded.

    Raises RecordingError if the file is missing or foreign, or is cut off within a row. (A file
    that is cut off after a row looks like a shorter run; only the .npz would show it.)
    """
    try:
        text = Path(path).read_bytes().decode()
    except OSError as error:
        raise RecordingError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise RecordingError(f"{path}: is not a text file") from error
    head, *lines = text.split("\n")
    columns = head.split(",")
    width = (len(columns) - 3) // 2
    names = columns[2 : 2 + width]
    if width < 1 or columns != _columns(names):
        raise RecordingError(f"{path}: line 1 is not the head of a gradreel table")
    if len(lines) < 2 or lines[-1]:
        raise RecordingError(f"{path}: is cut off in line {len(lines) + 1}")
    tables = _tables(path, lines[:-1], width)
    return tuple(Rows(t[:, :width], t[:, width], t[:, width + 1 :]) for t in tables)


def _tables(path: str | Path, lines: list[str], width: int) -> list[NDArray[np.float64]]:
    runs: list[list[list[float]]] = []
    for number, line in enumerate(lines, start=2):
        try:
            run, step, *row = map(float, line.split(","))
            if step == 0:
                runs.append([])
            if (run, step, len(row)) != (len(runs) - 1, len(runs[-1]), 2 * width + 1):
                raise ValueError("out of place")
            if not np.isfinite(row).all():
                raise ValueError("not finite")
            runs[-1].append(row)
        except (ValueError, IndexError) as error:
            raise RecordingError(
                f"{path}: line {number} is not the row that belongs there"
            ) from error
    return [np.array(rows) for rows in runs]


def _written(ending: Ending) -> list[Any]:
    said = ending.message.as_data()
    return [ending.outcome.value, said, ending.step, list(ending.slopes)]


def _ending(written: Sequence[Any]) -> Ending:
    outcome, said, step, slopes = written
    known = Outcome(outcome)  # type: ignore[call-arg]  # by its name, the value of an entry
    return Ending(known, Message.from_data(said), step, tuple(slopes))


def _columns(parameters: Sequence[str]) -> list[str]:
    return ["run", "step", *parameters, "loss", *(f"grad_{name}" for name in parameters)]


def _member(index: int, name: str) -> str:
    return f"runs.{index}.{name}"


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
