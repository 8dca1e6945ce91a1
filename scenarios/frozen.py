"""The base of all tables of a scenario, and their numbers."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]


class Frozen(BaseModel):
    """A table of a scenario: immutable, and without keys that it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True)
