"""The progress of many targets at once."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from gradreel.pipeline.build.progress import Progress
from gradreel.pipeline.build.target_build import TargetBuild


class Overview:
    """Counts over targets; what changes of one costs the same however many there are."""

    def __init__(self, builds: Iterable[TargetBuild]) -> None:
        self._states = {target_build: target_build.state for target_build in builds}
        self._done = sum(state.done for state in self._states.values())
        self._total = sum(state.total for state in self._states.values())
        self._partly = Fraction(0)

    def progress(self, label: str = "", note: str = "") -> Progress:
        """The progress of all, with the label of the last task finished."""
        return Progress(self._done, self._total, label, note, self._states.values(), self._partly)

    def after(self, changed: TargetBuild, label: str) -> Progress:
        """The progress after something of one target has started or ended."""
        before, now = self._states[changed], changed.state
        self._states[changed] = now
        self._done += now.done - before.done
        self._total += now.total - before.total
        self._partly += now.partly - before.partly
        return self.progress(label)
