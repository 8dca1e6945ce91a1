"""Which of a cluster's workers are to do what."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field


@dataclass
class Workers:
    """The workers of a cluster by their addresses, with how many tasks each does at once.

    The `refused` ones, which would make other bytes, do nothing; the `ailing` ones, to which
    something has happened, do what no other can.
    """

    threads: Mapping[str, int] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)
    ailing: set[str] = field(default_factory=set)

    @property
    def accepted(self) -> set[str]:
        """Those that are not refused."""
        return self.threads.keys() - self.refused

    @property
    def width(self) -> int:
        """How many tasks they do at once."""
        return sum(self.threads[worker] for worker in self.accepted)

    def choice(self, tried: Collection[str]) -> set[str]:
        """Those that should do a task which has failed on the `tried` ones; none if any may."""
        untried = self.accepted - {*tried}
        best = untried - self.ailing or untried or self.accepted
        return set() if best == {*self.threads} else best
