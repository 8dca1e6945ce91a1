"""What the first run of a fit found, compared with what would have been best."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from gradreel.scenarios import Data, Fit
from gradreel.scenarios.arrays import Array
from gradreel.scenes import theme
from gradreel.scenes.parts.descents.found import printed_fits
from gradreel.scenes.parts.formulas.fit_about import (
    data_of,
    fit_of,
    fitted_formula,
    place_to_predict,
)
from gradreel.scenes.parts.formulas.notation import notation_of
from gradreel.scenes.parts.lettering.typeset import in_math
from gradreel.solver.objective import Objective
from gradreel.solver.recording import Recording
from gradreel.solver.run_record import RunRecord

_ALIKE = 0.01  # of the height of the points: predictions that differ by less look the same
_TINY = 1e-12  # instead of that height if all outputs are equal


@dataclass(frozen=True)
class FoundLine:
    """The end of a `run`, which is a readable one, and the best parameters if they are unique."""

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
        """The inputs of the points, (n,), which go across in the picture."""
        return np.array(self.data.inputs)[:, 0]

    @property
    def end(self) -> Array:
        """The parameters that the run found, (p,)."""
        return np.asarray(self.recording.runs[0].parameters[-1])

    @cached_property
    def arrived(self) -> bool:
        """Whether the run settled where all predictions for the points look like the best ones."""
        best = self.objective.minimum
        if not self.run.ending.outcome.settled or best is None:
            return self.run.ending.outcome.settled
        inputs = np.array(self.data.inputs)
        found, wanted = (self.objective.predict(p, inputs) for p in (self.end, best))
        return bool(np.abs(found - wanted).max() <= _ALIKE * max(np.ptp(self.data.outputs), _TINY))

    @property
    def better(self) -> Array | None:
        """The best parameters (p,), if the run did not arrive there; else None."""
        return None if self.arrived else self.objective.minimum

    @property
    def asked(self) -> float:
        """The input for which the model is asked to predict."""
        asked = self.recording.scenario.showing.asked
        return place_to_predict(self.inputs) if asked is None else asked

    @cached_property
    def rows(self) -> tuple[list[Array], list[float]]:
        """The parameters and losses of the end and, if that is better, of the best."""
        ends, losses = [self.run.parameters[-1]], [float(self.run.loss[-1])]
        if self.better is not None and self.objective.minimum_loss is not None:
            ends, losses = [*ends, self.better], [*losses, self.objective.minimum_loss]
        return ends, losses

    @cached_property
    def printed(self) -> tuple[list[list[str]], bool]:
        """A column of numbers for each of `rows`, and whether they give the printed prediction."""
        return printed_fits(self.objective, self.fit, *self.rows, self.asked)

    @property
    def formula(self) -> str:
        """The line that the run found, as Typst math in colour; empty if it is not so simple."""
        found = fitted_formula(self.fit.written, self.printed[0][0][:-1])
        output = in_math(notation_of(self.recording.scenario).output, theme.colors().model)
        return f"{output} = {found}" if found else ""

    def predicted(self, parameters: Array) -> float:
        """What parameters (p,) predict for the input `asked`."""
        return float(self.objective.predict(parameters, np.array([[self.asked]]))[0])
