"""What has become of a target."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from gradreel.pipeline.build.graph import Output, Value
from gradreel.scenarios import Scenario


@dataclass(frozen=True)
class Product:
    """An output that is there: its file and what is remembered of it.

    `took` is how many seconds passed from its first task's begin until it was written; None where
    it was up to date.
    """

    path: Path
    value: Value
    took: float | None = None


@dataclass(frozen=True)
class Built:
    """What has become of a target: its products by their outputs, or why they are not all there.

    `took` is as a product's, for all of them.
    """

    scenario: Scenario
    products: Mapping[Output, Product] = field(default_factory=dict)
    took: float | None = None
    failure: Exception | None = None
