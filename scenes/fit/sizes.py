"""The chapter of a fit lesson about batch sizes: the runs side by side."""

from __future__ import annotations

from gradreel.scenarios.arrays import Array
from gradreel.scenes.fit import chapters, poses
from gradreel.scenes.fit.starts import LinesTogether
from gradreel.scenes.sentences import batches as texts
from gradreel.scenes.surface.rates import SurfaceRates
from gradreel.solver.message import Message


class FitSizes(SurfaceRates):
    """Every run on a map, with its loss below; then what the size of batches does, and costs."""

    plan = chapters.SIZES
    opens = poses.FOUND  # type: ignore[assignment]
    closes = poses.FOUND  # type: ignore[assignment]
    together_of = LinesTogether
    renamed = staticmethod(texts.named)
    explained = None  # steps that see a sample do not multiply the distance

    def story(self) -> None:
        super().story()
        self.hold()
        self.say(texts.seen([int(self.computed(each)) for each in self._seen], self._steps))

    def conclusion(self, span: Array) -> Message:
        return texts.jitter(self.recording.runs, self._points) or super().conclusion(span)

    @property
    def _points(self) -> int:
        return len(self.recording.scenario.fit.data.outputs) if self.recording.scenario.fit else 0

    @property
    def _steps(self) -> int:
        return max(run.steps for run in self.recording.runs)

    @property
    def _seen(self) -> list[int]:
        """How many points each run has seen in all its steps."""
        return [texts.points_seen(run, self._points) for run in self.recording.runs]
