"""The table of all steps of a recording, steps.csv: written, and read back."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gradreel.scenarios.files import write_atomically
from gradreel.solver.run_record import RecordingError, RunRecord


def write_steps(path: str | Path, parameters: Sequence[str], runs: Sequence[RunRecord]) -> None:
    """Write `run,step,<parameters>,loss,grad_<parameter>...` in full precision.

    Then follow the columns of the step that led to the row: its learning rate, how often it
    asked for the loss, gradient and Hessian, what it saw of the loss if that was not all, and
    what its method carried. They are empty where a run has none. Raises OSError if the file
    cannot be written.
    """
    tables = [_of_steps(run, parameters) for run in runs]
    heads = list(dict.fromkeys(head for table in tables for head in table))
    with write_atomically(path) as temporary, temporary.open("w", newline="\n") as file:
        print(*_columns(parameters), *heads, sep=",", file=file)
        for index, (run, table) in enumerate(zip(runs, tables, strict=True)):
            rows = np.column_stack([run.parameters, run.loss, run.grad]).tolist()
            empty = [""] * (run.steps + 1)
            columns = [["", *table[head]] if head in table else empty for head in heads]
            for step, row in enumerate(rows):
                print(index, step, *row, *(each[step] for each in columns), sep=",", file=file)


class Rows(NamedTuple):
    """The rows of one run in a .csv: parameters (T+1, p), loss (T+1,), grad (T+1, p)."""

    parameters: NDArray[np.float64]
    loss: NDArray[np.float64]
    grad: NDArray[np.float64]


def read_steps(path: str | Path) -> tuple[Rows, ...]:
    """The rows of each run in a file from `write_steps`, exactly equal to what was recorded.

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
    widths = range(1, (len(columns) - 3) // 2 + 1)
    fitting = (w for w in widths if columns[: 2 * w + 3] == _columns(columns[2 : 2 + w]))
    if (width := next(fitting, 0)) == 0:
        raise RecordingError(f"{path}: line 1 is not the head of a gradreel table")
    if len(lines) < 2 or lines[-1]:
        raise RecordingError(f"{path}: is cut off in line {len(lines) + 1}")
    tables = _tables(path, lines[:-1], width, len(columns))
    return tuple(Rows(t[:, :width], t[:, width], t[:, width + 1 :]) for t in tables)


def _tables(
    path: str | Path, lines: list[str], width: int, cells: int
) -> list[NDArray[np.float64]]:
    runs: list[list[list[float]]] = []
    for number, line in enumerate(lines, start=2):
        try:
            written = line.split(",")
            run, step, *row = map(float, written[: 2 * width + 3])
            if len(written) != cells:
                raise ValueError("cut off")
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


def _columns(parameters: Sequence[str]) -> list[str]:
    return ["run", "step", *parameters, "loss", *(f"grad_{name}" for name in parameters)]


def _of_steps(run: RunRecord, parameters: Sequence[str]) -> dict[str, list[float]]:
    """The columns of a file that are about steps, by their heads; each has T numbers."""
    asked = dict(zip(("losses", "gradients", "hessians"), run.counts.T, strict=True))
    seen = {"seen_loss": run.seen_loss, **_flat("seen_grad", run.seen_grad, parameters)}
    found = {"lr": run.lr, **asked, **seen}
    for name, array in run.carried.items():
        found |= _flat(name, array, parameters)
    return {head: column.tolist() for head, column in found.items() if len(column)}


def _flat(name: str, array: NDArray[Any], parameters: Sequence[str]) -> dict[str, NDArray[Any]]:
    """The columns (T,) of an array (T, ...), named after the parameters."""
    if not len(array):
        return {}
    heads = product([name], *[parameters] * (array.ndim - 1))
    columns = array.reshape(len(array), -1).T
    return dict(zip(map("_".join, heads), columns, strict=True))
