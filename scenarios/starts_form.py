"""The [starts] table of a scenario file."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from gradreel.scenarios.frozen import Frozen
from gradreel.scenarios.linear_model import MAX_INPUTS
from gradreel.scenarios.value_forms import at_most

MAX_ALONG = 1000  # starts along a side of a grid: as many as the picture has pixels, about


class StartsTable(Frozen):
    """Very many more descents, by the rule of the first run, of which only the ends are recorded.

    They start within the domain. A random start is drawn parameter by parameter, each as
    low + (high - low) * random.Random(seed).random().
    """

    grid: (
        Annotated[
            tuple[Annotated[int, Field(strict=True, ge=2, le=MAX_ALONG)], ...],
            Field(min_length=1),
            at_most(MAX_INPUTS),
        ]
        | None
    ) = Field(None, description="how many starts along each parameter, such as [200, 100]")
    random: Annotated[int, Field(strict=True, gt=0, le=MAX_ALONG**2)] | None = Field(
        None, description="how many starts at random, such as 20000"
    )
    seed: Annotated[int, Field(strict=True, ge=0, lt=2**63)] | None = Field(
        None, description="of the random starts"
    )
