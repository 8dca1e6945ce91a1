"""What Dask does for us. The scheduler imports this module too, so it loads nothing heavy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gradreel.pipeline.cluster.parcel import Answer


def errand(parcel: bytes, inputs: Sequence[bytes]) -> Answer:
    """Do a task on a worker; `parcel` is a pickled Parcel."""
    from gradreel.pipeline.cluster.remote import do

    return do(parcel, inputs)


def same(content: bytes) -> bytes:
    """An input, which Dask keeps on the workers that need it, and makes again if it is lost."""
    return content
