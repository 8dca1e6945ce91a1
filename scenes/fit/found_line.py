"""What the first run of a fit found, beside what would have been best."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from gradreel.scenarios import Data, Fit
from gradreel.scenarios.arrays import Array
from gradreel.scenes.parts.fit_about import data_of, fit_of, place_to_predict
from gradreel.scenes.parts.found import printed_fits
from gradreel.solver.objective import Objective
from gradreel.solver.recording import Recording, RunRecord

_ALIKE = 0.01  # of the height of the points: predictions that are closer look the same
_TINY = 1e-12  # where all outputs are equal, and their range is no measure


@dataclass(frozen=True)
class FoundLine:
    """The end of a `run`, which is as it is to be read, and the best parameters if one is best."""

    recording: Recording
    objective: Objective
    run: RunRecord

    @property
    def fit(self) -> Fit:
        """The model and the data."""
        return fit_of(self.recording.scenario)

    @property
    def data(self) -> Data:
        """The points."""
        return data_of(self.recording.scenario)

    @property
    def inputs(self) -> Array:
        """What goes across in the picture, (n,)."""
        return np.array(self.data.inputs)[:, 0]

    @property
    def end(self) -> Array:
        """The parameters that it found, (p,)."""
        return np.asarray(self.recording.runs[0].parameters[-1])

    @cached_property
    def arrived(self) -> bool:
        """Whether it settled where all predictions for the points look like the best ones."""
        best = self.objective.minimum
        if not self.run.ending.outcome.settled or best is None:
            return self.run.ending.outcome.settled
        inputs = np.array(self.data.inputs)
        found, wanted = (self.objective.predict(p, inputs) for p in (self.end, best))
        return bool(np.abs(found - wanted).max() <= _ALIKE * max(np.ptp(self.data.outputs), _TINY))

    @property
    def better(self) -> Array | None:
        """The best parameters where it did not arrive there, (p,)."""
        return None if self.arrived else self.objective.minimum

    @property
    def asked(self) -> float:
        """The input for which the model is asked to predict."""
        return place_to_predict(self.inputs)

    @cached_property
    def rows(self) -> tuple[list[Array], list[float]]:
        """Parameters and loss of the end and, unless that is as good, of the best beside it."""
        ends, losses = [self.run.parameters[-1]], [float(self.run.loss[-1])]
        if self.better is not None and self.objective.minimum_loss is not None:
            ends, losses = [*ends, self.better], [*losses, self.objective.minimum_loss]
        return ends, losses

    @cached_property
    def printed(self) -> tuple[list[list[str]], bool]:
        """A column of numbers for each of `rows`, and whether they predict what is told."""
        return printed_fits(self.objective, self.fit, *self.rows, self.asked)

    def predicted(self, parameters: Array) -> float:
        """What parameters (p,) predict where the model is asked to."""
        return float(self.objective.predict(parameters, np.array([[self.asked]]))[0])
