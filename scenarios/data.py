"""The points of a data objective: written in the file, read from CSV, or generated."""

from __future__ import annotations

import csv
import io
import math
import random
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np

from scenarios.data_files import DataError, read_text
from scenarios.file_form import MAX_MAGNITUDE, MAX_POINTS, CsvFile, GeneratedData
from scenarios.linear_model import Model
from scenarios.model import Data
from scenarios.words import counted, listed, shown, suggestion

MAX_FAULTS = 5


def data_of_points(points: Sequence[Sequence[float]]) -> Data:
    """Each point is its inputs, then its output. Raises DataError where they are ragged."""
    width = len(points[0])
    if width < 2:
        raise DataError("a point needs an input and an output, as in [1, 2]")
    for number, point in enumerate(points):
        if len(point) != width:
            raise DataError(
                f"points must all be as long as the first, which has {width} numbers, "
                f"but number {number} (counted from 0) has {len(point)}"
            )
    names = ("x",) if width == 2 else tuple(f"x{i}" for i in range(1, width))
    return Data(
        inputs=tuple(tuple(point[:-1]) for point in points),
        outputs=tuple(point[-1] for point in points),
        input_names=names,
        output_name="y",
    )


def generated_data(table: GeneratedData, model: Model) -> Data:
    """Points on the model with its true parameters, plus noise; the same on every machine."""
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
    """Named columns of a CSV file with a header; raises DataError with the faulty lines."""
    columns = (*table.x, table.y)
    rows = _rows(read_text(table.file, folder, allow_outside), table.file)
    number, header = next(rows, (1, []))
    names = [name.strip() for name in header]
    if not names:
        raise DataError(f"{table.file} is empty: its first line must name the columns")
    faults = [fault for name in columns if (fault := _column_fault(name, names))]
    if faults:
        raise DataError(*(f"{table.file} line {number}: {fault}" for fault in faults))
    picked = _numbers(rows, table.file, names, [names.index(name) for name in columns])
    return Data(
        inputs=tuple(row[:-1] for row in picked),
        outputs=tuple(row[-1] for row in picked),
        input_names=table.x,
        output_name=table.y,
    )


def _column_fault(name: str, names: Sequence[str]) -> str | None:
    match names.count(name):
        case 0:
            return f"has no column {shown(name)}: {suggestion(name, names)}"
        case 1:
            return None
        case times:
            return f"has {times} columns {shown(name)}: rename one"


def _rows(text: str, label: str) -> Iterator[tuple[int, list[str]]]:
    """Rows that are not blank, each with its line."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                yield reader.line_num, row
    except csv.Error as error:
        raise DataError(f"{label} line {reader.line_num}: is not valid CSV ({error})") from None


def _numbers(
    rows: Iterable[tuple[int, list[str]]], label: str, names: Sequence[str], picks: Sequence[int]
) -> list[tuple[float, ...]]:
    found: list[tuple[float, ...]] = []
    faults: list[str] = []
    for line, row in rows:
        if len(row) != len(names):
            faults.append(
                f"{label} line {line}: has {counted(len(row), 'cell')}, the header {len(names)}"
            )
        else:
            try:
                found.append(tuple(_number(row[pick], names[pick]) for pick in picks))
            except ValueError as error:
                faults.append(f"{label} line {line}: {error}")
        if len(faults) == MAX_FAULTS:
            break
        if len(found) > MAX_POINTS:
            raise DataError(f"{label} has more than {MAX_POINTS} points: use fewer")
    if faults:
        raise DataError(*faults)
    if not found:
        raise DataError(f"{label} has no points: add lines with {listed(names)}")
    return found


def _number(cell: str, column: str) -> float:
    try:
        value = float(cell)
    except ValueError:
        raise ValueError(f"{shown(cell)} in column {shown(column)} is not a number") from None
    if not math.isfinite(value) or abs(value) > MAX_MAGNITUDE:
        raise ValueError(
            f"{shown(cell)} in column {shown(column)} is not a finite number "
            f"between -{MAX_MAGNITUDE:g} and {MAX_MAGNITUDE:g}"
        )
    return value
