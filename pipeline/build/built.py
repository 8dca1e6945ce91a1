"""The results of a build."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from gradreel.pipeline.build.graph import Output, Value
from gradreel.scenarios import Scenario


@dataclass(frozen=True)
class Product:
    """An output that exists: its file, and the value that is remembered with it.

    `took` is how many seconds it was worked on, by one task at least; None if it was up to date.
    """

    path: Path
    value: Value
    took: float | None = None


@dataclass(frozen=True)
class Built:
    """The result of a target: its products by their outputs, or why some are missing.

    `took` is the largest of its products', and `notes` are what the user should know about files
    that were left as they are.
    """

    scenario: Scenario
    products: Mapping[Output, Product] = field(default_factory=dict)
    took: float | None = None
    failure: Exception | None = None
    notes: tuple[str, ...] = ()
