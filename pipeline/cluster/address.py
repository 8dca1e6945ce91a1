"""Where a cluster is: the address of a scheduler, or so many processes here."""

from __future__ import annotations

import re
from dataclasses import dataclass

_LOCAL = re.compile(r"local:([1-9]\d{0,3})")
_SCHEDULER = re.compile(r"(?:tcp|tls)://(?:[\w.-]+|\[[\da-fA-F:.]+\]):(\d{1,5})")


@dataclass(frozen=True)
class ClusterAddress:
    """The address of a scheduler, or "" and how many tasks are done at once on this machine."""

    scheduler: str
    here: int = 0

    def __str__(self) -> str:
        return self.scheduler or f"local:{self.here}"

    @staticmethod
    def of(text: str) -> ClusterAddress:
        """From tcp://host:port, tls://host:port or local:N. Raises ValueError."""
        if found := _LOCAL.fullmatch(text):
            return ClusterAddress("", int(found[1]))
        found = _SCHEDULER.fullmatch(text)
        if not found or not 0 < int(found[1]) < 2**16:
            raise ValueError(text)
        return ClusterAddress(text)
