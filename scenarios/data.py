"""The points of a data objective: written in the file, read from CSV, or generated."""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from gradreel.scenarios.columns import wanted_columns
from gradreel.scenarios.data_files import DataError, read_text
from gradreel.scenarios.file_form import CsvFile, GeneratedData
from gradreel.scenarios.linear_model import Model
from gradreel.scenarios.model import Data
from gradreel.scenarios.tables import Columns, read_columns


def data_of_points(points: Sequence[Sequence[float]]) -> Data:
    """The data of points written in the file, each its inputs and then its output.

    Raises DataError if points differ in length, or have no input.
    """
    width = len(points[0])
    if width < 2:
        raise DataError("a point needs an input and an output, as in [1, 2]")
    for number, point in enumerate(points):
        if len(point) != width:
            raise DataError(
                f"points must all be as long as the first, which has {width} numbers, "
                f"but number {number} (counted from 0) has {len(point)}"
            )
    return Data(
        inputs=tuple(tuple(point[:-1]) for point in points),
        outputs=tuple(point[-1] for point in points),
        input_names=_input_names(width - 1),
        output_name="y",
    )


def _input_names(count: int) -> tuple[str, ...]:
    return ("x",) if count == 1 else tuple(f"x{i}" for i in range(1, count + 1))


def generated_data(table: GeneratedData, model: Model) -> Data:
    """Points on the model with its true parameters, plus noise; the same on every machine.

    Raises DataError if the model has no finite value at one of the inputs.
    """
    draw = random.Random(table.seed).random
    (low, high), (least, most) = table.x, table.noise
    inputs, noise = [], []
    for _ in range(table.count):
        inputs.append(tuple(low + (high - low) * draw() for _ in model.inputs))
        noise.append(least + (most - least) * draw())
    outputs = model.predict(table.truth, inputs) + np.array(noise)
    if not np.isfinite(outputs).all():
        raise DataError("the model with these true values has no finite value at some inputs")
    return Data(
        inputs=tuple(inputs),
        outputs=tuple(outputs.tolist()),
        input_names=model.inputs,
        output_name="y",
        truth={name: table.truth[name] for name in model.parameters},
        noise=table.noise,
        seed=table.seed,
    )


def data_of_csv(table: CsvFile, folder: Path, allow_outside: bool) -> Data:
    """The data in columns of a CSV file. Raises DataError with the faulty lines."""
    return _data_of_text(read_text(table.file, folder, allow_outside), table)


@lru_cache(maxsize=1)  # a sweep's scenarios share their data
def _data_of_text(text: str, table: CsvFile) -> Data:
    columns = read_columns(text, table)
    rows = columns.numbers.tolist()
    return Data(
        inputs=tuple(tuple(row[:-1]) for row in rows),
        outputs=tuple(row[-1] for row in rows),
        **_names(table, columns),
        dropped=columns.dropped,
    )


def _names(table: CsvFile, columns: Columns) -> dict[str, Any]:
    """The names of the columns, with "(%)" for percentages; columns by number become x and y."""
    *inputs, output = (
        f"{name} (%)" if percent and "%" not in name else name
        for name, percent in zip(wanted_columns(table), columns.percent, strict=True)
    )
    if columns.numbered:
        inputs, output = list(_input_names(len(inputs))), "y"
    return {"input_names": tuple(inputs), "output_name": output}
